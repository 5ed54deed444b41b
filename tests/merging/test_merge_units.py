"""Which units may be merged, who is 本级, and what is said about their figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from merging_units import figures, unit

from generator.merging.merge import merge
from generator.model import Severity
from generator.money import MoneyUnit
from generator.tables.books import make_books


def codes(findings):
    return {finding.code for finding in findings}


def said(findings, code):
    return "\n".join(finding.message for finding in findings if finding.code == code)


INCOME = {"收入": {"2012901": {"财政拨款收入": "10.00"}}}


@pytest.mark.parametrize(("other", "code"), [
    (unit("乙院", year=2022), "M005"), (unit("乙院", layout="wuhan-2020"), "M006"), (unit("甲局"), "M003"), (unit("甲局（本级）"), "M003"),
])
def test_units_that_do_not_go_together_are_refused_by_file(other, code):
    merged, findings = merge([unit("甲局"), replace(other, file="别的.xlsx")])
    assert merged is None and codes(findings) == {code}
    assert "甲局.xlsx" in findings[0].message and "别的.xlsx" in findings[0].message
    assert findings[0].severity is Severity.ERROR and findings[0].hint


def test_one_unit_is_no_department():
    assert codes(merge([unit("甲局")])[1]) == {"M002"}


def test_a_unit_inside_a_merged_workbook_counts_once():
    group, _ = merge([unit("甲局"), unit("乙院")])
    merged, findings = merge([group.accounts, unit("乙院")])
    assert merged is None and "M004" in codes(findings) and "乙院.xlsx" in said(findings, "M004")
    assert merge([group.accounts, unit("丙站")])[0] is not None


def test_yuan_stays_yuan_and_a_mixture_becomes_wan_with_every_digit():
    yuan = {"收入": {"2012901": {"财政拨款收入": "123456.78"}}}
    both, findings = merge([unit("甲局", unit=MoneyUnit.YUAN, tables=yuan), unit("乙院", unit=MoneyUnit.YUAN, tables=yuan)])
    assert both.accounts.unit is MoneyUnit.YUAN and "M007" not in codes(findings)
    mixed, findings = merge([unit("甲局", unit=MoneyUnit.YUAN, tables=yuan), unit("乙院", tables=INCOME)])
    assert mixed.accounts.unit is MoneyUnit.WAN and mixed.accounts.text("基本信息.金额单位") == "万元"
    assert mixed.accounts.tables["收入"].lines[0].amounts["财政拨款收入"].value == Decimal("22.345678")
    assert "填元的 1 个：甲局.xlsx；填万元的 1 个：乙院.xlsx" in said(findings, "M007")


def listing(*names):
    return {"机构与单位": [{"单位名称": name, "层级": "下属单位" if number else "本级", "单位性质": "行政单位"} for number, name in enumerate(names)]}


def test_the_head_is_the_one_that_lists_the_others_wherever_it_stands():
    head = unit("甲局（本级）", rows=listing("甲局（本级）", "丙站", "乙院"))
    below = [unit("乙院"), unit("丙站")]
    orders = [(head, *below), (below[0], head, below[1]), (*reversed(below), head)]
    for units in orders:
        merged, findings = merge(units)
        assert [one.file for one in merged.units] == ["甲局（本级）.xlsx", "丙站.xlsx", "乙院.xlsx"]
        assert merged.accounts.text("基本信息.单位全称") == "甲局" and merged.accounts.text("基本信息.汇总") == "是"
        assert [(row.text("单位名称"), row.text("层级")) for row in merged.accounts.rows["机构与单位"]] == [
            ("甲局（本级）", "本级"), ("丙站", "下属单位"), ("乙院", "下属单位")]
        assert not codes(findings) & {"M010", "M011"}


def test_units_missing_or_unknown_to_the_list_are_reported():
    head = unit("甲局", rows=listing("甲局", "乙院", "丁所"))
    merged, findings = merge([head, unit("乙院"), unit("丙站")])
    assert "丁所" in said(findings, "M010") and "丙站" in said(findings, "M011")
    assert [row.text("单位名称") for row in merged.accounts.rows["机构与单位"]] == ["甲局", "乙院", "丙站"]


def test_the_printed_name_gets_its_suffix():
    head = unit("甲局", fields={"基本信息.公开表所印名称": "某区甲局（本级）"})
    assert merge([head, unit("乙院")])[0].accounts.text("基本信息.公开表所印名称") == "某区甲局（汇总）"


def test_pasted_subtotals_are_not_added():
    pasted = {"收入": {"": {"本年收入合计": "10"}, "201": {"财政拨款收入": "10"}, "20129": {"财政拨款收入": "10"}, "2012901": {"财政拨款收入": "10"}},
              "总表印数": {"201": {"公开01表": "10.01"}}}
    merged, findings = merge([unit("甲局", tables=pasted), unit("乙院", tables=pasted)])
    assert [line.code for line in merged.accounts.tables["收入"]] == ["2012901"]
    assert make_books(merged.accounts).t2.total.amount("财政拨款收入").value == 20
    assert not merged.accounts.tables["总表印数"] and "M023" in codes(findings)


def test_figures_on_different_levels_meet_on_the_upper_one():
    coarse = {"一般公共预算": {"208": {"年初预算数": "10"}, "2080505": {"基本支出": "5"}}}
    fine = {"一般公共预算": {"2080505": {"基本支出": "5", "年初预算数": "10"}}}
    merged, findings = merge([unit("甲局", tables=coarse), unit("乙院", tables=fine)])
    books = make_books(merged.accounts)
    assert books.t5.at("208").amount("年初预算数").value == books.t5.total.amount("年初预算数").value == 20
    assert books.t5.at("2080505").amount("基本支出").value == 10
    assert "甲局.xlsx" in said(findings, "M020") and "208" in said(findings, "M020")


def test_a_total_without_its_parts_is_neither_lost_nor_hidden():
    merged, findings = merge([unit("甲局", tables={"一般公共预算": {"2080505": {"小计": "7"}}}),
                              unit("乙院", tables={"一般公共预算": {"2080505": {"基本支出": "5"}}})])
    assert merged.accounts.tables["一般公共预算"].lines[0].amounts["小计"].value == 12
    assert "甲局" in said(findings, "M022")


def test_spending_left_to_the_funds_is_not_forgotten_beside_a_filled_table():
    derived = unit("甲局", tables={"一般公共预算": {"2080505": {"基本支出": "7"}}, "政府性基金": {"2120899": {"项目支出": "3"}}})
    filled = unit("乙院", tables={"一般公共预算": {"2080505": {"基本支出": "5"}}, "支出": {"2080505": {"基本支出": "6"}}})
    found = figures(make_books(merge([derived, filled])[0].accounts))
    assert found["T3", "2080505", "基本支出"] == 13 and found["T3", "2120899", "项目支出"] == 3
    assert found["T3", "", "本年支出合计"] == 16
    alone = merge([derived, replace(derived, file="丙.xlsx", fields=unit("丙站").fields)])[0].accounts
    assert not alone.tables["支出"] and figures(make_books(alone))["T3", "", "本年支出合计"] == 20


def test_office_cost_is_that_of_the_administrative_units_alone():
    six = {"基本支出经济分类": {"30201": {"决算数": "8"}}}
    other = {"基本信息.单位性质": "公益一类事业单位"}
    merged, _ = merge([unit("甲局", tables=six), unit("乙院", tables=six, fields=other)])
    assert merged.accounts.amount("机关运行经费.决算数").value == 8


def test_a_blank_of_last_year_is_unknown_and_said():
    _, findings = merge([unit("甲局", fields={"上年数.收入总计": "10", "上年数.基本支出": "4"}), unit("乙院", fields={"上年数.收入总计": "5"})])
    assert "乙院.xlsx" in said(findings, "M024") and "基本支出" in said(findings, "M024") and "收入总计" not in said(findings, "M024")


def test_two_groups_with_one_unit_in_both_are_refused():
    first, second = (merge([unit(name), unit("丙站")])[0].accounts for name in ("甲局", "乙局"))
    merged, findings = merge([replace(first, file="甲组.xlsx"), replace(second, file="乙组.xlsx"), unit("丁所")])
    assert merged is None and "丙站" in said(findings, "M004") and "甲组.xlsx" in said(findings, "M004") and "乙组.xlsx" in said(findings, "M004")


def test_the_head_is_the_one_that_calls_itself_so_and_a_guess_is_told():
    units = [unit("乙院"), unit("甲局（本级）"), unit("丙站")]
    merged, findings = merge(units)
    assert merged.units[0].file == "甲局（本级）.xlsx" and "M012" not in codes(findings)
    merged, findings = merge([unit("乙院"), unit("丙站")])
    assert merged.units[0].file == "乙院.xlsx" and "乙院.xlsx" in said(findings, "M012")


@pytest.mark.parametrize(("short", "expected"), [("甲局（本级）", "甲局"), ("区甲局本级", "区甲局"), ("甲局机关", "甲局"), ("甲局（机关）", "甲局"), ("甲局", "甲局"),
                                                 ("本级", ""), ("", "")])
def test_the_short_name_is_that_of_the_department(short, expected):
    head = unit("甲局（本级）", fields={"基本信息.单位简称": short}, rows=listing("甲局（本级）", "乙院"))
    merged, _ = merge([head, unit("乙院")])
    assert merged.accounts.text("基本信息.单位简称") == expected
    assert merged.accounts.text("基本信息.单位全称") == "甲局"


def test_a_workbook_handed_in_under_another_name_is_noticed():
    merged, findings = merge([unit("甲局"), unit("乙院", tables=INCOME), unit("丙站", tables=INCOME)])
    assert merged is not None and "丙站.xlsx、乙院.xlsx" in said(findings, "M009")
    other = {"收入": {"2012901": {"财政拨款收入": "10.01"}}}
    assert "M009" not in codes(merge([unit("甲局"), unit("乙院", tables=INCOME), unit("丙站", tables=other)])[1])
    assert "M009" not in codes(merge([unit("甲局"), unit("乙院")])[1]), "units without figures are not one unit"


def test_units_are_in_the_order_that_people_count_in():
    units = [unit("甲局"), *(unit(f"第{number}小学") for number in (10, 2, 1))]
    assert [one.file for one in merge(units)[0].units] == ["甲局.xlsx", "第1小学.xlsx", "第2小学.xlsx", "第10小学.xlsx"]
