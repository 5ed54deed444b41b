"""公开01表 收入支出决算总表."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.registry import Checked, check
from generator.checks.wording import Side, at_most, equal, field
from generator.model import total_of
from generator.tables.books import Books


@check("T101", "收入合计", "公开01表27行本年收入合计 = 1行至8行各项收入之和。", "公开01表 27行 = (1+2+…+8)行")
def income_rows_add_up(books: Books) -> Iterator[Checked]:
    """27行 = 1…8行: the 合计 of 公开02表 and the sum of the sources of income."""
    t1 = books.t1
    yield from equal(books, Side("公开01表27行本年收入合计", t1.income_total),
                     Side("1行至8行收入之和", total_of(t1.income.values())))


@check("T102", "收入方总计", "公开01表31行总计 = 27行本年收入合计 + 28行使用非财政拨款结余 + 29行年初结转和结余。",
       "公开01表 31行 = (27+28+29)行")
def income_grand_total(books: Books) -> Iterator[Checked]:
    """31行 = 27+28+29行."""
    t1 = books.t1
    yield from equal(books, Side("公开01表31行总计", t1.income_grand),
                     Side("27行至29行之和", total_of([t1.income_total, t1.surplus_used, t1.opening])))


@check("T103", "支出合计", "公开01表58行本年支出合计 = 32行至57行各类支出之和。", "公开01表 58行 = (32+33+…+57)行")
def expenditure_rows_add_up(books: Books) -> Iterator[Checked]:
    """58行 = 32…57行: the 合计 of 公开03表 and the sum of the 类."""
    t1 = books.t1
    yield from equal(books, Side("公开01表58行本年支出合计", t1.expenditure_total),
                     Side("32行至57行支出之和", total_of(t1.expenditure.values())))


@check("T104", "支出方总计", "公开01表62行总计 = 58行本年支出合计 + 59行结余分配 + 60行年末结转和结余。",
       "公开01表 62行 = (58+59+60)行")
def expenditure_grand_total(books: Books) -> Iterator[Checked]:
    """62行 = 58+59+60行."""
    t1 = books.t1
    yield from equal(books, Side("公开01表62行总计", t1.expenditure_grand),
                     Side("58行至60行之和", total_of([t1.expenditure_total, t1.distributed, t1.closing])))


@check("T105", "收支平衡", "公开01表收入方总计（31行）= 支出方总计（62行）。", "公开01表 31行 = 62行")
def income_equals_expenditure(books: Books) -> Iterator[Checked]:
    """31行 = 62行."""
    t1 = books.t1
    left, right = Side("公开01表31行收入方总计", t1.income_grand), Side("62行支出方总计", t1.expenditure_grand)
    blank = [key for key, amount in (("年初结转和结余", t1.opening), ("年末结转和结余", t1.closing)) if amount is None]
    hint = ""
    if blank:
        places = "、".join(str(books.accounts.place(f"结转结余.{key}")) + f"（{key}）" for key in blank)
        hint = f"{places}空着；如有数，请先补填"
    yield from equal(books, left, right, hint=hint)


@check("T106", "结转结余包含财政拨款部分", "公开01表年初、年末结转和结余，不小于公开04表中的财政拨款年初、年末结转和结余。",
       "公开01表 29行 ≥ 公开04表 28行；公开01表 60行 ≥ 公开04表 60行", absent="没有财政拨款结转和结余")
def balances_include_the_fiscal_part(books: Books) -> Iterator[Checked]:
    """年初 and 年末结转和结余 of all money are at least those of 财政拨款."""
    for key, part in (("年初结转和结余", books.t4.opening_total), ("年末结转和结余", books.t4.closing_total)):
        whole = field(books, f"结转结余.{key}", f"公开01表{key}")
        yield from at_most(books, Side(f"公开04表财政拨款{key}", part), whole)
