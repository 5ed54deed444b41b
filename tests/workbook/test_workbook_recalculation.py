"""The formulas of the workbook, calculated by LibreOffice: sums, names, checks, progress and conditional colours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from help_samples import WRONG, right_content, wrong_content
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from recalculated import calculated, formula_values, ignores_extensions, needs_calc
from workbook_samples import column_of, filled_content, read, row_of, write

from generator.workbook.schema import BALANCE_SHEET, GUIDE_SHEETS, PROGRESS_SHEET
from generator.workbook.template import Content

pytestmark = [needs_calc, ignores_extensions]
SCRATCH = "AZ"  # a column that no sheet uses, for the formulas of conditional formats


@dataclass(frozen=True, slots=True)
class Recalculated:
    """The file as written, as calculated, and the latter opened."""

    original: Path
    path: Path
    book: Workbook


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Recalculated]:
    folder = tmp_path_factory.mktemp("recalculation")
    content = filled_content()
    rows = {**content.rows, "收入": [
        {"科目编码": "2010000", "本年收入合计": 164}, {"科目编码": "20129", "本年收入合计": 164},
        content.rows["收入"][0], {**content.rows["收入"][1], "科目编码": 2080505}, {"科目编码": "合计", "本年收入合计": 184}]}
    made = {"filled": Content(content.fields, rows), "empty": Content(), "right": right_content(), "wrong": wrong_content()}
    originals = [write(folder / f"{name}.xlsx", given) for name, given in made.items()]
    _spell_out_colours(originals[-1])
    done = calculated(folder, *originals)
    return {name: Recalculated(original, path, load_workbook(path, data_only=True))
            for name, original, path in zip(made, originals, done, strict=True)}


#: Cells of the wrong workbook by sheet, row label and column, and whether they are coloured.
COLOURED = {
    ("支出", "20129011", "科目编码 *"): "FFC7CE", ("一般公共预算", "2012902", "科目编码 *"): "FFC7CE",
    ("一般公共预算", "2012902", "差异原因"): "FFEB9C", ("一般公共预算", "2012901", "差异原因"): "",
    ("收入", "201", "财政拨款收入"): "FFC7CE", ("收入", "201", "本年收入合计"): "FFC7CE",
    ("收入", "2012900", "财政拨款收入"): "EDEDED", ("收入", "合计", "其他收入"): "FFC7CE", ("收入", "合计", "财政拨款收入"): "EDEDED",
    ("收入", "2012901", "财政拨款收入"): "", ("变动原因", "本年支出合计", "填写内容"): "FFEB9C",
    ("变动原因", "本年收入合计", "填写内容"): "", ("整体绩效指标", "某某局", "得分"): "FFC7CE",
}


def _spell_out_colours(path: Path) -> None:
    """Write the conditional formats of the cells in COLOURED as ordinary formulas beside them, first fill first."""
    book = load_workbook(path)
    for place in COLOURED:
        sheet, cell = book[place[0]], _cell(book, *place)
        said = '""'
        rules = [(rule, found) for found in sheet.conditional_formatting for rule in found.rules if cell.coordinate in found
                 and rule.type == "expression" and rule.dxf.fill is not None]
        for rule, found in sorted(rules, key=lambda item: -item[0].priority):
            origin = str(found.sqref).split(":")[0]
            formula = Translator(f"={rule.formula[0]}", origin).translate_formula(cell.coordinate)
            said = f'IF({formula[1:]},"{rule.dxf.fill.bgColor.rgb[-6:]}",{said})'
        sheet[f"{SCRATCH}{cell.row + 40 * cell.column}"] = f"={said}"
    book.save(path)


def _cell(book: Workbook, sheet: str, label: str, column: str):  # type: ignore[no-untyped-def]
    worksheet = book[sheet]
    texts = [[str(cell.value) for cell in row] for row in worksheet.iter_rows(max_row=60)]
    row = next(index for index, values in enumerate(texts, 1) if label in values)
    header = next(values for values in texts if column in values)
    return worksheet.cell(row, header.index(column) + 1)


def _value(sheet: Worksheet, row: str, column: str) -> object:
    return sheet.cell(row_of(sheet, row), column_of(sheet, column)).value


def _results(book: Workbook) -> dict[str, str]:
    """The last column of 勾稽核对 by the text of each line."""
    return {str(row[0].value): str(row[7].value or "") for row in book[BALANCE_SHEET].iter_rows(min_row=5) if row[7].value}


def _progress(book: Workbook) -> dict[str, tuple[object, object]]:
    """State and first hint of each sheet in 填报进度."""
    rows = book[PROGRESS_SHEET].iter_rows(min_row=6, max_row=60)
    return {str(row[1].value): (row[6].value, row[7].value) for row in rows if row[0].value and row[1].value}


def test_no_formula_ends_in_an_error(books: dict[str, Recalculated]) -> None:
    for name, item in books.items():
        values = dict(formula_values(item.original, item.book))
        assert not [(name, place, value) for place, value in values.items() if str(value).startswith(("#", "Err:"))]


def test_an_empty_workbook_shows_nothing(books: dict[str, Recalculated]) -> None:
    empty = books["empty"]
    shown = {place: value for place, value in formula_values(empty.original, empty.book)
             if value not in (None, "") and place.split("!")[0] not in GUIDE_SHEETS}
    names = {place for place in shown if place.startswith("基本支出经济分类!B")}
    notes = {place for place, value in shown.items() if str(value).startswith("单位：")}
    assert set(shown) == names | notes, "an empty workbook shows no zeros and no errors"
    assert len(notes) >= 12 and len(names) > 100

    balance = empty.book[BALANCE_SHEET]
    figures = [cell.coordinate for row in balance.iter_rows(min_row=5) for cell in row if isinstance(cell.value, int | float)]
    assert figures == [] and balance["A4"].value == "还没有数可以核对"
    assert set(_results(empty.book).values()) - {"结果", "原因"} == {"未填"}
    progress = _progress(empty.book)
    assert progress["基本信息"][0] == "缺 3 项" and str(progress["基本信息"][1]).startswith("是否汇总")
    assert progress["收入"][0] == "缺（未填）" and progress["支出"][0] == "可不填" and progress["名词解释"][0] == "看版式需要"


def test_sums_and_names(books: dict[str, Recalculated]) -> None:
    book = books["filled"].book
    income = book["收入"]
    assert income["I3"].value == "单位：万元"
    assert (income["B5"].value, income["C5"].value, income["D5"].value) == ("合计（自动）", 184, 183.81)
    assert [income.cell(row, 2).value for row in range(6, 10)] == [
        "一般公共服务支出", "群众团体事务", "行政运行", "机关事业单位基本养老保险缴费支出"]
    assert income["C8"].value == 164 and income["C9"].value == 20
    economic = book["基本支出经济分类"]
    assert [economic[f"C{row}"].value for row in (5, 6, 7)] == [105.5, 65.5, 40]
    assert _value(economic, "301", "决算数") == 60 and _value(economic, "302", "决算数") == 40
    index = {row[1].value: row[3].value for row in book["填报说明"].iter_rows(min_row=24)}
    assert index["收入"] == index["基本支出经济分类"] == "已填" and index["名词解释"] == "看版式需要"


def test_the_calculated_workbook_reads_the_same(books: dict[str, Recalculated]) -> None:
    before, _ = read(books["filled"].original)
    after, findings = read(books["filled"].path)
    assert findings == ()
    assert after.fields.keys() == before.fields.keys()
    assert [(line.code, line.name, {key: amount.value for key, amount in line.amounts.items()})
            for line in after.tables["收入"]] == [
        (line.code, line.name, {key: amount.value for key, amount in line.amounts.items()})
        for line in before.tables["收入"]]
    assert after.rows == before.rows or [row.text("主要成效") for row in after.rows["项目支出"]] == ["=好\n第二段"]


def test_right_figures_agree(books: dict[str, Recalculated]) -> None:
    book = books["right"].book
    results = _results(book)
    assert not {text: result for text, result in results.items()
                if result.startswith(("差", "超", "请核对", "类级", "款级", "合计差", "缺")) or result.endswith("边未填") or "无法" in result}
    assert str(book[BALANCE_SHEET]["A4"].value).startswith("没有不平的，平 ")
    assert results["收入：财政拨款收入"] == "平" and results["支出：基本支出"] == "已合计", "pasted subtotals are not added"
    assert results["收、支总计"] == "已写原因"
    assert book[PROGRESS_SHEET]["G4"].value == "已填", [row for row in _progress(book).items() if "缺" in str(row[1][0])]


def test_wrong_figures_are_named(books: dict[str, Recalculated]) -> None:
    book = books["wrong"].book
    results = _results(book)
    found = {start: next(result for text, result in results.items() if text.startswith(start)) for start in WRONG}
    assert found == WRONG
    summary = str(book[BALANCE_SHEET]["A4"].value)
    assert summary.startswith("不平 ") and "请核对 " in summary
    assert book["填报说明"]["B7"].value == summary
    assert results["本年收入合计"] == "缺上年数" and results["本年支出合计"] == "缺原因"
    progress = _progress(book)
    assert progress["上年数"] == ("缺 1 项", "本年收入合计：取自上年公开表；上年没有的填 0")
    assert progress["变动原因"][0] == "缺 1 项" and progress["项目支出"][0] == "缺 1 项"
    note = str(_value(book["变动原因"], "本年支出合计", "填写说明"))
    assert note.startswith("本年 ") and note.endswith("；请写原因")


def test_tail_differences_are_allowed_in_wan_only(books: dict[str, Recalculated]) -> None:
    results = _results(books["filled"].book)
    assert results["收入：本年收入合计"] == "平"
    economic = next(result for text, result in results.items() if text.startswith("公开06表人员经费"))
    assert economic == "差 5.50"


def test_cells_are_coloured_as_they_are_typed(books: dict[str, Recalculated]) -> None:
    book, original = books["wrong"].book, load_workbook(books["wrong"].original)
    got = {}
    for place in COLOURED:
        cell = _cell(original, *place)
        got[place] = book[place[0]][f"{SCRATCH}{cell.row + 40 * cell.column}"].value or ""
    assert got == COLOURED
