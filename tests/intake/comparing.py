"""Two sets of books side by side."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from exports import ITEMS, T2, T3, T5, T7, T8

from generator.model import Amount
from generator.money import MoneyUnit
from generator.tables.books import Books
from generator.tables.rollup import RolledTable


def shown(value: Decimal, unit: MoneyUnit) -> Decimal:
    """Exact in 元; two decimals in 万元."""
    return value if unit is MoneyUnit.YUAN else value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def cells(table: RolledTable, columns: tuple[str, ...], unit: MoneyUnit) -> dict[tuple[str, str], Decimal]:
    """The amounts other than zero of a table."""
    return {(line.code, column): shown(amount.value, unit) for line in (table.total, *table.lines) for column in columns
            if (amount := line.amount(column))}


def subject_tables(books: Books, unit: MoneyUnit) -> list[dict[tuple[str, str], Decimal]]:
    """公开02, 03, 05, 07 and 08表."""
    return [cells(table, columns, unit) for table, columns in (
        (books.t2, T2), (books.t3, T3), (books.t5, T5), (books.t7, T7), (books.t8, T8))]


def balances(books: Books, unit: MoneyUnit) -> dict[str, Decimal]:
    """公开01, 04, 06 and 09表 but for the totals that add up."""
    t1, t4 = books.t1, books.t4
    amounts: dict[str, Amount | None] = {
        **t1.income, **{f"类{code}": amount for code, amount in t1.expenditure.items()}, "结余": t1.surplus_used,
        "年初": t1.opening, "分配": t1.distributed, "年末": t1.closing, **books.t6.amounts}
    for fund in t4.income:
        amounts |= {f"{fund}.收入": t4.income[fund], f"{fund}.年初": t4.opening[fund], f"{fund}.年末": t4.closing[fund]}
        amounts |= {f"{fund}.{code}": own.get(fund) for code, own in t4.expenditure.items()}
    amounts |= {f"{item}.{column}": books.t9.amount(item, column) for item in ITEMS for column in ("预算数", "决算数")}
    return {key: shown(amount.value, unit) for key, amount in amounts.items() if amount}
