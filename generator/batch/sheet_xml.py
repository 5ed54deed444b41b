"""A plain .xlsx with many rows, written as XML: openpyxl's import alone takes longer than 200 rows here.

A cell is None, a text, a number, or a `Cell` with a style or a link. Titles stand above a header that stays in view.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from generator.cell_names import letters_of
from generator.escaping import escape_text, quote_attribute
from generator.zip_entries import entry_of

LONGEST = 32_000  # characters that Excel takes in a cell
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_LINE, _TITLE, _HIGHEST = 14, 24, 400  # heights in points; Excel knows none above 409
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Look(IntEnum):
    """The styles, in the order of styles.xml."""

    PLAIN, TITLE, SUBTITLE, HEAD, WRAPPED, MONEY, SECONDS, LINK, CENTRE = range(9)
    GREEN, GREY, YELLOW, ORANGE, RED = range(9, 14)
    TOTAL, TOTAL_MONEY, FOLDED_LINK = 14, 15, 16


_FOLDED = (Look.WRAPPED, Look.HEAD, Look.FOLDED_LINK)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with a style; `link` is where a click leads (relative to the workbook, or a URI)."""

    value: str | float | None
    look: Look = Look.PLAIN
    link: str = ""


Value = Cell | str | float | None


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: `columns` are headings and widths, `looks` by column how a plain value is shown; `frozen` columns stay in view,
    the first `printed` (0: all) go on paper; `last` is a line below the table that filters do not touch.
    """

    name: str
    titles: tuple[str, ...]
    columns: tuple[tuple[str, float], ...]
    rows: Sequence[Sequence[Value]]
    looks: tuple[Look, ...]
    frozen: int = 0
    printed: int = 0
    last: Sequence[Value] = ()


def workbook(pages: Sequence[Page], title: str) -> bytes:
    """The workbook of these sheets. The same content gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in _parts(pages, title).items():
            package.writestr(entry_of(name), text.encode(), compresslevel=6)
    return buffer.getvalue()


def _parts(pages: Sequence[Page], title: str) -> dict[str, str]:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(pages) + 1)
    types = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in numbers)
    sheets = "".join(f'<sheet name={quote_attribute(page.name)} sheetId="{n}" r:id="rId{n}"/>' for n, page in zip(numbers, pages, strict=True))
    names = "".join(_names(page, n - 1) for n, page in zip(numbers, pages, strict=True))
    targets = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{types}<Override PartName="/xl/styles.xml" '
        f'ContentType="{kind}.styles+xml"/><Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")],
                                  f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'),
        "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape_text(title)}</dc:title><dc:creator>juesuan</dc:creator></cp:coreProperties>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
        f'<definedNames>{names}</definedNames></workbook>',
        "xl/_rels/workbook.xml.rels": _relations([*targets, (f"rId{len(pages) + 1}", "styles", "styles.xml")]),
        "xl/styles.xml": _STYLES,
    }
    for number, page in zip(numbers, pages, strict=True):
        links: list[str] = []
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(page, links)
        if links:
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _relations([], "".join(
                f'<Relationship Id="rId{n}" Type="{_OFFICE}/hyperlink" Target={quote_attribute(link)} TargetMode="External"/>'
                for n, link in enumerate(links, 1)))
    return parts


def _relations(targets: Sequence[tuple[str, str, str]], more: str = "") -> str:
    lines = "".join(f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for key, kind, target in targets)
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}{more}</Relationships>'


def _names(page: Page, index: int) -> str:
    head, width = len(page.titles) + 1, len(page.columns)
    end, sheet, printed = head + len(page.rows), f"'{page.name}'!", page.printed or width
    places = {"_FilterDatabase": f"$A${head}:${letters_of(width)}${end}", "Print_Titles": f"${head}:${head}",
              "Print_Area": f"$A$1:${letters_of(printed)}${end + bool(page.last)}"}
    return "".join(f'<definedName name="_xlnm.{name}" localSheetId="{index}" hidden="{int(name[0] == "_")}">'
                   f'{sheet}{place}</definedName>' for name, place in sorted(places.items()))


