"""Every rule fails when its figure is wrong, and names the cell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from accounts_builder import base, books
from rule_cases import CASES, Change, cell_named, changed, examples, unlisted_class

from generator.checks import Result, all_rules, run_checks, run_ledger
from generator.checks.examples import EXAMPLES
from generator.figures.values import NumberStyle
from generator.layouts import load_layout
from generator.model import Severity
from generator.money import MoneyUnit


def test_the_base_is_right_in_both_units() -> None:
    assert run_checks(books(**base())) == ()
    # a department of 785 元 is absurd, and only that is said
    assert {finding.code for finding in run_checks(books(**base(), unit=MoneyUnit.YUAN))} == {"H103", "H104"}


@pytest.mark.parametrize(("code", "changes", "where"), CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)])
def test_a_rule_fails_and_names_the_cell(code: str, changes: Change, where: Any) -> None:
    parts = changed(changes)
    outcome = next(one for one in run_ledger(books(**parts)) if one.rule.code == code)
    assert outcome.findings, f"{code} passed"
    if where is not None:
        assert cell_named(parts, where) in {str(source) for finding in outcome.findings for source in finding.sources}


# Sums that the program makes itself: true whatever the workbook says; they state the official identities.
COMPUTED = {"T102", "T104", "T401", "T402", "T403", "T901"}
# Rules with tests of their own below.
ELSEWHERE = {"K102", "T304", "J108", "L101", "L102"}


def test_every_rule_has_a_case() -> None:
    assert {rule.code for rule in all_rules()} == {case[0] for case in CASES} | COMPUTED | ELSEWHERE


def test_the_weight_of_execution_is_the_layouts() -> None:
    made, layout = books(**base()), replace(load_layout("wuhan-2023"), execution_weight=10)
    (finding, *_) = run_checks(made, layout)
    assert (finding.code, finding.severity) == ("J108", Severity.WARNING)
    assert "写 20，版式" in finding.message and "规定 10" in finding.message
    assert run_checks(made, replace(layout, execution_weight=20)) == run_checks(made, replace(layout, execution_weight=None)) == ()


@pytest.mark.parametrize(("budget", "spent", "severity"), [
    ("0", "120", Severity.WARNING), (None, "120", Severity.ERROR), ("120", None, Severity.ERROR), ("0", "0", Severity.ERROR)])
def test_spending_without_a_budget_scores_nothing_and_a_blank_stops(budget: str | None, spent: str | None, severity: Severity) -> None:
    made = books(rows={"项目绩效自评": [{"项目名称": "甲", "执行分值": 20, "预算数": budget, "执行数": spent}]})
    assert [one.severity for one in run_checks(made) if one.code == "J107"] == [severity]


def test_figures_in_wan_are_not_printed_as_exact_yuan() -> None:
    parts, in_yuan, in_wan = base(), load_layout("示例省-2024"), load_layout("wuhan-2023")
    found = [one for one in run_checks(books(**parts), in_yuan) if one.code == "L102"]
    assert [(one.severity, one.sources) for one in found] == [(Severity.WARNING, (books(**parts).accounts.place("基本信息.金额单位"),))]
    assert [one for one in run_checks(books(**parts), in_wan) if one.code == "L102"] == []
    assert [one for one in run_checks(books(**parts, unit=MoneyUnit.YUAN), in_yuan) if one.code == "L102"] == []
    parts["tables"]["支出"]["2080505"] = {"基本支出": "100.123456"}  # six decimals: pasted from 元
    assert [one for one in run_checks(books(**parts), in_yuan) if one.code == "L102"] == []


@pytest.mark.parametrize(("prior", "budget", "reason", "found"), [
    ("80", "75", "", [Severity.WARNING]), ("80", "80", "", []), ("80", "75", "压减会议", []), ("90", "75", "", [Severity.ERROR]),
    (None, "75", "", [Severity.ERROR])])
def test_operating_cost_is_explained_against_both_bases(prior: str | None, budget: str, reason: str, found: list[Severity]) -> None:
    """A layout compares with one of the two: level with last year is no reason to leave the budget unexplained."""
    made = books(**changed({"机关运行经费.上年决算数": prior, "机关运行经费.年初预算数": budget, "机关运行经费.变动原因": reason}))
    assert [one.severity for one in run_checks(made) if one.code == "F102"] == found


@pytest.mark.parametrize(("kind", "merged", "told"), [
    ("公益一类事业单位", "是", [Severity.WARNING]), (None, "是", [Severity.NOTE]), ("行政单位", "是", []), ("公益一类事业单位", "否", [])])
def test_all_public_funds_are_not_the_operating_cost_of_a_department_with_institutions(
        kind: str | None, merged: str, told: list[Severity]) -> None:
    parts = changed({"机关运行经费.决算数": None, "基本信息.汇总": merged})
    parts["rows"]["机构与单位"] = [*parts["rows"]["机构与单位"], {"单位名称": "样例市档案馆", "层级": "下属单位", "单位性质": kind}]
    found = [one for one in run_checks(books(**parts)) if one.code == "F101"]
    assert [one.severity for one in found] == told


def test_red_other_income_does_not_stop_the_report() -> None:
    """其他收入 below zero makes all income smaller than 财政拨款; more 财政拨款 than income is an error otherwise."""
    fiscal = {"财政拨款收入": "100"}
    for other, found in (("-3", [Severity.WARNING]), (None, [])):
        made = books(tables={"收入": {"2012901": {**fiscal, "其他收入": other}}, "一般公共预算": {"2012901": {"基本支出": "97"}}})
        outcome = next(one for one in run_ledger(made) if one.rule.code == "T405")
        assert [one.severity for one in outcome.findings] == found


def test_a_code_that_stands_twice() -> None:
    parts = base()
    parts["tables"]["支出"] = [*parts["tables"]["支出"].items(), ("2230299", {"项目支出": "0"})]
    (finding,) = run_checks(books(**parts))
    assert finding.code == "K102"
    assert finding.message == "支出!A14 的科目 2230299 与 支出!A13 重复；请合并为一行或改正编码。"


def test_expenditure_from_the_funds_holds_everything() -> None:
    parts = base()
    parts["tables"]["支出"] = {}
    parts["tables"]["国有资本经营"]["2230299"] = {"合计": "40"}  # in 合计 alone
    made = books(**parts)
    line = made.t3.at("2230299")
    assert line is not None and line.amounts["本年支出合计"].value == made.t8.total.amounts["合计"].value
    codes = {finding.code for outcome in run_ledger(made) for finding in outcome.findings}
    assert "T304" not in codes and "T801" in codes


def test_a_class_that_the_layout_has_no_row_for() -> None:
    made, layout = unlisted_class()
    (finding,) = [one for one in run_checks(made, layout) if one.code == "L101"]
    assert finding.severity is Severity.ERROR
    assert "支出!E13" in map(str, finding.sources) and "223" in finding.message
    assert [one for one in run_checks(made, load_layout("wuhan-2023")) if one.code == "L101"] == []


def test_the_layout_sets_severities_and_thresholds() -> None:
    parts = changed({"变动原因.本年支出": "无", "上年数.项目支出": "2"})
    layout = load_layout("wuhan-2023")

    def found(**rules: Any) -> dict[str, Severity]:
        chosen = replace(layout, rules=replace(layout.rules, **rules))
        return {finding.code: finding.severity for finding in run_checks(books(**parts), chosen)}

    assert found() == {"Y107": Severity.WARNING}
    assert found(severities={"Y107": Severity.ERROR}) == {"Y107": Severity.ERROR}
    assert found(severities={"Y107": None}) == {}
    assert found(slip_factor=100) == {"H101": Severity.WARNING, "Y107": Severity.WARNING}
    ledger = run_ledger(books(**parts), replace(layout, rules=replace(layout.rules, severities={"Y107": None})))
    (left_out,) = [outcome for outcome in ledger if outcome.rule.code == "Y107"]
    assert (left_out.result, left_out.reason) == (Result.NOT_APPLICABLE, "版式设定不核对")


def test_the_examples_of_the_catalogue_are_what_the_rules_say() -> None:
    assert examples() == EXAMPLES, "run: python tests/checks/rule_cases.py"
    assert set(EXAMPLES) == {rule.code for rule in all_rules()} - COMPUTED
    assert all(EXAMPLES.values())


@pytest.mark.parametrize(("prior", "printed", "asked"), [
    ("790.004", NumberStyle(), False),                               # 持平 in 万元 with two decimals
    ("789.9951", NumberStyle(), False),
    ("790.005", NumberStyle(), True),                                # 减少0.01万元
    ("790.004", NumberStyle(places=0, unit=MoneyUnit.YUAN), True),   # 减少40元
    ("790.00004", NumberStyle(places=0, unit=MoneyUnit.YUAN), False),
    ("790.04", NumberStyle(places=1), False),
])
def test_a_reason_is_asked_where_the_sentence_prints_a_change(prior: str, printed: NumberStyle, asked: bool) -> None:
    made = books(**changed({"上年数.本年收入合计": prior, "变动原因.本年收入": None}))
    layout = load_layout("wuhan-2023")
    found = [one for one in run_checks(made, replace(layout, rules=replace(layout.rules, printed=printed))) if one.code == "Y102"]
    assert bool(found) is asked
    assert not asked or found[0].message.startswith("本年收入：本年 790.00，上年 790.0")


def test_a_layout_tells_the_rules_how_it_prints() -> None:
    for name in ("示例省-2024", "wuhan-2023"):
        assert load_layout(name).rules.printed == load_layout(name).text


def test_the_units_of_a_head_office_are_for_the_merge() -> None:
    """`merge` finds 本级 by its list of 下属单位: no warning, but the unit's own report would name them."""
    parts = changed({"机构与单位#1/层级": "下属单位", "机构与单位#1/单位名称": "样例市档案馆", "机构与单位#1/单位性质": "公益一类事业单位"})
    (found,) = (one for one in run_checks(books(**parts)) if one.code == "D201")
    assert found.severity is Severity.NOTE and "juesuan merge" in found.message and "请删去下属单位" in found.message
