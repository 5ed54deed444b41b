"""Accounts in memory, laid out like the standard workbook, for tests of whatever stands on `Accounts`.

`accounts(**base())` is a consistent department with everything: other income, three funds, balances, 三公, projects.
Amounts are written as the clerk types them, in `unit`; subject tables start in row 6, code in A, name in B.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from generator.figures.registry import Desk
from generator.layouts import load_layout
from generator.model import Accounts, Amount, Count, Day, Line, Row, Source, SubjectTable, Text, Value
from generator.money import MoneyUnit, to_wan
from generator.subjects import ECONOMIC, FUNCTIONAL, catalogue
from generator.tables.books import Books, make_books
from generator.workbook.schema import SHEETS, Item, Kind
from generator.workbook.schema.kinds import Sheet

FIRST_ROW = 6


def accounts(*, unit: MoneyUnit = MoneyUnit.WAN, year: int = 2023, tables: Mapping[str, Any] | None = None,
             fields: Mapping[str, Any] | None = None, rows: Mapping[str, Any] | None = None) -> Accounts:
    """`tables`: sheet -> code -> column -> value (a list of (code, columns) where a code stands twice);

    `fields`: key -> value; `rows`: sheet -> list of column -> value. Keys as in `Accounts`.
    """
    places, kinds = _field_places()
    filled: dict[str, Value] = {}
    for key, raw in (fields or {}).items():
        value = _value(raw, kinds[key], places[key], unit)
        if value is not None:
            filled[key] = value
    subject_tables = {sheet.name: _subject_table(sheet, (tables or {}).get(sheet.name, {}), unit)
                      for sheet in SHEETS if sheet.table is not None and sheet.table.catalogue}
    row_tables = {sheet.name: _rows(sheet, (rows or {}).get(sheet.name, []), unit)
                  for sheet in SHEETS if sheet.table is not None and not sheet.table.catalogue}
    return Accounts("样例.xlsx", unit, year, "sample", filled, row_tables, subject_tables, places)


def books(**parts: Any) -> Books:
    """The nine tables of `accounts(**parts)`."""
    return make_books(accounts(**parts))


def desk(*, layout: str = "wuhan-2023", draft: bool = False, **parts: Any) -> Desk:
    """What the figures are computed from, for `accounts(**parts)` in a layout of templates/."""
    return Desk(books(**parts), load_layout(layout), draft)


def cell_of(table: str, column: str, index: int) -> str:
    """The cell of `column` in line `index` (0 is the first) of a table sheet, as `Source` prints it."""
    sheet = next(sheet for sheet in SHEETS if sheet.name == table)
    return f"{table}!{_letter(sheet, column)}{FIRST_ROW + index}"


def _letter(sheet: Sheet, column: str) -> str:
    assert sheet.table is not None
    return _column_name([item.key for item in sheet.table.columns].index(column))


def _column_name(index: int) -> str:
    return ("" if index < 26 else chr(ord("A") + index // 26 - 1)) + chr(ord("A") + index % 26)


def _field_places() -> tuple[dict[str, Source], dict[str, Item]]:
    places: dict[str, Source] = {}
    kinds: dict[str, Item] = {}
    for sheet in SHEETS:
        for number, (key, item) in enumerate(sheet.fields(), start=4):
            places[key], kinds[key] = Source(sheet.name, f"C{number}", "样例.xlsx"), item
    return places, kinds


def _value(raw: Any, item: Item, source: Source, unit: MoneyUnit) -> Value | None:
    if raw is None or raw == "":
        return None
    if item.kind is Kind.MONEY:
        return Amount(to_wan(Decimal(raw), unit), (source,))
    if item.kind in (Kind.COUNT, Kind.SCORE):
        return Count(Decimal(raw), source)
    return Day(raw, source) if isinstance(raw, date) else Text(str(raw), source)


def _row(sheet: Sheet, raw: Mapping[str, Any], number: int, unit: MoneyUnit) -> Row:
    assert sheet.table is not None
    values: dict[str, Value] = {}
    for item in sheet.table.columns:
        value = _value(raw.get(item.key), item, Source(sheet.name, f"{_letter(sheet, item.key)}{number}"), unit)
        if value is not None:
            values[item.key] = value
    return Row(Source(sheet.name, f"A{number}"), values)


def _rows(sheet: Sheet, raw: list[Mapping[str, Any]], unit: MoneyUnit) -> tuple[Row, ...]:
    return tuple(_row(sheet, one, FIRST_ROW + index, unit) for index, one in enumerate(raw))


def _subject_table(sheet: Sheet, raw: Any, unit: MoneyUnit) -> SubjectTable:
    assert sheet.table is not None
    names = catalogue(ECONOMIC if sheet.table.catalogue == "经济分类" else FUNCTIONAL)
    pairs = list(raw.items()) if isinstance(raw, Mapping) else list(raw)
    lines = []
    for index, (code, columns) in enumerate(pairs):
        subject = names.get(code)
        name = columns.get("科目名称", subject.name if subject else "" if code else "合计")
        row = _row(sheet, {"科目编码": code, "科目名称": name, **columns}, FIRST_ROW + index, unit)
        lines.append(Line(code, name, {k: v for k, v in row.values.items() if isinstance(v, Amount)}, row))
    return SubjectTable(sheet.name, tuple(item.key for item in sheet.table.columns if item.kind is Kind.MONEY),
                        tuple(lines))


def base() -> dict[str, Any]:
    """A fresh copy of the consistent department; change what the test is about."""
    return copy.deepcopy({"tables": _TABLES, "fields": _FIELDS, "rows": _ROWS})


_TABLES: dict[str, Any] = {
    "收入": {
        "": {"本年收入合计": "790", "财政拨款收入": "720", "事业收入": "50", "其他收入": "20"},
        "201": {"本年收入合计": "550", "财政拨款收入": "500", "事业收入": "50"},
        "20129": {"本年收入合计": "550", "财政拨款收入": "500", "事业收入": "50"},
        "2012901": {"本年收入合计": "300", "财政拨款收入": "300"},
        "2012902": {"本年收入合计": "250", "财政拨款收入": "200", "事业收入": "50"},
        "2080505": {"财政拨款收入": "80", "其他收入": "20"},
        "2120899": {"财政拨款收入": "100"},
        "2230299": {"财政拨款收入": "40"},
    },
    "支出": {
        "": {"本年支出合计": "785", "基本支出": "410", "项目支出": "375"},
        "201": {"本年支出合计": "555", "基本支出": "310", "项目支出": "245"},
        "20129": {"本年支出合计": "555", "基本支出": "310", "项目支出": "245"},
        "2012901": {"本年支出合计": "310", "基本支出": "310"},
        "2012902": {"本年支出合计": "245", "项目支出": "245"},
        "2080505": {"基本支出": "100"},
        "2120899": {"项目支出": "90"},
        "2230299": {"项目支出": "40"},
    },
    "一般公共预算": {
        "": {"小计": "570", "基本支出": "380", "项目支出": "190", "年初预算数": "560"},
        "201": {"小计": "490", "基本支出": "300", "项目支出": "190", "年初预算数": "480"},
        "20129": {"小计": "490", "基本支出": "300", "项目支出": "190"},
        "2012901": {"小计": "300", "基本支出": "300", "年初预算数": "280", "差异原因": "人员增加"},
        "2012902": {"小计": "190", "项目支出": "190", "年初预算数": "200", "差异原因": "压减项目支出"},
        "2080505": {"基本支出": "80", "年初预算数": "80"},
    },
    "政府性基金": {
        "": {"年初结转和结余": "20", "本年收入": "100", "小计": "90", "项目支出": "90", "年末结转和结余": "30"},
        "212": {"年初结转和结余": "20", "本年收入": "100", "小计": "90", "项目支出": "90", "年末结转和结余": "30"},
        "2120899": {"年初结转和结余": "20", "本年收入": "100", "小计": "90", "项目支出": "90", "年末结转和结余": "30"},
    },
    "国有资本经营": {
        "": {"合计": "40", "项目支出": "40"},
        "2230299": {"合计": "40", "项目支出": "40"},
    },
    "基本支出经济分类": {
        "301": {"决算数": "300"}, "30101": {"决算数": "200"}, "30102": {"决算数": "100"},
        "302": {"决算数": "65"}, "30201": {"决算数": "50"}, "30217": {"决算数": "5"}, "30231": {"决算数": "10"},
        "310": {"决算数": "15"}, "31002": {"决算数": "15"},
    },
    "总表印数": {"201": {"公开01表": "555", "公开04表一般公共预算": "490"}, "212": {"公开04表政府性基金": "90"},
             "223": {"公开04表国有资本经营": "40"}},
}
_GENERAL, _FUND, _CAPITAL = "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"
_FIELDS: dict[str, Any] = {
    "基本信息.单位全称": "样例市档案局", "基本信息.汇总": "否", "基本信息.决算年度": 2023, "基本信息.金额单位": "元",
    "基本信息.版式": "sample", "基本信息.单位性质": "行政单位", "基本信息.公开日期": date(2024, 10, 30),
    "结转结余.使用非财政拨款结余": "10", "结转结余.年初结转和结余": "60", "结转结余.结余分配": "5", "结转结余.年末结转和结余": "70",
    f"结转结余.{_GENERAL}.年初结转和结余": "30", f"结转结余.{_GENERAL}.本年收入": "580", f"结转结余.{_GENERAL}.年末结转和结余": "40",
    f"结转结余.{_FUND}.年初结转和结余": "20", f"结转结余.{_FUND}.本年收入": "100", f"结转结余.{_FUND}.年末结转和结余": "30",
    f"结转结余.{_CAPITAL}.本年收入": "40",
    "三公经费.公务用车购置费.预算数": "20", "三公经费.公务用车购置费.决算数": "18", "三公经费.公务用车购置费.上年决算数": "0",
    "三公经费.公务用车购置费.与预算差异原因": "招标节约", "三公经费.公务用车购置费.与上年差异原因": "更新车辆一辆",
    "三公经费.公务用车运行维护费.预算数": "14", "三公经费.公务用车运行维护费.决算数": "12", "三公经费.公务用车运行维护费.上年决算数": "12",
    "三公经费.公务用车运行维护费.与预算差异原因": "节约用车",
    "三公经费.公务接待费.预算数": "6", "三公经费.公务接待费.决算数": "6", "三公经费.公务接待费.上年决算数": "7",
    "三公经费.公务接待费.与上年差异原因": "厉行节约",
    "三公经费.公务用车购置数": 1, "三公经费.公务用车保有量": 3, "三公经费.公务接待批次": 10, "三公经费.公务接待人次": 80,
    "三公经费.外事接待费": "1", "三公经费.其他接待.金额": "6",
    "上年数.收入总计": "900", "上年数.本年收入合计": "800", "上年数.本年支出合计": "780", "上年数.财政拨款总计": "775",
    f"上年数.{_GENERAL}收入": "580", f"上年数.{_FUND}收入": "100", f"上年数.{_CAPITAL}收入": "0",
    f"上年数.{_GENERAL}支出": "560", f"上年数.{_FUND}支出": "90", f"上年数.{_CAPITAL}支出": "0",
    "变动原因.收支总计": "项目减少", "变动原因.本年收入": "事业收入减少", "变动原因.本年支出": "人员经费增加", "变动原因.财政拨款总计": "压减支出",
    "绩效概况.结果应用": "与下年预算安排挂钩",
    f"变动原因.{_CAPITAL}收入": "新增项目", f"变动原因.{_GENERAL}支出": "人员增加", f"变动原因.{_CAPITAL}支出": "新增项目",
    "机关运行经费.决算数": "80", "机关运行经费.年初预算数": "85", "机关运行经费.上年决算数": "90", "机关运行经费.变动原因": "压减办公费",
    "政府采购.货物支出": "30", "政府采购.服务支出": "70", "政府采购.中小企业": "60", "政府采购.小微企业": "20",
    "政府采购.货物中小企业": "25", "政府采购.服务中小企业": "35",
    "国有资产.应急保障用车.数量": 3,
}
_SCORES = {"执行分值": 20, "产出分值": 40, "产出得分": 38, "效益分值": 30, "效益得分": 30, "满意度分值": 10, "满意度得分": 10}
_ROWS: dict[str, Any] = {
    "主要职责": [{"内容": "负责全市档案工作。"}],
    "机构与单位": [{"单位名称": "样例市档案局", "层级": "本级", "单位性质": "行政单位"}],
    "项目支出": [
        {"项目名称": "档案数字化", "科目编码": "2012902", "全年预算数": "130", "决算数": "120"},
        {"项目名称": "档案宣传", "科目编码": "2012902", "资金来源": "一般公共预算", "全年预算数": "70", "决算数": "70"},
        {"项目名称": "库房建设", "科目编码": "2120899", "资金来源": "政府性基金预算", "全年预算数": "100", "决算数": "90"},
    ],
    "整体绩效自评": [{"单位名称": "样例市档案局", "填报日期": date(2024, 3, 1), "预算数": "600", "执行数": "570", **_SCORES}],
    "整体绩效指标": [],
    "项目绩效自评": [{"项目名称": "档案数字化", "预算数": "130", "执行数": "120", "执行分值": 20, "产出分值": 60, "产出得分": 55,
                "效益分值": 20, "效益得分": 20}],
    "项目绩效指标": [
        {"项目名称": "档案数字化", "一级指标": "产出指标", "三级指标": "扫描页数", "分值": 40, "得分": 35},
        {"项目名称": "档案数字化", "一级指标": "产出指标", "三级指标": "合格率", "分值": 20, "得分": 20},
        {"项目名称": "档案数字化", "一级指标": "效益指标", "三级指标": "查档人次", "分值": 20, "得分": 20},
    ],
}
