"""Nothing is lost: every amount of the official tables against what the new workbook adds up to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.intake import words
from generator.intake.draft import SHEET_OF, printed_line
from generator.intake.label_keys import (
    ALL_PROCUREMENT,
    ALL_VEHICLES,
    DISTRIBUTED,
    INCOME_GRAND,
    SPENDING_GRAND,
    SURPLUS,
)
from generator.intake.model import OPERATION, T1, T2, T3, T4, T5, T6, T7, T8, T9, TOTAL_ROW, Entry, FoundTable
from generator.model import Amount, Count, Line, total_of
from generator.money import MoneyUnit, rounded, rounding_slack
from generator.tables.books import FUND_SHEETS, Books
from generator.tables.economic import PERSONNEL_CLASSES
from generator.tables.three_public import TOTAL
from generator.workbook.marks import OFFICE_TOTAL, STAFF_TOTAL
from generator.workbook.schema.money_sheets import FUNDS, INCOME_COLUMNS

#: Addends that a total of T1 or T4 may have; how far its printed figure may be off by 尾差.
MOST_ADDENDS = 40


@dataclass(frozen=True, slots=True)
class Difference:
    """An amount that the new workbook does not add up to. `computed` is in 万元 (counts as they are), None where nothing is."""

    table: str
    entry: Entry
    computed: Decimal | None
    is_rounding: bool = False


def differences(tables: Mapping[str, FoundTable], books: Books) -> list[Difference]:
    """Every printed number that the books of the new workbook do not show."""
    found: list[Difference] = []
    for name, table in tables.items():
        for entry in _together(table.entries):
            computed = _EXPECTED[name](books, entry)
            if not _same(entry.value, computed, table.unit, is_money=entry.is_money):
                missed = abs(entry.value - (computed or Decimal(0)))
                slack = rounding_slack(MOST_ADDENDS if name in (T1, T4, T6) else 2, table.unit) if computed is not None else Decimal(0)
                found.append(Difference(name, entry, computed, entry.is_money and missed <= slack))
    return found


def _same(printed: Decimal, computed: Decimal | None, unit: MoneyUnit, *, is_money: bool) -> bool:
    """Blank and zero print the same; a table in 万元 shows two decimals."""
    ours = computed or Decimal(0)
    if not is_money or unit is MoneyUnit.YUAN:
        return printed == ours
    return printed == ours or rounded(printed) == rounded(ours)


def _together(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Rows of one code together: the books add them up."""
    sums: dict[tuple[str, str], Decimal] = {}
    for entry in entries:
        if entry.row.isdigit():
            sums[entry.row, entry.column] = sums.get((entry.row, entry.column), Decimal(0)) + entry.value
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        place = (entry.row, entry.column)
        if place in seen and entry.row.isdigit():
            continue
        seen.add(place)
        value = sums.get(place, entry.value)
        yield entry if value == entry.value else Entry(entry.row, entry.name, entry.column, value, entry.source, entry.is_money)


def printed_totals(tables: Mapping[str, FoundTable], books: Books) -> list[Line]:
    """The rows of 总表印数: the 类 that 公开01表 and 04表 print otherwise than the detail tables add up to."""
    rows: dict[str, dict[str, Amount]] = {}
    names: dict[str, Entry] = {}
    for name in (T1, T4):
        for entry in tables[name].entries if name in tables else ():
            column = "公开01表" if name == T1 else f"公开04表{FUND_SHEETS.get(entry.column, '')}"
            if not entry.row.isdigit() or (name == T4 and entry.column not in FUNDS):
                continue
            computed = _EXPECTED[name](books, entry)
            if computed is not None and not _same(entry.value, computed, tables[name].unit, is_money=True):
                rows.setdefault(entry.row, {})[column] = Amount(entry.value, (entry.source,))
                names.setdefault(entry.row, entry)
    return [printed_line(code, names[code].name, amounts, names[code].source) for code, amounts in sorted(rows.items())]


