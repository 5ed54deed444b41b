"""Transfers between the units: checked against both sides, then taken out of income and spending alike."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from merging_units import figures, save, unit
from openpyxl import load_workbook

from generator.merging.command import write_form
from generator.merging.merge import merge
from generator.merging.offset_file import SHEET, read_offsets, write_offset_form
from generator.merging.offsets import Offset, Transfer
from generator.model import Text
from generator.money import MoneyUnit
from generator.tables.books import make_books

HEAD = unit("甲局", rows={"机构与单位": [{"单位名称": "甲局", "层级": "本级"}, {"单位名称": "乙院", "层级": "下属单位"}]}, tables={
    "收入": {"2012901": {"财政拨款收入": "100"}, "2012999": {"附属单位上缴收入": "8"}},
    "支出": {"2012901": {"基本支出": "60"}, "2012999": {"对附属单位补助支出": "30"}}}, fields={"上年数.收入总计": "90"})
BELOW = unit("乙院", tables={
    "收入": {"2060301": {"上级补助收入": "30", "事业收入": "5"}},
    "支出": {"2060301": {"基本支出": "25", "上缴上级支出": "8"}}})
GRANT = Offset("甲局", "乙院", Transfer.GRANT, Decimal(30), "2012999", "2060301")
REMITTANCE = Offset("乙院", "甲局", Transfer.REMITTANCE, Decimal(8))


def test_transfers_leave_nothing_on_either_side():
    merged, findings = merge([HEAD, BELOW], [GRANT, REMITTANCE])
    found = figures(make_books(merged.accounts))
    assert not [key for key in found if {"上级补助收入", "附属单位上缴收入", "对附属单位补助支出", "上缴上级支出"} & set(key)]
    assert found["T1", "income_total"] == 105 and found["T1", "expenditure_total"] == 85
    assert found["T2", "2060301", "本年收入合计"] == 5 and found["T3", "206", "本年支出合计"] == 25
    assert ("T3", "2012999", "本年支出合计") not in found
    assert {finding.code for finding in findings} == {"M024", "M025"}


def test_part_of_a_transfer_leaves_the_rest_and_says_so():
    merged, findings = merge([HEAD, BELOW], [Offset("甲局", "乙院", Transfer.GRANT, Decimal(10), "2012999", "2060301")])
    assert figures(make_books(merged.accounts))["T1", "上级补助收入"] == 20
    assert "M044" in {finding.code for finding in findings}


@pytest.mark.parametrize(("offset", "code", "words"), [
    (Offset("甲局", "乙院", Transfer.GRANT, Decimal("30.01"), "2012999", "2060301"), "M043", ["乙院", "30.01", "30.00", "0.01"]),
    (Offset("甲局", "乙院", Transfer.GRANT, Decimal(1), "2012901", "2060301"), "M043", ["甲局", "支出", "2012901"]),
    (Offset("甲局", "丙站", Transfer.GRANT, Decimal(1)), "M041", ["丙站"]),
    (Offset("甲局", "甲局", Transfer.GRANT, Decimal(1)), "M041", ["甲局"]),
    (Offset("乙院", "甲局", Transfer.GRANT, Decimal(1)), "M042", ["乙院", "对附属单位补助支出"]),
])
def test_both_sides_are_checked_first(offset, code, words):
    merged, findings = merge([HEAD, BELOW], [offset])
    assert merged is None and code in {finding.code for finding in findings}
    assert all(word in "\n".join(finding.message for finding in findings) for word in words)


def test_transfers_of_one_subject_count_together():
    half = Offset("甲局", "乙院", Transfer.GRANT, Decimal(16), "2012999", "2060301")
    merged, findings = merge([HEAD, BELOW], [half, half])
    assert merged is None and {finding.difference for finding in findings} == {2}


def filled(path: Path, rows: list[list[object]], unit_name: str = "元") -> Path:
    write_offset_form(path, ["甲局", "乙院"])
    book = load_workbook(path)
    sheet = book[SHEET]
    sheet["B3"] = unit_name
    for number, row in enumerate(rows, 5):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    book.save(path)
    return path


def test_the_form_comes_back(tmp_path):
    path = filled(tmp_path / "内部往来.xlsx", [["甲局", "乙院", "上级补助", 2012999, "2060301", 300000], ["乙院", "甲局", "上缴上级支出", None, None, "80,000.50"]])
    offsets, findings = read_offsets(path)
    assert findings == ()
    assert [(one.payer, one.payee, one.kind, one.amount, one.payer_code, one.payee_code) for one in offsets] == [
        ("甲局", "乙院", Transfer.GRANT, 30, "2012999", "2060301"), ("乙院", "甲局", Transfer.REMITTANCE, Decimal("8.00005"), "", "")]
    assert str(offsets[1].source) == "内部往来!F6"
    merged, _ = merge([HEAD, BELOW], [*offsets[:1]])
    assert merged.accounts.unit is MoneyUnit.WAN and "上级补助收入" not in merged.accounts.tables["收入"].lines[-1].amounts


def test_an_empty_form_has_no_transfers(tmp_path):
    write_offset_form(tmp_path / "a.xlsx")
    write_offset_form(tmp_path / "b.xlsx")
    offsets, findings = read_offsets(tmp_path / "a.xlsx")
    assert offsets == () and [finding.code for finding in findings] == ["M046"], "somebody forgot to save it"
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_remark_about_an_amount_does_not_lose_the_transfer(tmp_path):
    offsets, findings = read_offsets(filled(tmp_path / "往来.xlsx", [["甲局", "乙院", "上级补助", None, None, "20万元"], ["合计", None, None, None, None, 200000]]))
    assert [one.amount for one in offsets] == [20] and [finding.code for finding in findings] == ["R029"]


def test_a_wrong_subject_is_told_the_right_one():
    _, findings = merge([HEAD, BELOW], [Offset("甲局", "乙院", Transfer.GRANT, Decimal(1), "2012998", "2060301")])
    assert [finding.message.partition("相差")[2] for finding in findings] == [" 1.00。这一栏有数的科目是 2012999"]


def test_what_is_left_is_told_in_the_money_of_the_department():
    _, findings = merge([replace(HEAD, unit=MoneyUnit.YUAN), BELOW], [])
    assert "（万元）" in next(finding.message for finding in findings if finding.code == "M044")


@pytest.mark.parametrize(("row", "words"), [
    (["甲局", "乙院", "拨款", None, None, 1], ["C5", "拨款"]), (["甲局", None, "上级补助", None, None, 1], ["B5", "收款单位"]),
    (["甲局", "乙院", "上级补助", None, None, "三十"], ["F5"]), (["甲局", "乙院", "上级补助", None, None, -5], ["F5", "大于 0"]),
    (["甲局", "乙院", "上级补助", None, None, None], ["F5", "金额没有填"]),
])
def test_a_wrong_row_is_named(tmp_path, row, words):
    offsets, findings = read_offsets(filled(tmp_path / "往来.xlsx", [row]))
    assert offsets == () and len(findings) == 1
    assert all(word in findings[0].message for word in words)


def test_a_form_without_unit_or_a_file_that_is_none(tmp_path):
    assert "金额单位" in read_offsets(filled(tmp_path / "往来.xlsx", [], ""))[1][0].message
    (tmp_path / "坏.xlsx").write_bytes(b"no")
    assert read_offsets(tmp_path / "坏.xlsx")[1][0].code == "M040"


def test_what_is_left_names_the_units():
    _, findings = merge([HEAD, BELOW], [REMITTANCE])
    told = next(finding.message for finding in findings if finding.code == "M044")
    assert "对附属单位补助支出 30.00（甲局 30.00）" in told and "上级补助收入 30.00（乙院 30.00）" in told


def test_one_side_alone_is_noted():
    alone = unit("丙站", tables={"收入": {"2060301": {"上级补助收入": "7"}}})
    _, findings = merge([unit("甲局"), alone])
    told = {finding.code: finding.message for finding in findings}
    assert "M044" not in told and "上级补助收入 7.00（丙站 7.00）" in told["M045"] and "对附属单位补助支出 没有数" in told["M045"]


def test_the_form_shows_what_the_units_have(tmp_path):
    paths = [save(replace(one, fields={**one.fields, "基本信息.版式": Text("wuhan-2023")}), tmp_path) for one in (HEAD, BELOW)]
    outcome = write_form(tmp_path / "内部往来.xlsx", paths)
    assert outcome.written, outcome.findings
    book = load_workbook(tmp_path / "内部往来.xlsx")
    assert book[SHEET]["B3"].value == "万元", "the money of the units"
    rows = list(book["各单位的数"].iter_rows(min_row=3, values_only=True))
    assert ("甲局", "支出", "对附属单位补助支出", "2012999", 30, "上级补助") in rows
    assert ("乙院", "收入", "上级补助收入", "2060301", 30, "上级补助") in rows and len(rows) == 4
    assert read_offsets(tmp_path / "内部往来.xlsx")[0] == ()


def test_units_of_one_short_name_are_told_apart():
    """Both are the 服务中心: the transfer is that of the one which is named, and is checked against its own accounts."""
    received = {"收入": {"2060301": {"上级补助收入": "30"}}}
    units = [HEAD, unit("乙局服务中心", tables=received, fields={"基本信息.单位简称": "服务中心"}), unit("丙局服务中心", fields={"基本信息.单位简称": "服务中心"})]
    merged, findings = merge(units, [Offset("甲局", "乙局服务中心", Transfer.GRANT, Decimal(30), "2012999")])
    assert merged is not None, findings
    assert ("T1", "上级补助收入") not in figures(make_books(merged.accounts))
    told = next(finding.message for finding in findings if finding.code == "M013")
    assert "乙局服务中心.xlsx" in told and "丙局服务中心.xlsx" in told
    merged, findings = merge(units, [Offset("甲局", "丙局服务中心", Transfer.GRANT, Decimal(30), "2012999", "2060301")])
    assert merged is None and {finding.code for finding in findings} == {"M043"}
    assert "M041" in {finding.code for finding in merge(units, [Offset("甲局", "服务中心", Transfer.GRANT, Decimal(30), "2012999")])[1]}
