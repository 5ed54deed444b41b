"""The cells of a sheet, and shared strings, by walking the tree of elements: what `generator.workbook.scan` leaves over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from lxml import etree

from generator.workbook.formats import PLAIN, Format
from generator.workbook.raw import (
    LAST_COLUMN,
    LAST_ROW,
    TEXT_KINDS,
    TRUE,
    Frame,
    Grid,
    Merged,
    RawCell,
    Span,
    unescaped,
)
from generator.workbook.xml_tree import children, descendants, local, parse

LARGE_SHEET = 1_000_000
_SPAN_END = re.compile("[0-9]{1,7}")
#: Cells and rows that only have a format: tens of thousands of them where somebody formatted whole columns.
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]+[0-9]+"(?: [a-z]+="[^"<>]*")*(?:/>|></c>)')
_EMPTY_ROW = re.compile(rb'<row r="[0-9]+"(?: [A-Za-z0-9:]+="[^"<>]*")*(?:/>|></row>)')


def walk_strings(data: bytes) -> list[str]:
    """The shared strings of the workbook. Raises XMLSyntaxError or ValueError."""
    return [string_of(item) for item in children(parse(data), "si")]


def walk_sheet(data: bytes, strings: Sequence[str], formats: Sequence[Format]) -> tuple[Grid, Frame, tuple[int, ...]]:
    """The filled cells, what stands around them, and which of their rows are hidden. Raises XMLSyntaxError, ValueError, IndexError or TypeError."""
    root = parse(_without_empty(data))
    cells: dict[int, dict[int, RawCell]] = {}
    shared: dict[str, str] = {}
    hidden: list[int] = []
    rows = next(children(root, "sheetData"), None)
    number = 0
    for row in () if rows is None else children(rows, "row"):
        number = int(row.get("r") or number + 1)
        filled = _read_row(row, number, strings, formats, shared)
        if filled and (number in cells or not 1 <= number <= LAST_ROW):
            raise ValueError("row")
        if filled:
            cells[number] = filled
            if row.get("hidden") in TRUE:
                hidden.append(number)
    return cells, frame_in(root), tuple(hidden)


def frame_in(root: etree._Element) -> Frame:
    """What stands around the rows of a sheet. Raises ValueError."""
    merged = tuple(_range(item.get("ref", "A1")) for item in descendants(root, "mergeCell"))
    return Frame(merged, tuple(_span(item) for item in descendants(root, "col") if item.get("hidden") in TRUE))


def _span(column: etree._Element) -> Span:
    first, last = (column.get(name, "") for name in ("min", "max"))
    return (int(first), int(last)) if _SPAN_END.fullmatch(first) and _SPAN_END.fullmatch(last) else (0, 0)


def string_of(element: etree._Element) -> str:
    """The text of an <si> or <is>, without phonetic hints."""
    parts = (child for item in element if local(item) != "rPh"
             for child in ([item] if local(item) == "t" else children(item, "t")))
    return unescaped("".join(part.text or "" for part in parts))


def _without_empty(data: bytes) -> bytes:
    """A large sheet without its empty cells and rows: they need not be parsed to be passed over."""
    return data if len(data) < LARGE_SHEET else _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", data))


def _read_row(row: etree._Element, number: int, strings: Sequence[str], formats: Sequence[Format],
              shared: dict[str, str]) -> dict[int, RawCell]:
    filled: dict[int, RawCell] = {}
    column = 0
    for element in children(row, "c"):
        reference = element.get("r")
        line, column = _position(reference) if reference else (number, column + 1)
        if len(element):
            style = element.get("s")
            look = formats[int(style)] if style and 0 <= int(style) < len(formats) else PLAIN
            cell = _read_cell(element, look, strings, shared)
            if cell.text or cell.formula:
                if line != number or column in filled or not 1 <= column <= LAST_COLUMN:
                    raise ValueError("cell")
                filled[column] = cell
    return filled


def _read_cell(element: etree._Element, look: Format, strings: Sequence[str], shared: dict[str, str]) -> RawCell:
    kind, text, formula = element.get("t", "n"), "", ""
    for child in element:
        name = local(child)
        if name == "v":
            text = child.text or ""
        elif name == "is":
            text = string_of(child)
        elif name == "f":
            index = child.get("si", "")
            formula = child.text or shared.get(index, "") or "?"
            if index and child.text:
                shared[index] = child.text
    if kind == "s" and text:
        if int(text) < 0:
            raise IndexError("shared string")
        text = strings[int(text)]
    elif kind == "str":
        text = unescaped(text)
    return RawCell(text, "s" if kind in TEXT_KINDS else kind, formula, look)


def _position(reference: str) -> tuple[int, int]:
    column = index = 0
    for character in reference:
        if not character.isalpha():
            break
        column = column * 26 + ord(character.upper()) - 64
        index += 1
    return int(reference[index:]), column


@lru_cache(maxsize=4096)
def _range(reference: str) -> Merged:
    first, _, last = reference.replace("$", "").partition(":")
    return (*_position(first), *_position(last or first))
