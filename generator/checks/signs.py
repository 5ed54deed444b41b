"""The sign of amounts: a minus is rare in accounts, and a slip more often than not."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.registry import Checked, Problem, check
from generator.checks.wording import money
from generator.model import Accounts, Amount, Severity
from generator.money import ZERO
from generator.tables.books import Books

WARNING = Severity.WARNING


@check("K106", "负数", "金额一般不为负数；红字冲销形成的负数请确认。", "《地方预决算公开操作规程》", WARNING, absent="没有填金额")
def amounts_are_not_negative(books: Books) -> Iterator[Checked]:
    """No amount of the workbook is below zero, typed or left over by computation."""
    accounts = books.accounts
    for label, amount in (*_typed(accounts), *_computed(books)):
        if amount.sources:
            yield None if amount.value >= 0 else Problem(
                f"{amount.sources[0]}（{label}）是负数 {money(amount.value, accounts.unit)}（{accounts.unit}）；请核对。",
                amount.sources)


def _typed(accounts: Accounts) -> Iterator[tuple[str, Amount]]:
    for table in accounts.tables.values():
        yield from ((f"{line.code or '合计'} {column}", amount) for line in table for column, amount in line.amounts.items())
    for key, value in accounts.fields.items():
        if isinstance(value, Amount):
            yield key.split(".", 1)[1], value
    for rows in accounts.rows.values():
        yield from ((key, value) for row in rows for key, value in row.values.items() if isinstance(value, Amount))


def _computed(books: Books) -> Iterator[tuple[str, Amount]]:
    """What the program subtracts, where more than one cell enters it."""
    for line in books.t7.leaves():
        closing = line.amounts.get("年末结转和结余", Amount(ZERO))
        if len(closing.sources) > 1:
            yield f"{line.code} 推算的年末结转和结余", closing
    for name, amount in books.t4.income.items():
        if amount is not None and len(amount.sources) > 1:
            yield f"推算的{name}本年收入", amount
