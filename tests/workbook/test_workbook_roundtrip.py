"""What is written is read back the same."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from workbook_samples import BASICS, filled_content, read, write

from generator.model import Amount, Count, Day, Text
from generator.money import MoneyUnit
from generator.workbook.cells import tidy
from generator.workbook.read import read_workbook
from generator.workbook.schema import SHEETS, Kind, all_fields
from generator.workbook.template import Content

EXAMPLES = {
    Kind.MONEY: Decimal("12.34"), Kind.COUNT: 7, Kind.SCORE: Decimal("9.5"), Kind.TEXT: "文字", Kind.LONG: "一\n二",
    Kind.DATE: date(2024, 2, 29), Kind.CODE: "2012901",
}


def test_filled_workbook_reads_without_findings(tmp_path: Path) -> None:
    accounts, findings = read(write(tmp_path / "w.xlsx"))
    assert findings == ()
    assert (accounts.year, accounts.unit, accounts.layout) == (2023, MoneyUnit.WAN, "样式")
    assert accounts.text("基本信息.单位全称") == "某某局"
    assert accounts.day("基本信息.公开日期") == date(2024, 10, 30)
    assert accounts.text("机构与单位.内设机构") == "办公室\n财务科"
    amount = accounts.amount("三公经费.公务接待费.决算数")
    assert amount is not None and amount.value == Decimal("1.23")
    assert str(amount.sources[0]) == str(accounts.places["三公经费.公务接待费.决算数"])
    assert amount.sources[0].file == "w.xlsx"
    assert [row.text("主要成效") for row in accounts.rows["项目支出"]] == ["=好\n第二段"]
    assert accounts.rows["项目支出"][0].text("项目名称") == "A & B <项目>"


def test_subject_lines_have_names_and_only_given_amounts(tmp_path: Path) -> None:
    accounts, _ = read(write(tmp_path / "w.xlsx"))
    lines = accounts.tables["收入"].lines
    assert [(line.code, line.name, line.level) for line in lines] == [
        ("2012901", "行政运行", 3), ("2080505", "机关事业单位基本养老保险缴费支出", 3)]
    assert {key: amount.value for key, amount in lines[0].amounts.items()} == {
        "财政拨款收入": Decimal("163.81"), "其他收入": Decimal("0.19")}
    assert [line.code for line in accounts.tables["基本支出经济分类"]] == ["30101", "30201", "30301"]
    assert accounts.tables["一般公共预算"].lines[0].row.text("差异原因") == "人员增加"


def test_every_field_and_column_comes_back(tmp_path: Path) -> None:
    def example(kind: Kind, choices: tuple[str, ...]) -> object:
        return choices[0] if kind is Kind.CHOICE else EXAMPLES[kind]

    fields = {key: example(item.kind, item.choices) for key, item in all_fields()}
    fields |= {"基本信息.决算年度": 2022, "基本信息.金额单位": "元"}
    rows = {sheet.name: [{item.key: example(item.kind, item.choices) for item in sheet.table.columns}]
            for sheet in SHEETS if sheet.table}
    rows["基本支出经济分类"] = [{"科目编码": "30101", "科目名称": "工资", "决算数": Decimal("12.34")}]
    accounts, findings = read(write(tmp_path / "w.xlsx", Content(fields, rows)))
    assert findings == ()
    assert set(accounts.fields) == set(fields) == set(accounts.places)
    for key, item in all_fields():
        _same(accounts.fields[key], fields[key], item.kind)
    for sheet in SHEETS:
        if sheet.table is None:
            continue
        table = accounts.tables.get(sheet.name)
        row = table.lines[0].row if table else accounts.rows[sheet.name][0]
        for item in sheet.table.columns:
            if item.kind is not Kind.CODE:
                _same(row.values[item.key], rows[sheet.name][0][item.key], item.kind)


def _same(value: object, written: object, kind: Kind) -> None:
    match value:
        case Amount(number):
            assert number == Decimal(str(written)) / 10_000
        case Count(number):
            assert number == Decimal(str(written))
        case Text(text):
            assert text == written
        case Day(day):
            assert day == written
        case _:
            pytest.fail(f"{kind}: {value!r}")


AMOUNTS = st.decimals(min_value=-10**9, max_value=10**9, places=2)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), max_size=60)


@settings(max_examples=4, deadline=None, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(AMOUNTS, min_size=40, max_size=40), st.lists(TEXTS, min_size=40, max_size=40),
       st.sampled_from(list(MoneyUnit)))
def test_any_amount_and_text(tmp_path: Path, amounts: list[Decimal], texts: list[str], unit: MoneyUnit) -> None:
    rows = [{"项目名称": f"项目{index}", "决算数": amount, "主要成效": text}
            for index, (amount, text) in enumerate(zip(amounts, texts, strict=True))]
    path = write(tmp_path / "w.xlsx", Content({**BASICS, "基本信息.金额单位": unit.value}, {"项目支出": rows}))
    accounts, findings = read(path)
    assert findings == ()
    factor = 10_000 if unit is MoneyUnit.YUAN else 1
    got = accounts.rows["项目支出"]
    assert [row.values["决算数"].value * factor for row in got] == amounts  # type: ignore[union-attr]
    assert [row.text("主要成效") for row in got] == [tidy(text) for text in texts]


def test_same_content_same_bytes(tmp_path: Path) -> None:
    digests = {hashlib.sha256(write(tmp_path / name, filled_content()).read_bytes()).hexdigest() for name in ("a.xlsx", "b.xlsx")}
    assert len(digests) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_empty_workbook_asks_for_what_is_required(tmp_path: Path) -> None:
    accounts, findings = read_workbook(write(tmp_path / "w.xlsx", Content()))
    assert accounts is None
    assert {finding.code for finding in findings} == {"R040"}
    assert [finding.message for finding in findings] == [
        "基本信息!B8（是否汇总）没有填写", "基本信息!B10（金额单位）没有填写", "基本信息!B12（单位性质）没有填写"]


def test_blank_tables_are_empty_and_blank_fields_absent(tmp_path: Path) -> None:
    accounts, findings = read(write(tmp_path / "w.xlsx", Content(BASICS)))
    assert findings == ()
    assert not any(accounts.tables.values())
    assert not any(accounts.rows.values())
    assert set(accounts.fields) <= {f"基本信息.{key}" for key in ("单位全称", "汇总", "决算年度", "金额单位", "版式", "单位性质")}


def test_unknown_keys_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="餐费"):
        write(tmp_path / "w.xlsx", Content({"三公经费.餐费": 1}))
    with pytest.raises(ValueError, match="餐费"):
        write(tmp_path / "w.xlsx", Content(rows={"收入": [{"餐费": 1}]}))
    assert list(tmp_path.iterdir()) == []


def test_long_text_is_refused_not_cut(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="longer than"):
        write(tmp_path / "w.xlsx", filled_content(**{"绩效概况.评价情况": "长" * 32_768}))
