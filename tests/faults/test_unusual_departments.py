"""Departments unlike the samples, in every layout: the report says what is so, in whole sentences, and nothing is left over.

Each was found by filling in a workbook as a stranger would; the report is the formal one, not a draft.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from accounts_builder import base, books

from generator.layouts import load_layout
from generator.model import Charts
from generator.report import make_report

LAYOUTS = sorted(path.parent.name for path in (Path(__file__).parents[2] / "templates").glob("*/layout.toml")
                 if path.parent.name != "共用")
FUND = "政府性基金预算财政拨款"
GENERAL = "一般公共预算财政拨款"
Parts = dict[str, Any]
_DUTY: Parts = {"主要职责": [{"内容": "负责本地有关工作。"}]}
#: What no formal report may hold, whoever fills in the workbook.
LEFT_OVER = re.compile(
    r"【待填|None|Undefined|（）|“”|(?<![\d%])-0(?:\.0+)?(?:万元|元|%)|[，。；：、][，。；、]|(?:增加|减少)0(?:\.0+)?(?:万元|元)|增加（减少）"
    r"|(?<!与)比(?:年初预算|上年|\d{4}年度)[^，。；相]{0,20}(?:持平|没有变化)|主要原因是：?[，。；]|(?<!\d)[，；、]$")


def _small() -> Parts:
    """Only 基本支出 of 一般公共预算, and nothing typed that is not there."""
    lines = {"2012601": {"基本支出": "30.32", "年初预算数": "29", "差异原因": "增人增资"}, "2210201": {"基本支出": "2.2", "年初预算数": "2.2"}}
    return {"tables": {"收入": {"2012601": {"财政拨款收入": "30.32"}, "2210201": {"财政拨款收入": "2.2"}}, GENERAL[:6]: lines,
                       "基本支出经济分类": {"30101": {"决算数": "24"}, "30113": {"决算数": "2.2"}, "30201": {"决算数": "6.32"}}},
            "fields": {**_names(), **_prior("30", "30"), "机关运行经费.年初预算数": "6.32", "机关运行经费.上年决算数": "6.32"},
            "rows": {**_DUTY, "重点工作事项": [{"重要事项": "整理", "工作内容及目标": "整理档案", "完成情况": "完成"}]}}


def _names(name: str = "样例镇档案室") -> Parts:
    return {"基本信息.单位全称": name, "基本信息.汇总": "否", "基本信息.单位性质": "行政单位"}


def _prior(total: str, fiscal: str) -> Parts:
    keys = dict.fromkeys(("收入总计", "本年收入合计", "本年支出合计", "基本支出"), total)
    funds = {f"{fund}{side}": "0" for fund in (FUND, "国有资本经营预算财政拨款") for side in ("收入", "支出")}
    fiscals = {"财政拨款总计": fiscal, f"{GENERAL}收入": fiscal, f"{GENERAL}支出": fiscal}
    reasons = {f"变动原因.{key}": "人员变动" for key in ("收支总计", "本年收入", "本年支出", "财政拨款总计", f"{GENERAL}收入", f"{GENERAL}支出")}
    return {**{f"上年数.{key}": value for key, value in {**keys, **funds, **fiscals}.items()}, **reasons}


def _only_service_income() -> Parts:
    """No 财政拨款 at all, last year neither."""
    return {"tables": {"收入": {"2100403": {"事业收入": "1234.57"}}, "支出": {"2100403": {"基本支出": "1200"}}},
            "fields": {**_names("样例区妇幼保健中心"), **_prior("1300", "0"), "基本信息.单位性质": "公益二类事业单位", "结转结余.结余分配": "34.57"},
            "rows": _DUTY}


def _only_government_fund() -> Parts:
    return {"tables": {"收入": {"2082201": {"财政拨款收入": "100.5"}}, "政府性基金": {"2082201": {"本年收入": "100.5", "项目支出": "100.5"}}},
            "fields": {**_names(), **_prior("90", "0"), "上年数.财政拨款总计": "90", f"上年数.{FUND}收入": "90", f"上年数.{FUND}支出": "90",
                       f"变动原因.{FUND}收入": "标准提高", f"变动原因.{FUND}支出": "标准提高"},
            "rows": {**_DUTY, "项目支出": [{"项目名称": "移民后扶", "资金来源": "政府性基金预算", "全年预算数": "100.5", "决算数": "100.5"}]}}


def _fund_of_last_year() -> Parts:
    """政府性基金 last year, none this year."""
    parts = _small()
    parts["fields"] |= {f"上年数.{FUND}收入": "5", f"上年数.{FUND}支出": "5", "上年数.财政拨款总计": "35", "上年数.收入总计": "35",
                        f"变动原因.{FUND}收入": "项目结束", f"变动原因.{FUND}支出": "项目结束"}
    return parts


def _new_unit() -> Parts:
    """Zero last year, no budget at the start of the year."""
    parts = _small()
    parts["fields"] |= _prior("0", "0") | {"机关运行经费.年初预算数": "0", "机关运行经费.上年决算数": "0", "三公经费.公务接待费.预算数": "0",
                                           "三公经费.公务接待费.决算数": "0.3", "三公经费.公务接待费.上年决算数": "0",
                                           "三公经费.公务接待费.与预算差异原因": "新设机构", "三公经费.公务接待费.与上年差异原因": "新设机构"}
    for line in parts["tables"]["一般公共预算"].values():
        line |= {"年初预算数": "0", "差异原因": "年中新设机构"}
    return parts


def _level() -> Parts:
    """Everything as last year and as planned."""
    parts = _small()
    parts["fields"] |= _prior("32.52", "32.52")
    parts["tables"]["一般公共预算"]["2012601"] |= {"年初预算数": "30.32"}
    return parts


def _evaluated() -> Parts:
    """A unit's evaluation without budgets of its parts; projects whose names end in digits."""
    parts: Parts = base()
    parts["rows"]["整体绩效自评"] = [{"单位名称": "样例市档案局", "基本支出总额": "380", "项目支出总额": "190", "预算数": "600", "执行数": "570",
                              "执行分值": 20}]
    parts["rows"]["项目支出"] = [{"项目名称": f"数字化0{number}", "全年预算数": "100", "决算数": "95"} for number in (1, 2)]
    parts["fields"] |= {"机构与单位.在职人数": 118, "机构与单位.行政人数": 50, "机构与单位.参公人数": 8, "机构与单位.事业人数": 60,
                        "国有资产.应急保障用车.数量": None, "国有资产.百万元设备": 2}
    return parts


