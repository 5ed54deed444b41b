"""The formulas of the workbook, calculated by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from workbook_samples import column_of, filled_content, read, row_of, write

from generator.workbook.template import Content

SOFFICE = shutil.which("soffice")
CALC = SOFFICE is not None and (Path(SOFFICE).resolve().parent / "libsclo.so").exists()


def _calculated(folder: Path, *paths: Path) -> list[Path]:
    assert SOFFICE
    target = folder / "calculated"
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
               "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target), *map(str, paths)]
    subprocess.run(command, check=False, capture_output=True, timeout=120)
    return [target / path.name for path in paths]


def _formula_values(original: Path, calculated: Path) -> Iterator[tuple[str, object]]:
    before, after = load_workbook(original), load_workbook(calculated, data_only=True)
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield f"{sheet.title}!{cell.coordinate}", after[sheet.title][cell.coordinate].value


def _value(sheet: Worksheet, row: str, column: str) -> object:
    return sheet.cell(row_of(sheet, row), column_of(sheet, column)).value


@pytest.mark.skipif(not CALC, reason="没有 LibreOffice Calc，不能重算工作簿的公式")
def test_libreoffice_calculates_everything_without_errors(tmp_path: Path) -> None:
    content = filled_content()
    rows = {**content.rows, "收入": [
        {"科目编码": "2010000", "本年收入合计": 164}, {"科目编码": "20129", "本年收入合计": 164},
        content.rows["收入"][0], {**content.rows["收入"][1], "科目编码": 2080505}, {"科目编码": "合计", "本年收入合计": 184}]}
    filled = write(tmp_path / "filled.xlsx", Content(content.fields, rows))
    empty = write(tmp_path / "empty.xlsx", Content())
    blank, done = _calculated(tmp_path, empty, filled)

    shown = {place: value for place, value in _formula_values(empty, blank) if value not in (None, "")}
    names = {place for place in shown if place.startswith("基本支出经济分类!B")}
    notes = {place for place, value in shown.items() if str(value).startswith("单位：")}
    missing = {place for place, value in shown.items() if value == "缺必填项"}
    about = {place for place, value in shown.items() if value in ("某某局", 2023)}
    assert set(shown) == names | notes | missing | about, "an empty workbook shows no zeros and no errors"
    assert len(missing) == 1 and len(about) == 2 and len(notes) >= 12 and len(names) > 100

    values = dict(_formula_values(filled, done))
    assert not [place for place, value in values.items() if str(value).startswith(("#", "Err:"))]
    book = load_workbook(done, data_only=True)
    income = book["收入"]
    assert income["I3"].value == "单位：万元"
    assert (income["B5"].value, income["C5"].value, income["D5"].value) == ("合计", 184, 183.81)
    assert [income.cell(row, 2).value for row in range(6, 10)] == [
        "一般公共服务支出", "群众团体事务", "行政运行", "机关事业单位基本养老保险缴费支出"]
    assert income["C8"].value == 164 and income["C9"].value == 20
    economic = book["基本支出经济分类"]
    assert [economic[f"C{row}"].value for row in (5, 6, 7)] == [105.5, 65.5, 40]
    assert _value(economic, "301", "决算数") == 60 and _value(economic, "302", "决算数") == 40
    index = {row[1].value: row[3].value for row in book["填报说明"].iter_rows(min_row=19)}
    assert index["基本信息"] == index["收入"] == index["基本支出经济分类"] == "已填" and not index["名词解释"]

    before, _ = read(filled)
    after, findings = read(done)
    assert findings == ()
    assert after.fields.keys() == before.fields.keys()
    assert [(line.code, line.name, {key: amount.value for key, amount in line.amounts.items()})
            for line in after.tables["收入"]] == [
        (line.code, line.name, {key: amount.value for key, amount in line.amounts.items()})
        for line in before.tables["收入"]]
    assert after.rows == before.rows or [row.text("主要成效") for row in after.rows["项目支出"]] == ["=好\n第二段"]
