"""The sign of amounts: a minus is rare in accounts, and a slip more often than not."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.registry import Checked, Problem, Right, check
from generator.checks.wording import money
from generator.model import Accounts, Amount, Severity
from generator.money import ZERO
from generator.tables.books import Books
from generator.workbook.schema import SHEETS
from generator.workbook.schema.kinds import Kind

WARNING = Severity.WARNING
WITH_MONEY = frozenset(sheet.name for sheet in SHEETS
                       if sheet.table is not None and any(item.kind is Kind.MONEY for item in sheet.table.columns))


@check("K106", "负数", "金额一般不为负数；红字冲销形成的负数请确认。", "《地方预决算公开操作规程》", WARNING, absent="没有填金额")
def amounts_are_not_negative(books: Books) -> Iterator[Checked]:
    """No amount of the workbook is below zero, typed or left over by computation."""
    accounts = books.accounts
    found = [*_typed(accounts), *_computed(books)]
    below = [(words, amount) for words, amount in found if amount.value < 0 and amount.sources]
    for words, amount in below:
        label = " ".join(words)
        yield Problem(f"{amount.sources[0]}（{label}）是负数 {money(amount.value, accounts.unit)}（{accounts.unit}）；请核对。",
                      amount.sources)
    yield Right(sum([1 for _, amount in found if amount.sources]) - len(below))


def _typed(accounts: Accounts) -> Iterator[tuple[tuple[str, ...], Amount]]:
    """Every amount with the words that say which it is."""
    for table in accounts.tables.values():
        for line in table:
            code = line.code or "合计"
            yield from [((code, column), amount) for column, amount in line.amounts.items()]
    for key, value in accounts.fields.items():
        if isinstance(value, Amount):
            yield (key.split(".", 1)[1],), value
    for sheet, rows in accounts.rows.items():
        if sheet in WITH_MONEY:
            yield from [((key,), value) for row in rows for key, value in row.values.items() if type(value) is Amount]


def _computed(books: Books) -> Iterator[tuple[tuple[str, ...], Amount]]:
    """What the program subtracts, where more than one cell enters it."""
    for line in books.t7.leaves():
        closing = line.amounts.get("年末结转和结余", Amount(ZERO))
        if len(closing.sources) > 1:
            yield (line.code, "推算的年末结转和结余"), closing
    for name, amount in books.t4.income.items():
        if amount is not None and len(amount.sources) > 1:
            yield (f"推算的{name}本年收入",), amount
