"""绩效: section 十三 of the explanation and the tables of 第六部分.

执行率 = 执行数 / 预算数; 执行得分 = 分值 × 执行率, never above its weight (see `_execution`); 总分 = 执行得分 + 指标得分.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from generator.figures.registry import Desk, figure
from generator.figures.reports import funds_by_kind, funds_by_source
from generator.figures.spending import project_view
from generator.figures.values import Money, Number, styled
from generator.figures.written_results import ABOUT, ABOUT_OVERALL, spending_kinds, written_texts
from generator.model import Count, Row, Text, rows_by, total_of
from generator.money import add_up, rounded, rounding_slack, shown
from generator.phrases import paragraphs, sentence_end
from generator.workbook.schema.kinds import Kind
from generator.workbook.schema.result_sheets import EVALUATIONS, FIRST_LEVEL

GROUP = "绩效"
ONE = Decimal(1)
_ROW_TEXTS = ("二级指标", "三级指标", "年初目标值", "实际完成值", "备注", "年度目标")
_ROW_POINTS = ("分值", "得分", "目标分值")
BENEFITS = ("效益指标", "满意度指标")


def _number(row: Row, key: str, name: str) -> Number:
    found = row.count(key)
    return Number(name, found.value if found is not None else None, (row.source_of(key),) if found is not None else ())


def _sum(name: str, numbers: Sequence[Number]) -> Number:
    inputs = tuple([source for number in numbers for source in number.inputs])
    return Number(name, add_up([number.value for number in numbers]), inputs)


def _added_up(name: str, rows: Iterable[Row], key: str) -> Number:
    filled = [(row, count) for row in rows if (count := row.count(key)) is not None]
    return Number(name, add_up([count.value for _, count in filled]),
                  tuple([count.source or row.source_of(key) for row, count in filled]))


def _points(row: Row, key: str) -> Decimal | None:
    found = row.values.get(key)
    return found.value if isinstance(found, Count) else None


@lru_cache(maxsize=1024)
def _printed(points: Decimal | None) -> str:
    return "" if points is None else shown(points, 2, strip=True)


def _score(number: Number) -> str:
    return _printed(number.value)


def _own_cells(row: Row) -> dict[str, str]:
    """What a row of a self-evaluation table prints, whichever group it is shown in."""
    get = row.values.get
    cells = {key: value.value if isinstance(value := get(key), Text) else "" for key in _ROW_TEXTS}
    for key in _ROW_POINTS:
        cells[key] = _printed(value.value) if isinstance(value := get(key), Count) else ""
    return cells


def _indicators(rows: Sequence[Row], groups: Mapping[str, Mapping[str, Number]],
                cells: Mapping[int, Mapping[str, str]]) -> list[dict[str, Any]]:
    """The rows of a self-evaluation table, first-level groups as the clerk orders them, with their printed label.

    `cells` by the identity of the row.
    """
    by_group = rows_by(rows, "一级指标")
    found = []
    for group, own in by_group.items():
        weight, got = (_score(groups[group][key]) if group in groups else "" for key in ("分值", "得分"))
        label = "，".join(part for part in (f"{weight}分" if weight else "", f"得分{got}分" if got else "") if part)
        title = f"{group}（{label}）" if label else group
        below = {name: _printed(add_up([_points(row, "分值") for row in same]))
                 for name, same in rows_by(own, "二级指标").items()}
        for row in own:
            shown_cells = cells[id(row)]
            found.append({"一级指标": title, "一级名称": group, **shown_cells, "一级分值": weight,
                          "二级分值": below[shown_cells["二级指标"]]})
    return found


def _goals(name: str, head: Row, rows: Sequence[Row], aim: Number, indicators: list[dict[str, Any]],
           cells: Mapping[int, Mapping[str, str]]) -> list[dict[str, Any]]:
    """The yearly goals in the order of the sheet, each with its own indicators; one goal, with the `indicators` of the
    whole table, where none or only one is named.
    """
    own: dict[str, list[Row]] = {}
    for row in rows:
        own.setdefault(row.text("年度目标") or head.text("年度目标"), []).append(row)
    if not own and head.text("年度目标"):
        own[head.text("年度目标")] = []
    found, blank, only = [], Row(head.source, {}), len(own) == 1
    for number, (text, below) in enumerate(own.items(), 1):
        weights = [weight for weight in (_points(row, "目标分值") for row in below) if weight is not None]
        weight = weights[0] if weights else aim.value if only else add_up([_points(row, "分值") for row in below])
        found.append({
            "序号": number, "年度目标": paragraphs(text), "分值": _printed(weight),
            "得分": _printed(add_up([_points(row, "得分") for row in below])),
            "指标": indicators if only else _indicators(below, _groups(name, blank, below), cells)})
    return found


def _groups(name: str, head: Row, rows: Sequence[Row]) -> dict[str, dict[str, Number]]:
    """分值 and 得分 of 成本, 产出, 效益 and 满意度: as given for the group, else the sum of its indicators."""
    found: dict[str, dict[str, Number]] = {}
    by_group = rows_by(rows, "一级指标")
    for group in FIRST_LEVEL:
        short = group.removesuffix("指标")
        own = by_group.get(group, [])
        numbers = {}
        for key in ("分值", "得分"):
            place, label = f"{short}{key}", f"{name}.{short}{key}"
            numbers[key] = _added_up(label, own, key) if head.count(place) is None else _number(head, place, label)
        if own or any(number.value is not None for number in numbers.values()):
            found[group] = numbers
    return found


def _evaluation(desk: Desk, head: Row, rows: Sequence[Row], name: str) -> dict[str, Any]:
    """What 整体 and 项目自评表 have in common."""
    money = desk.money(f"{name}.执行数", head.amount("执行数"), budget=head.amount("预算数"), own=desk.quiet)
    weight = _number(head, "执行分值", f"{name}.执行分值")
    rate, got = money.完成率, _execution(desk, f"{name}.执行得分", money, weight)
    groups = _groups(name, head, rows)
    cells = {id(row): _own_cells(row) for row in rows}
    indicators = _indicators(rows, groups, cells)
    scores = {group: numbers["得分"] for group, numbers in groups.items()}
    points = _sum(f"{name}.指标得分", list(scores.values()))
    total = _sum(f"{name}.总分", [got, points]) if points.value is not None else Number(f"{name}.总分", None)
    day = head.day("填报日期")
    weights = _sum(f"{name}.指标分值", [numbers["分值"] for numbers in groups.values()])
    aim = weights if weights.value is not None else _rest(weight)
    return {
        "填报日期": f"{day.year}年{day.month}月{day.day}日" if day else "", "预算数": desk.money(f"{name}.预算数", head.amount("预算数"), own=desk.quiet), "执行数": money,
        "执行率": rate.printed_as(desk.layout.tables) if rate else "", "执行分值": _score(weight), "执行得分": got, "执行得分数": _score(got),
        "指标分值": _score(aim), "指标得分": points, "总分": total, "总分数": _score(total), "总分值": _score(_sum("", [weight, aim])), "计分": total.value is not None,
        "得分": {group.removesuffix("指标"): score for group, score in scores.items()},
        "效益满意度得分": _sum(f"{name}.效益满意度得分", [scores[group] for group in BENEFITS if group in scores]),
        "指标": indicators, "目标": _goals(name, head, rows, aim, indicators, cells),
        "有得分列": any(row.count("得分") for row in rows), "有备注": any(row.text("备注") for row in rows),
        "年度目标": paragraphs(head.text("年度目标")), "完成情况": paragraphs(head.text("完成情况")),
        "年初预算数": desk.money(f"{name}.年初预算数", head.amount("年初预算数"), own=desk.quiet),
        "偏差原因": head.text("偏差原因"), "改进措施": head.text("改进措施"), **written_texts(head)}


def _execution(desk: Desk, name: str, money: Money, weight: Number) -> Number:
    """执行得分 = 分值 × 执行率, never above 分值; what the layout does with a rate above 100 % is its 超支得分:

    封顶 counts it as 100 %, 扣减 as 200 % less the rate, not below 0. Spending without a budget scores 0.
    """
    rate = money.完成率
    if weight.value is None or not money.known or money.budget is None:
        return Number(name, None)
    inputs = money.inputs + money.budget.inputs + weight.inputs
    if rate is None:
        return Number(name, Decimal(0) if money.value else None, inputs)
    over = max(2 * ONE - rate.ratio, Decimal(0)) if desk.layout.over_budget_deducts else ONE
    return Number(name, rounded(weight.value * min(rate.ratio, over)), inputs)


def _rest(weight: Number) -> Number:
    return Number(weight.name, 100 - weight.value if weight.value is not None else None, weight.inputs)


@figure("整体自评", GROUP, "各单位整体绩效自评表：单位、填报日期、基本支出总额、项目支出总额、预算数、执行数、执行率、执行分值、执行得分、指标分值、"
        "指标（一级指标（带分值、得分）、一级名称、一级分值、二级指标、二级分值、三级指标、年初目标值、实际完成值、分值、得分、备注；用 |并组 向下合并）、"
        "目标（分目标打分的各年度目标，没有分的是一个：序号、年度目标（各段）、分值、得分、指标）、得分（产出、效益、满意度）、"
        "效益满意度得分、总分、总分数、总分值（执行 + 指标）、计分（真：有得分）、有得分列、有备注、年度目标、完成情况（各段）、年初预算数、来源（按收入性质分：名称、金额）、偏差原因、改进措施；"
        f"{ABOUT}、{ABOUT_OVERALL}")
def overall(desk: Desk) -> list[dict[str, Any]]:
    """整体绩效自评, a table for each unit."""
    found = []
    indicators = rows_by(desk.accounts.rows["整体绩效指标"], "单位名称")
    for row in desk.accounts.rows["整体绩效自评"]:
        unit = row.text("单位名称")
        basic, project = (_plain(desk, f"整体自评.{unit}.{key}", row, key) for key in ("基本支出总额", "项目支出总额"))
        rows = indicators.get(unit, [])
        found.append({"单位": unit, "基本支出总额": basic, "项目支出总额": project,
                      "来源": funds_by_kind(desk, row, f"整体自评.{unit}"),
                      "支出构成": spending_kinds(desk, row, f"整体自评.{unit}"),
                      **_evaluation(desk, row, rows, f"整体自评.{unit}")})
    return found


def _plain(desk: Desk, name: str, row: Row, key: str) -> Money:
    money = desk.money(name, row.amount(key))
    return money.printed_as(styled(money.style, "", money.style.zero))


@figure("项目自评", GROUP, "各项目绩效自评表：项目、简称（没有则同项目）、填报单位、主管部门、实施单位、类别框、属性框、类型框（带勾选）、"
        "来源（当年财政拨款、上年结转、其他资金：名称、年初数、预算数、执行数、执行率），其余同 整体自评")
def evaluations(desk: Desk) -> list[dict[str, Any]]:
    """项目绩效自评, a table for each project."""
    found = []
    indicators = rows_by(desk.accounts.rows["项目绩效指标"], "项目名称")
    for row in desk.accounts.rows["项目绩效自评"]:
        name = row.text("项目名称")
        rows = indicators.get(name, [])
        boxes = {f"{key}框": _boxes(f"项目{key}", row.text(f"项目{key}")) for key in ("类别", "属性", "类型")}
        found.append({"项目": name, "简称": row.text("项目简称") or name,
                      "填报单位": row.text("填报单位") or desk.accounts.text("基本信息.单位全称"),
                      "主管部门": row.text("主管部门"), "实施单位": row.text("实施单位"), **boxes,
                      "来源": funds_by_source(desk, row, f"项目自评.{name}"),
                      **_evaluation(desk, row, rows, f"项目自评.{name}")})
    return found


@lru_cache(maxsize=64)
def _boxes(key: str, chosen: str) -> str:
    """`1.部门预算项目√  2.财政专项资金□`."""
    table = EVALUATIONS.table
    assert table is not None
    item = next(item for item in table.columns if item.key == key and item.kind is Kind.CHOICE)
    return "  ".join(f"{number}.{name}{'√' if name == chosen else '□'}" for number, name in enumerate(item.choices, 1))


@figure("绩效", GROUP, "第十三部分：项目个数、资金来源（一般公共预算、政府性基金预算……：名称、个数、资金（有占该项目支出总额的占比）、全部（真：全部自评））、评价情况、整体单位数、整体资金、整体评价情况、项目资金（自评项目的执行数合计）、存在问题（各段）、结果应用（各段）、"
        "部门评价（各段）、项目（名称、金额（有预算即全年预算数、完成率）、产出和效益、存在问题、整改措施）")
def performance(desk: Desk) -> dict[str, Any]:
    """The numbers of section 十三, from 项目支出 and 整体绩效自评."""
    accounts = desk.accounts
    rows = [row for row in accounts.rows["项目支出"] if row.text("自评") != "否"]
    units = accounts.rows["整体绩效自评"]
    text = {key: paragraphs(accounts.text(f"绩效概况.{key}")) for key in ("评价情况", "整体评价情况", "存在问题", "结果应用", "部门评价")}
    return {
        "项目个数": Number("绩效.项目个数", Decimal(len(rows)), tuple(row.source for row in rows)),
        "资金来源": _by_source(desk, rows),
        "整体单位数": Number("绩效.整体单位数", Decimal(len(units)), tuple(row.source for row in units)),
        "整体资金": desk.money("绩效.整体资金", total_of(row.amount("执行数") for row in units)),
        "评价情况": sentence_end("".join(text["评价情况"])), "整体评价情况": sentence_end("".join(text["整体评价情况"])),
        "存在问题": text["存在问题"], "项目资金": desk.money("绩效.项目资金", total_of(row.amount("决算数") for row in rows)),
        "结果应用": text["结果应用"], "部门评价": text["部门评价"],
        "项目": [project_view(desk, row) for row in rows]}


SOURCES = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "其他资金")


def _by_source(desk: Desk, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The evaluated projects by source of funds, each as a share of that source's 项目支出."""
    books = desk.books
    totals = [table.total.amount("项目支出") for table in (books.t5, books.t7, books.t8)]
    found = []
    for name, total in zip(SOURCES, [*totals, None], strict=True):
        own = [row for row in rows if (row.text("资金来源") or SOURCES[0]) == name]
        if not own:
            continue
        whole = desk.money(f"{name}.项目支出", total)
        funds = desk.money(f"绩效.{name}.资金", total_of(row.amount("决算数") for row in own), whole=whole)
        number = Number(f"绩效.{name}.个数", Decimal(len(own)), tuple(row.source for row in own))
        complete = total is not None and abs(funds.value - total.value) <= rounding_slack(len(own), desk.accounts.unit)
        found.append({"名称": name, "个数": number, "资金": funds, "全部": complete})
    return found