DEPARTMENTS: dict[str, Callable[[], Parts]] = {
    "small": _small, "service": _only_service_income, "fund": _only_government_fund, "fund-before": _fund_of_last_year,
    "new": _new_unit, "level": _level, "evaluated": _evaluated}


@cache
def printed(department: str, layout: str) -> tuple[tuple[str, str], ...]:
    """The paragraphs of the formal report outside its tables that are not blank: style and text."""
    report = make_report(books(**DEPARTMENTS[department]()), load_layout(layout), draft=False, kind=Charts.NATIVE)
    xml = re.sub(r"<w:tbl>.*?</w:tbl>", "", report.document.document_xml(), flags=re.DOTALL)
    found = []
    for paragraph in re.findall(r"<w:p(?: [^>]*)?>(.*?)</w:p>", xml, re.DOTALL):
        text = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", paragraph))
        style = re.search(r'<w:pStyle w:val="([^"]*)"', paragraph)
        if text.strip() or "<w:drawing" in paragraph:
            found.append((style[1] if style else "", text))
    return tuple(found)


def text_of(department: str, layout: str) -> str:
    return "\n".join(text for _, text in printed(department, layout))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("department", DEPARTMENTS)
def test_nothing_is_left_over(department: str, layout: str) -> None:
    assert [text for _, text in printed(department, layout) if LEFT_OVER.search(text)] == []


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("department", DEPARTMENTS)
def test_no_heading_stands_alone(department: str, layout: str) -> None:
    """Below a heading stands a text, a picture, or a heading of a lower level (styles 1, 2, 3); tables are left out here."""
    lines = [(style, text) for style, text in printed(department, layout)] + [("1", "")]
    alone = [text for (style, text), (following, _) in itertools.pairwise(lines)
             if style in ("2", "3") and following in ("1", "2", "3") and following <= style and "表" not in text and "重点工作事项" not in text]
    assert alone == []


@pytest.mark.parametrize(("department", "layout", "words"), [
    ("fund-before", "wuhan-2023", "政府性基金预算财政拨款收入0万元，与2022年度决算数相比减少5.00万元，下降100.00%，主要原因是项目结束。"),
    ("fund-before", "wuhan-2022", "政府性基金预算财政拨款收入0万元，比2022年度决算数减少5万元。主要原因是项目结束。"),
    ("service", "wuhan-2020", "财政拨款收、支总计0万元。与2022年度相比，财政拨款收、支总计持平。"),
    ("fund", "wuhan-2022", "一般公共预算财政拨款支出0万元，占本年支出合计的0.0%。与2022年度相比，一般公共预算财政拨款支出持平。"),
    ("small", "wuhan-2023", "机关运行经费支出6.32万元，与年初预算数持平。"),
    ("small", "wuhan-2022", "机关运行经费支出6.32万元，与2022年度持平。"),
    ("small", "zhuzhou-2023", "机关运行经费支出6.32万元，与年初预算的6.32万元持平。"),
    ("level", "示例省-2024", "与2022年度相比，收入、支出总计持平"),
    ("small", "wuhan-2020", "没有需要说明的国有资产占用情况。"),
    ("evaluated", "wuhan-2023", "1. 数字化01支出95.00万元"),
    ("evaluated", "wuhan-2022", "单价100万元（含）以上设备2台（套）。"),
    ("evaluated", "wuhan-2022", "部门整体支出预算数600万元，执行数570万元（其中：基本支出380万元，项目支出190万元），执行率为95.0%。"),
    ("evaluated", "wuhan-2022", "一般公共预算财政拨款收入580万元，与2022年度决算数相比没有变化。"),
    ("evaluated", "wuhan-2020", "在职实有人数118人，其中：行政50人，参照公务员法管理8人，事业60人。"),
    # 公务用车购置费 rose by 18, 公务接待费 fell by 1: only the rise explains the rise
    ("evaluated", "wuhan-2023", "与2022年度相比，支出增加17.00万元，增长89.47%，主要原因是更新车辆一辆。"),
])
def test_the_sentence(department: str, layout: str, words: str) -> None:
    assert words in text_of(department, layout)
