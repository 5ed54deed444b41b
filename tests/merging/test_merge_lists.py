"""Lists side by side with their unit, and texts that nobody can add."""

from __future__ import annotations

from merging_units import unit

from generator.merging.merge import merge
from generator.merging.texts import LONGEST, Part, listed
from generator.model import Text

PROJECT = {"项目名称": "日常经费", "全年预算数": "10", "决算数": "9", "自评": "是"}
EVALUATION = {"项目名称": "日常经费", "预算数": "10", "执行数": "9", "执行分值": 20, "产出分值": 80}
INDICATOR = {"项目名称": "日常经费", "一级指标": "产出指标", "三级指标": "次数", "得分": 80}


def column(accounts, sheet, key):
    return [row.text(key) for row in accounts.rows[sheet]]


def test_projects_keep_their_unit_and_their_indicators():
    rows = {"项目支出": [PROJECT], "项目绩效自评": [EVALUATION], "项目绩效指标": [INDICATOR]}
    merged, findings = merge([unit("甲局", rows=rows, fields={"基本信息.单位简称": "局本级"}), unit("乙院", rows=rows)])
    accounts = merged.accounts
    names = ["日常经费（局本级）", "日常经费（乙院）"]
    assert [column(accounts, sheet, "项目名称") for sheet in rows] == [names] * 3
    assert column(accounts, "项目支出", "实施单位") == ["局本级", "乙院"] and column(accounts, "项目绩效自评", "填报单位") == ["甲局", "乙院"]
    assert [row.amount("决算数").value for row in accounts.rows["项目支出"]] == [9, 9], "projects are listed, not added"
    assert [row.count("得分").value for row in accounts.rows["项目绩效指标"]] == [80, 80], "scores are never added"
    assert {"M030"} <= {finding.code for finding in findings}


def test_other_projects_keep_their_names():
    other = {**PROJECT, "项目名称": "专项经费", "实施单位": "院办"}
    accounts = merge([unit("甲局", rows={"项目支出": [PROJECT]}), unit("乙院", rows={"项目支出": [other]})])[0].accounts
    assert column(accounts, "项目支出", "项目名称") == ["日常经费", "专项经费"]
    assert column(accounts, "项目支出", "实施单位") == ["甲局", "院办"]


def test_reasons_are_listed_unit_by_unit_and_marked():
    reason = "三公经费.公务接待费.与预算差异原因"
    subject = {"一般公共预算": {"2012901": {"基本支出": "5", "差异原因": "人员增加"}}}
    other = {"一般公共预算": {"2012901": {"基本支出": "5", "差异原因": "退休"}}}
    merged, findings = merge([unit("甲局", tables=subject, fields={reason: "压减", "变动原因.收支总计": "同样"}), unit("乙院"),
                              unit("丙站", tables=other, fields={reason: "节约", "变动原因.收支总计": "同样"})])
    accounts = merged.accounts
    assert accounts.text(reason) == "【待核】甲局：压减\n丙站：节约"
    assert accounts.text("变动原因.收支总计") == "【待核】同样"
    assert accounts.tables["一般公共预算"].lines[0].row.text("差异原因") == "【待核】甲局：人员增加\n丙站：退休"
    told = "\n".join(finding.message for finding in findings if finding.code == "M031")
    assert "三公经费" in told and "收支总计" in told and "一般公共预算" in told


def test_duties_are_the_heads_and_uses_go_by_code():
    uses = [{"科目编码": "201", "科目名称": "一般公共服务支出", "主要用途": "工资"}]
    first = unit("甲局", rows={"主要职责": [{"内容": "管理"}], "各类用途": uses})
    second = unit("乙院", rows={"主要职责": [{"内容": "研究"}], "各类用途": [{**uses[0], "主要用途": "办公"}]})
    merged, findings = merge([first, second])
    assert column(merged.accounts, "主要职责", "内容") == ["管理"]
    assert column(merged.accounts, "各类用途", "主要用途") == ["【待核】甲局：工资\n乙院：办公"]
    assert "M032" in {finding.code for finding in findings}


def test_key_work_says_whose_it_is():
    units = [unit(name, rows={"重点工作概述": [{"内容": f"{name}一"}, {"内容": f"{name}二"}]}) for name in ("甲局", "乙院")]
    assert column(merge(units)[0].accounts, "重点工作概述", "内容") == ["【待核】甲局：甲局一", "甲局二", "【待核】乙院：乙院一", "乙院二"]


def test_terms_stand_once():
    units = [unit(name, rows={"名词解释": [{"名词": "专项", "解释": text}]}) for name, text in (("甲局", "一"), ("乙院", "二"))]
    merged, findings = merge(units)
    assert column(merged.accounts, "名词解释", "解释") == ["一"] and "M034" in {finding.code for finding in findings}


def test_controlled_costs_add_up_by_name():
    rows = {"绩效基础数据": [{"项目": "会议费", "决算数": "3"}, {"项目": "培训费", "决算数": "1"}]}
    merged = merge([unit("甲局", rows=rows), unit("乙院", rows={"绩效基础数据": [{"项目": "会议费", "决算数": "2", "预算数": "4"}]})])[0]
    assert [(row.text("项目"), row.amount("决算数").value) for row in merged.accounts.rows["绩效基础数据"]] == [("会议费", 5), ("培训费", 1)]


def test_what_does_not_fit_into_a_cell_is_told():
    findings = []
    text = listed([Part(f"单位{number}", Text(f"{number}" * 9_000)) for number in range(5)], "变动原因", findings)
    assert text is not None and len(text.value) < LONGEST + 100 and text.value.endswith("（还有 2 个单位的文字没有列出）")
    assert [finding.code for finding in findings] == ["M033"]
    assert listed([Part("甲", Text("  "))], "变动原因", findings) is None


def test_matters_of_one_name_stay_those_of_their_unit():
    matter = {"重要事项": "党建", "工作内容及目标": "目标", "完成情况": "完成"}
    units = [unit("甲局", rows={"重点工作事项": [matter]}), unit("乙院", rows={"重点工作事项": [matter, {**matter, "重要事项": "治水"}]})]
    assert column(merge(units)[0].accounts, "重点工作事项", "重要事项") == ["党建（甲局）", "党建（乙院）", "治水"]


def test_two_hundred_units_are_told_in_a_line_each_kind():
    rows = {"项目支出": [PROJECT], "重点工作概述": [{"内容": "一"}]}
    _, findings = merge([unit("甲局", rows=rows), *(unit(f"第{number}小学", rows=rows) for number in range(1, 200))])
    told = [finding.message for finding in findings]
    assert len(told) < 10 and all(len(message) < 250 for message in told)
    assert any("日常经费" in message and "等 200 个" in message for message in told)


def test_whatever_is_taken_from_the_head_is_told():
    _, findings = merge([unit("甲局", fields={"机构与单位.内设机构": "三科一室"}), unit("乙院", fields={"机构与单位.内设机构": "两科"})])
    assert [finding.message for finding in findings if finding.code == "M032"] == ["机构与单位的内设机构取自本级（甲局.xlsx）"]
