"""Figures in hidden rows, columns and sheets: they are read like all others, but whoever checks the workbook misses them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from generator.cell_names import letters_of
from generator.model import Amount, Count, Source, Value
from generator.workbook import problems
from generator.workbook.read_blocks import Gathered, Page
from generator.workbook.scan import column_of

MOST_SPANS = 8
_CELL = re.compile("([A-Z]+)([0-9]+)")


def note_hidden(page: Page) -> None:
    """Say once for a sheet which of its figures (but zeros) nobody sees. After its blocks were read."""
    raw = page.raw
    whole = raw.name in page.context.book.hidden_sheets
    if not (whole or raw.hidden_rows or raw.frame.hidden_columns):
        return
    rows: dict[int, Source] = {}
    columns: dict[int, Source] = {}
    first: Source | None = None
    for source, row, column in _figures(page.gathered, page.sheet.name):
        first = first or source
        if row in raw.hidden_rows:
            rows.setdefault(row, source)
        elif any(start <= column <= end for start, end in raw.frame.hidden_columns):
            columns.setdefault(column, source)
    if whole and first is not None:
        page.report(problems.HIDDEN, f"工作表“{raw.name}”是隐藏的，其中的数已读取并计入", first)
    elif rows or columns:
        lines, upright = _spans(rows, str), _spans(columns, letters_of)
        places = [text for text in (f"第 {lines} 行" if lines else "", f"第 {upright} 列" if upright else "") if text]
        place = next(iter((rows or columns).values()))
        page.report(problems.HIDDEN, f"工作表“{raw.name}”的{'、'.join(places)}是隐藏的，其中的数已读取并计入", place)


def _figures(gathered: Gathered, sheet: str) -> Iterator[tuple[Source, int, int]]:
    """The cell of each figure that was read on the sheet, its row and column."""
    for value in _values(gathered, sheet):
        source = value.sources[0] if isinstance(value, Amount) else value.source if isinstance(value, Count) else None
        place = _CELL.fullmatch(source.cell) if source is not None and value else None
        if source is not None and place is not None:
            yield source, int(place[2]), column_of(place[1].encode())


def _values(gathered: Gathered, sheet: str) -> Iterator[Value]:
    yield from (value for key, value in gathered.fields.items() if key.startswith(f"{sheet}."))
    for row in gathered.rows.get(sheet, ()):
        yield from row.values.values()
    if sheet in gathered.tables:
        for line in gathered.tables[sheet].lines:
            yield from line.amounts.values()


def _spans(numbers: Iterable[int], shown: Callable[[int], str]) -> str:
    """`9、12 至 15`; what comes after the first few is left out."""
    spans: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1] = spans[-1][0], number
        else:
            spans.append((number, number))
    texts = [shown(first) if first == last else f"{shown(first)} 至 {shown(last)}" for first, last in spans[:MOST_SPANS]]
    return "、".join(texts) + (" 等" if len(spans) > MOST_SPANS else "")
