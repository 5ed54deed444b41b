"""Last year's workbooks: which of them belongs to which unit, and what of it goes into this year's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from generator.bureau.identity import (
    ARCHIVES,
    SHEETS_OF_OTHERS,
    WORKBOOKS,
    Identity,
    digest_of,
    files_in,
    identify,
    properties_of,
)
from generator.bureau.owners import Owners
from generator.bureau.pool import in_processes
from generator.bureau.roster import Unit
from generator.checking.naming import is_copy
from generator.money import MoneyUnit, from_wan, to_wan
from generator.workbook.cells import plain_number
from generator.workbook.schema import SHEET_BY_NAME, Kind, all_fields
from generator.workbook.template import Content


@dataclass(frozen=True, slots=True)
class LastYear:
    """Last year's workbook by unit code; `remarks` by unit code: why there is none.

    `unused`: workbooks of no unit or of another year; `unreadable`: files that may hold figures but cannot be read.
    """

    files: Mapping[str, Path]
    remarks: Mapping[str, str]
    unused: tuple[Path, ...]
    unreadable: tuple[Path, ...] = ()


def last_year(folder: Path, units: Sequence[Unit], jobs: int, progress: Callable[[str], None]) -> LastYear:
    """Match the workbooks of a folder with the units, by what they hold. Raises OSError."""
    there = files_in(folder)
    paths = [path for path in there if path.suffix.lower() in WORKBOOKS and not is_copy(path) and not properties_of(path).document]
    known: list[Identity] = []
    for number, (_, identity) in enumerate(in_processes(identify, paths, jobs), 1):
        progress(f"读取上年的工作簿 {number}/{len(paths)}")
        known += [identity] if identity is not None else []
    known += [Identity(path) for path in there if path.suffix.lower() in (*SHEETS_OF_OTHERS, *ARCHIVES)]
    return match(sorted(known, key=lambda one: one.path), units)


def match(known: Sequence[Identity], units: Sequence[Unit]) -> LastYear:
    """Which workbook is whose. Two different ones of one unit and year: neither is taken."""
    owners, found, unused = Owners(units), dict[str, list[Identity]](), list[Path]()
    unreadable = tuple(sorted(one.path for one in known if one.year is None))
    others: dict[str, str] = {}
    for identity in (one for one in known if one.year is not None):
        owner = owners.find(identity.code, identity.name, merged=identity.merged)
        # 本级 and 汇总 of a department have other figures: the code and the name alone do not make them last year's
        if owner is None:
            unused.append(identity.path)
        elif owner.unit.merged != identity.merged:
            unused.append(identity.path)
            others[owner.unit.code] = f"（{identity.path.name} 的是否汇总与名单不同）"
        else:
            found.setdefault(owner.unit.code, []).append(identity)
    files, remarks = dict[str, Path](), dict[str, str]()
    for unit in units:
        mine = found.get(unit.code, [])
        fitting = [one.path for one in mine if one.year == unit.year - 1]
        if len(fitting) > 1 and len({digest_of(path) for path in fitting}) > 1:
            remarks[unit.code] = f"{unit.year - 1} 年度的工作簿有 {len(fitting)} 个（{'、'.join(path.name for path in fitting)}），没有带入"
        elif fitting:
            files[unit.code] = fitting[0]
        elif mine:
            years = "、".join(str(year) for year in sorted({one.year for one in mine if one.year is not None}))
            remarks[unit.code] = f"没有 {unit.year - 1} 年度的工作簿（有 {years} 年度的）"
        else:
            remarks[unit.code] = f"没有 {unit.year - 1} 年度的工作簿{others.get(unit.code, '')}"
        unused += [one.path for one in mine if one.year != unit.year - 1]
    return LastYear(files, remarks, tuple(sorted(unused)), unreadable)


def in_unit(content: Content, given: MoneyUnit, wanted: MoneyUnit) -> Content:
    """The content with its amounts in another unit of money."""
    if given is wanted:
        return content

    def turned(value: object) -> object:
        return plain_number(from_wan(to_wan(value, given), wanted)) if isinstance(value, Decimal) else value

    money = {key for key, item in all_fields() if item.kind is Kind.MONEY}
    fields = {key: turned(value) if key in money else value for key, value in content.fields.items()}
    rows: dict[str, Sequence[Mapping[str, object]]] = {}
    for sheet, lines in content.rows.items():
        table = SHEET_BY_NAME[sheet].table
        columns = {item.key for item in table.columns if item.kind is Kind.MONEY} if table is not None else set[str]()
        rows[sheet] = [{key: turned(value) if key in columns else value for key, value in line.items()} for line in lines]
    return Content(fields, rows)
