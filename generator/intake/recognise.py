"""Which official table stands below a header: by the words of its title, and by those of its columns."""

from __future__ import annotations

from enum import StrEnum

from generator.intake import words
from generator.intake.grid import Grid
from generator.intake.headers import Head
from generator.intake.model import OPERATION, T1, T2, T3, T4, T5, T6, T7, T8, T9, Heading
from generator.intake.words import header_word, table_in_title
from generator.workbook.schema.money_sheets import EXPENDITURE_COLUMNS, INCOME_COLUMNS


class Shape(StrEnum):
    """How a table is built."""

    SUBJECTS = "科目在行"
    ECONOMIC = "经济分类并列"
    LABELS = "项目在行"
    ITEMS = "项目在栏"


_BY_SUBJECT = frozenset({Shape.SUBJECTS, Shape.LABELS})  # codes and names may stand in one column 项目
FITTING: dict[str, frozenset[Shape]] = {
    T1: frozenset({Shape.LABELS}), T4: frozenset({Shape.LABELS}), T6: _BY_SUBJECT | {Shape.ECONOMIC},
    **dict.fromkeys((T2, T3, T5, T7, T8), _BY_SUBJECT), T9: frozenset({Shape.LABELS, Shape.ITEMS}), OPERATION: frozenset({Shape.LABELS}),
}
_LEAST_ITEMS = 3
_OUTER_INCOME, _OUTER_SPENDING = frozenset(INCOME_COLUMNS[1:]), frozenset(EXPENDITURE_COLUMNS[2:])
_ITEM_WORDS = frozenset({words.ABROAD, words.VEHICLES, words.PURCHASE, words.RUNNING, words.RECEPTION})


def shape_of(head: Head) -> Shape | None:
    """How the table below this header is built; None where the header is of no kind that we know."""
    leaves = [head.leaf(column) for column in head.columns]
    above = {word for column in head.columns for word in head.words(column)}
    if words.CODE in leaves:
        codes = [leaf for leaf, before in zip(leaves, ["", *leaves], strict=False) if leaf == words.CODE and before != words.CODE]
        return Shape.ECONOMIC if len(codes) > 1 else Shape.SUBJECTS
    if len(_ITEM_WORDS & above) >= _LEAST_ITEMS:
        return Shape.ITEMS
    if words.LABEL in leaves or (words.INCOME_SIDE in leaves and words.SPENDING_SIDE in leaves):
        return Shape.LABELS
    return Shape.SUBJECTS if words.NAME in leaves else None


def table_below(grid: Grid, head: Head, last_row: int, heading: Heading, *, alone: bool) -> str:
    """The table (公开01表 …) below a header down to `last_row`; empty where nothing tells.

    The sheet's name counts as a title where the sheet holds this table `alone`.
    """
    shape = shape_of(head)
    if shape is None:
        return ""
    titles = [heading.title, *([grid.sheet.name] if alone else [])]
    for title in titles:
        table = table_in_title(title)
        if table:
            return table if shape in FITTING[table] else ""
    number = heading.number or (words.number_in_title(grid.sheet.name) if alone else 0)
    return _by_columns(grid, head, last_row, shape, number)


def _by_columns(grid: Grid, head: Head, last_row: int, shape: Shape, number: int) -> str:
    """Without a title: by what the columns are called; 公开05表 and 08表, which look the same, by the number."""
    above = {word for column in head.columns for word in head.words(column)}
    if shape is Shape.ITEMS:
        return T9
    if shape is Shape.LABELS:
        return _by_rows(grid, head, last_row, above)
    if shape is Shape.ECONOMIC or {words.STAFF, words.OFFICE} <= above:
        return T6
    if _OUTER_SPENDING & above:
        return T3
    if len(_OUTER_INCOME & above) > 1:
        return T2
    if {words.OPENING, words.CLOSING} <= above:
        return {5: T5, 7: T7}.get(number, "")
    if {"基本支出", "项目支出"} <= above:
        return {3: T3, 5: T5, 8: T8, 9: T8}.get(number, "")
    return ""


def _by_rows(grid: Grid, head: Head, last_row: int, above: set[str]) -> str:
    labels = {header_word(words.row_label(text)) for row in range(head.last + 1, last_row + 1) for _, text in grid.texts(row)}
    if len(_ITEM_WORDS & labels) >= _LEAST_ITEMS:
        return OPERATION if any("采购" in text for row in grid.rows for _, text in grid.texts(row)) else T9
    if {words.GENERAL, words.FUND} <= above:
        return T4
    if words.INCOME_SIDE in above and words.SPENDING_SIDE in above:
        return T1
    return ""
