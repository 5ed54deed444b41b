"""单位名单.xlsx: the units of a bureau. Everything that is wrong in it is found at once, with row and cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from generator.bureau import problems
from generator.bureau.columns import (
    CODE,
    COLUMNS,
    CONTACT,
    KIND,
    LAYOUT,
    MERGED,
    MONEY,
    NAME,
    PARENT,
    PHONE,
    YEAR,
    Column,
    header_rows,
    merged_down,
    placed,
)
from generator.bureau.identity import MERGED_ENDING, bare_name
from generator.cell_names import cell_name
from generator.layouts import layout_names
from generator.model import Finding, Source
from generator.money import MoneyUnit
from generator.workbook.cells import compact, tidy
from generator.workbook.marks import NOTE_STARTS, TOTAL_LABELS
from generator.workbook.problems import Problem
from generator.workbook.read import FIRST_YEAR, LAST_YEAR, UNREADABLE
from generator.workbook.schema.text_sheets import YES_NO
from generator.workbook.unpack import UnreadableFile
from generator.workbook.xlsx import RawBook, RawCell, RawSheet, open_book

_CODE = re.compile(r"[\w.-]{1,40}")
_MERGED = re.compile(r"\s*[（(]\s*汇总\s*[）)]$")
_BELOW_THE_LIST = re.compile(r"共计?\d*个?单位|(?:填表|填报|制表|审核|经办|负责)人:")


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
        header = header_rows(sheet)
        if header is not None:
            return _rows(sheet, header, file)
    return Roster((), (problems.NO_HEADER.finding(f"{file}：{problems.NO_HEADER.title}", Source("", "", file)),))


def _rows(sheet: RawSheet, header: range, file: str) -> Roster:
    places, findings = placed(sheet, header, file)
    group = merged_down(sheet, header[-1])
    units: list[Unit] = []
    named: list[tuple[int, Named]] = []
    filled = 0
    for row in sorted(number for number in sheet.cells if number > header[-1]):
        line = _Line(sheet, row, places, group, file, findings)
        if not line.blank and not line.below_the_list:
            filled += 1
            unit, known = line.read()
            units += [unit] if unit is not None else []
            named.append((row, known))
    if not filled:
        findings.append(problems.NO_UNITS.finding(f"{sheet.name}：{problems.NO_UNITS.title}", Source(sheet.name, cell_name(header[-1] + 1, 1), file)))
    findings += [*_lost_zeros(named, sheet, places, file), *_twice(named, sheet.name, places, file)]
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
    group: Mapping[tuple[int, int], RawCell]
    file: str
    findings: list[Finding]

    @property
    def blank(self) -> bool:
        own = self.sheet.cells[self.row]
        return not any(place in own and tidy(own[place].text).strip() for place in self.places.values())

    @property
    def below_the_list(self) -> bool:
        """Whether it is no unit but the 合计, a note or the signatures."""
        first = next((text for _, cell in sorted(self.sheet.cells[self.row].items()) if (text := compact(cell.text))), "")
        said = first in TOTAL_LABELS or first.startswith(NOTE_STARTS) or _BELOW_THE_LIST.match(first) is not None
        return said and not any(self.places.get(key, 0) in self.sheet.cells[self.row] for key in (LAYOUT, MONEY, YEAR))

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
        if not merged and compact(texts[NAME]).endswith(MERGED_ENDING):
            self._report(problems.MERGED_NAME, MERGED, f"是否汇总是“{texts[MERGED]}”，名称“{texts[NAME]}”却有“（汇总）”")
        name = _MERGED.sub("", texts[NAME]) if merged else texts[NAME]
        named = Named(texts[CODE], name, merged)
        if len(self.findings) > before or year is None:
            return None, named
        return Unit(texts[CODE], name, texts[LAYOUT], MoneyUnit(texts[MONEY]), year, texts[PARENT], texts[KIND], merged,
                    texts[CONTACT], texts[PHONE]), named

    def _cell(self, key: str) -> RawCell | None:
        """The cell, or the one merged down over it."""
        place = self.places.get(key, 0)
        return self.sheet.cells[self.row].get(place) or self.group.get((self.row, place))

    def _raw(self, key: str) -> str:
        cell = self._cell(key)
        return " ".join(tidy(cell.text).split()) if cell is not None else ""

    def _text(self, column: Column) -> str:
        """What stands in the cell, reported where it cannot."""
        if column.key not in self.places:
            return ""
        cell = self._cell(column.key)
        if cell is not None and (cell.kind == "e" or cell.lacks_value):
            self._report(problems.ERROR_CELL, column.key, f"{column.key}是错误值或没有算出的公式")
            return ""
        text = self._raw(column.key)
        if cell is not None and not cell.is_text:
            text = _plain(text)
            text = text.zfill(cell.format.digits) if text.isdigit() else text  # as a cell formatted 000000 shows it
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


def _lost_zeros(lines: Sequence[tuple[int, Named]], sheet: RawSheet, places: Mapping[str, int], file: str) -> Iterator[Finding]:
    """Codes typed as numbers that are shorter than others of the list that begin with a zero."""
    texts = {row: sheet.cells[row][places[CODE]].is_text for row, line in lines if line.code}
    zeros = [line.code for row, line in lines if texts.get(row) and line.code.isdecimal() and line.code.startswith("0")]
    for row, line in lines:
        longer = next((code for code in zeros if len(code) > len(line.code)), "")
        if longer and texts.get(row) is False:
            place = Source(sheet.name, cell_name(row, places[CODE]), file)
            yield problems.LOST_ZEROS.finding(f"第 {row} 行 {place.cell}：单位编码 {line.code} 是数字，比 {longer} 短，可能丢了开头的 0", place)


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
