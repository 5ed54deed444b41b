"""Totals of income and expenditure: sections 一 to 五（一） of the explanation."""

from __future__ import annotations

from typing import Any

from generator.figures.registry import Desk, figure
from generator.figures.values import Money
from generator.model import Amount
from generator.money import ZERO
from generator.tables.books import FUND_SHEETS
from generator.workbook.schema.money_sheets import EXPENDITURE_COLUMNS, FUNDS, INCOME_COLUMNS

GROUP = "收支总体"
GENERAL, FUND, CAPITAL = FUNDS


def _prior(desk: Desk, key: str, amount: Any, name: str, reason: str = "") -> Money:
    """An amount compared with 上年数.<key>, explained by 变动原因.<reason>. Nothing this year is a zero beside last year's."""
    accounts = desk.accounts
    prior = accounts.amount(f"上年数.{key}")
    if amount is None and prior is not None:
        amount = Amount(ZERO, ())
    return desk.money(name, amount, prior=prior, reason=accounts.text(f"变动原因.{reason}") if reason else "")


@figure("收支总计", GROUP, "公开01表总计（31行 = 62行）；有 上年、增减额、增减率、原因")
def grand_total(desk: Desk) -> Money:
    """公开01表 31行."""
    return _prior(desk, "收入总计", desk.books.t1.income_grand, "收支总计", "收支总计")


@figure("收入合计", GROUP, "公开01表 27行 本年收入合计；有 上年、原因")
def income_total(desk: Desk) -> Money:
    """公开01表 27行."""
    return _prior(desk, "本年收入合计", desk.books.t1.income_total, "收入合计", "本年收入")


@figure("支出合计", GROUP, "公开01表 58行 本年支出合计；有 上年、原因")
def expenditure_total(desk: Desk) -> Money:
    """公开01表 58行."""
    return _prior(desk, "本年支出合计", desk.books.t1.expenditure_total, "支出合计", "本年支出")


@figure("收入构成", GROUP, "有数的各收入来源（公开02表）：名称、金额（金额|占比('本年收入')）")
def income_sources(desk: Desk) -> list[dict[str, Any]]:
    """The sources of 公开02表 that have an amount, as shares of 本年收入合计."""
    whole = income_total(desk)
    found = [desk.money(f"收入构成.{name}", desk.books.t2.total.amount(name), whole=whole) for name in INCOME_COLUMNS]
    return [{"名称": name, "金额": money} for name, money in zip(INCOME_COLUMNS, found, strict=True) if money]


@figure("支出构成", GROUP, "有数的各支出性质（公开03表）：名称、金额（金额|占比('本年支出')）")
def expenditure_kinds(desk: Desk) -> list[dict[str, Any]]:
    """基本支出, 项目支出, 上缴上级支出, 经营支出, 对附属单位补助支出 with an amount, as shares of 本年支出合计."""
    whole = expenditure_total(desk)
    found = [desk.money(f"支出构成.{name}", desk.books.t3.total.amount(name), whole=whole)
             for name in EXPENDITURE_COLUMNS]
    return [{"名称": name, "金额": money} for name, money in zip(EXPENDITURE_COLUMNS, found, strict=True) if money]


@figure("基本支出", GROUP, "公开03表 基本支出合计；有 上年")
def basic(desk: Desk) -> Money:
    """公开03表 2栏."""
    return _prior(desk, "基本支出", desk.books.t3.total.amount("基本支出"), "基本支出").share_of(expenditure_total(desk))


@figure("项目支出", GROUP, "公开03表 项目支出合计；有 上年")
def project(desk: Desk) -> Money:
    """公开03表 3栏."""
    return _prior(desk, "项目支出", desk.books.t3.total.amount("项目支出"), "项目支出").share_of(expenditure_total(desk))


