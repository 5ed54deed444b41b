"""Figures of sections 一 to 八: totals, shares, funds, 类 and 项, 人员 and 公用经费."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from accounts_builder import base, desk
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.figures.charting import charts
from generator.figures.registry import vocabulary
from generator.figures.totals import income_sources, income_total
from generator.figures.values import Money, Percent
from generator.money import MoneyUnit
from generator.phrases import Phrases, Words


def words(**parts: Any) -> dict[str, Any]:
    return vocabulary(desk(**parts))


BASE = words(**base())


@pytest.mark.parametrize(("name", "shown"), [
    ("收支总计", "860.00"), ("收入合计", "790.00"), ("支出合计", "785.00"), ("基本支出", "410.00"), ("项目支出", "375.00"),
    ("使用非财政拨款结余", "10.00"), ("年初结转和结余", "60.00"), ("结余分配", "5.00"), ("年末结转和结余", "70.00"),
    ("财政拨款总计", "770.00"), ("财政拨款收入", "720.00"), ("财政拨款支出", "700.00"), ("财政拨款年初结转", "50.00"),
    ("财政拨款年末结转", "70.00"), ("一般公共预算支出", "570.00"), ("一般公共预算基本支出", "380.00"),
    ("一般公共预算项目支出", "190.00"), ("基本支出合计", "380.00")])
def test_totals(name: str, shown: str) -> None:
    assert str(BASE[name]) == shown


@pytest.mark.parametrize(("name", "last", "reason"), [
    ("收支总计", "900.00", "项目减少"), ("收入合计", "800.00", "事业收入减少"), ("支出合计", "780.00", "人员经费增加"),
    ("财政拨款总计", "775.00", "压减支出"), ("一般公共预算支出", "560.00", "人员增加")])
def test_totals_know_last_year_and_the_clerks_reason(name: str, last: str, reason: str) -> None:
    assert str(BASE[name].上年) == last and BASE[name].reason == reason


def test_the_sources_of_income_that_there_are_with_their_shares() -> None:
    assert [(item["名称"], str(item["金额"]), str(item["金额"].占比)) for item in BASE["收入构成"]] == [
        ("财政拨款收入", "720.00", "91.14%"), ("事业收入", "50.00", "6.33%"), ("其他收入", "20.00", "2.53%")]
    assert [(item["名称"], str(item["金额"].占比)) for item in BASE["支出构成"]] == [("基本支出", "52.23%"), ("项目支出", "47.77%")]


def test_the_funds() -> None:
    fund = BASE["政府性基金预算"]
    assert [str(fund[key]) for key in ("年初结转", "收入", "支出", "年末结转")] == ["20.00", "100.00", "90.00", "30.00"]
    assert fund["有"] and fund["有支出"] and str(fund["收入"].上年) == "100.00"
    assert str(BASE["一般公共预算"]["支出"].占比) == "72.61%"  # 570 / 785
    nothing = words(tables={"一般公共预算": {"2012901": {"基本支出": "1"}}})
    assert nothing["政府性基金预算"]["有"] is False and nothing["国有资本经营预算"]["有支出"] is False


def test_nothing_this_year_is_a_zero_beside_last_years() -> None:
    """The sentence prints 0万元 and goes on to compare it: no 【待填】 in a formal report."""
    made = words(tables={"事业收入": {}}, fields={"上年数.政府性基金预算财政拨款收入": "30", "上年数.一般公共预算财政拨款支出": "0"})
    assert str(made["政府性基金预算"]["收入"].增减额) == "-30.00"
    assert str(made["一般公共预算支出"].增减额) == "0"
    assert made["国有资本经营预算"]["收入"].增减额 is None and not made["国有资本经营预算"]["收入"].known


def test_a_fund_with_a_balance_only_is_there_without_spending() -> None:
    fund = words(fields={"结转结余.政府性基金预算财政拨款.年初结转和结余": "3", "结转结余.政府性基金预算财政拨款.年末结转和结余": "3"})["政府性基金预算"]
    assert fund["有"] is True and fund["有支出"] is False


def test_general_spending_by_class_with_uses() -> None:
    parts = base()
    parts["rows"]["各类用途"] = [{"科目编码": "201", "主要用途": "档案保管。"}]
    classes = words(**parts)["类支出"]
    assert [(item["编码"], item["短名"], str(item["金额"]), str(item["金额"].占比), item["用途"]) for item in classes] == [
        ("201", "一般公共服务", "490.00", "85.96%", "档案保管"), ("208", "社会保障和就业", "80.00", "14.04%", "")]


def test_the_class_in_a_sentence_is_the_one_that_t4_prints() -> None:
    parts = base()
    parts["tables"]["总表印数"]["201"] = {"公开04表一般公共预算": "490.01"}
    made = words(**parts)
    row = next(row for row in made["表4"]["行"] if row["支出项目"] == "一、一般公共服务支出")
    assert str(made["类支出"][0]["金额"]) == str(row["一般公共预算"]) == "490.01"


def test_general_spending_item_by_item_against_the_budget() -> None:
    items = BASE["项支出"]
    assert [(item["编码"], str(item["金额"]), str(item["金额"].预算), str(item["金额"].完成率), item["金额"].budget_reason)
            for item in items] == [
        ("2012901", "300.00", "280.00", "107.14%", "人员增加"), ("2012902", "190.00", "200.00", "95.00%", "压减项目支出"),
        ("2080505", "80.00", "80.00", "100.00%", "")]
    assert items[0]["名称"] == "一般公共服务支出（类）群众团体事务（款）行政运行（项）"


@pytest.mark.parametrize(("row", "told"), [
    ({"年初预算数": "30"}, ("0", "30.00", "0.00%")), ({"小计": "0", "年初预算数": "30"}, ("0", "30.00", "0.00%")),
    ({"基本支出": "5", "年初预算数": "0"}, ("5.00", "0", "None")), ({"基本支出": "5"}, ("5.00", "None", "None")),
    ({"年初预算数": "0"}, None), ({"小计": "0"}, None)])
def test_an_item_is_told_where_there_is_spending_or_a_budget(row: dict[str, str], told: tuple[str, ...] | None) -> None:
    items = words(tables={"一般公共预算": {"2012901": row}})["项支出"]
    assert [(str(item["金额"]), str(item["金额"].预算), str(item["金额"].完成率)) for item in items] == ([told] if told else [])
    assert all(item["金额"].inputs for item in items)


def test_the_items_of_the_other_funds() -> None:
    assert [(item["编码"], str(item["金额"])) for item in BASE["基金项支出"]] == [("2120899", "90.00")]
    assert [(item["编码"], str(item["金额"])) for item in BASE["国资项支出"]] == [("2230299", "40.00")]


def test_personnel_and_public_list_only_what_has_an_amount() -> None:
    parts = base()
    parts["tables"]["基本支出经济分类"]["30103"] = {"决算数": "0"}
    made = words(**parts)
    assert str(made["人员经费"]["金额"]) == "300.00" and str(made["公用经费"]["金额"]) == "80.00"
    assert made["人员经费"]["清单"] == ["基本工资200.00万元", "津贴补贴100.00万元"]
    assert made["公用经费"]["名称清单"] == ["办公费", "公务接待费", "公务用车运行维护费", "办公设备购置"]


def test_projects_are_grouped_by_the_unit_that_ran_them() -> None:
    parts = base()
    parts["rows"]["机构与单位"] = [{"单位名称": "样例市档案馆", "单位简称": "档案馆", "层级": "下属单位"}]
    for row, unit in zip(parts["rows"]["项目支出"], ("样例市档案馆", "", ""), strict=True):
        row["实施单位"] = unit
    groups = words(**parts)["项目分组"]
    assert [(group["单位"], str(group["金额"]), [project["名称"] for project in group["项目"]]) for group in groups] == [
        ("档案馆", "120.00", ["档案数字化"]), ("", "70.00", ["档案宣传"])]  # 库房建设 is of another fund


# ---- charts ------------------------------------------------------------------------------------------------------

def drawn(**parts: Any) -> Any:
    return charts(desk(**parts), Phrases(Words(), draft=False))


def test_the_four_charts_show_the_figures_of_the_sentences() -> None:
    made = drawn(**base())
    assert list(made) == ["图1", "图2", "图3", "图4"]
    assert made["图1"].series[0].labels == ("900.00", "860.00") and made["图4"].series[0].change == "下降0.65%"
    assert made["图1"].years == ("2022年度", "2023年度")
    assert [(part.name, part.label) for part in made["图2"].slices] == [
        ("财政拨款收入", "720.00"), ("事业收入", "50.00"), ("其他收入", "20.00")]
    assert sum(part.value for part in made["图3"].slices) == 785


def test_nothing_has_no_chart_and_an_unknown_last_year_no_bar() -> None:
    assert list(drawn()) == []
    assert list(drawn(fields={"上年数.收入总计": "0", "上年数.财政拨款总计": "3"})) == ["图4"]
    parts = base()
    del parts["fields"]["上年数.收入总计"]
    first = drawn(**parts)["图1"].series[0]
    assert first.values[0] is None and first.change == ""


# ---- properties --------------------------------------------------------------------------------------------------

COLUMNS = ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(COLUMNS), st.integers(1, 10**11), min_size=1))
def test_the_shares_of_the_sources_sum_to_one(cents: dict[str, int]) -> None:
    row = {column: str(Decimal(one) / 100) for column, one in cents.items()}
    made = desk(unit=MoneyUnit.YUAN, tables={"收入": {"2012901": row}})
    parts = [item["金额"] for item in income_sources(made)]
    assert sum(part.value for part in parts) == income_total(made).value
    shares = [part.占比 for part in parts]
    assert all(isinstance(share, Percent) for share in shares)
    assert abs(sum(share.ratio for share in shares) - 1) < Decimal("1e-20")
    assert abs(sum(Decimal(str(share).rstrip("%")) for share in shares) - 100) <= Decimal("0.005") * len(shares)


def test_money_without_a_total_has_no_share() -> None:
    whole = words()["收入合计"]
    assert isinstance(whole, Money) and whole.占比 is None and not whole.known
