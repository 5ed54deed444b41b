"""Every text of the workbook with its cell, for the rules about words."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Source, Text
from generator.tables.books import Books, once

#: Names and codes, in which words mean what they say.
_PLAIN = frozenset({"科目编码", "科目名称"})


@once
def texts(books: Books) -> Iterator[tuple[str, Text]]:
    """(sheet, text) of each cell with a text, but for codes and names of subjects and 基本信息."""
    accounts = books.accounts
    for key, value in accounts.fields.items():
        sheet = key.split(".", 1)[0]
        if isinstance(value, Text) and sheet != "基本信息":
            yield sheet, value
    for sheet, rows in accounts.rows.items():
        yield from ((sheet, value) for row in rows for key, value in row.values.items()
                    if isinstance(value, Text) and key not in _PLAIN)
    for sheet, table in accounts.tables.items():
        yield from ((sheet, value) for line in table for key, value in line.row.values.items()
                    if isinstance(value, Text) and key not in _PLAIN)


def places_of(text: Text) -> tuple[Source, ...]:
    """The cell of a text, where it is known."""
    return (text.source,) if text.source is not None else ()


def shortened(text: str, around: int = 0, length: int = 40) -> str:
    """Some words of a long text around a place."""
    start = max(0, around - length // 3)
    piece = text[start:start + length].replace("\n", " ")
    return f"{'…' if start else ''}{piece}{'…' if start + length < len(text) else ''}"