@figure("使用非财政拨款结余", GROUP, "公开01表 28行")
def surplus_used(desk: Desk) -> Money:
    """公开01表 28行."""
    return desk.money("使用非财政拨款结余", desk.books.t1.surplus_used)


@figure("年初结转和结余", GROUP, "公开01表 29行")
def opening(desk: Desk) -> Money:
    """公开01表 29行."""
    return desk.money("年初结转和结余", desk.books.t1.opening)


@figure("结余分配", GROUP, "公开01表 59行")
def distributed(desk: Desk) -> Money:
    """公开01表 59行."""
    return desk.money("结余分配", desk.books.t1.distributed)


@figure("年末结转和结余", GROUP, "公开01表 60行")
def closing(desk: Desk) -> Money:
    """公开01表 60行."""
    return desk.money("年末结转和结余", desk.books.t1.closing)


@figure("财政拨款总计", GROUP, "公开04表总计（32行 = 64行）；有 上年、原因")
def appropriation_total(desk: Desk) -> Money:
    """公开04表 32行."""
    return _prior(desk, "财政拨款总计", desk.books.t4.income_grand, "财政拨款总计", "财政拨款总计")


@figure("财政拨款收入", GROUP, "公开04表 27行 本年收入合计")
def appropriation_income(desk: Desk) -> Money:
    """公开04表 27行."""
    return desk.money("财政拨款收入", desk.books.t4.income_total)


@figure("财政拨款支出", GROUP, "公开04表 59行 本年支出合计")
def appropriation_spent(desk: Desk) -> Money:
    """公开04表 59行."""
    return desk.money("财政拨款支出", desk.books.t4.spent_total)


@figure("财政拨款年初结转", GROUP, "公开04表 28行")
def appropriation_opening(desk: Desk) -> Money:
    """公开04表 28行."""
    return desk.money("财政拨款年初结转", desk.books.t4.opening_total)


@figure("财政拨款年末结转", GROUP, "公开04表 60行")
def appropriation_closing(desk: Desk) -> Money:
    """公开04表 60行."""
    return desk.money("财政拨款年末结转", desk.books.t4.closing_total)


def _fund(desk: Desk, fund: str) -> dict[str, Any]:
    """One fund of 公开04表: 年初结转, 收入, 支出, 年末结转, and whether there is anything at all."""
    t4, name = desk.books.t4, f"{FUND_SHEETS[fund]}预算"
    income = _prior(desk, f"{fund}收入", t4.income[fund], f"{name}.收入", f"{fund}收入")
    spent = _prior(desk, f"{fund}支出", t4.spent[fund], f"{name}.支出", f"{fund}支出")
    before, after = t4.opening[fund], t4.closing[fund]
    return {"名称": fund, "年初结转": desk.money(f"{name}.年初结转", before), "收入": income,
            "支出": spent.share_of(expenditure_total(desk)), "年末结转": desk.money(f"{name}.年末结转", after),
            "有": any(map(bool, (income, spent, before, after))), "有支出": bool(spent)}


FUND_ABOUT = "：年初结转、收入（有上年、原因）、支出（有上年、原因、占本年支出的占比）、年末结转、有（真：有收支）、有支出"


@figure("一般公共预算", GROUP, "一般公共预算财政拨款" + FUND_ABOUT)
def general_fund(desk: Desk) -> dict[str, Any]:
    """公开04表, 一般公共预算财政拨款."""
    return _fund(desk, GENERAL)


@figure("政府性基金预算", GROUP, "政府性基金预算财政拨款" + FUND_ABOUT)
def government_fund(desk: Desk) -> dict[str, Any]:
    """公开04表, 政府性基金预算财政拨款."""
    return _fund(desk, FUND)


@figure("国有资本经营预算", GROUP, "国有资本经营预算财政拨款" + FUND_ABOUT)
def state_capital(desk: Desk) -> dict[str, Any]:
    """公开04表, 国有资本经营预算财政拨款."""
    return _fund(desk, CAPITAL)
