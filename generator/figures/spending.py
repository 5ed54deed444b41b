"""What the money was spent on: sections 五（二） to 九 of the explanation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from generator.figures.department import subject_name
from generator.figures.registry import Desk, figure
from generator.figures.totals import FUND, GENERAL
from generator.figures.values import Money
from generator.model import Amount, Row, total_of
from generator.money import ZERO, rounded
from generator.phrases import clean_reason, in_one_line, sentence_end
from generator.subjects import parent_code
from generator.tables.rollup import RolledLine, RolledTable

GROUP = "支出明细"
DEFAULT_SOURCE = "一般公共预算"


def general_spent(desk: Desk) -> Money:
    """公开05表 合计, with the sum of the 年初预算 of its 项 as budget."""
    books, accounts = desk.books, desk.accounts
    spent, budget = books.t5.total.amount("小计"), books.t5.total.amount("年初预算数")
    prior = accounts.amount(f"上年数.{GENERAL}支出")
    if spent is None and prior is not None:  # nothing this year is a zero beside last year's
        spent = Amount(ZERO, ())
    return desk.money("一般公共预算支出", spent, budget=budget, prior=prior,
                      reason=accounts.text(f"变动原因.{GENERAL}支出"))


@figure("一般公共预算支出", GROUP, "公开05表合计；有 上年、原因、预算（各项年初预算数之和）、完成率")
def _general_spent(desk: Desk) -> Money:
    whole = desk.money("支出合计", desk.books.t1.expenditure_total)
    return general_spent(desk).share_of(whole)


@figure("一般公共预算基本支出", GROUP, "公开05表 基本支出合计；占比是占一般公共预算财政拨款支出的比重")
def general_basic(desk: Desk) -> Money:
    """公开05表 2栏."""
    amount = desk.books.t5.total.amount("基本支出")
    return desk.money("一般公共预算基本支出", amount, whole=general_spent(desk))


@figure("一般公共预算项目支出", GROUP, "公开05表 项目支出合计；占比是占一般公共预算财政拨款支出的比重")
def general_project(desk: Desk) -> Money:
    """公开05表 3栏."""
    amount = desk.books.t5.total.amount("项目支出")
    return desk.money("一般公共预算项目支出", amount, whole=general_spent(desk))


@figure("类支出", GROUP, "一般公共预算支出各类：编码、名称、短名（去掉“支出”二字）、金额（有占比、预算、完成率、完成情况；类没有写原因的，取同向各项的原因）、用途")
def by_class(desk: Desk) -> list[dict[str, Any]]:
    """公开04表, 一般公共预算 by 类 (公开05表 but for a printed 尾差), with the uses that the clerk wrote."""
    return _classes(desk)


@figure("类决算", GROUP, "同 类支出，有年初预算而没有支出的类也列出：按类说明完成预算情况时用")
def by_class_with_budget(desk: Desk) -> list[dict[str, Any]]:
    """The 类 that have spending or a budget, to be held against their 年初预算."""
    return _classes(desk, unspent=True)


def _classes(desk: Desk, *, unspent: bool = False) -> list[dict[str, Any]]:
    table, whole = desk.books.t5, general_spent(desk)
    uses = {row.text("科目编码").strip(): sentence_end(row.text("主要用途")) for row in desk.accounts.rows["各类用途"]}
    leaves: dict[str, list[RolledLine]] = {}
    for item in table.leaves():
        leaves.setdefault(item.code[:3], []).append(item)
    found = []
    for line in table.level(1):
        amount = desk.books.t4.expenditure.get(line.code, {}).get(GENERAL)
        if amount is None and unspent:
            amount = Amount(Decimal(0), (line.row.source_of("小计"),))
        money = desk.money(f"类支出.{line.name}", amount, whole=whole, budget=line.amount("年初预算数"),
                           budget_reason=line.row.text("差异原因") or _reasons_below(line, leaves.get(line.code, [])))
        if money or (money.budget and unspent):
            found.append({"编码": line.code, "名称": line.name, "短名": line.name.removesuffix("支出"), "金额": money,
                          "用途": uses.get(line.code, "")})
    return found


def _reasons_below(line: RolledLine, leaves: Sequence[RolledLine]) -> str:
    """The reasons that stand with the 项 of a 类 and go the same way as the 类 itself."""
    way = _over_budget(line)
    found = (clean_reason(item.row.text("差异原因")) for item in leaves if _over_budget(item) == way)
    return "；".join(dict.fromkeys(reason for reason in found if reason))


def _over_budget(line: RolledLine) -> int:
    """1 above 年初预算, -1 below, 0 level (as printed); a blank counts as zero."""
    spent, budget = (amount.value if amount else Decimal(0) for amount in (line.amount("小计"), line.amount("年初预算数")))
    difference = rounded(spent - budget)
    return (difference > 0) - (difference < 0)


def _full_name(desk: Desk, line: RolledLine) -> str:
    names = [subject_name(desk, parent_code(parent_code(line.code))), subject_name(desk, parent_code(line.code))]
    return f"{names[0]}（类）{names[1]}（款）{line.name}（项）"


@figure("项支出", GROUP, "一般公共预算支出各项：编码、名称（……（类）……（款）……（项））、项名、金额（有预算、完成率、完成情况）、基本支出、项目支出")
def by_item(desk: Desk) -> list[dict[str, Any]]:
    """公开05表, 项 by 项, against 年初预算; a 项 with a budget and no spending is told too."""
    found = []
    for line in desk.books.t5.leaves():
        actual, budget = line.amount("小计"), line.amount("年初预算数")
        if not actual and not budget:
            continue
        name = f"项支出.{line.code}"
        spent = actual if actual is not None else Amount(Decimal(0), (line.row.source_of("小计"),))
        money = desk.money(name, spent, budget=budget, budget_reason=line.row.text("差异原因"))
        found.append({"编码": line.code, "名称": _full_name(desk, line), "项名": line.name, "金额": money,
                      "基本支出": desk.money(f"{name}.基本支出", line.amount("基本支出")),
                      "项目支出": desk.money(f"{name}.项目支出", line.amount("项目支出"))})
    return found


def _fund_items(desk: Desk, table: RolledTable, total: str) -> list[dict[str, Any]]:
    found = []
    for line in table.leaves():
        money = desk.money(f"{total}.{line.code}", line.amount("小计") or line.amount("合计"))
        if money:
            found.append({"编码": line.code, "名称": _full_name(desk, line), "项名": line.name, "金额": money,
                          "用途": sentence_end(line.row.text("主要用途"))})
    return found


@figure("基金项支出", GROUP, "政府性基金预算支出各项（公开07表）：编码、名称、项名、金额、用途")
def fund_items(desk: Desk) -> list[dict[str, Any]]:
    """公开07表 3栏, 项 by 项."""
    return _fund_items(desk, desk.books.t7, FUND)


@figure("国资项支出", GROUP, "国有资本经营预算支出各项（公开08表）：编码、名称、项名、金额、用途")
def capital_items(desk: Desk) -> list[dict[str, Any]]:
    """公开08表 1栏, 项 by 项."""
    return _fund_items(desk, desk.books.t8, "国有资本经营预算")


@figure("基本支出合计", GROUP, "公开06表 人员经费 + 公用经费")
def economic_total(desk: Desk) -> Money:
    """公开06表."""
    return desk.money("基本支出合计", desk.books.t6.total)


def _economic(desk: Desk, name: str, amount: Amount | None, codes: Iterable[str]) -> dict[str, Any]:
    whole = economic_total(desk)
    items = [{"名称": label, "金额": desk.money(f"{name}.{label}", found)}
             for code in codes for _, label, found in desk.books.t6.items(code)]
    return {"金额": desk.money(name, amount, whole=whole), "明细": items,
            "清单": [f"{item['名称']}{item['金额']}{desk.text.unit}" for item in items],
            "名称清单": [item["名称"] for item in items]}


@figure("人员经费", GROUP, "公开06表 301 + 303：金额、明细（名称、金额，只列有数的款）、清单（名称带金额，|顿号）、名称清单")
def personnel(desk: Desk) -> dict[str, Any]:
    """公开06表 人员经费."""
    return _economic(desk, "人员经费", desk.books.t6.personnel, ("301", "303"))


@figure("公用经费", GROUP, "公开06表 其余各类：金额、明细、清单、名称清单")
def public(desk: Desk) -> dict[str, Any]:
    """公开06表 公用经费."""
    table = desk.books.t6
    codes = [code for code in table.classes() if code not in ("301", "303")]
    return _economic(desk, "公用经费", table.public, codes)


def is_general(row: Row) -> bool:
    """Whether a project is paid from 一般公共预算."""
    return row.text("资金来源") in ("", DEFAULT_SOURCE)


def project_view(desk: Desk, row: Row) -> dict[str, Any]:
    """One project of the sheet 项目支出."""
    name = row.text("项目名称")
    spent = row.amount("决算数")
    money = desk.money(f"项目.{name}", spent, budget=row.amount("全年预算数"))
    texts = {key: sentence_end(in_one_line(row.text(key))) for key in ("支出内容", "主要成效", "产出和效益", "存在问题", "整改措施")}
    effects = texts.pop("主要成效")
    return {"名称": name, "单位": row.text("实施单位"), "金额": money, **texts, "成效": effects, "产出和效益": texts["产出和效益"] or effects}


@figure("项目分组", GROUP, "一般公共预算项目支出按实施单位分组：单位（简称）、金额、项目（名称、金额、支出内容、成效）")
def projects_by_unit(desk: Desk) -> list[dict[str, Any]]:
    """项目支出 of 一般公共预算, grouped by 实施单位 in the order of the sheet."""
    short = {row.text("单位名称"): row.text("单位简称") for row in desk.accounts.rows["机构与单位"]}
    groups: dict[str, list[Row]] = {}
    for row in desk.accounts.rows["项目支出"]:
        if is_general(row) and row.amount("决算数"):
            groups.setdefault(row.text("实施单位"), []).append(row)
    return [{"单位": short.get(unit) or unit,
             "金额": desk.money(f"项目分组.{unit}", total_of(row.amount("决算数") for row in rows)),
             "项目": [project_view(desk, row) for row in rows]} for unit, rows in groups.items()]
