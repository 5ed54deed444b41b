"""The commands `distribute` and `status`: a list in, files and lines out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.bureau.collect import collect
from generator.bureau.roster import Unit, read_roster
from generator.bureau.standing import Collection
from generator.bureau.status_text import status_lines
from generator.model import Finding

if TYPE_CHECKING:
    from generator.bureau.distribute import Distributed

SHOWN, NAMED, LONGEST_NAME = 20, 3, 30
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
Progress = Callable[[str], None]


class ListWrong(Exception):
    """The list has mistakes; `findings` are all of them."""

    def __init__(self, path: Path, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{path.name}：名单有 {len(findings)} 处错误，什么也没有写。改正后重新运行。")
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `distribute` was asked for; see Plan."""

    listed: Path
    output: Path
    previous: Path | None = None
    force: bool = False
    missing: bool = False
    jobs: int = 1


def units_of(listed: Path) -> tuple[Unit, ...]:
    """The units of a list. Raises ListWrong with all its mistakes, LayoutError."""
    roster = read_roster(listed)
    if roster.findings:
        raise ListWrong(listed, roster.findings)
    return roster.units


def hand_out(wanted: Wanted, progress: Progress) -> Distributed:
    """Write a workbook for each unit. Raises ListWrong, DistributeError, LayoutError, OSError (folder of last year)."""
    from generator.bureau.distribute import Plan, distribute

    plan = Plan(units_of(wanted.listed), wanted.output, wanted.previous, wanted.force, wanted.missing, wanted.jobs)
    return distribute(plan, progress)


def hand_out_lines(done: Distributed, output: Path, *, with_previous: bool) -> Iterator[str]:
    """For a terminal."""
    remarks: dict[str, list[str]] = {}
    for entry in done.entries:
        if entry.remark:
            remarks.setdefault(entry.remark, []).append(f"{entry.unit.code} {_short(entry.unit.title)}")
    for remark, units in list(remarks.items())[:SHOWN]:
        several = f"等 {len(units)} 个单位" if len(units) > NAMED else ""
        yield f"  {'、'.join(units[:NAMED])}{several}：{remark}"
    if len(remarks) > SHOWN:
        yield f"  …… 其余 {len(remarks) - SHOWN} 条见清单"
    for paths, why in ((done.unused, "没有用上（不是上年的，或单位不在名单中）"), (done.unreadable, "读不出，或不是决算工作簿（.xls 请用 Excel 或 WPS 另存为 .xlsx，压缩包请解压）")):
        if paths:
            names = "、".join(path.name for path in paths[:SHOWN])
            yield f"上年的文件有 {len(paths)} 个{why}：{names}{'……' if len(paths) > SHOWN else ''}"
    carried = f"，其中带入上年数 {done.carried} 个" if with_previous else ""
    yield f"名单 {len(done.entries)} 个单位，写出工作簿 {done.written} 个{carried}。清单见 {output / '清单.xlsx'}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def look_through(folder: Path, listed: Path, *, today: date, deadline: date | None, report: Path | None, jobs: int,
                 progress: Progress) -> Collection:
    """Who handed in; writes `report` where given. Raises ListWrong, LayoutError, OSError."""
    units = units_of(listed)
    leave_out = [listed, *([report] if report is not None else [])]
    state = collect(folder, units, today=today, deadline=deadline, leave_out=leave_out, jobs=jobs, progress=progress)
    if report is not None:
        from generator.bureau.status_sheet import write_status

        write_status(report, state)
    return state


def day_of(text: str) -> date | None:
    """2025-09-20, 2025/9/20 or 2025年9月20日; None for anything else."""
    match = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


__all__ = ["ListWrong", "Wanted", "day_of", "hand_out", "hand_out_lines", "look_through", "status_lines", "units_of"]
