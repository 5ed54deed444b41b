"""单位名单.xlsx: the units of a bureau. Everything that is wrong in it is found at once, with row and cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from generator.bureau import problems
from generator.bureau.identity import MERGED_ENDING, bare_name
from generator.layouts import layout_names
from generator.model import Finding, Source
from generator.money import MoneyUnit
from generator.workbook.cells import compact, tidy
from generator.workbook.problems import Problem
from generator.workbook.read import FIRST_YEAR, LAST_YEAR, UNREADABLE
from generator.workbook.schema.text_sheets import UNIT_KINDS, YES_NO
from generator.workbook.unpack import UnreadableFile
from generator.workbook.xlsx import RawBook, RawCell, RawSheet, cell_name, open_book

HEADER_WITHIN = 20
_CODE = re.compile(r"[\w.-]{1,40}")
_MERGED = re.compile(r"\s*[（(]\s*汇总\s*[）)]$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its heading, other headings that mean the same, what may stand in it."""

    key: str
    others: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""
    width: float = 14.0


CODE, NAME, PARENT, KIND, MERGED = "单位编码", "单位名称", "主管部门", "单位性质", "是否汇总"
LAYOUT, CONTACT, PHONE, MONEY, YEAR = "版式", "联系人", "联系电话", "金额单位", "决算年度"
COLUMNS: tuple[Column, ...] = (
    Column(CODE, ("编码", "单位代码", "代码", "预算编码", "预算代码"), True, help="预算单位编码，不能重复；以 0 开头的，单元格设为文本格式", width=16),
    Column(NAME, ("单位全称", "名称", "部门名称"), True, help="公章上的名称，不含“（汇总）”", width=40),
    Column(PARENT, ("主管部门名称", "上级部门", "上级单位"), help="可不填；回收情况按它分部门统计", width=32),
    Column(KIND, ("性质",), choices=UNIT_KINDS, help="可不填，由单位自己选", width=30),
    Column(MERGED, ("汇总",), choices=YES_NO, help="部门汇总公开的工作簿填“是”；不填为“否”", width=10),
    Column(LAYOUT, ("版式名称", "公开版式"), True, help="见下面的版式名称", width=18),
    Column(CONTACT, ("联系人员",), help="可不填；只用于催报，不写入工作簿", width=12),
    Column(PHONE, ("电话", "联系方式", "联系人电话"), help="可不填；只用于催报，不写入工作簿", width=16),
    Column(MONEY, ("金额单位（元/万元）", "元/万元", "元或万元"), True, choices=tuple(MoneyUnit), help="元 或 万元", width=10),
    Column(YEAR, ("年度",), True, help="如 2024", width=10),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of the list: a unit that gets a workbook. `merged`: the workbook is a department's 汇总."""

    code: str
    name: str
    layout: str
    money: MoneyUnit
    year: int
    parent: str = ""
    kind: str = ""
    merged: bool = False
    contact: str = ""
    phone: str = ""

    @property
    def title(self) -> str:
        """The name as the bureau reads it."""
        return f"{self.name}（汇总）" if self.merged else self.name

    @property
    def key(self) -> tuple[str, bool]:
        """What a workbook without a code is recognised by."""
        return bare_name(self.name), self.merged


@dataclass(frozen=True, slots=True)
class Roster:
    """The list, read; `findings` are all its mistakes (then `units` are those without)."""

    units: tuple[Unit, ...]
    findings: tuple[Finding, ...] = ()


def read_roster(path: Path) -> Roster:
    """The units in a list. Whatever is wrong with the file is a finding. Raises LayoutError where there are no layouts."""
    file = tidy(path.name)
    try:
        return _read(open_book(path), file)
    except UnreadableFile as error:
        problem = UNREADABLE[error.reason]
        return Roster((), (problem.finding(f"{file}：{problem.title}", Source("", "", file)),))


def _read(book: RawBook, file: str) -> Roster:
    for name in book.sheet_names:
        sheet = book.sheet(name)
        header = _header(sheet)
        if header is not None:
            return _rows(sheet, header, file)
    return Roster((), (problems.NO_HEADER.finding(f"{file}：{problems.NO_HEADER.title}", Source("", "", file)),))


def _header(sheet: RawSheet) -> int | None:
    """The row that holds the headings of code and name."""
    wanted = [_headings(column) for column in COLUMNS if column.key in (CODE, NAME)]
    for row in sorted(sheet.cells)[:HEADER_WITHIN]:
        labels = {_label(cell) for cell in sheet.cells[row].values()}
        if all(labels & headings for headings in wanted):
            return row
    return None


def _headings(column: Column) -> set[str]:
    return {compact(text) for text in (column.key, *column.others)}


def _label(cell: RawCell) -> str:
    return compact(cell.text).strip("*:")


def _rows(sheet: RawSheet, header: int, file: str) -> Roster:
    places: dict[str, int] = {}
    findings: list[Finding] = []
    for column in COLUMNS:
        found = [place for place, cell in sorted(sheet.cells[header].items()) if _label(cell) in _headings(column)]
        if found:
            places[column.key] = found[0]
        elif column.required:
            where = Source(sheet.name, cell_name(header, 1), file)
            findings.append(problems.NO_COLUMN.finding(f"{sheet.name}第 {header} 行（表头）缺少“{column.key}”列", where))
        for other in found[1:]:
            where = Source(sheet.name, cell_name(header, other), file)
            findings.append(problems.COLUMN_TWICE.finding(f"{where}：“{column.key}”列重复", where))
    units: list[Unit] = []
    named: list[tuple[int, Named]] = []
    filled = 0
    for row in sorted(number for number in sheet.cells if number > header):
        line = _Line(sheet, row, places, file, findings)
        if not line.blank:
            filled += 1
            unit, known = line.read()
            units += [unit] if unit is not None else []
            named.append((row, known))
    if not filled:
        findings.append(problems.NO_UNITS.finding(f"{sheet.name}：{problems.NO_UNITS.title}", Source(sheet.name, cell_name(header + 1, 1), file)))
    findings += _twice(named, sheet.name, places, file)
    return Roster(tuple(units), tuple(findings))


@dataclass(frozen=True, slots=True)
class Named:
    """Code and name of a line, whatever else is wrong with it: what must not stand twice."""

    code: str
    name: str
    merged: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the list; what is wrong with it goes to `findings`."""

    sheet: RawSheet
    row: int
    places: Mapping[str, int]
    file: str
    findings: list[Finding]

    @property
    def blank(self) -> bool:
        return not any(self._raw(key) for key in self.places)

    def read(self) -> tuple[Unit | None, Named]:
        """The unit, None where something is wrong, and whose line it is."""
        before = len(self.findings)
        texts = {column.key: self._text(column) for column in COLUMNS}
        if texts[CODE] and not _CODE.fullmatch(texts[CODE]):
            self._report(problems.BAD_CODE, CODE, f"单位编码“{texts[CODE]}”不对")
        if texts[LAYOUT] and texts[LAYOUT] not in layout_names():
            self._report(problems.NO_LAYOUT, LAYOUT, f"没有版式“{texts[LAYOUT]}”，现有：{'、'.join(layout_names())}")
        year = _whole(texts[YEAR].removesuffix("年度").removesuffix("年"))
        if texts[YEAR] and not (year is not None and FIRST_YEAR <= year <= LAST_YEAR):
            self._report(problems.BAD_YEAR, YEAR, f"决算年度“{texts[YEAR]}”不对")
        merged = compact(texts[NAME]).endswith(MERGED_ENDING) if not texts[MERGED] else texts[MERGED] == YES_NO[0]
        name = _MERGED.sub("", texts[NAME]) if merged else texts[NAME]
        named = Named(texts[CODE], name, merged)
        if len(self.findings) > before or year is None:
            return None, named
        return Unit(texts[CODE], name, texts[LAYOUT], MoneyUnit(texts[MONEY]), year, texts[PARENT], texts[KIND], merged,
                    texts[CONTACT], texts[PHONE]), named

    def _raw(self, key: str) -> str:
        cell = self.sheet.cells.get(self.row, {}).get(self.places[key]) if key in self.places else None
        return " ".join(tidy(cell.text).split()) if cell is not None else ""

    def _text(self, column: Column) -> str:
        """What stands in the cell, reported where it cannot."""
        if column.key not in self.places:
            return ""
        cell = self.sheet.cells.get(self.row, {}).get(self.places[column.key])
        if cell is not None and (cell.kind == "e" or cell.lacks_value):
            self._report(problems.ERROR_CELL, column.key, f"{column.key}是错误值或没有算出的公式")
            return ""
        text = self._raw(column.key)
        if cell is not None and not cell.is_text:
            text = _plain(text)
        if column.key in (CODE, LAYOUT, YEAR, MONEY) or column.choices:
            text = compact(text)
        if not text and column.required:
            self._report(problems.BLANK, column.key, f"没有填{column.key}")
        if text and column.choices:
            chosen = next((choice for choice in column.choices if compact(choice) == text), "")
            if not chosen:
                self._report(problems.NOT_A_CHOICE, column.key, f"{column.key}“{text}”不在可选项中，可选：{'、'.join(column.choices)}")
            text = chosen
        return text

    def _report(self, problem: Problem, key: str, message: str) -> None:
        place = Source(self.sheet.name, cell_name(self.row, self.places[key]), self.file)
        self.findings.append(problem.finding(f"第 {self.row} 行 {place.cell}：{message}", place))


def _plain(text: str) -> str:
    """A number as somebody would write it: 101001, not 101001.0 or 1.01001E5."""
    number = _whole(text)
    return text if number is None else str(number)


def _whole(text: str) -> int | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return int(value) if value.is_finite() and abs(value) < 10**30 and value == value.to_integral_value() else None


def _twice(lines: Sequence[tuple[int, Named]], sheet: str, places: Mapping[str, int], file: str) -> Iterator[Finding]:
    """Codes and names that two rows have."""
    codes: dict[str, int] = {}
    names: dict[tuple[str, bool], int] = {}
    for row, line in lines:
        if line.code and (first := codes.setdefault(line.code.casefold(), row)) != row:
            place = Source(sheet, cell_name(row, places[CODE]), file)
            yield problems.CODE_TWICE.finding(f"第 {row} 行 {place.cell}：单位编码 {line.code} 与第 {first} 行重复", place)
        if line.name and (first := names.setdefault((bare_name(line.name), line.merged), row)) != row:
            place = Source(sheet, cell_name(row, places[NAME]), file)
            title = f"{line.name}（汇总）" if line.merged else line.name
            yield problems.NAME_TWICE.finding(f"第 {row} 行 {place.cell}：单位名称“{title}”与第 {first} 行重复", place)
