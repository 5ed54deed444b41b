"""The command `batch`: a progress bar while it runs, a summary at the end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from generator.batch.plan import FAILED, STOPPED, Done, find_workbooks
from generator.batch.run import Workers, local_workers, run_batch
from generator.batch.summary import NAME, headline, summary
from generator.batch.work import Settings


class NothingToDo(Exception):
    """No workbook was found; the message (Chinese) says where was looked."""


def batch(places: Sequence[Path], output: Path, settings: Settings, *, jobs: int, resume: bool,
          workers: Workers | None = None) -> tuple[list[Done], str]:
    """Build all workbooks of the folders and lists; the results and the lines to print.

    Raises NothingToDo; OSError where the summary cannot be written.
    """
    workbooks = find_workbooks(places, output)
    if not workbooks:
        raise NothingToDo(f"在 {'、'.join(map(str, places))} 中没有找到工作簿（.xlsx）。")
    output.mkdir(parents=True, exist_ok=True)
    with _Bar(len(workbooks)) as bar:
        results = run_batch(workbooks, output, settings, workers or local_workers(), jobs=jobs, resume=resume, report=bar)
    file = output / NAME
    beside = file.with_name(f".{NAME}.tmp")
    beside.write_bytes(summary(results))
    beside.replace(file)
    lines = [headline(results), f"逐份情况见 {file}"]
    bad = [done for done in results if done.status in (STOPPED, FAILED)]
    lines += [f"  {done.status}　{Path(done.workbook).name}：{done.first_error}" for done in bad[:20]]
    if len(bad) > 20:
        lines.append(f"  …… 其余 {len(bad) - 20} 份见 {NAME}")
    return results, "\n".join(lines)


class _Bar:
    """A progress bar with rate and remaining time where somebody watches; silent otherwise."""

    def __init__(self, total: int) -> None:
        self.total, self.progress = total, None
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self.progress = Progress(TextColumn("生成报告"), BarColumn(), MofNCompleteColumn(),
                                     TextColumn("{task.fields[rate]}"), TextColumn("剩余"), TimeRemainingColumn(),
                                     console=Console(stderr=True))
            self.task = self.progress.add_task("", total=total, rate="")

    def __enter__(self) -> _Bar:
        if self.progress is not None:
            self.progress.start()
        return self

    def __call__(self, done: Done) -> None:
        if self.progress is not None:
            speed = self.progress.tasks[0].speed
            self.progress.update(self.task, advance=1, rate=f"{speed * 60:.0f} 份/分" if speed else "")

    def __exit__(self, *exception: object) -> None:
        if self.progress is not None:
            self.progress.stop()