def _value(amount: Amount | None) -> Decimal | None:
    return None if amount is None else amount.value


def _subject(table: str) -> Callable[[Books, Entry], Decimal | None]:
    def expected(books: Books, entry: Entry) -> Decimal | None:
        rolled = {T2: books.t2, T3: books.t3, T5: books.t5, T7: books.t7, T8: books.t8}[table]
        line = rolled.total if entry.row == TOTAL_ROW else rolled.at(entry.row)
        return None if line is None else _value(line.amount(entry.column))
    return expected


def _balance(books: Books, entry: Entry) -> Decimal | None:
    t1 = books.t1
    known: Mapping[str, Amount | None] = {
        **t1.income, **t1.expenditure, "财政拨款收入": books.t2.total.amount(INCOME_COLUMNS[0]),
        "本年收入合计": t1.income_total, SURPLUS: t1.surplus_used, words.OPENING: t1.opening, INCOME_GRAND: t1.income_grand,
        "本年支出合计": t1.expenditure_total, DISTRIBUTED: t1.distributed, words.CLOSING: t1.closing, SPENDING_GRAND: t1.expenditure_grand}
    return _value(known.get(entry.row))


def _appropriation(books: Books, entry: Entry) -> Decimal | None:
    t4, fund = books.t4, entry.column
    part, _, name = entry.row.partition(".")
    if name:
        return _value((t4.opening if part == "年初" else t4.income).get(name))
    income = {"本年收入合计": t4.income_total, words.OPENING: t4.opening_total, INCOME_GRAND: t4.income_grand}
    if entry.column == words.RESULT:
        return _value(income.get(entry.row))
    sums = {"本年支出合计": t4.spent_total, words.CLOSING: t4.closing_total, SPENDING_GRAND: t4.expenditure_grand}
    by_fund: Mapping[str, Mapping[str, Amount | None]] = {
        **t4.expenditure, "本年支出合计": t4.spent, words.CLOSING: t4.closing, SPENDING_GRAND: t4.grand}
    amounts = by_fund.get(entry.row, {})
    if fund in FUNDS:
        return _value(amounts.get(fund))
    return _value(sums[entry.row] if entry.row in sums else total_of(amounts.values()))


def _economic(books: Books, entry: Entry) -> Decimal | None:
    t6 = books.t6
    known: Mapping[str, Amount | None] = {**t6.amounts, STAFF_TOTAL: t6.personnel, OFFICE_TOTAL: t6.public, TOTAL_ROW: t6.total}
    amount = _value(known.get(entry.row))
    if entry.column.startswith("其中"):
        belongs = (entry.row[:3] in PERSONNEL_CLASSES) == entry.column.endswith(words.STAFF)
        return amount if belongs else None
    return amount


def _three_public(books: Books, entry: Entry) -> Decimal | None:
    item = TOTAL if entry.row == words.SUM else entry.row
    return _value(books.t9.amount(item, entry.column)) if item in books.t9.amounts else None


def _operation(books: Books, entry: Entry) -> Decimal | None:
    if entry.row in (words.SUM, *books.t9.amounts):
        return _three_public(books, entry)
    fields = books.accounts.fields
    sums = {ALL_VEHICLES: "国有资产.", ALL_PROCUREMENT: "政府采购."}
    if entry.row in sums:
        wanted = [key for key in fields if key.startswith(sums[entry.row]) and key.endswith(("用车.数量", "支出"))]
        return sum((_number(books, key) or Decimal(0) for key in wanted), Decimal(0)) if wanted else None
    return _number(books, entry.row)


def _number(books: Books, key: str) -> Decimal | None:
    value = books.accounts.fields.get(key)
    return value.value if isinstance(value, Amount | Count) else None


_EXPECTED: Mapping[str, Callable[[Books, Entry], Decimal | None]] = {
    **{table: _subject(table) for table in SHEET_OF if table != T6},
    T1: _balance, T4: _appropriation, T6: _economic, T9: _three_public, OPERATION: _operation,
}
