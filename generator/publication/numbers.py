"""Which printed texts of a table are numbers, and which number exactly.

An amount is what is printed with decimals or thousands separators, or digits set flush right. A row number (行次) is
a small whole number in a column that counts on by one, or one in the header (栏次). Other digits are codes: text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.publication.model import Cell, PublicTable

_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)")
_WHOLE = re.compile(r"-?(?:0|[1-9]\d*)")
_DIGITS = re.compile(r"\d+")
_UNGROUPED = re.compile(r"-?\d{4,}(?:\.\d+)?")
_MOST = 15  # digits that a spreadsheet keeps
LARGEST_FIRST_ROW = 99


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A printed number: its value and the decimals that it was printed with (None: a row number)."""

    value: Decimal
    places: int | None


def holds_amount(cell: Cell) -> bool:
    """Whether the cell prints an amount."""
    text = cell.text
    if len(text) > 2 * _MOST or sum(character.isdigit() for character in text) > _MOST:
        return False
    return bool(_AMOUNT.fullmatch(text)) or (cell.look.horizontal == "right" and bool(_WHOLE.fullmatch(text)))


def numbers_of(table: PublicTable) -> Mapping[tuple[int, int], NumberCell]:
    """The numbers of a table by row and column (from 0)."""
    found: dict[tuple[int, int], NumberCell] = {}
    counting = _counting_columns(table)
    for number, row in enumerate(table.rows):
        in_header = number < table.header_rows
        for cell in row.cells:
            small = _WHOLE.fullmatch(cell.text) is not None and len(cell.text) <= len(str(LARGEST_FIRST_ROW)) + 1
            if small and (in_header or (cell.column in counting and cell.look.horizontal != "right")):
                found[number, cell.column] = NumberCell(Decimal(cell.text), None)
            elif not in_header and holds_amount(cell):
                places = len(cell.text.partition(".")[2])
                found[number, cell.column] = NumberCell(Decimal(cell.text.replace(",", "")), places)
    return found


def has_thousands(tables: Iterable[PublicTable]) -> bool:
    """Whether amounts are printed as 1,234.56: no amount of a thousand or more stands there ungrouped."""
    return not any(holds_amount(cell) and _UNGROUPED.fullmatch(cell.text)
                   for table in tables for row in table.rows[table.header_rows:] for cell in row.cells)


def _counting_columns(table: PublicTable) -> set[int]:
    columns: dict[int, list[str]] = {}
    for row in table.rows[table.header_rows:]:
        for cell in row.cells:
            if _DIGITS.fullmatch(cell.text) and cell.look.horizontal != "right":
                columns.setdefault(cell.column, []).append(cell.text)
    return {column for column, texts in columns.items() if len(texts) > 1 and _counts_on(texts)}


def _counts_on(texts: list[str]) -> bool:
    """1, 2, 3 … in this order; codes have three digits or more, or begin with a zero."""
    if not all(_WHOLE.fullmatch(text) for text in texts):
        return False
    first = int(texts[0])
    return first <= LARGEST_FIRST_ROW and [int(text) for text in texts] == list(range(first, first + len(texts)))
