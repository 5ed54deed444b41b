"""Goals of a self-evaluation, 类 held against their budget, and the formulas under 公开01表 and 04表."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from accounts_builder import base, desk

from generator.figures.registry import Desk, vocabulary
from generator.figures.row_formulas import row_formulas
from generator.layouts import StatementRow

HEAD = {"单位名称": "甲", "预算数": "100", "执行数": "95", "执行分值": 20}


def indicator(name: str, **cells: Any) -> dict[str, Any]:
    return {"单位名称": "甲", "一级指标": "产出指标", "三级指标": name, **cells}


def evaluated(rows: list[dict[str, Any]], **head: Any) -> dict[str, Any]:
    made = vocabulary(desk(rows={"整体绩效自评": [{**HEAD, **head}], "整体绩效指标": rows}))["整体自评"]
    found: dict[str, Any] = made[0]
    return found


# ---- goals ---------------------------------------------------------------------------------------------------------

TWO_GOALS = [
    indicator("场次", 年度目标="办活动", 目标分值=45, 二级指标="数量指标", 分值=25, 得分=24),
    indicator("满意", 年度目标="办活动", 目标分值=45, 一级指标="满意度指标", 分值=20, 得分=20),
    indicator("供水", 年度目标="保运转", 目标分值=35, 二级指标="数量指标", 分值=20, 得分=19),
    indicator("供电", 年度目标="保运转", 目标分值=35, 二级指标="数量指标", 分值=15, 得分=15),
]


def test_goals_keep_their_indicators_weights_and_scores() -> None:
    made = evaluated(TWO_GOALS)
    assert [(goal["序号"], goal["年度目标"], goal["分值"], goal["得分"]) for goal in made["目标"]] == [
        (1, ["办活动"], "45", "44"), (2, ["保运转"], "35", "34")]
    assert [[row["三级指标"] for row in goal["指标"]] for goal in made["目标"]] == [["场次", "满意"], ["供水", "供电"]]
    assert made["总分数"] == "97"


def test_the_weight_of_a_level_is_that_within_its_goal() -> None:
    rows = evaluated(TWO_GOALS)["目标"][1]["指标"]
    assert [(row["一级分值"], row["二级分值"], row["一级指标"]) for row in rows] == [("35", "35", "产出指标（35分，得分34分）")] * 2


def test_without_goals_all_indicators_belong_to_the_one_of_the_form() -> None:
    goals = evaluated([indicator("场次", 分值=80, 得分=78)], 年度目标="办活动\n服务职工")["目标"]
    assert [(goal["序号"], goal["年度目标"], goal["分值"], goal["得分"]) for goal in goals] == [(1, ["办活动", "服务职工"], "80", "78")]
    assert goals[0]["指标"] == evaluated([indicator("场次", 分值=80, 得分=78)])["指标"]


def test_a_goal_without_indicators_is_printed_all_the_same() -> None:
    goals = evaluated([], 年度目标="办活动")["目标"]
    assert [(goal["年度目标"], goal["指标"]) for goal in goals] == [(["办活动"], [])]
    assert evaluated([])["目标"] == []


# ---- 类 against the budget -----------------------------------------------------------------------------------------

def classes(**budget: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    parts = base()
    for code, cells in budget.items():
        parts["tables"]["一般公共预算"].setdefault(code.removeprefix("c"), {}).update(cells)
    made = vocabulary(desk(**parts))["类决算"]
    return [(item["编码"], str(item["金额"]), str(item["金额"].预算), item["金额"].budget_reason) for item in made]


def test_a_class_with_a_reason_of_its_own_gives_that() -> None:
    assert classes(c201={"差异原因": "人员变动"})[0] == ("201", "490.00", "480.00", "人员变动")


def test_a_class_without_a_reason_gives_those_of_its_items_that_go_the_same_way() -> None:
    assert classes()[0][3] == "人员增加"  # 2012902 is below its budget: its reason would explain the contrary
    assert classes(c2012902={"小计": "210", "项目支出": "210"}, c201={"小计": "510", "项目支出": "210"})[0][3] == "人员增加；压减项目支出"


def test_a_class_with_a_budget_and_no_spending_is_told_too() -> None:
    assert classes(c2210201={"年初预算数": "7"})[-1] == ("221", "0", "7.00", "")
    parts = base()
    parts["tables"]["一般公共预算"]["2210201"] = {"年初预算数": "7"}
    assert [item["编码"] for item in vocabulary(desk(**parts))["类支出"]] == ["201", "208"]


# ---- formulas ------------------------------------------------------------------------------------------------------

def test_formulas_name_the_rows_that_are_printed() -> None:
    made = vocabulary(desk(**base()))
    assert made["表1"]["公式"] == (
        "27行=（1+2+3+4+5+6+7+8）行；31行=（27+28+29）行；58行=（32+33+…+57）行；62行=（58+59+60）行")
    assert made["表4"]["公式"] == (
        "27行=（1+2+3）行；28行=（29+30+31）行；32行=（27+28）行；59行=（33+34+…+58）行；64行=（59+60）行")


def test_a_class_that_the_layout_does_not_list_shifts_the_formulas() -> None:
    whole: Desk = desk(**base())
    spec = whole.layout.statements
    fewer = replace(whole, layout=replace(whole.layout, statements=replace(spec, classes=spec.classes[1:4])))
    made = vocabulary(fewer)["表1"]  # 201, 208, 212 and 223 are spent on, so they are added
    assert made["公式"] == (
        "9行=（1+2+3+4+5+6+7+8）行；13行=（9+10+11）行；22行=（14+15+16+17+18+19+20）行；26行=（22+23+24）行")


def test_a_side_without_a_total_has_no_formula() -> None:
    rows = [StatementRow("一、甲", "甲"), StatementRow("", "")]
    assert row_formulas(rows, [StatementRow("一、乙", "201"), StatementRow("本年支出合计", "本年支出合计")]) == "4行=3行"
    assert row_formulas(rows, rows) == ""
