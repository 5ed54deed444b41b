"""What some layouts add to 绩效: the self-evaluation report as text, its 基础数据表, funds by source; and 其他事项.

控制率 = 实际 / 批复 (or 编制), computed; all amounts in 万元.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.figures.department import count
from generator.figures.registry import Desk, figure
from generator.figures.values import Money, Number, Percent
from generator.model import Amount, Row, total_of
from generator.phrases import in_one_line, paragraphs, sentence_end
from generator.tables.three_public import ABROAD, COLUMNS, PURCHASE, RECEPTION, RUNNING, TOTAL, VEHICLES
from generator.workbook.schema.result_sheets import (
    FUND_KINDS,
    OTHER_SOURCES,
    REPORT_LEVELS,
    SOURCE_COLUMNS,
)

GROUP = "绩效"
BODY = REPORT_LEVELS[0]
APPROPRIATED = "当年财政拨款"


@figure("自评报告", GROUP, "作为附件的绩效自评报告，一份或几份：名称（可能为空）、段（每段：内容、类型（一级标题、二级标题、三级标题、正文）、"
        "标题（真：是标题））")
def reports(desk: Desk) -> list[dict[str, Any]]:
    """自评报告, its paragraphs by report; a blank name belongs to the report above."""
    found: list[dict[str, Any]] = []
    for row in desk.accounts.rows["自评报告"]:
        name = row.text("报告名称")
        if not found or (name and name != found[-1]["名称"]):
            found.append({"名称": name, "段": []})
        kind = row.text("类型") or BODY
        found[-1]["段"] += [{"内容": part, "类型": kind, "标题": kind != BODY} for part in paragraphs(row.text("内容"))]
    return found


@figure("绩效基础数据", GROUP, "整体支出绩效评价基础数据表：有、编制人数、在职人数、人员控制率、三公（合计、车辆、购置、运行、出国、接待：各有上年决算数、预算数、决算数）、"
        "经费（各行：项目、级次（1 至 3）、上年决算数、预算数、决算数）、批复规模、实际规模、规模控制率、预算投资、实际投资、投资控制率、厉行节约措施")
def base_data(desk: Desk) -> dict[str, Any]:
    """The form that goes with the report on 整体支出绩效."""
    accounts, sheet = desk.accounts, "绩效基础数据"
    posts, staff = (count(desk, f"机构与单位.{key}", f"{sheet}.{key}") for key in ("编制人数", "在职人数"))
    planned, built = (count(desk, f"{sheet}.{key}", f"{sheet}.{key}") for key in ("批复规模", "实际规模"))
    budget, spent = (desk.money(f"{sheet}.{key}", accounts.amount(f"{sheet}.{key}"), own=desk.quiet) for key in ("预算投资", "实际投资"))
    rows = [_costs(desk, row) for row in accounts.rows[sheet]]
    thrift = sentence_end(in_one_line(accounts.text(f"{sheet}.厉行节约措施")))
    return {
        "有": bool(rows or thrift or planned.已填 or budget.已填), "编制人数": posts, "在职人数": staff,
        "人员控制率": _rate(desk, "人员控制率", staff, posts), "三公": _three_public(desk), "经费": rows,
        "批复规模": planned, "实际规模": built, "规模控制率": _rate(desk, "规模控制率", built, planned),
        "预算投资": budget, "实际投资": spent, "投资控制率": _rate(desk, "投资控制率", spent, budget), "厉行节约措施": thrift}


def _rate(desk: Desk, name: str, part: Number | Money, whole: Number | Money) -> Percent | str:
    """`part` / `whole`; nothing where there is nothing to control."""
    if not whole or not whole.value or part.value is None or not part.已填:
        return ""
    return Percent(f"绩效基础数据.{name}", part.value / whole.value, desk.text, part.inputs + whole.inputs)


def _costs(desk: Desk, row: Row) -> dict[str, Any]:
    name = row.text("项目")
    level = ("一级", "二级", "三级").index(row.text("级次") or "一级") + 1
    return {"项目": name, "级次": level, **{key: desk.money(f"绩效基础数据.{name}.{key}", row.amount(key), own=desk.quiet)
                                      for key in ("上年决算数", "预算数", "决算数")}}


def _three_public(desk: Desk) -> dict[str, dict[str, Money]]:
    table = desk.books.t9
    items = {"合计": TOTAL, "车辆": VEHICLES, "购置": PURCHASE, "运行": RUNNING, "出国": ABROAD, "接待": RECEPTION}
    return {label: {column: desk.money(f"绩效基础数据.三公.{label}.{column}", table.amount(item, column), own=desk.quiet)
                    for column in COLUMNS} for label, item in items.items()}


@figure("其他事项", "三公、运行、采购、资产", "其他需要说明的事项的各段；没有填则为空")
def other_matters(desk: Desk) -> list[str]:
    """其他事项."""
    return paragraphs(desk.accounts.text("其他事项.其他事项"))


def funds_by_kind(desk: Desk, head: Row, name: str) -> list[dict[str, Any]]:
    """按收入性质分 of 整体绩效自评: the kinds of funds in 预算数."""
    return [{"名称": kind, "金额": desk.money(f"{name}.来源.{kind}", head.amount(f"来源{kind}"), own=desk.quiet)} for kind in FUND_KINDS]


def funds_by_source(desk: Desk, head: Row, name: str) -> list[dict[str, Any]]:
    """当年财政拨款 (the total less the others), 上年结转 and 其他资金 of 项目绩效自评: 年初数, 预算数, 执行数, 执行率."""
    totals = {"年初数": head.amount("年初预算数"), "预算数": head.amount("预算数"), "执行数": head.amount("执行数")}
    others = {source: {key: head.amount(f"{source}{key}") for key, _ in SOURCE_COLUMNS} for source in OTHER_SOURCES}
    own = {key: _less(total, [amounts[key] for amounts in others.values()]) for key, total in totals.items()}
    return [_source(desk, f"{name}.{label}", label, amounts) for label, amounts in ((APPROPRIATED, own), *others.items())]


def _less(total: Amount | None, parts: list[Amount | None]) -> Amount | None:
    taken = total_of(parts)
    if total is None or taken is None:
        return total
    return Amount(total.value - taken.value, total.sources + taken.sources)


def _source(desk: Desk, name: str, label: str, amounts: Mapping[str, Amount | None]) -> dict[str, Any]:
    spent = desk.money(f"{name}.执行数", amounts["执行数"], budget=amounts["预算数"], own=desk.quiet)
    return {"名称": label, **{key: desk.money(f"{name}.{key}", amount, own=desk.quiet) for key, amount in amounts.items()},
            "执行数": spent, "执行率": spent.完成率 or ""}
