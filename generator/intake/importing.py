"""From a file of official tables to the content of a standard workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.intake import problems
from generator.intake.carry import CarryOver, carry_over
from generator.intake.collect import Place, Survey, drop_repeated, read_place, survey
from generator.intake.draft import accounts_of, content_of, make_draft
from generator.intake.explain import explain_differences, explain_left, explain_opening, explain_printed, explain_survey
from generator.intake.heading import summary_name
from generator.intake.joining import joined
from generator.intake.missing import ToFill, to_fill
from generator.intake.model import OFFICIAL, T1, T4, FoundTable
from generator.intake.proof import differences, printed_totals
from generator.model import Accounts, Finding, Source
from generator.money import MoneyUnit
from generator.tables.books import make_books
from generator.workbook.read import UNREADABLE
from generator.workbook.schema import SHEET_BY_NAME
from generator.workbook.template import Content
from generator.workbook.unpack import UnreadableFile
from generator.workbook.xlsx import RawBook, open_book

_SHEETS_OF_OURS = 8


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user said on the command line. What is left out is taken from the file."""

    layout: str
    year: int | None = None
    name: str = ""
    unit: MoneyUnit | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file. `content` is None where nothing can be written; amounts of `tables` are in 万元."""

    findings: tuple[Finding, ...]
    content: Content | None = None
    year: int = 0
    name: str = ""
    unit: MoneyUnit = MoneyUnit.WAN
    tables: tuple[FoundTable, ...] = ()
    absent: tuple[str, ...] = OFFICIAL
    still_to_fill: tuple[ToFill, ...] = ()
    carried: CarryOver | None = None


def import_tables(path: Path, wishes: Wishes, previous: Accounts | None = None) -> Imported:
    """Recognise the official tables in a file and put their amounts into the places of the standard workbook.

    `previous` are last year's accounts: they fill what the tables do not say. Never raises for what the file holds.
    """
    try:
        return import_book(open_book(path), path.name, wishes, previous)
    except UnreadableFile as error:
        problem = UNREADABLE[error.reason]
        return Imported((problem.finding(f"{path.name}：{problem.title}", Source("", "", path.name)),))


def import_book(book: RawBook, file: str, wishes: Wishes, previous: Accounts | None = None) -> Imported:
    """As `import_tables`, of a workbook that is open already. Raises UnreadableFile where a sheet is damaged."""
    place = Source("", "", file)
    if sum(name.strip() in SHEET_BY_NAME for name in book.sheet_names) >= _SHEETS_OF_OURS:
        return Imported((problems.OURS_ALREADY.finding(f"{file} 已经是标准工作簿", place),))
    found = survey(book, file)
    if not found.places:
        return Imported((problems.NOTHING_FOUND.finding(f"{file}：没有认出任何一张公开表", place), *explain_survey(found)))
    findings: list[Finding] = []
    year = _year(found.places, wishes, findings)
    unit = _file_unit(found.places, wishes)
    refused = [problem.finding(f"{file}：{problem.title}", place)
               for problem, known in ((problems.NO_YEAR, year), (problems.NO_UNIT, unit)) if known is None]
    if year is None or unit is None:
        return Imported((*findings, *refused))
    units = _units(found.places, wishes, unit, findings)
    read = drop_repeated([read_place(where, units[index], year) for index, where in enumerate(found.places)])
    return _assemble(found, {table.table: table for table in read}, file, year, wishes, previous, findings)


def _assemble(found: Survey, tables: Mapping[str, FoundTable], file: str, year: int, wishes: Wishes, previous: Accounts | None,
              findings: list[Finding]) -> Imported:
    filled = [table for table in tables.values() if any(entry.is_money for entry in table.entries)]
    unit = MoneyUnit.YUAN if filled and all(table.unit is MoneyUnit.YUAN for table in filled) else MoneyUnit.WAN
    if len({table.unit for table in filled}) > 1:
        findings.append(problems.MIXED.finding("有的表以元为单位，有的以万元为单位；标准工作簿用万元，元数已换算，没有舍入", Source("", "", file)))
    draft = make_draft(tables)
    books = make_books(accounts_of(draft, file=file, unit=unit, year=year, layout=wishes.layout))
    printed = printed_totals(tables, books)
    if printed:
        draft = replace(draft, printed=printed)
        books = make_books(accounts_of(draft, file=file, unit=unit, year=year, layout=wishes.layout))
    name, basics = _department(tables.values(), wishes, previous, unit, findings)
    carried = carry_over(previous, year=year, layout=wishes.layout, unit=unit) if previous is not None else None
    content = joined(carried.content if carried is not None else Content(), content_of(draft, unit), basics, tables)
    findings += explain_opening(tables, previous)
    absent = tuple(table for table in OFFICIAL if table not in tables)
    findings += [*explain_left(tables.values()), *explain_printed(printed), *explain_differences(differences(tables, books), absent),
                 *explain_survey(found)]
    described = Content({**content.fields, "基本信息.单位全称": name or None, "基本信息.版式": wishes.layout, "基本信息.决算年度": year},
                        content.rows)
    ordered = tuple(sorted(tables.values(), key=lambda table: table.table))
    settled = () if {T1, T4} & set(absent) else ("结转结余",)
    return Imported(tuple(findings), content, year, name, unit, ordered, absent, to_fill(described, settled=settled), carried)


def _year(places: Sequence[Place], wishes: Wishes, findings: list[Finding]) -> int | None:
    said = Counter(place.heading.year for place in places if place.heading.year is not None)
    printed = said.most_common(1)[0][0] if said else None
    if len(said) > 1:
        years = "、".join(f"{year}（{count} 张）" for year, count in said.most_common())
        findings.append(problems.MIXED.finding(f"各表的年度不一致：{years}", *_sources(places)[:1]))
    if wishes.year is not None and printed is not None and wishes.year != printed:
        findings.append(problems.OPTION_WINS.finding(
            f"表上的年度是 {printed}，--year 给的是 {wishes.year}", *_sources(places)[:1], expected=str(printed), actual=str(wishes.year)))
    return wishes.year if wishes.year is not None else printed


def _sources(places: Sequence[Place]) -> list[Source]:
    return [place.grid.source(place.first_row, 1) for place in places]


def _file_unit(places: Sequence[Place], wishes: Wishes) -> MoneyUnit | None:
    """The unit for tables that name none: the option, or the one unit that the others name."""
    said = {place.heading.unit for place in places} - {None}
    return wishes.unit or (next(iter(said)) if len(said) == 1 else (MoneyUnit.WAN if len(said) > 1 and _all_say(places) else None))


def _all_say(places: Sequence[Place]) -> bool:
    return all(place.heading.unit is not None for place in places)


def _units(places: Sequence[Place], wishes: Wishes, usual: MoneyUnit, findings: list[Finding]) -> list[MoneyUnit]:
    """The unit of each table."""
    against = [place for place in places if wishes.unit and place.heading.unit not in (None, wishes.unit)]
    if against and wishes.unit:
        tables = "、".join(place.table for place in against)
        findings.append(problems.OPTION_WINS.finding(
            f"{tables} 上写的单位与 --unit {wishes.unit} 不同", *(place.heading.unit_place for place in against if place.heading.unit_place)))
    return [wishes.unit or place.heading.unit or usual for place in places]


def _department(tables: Iterable[FoundTable], wishes: Wishes, previous: Accounts | None, unit: MoneyUnit,
                findings: list[Finding]) -> tuple[str, dict[str, object]]:
    """The full name, and what is known of 基本信息. The option goes before last year's name, that before the printed one."""
    said = Counter(table.heading.department for table in tables if table.heading.department)
    printed = said.most_common(1)[0][0] if said else ""
    if len(said) > 1:
        findings.append(problems.MIXED.finding(f"各表的部门名称不一致：{'、'.join(said)}；已取“{printed}”"))
    bare, summary = summary_name(printed)
    before = [previous.text(f"基本信息.{key}") for key in ("单位全称", "单位简称", "公开表所印名称")] if previous is not None else []
    if bare and before and bare not in {summary_name(name)[0] for name in before}:
        findings.append(problems.MIXED.finding(f"公开表上的部门名称是“{bare}”，上年工作簿的单位全称是“{before[0]}”"))
    name = wishes.name or next(iter(before), "") or bare
    basics: dict[str, object] = {"基本信息.金额单位": str(unit), "基本信息.单位全称": name or None}
    if summary:
        basics["基本信息.汇总"] = "是"
    if wishes.name and bare and wishes.name != bare:
        basics["基本信息.公开表所印名称"] = bare
    return name, basics
