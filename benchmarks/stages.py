"""Where a worker's time goes: CPU seconds of each stage, of the first report and of the later ones, and the top functions.

    python stages.py image|native LIST RESULT       image: all files; native: the Word file alone. RESULT is JSON

Each stage's function is wrapped in a clock; the functions inside come from cProfile in a second pass.
"""

import gc
import json
import sys
import time
from collections import Counter
from functools import wraps
from importlib import import_module
from pathlib import Path

SETTINGS = {"image": {"charts": "image"}, "native": {"charts": "native", "word_only": True}}
STAGES = (
    ("读工作簿", "generator.workbook.read", "read_workbook"), ("九张表", "generator.tables.books", "make_books"),
    ("校验", "generator.checks", "run_checks"), ("编译 Word 模板", "generator.report", "compiled"),
    ("算出模板里的数", "generator.report", "vocabulary"), ("画图", "generator.report", "_draw"),
    ("可编辑的图", "generator.report", "_native"), ("填写", "generator.report", "fill"),
    ("推算目录页码", "generator.document", "estimate_heading_pages"),
    ("写 .docx", "generator.document.filled.FilledDocument", "docx"),
    ("取出正文", "generator.document.filled.FilledDocument", "content"),
    ("公开表.xlsx", "generator.publication", "public_tables"), ("figures.json", "generator.pipeline", "figures_text"),
)  # fmt: skip
MOST = 12


def clocked(spent: Counter[str]) -> None:
    """Put a clock around each stage; a stage inside another is taken off it."""
    inner = [0.0]

    def wrap(label, function):
        @wraps(function)
        def timed(*given, **named):
            before, inner[0] = inner[0], 0.0
            begin = time.process_time()
            try:
                return function(*given, **named)
            finally:
                whole = time.process_time() - begin
                spent[label] += whole - inner[0]
                inner[0] = before + whole

        return timed

    for label, place, name in STAGES:
        module, _, owner = place.rpartition(".") if place[place.rfind(".") + 1].isupper() else (place, "", "")
        holder = getattr(import_module(module), owner) if owner else import_module(module)
        setattr(holder, name, wrap(label, getattr(holder, name)))


def top_functions(tasks, settings) -> list[tuple[str, float]]:
    """The functions with the largest own time, as shares of the whole."""
    import cProfile
    import pstats

    from generator.batch.work import do_chunk

    profile = cProfile.Profile()
    profile.runcall(do_chunk, tasks, settings)
    stats = pstats.Stats(profile).stats
    whole = sum(entry[2] for entry in stats.values())
    ranked = sorted(stats.items(), key=lambda item: -item[1][2])[:MOST]
    return [(f"{Path(file).name}:{name}" if file != "~" else name, entry[2] / whole) for (file, _, name), entry in ranked]


def main() -> None:
    kind, listed, target = sys.argv[1:]
    gc.set_threshold(200_000, 20, 20)  # as the worker of a batch does
    from generator.batch.work import Settings, Task, do_chunk

    settings = Settings(pdf=False, **SETTINGS[kind])
    paths = [Path(line) for line in Path(listed).read_text(encoding="utf-8").splitlines()]
    tasks = [Task(number, path.name, path.read_bytes()) for number, path in enumerate(paths)]
    first, later = Counter[str](), Counter[str]()
    spent = Counter[str]()
    clocked(spent)
    do_chunk(tasks[:1], settings)
    first.update(spent)
    first_whole = time.process_time()  # with the interpreter's start and all imports
    spent.clear()
    do_chunk(tasks[1:], settings)
    later.update(spent)
    count = len(tasks) - 1
    found = {"first": dict(first), "first whole": first_whole, "later": {name: value / count for name, value in later.items()},
             "later whole": (time.process_time() - first_whole) / count, "top": top_functions(tasks[1:], settings)}
    Path(target).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
