"""公开04表 财政拨款收入支出决算总表."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.checks.registry import Checked, check
from generator.checks.t2_t3 import printed_classes
from generator.checks.wording import Side, at_most, equal, field
from generator.model import Amount, Severity, total_of
from generator.tables.books import FUND_SHEETS, Books, value_of
from generator.workbook.schema.money_sheets import FUNDS

GENERAL, FUND, CAPITAL = FUNDS


@check("T401", "财政拨款收入方", "公开04表27行本年收入合计 = 1+2+3行；28行年初结转和结余 = 29+30+31行；32行总计 = 27+28行。",
       "公开04表 27行 = (1+2+3)行；28行 = (29+30+31)行；32行 = (27+28)行")
def income_side_adds_up(books: Books) -> Iterator[Checked]:
    """27行 = 1+2+3行; 28行 = 29+30+31行; 32行 = 27+28行."""
    t4 = books.t4
    yield from equal(books, Side("公开04表27行本年收入合计", t4.income_total),
                     Side("1行至3行之和", total_of(t4.income.values())))
    yield from equal(books, Side("公开04表28行年初财政拨款结转和结余", t4.opening_total),
                     Side("29行至31行之和", total_of(t4.opening.values())))
    yield from equal(books, Side("公开04表32行总计", t4.income_grand),
                     Side("27行与28行之和", total_of([t4.income_total, t4.opening_total])))


@check("T402", "财政拨款支出方", "公开04表59行本年支出合计 = 33行至58行各类支出之和；64行总计 = 59行本年支出合计 + 60行年末结转和结余。",
       "公开04表 59行 = (33+34+…+58)行；64行 = (59+60)行")
def expenditure_side_adds_up(books: Books) -> Iterator[Checked]:
    """59行 = 33…58行 for each fund; 64行 = 59+60行."""
    t4 = books.t4
    for name in FUNDS:
        classes = total_of(by_fund.get(name) for by_fund in t4.expenditure.values())
        yield from equal(books, Side(f"公开04表59行{name}支出合计", t4.spent[name]), Side("各类支出之和", classes))
    yield from equal(books, Side("公开04表64行总计", t4.expenditure_grand),
                     Side("59行与60行之和", total_of([t4.spent_total, t4.closing_total])))


@check("T403", "财政拨款小计", "公开04表支出方小计栏 = 一般公共预算财政拨款 + 政府性基金预算财政拨款 + 国有资本经营预算财政拨款。",
       "公开04表 小计 = 三栏之和")
def the_three_funds_add_up(books: Books) -> Iterator[Checked]:
    """小计 = the three funds, for 本年支出, 年末结转和结余 and 总计."""
    t4 = books.t4
    sums: tuple[tuple[str, Amount | None, Mapping[str, Amount | None]], ...] = (
        ("59行本年支出", t4.spent_total, t4.spent), ("60行年末结转和结余", t4.closing_total, t4.closing),
        ("64行总计", t4.expenditure_grand, t4.grand))
    for name, total, parts in sums:
        yield from equal(books, Side(f"公开04表{name}小计", total), Side("三栏之和", total_of(parts.values())))


@check("T404", "财政拨款收支平衡", "公开04表收入方总计（32行）= 支出方总计（64行）；每项资金：本年收入 + 年初结转和结余 = 本年支出 + 年末结转和结余。",
       "公开04表 32行 = 64行，三项资金分别相等")
def each_fund_balances(books: Books) -> Iterator[Checked]:
    """For each fund: 本年收入 + 年初 = 本年支出 + 年末; hence 32行 = 64行."""
    t4 = books.t4
    for name in FUNDS:
        received = total_of([t4.income[name], t4.opening[name]])
        used = t4.grand[name]
        yield from equal(books, Side(f"{name}收入方合计（本年收入 + 年初结转和结余）", received),
                         Side("支出方合计（本年支出 + 年末结转和结余）", used), hint=_blanks(books, name))


def _blanks(books: Books, name: str) -> str:
    keys = [f"结转结余.{name}.{key}" for key in ("年初结转和结余", "本年收入", "年末结转和结余")]
    blank = [books.accounts.place(key) for key in keys if books.accounts.amount(key) is None]
    return f"{'、'.join(map(str, blank))} 空着；如有数，请先补填" if blank else ""


@check("T405", "财政拨款不大于全部资金", "公开04表各项不大于公开01表：财政拨款本年支出 ≤ 本年支出合计，各类财政拨款支出 ≤ 公开01表同类支出。",
       "公开04表 ≤ 公开01表")
def fiscal_is_part_of_all(books: Books) -> Iterator[Checked]:
    """财政拨款 ≤ all money: 本年收入, 本年支出 and each 类. A negative 其他收入 can make all income the smaller one."""
    t1, t4 = books.t1, books.t4
    red = any(value_of(amount) < 0 for amount in t1.income.values())
    yield from at_most(books, Side("公开04表本年收入", t4.income_total), Side("公开01表本年收入", t1.income_total),
                       severity=Severity.WARNING if red else None)
    yield from at_most(books, Side("公开04表本年支出", t4.spent_total), Side("公开01表本年支出", t1.expenditure_total))
    for code, by_fund in t4.expenditure.items():
        yield from at_most(books, Side(f"公开04表{code}类支出", total_of(by_fund.values())),
                           Side("公开01表同类支出", t1.expenditure.get(code)))


@check("T406", "财政拨款各类与明细表", "公开05表、07表、08表各类支出 = 公开04表相应资金的同类支出（填有总表印数的，按印数核对）。",
       "公开04表 33行至58行各栏 = 公开05表、07表、08表各类")
def classes_equal_the_printed_ones(books: Books) -> Iterator[Checked]:
    """Each 类 of 公开05/07/08表 = its row in 公开04表, where that was copied from the official table."""
    for name, table, column in ((GENERAL, books.t5, "小计"), (FUND, books.t7, "小计"), (CAPITAL, books.t8, "合计")):
        yield from printed_classes(books, table, column, f"公开04表{FUND_SHEETS[name]}")


@check("T407", "政府性基金与总表", "公开07表合计的年初结转和结余、本年收入、年末结转和结余 = 公开04表政府性基金预算财政拨款的相应数（结转结余表填了的）。",
       "公开04表政府性基金预算财政拨款 = 公开07表合计", absent="结转结余表没有填政府性基金")
def government_fund_equals_its_table(books: Books) -> Iterator[Checked]:
    """年初, 本年收入 and 年末 of 政府性基金, where typed in 结转结余, = 合计 of 公开07表."""
    for key in ("年初结转和结余", "本年收入", "年末结转和结余"):
        typed = field(books, f"结转结余.{FUND}.{key}", f"{FUND}{key}")
        if typed.amount is not None:
            yield from equal(books, typed, Side(f"公开07表合计{key}", books.t7.total.amount(key)))
