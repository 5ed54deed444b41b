"""The books: 公开01表 to 09表 from what was typed; what was left blank follows from the other tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from accounts_builder import base, books
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Amount
from generator.money import MoneyUnit, rounded
from generator.tables.books import value_of
from generator.tables.three_public import ABROAD, PURCHASE, RECEPTION, RUNNING, TOTAL, VEHICLES

GENERAL, FUND, CAPITAL = "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"
YUAN = MoneyUnit.YUAN


def number(amount: Amount | None) -> str | None:
    return None if amount is None else f"{amount.value.normalize():f}"


def test_t1_of_the_consistent_department() -> None:
    t1 = books(**base()).t1
    assert {key: number(amount) for key, amount in t1.income.items()} == {
        f"{GENERAL}收入": "580", f"{FUND}收入": "100", f"{CAPITAL}收入": "40", "上级补助收入": None, "事业收入": "50", "经营收入": None,
        "附属单位上缴收入": None, "其他收入": "20"}
    assert [number(amount) for amount in (t1.income_total, t1.surplus_used, t1.opening, t1.income_grand)] == [
        "790", "10", "60", "860"]
    assert {code: number(amount) for code, amount in t1.expenditure.items()} == {
        "201": "555", "208": "100", "212": "90", "223": "40"}
    assert [number(amount) for amount in (t1.expenditure_total, t1.distributed, t1.closing, t1.expenditure_grand)] == [
        "785", "5", "70", "860"]


def test_t4_of_the_consistent_department() -> None:
    t4 = books(**base()).t4
    by_fund = {name: [number(part[name]) for part in (t4.income, t4.opening, t4.spent, t4.closing, t4.grand)]
               for name in (GENERAL, FUND, CAPITAL)}
    assert by_fund == {GENERAL: ["580", "30", "570", "40", "610"], FUND: ["100", "20", "90", "30", "120"],
                       CAPITAL: ["40", None, "40", None, "40"]}
    assert [number(amount) for amount in (t4.income_total, t4.opening_total, t4.income_grand, t4.spent_total,
                                          t4.closing_total, t4.expenditure_grand)] == ["720", "50", "770", "700", "70", "770"]
    assert {code: {name: number(amount) for name, amount in row.items()} for code, row in t4.expenditure.items()} == {
        "201": {GENERAL: "490"}, "208": {GENERAL: "80"}, "212": {FUND: "90"}, "223": {CAPITAL: "40"}}


def without(parts: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {**parts, "fields": {key: value for key, value in parts["fields"].items() if key not in keys}}


def test_fund_income_left_blank_follows_from_the_other_tables() -> None:
    keys = [f"结转结余.{fund}.本年收入" for fund in (GENERAL, FUND, CAPITAL)]
    t4 = books(**without(base(), *keys)).t4
    assert {name: number(amount) for name, amount in t4.income.items()} == {GENERAL: "580", FUND: "100", CAPITAL: "40"}


def test_fund_income_of_state_capital_counts_what_was_brought_forward_and_kept() -> None:
    parts = without(base(), f"结转结余.{CAPITAL}.本年收入")
    parts["fields"] |= {f"结转结余.{CAPITAL}.年初结转和结余": "25", f"结转结余.{CAPITAL}.年末结转和结余": "5"}
    assert number(books(**parts).t4.income[CAPITAL]) == "20"


def test_typed_fund_figures_win_also_a_zero() -> None:
    parts = base()
    parts["fields"] |= {f"结转结余.{FUND}.本年收入": "0", f"结转结余.{FUND}.年初结转和结余": "0", f"结转结余.{GENERAL}.本年收入": "1"}
    t4 = books(**parts).t4
    assert number(t4.income[FUND]) == "0" and number(t4.opening[FUND]) == "0" and number(t4.income[GENERAL]) == "1"


def test_fund_balances_left_blank_follow_from_t7() -> None:
    t4 = books(**without(base(), f"结转结余.{FUND}.年初结转和结余", f"结转结余.{FUND}.年末结转和结余")).t4
    assert number(t4.opening[FUND]) == "20" and number(t4.closing[FUND]) == "30"


def test_t3_left_empty_is_05_plus_07_plus_08_row_by_row() -> None:
    made = books(tables={
        "一般公共预算": {"2012901": {"基本支出": "3", "项目支出": "1"}, "2299999": {"项目支出": "2"}, "2080505": {"年初预算数": "5"}},
        "政府性基金": {"2299999": {"项目支出": "4"}}, "国有资本经营": {"2230299": {"合计": "6", "项目支出": "6"}}})
    assert [(line.code, number(line.amount("本年支出合计")), number(line.amount("基本支出")), number(line.amount("项目支出")))
            for line in made.t3.leaves()] == [
        ("2012901", "4", "3", "1"), ("2230299", "6", None, "6"), ("2299999", "6", None, "6")]
    assert number(made.t1.expenditure_total) == number(made.t4.spent_total) == "16"
    assert {source.sheet for source in made.t3.at("2299999").amounts["项目支出"].sources} == {  # type: ignore[union-attr]
        "一般公共预算", "政府性基金"}


def test_t3_that_was_typed_is_not_derived() -> None:
    made = books(tables={"支出": {"2012901": {"经营支出": "7"}}, "一般公共预算": {"2080505": {"基本支出": "3"}}})
    assert [line.code for line in made.t3.leaves()] == ["2012901"]


@pytest.mark.parametrize(("row", "closing"), [
    ({"年初结转和结余": "20", "本年收入": "100", "项目支出": "90"}, "30"),
    ({"年初结转和结余": "20", "本年收入": "100", "小计": "90"}, "30"),
    ({"本年收入": "90", "基本支出": "40", "项目支出": "50"}, None),  # nothing left is a blank cell
    ({"年初结转和结余": "20"}, "20"),
    ({"年末结转和结余": "31", "本年收入": "100", "项目支出": "90"}, "31"),  # typed: a check compares it
])
def test_what_is_left_of_a_government_fund(row: dict[str, str], closing: str | None) -> None:
    line = books(tables={"政府性基金": {"2120899": row}}).t7.at("2120899")
    assert line is not None and number(line.amount("年末结转和结余")) == closing


@pytest.mark.parametrize(("printed", "expected"), [("555.01", "555.01"), ("554.99", "554.99"), ("556", "555")])
def test_the_class_that_t1_prints_is_kept_within_the_tail_difference(printed: str, expected: str) -> None:
    parts = base()
    parts["tables"]["总表印数"]["201"] = {"公开01表": printed}
    assert number(books(**parts).t1.expenditure["201"]) == expected


@pytest.mark.parametrize(("printed", "expected"), [("490.01", "490.01"), ("491", "490")])
def test_the_class_that_t4_prints_is_kept_within_the_tail_difference(printed: str, expected: str) -> None:
    parts = base()
    parts["tables"]["总表印数"]["201"] = {"公开04表一般公共预算": printed}
    made = books(**parts)
    assert number(made.t4.expenditure["201"][GENERAL]) == expected
    assert number(made.t5.at("201").amount("小计")) == "490"  # type: ignore[union-attr]
    assert number(made.t4.spent[GENERAL]) == "570"


def test_in_yuan_a_printed_class_that_differs_is_not_kept() -> None:
    parts = base()
    parts["tables"]["总表印数"]["201"] = {"公开01表": "555.01"}
    assert number(books(**parts, unit=YUAN).t1.expenditure["201"]) == "0.0555"


def test_an_empty_workbook_has_blank_books() -> None:
    made = books()
    assert made.t1.income_grand is None and made.t4.expenditure_grand is None and not made.t9
    assert made.t1.expenditure == {} and value_of(made.t1.income_total) == 0
    assert set(made.t4.income.values()) == {None}


# ---- 公开06表 and 公开09表 ---------------------------------------------------------------------------------------------

def economic(lines: Any, unit: MoneyUnit = MoneyUnit.WAN) -> Any:
    return books(unit=unit, tables={"基本支出经济分类": lines}).t6


def test_personnel_is_301_and_303_and_public_is_the_rest() -> None:
    t6 = economic({"30101": {"决算数": "10"}, "30102": {"决算数": "1"}, "30201": {"决算数": "2"}, "30302": {"决算数": "4"},
                   "30701": {"决算数": "8"}, "31002": {"决算数": "16"}, "39908": {"决算数": "32"}})
    assert [number(amount) for amount in (t6.personnel, t6.public, t6.total)] == ["15", "58", "73"]
    assert t6.classes() == ("301", "302", "303", "307", "310", "399")
    assert [(code, number(amount)) for code, _, amount in t6.items("301")] == [("30101", "10"), ("30102", "1")]
    assert t6.names["30101"] == "基本工资"


@pytest.mark.parametrize(("pasted", "expected"), [("11.01", "11.01"), ("11.02", "11")])
def test_a_pasted_economic_class_is_kept_within_the_tail_difference(pasted: str, expected: str) -> None:
    t6 = economic({"301": {"决算数": pasted}, "30101": {"决算数": "10"}, "30102": {"决算数": "1"}})
    assert number(t6.amounts["301"]) == expected and number(t6.given_classes["301"]) == pasted
    assert number(t6.total) == expected


def test_an_economic_class_alone_stands_and_a_zero_item_is_not_listed() -> None:
    t6 = economic({"301": {"决算数": "7"}, "30201": {"决算数": "0"}})
    assert number(t6.personnel) == "7" and number(t6.public) == "0" and t6.items("302") == ()


def test_an_economic_code_typed_twice_is_added_up() -> None:
    t6 = economic([("30101", {"决算数": "7"}), ("30101", {"决算数": "1"})])
    assert number(t6.amounts["30101"]) == "8" and len(t6.amounts["301"].sources) == 2


def test_an_economic_code_unknown_to_the_subject_table_keeps_the_workbooks_name() -> None:
    t6 = economic({"30188": {"科目名称": "新设的款", "决算数": "7"}})
    assert t6.items("301")[0][1] == "新设的款" and number(t6.personnel) == "7"


def test_nothing_typed_is_a_blank_table() -> None:
    t6 = economic({})
    assert (t6.personnel, t6.public, t6.total, t6.classes()) == (None, None, None, ())


def test_three_public_adds_up_each_column_by_itself() -> None:
    t9 = books(**base()).t9
    assert {column: {item: number(t9.amount(item, column)) for item in (TOTAL, ABROAD, VEHICLES, PURCHASE, RUNNING, RECEPTION)}
            for column in ("预算数", "决算数", "上年决算数")} == {
        "预算数": {TOTAL: "40", ABROAD: None, VEHICLES: "34", PURCHASE: "20", RUNNING: "14", RECEPTION: "6"},
        "决算数": {TOTAL: "36", ABROAD: None, VEHICLES: "30", PURCHASE: "18", RUNNING: "12", RECEPTION: "6"},
        "上年决算数": {TOTAL: "19", ABROAD: None, VEHICLES: "12", PURCHASE: "0", RUNNING: "12", RECEPTION: "7"}}


@pytest.mark.parametrize(("fields", "there"), [
    ({}, False), ({"公务接待费.决算数": "0", "公务接待费.预算数": "0"}, False), ({"公务接待费.上年决算数": "3"}, False),
    ({"公务接待费.预算数": "3"}, True), ({"公务接待费.决算数": "3"}, True)])
def test_three_public_is_there_with_a_budget_or_a_result_of_this_year(fields: dict[str, str], there: bool) -> None:
    assert bool(books(fields={f"三公经费.{key}": value for key, value in fields.items()}).t9) is there


# ---- properties --------------------------------------------------------------------------------------------------

CENTS = st.none() | st.integers(0, 10**11)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(("2012901", "2012902", "2080505", "2299999")),
                          st.sampled_from(("一般公共预算", "政府性基金", "国有资本经营")), CENTS, CENTS), max_size=8),
       st.tuples(CENTS, CENTS, CENTS))
def test_the_identities_hold_exactly_in_yuan(rows: Any, balances: Any) -> None:
    tables: dict[str, Any] = {"一般公共预算": {}, "政府性基金": {}, "国有资本经营": {}}
    for code, sheet, basic, project in rows:
        tables[sheet][code] = {key: str(Decimal(cents) / 100) for key, cents in (("基本支出", basic), ("项目支出", project))
                               if cents is not None}
    keys = ("年初结转和结余", "结余分配", "年末结转和结余")
    fields = {f"结转结余.{key}": str(Decimal(cents) / 100) for key, cents in zip(keys, balances, strict=True) if cents is not None}
    made = books(unit=YUAN, tables=tables, fields=fields)
    t1, t4 = made.t1, made.t4
    assert value_of(t1.expenditure_total) == sum(amount.value for amount in t1.expenditure.values())
    assert value_of(t1.expenditure_grand) == sum(map(value_of, (t1.expenditure_total, t1.distributed, t1.closing)))
    assert value_of(t4.spent_total) == value_of(t1.expenditure_total)  # 公开03表 is derived from the three funds
    assert value_of(t4.spent_total) == sum(amount.value for row in t4.expenditure.values() for amount in row.values())
    for fund in (GENERAL, FUND, CAPITAL):
        assert value_of(t4.grand[fund]) == value_of(t4.spent[fund]) + value_of(t4.closing[fund])
    assert value_of(t4.expenditure_grand) == sum(value_of(amount) for amount in t4.grand.values())


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from((ABROAD, PURCHASE, RUNNING, RECEPTION)), st.integers(0, 10**9), min_size=1))
def test_three_public_total_is_the_sum_of_its_four_items(cents: dict[str, int]) -> None:
    t9 = books(unit=YUAN, fields={f"三公经费.{item}.决算数": str(Decimal(one) / 100) for item, one in cents.items()}).t9
    assert value_of(t9.amount(TOTAL, "决算数")) == Decimal(sum(cents.values())) / 10**6
    assert rounded(value_of(t9.amount(VEHICLES, "决算数"))) == rounded(
        Decimal(cents.get(PURCHASE, 0) + cents.get(RUNNING, 0)) / 10**6)


@pytest.mark.parametrize(("typed", "public"), [("80.01", "80.01"), ("80.10", "80"), (None, "80")])
def test_public_funds_are_the_typed_operating_cost_where_they_differ_by_rounding_only(typed: str | None, public: str) -> None:
    parts = base()
    parts["fields"]["机关运行经费.决算数"] = typed
    t6 = books(**parts).t6
    assert number(t6.public) == public
    assert t6.personnel is not None and t6.public is not None and t6.total is not None
    assert t6.total.value == t6.personnel.value + t6.public.value


def test_in_yuan_nothing_is_rounding() -> None:
    parts = base()
    parts["fields"]["机关运行经费.决算数"] = "80.01"
    assert number(books(unit=YUAN, **parts).t6.public) == number(Amount(Decimal("0.008"), ()))
