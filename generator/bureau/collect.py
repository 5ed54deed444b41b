"""Look through a folder of workbooks handed in: read and check every one, in several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.bureau.handed import Handed, Trouble, inspect
from generator.bureau.identity import SHEETS_OF_OTHERS, WORKBOOKS, files_in
from generator.bureau.pool import in_processes
from generator.bureau.roster import Unit
from generator.bureau.standing import Collection, collection
from generator.model import Severity

DIED = Trouble("D030", Severity.ERROR, "核对时程序两次意外退出（文件过大或已损坏）", "请用 Excel 或 WPS 打开该文件并另存，再核对")


def collect(folder: Path, units: tuple[Unit, ...], *, today: date, deadline: date | None = None, leave_out: Iterable[Path] = (),
            jobs: int = 1, progress: Callable[[str], None] = lambda stage: None) -> Collection:
    """The state of the workbooks in `folder` and the folders in it. Raises OSError where the folder cannot be read.

    `leave_out`: the list itself and the report, should they lie in the folder.
    """
    kept_out = {path.resolve() for path in leave_out}
    files = [path for path in files_in(folder) if path.resolve() not in kept_out]
    books = [path for path in files if path.suffix.lower() in (*WORKBOOKS, *SHEETS_OF_OTHERS)]
    others = [path.relative_to(folder).as_posix() for path in files if path.suffix.lower() not in (*WORKBOOKS, *SHEETS_OF_OTHERS)]
    handed: dict[int, Handed] = {}
    for number, found in in_processes(inspect, books, jobs):
        name = books[number].relative_to(folder).as_posix()
        handed[number] = replace(found, file=name) if found is not None else Handed(name, errors=1, troubles=(DIED,))
        progress(f"核对 {len(handed)}/{len(books)}")
    return collection(units, [handed[number] for number in sorted(handed)], others, today=today, deadline=deadline)
