"""The command line: the commands put together. Heavy modules are imported by the command that needs them."""

from __future__ import annotations

import gc
import sys

from generator.chinese_cli import ChineseTyper
from generator.commands import beginning, city, reports
from generator.layout_tools.commands import layouts

app = ChineseTyper(
    name="juesuan", no_args_is_help=True,
    help="部门决算公开：填一个工作簿，核对全部数据，生成 Word、PDF、公开表和图表。")
for module in (reports, beginning, city):
    module.add_to(app)
app.add_typer(layouts, name="layout")


def main() -> None:
    """The command line by itself; `generator.__main__` is the console script."""
    gc.set_threshold(200_000, 20, 20)  # what a report allocates is in use: looking for garbage took a tenth of the time
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app()
    finally:
        gc.freeze()  # nor at the end: the memory goes back at once


if __name__ == "__main__":
    main()
