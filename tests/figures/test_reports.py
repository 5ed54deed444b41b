"""What some layouts add: the self-evaluation report as text, 基础数据表, funds by source, 其他事项."""

from __future__ import annotations

from typing import Any

from accounts_builder import base, desk

from generator.figures.registry import vocabulary


def words(**parts: Any) -> dict[str, Any]:
    return dict(vocabulary(desk(**parts)))


def with_rows(sheet: str, rows: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    parts = base()
    parts["rows"][sheet] = rows
    parts["fields"] |= fields
    return words(**parts)


def test_a_report_is_its_paragraphs_with_their_kinds() -> None:
    made = with_rows("自评报告", [{"类型": "一级标题", "内容": "一、基本情况"}, {"内容": "甲。\n\n乙。"}])["自评报告"]
    assert [(part["类型"], part["内容"], part["标题"]) for part in made[0]["段"]] == [
        ("一级标题", "一、基本情况", True), ("正文", "甲。", False), ("正文", "乙。", False)]
    assert len(made) == 1 and made[0]["名称"] == "" and words(**base())["自评报告"] == []


def test_several_reports_are_parted_by_their_names_and_a_blank_name_is_the_one_above() -> None:
    made = with_rows("自评报告", [{"报告名称": "甲", "内容": "一"}, {"内容": "二"}, {"报告名称": "乙", "内容": "三"}])["自评报告"]
    assert [(one["名称"], [part["内容"] for part in one["段"]]) for one in made] == [("甲", ["一", "二"]), ("乙", ["三"])]


def test_base_data_takes_people_and_three_public_from_their_own_sheets() -> None:
    made = with_rows("绩效基础数据", [{"项目": "公用经费", "级次": "二级", "上年决算数": "9.5", "决算数": "0"}],
                     **{"机构与单位.编制人数": 8, "机构与单位.在职人数": 6})["绩效基础数据"]
    assert made["有"] and (str(made["编制人数"]), str(made["在职人数"]), str(made["人员控制率"])) == ("8", "6", "75.00%")
    row = made["经费"][0]
    assert (row["项目"], row["级次"], str(row["上年决算数"]), str(row["预算数"]), str(row["决算数"])) == ("公用经费", 2, "9.50", "", "0")
    total = vocabulary(desk(**base()))["三公"]["合计"]
    assert made["三公"]["合计"]["决算数"].value == total.value


def test_base_data_has_no_rate_of_nothing() -> None:
    made = with_rows("绩效基础数据", [], **{"绩效基础数据.批复规模": 0, "绩效基础数据.实际规模": 0, "绩效基础数据.预算投资": "200",
                                      "绩效基础数据.实际投资": "180"})["绩效基础数据"]
    assert (made["规模控制率"], str(made["投资控制率"]), made["人员控制率"]) == ("", "90.00%", "")
    assert not words(**base())["绩效基础数据"]["有"]


def test_what_is_not_carried_over_or_other_money_is_this_years_appropriation() -> None:
    row = {"项目名称": "档案数字化", "预算数": "130", "执行数": "120", "年初预算数": "100", "上年结转预算数": "30", "上年结转执行数": "25"}
    made = with_rows("项目绩效自评", [row])["项目自评"][0]
    assert [(source["名称"], str(source["年初数"]), str(source["预算数"]), str(source["执行数"]), str(source["执行率"]))
            for source in made["来源"]] == [
        ("当年财政拨款", "100.00", "100.00", "95.00", "95.00%"), ("上年结转", "", "30.00", "25.00", "83.33%"), ("其他资金", "", "", "", "")]
    assert str(made["年初预算数"]) == "100.00"


def test_kinds_of_funds_and_results_of_an_overall_evaluation() -> None:
    row = {"单位名称": "样例市档案局", "预算数": "600", "执行数": "570", "执行分值": 10, "来源一般公共预算": "600", "来源政府性基金": "0",
           "年度目标": "目标", "完成情况": "甲。\n乙。"}
    made = with_rows("整体绩效自评", [row])["整体自评"][0]
    assert [(source["名称"], str(source["金额"])) for source in made["来源"]] == [
        ("一般公共预算", "600.00"), ("政府性基金", "0"), ("专户非税收入", ""), ("其他资金", "")]
    assert made["完成情况"] == ["甲。", "乙。"] and str(made["执行得分"]) == "9.5" and made["总分值"] == "100"


def test_other_matters_and_problems_are_paragraphs() -> None:
    parts = base()
    parts["fields"] |= {"其他事项.其他事项": "甲。\n乙。", "绩效概况.存在问题": "一是……\n二是……"}
    made = words(**parts)
    assert made["其他事项"] == ["甲。", "乙。"] and made["绩效"]["存在问题"] == ["一是……", "二是……"]
    assert made["绩效"]["项目资金"].value == 280


def test_shares_of_three_public_are_of_its_total() -> None:
    made = words(**base())["三公"]
    shares = [made[label].占比 for label in ("出国", "车辆", "接待")]
    assert sum(share.ratio for share in shares if share is not None) == 1
