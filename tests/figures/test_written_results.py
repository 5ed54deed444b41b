"""自评 as text, spending above or without a budget, and the name of a department that a layout prints."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from accounts_builder import desk

from generator.figures.registry import Desk, vocabulary

HEAD = {"单位名称": "甲", "预算数": "380.56", "执行数": "533.26", "执行分值": 20, "产出得分": 80}


def evaluated(*, deducts: bool = False, **head: Any) -> dict[str, Any]:
    made = desk(rows={"整体绩效自评": [{**HEAD, **head}]})
    layout = replace(made.layout, over_budget_deducts=deducts, text=replace(made.layout.text, percent_places=1))
    found: dict[str, Any] = vocabulary(Desk(made.books, layout))["整体自评"][0]
    return found


@pytest.mark.parametrize(("deducts", "spent", "score"), [
    (True, "533.26", "11.97"), (False, "533.26", "20"), (True, "380.56", "20"), (True, "190.28", "10"), (True, "1000", "0")])
def test_what_is_spent_above_the_budget_is_capped_or_deducted(deducts: bool, spent: str, score: str) -> None:
    assert evaluated(deducts=deducts, 执行数=spent)["执行得分数"] == score


@pytest.mark.parametrize("deducts", [True, False])
def test_spending_without_a_budget_has_no_rate_and_scores_nothing(deducts: bool) -> None:
    made = evaluated(deducts=deducts, 预算数="0", 执行数="120")
    assert (str(made["预算数"]), made["执行率"], made["执行得分数"], made["总分数"]) == ("0", "", "0", "80")
    assert made["执行数"].完成率 is None


def test_the_form_prints_the_rate_as_tables_do_and_the_text_as_sentences_do() -> None:
    made = evaluated()
    assert (str(made["执行率"]), str(made["执行数"].完成率)) == ("140.13%", "140.1%")


def test_budget_against_result_by_kind() -> None:
    made = evaluated(基本支出总额="354.74", 基本支出预算数="311.54", 项目支出总额="178.52", 项目支出预算数="0")
    kinds = {kind["名称"]: kind["金额"] for kind in made["支出构成"]}
    assert {name: (str(money.预算), str(money), str(money.差额), str(money.差额率 or "")) for name, money in kinds.items()} == {
        "基本支出": ("311.54", "354.74", "43.20", "13.9%"), "项目支出": ("0", "178.52", "178.52", "")}


def test_texts_come_as_paragraphs_and_the_short_name_falls_back() -> None:
    made = evaluated(产出分析="一\n二", 预算差异分析="三")
    assert (made["产出分析"], made["预算差异分析"], made["效益分析"]) == (["一", "二"], ["三"], [])
    rows = [{"项目名称": "工会活动经费", "项目简称": "工会活动"}, {"项目名称": "残保金"}]
    projects = vocabulary(desk(rows={"项目绩效自评": rows}))["项目自评"]
    assert [project["简称"] for project in projects] == ["工会活动", "残保金"]


@pytest.mark.parametrize(("suffix", "name"), [("（汇总）", "甲市局（汇总）"), ("", "甲市局")])
def test_a_layout_says_how_a_consolidated_department_is_called(suffix: str, name: str) -> None:
    made = desk(fields={"基本信息.单位全称": "甲市局", "基本信息.汇总": "是"})
    layout = replace(made.layout, words=replace(made.layout.words, 汇总后缀=suffix))
    assert vocabulary(Desk(made.books, layout))["单位"].名称 == name
