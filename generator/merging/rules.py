"""What becomes of every cell of the standard workbook when units are merged: one decision for each figure.

A sheet that is not named here has not been decided: `field_rule` and `table_rule` raise KeyError, and a test asks for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from generator.workbook.schema import Item
from generator.workbook.schema.money_sheets import FUNDS
from generator.workbook.styles import FIGURES


class Rule(StrEnum):
    """How a field or a table is merged."""

    ADD = "相加"
    SETTLED = "相加，没有填的取推算数"
    OFFICE = "相加，行政和参公单位没有填的取公用经费合计"
    SAME = "各单位必须相同"
    HEAD = "取自本级"
    LIST = "逐个单位列出，待核"
    SUBJECTS = "按科目相加"
    ITEMS = "按项目名称相加"
    CODES = "按科目列出，待核"
    BESIDE = "逐行并列"
    UNITS = "单位名单"
    TERMS = "合并，同名的取其一"
    DROP = "不合并"


#: Figures of forms and matrices, by sheet …
FIGURE_SHEETS: Mapping[str, Rule] = {
    "机构与单位": Rule.ADD, "结转结余": Rule.ADD, "三公经费": Rule.ADD, "上年数": Rule.ADD, "机关运行经费": Rule.ADD,
    "政府采购": Rule.ADD, "国有资产": Rule.ADD, "一般性支出": Rule.ADD, "绩效基础数据": Rule.ADD,
}
#: … but for these. What one unit typed and another left to be derived must not be lost.
EXCEPTIONS: Mapping[str, Rule] = {
    "基本信息.决算年度": Rule.SAME,
    "机关运行经费.决算数": Rule.OFFICE,
    **{f"结转结余.{fund}.{key}": Rule.SETTLED for fund in FUNDS for key in ("年初结转和结余", "本年收入", "年末结转和结余")},
}
#: Texts, dates and choices of forms and matrices.
TEXTS: Mapping[str, Rule] = {
    "基本信息": Rule.HEAD, "机构与单位.内设机构": Rule.HEAD,
}
#: Sheets that are tables.
TABLES: Mapping[str, Rule] = {
    "收入": Rule.SUBJECTS, "支出": Rule.SUBJECTS, "一般公共预算": Rule.SUBJECTS, "政府性基金": Rule.SUBJECTS,
    "国有资本经营": Rule.SUBJECTS, "基本支出经济分类": Rule.SUBJECTS,
    "总表印数": Rule.DROP,  # what the units' official tables print: a merged one prints other figures
    "主要职责": Rule.HEAD, "机构与单位": Rule.UNITS, "各类用途": Rule.CODES, "项目支出": Rule.BESIDE,
    "整体绩效自评": Rule.BESIDE, "整体绩效指标": Rule.BESIDE, "项目绩效自评": Rule.BESIDE, "项目绩效指标": Rule.BESIDE,
    "绩效基础数据": Rule.ITEMS, "自评报告": Rule.BESIDE, "重点工作概述": Rule.BESIDE, "重点工作事项": Rule.BESIDE,
    "名词解释": Rule.TERMS,
}
#: Sheets where a blank is unknown, not nothing: a sum without it is not the sum.
UNKNOWN_WHERE_BLANK = frozenset({"上年数"})


def field_rule(key: str, item: Item) -> Rule:
    """How form cell `key` is merged. Raises KeyError where that is not decided."""
    sheet = key.split(".")[0]
    if item.kind not in FIGURES:
        return TEXTS.get(key) or TEXTS.get(sheet, Rule.LIST)
    return EXCEPTIONS.get(key) or FIGURE_SHEETS[sheet]


def table_rule(sheet: str) -> Rule:
    """How the table of `sheet` is merged. Raises KeyError where that is not decided."""
    return TABLES[sheet]