def _sheet(page: Page, links: list[str]) -> str:
    head = len(page.titles) + 1
    places: list[str] = []
    lines = [_row(number, [Cell(text, Look.TITLE if number == 1 else Look.SUBTITLE)], page, links, places)
             for number, text in enumerate(page.titles, 1)]
    lines.append(_row(head, [Cell(heading, Look.HEAD) for heading, _ in page.columns], page, links, places))
    lines += [_row(number, row, page, links, places) for number, row in enumerate(page.rows, head + 1)]
    if page.last:
        lines.append(_row(head + len(page.rows) + 1, page.last, page, links, places))
    widths = "".join(f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, (_, width) in enumerate(page.columns, 1))
    corner = f"{letters_of(page.frozen + 1)}{head + 1}"
    split = f'xSplit="{page.frozen}" ' if page.frozen else ""
    pane = "bottomRight" if page.frozen else "bottomLeft"
    found = "".join(f'<hyperlink ref="{place}" r:id="rId{n}"/>' for n, place in enumerate(places, 1))
    return (f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
            f'<sheetView workbookViewId="0" showGridLines="0"><pane {split}ySplit="{head}" topLeftCell="{corner}" activePane="{pane}" '
            f'state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="{_LINE + 2}"/><cols>{widths}</cols>'
            f'<sheetData>{"".join(lines)}</sheetData><autoFilter ref="A{head}:{letters_of(len(page.columns))}{head + len(page.rows)}"/>'
            + (f"<hyperlinks>{found}</hyperlinks>" if found else "")
            + '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>')


def _row(number: int, row: Sequence[Value], page: Page, links: list[str], places: list[str]) -> str:
    cells, lines = [], 1
    for column, value in enumerate(row, 1):
        cell = value if isinstance(value, Cell) else Cell(value, page.looks[column - 1])
        place = f"{letters_of(column)}{number}"
        if cell.link:
            links.append(cell.link)
            places.append(place)
        if cell.value is None or cell.value == "":
            cells.append(f'<c r="{place}" s="{cell.look}"/>')
        elif isinstance(cell.value, str):
            text = _CONTROL.sub("", cell.value)[:LONGEST]
            if cell.look in _FOLDED:
                lines = max(lines, _lines(text, page.columns[column - 1][1]))
            cells.append(f'<c r="{place}" s="{cell.look}" t="inlineStr"><is><t xml:space="preserve">{escape_text(text)}</t></is></c>')
        else:
            cells.append(f'<c r="{place}" s="{cell.look}"><v>{cell.value!r}</v></c>')
    height = _TITLE if number == 1 else min(lines * _LINE + 3, _HIGHEST)
    return f'<row r="{number}" ht="{height}" customHeight="1">{"".join(cells)}</row>'


def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a column so many characters wide; a Chinese character is two wide."""
    return sum(max(1, -(-len(line.encode("gbk", "replace")) // max(1, int(width) - 1))) for line in text.split("\n"))


_COLOURS = ("D9E1F2", "E2EFDA", "EDEDED", "FFF2CC", "FCE4D6", "F8CBAD")


def _styles() -> str:
    def font(size: int, extra: str = "") -> str:
        return f'<font>{extra}<sz val="{size}"/>%s<name val="宋体"/><family val="0"/></font>'

    black = '<color rgb="FF000000"/>'
    fonts = [font(10) % black, font(14, "<b/>") % black, font(10, "<b/>") % black, font(10, "<u/>") % '<color rgb="FF0563C1"/>']
    fills = ['<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>'] + [
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/><bgColor indexed="64"/></patternFill></fill>'
        for colour in _COLOURS]
    edge = "".join(f'<{side} style="thin"><color rgb="FFBFBFBF"/></{side}>' for side in ("left", "right", "top", "bottom"))
    borders = ["<border><left/><right/><top/><bottom/><diagonal/></border>", f"<border>{edge}<diagonal/></border>"]

    def xf(font: int, fill: int = 0, border: int = 1, number: int = 0, align: str = 'vertical="top"') -> str:
        return (f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1" '
                f'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment {align}/></xf>')

    centre, wrap = 'horizontal="center" vertical="top"', 'vertical="top" wrapText="1"'
    looks = [
        xf(0), xf(1, border=0), xf(0, border=0), xf(2, 2, align='horizontal="center" vertical="center" wrapText="1"'),
        xf(0, align=wrap), xf(0, number=4), xf(0, number=164), xf(3), xf(0, align=centre),
        *(xf(0, fill, align=centre) for fill in range(3, 8)), xf(2, 2), xf(2, 2, number=4), xf(3, align=wrap)]
    return (f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0"/></numFmts>'
            f'<fonts count="{len(fonts)}">{"".join(fonts)}</fonts><fills count="{len(fills)}">{"".join(fills)}</fills>'
            f'<borders count="2">{"".join(borders)}</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
            f'</cellStyleXfs><cellXfs count="{len(looks)}">{"".join(looks)}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>')


_STYLES = _styles()
