"""A table of a Word document as rows of cells with their merged ranges, looks and borders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from generator.publication.model import SIDES, Cell, Look, Row
from generator.publication.word_styles import TextStyle, WordStyles, child_of, flag, is_ruled, side_name, value, w

TWIPS = 20.0  # in a point
_ANY_WIDTH = 1000
_VERTICAL = {"top": "top", "bottom": "bottom", "center": "center"}
_NOT_PRINTED = {w("txbxContent"), w("del"), w("moveFrom"), w("pPr"), w("rPr")}
_CHARACTERS: dict[object, str] = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_TEXT = w("t")


def children(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of these names, also those inside content controls."""
    tags = {w(name) for name in names}
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag == w("sdt"):
            content = child.find(w("sdtContent"))
            if content is not None:
                yield from children(content, *names)


def text_of(element: etree._Element) -> str:
    """The printed text of a paragraph: tabs as tabs, line breaks as newlines."""
    pieces: list[str] = []
    for child in element:
        tag = child.tag
        if tag == _TEXT:
            pieces.append(child.text or "")
        elif tag in _CHARACTERS:
            pieces.append(_CHARACTERS[tag])
        elif tag not in _NOT_PRINTED and len(child):
            pieces.append(text_of(child))
    return "".join(pieces)


@dataclass(slots=True)
class _Draft:
    """A cell while the rows below it may still belong to it."""

    text: str
    column: int
    columns: int
    style: TextStyle
    vertical: str
    fill: str
    own_sides: dict[str, bool]
    merge: str  # restart, continue, or empty: of the cells above and below
    rows: int = 1


def read_rows(table: etree._Element, styles: WordStyles) -> tuple[tuple[Row, ...], tuple[float, ...]]:
    """The rows, and the width of each column in points."""
    drafts, heights, headers = _drafts(table, styles)
    columns = max((cell.column + cell.columns for row in drafts for cell in row), default=0)
    grid = [float(column.get(w("w")) or _ANY_WIDTH) / TWIPS for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
    widths = (grid + [_ANY_WIDTH / TWIPS] * columns)[:columns]
    ruled = styles.borders(table)
    rows = tuple(
        Row(tuple(_finished(cell, number, len(drafts), columns, ruled) for cell in row), heights[number], headers[number])
        for number, row in enumerate(drafts))
    return rows, tuple(widths)


def _drafts(table: etree._Element, styles: WordStyles) -> tuple[list[list[_Draft]], list[float], list[bool]]:
    drafts: list[list[_Draft]] = []
    heights, headers = list[float](), list[bool]()
    open_below: dict[int, _Draft] = {}
    for row in children(table, "tr"):
        properties = child_of(row, "trPr")
        heights.append(float(value(properties, "trHeight") or 0) / TWIPS)
        headers.append(bool(flag(properties, "tblHeader")))
        found: list[_Draft] = []
        column = int(value(properties, "gridBefore") or 0)
        for element in children(row, "tc"):
            cell = _draft(element, column, styles)
            merge = cell.merge
            above = open_below.get(column)
            if merge == "continue" and above is not None and above.columns == cell.columns:
                above.rows += 1
            else:
                found.append(cell)
                open_below.pop(column, None)
                if merge:
                    open_below[column] = cell
            column += cell.columns
        drafts.append(found)
    return drafts, heights, headers


def _draft(element: etree._Element, column: int, styles: WordStyles) -> _Draft:
    properties = child_of(element, "tcPr")
    paragraphs = list(children(element, "p"))
    texts = [text_of(paragraph).replace("\t", " ").strip(" ") for paragraph in paragraphs]
    shown = next((p for p, text in zip(paragraphs, texts, strict=True) if text), paragraphs[0] if paragraphs else None)
    fill = value(properties, "shd", "fill")
    borders, merge = child_of(properties, "tcBorders"), child_of(properties, "vMerge")
    return _Draft(
        "\n".join(texts).strip("\n"), column, int(value(properties, "gridSpan") or 1),
        TextStyle() if shown is None else styles.paragraph(shown), _VERTICAL.get(value(properties, "vAlign"), "top"),
        fill if len(fill) == 6 else "", {} if borders is None else {side_name(side): is_ruled(side) for side in borders},
        "" if merge is None else merge.get(w("val"), "continue"))


def _finished(cell: _Draft, row: int, rows: int, columns: int, ruled: frozenset[str]) -> Cell:
    outer = {"left": cell.column == 0, "right": cell.column + cell.columns == columns,
             "top": row == 0, "bottom": row + cell.rows == rows}
    inner = {"left": "insideV", "right": "insideV", "top": "insideH", "bottom": "insideH"}
    sides = tuple(side for side in SIDES if cell.own_sides.get(side, (side if outer[side] else inner[side]) in ruled))
    style = cell.style
    look = Look(style.font, style.size, style.bold, style.horizontal, cell.vertical, sides, cell.fill)
    return Cell(cell.text, cell.column, cell.columns, cell.rows, look)
