"""绩效: scores and totals of the self-evaluations, indicators grouped, section 十三."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from accounts_builder import base, desk
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.figures.registry import vocabulary

HEAD = {"单位名称": "甲", "预算数": "100", "执行数": "95", "执行分值": 20}
ROWS = [
    {"单位名称": "甲", "一级指标": "满意度指标", "三级指标": "满意率", "分值": 10, "得分": 10},
    {"单位名称": "甲", "一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "场次", "分值": 30, "得分": 28.5},
    {"单位名称": "甲", "一级指标": "效益指标", "三级指标": "受益", "分值": 30, "得分": 30},
    {"单位名称": "甲", "一级指标": "产出指标", "二级指标": "质量指标", "三级指标": "合格率", "分值": 10, "得分": 10},
    {"单位名称": "乙", "一级指标": "产出指标", "三级指标": "别人的", "分值": 1, "得分": 1},
]


def evaluated(rows: list[dict[str, Any]], **head: Any) -> dict[str, Any]:
    made = vocabulary(desk(rows={"整体绩效自评": [{**HEAD, **head}], "整体绩效指标": rows}))["整体自评"]
    assert len(made) == 1
    found: dict[str, Any] = made[0]
    return found


def test_the_total_is_the_score_of_the_budget_and_the_indicators() -> None:
    made = evaluated(ROWS)
    assert (str(made["执行率"]), str(made["执行得分"]), made["执行分值"]) == ("95.00%", "19", "20")
    assert (str(made["指标得分"]), made["指标分值"], made["总分数"], made["计分"]) == ("78.5", "80", "97.5", True)
    assert {key: str(number) for key, number in made["得分"].items()} == {"产出": "38.5", "效益": "30", "满意度": "10"}
    assert str(made["效益满意度得分"]) == "40"


def test_indicators_are_grouped_and_the_groups_stand_as_the_clerk_orders_them() -> None:
    made = evaluated([*ROWS[1:], ROWS[0]])["指标"]
    assert [(row["一级名称"], row["三级指标"]) for row in made] == [
        ("产出指标", "场次"), ("产出指标", "合格率"), ("效益指标", "受益"), ("满意度指标", "满意率")]
    assert [row["一级名称"] for row in evaluated(ROWS)["指标"]] == ["满意度指标", "产出指标", "产出指标", "效益指标"]
    assert [row["一级指标"] for row in made[:3]] == ["产出指标（40分，得分38.5分）"] * 2 + ["效益指标（30分，得分30分）"]
    assert (made[0]["分值"], made[0]["得分"], made[0]["二级指标"]) == ("30", "28.5", "数量指标")


def test_what_the_clerk_gave_for_a_group_goes_before_the_sum() -> None:
    made = evaluated([{"单位名称": "甲", "一级指标": "产出指标", "三级指标": "场次"}], 产出分值=80, 产出得分=75)
    assert made["指标"][0]["一级指标"] == "产出指标（80分，得分75分）" and made["总分数"] == "94" and made["有得分列"] is False


def test_group_scores_count_where_the_indicators_are_not_listed() -> None:
    made = evaluated([], 产出分值=40, 产出得分=38, 效益得分=30, 满意度得分=10)
    assert (made["总分数"], made["计分"], made["指标"]) == ("97", True, [])


def test_cost_is_a_group_of_its_own() -> None:
    made = evaluated([{"单位名称": "甲", "一级指标": "成本指标", "三级指标": "单价", "分值": 10, "得分": 9}, *ROWS])
    assert made["指标"][0]["一级名称"] == "成本指标" and str(made["效益满意度得分"]) == "40" and made["总分数"] == "106.5"


@pytest.mark.parametrize(("spent", "budget", "rate", "score"), [
    ("120", "100", "120.00%", "20"), ("100", "100", "100.00%", "20"), ("50", "100", "50.00%", "10"), ("0", "100", "0.00%", "0"),
    ("1", "3", "33.33%", "6.67"), ("5", "0", "", "0"), ("0", "0", "", ""), ("5", None, "", ""), (None, "100", "", "")])
def test_the_score_of_the_budget_is_weight_times_rate_and_never_above_the_weight(spent: str | None, budget: str | None, rate: str,
                                                                                score: str) -> None:
    made = evaluated([], 执行数=spent, 预算数=budget)
    assert (str(made["执行率"]), made["执行得分数"]) == (rate, score)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 100))
def test_the_score_of_the_budget_lies_between_zero_and_its_weight(spent: int, budget: int, weight: int) -> None:
    made = evaluated([], 执行数=str(Decimal(spent) / 100), 预算数=str(Decimal(budget) / 100), 执行分值=weight)
    score = Decimal(made["执行得分数"])
    assert 0 <= score <= weight
    assert abs(score - min(Decimal(spent) / budget, Decimal(1)) * weight) <= Decimal("0.005")


def test_a_score_of_zero_is_printed_and_counts() -> None:
    made = evaluated([{"单位名称": "甲", "一级指标": "产出指标", "三级指标": "场次", "分值": 10, "得分": 0}])
    assert (made["指标"][0]["得分"], made["指标"][0]["一级指标"], made["总分数"]) == ("0", "产出指标（10分，得分0分）", "19")


def test_without_any_score_there_is_no_total() -> None:
    made = evaluated([{"单位名称": "甲", "一级指标": "产出指标", "三级指标": "场次"}])
    assert (made["计分"], made["总分数"], made["指标"][0]["一级指标"], made["指标"][0]["得分"]) == (False, "", "产出指标", "")


def test_amounts_that_were_not_given_stay_blank() -> None:
    made = evaluated([], 预算数=None, 执行数=None)
    assert (str(made["预算数"]), str(made["执行数"]), str(made["基本支出总额"])) == ("", "", "")


def test_a_project_ticks_its_boxes_and_falls_back_to_the_departments_name() -> None:
    made = vocabulary(desk(fields={"基本信息.单位全称": "某局"}, rows={
        "项目绩效自评": [{"项目名称": "丙", "项目类别": "部门预算项目", "项目类型": "一次性项目"}],
        "项目绩效指标": [{"项目名称": "丙", "一级指标": "产出指标", "三级指标": "数", "分值": 5, "得分": 4}]}))["项目自评"][0]
    assert made["填报单位"] == "某局" and made["总分数"] == "4"
    assert made["类别框"] == "1.部门预算项目√  2.财政专项资金□" and made["属性框"] == "1.持续性项目□  2.新增性项目□"
    assert made["类型框"].endswith("3.一次性项目√")


# ---- section 十三 --------------------------------------------------------------------------------------------------

def test_self_evaluated_projects_and_their_share() -> None:
    made = vocabulary(desk(**base()))["绩效"]
    assert str(made["项目个数"]) == "3"
    assert [(one["名称"], str(one["个数"]), str(one["资金"]), str(one["资金"].占比), one["全部"]) for one in made["资金来源"]] == [
        ("一般公共预算", "2", "190.00", "100.00%", True), ("政府性基金预算", "1", "90.00", "100.00%", True)]
    assert (str(made["整体单位数"]), str(made["整体资金"])) == ("1", "570.00")
    assert [(item["名称"], str(item["金额"]), str(item["金额"].预算), str(item["金额"].完成率)) for item in made["项目"]] == [
        ("档案数字化", "120.00", "130.00", "92.31%"), ("档案宣传", "70.00", "70.00", "100.00%"), ("库房建设", "90.00", "100.00", "90.00%")]


def test_a_project_that_is_not_self_evaluated_is_left_out() -> None:
    parts = base()
    parts["rows"]["项目支出"][1]["自评"] = "否"
    made = vocabulary(desk(**parts))["绩效"]
    assert str(made["项目个数"]) == "2"
    first = made["资金来源"][0]
    assert (str(first["个数"]), str(first["资金"]), str(first["资金"].占比), first["全部"]) == ("1", "120.00", "63.16%", False)


def test_outcomes_are_the_effects_where_nothing_else_was_written() -> None:
    parts = base()
    parts["rows"]["项目支出"][0] |= {"主要成效": "扫描十万页。", "存在问题": "进度慢；\n人手少。"}
    parts["rows"]["项目支出"][1] |= {"主要成效": "展览。", "产出和效益": "观众一万。"}
    made = vocabulary(desk(**parts))["绩效"]["项目"]
    assert (made[0]["产出和效益"], made[0]["存在问题"], made[1]["产出和效益"]) == ("扫描十万页", "进度慢；人手少", "观众一万")


def test_texts_of_section_thirteen_are_paragraphs() -> None:
    made = vocabulary(desk(fields={"绩效概况.评价情况": "较好。", "绩效概况.结果应用": "1. 甲\n2. 乙"}))["绩效"]
    assert made["评价情况"] == "较好" and made["结果应用"] == ["1. 甲", "2. 乙"] and made["项目"] == []
