"""What a cell is called in a spreadsheet. Imports nothing heavy: everything may use it."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1024)
def letters_of(column: int) -> str:
    """`D` for column 4, `AB` for 28."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """`D12` for row 12, column 4."""
    return f"{letters_of(column)}{row}"
