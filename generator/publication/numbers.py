"""Which printed texts of a table are numbers, and which number exactly.

An amount is what is printed with decimals or thousands separators, or digits set flush right. A row number (行次) is
a small whole number in a column that counts on by one, or one in the header (栏次). Other digits are codes: text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from generator.publication.model import Cell, PublicTable

_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)")
_WHOLE = re.compile(r"-?(?:0|[1-9]\d*)")
_DIGITS = re.compile(r"\d+")
_UNGROUPED = re.compile(r"-?\d{4,}(?:\.\d+)?")
_MOST = 15  # digits that a spreadsheet keeps
_TEXTS = 2048  # kept at most
LARGEST_FIRST_ROW = 99


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A printed number: its value and the decimals that it was printed with (None: a row number)."""

    value: Decimal
    places: int | None


@dataclass(frozen=True, slots=True)
class _Digits:
    """What a text may be by itself. `amount`: anywhere; `whole`: an amount where it stands flush right."""

    amount: NumberCell | None = None
    whole: NumberCell | None = None
    row_number: NumberCell | None = None
    code: bool = False
    ungrouped: bool = False


_NO_DIGITS = _Digits()


@lru_cache(_TEXTS)
def _digits(text: str) -> _Digits:
    if not text or not text[-1].isdigit():
        return _NO_DIGITS
    whole, code = _WHOLE.fullmatch(text) is not None, _DIGITS.fullmatch(text) is not None
    row_number = NumberCell(Decimal(text), None) if whole and len(text) <= len(str(LARGEST_FIRST_ROW)) + 1 else None
    if len(text) > 2 * _MOST or sum(character.isdigit() for character in text) > _MOST:
        return _Digits(row_number=row_number, code=code)
    amount = _AMOUNT.fullmatch(text) is not None
    number = NumberCell(Decimal(text.replace(",", "")), len(text.partition(".")[2])) if whole or amount else None
    return _Digits(number if amount else None, number if whole else None, row_number, code,
                   _UNGROUPED.fullmatch(text) is not None)


def is_code(text: str) -> bool:
    """Whether a text is nothing but digits."""
    return _digits(text).code


def _amount(cell: Cell) -> NumberCell | None:
    digits = _digits(cell.text)
    return digits.amount or (digits.whole if digits.whole is not None and cell.look.horizontal == "right" else None)


def holds_amount(cell: Cell) -> bool:
    """Whether the cell prints an amount."""
    return _amount(cell) is not None


def numbers_of(table: PublicTable) -> Mapping[tuple[int, int], NumberCell]:
    """The numbers of a table by row and column (from 0)."""
    found: dict[tuple[int, int], NumberCell] = {}
    counting = _counting_columns(table)
    for number, row in enumerate(table.rows):
        in_header = number < table.header_rows
        for cell in row.cells:
            digits = _digits(cell.text)
            if digits is _NO_DIGITS:
                continue
            small = digits.row_number
            if small is not None and (in_header or (cell.column in counting and cell.look.horizontal != "right")):
                found[number, cell.column] = small
            elif not in_header and (amount := _amount(cell)) is not None:
                found[number, cell.column] = amount
    return found


def has_thousands(tables: Iterable[PublicTable]) -> bool:
    """Whether amounts are printed as 1,234.56: no amount of a thousand or more stands there ungrouped."""
    return not any(_digits(cell.text).ungrouped and holds_amount(cell)
                   for table in tables for row in table.rows[table.header_rows:] for cell in row.cells)


def _counting_columns(table: PublicTable) -> set[int]:
    columns: dict[int, list[str]] = {}
    for row in table.rows[table.header_rows:]:
        for cell in row.cells:
            if _digits(cell.text).code and cell.look.horizontal != "right":
                columns.setdefault(cell.column, []).append(cell.text)
    return {column for column, texts in columns.items() if len(texts) > 1 and _counts_on(texts)}


def _counts_on(texts: list[str]) -> bool:
    """1, 2, 3 … in this order; codes have three digits or more, or begin with a zero."""
    if not all(_WHOLE.fullmatch(text) for text in texts):
        return False
    first = int(texts[0])
    return first <= LARGEST_FIRST_ROW and [int(text) for text in texts] == list(range(first, first + len(texts)))
