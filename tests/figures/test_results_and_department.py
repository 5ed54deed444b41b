"""Figures of sections 九 to 十二, the department itself, key work and terms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from accounts_builder import base, desk

from generator.figures.registry import vocabulary
from generator.phrases import PENDING

BASE = vocabulary(desk(**base()))


def words(*, draft: bool = False, **parts: Any) -> dict[str, Any]:
    return vocabulary(desk(draft=draft, **parts))


def changed(fields: dict[str, Any] | None = None, rows: dict[str, Any] | None = None, *drop: str) -> dict[str, Any]:
    parts = base()
    parts["fields"] |= fields or {}
    parts["rows"] |= rows or {}
    for key in drop:
        del parts["fields"][key]
    return words(**parts)


# ---- 三公 --------------------------------------------------------------------------------------------------------

def test_three_public_with_budget_last_year_counts_and_reasons() -> None:
    made = BASE["三公"]
    assert [(label, str(made[label]), str(made[label].预算), str(made[label].上年)) for label in ("合计", "车辆", "购置", "运行", "接待")] == [
        ("合计", "36.00", "40.00", "19.00"), ("车辆", "30.00", "34.00", "12.00"), ("购置", "18.00", "20.00", "0"),
        ("运行", "12.00", "14.00", "12.00"), ("接待", "6.00", "6.00", "7.00")]
    assert made["车辆"].budget_reason == "招标节约；节约用车" and made["车辆"].reason == "更新车辆一辆"
    assert (str(made["购置数"]), str(made["保有量"]), str(made["接待批次"]), str(made["接待人次"])) == ("1", "3", "10", "80")
    assert made["有"] and made["有决算"] and not made["出国"].known and str(made["外事接待"]) == "1.00"
    assert [(kind["名称"], str(kind["金额"])) for kind in made["接待分类"] if kind["金额"]] == [("其他接待", "6.00")]


def test_three_public_absent_is_told_so() -> None:
    made = words()["三公"]
    assert made["有"] is False and made["有决算"] is False and not made["合计"].known


def test_a_budget_that_nothing_was_spent_of_is_compared_as_the_printed_zero() -> None:
    made = words(fields={"三公经费.公务接待费.预算数": "5", "三公经费.公务接待费.与预算差异原因": "没有接待"})["三公"]
    assert made["有"] and not made["有决算"]
    assert (str(made["接待"]), str(made["接待"].完成率), str(made["接待"].差额)) == ("0", "0.00%", "-5.00")
    assert [str(source) for source in made["接待"].inputs] == ["三公经费!" + desk().accounts.place("三公经费.公务接待费.决算数").cell]


def test_a_total_is_explained_by_what_went_its_way() -> None:
    """公务接待费 fell; the total rose with 公务用车购置费, and only that is its reason."""
    made = words(fields={
        "三公经费.公务用车购置费.预算数": "20", "三公经费.公务用车购置费.决算数": "18", "三公经费.公务用车购置费.上年决算数": "0",
        "三公经费.公务用车购置费.与上年差异原因": "更新执法车辆", "三公经费.公务用车购置费.与预算差异原因": "车价降低",
        "三公经费.公务接待费.预算数": "1", "三公经费.公务接待费.决算数": "2", "三公经费.公务接待费.上年决算数": "3",
        "三公经费.公务接待费.与上年差异原因": "接待批次减少", "三公经费.公务接待费.与预算差异原因": "接待标准提高"})["三公"]
    assert (made["合计"].reason, made["合计"].budget_reason) == ("更新执法车辆", "车价降低")
    assert (made["接待"].reason, made["接待"].budget_reason) == ("接待批次减少", "接待标准提高")


# ---- 机关运行经费 --------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("kind", "typed", "applies", "amount"), [
    ("行政单位", "80", True, "80.00"), ("行政单位", None, True, "80.00"), ("参照公务员法管理的事业单位", None, True, "80.00"),
    ("财政补助事业单位", None, False, "0"), ("财政补助事业单位", "12", True, "12.00")])
def test_operating_cost_is_typed_or_the_public_funds_of_administrative_units(kind: str, typed: str | None, applies: bool,
                                                                            amount: str) -> None:
    parts = base()
    parts["fields"]["基本信息.单位性质"] = kind
    parts["fields"]["机关运行经费.决算数"] = typed
    del parts["fields"]["机关运行经费.年初预算数"]
    made = words(**parts)["机关运行经费"]
    assert (made["适用"], str(made["金额"])) == (applies, amount)


def test_operating_cost_is_compared_with_budget_and_last_year() -> None:
    money = BASE["机关运行经费"]["金额"]
    assert (str(money.差额), str(money.增减额), money.reason, money.budget_reason) == ("-5.00", "-10.00", "压减办公费", "压减办公费")


# ---- 政府采购 ------------------------------------------------------------------------------------------------------

def test_procurement_is_the_sum_of_its_kinds_and_each_share_has_its_own_total() -> None:
    made = BASE["政府采购"]
    assert (made["有"], str(made["总额"]), str(made["货物"]), str(made["工程"])) == (True, "100.00", "30.00", "0")
    assert str(made["货物"].占比) == "30.00%"
    assert str(made["中小企业"].占比) == "60.00%"        # of the total
    assert str(made["小微企业"].占比) == "33.33%"        # of what went to 中小企业
    assert str(made["小微占总额"].占比) == "20.00%"
    assert (str(made["货物中小"].占比), str(made["服务中小"].占比), made["工程中小"].占比) == ("83.33%", "50.00%", None)


def test_no_procurement_is_told_so() -> None:
    assert words()["政府采购"]["有"] is False
    assert changed({f"政府采购.{key}支出": "0" for key in ("货物", "服务")})["政府采购"]["有"] is False


# ---- 国有资产 ------------------------------------------------------------------------------------------------------

def test_vehicles_are_counted_by_kind() -> None:
    made = changed({"国有资产.机要通信用车.数量": 2, "国有资产.百万元设备": 1})["国有资产"]
    assert str(made["车辆总数"]) == "5" and str(made["百万元设备"]) == "1"
    assert [(kind["名称"], str(kind["数量"])) for kind in made["车辆"]] == [("机要通信用车", "2"), ("应急保障用车", "3")]
    assert len(made["全部车辆"]) == 8
    assert not words()["国有资产"]["车辆总数"] and words()["国有资产"]["车辆"] == []


def test_a_typed_zero_is_a_figure_with_its_cell_and_a_blank_is_none() -> None:
    made = words(fields={"国有资产.机要通信用车.数量": 0})["国有资产"]
    assert made["车辆总数"].value == 0 and len(made["车辆总数"].inputs) == 1
    assert [kind["数量"].value for kind in made["全部车辆"]].count(None) == 7


def test_general_spending_of_layouts_that_tell_it() -> None:
    made = words(fields={"一般性支出.会议费": "1.5", "一般性支出.会议人数": 30, "一般性支出.会议内容": "年会。"})["一般性支出"]
    assert (str(made["会议费"]), str(made["会议人数"]), made["会议内容"], made["培训费"].known) == ("1.50", "30", "年会", False)


# ---- the department ----------------------------------------------------------------------------------------------

def test_the_names_of_the_department() -> None:
    unit = BASE["单位"]
    assert (unit.全称, unit.简称, unit.名称, unit.表名) == ("样例市档案局",) * 4
    assert (unit.年度, unit.上年度, unit.汇总, unit.公开日期) == (2023, 2022, False, "2024年10月30日")


@pytest.mark.parametrize(("full", "name"), [("样例市档案局", "样例市档案局（汇总）"), ("样例市档案局（汇总）", "样例市档案局（汇总）")])
def test_a_consolidated_report_says_so_once(full: str, name: str) -> None:
    unit = changed({"基本信息.汇总": "是", "基本信息.单位全称": full})["单位"]
    assert unit.名称 == name and unit.汇总 is True


def test_the_printed_name_of_the_tables_is_the_clerks() -> None:
    unit = changed({"基本信息.公开表所印名称": "档案局本级", "基本信息.单位简称": "档案局"})["单位"]
    assert (unit.表名, unit.简称) == ("档案局本级", "档案局")


@pytest.mark.parametrize(("rows", "listed", "below"), [
    ([], ["样例市档案局"], []),
    ([("样例市档案局", "本级")], ["样例市档案局"], []),
    ([("乙馆", "下属单位"), ("样例市档案局", "本级"), ("丙馆", "下属单位")], ["样例市档案局（本级）", "乙馆", "丙馆"], ["乙馆", "丙馆"]),
    ([("样例市档案局（本级）", "本级"), ("乙馆", "下属单位")], ["样例市档案局（本级）", "乙馆"], ["乙馆"])])
def test_the_units_of_the_report(rows: list[tuple[str, str]], listed: list[str], below: list[str]) -> None:
    made = changed(rows={"机构与单位": [{"单位名称": name, "层级": level} for name, level in rows]})
    assert made["决算单位"] == listed and made["下属单位"] == below


def test_people_are_counted_and_the_retired_added_up() -> None:
    made = words(fields={"机构与单位.编制人数": 40, "机构与单位.离休人数": 2, "机构与单位.退休人数": 9})["人员"]
    assert (str(made["编制人数"]), str(made["离退休人数"])) == ("40", "11") and len(made["离退休人数"].inputs) == 2
    assert words()["人员"]["离退休人数"].value is None


def test_duties_are_paragraphs_and_pending_in_a_draft() -> None:
    made = changed(rows={"主要职责": [{"内容": "（一）宣传；\n（二）维权。"}, {"内容": "（三）其他。"}]})
    assert made["主要职责"] == ["（一）宣传；", "（二）维权。", "（三）其他。"]
    assert words()["主要职责"] == [] and words(draft=True)["主要职责"] == [PENDING]


def test_key_work_is_numbered_by_subject() -> None:
    made = words(rows={"重点工作事项": [{"重要事项": "甲", "工作内容及目标": "一"}, {"重要事项": "甲", "工作内容及目标": "二"}, {"重要事项": "乙"}],
                       "重点工作概述": [{"类型": "小标题", "内容": "一、开展"}, {"内容": "第一段\n第二段"}]})
    assert [(row["序号"], row["工作内容及目标"]) for row in made["重点工作事项"]] == [(1, "一"), (1, "二"), (2, "")]
    assert [(row["内容"], row["小标题"]) for row in made["重点工作概述"]] == [("一、开展", True), ("第一段", False), ("第二段", False)]


def test_terms_explain_the_items_that_were_used() -> None:
    made = BASE["科目名词"]
    assert [row["编码"] for row in made] == ["2012901", "2012902", "2080505", "2120899", "2230299"]
    assert made[0]["名称"] == "一般公共服务支出（类）群众团体事务（款）行政运行（项）"
    assert all(row["解释"] and not row["解释"].endswith("。") for row in made)


def test_the_workbooks_own_explanation_wins() -> None:
    made = changed(rows={"名词解释": [{"名词": "行政运行", "解释": "本局的解释。"}, {"名词": "“三公”经费", "解释": "另说"}]})
    assert "行政运行" not in [row["项"] for row in made["科目名词"]]
    assert made["补充名词"][0] == {"名词": "行政运行", "解释": "本局的解释"}
    assert made["固定名词"]("三公经费") is False and made["固定名词"]("年初结转和结余") is True


def test_a_renamed_item_is_not_explained_by_the_subject_of_the_same_code() -> None:
    made = words(tables={"支出": {"2012901": {"科目名称": "新设事务", "基本支出": "1"}}})["科目名词"]
    assert made[0]["解释"] == "反映新设事务方面的支出"


def test_a_draft_knows_that_it_is_one() -> None:
    assert words(draft=True)["草稿"] is True and BASE["草稿"] is False


def test_a_date_is_printed_without_leading_zeros() -> None:
    assert changed({"基本信息.公开日期": date(2024, 9, 5)})["单位"].公开日期 == "2024年9月5日"
