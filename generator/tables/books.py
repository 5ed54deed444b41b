"""公开01表 to 公开09表, computed from the workbook: the one place that every figure is taken from.

The sentences, the tables, the charts and the checks all read these objects, so the number in a sentence is the
number in the table. All amounts in 万元, exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import wraps
from typing import Any, TypeVar

from generator.model import Accounts, Amount, Line, SubjectTable, total_of
from generator.tables.economic import EconomicTable, economic_table
from generator.tables.rollup import RolledLine, RolledTable, roll_up, settle
from generator.tables.three_public import ThreePublic, three_public
from generator.workbook.schema.money_sheets import EXPENDITURE_COLUMNS, FUNDS, INCOME_COLUMNS

FUND_SHEETS: Mapping[str, str] = dict(zip(FUNDS, ("一般公共预算", "政府性基金", "国有资本经营"), strict=True))


@dataclass(frozen=True, slots=True)
class IncomeExpenditure:
    """公开01表. `income` by source (rows 1–8), `expenditure` by 类 code (rows 32–57)."""

    income: Mapping[str, Amount | None]
    income_total: Amount | None
    surplus_used: Amount | None
    opening: Amount | None
    income_grand: Amount | None
    expenditure: Mapping[str, Amount]
    expenditure_total: Amount | None
    distributed: Amount | None
    closing: Amount | None
    expenditure_grand: Amount | None


@dataclass(frozen=True, slots=True)
class Appropriation:
    """公开04表. By fund: `income` (rows 1–3), `opening` (29–31), `closing` (60), `spent` (59);

    `expenditure` by 类 code, then by fund (rows 33–58); `…_total` are the printed sums.
    """

    income: Mapping[str, Amount | None]
    income_total: Amount | None
    opening: Mapping[str, Amount | None]
    opening_total: Amount | None
    income_grand: Amount | None
    expenditure: Mapping[str, Mapping[str, Amount]]
    spent: Mapping[str, Amount | None]
    spent_total: Amount | None
    closing: Mapping[str, Amount | None]
    closing_total: Amount | None
    grand: Mapping[str, Amount | None]
    expenditure_grand: Amount | None


@dataclass(frozen=True, slots=True)
class Books:
    """The nine tables of one department and year.

    `worked_out` keeps what functions marked `once` have worked out from these books: several rules need the same.
    """

    accounts: Accounts
    t1: IncomeExpenditure
    t2: RolledTable
    t3: RolledTable
    t4: Appropriation
    t5: RolledTable
    t6: EconomicTable
    t7: RolledTable
    t8: RolledTable
    t9: ThreePublic
    worked_out: dict[object, tuple[Any, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)


T = TypeVar("T")


def once(function: Callable[[Books], Iterable[T]]) -> Callable[[Books], tuple[T, ...]]:
    """Decorator for what several rules need of the same books: it is worked out once and kept with them."""
    @wraps(function)
    def known(books: Books) -> tuple[T, ...]:
        found = books.worked_out.get(function)
        if found is None:
            found = books.worked_out[function] = tuple(function(books))
        return found
    return known


def make_books(accounts: Accounts) -> Books:
    """All nine tables from the workbook."""
    unit, tables = accounts.unit, accounts.tables
    spending = ("基本支出", "项目支出")
    t2 = roll_up(tables["收入"], ("本年收入合计", *INCOME_COLUMNS), "本年收入合计", INCOME_COLUMNS, unit)
    t5 = roll_up(tables["一般公共预算"], ("小计", *spending, "年初预算数"), "小计", spending, unit)
    t7 = roll_up(_with_closing(tables["政府性基金"]),
                 ("年初结转和结余", "本年收入", "小计", *spending, "年末结转和结余"), "小计", spending, unit)
    t8 = roll_up(tables["国有资本经营"], ("合计", *spending), "合计", spending, unit)
    t3_source = tables["支出"] or _from_funds([(t5, "小计"), (t7, "小计"), (t8, "合计")])
    t3 = roll_up(t3_source, ("本年支出合计", *EXPENDITURE_COLUMNS), "本年支出合计", EXPENDITURE_COLUMNS, unit)
    t4 = _appropriation(accounts, t2, t5, t7, t8)
    return Books(accounts, _income_expenditure(accounts, t2, t3, t4), t2, t3, t4, t5, economic_table(accounts), t7, t8,
                 three_public(accounts))


def _with_closing(table: SubjectTable) -> SubjectTable:
    """公开07表 with 6栏 = 1+2−3栏 where the clerk left it to be computed."""
    return SubjectTable(table.sheet, table.columns, tuple(_closed(line) for line in table))


def _closed(line: Line) -> Line:
    if "年末结转和结余" in line.amounts:
        return line
    get = line.amounts.get
    added = total_of([get("年初结转和结余"), get("本年收入")])
    spent = get("小计") or total_of([get("基本支出"), get("项目支出")])
    if added is None and spent is None:
        return line
    closing = total_of([added, _negative(spent)])
    # nothing left over is a blank cell in the official table, not 0.00
    return line if closing is None or not closing else Line(
        line.code, line.name, {**line.amounts, "年末结转和结余": closing}, line.row)


def _typed_or(typed: Amount | None, derived: Amount | None) -> Amount | None:
    """What the clerk typed, also a zero; else what follows from another table."""
    return typed if typed is not None else derived


def _negative(amount: Amount | None) -> Amount | None:
    return Amount(-amount.value, amount.sources) if amount is not None else None


def _from_funds(funds: Sequence[tuple[RolledTable, str]]) -> SubjectTable:
    """公开03表 of a department that has nothing but 财政拨款: 05 + 07 + 08, row by row."""
    lines: dict[str, list[tuple[RolledLine, str]]] = {}
    for table, total in funds:
        for line in table.leaves():
            lines.setdefault(line.code, []).append((line, total))
    merged = []
    for code, same in sorted(lines.items()):
        sums = {key: total_of(line.amount(key) for line, _ in same) for key in ("基本支出", "项目支出")}
        sums["本年支出合计"] = total_of(line.amount(total) for line, total in same)
        amounts = {key: amount for key, amount in sums.items() if amount}
        if amounts:
            merged.append(Line(code, same[0][0].name, amounts, same[0][0].row))
    return SubjectTable("支出", EXPENDITURE_COLUMNS, tuple(merged))


def _appropriation(accounts: Accounts, t2: RolledTable, t5: RolledTable, t7: RolledTable,
                   t8: RolledTable) -> Appropriation:
    general, fund, capital = FUNDS
    income = _fund_income(accounts, t2, t7, t8)
    opening = {name: accounts.amount(f"结转结余.{name}.年初结转和结余") for name in FUNDS}
    closing = {name: accounts.amount(f"结转结余.{name}.年末结转和结余") for name in FUNDS}
    opening[fund] = _typed_or(opening[fund], t7.total.amount("年初结转和结余"))
    closing[fund] = _typed_or(closing[fund], t7.total.amount("年末结转和结余"))
    spent = {general: t5.total.amount("小计"), fund: t7.total.amount("小计"), capital: t8.total.amount("合计")}
    income_total, opening_total = total_of(income.values()), total_of(opening.values())
    spent_total, closing_total = total_of(spent.values()), total_of(closing.values())
    return Appropriation(
        income, income_total, opening, opening_total, total_of([income_total, opening_total]),
        _by_class(accounts, {general: (t5, "小计"), fund: (t7, "小计"), capital: (t8, "合计")}),
        spent, spent_total, closing, closing_total,
        {name: total_of([spent[name], closing[name]]) for name in FUNDS}, total_of([spent_total, closing_total]))


def _fund_income(accounts: Accounts, t2: RolledTable, t7: RolledTable, t8: RolledTable) -> dict[str, Amount | None]:
    """公开04表 rows 1–3; what the clerk left blank follows from 公开02表, 07表 and 08表."""
    general, fund, capital = FUNDS
    income = {name: accounts.amount(f"结转结余.{name}.本年收入") for name in FUNDS}
    income[fund] = _typed_or(income[fund], t7.total.amount("本年收入"))
    if income[capital] is None:
        key = f"结转结余.{capital}"
        kept, brought = accounts.amount(f"{key}.年末结转和结余"), accounts.amount(f"{key}.年初结转和结余")
        derived = total_of([t8.total.amount("合计"), kept, _negative(brought)])
        income[capital] = derived if derived else None
    if income[general] is None:
        others = total_of([income[fund], income[capital]])
        derived = total_of([t2.total.amount("财政拨款收入"), _negative(others)])
        income[general] = derived if derived else None
    return income


def _by_class(accounts: Accounts, by_fund: Mapping[str, tuple[RolledTable, str]]) -> dict[str, dict[str, Amount]]:
    printed = {line.code: line for line in accounts.tables["总表印数"]}
    classes: dict[str, dict[str, Amount]] = {}
    for name, (table, column) in by_fund.items():
        for line in table.level(1):
            amount = line.amount(column)
            own = printed[line.code].amounts.get(f"公开04表{FUND_SHEETS[name]}") if line.code in printed else None
            settled = settle(own, amount, max(line.parts, 1), accounts.unit)
            if settled is not None:
                classes.setdefault(line.code, {})[name] = settled
    return classes


def _income_expenditure(accounts: Accounts, t2: RolledTable, t3: RolledTable, t4: Appropriation) -> IncomeExpenditure:
    printed = {line.code: line for line in accounts.tables["总表印数"]}
    income: dict[str, Amount | None] = {f"{name}收入": t4.income[name] for name in FUNDS}
    income |= {name: t2.total.amount(name) for name in INCOME_COLUMNS[1:]}
    expenditure: dict[str, Amount] = {}
    for line in t3.level(1):
        own = printed[line.code].amounts.get("公开01表") if line.code in printed else None
        settled = settle(own, line.amount("本年支出合计"), max(line.parts, 1), accounts.unit)
        if settled is not None:
            expenditure[line.code] = settled
    keys = ("使用非财政拨款结余", "年初结转和结余", "结余分配", "年末结转和结余")
    surplus, opening, distributed, closing = (accounts.amount(f"结转结余.{key}") for key in keys)
    received, spent = t2.total.amount("本年收入合计"), t3.total.amount("本年支出合计")
    return IncomeExpenditure(
        income, received, surplus, opening, total_of([received, surplus, opening]),
        expenditure, spent, distributed, closing, total_of([spent, distributed, closing]))


def value_of(amount: Amount | None) -> Decimal:
    """The amount in 万元; a blank counts as zero in a comparison."""
    return amount.value if amount is not None else Decimal(0)
