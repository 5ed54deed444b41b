"""The workbook inside a native chart: one sheet, categories down, series across."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import ClassVar

from generator.document.names import R
from generator.document.package import (
    Member,
    Relationship,
    content_types_xml,
    pack,
    relationships_path,
    relationships_xml,
    write_zip,
)
from generator.escaping import escape_text

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_BOOK, _SHEET, _STYLES = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"


@dataclass(frozen=True, slots=True)
class Grid:
    """The data of a chart: `columns[series][category]`, None is a blank cell; `number_format` as Excel writes it."""

    SHEET: ClassVar[str] = "Sheet1"

    categories: tuple[str, ...]
    series: tuple[str, ...]
    columns: tuple[tuple[Decimal | None, ...], ...]
    number_format: str


def data_book(grid: Grid) -> bytes:
    """The .xlsx, the same bytes for the same data."""
    sheet = pack(_SHEET, _sheet(grid).encode(), 1)
    return write_zip([*_same_members(), sheet, _packed_styles(grid.number_format)])


@cache
def _same_members() -> tuple[Member, ...]:
    """What is the same in every workbook, packed once."""
    types = {_BOOK: f"{_TYPE}sheet.main+xml", _SHEET: f"{_TYPE}worksheet+xml", _STYLES: f"{_TYPE}styles+xml"}
    inside = [Relationship("rId1", f"{R}/worksheet", _SHEET), Relationship("rId2", f"{R}/styles", _STYLES)]
    book = (f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{R}"><sheets><sheet name="{Grid.SHEET}" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>")
    package = {
        "[Content_Types].xml": content_types_xml(types),
        relationships_path(""): relationships_xml("", [Relationship("rId1", f"{R}/officeDocument", _BOOK)]),
        _BOOK: book.encode(), relationships_path(_BOOK): relationships_xml(_BOOK, inside)}
    return tuple(pack(name, data, 1) for name, data in package.items())


@lru_cache(maxsize=32)
def _packed_styles(number_format: str) -> Member:
    return pack(_STYLES, _styles(number_format).encode(), 1)


def _sheet(grid: Grid) -> str:
    head = "".join(_text("BCDEFGH"[i] + "1", name) for i, name in enumerate(grid.series))
    rows = [f'<row r="1">{head}</row>']
    for number, name in enumerate(grid.categories, 2):
        values = "".join(
            f'<c r="{"BCDEFGH"[i]}{number}" s="1"><v>{value}</v></c>'
            for i, value in enumerate(column[number - 2] for column in grid.columns) if value is not None)
        rows.append(f'<row r="{number}">{_text(f"A{number}", name)}{values}</row>')
    return (f'{_HEAD}<worksheet xmlns="{_MAIN}"><cols><col min="1" max="1" width="28" customWidth="1"/>'
            f'<col min="2" max="3" width="18" customWidth="1"/></cols><sheetData>{"".join(rows)}</sheetData></worksheet>')


def _text(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape_text(text)}</t></is></c>'


def _styles(number_format: str) -> str:
    code = escape_text(number_format).replace('"', "&quot;")
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
        '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>')
