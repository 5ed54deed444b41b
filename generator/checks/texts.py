"""Every text of the workbook with its cell, for the rules about words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model import Row, Source, Text
from generator.tables.books import Books, once
from generator.workbook.schema import SHEETS
from generator.workbook.schema.kinds import Kind

#: Names and codes, in which words mean what they say.
_PLAIN = frozenset({"科目编码", "科目名称"})
#: Tables by subject that have amounts beside them and no texts.
_WITHOUT_TEXTS = frozenset(sheet.name for sheet in SHEETS if sheet.table is not None and all(
    item.key in _PLAIN or item.kind is Kind.MONEY for item in sheet.table.columns))


@once
def texts(books: Books) -> Iterator[tuple[str, Text]]:
    """(sheet, text) of each cell with a text, but for codes and names of subjects and 基本信息."""
    accounts = books.accounts
    for key, value in accounts.fields.items():
        sheet = key.split(".", 1)[0]
        if isinstance(value, Text) and sheet != "基本信息":
            yield sheet, value
    for sheet, rows in accounts.rows.items():
        yield from _of_rows(sheet, rows)
    for sheet, table in accounts.tables.items():
        if sheet in _WITHOUT_TEXTS:
            continue
        yield from _of_rows(sheet, [line.row for line in table])


def _of_rows(sheet: str, rows: Iterable[Row]) -> list[tuple[str, Text]]:
    return [(sheet, value) for row in rows for key, value in row.values.items()
            if type(value) is Text and key not in _PLAIN]


def places_of(text: Text) -> tuple[Source, ...]:
    """The cell of a text, where it is known."""
    return (text.source,) if text.source is not None else ()


def shortened(text: str, around: int = 0, length: int = 40) -> str:
    """Some words of a long text around a place."""
    start = max(0, around - length // 3)
    piece = text[start:start + length].replace("\n", " ")
    return f"{'…' if start else ''}{piece}{'…' if start + length < len(text) else ''}"
