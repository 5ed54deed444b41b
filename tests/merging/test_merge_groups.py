"""Merging a part of the units first gives the same workbook: figures, lists, and texts that still name every unit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from merging_units import HEAD_KIND, unit

from generator.merging.content import content_of
from generator.merging.merge import merge

NAMES = ("甲局（本级）", "乙院", "丙站", "丁所")
LIST = [{"单位名称": name, "层级": "下属单位" if number else "本级", "单位性质": HEAD_KIND} for number, name in enumerate(NAMES)]


def one(name, number):
    """A unit whose projects, matters and texts clash with those of the others."""
    rows = {
        "项目支出": [{"项目名称": "日常经费", "决算数": str(number)}, {"项目名称": f"专项{number}", "决算数": "2"}],
        "项目绩效自评": [{"项目名称": "日常经费", "预算数": "10"}],
        "项目绩效指标": [{"项目名称": "日常经费", "一级指标": "产出指标", "三级指标": "次数", "得分": 80}],
        "整体绩效自评": [{"单位名称": name, "执行数": "3"}],
        "重点工作概述": [{"内容": f"{name}一"}, {"内容": f"{name}二"}],
        "重点工作事项": [{"重要事项": "党建", "工作内容及目标": f"目标{number}", "完成情况": "完成"}, {"重要事项": f"事项{number}", "完成情况": "完成"}],
        "名词解释": [{"名词": "专项", "解释": "一"}],
        "各类用途": [{"科目编码": "201", "科目名称": "一般公共服务支出", "主要用途": f"用途{number}"}],
        "主要职责": [{"内容": "管理"}],
    }
    subject = {"2012901": {"基本支出": "5", "年初预算数": "4", "差异原因": f"人员增加{number}\n一是：退休"}}
    fields = {"变动原因.收支总计": f"原因{number}", "变动原因.本年收入": "同样", "三公经费.公务接待费.决算数": "1.5", "三公经费.公务接待批次": number,
              "上年数.收入总计": "7", "政府采购.货物支出": "3", "国有资产.百万元设备": 2, "机构与单位.在职人数": 5}
    if number != 2:
        fields["三公经费.公务接待费.与预算差异原因"] = f"压减{number}"
    return unit(name, rows={**rows, **({"机构与单位": LIST} if not number else {})}, tables={"一般公共预算": subject}, fields=fields)


UNITS = tuple(one(name, number) for number, name in enumerate(NAMES))


def in_order(rows):
    """The rows whatever the order of the units: a group stands together."""
    return sorted(([(key, sorted(value.replace("【待核】", "").splitlines()) if isinstance(value, str) else value) for key, value in sorted(row.items())]
                   for row in rows), key=str)


def merged(*units):
    result, findings = merge(units)
    assert result is not None, findings
    return result.accounts


@pytest.mark.parametrize("group", [(1, 2), (2, 1), (1, 3), (2, 3), (1, 2, 3)])
def test_a_group_of_subordinates_gives_the_same_workbook(group):
    together = content_of(merged(*UNITS))
    inner = replace(merged(*(UNITS[number] for number in group)), file="组.xlsx")
    rest = [UNITS[number] for number in range(1, 4) if number not in group]
    found = content_of(merged(UNITS[0], inner, *rest))
    assert in_order([found.fields]) == in_order([together.fields])
    for sheet in together.rows:
        assert in_order(found.rows[sheet]) == in_order(together.rows[sheet]), sheet


def test_a_group_with_the_head_gives_the_same_workbook():
    together = content_of(merged(*UNITS))
    inner = merged(*UNITS[:3])
    found = content_of(merged(replace(inner, file="组.xlsx"), UNITS[3]))
    assert found.fields == together.fields
    assert found.rows == together.rows


def test_texts_of_a_group_still_name_every_unit():
    inner = merged(*UNITS[1:3])
    accounts = merged(UNITS[0], inner, UNITS[3])
    assert accounts.text("变动原因.收支总计") == "【待核】甲局（本级）：原因0\n乙院：原因1\n丙站：原因2\n丁所：原因3"
    assert accounts.text("变动原因.本年收入") == "【待核】同样"
    assert accounts.tables["一般公共预算"].lines[0].row.text("差异原因").splitlines() == [
        "【待核】甲局（本级）：人员增加0", "一是：退休", "乙院：人员增加1", "一是：退休", "丙站：人员增加2", "一是：退休", "丁所：人员增加3", "一是：退休"]
