"""Small helpers for writing cells: values, text widths, captions."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal

from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.hyperlink import Hyperlink

from generator.text_columns import columns_of
from generator.workbook.cells import tidy
from generator.workbook.marks import REQUIRED_MARK
from generator.workbook.schema import Item
from generator.workbook.styles import paint

LONGEST_TEXT = 32_767
TALLEST_ROW = 405.0
_ESCAPE = re.compile(r"_(x[0-9A-Fa-f]{4}_)")


def lines_needed(text: object, width: float) -> int:
    """Lines that a wrapped text takes in a column of `width` characters; 1 for anything but a text."""
    if not isinstance(text, str):
        return 1
    return sum(max(1, math.ceil(columns_of(part) / max(width - 1, 1))) for part in text.split("\n"))


def row_height(lines: int, least: float) -> float:
    """The height in points of a row with so many lines of text."""
    return min(max(least, 14.5 * lines + 8), TALLEST_ROW)


def marked(item: Item) -> str:
    """The caption with the mark of a required item."""
    return f"{item.caption} {REQUIRED_MARK}" if item.required else item.caption


def link(cell: Cell | MergedCell, sheet: str, text: str, style: str) -> None:
    """A link to the top of another sheet."""
    cell.value = text
    paint(cell, style)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!A1", display=text)


def cell_text(text: str) -> str:
    """The text as it stands in a cell: tidy, and without what Excel would take for an escaped character."""
    return _ESCAPE.sub(r"_x005F_\1", tidy(text))


def put(cell: Cell | MergedCell, value: object, style: str) -> None:
    """Write a value: texts stay texts, even when they begin with an equals sign.

    Raises ValueError for what a workbook cannot hold: another type, or a text over 32,767 characters.
    """
    paint(cell, style)
    if isinstance(value, str):
        text = tidy(value)
        if len(text) > LONGEST_TEXT:
            raise ValueError(f"{cell.coordinate}: text longer than {LONGEST_TEXT} characters")
        if text:
            cell.value = cell_text(text)
            cell.data_type = "s"
    elif isinstance(value, bool) or not isinstance(value, Decimal | int | date | None):
        raise ValueError(f"{cell.coordinate}: cannot write {value!r}")
    else:
        cell.value = value
