"""What 公开02, 03, 05, 07 and 08表 have in common: rows that add up across and columns that add up down.

Books prints a sum where a pasted figure misses it by more than 尾差; here the pasted figure is held against the
pasted figures below it, so that one wrong cell is one finding and not one for each level above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.checks.registry import Problem, Skip
from generator.checks.wording import Side, agrees, disagreement, subject
from generator.model import Amount, total_of
from generator.money import ZERO
from generator.subjects import parent_code
from generator.tables.books import Books
from generator.tables.rollup import RolledLine, RolledTable

# A budget is often published by 类 only: a 类 with a budget and no budget below it is not wrong.
ONLY_ABOVE = frozenset({"年初预算数"})


def typed_columns(books: Books, sheet: str) -> Mapping[str, frozenset[str]]:
    """The columns that the clerk filled, by code (empty code: 合计)."""
    found: dict[str, frozenset[str]] = {}
    for line in books.accounts.tables[sheet]:
        found[line.code] = found.get(line.code, frozenset()) | frozenset(line.amounts)
    return found


def rows_of(table: RolledTable) -> tuple[RolledLine, ...]:
    """合计 and all rows below it."""
    return (table.total, *table.lines)


def typed_or_printed(line: RolledLine, column: str) -> Amount | None:
    """What the clerk typed in `column`, else what is computed (万元)."""
    given = line.given.get(column)
    return given if given is not None else line.amounts.get(column)


def row_sums(books: Books, sheet: str, table: RolledTable, total: str, parts: Sequence[str]) -> Iterator[Problem | None]:
    """In each row where the sum `total` was typed: it equals the sum of the columns `parts`."""
    for line in rows_of(table):
        given = line.given.get(total)
        if given is None:
            continue
        if given.value == sum([amount.value for part in parts if (amount := typed_or_printed(line, part)) is not None], ZERO):
            yield None
            continue
        left = Side(f"{subject(line)} {total}", given)
        typed = Side(_across(parts), total_of(typed_or_printed(line, part) for part in parts))
        fits = agrees(books.accounts.unit, left, typed) or agrees(
            books.accounts.unit, left, Side(_across(parts), total_of(line.amount(part) for part in parts)))
        yield None if fits else disagreement(books, left, typed, advice=_row_advice(sheet, line, typed))


def _across(parts: Sequence[str]) -> str:
    return " + ".join(parts) if len(parts) <= 3 else "本行各栏合计"


def _row_advice(sheet: str, line: RolledLine, typed: Side) -> str:
    return "" if typed.amount is not None else f"请在{sheet}第 {line.row.source.cell.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')} 行分栏填列"


def hierarchy(books: Books, sheet: str, table: RolledTable, columns: Sequence[str]) -> Iterator[Problem | Skip | None]:
    """Where a subtotal (合计, 类, 款) was typed: it equals the sum of the rows directly below it."""
    typed = typed_columns(books, sheet)
    children: dict[str, list[RolledLine]] = {}
    for child in table.lines:
        children.setdefault(parent_code(child.code), []).append(child)
    found = False
    for line in rows_of(table):
        below = children.get(line.code) if line.parts else None
        if not below:
            continue
        for column in columns:
            given = line.given.get(column)
            if given is None or column not in typed.get(line.code, frozenset()):
                continue
            found = True
            yield _down(books, line, column, given, below)
    if table and not found:
        yield Skip(f"{sheet}表没有粘贴小计和合计，由程序计算")


def _down(books: Books, line: RolledLine, column: str, given: Amount,
          below: Sequence[RolledLine]) -> Problem | None:
    unit = books.accounts.unit
    if given.value == sum([amount.value for child in below if (amount := typed_or_printed(child, column)) is not None], ZERO):
        return None
    left = Side(f"{subject(line)} {column}", given)
    typed = Side("下级合计", total_of(typed_or_printed(child, column) for child in below))
    if typed.amount is None and column in ONLY_ABOVE:
        return None
    if agrees(unit, left, typed):
        return None
    if agrees(unit, left, Side("下级合计", total_of(child.amount(column) for child in below))):
        return None
    return disagreement(books, left, typed)
