"""Reading workbooks as clerks leave them."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook
from workbook_samples import changed, column_of, found, read, row_of, write

from generator.model import Severity
from generator.workbook import problems
from generator.workbook.problems import PROBLEMS
from generator.workbook.read import read_workbook


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "w.xlsx")


def _set(sheet: str, cell: str, value: object) -> Callable[[Workbook], None]:
    def change(workbook: Workbook) -> None:
        workbook[sheet][cell] = value  # type: ignore[assignment]
    return change


@pytest.mark.parametrize(("sheet", "cell", "value", "code"), [
    ("收入", "D6", "一百", "R020"), ("收入", "A6", "2012", "R025"), ("收入", "D7", "=1/0", "R027"),
    ("三公经费", "B14", "两个", "R021"), ("基本信息", "B13", "去年", "R023"), ("基本信息", "B12", "机关", "R024"),
    ("项目支出", "A5", None, "R041"), ("结转结余", "B7", "#REF!", "R026"),
    ("基本信息", "B5", None, "R040"), ("收入", "A6", "2999999", "R031"),
])
def test_each_mistake_is_found_at_its_cell(path: Path, sheet: str, cell: str, value: object, code: str) -> None:
    _, findings = read_workbook(changed(path, _set(sheet, cell, value)))
    assert (code, f"{sheet}!{cell}") in found(findings)
    assert len(findings) == 1
    assert findings[0].severity is Severity.ERROR and findings[0].hint and cell in findings[0].message


@pytest.mark.parametrize(("cell", "value", "code"), [("B9", 1923, "R042"), ("B9", None, "R040"), ("B10", "千元", "R024")])
def test_without_year_or_unit_there_are_no_accounts(path: Path, cell: str, value: object, code: str) -> None:
    accounts, findings = read_workbook(changed(path, _set("基本信息", cell, value)))
    assert accounts is None
    assert found(findings) == [(code, f"基本信息!{cell}")]


def test_a_row_of_amounts_without_code(path: Path) -> None:
    accounts, findings = read(changed(path, _set("收入", "D9", 12)))
    assert found(findings) == [("R030", "收入!A9")]
    assert len(accounts.tables["收入"].lines) == 2


def test_pasted_official_table_keeps_its_subtotals(path: Path) -> None:
    pasted = [
        ("栏次", None, 1, 2), ("合计", None, 184, 183.81), (2010000, "一般公共服务支出", 164, 163.81),
        ("20129", "  群众团体事务", 164, 163.81), (2012901, "  行政运行", 164, 163.81),
        ("208", "社会保障和就业支出", 20, 20), ("208 05", "养老", 20, 20), ("2080505", None, "20.00", "20"),
        ("注：本表反映单位本年度取得的各项收入情况", None, None, None), ("人员经费合计", None, 3, 3),
    ]

    def paste(workbook: Workbook) -> None:
        for row, values in enumerate(pasted, 6):
            for column, value in enumerate(values, 1):
                workbook["收入"].cell(row, column).value = value  # type: ignore[union-attr]

    accounts, findings = read(changed(path, paste))
    assert findings == ()
    lines = accounts.tables["收入"].lines
    assert [(line.code, line.level) for line in lines] == [
        ("", 0), ("201", 1), ("20129", 2), ("2012901", 3), ("208", 1), ("20805", 2), ("2080505", 3)]
    assert [line.name for line in lines][:4] == ["合计", "一般公共服务支出", "群众团体事务", "行政运行"]
    assert lines[5].name == "养老" and lines[6].name == "机关事业单位基本养老保险缴费支出"
    assert lines[0].amounts["本年收入合计"].value == Decimal(184)


def test_our_formulas_are_not_taken_for_figures(path: Path) -> None:
    """Even with results, as Excel leaves them: totals, sums of a row, 类 rows, names."""
    def with_results(data: bytes) -> bytes:
        return data.replace(b"<v></v>", b"<v>7</v>").replace(b"<v />", b"<v>7</v>").replace(b"<v/>", b"<v>7</v>")

    before, _ = read(path)
    _rewrite(path, with_results)
    after, findings = read(path)
    assert findings == ()
    assert after.tables == before.tables and after.rows == before.rows and after.fields == before.fields


def _rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    touched = 0
    with zipfile.ZipFile(path, "w") as target:
        for name, data in parts.items():
            new = change(data) if name.startswith("xl/worksheets/sheet") else data
            touched += new != data
            target.writestr(name, new)
    assert touched


def test_a_formula_of_the_clerk_counts_with_its_result(path: Path) -> None:
    changed(path, _set("收入", "D6", "=100+63.81"))
    _rewrite(path, lambda data: data.replace(b"<f>100+63.81</f><v></v>", b"<f>100+63.81</f><v>163.81</v>")
             .replace(b"<f>100+63.81</f><v />", b"<f>100+63.81</f><v>163.81</v>")
             .replace(b"<f>100+63.81</f><v/>", b"<f>100+63.81</f><v>163.81</v>"))
    accounts, findings = read(path)
    assert findings == ()
    assert accounts.tables["收入"].lines[0].amounts["财政拨款收入"].value == Decimal("163.81")


def test_an_overwritten_name_wins(path: Path) -> None:
    accounts, _ = read(changed(path, _set("收入", "B6", "行政运行（改）")))
    assert accounts.tables["收入"].lines[0].name == "行政运行（改）"


def test_a_name_makes_an_unknown_code_good(path: Path) -> None:
    def change(workbook: Workbook) -> None:
        workbook["收入"]["A6"], workbook["收入"]["B6"] = "2999999", "新科目"  # type: ignore[assignment]

    accounts, findings = read(changed(path, change))
    assert findings == () and accounts.tables["收入"].lines[0].name == "新科目"


def test_rows_and_columns_may_be_inserted_and_moved(path: Path) -> None:
    def shift(workbook: Workbook) -> None:
        for name in ("收入", "三公经费", "基本信息", "项目支出"):
            sheet = workbook[name]
            for merged in list(sheet.merged_cells.ranges):
                sheet.unmerge_cells(str(merged))
            sheet.insert_cols(1)
            sheet.insert_rows(2, 3)
        sheet = workbook["收入"]
        first, second = column_of(sheet, "其他收入"), column_of(sheet, "经营收入")
        for row in range(1, sheet.max_row + 1):
            a, b = sheet.cell(row, first), sheet.cell(row, second)
            a.value, b.value = b.value, a.value  # type: ignore[union-attr]

    before, _ = read(path)
    after, findings = read(changed(path, shift))
    assert findings == ()
    values = [{key: amount.value for key, amount in line.amounts.items()} for line in after.tables["收入"]]
    assert values == [{key: amount.value for key, amount in line.amounts.items()} for line in before.tables["收入"]]
    assert str(after.place("三公经费.公务接待费.决算数")) == "三公经费!D12"
    assert after.amount("三公经费.公务接待费.决算数").value == Decimal("1.23")  # type: ignore[union-attr]
    assert after.text("基本信息.单位全称") == "某某局"


def test_codes_in_a_merged_group_stand_for_every_row(path: Path) -> None:
    def change(workbook: Workbook) -> None:
        sheet = workbook["重点工作事项"]
        for row, values in enumerate([("维权", "目标一", "完成"), (None, "目标二", "完成")], 5):
            for column, value in enumerate(values, 1):
                sheet.cell(row, column).value = value  # type: ignore[union-attr]
        sheet.merge_cells("A5:A6")

    accounts, findings = read(changed(path, change))
    assert findings == ()
    assert [row.text("重要事项") for row in accounts.rows["重点工作事项"]] == ["维权", "维权"]


def test_missing_and_unknown_sheets(path: Path) -> None:
    def change(workbook: Workbook) -> None:
        del workbook["变动原因"]
        del workbook["政府性基金"]
        workbook["收入"].title = "收入 "
        workbook.create_sheet("草稿")["A1"] = 1
        workbook.create_sheet("Sheet1")

    accounts, findings = read(changed(path, change))
    assert sorted(found(findings)) == [("R010", "变动原因!A1"), ("R011", "草稿!A1"), ("R069", "政府性基金!A1")]
    assert len(accounts.tables["收入"].lines) == 2 and not accounts.tables["政府性基金"]


def test_lost_labels(path: Path) -> None:
    def change(workbook: Workbook) -> None:
        sheet = workbook["收入"]
        sheet.cell(4, column_of(sheet, "经营收入")).value = "删"  # type: ignore[union-attr]
        sheet = workbook["支出"]
        sheet.cell(4, column_of(sheet, "科目编码")).value = "删"  # type: ignore[union-attr]
        workbook["名词解释"]["A4"] = workbook["名词解释"]["B4"] = "删"
        sheet = workbook["上年数"]
        sheet.cell(row_of(sheet, "基本支出"), 1).value = "删"  # type: ignore[union-attr]

    _, findings = read(changed(path, change))
    assert [finding.code for finding in findings] == ["R014", "R013", "R015", "R012"]


def test_other_version(path: Path) -> None:
    def change(workbook: Workbook) -> None:
        workbook.custom_doc_props["juesuan.version"].value = "9.0"  # type: ignore[attr-defined]

    _, findings = read(changed(path, change))
    assert [(finding.code, finding.actual) for finding in findings] == [("R008", "9.0")]


def _ole(*, encrypted: bool) -> bytes:
    content = "EncryptedPackage".encode("utf-16-le") if encrypted else b"Workbook"
    return struct.pack("<Q", 0xE11AB1A1E011CFD0) + bytes(512) + content


@pytest.mark.parametrize(("data", "problem"), [
    (None, problems.FILE_MISSING), (b"", problems.NOT_XLSX), (b"a,b\n1,2\n", problems.NOT_XLSX),
    (_ole(encrypted=False), problems.NOT_XLSX), (_ole(encrypted=True), problems.ENCRYPTED),
    (b"PK\x03\x04broken", problems.DAMAGED),
])
def test_files_that_are_no_workbooks(tmp_path: Path, data: bytes | None, problem: problems.Problem) -> None:
    path = tmp_path / "w.xlsx"
    if data is not None:
        path.write_bytes(data)
    accounts, findings = read_workbook(path)
    assert accounts is None
    assert [(finding.code, finding.hint) for finding in findings] == [(problem.code, problem.remedy)]
    assert "w.xlsx" in findings[0].message


def test_a_folder_a_document_and_a_foreign_workbook(tmp_path: Path) -> None:
    assert found(read_workbook(tmp_path)[1])[0][0] == "R002"
    with zipfile.ZipFile(tmp_path / "d.docx", "w") as package:
        package.writestr("word/document.xml", "<a/>")
    assert found(read_workbook(tmp_path / "d.docx")[1])[0][0] == "R003"
    Workbook().save(tmp_path / "f.xlsx")
    assert found(read_workbook(tmp_path / "f.xlsx")[1])[0][0] == "R007"


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_cut_off_file_is_damaged(path: Path, cut: float) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:int(len(data) * cut)])
    assert read_workbook(path)[1][0].code == "R005"


def test_broken_xml_is_damaged(path: Path) -> None:
    _rewrite(path, lambda data: data[:len(data) // 2])
    assert read_workbook(path)[1][0].code == "R017"


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package, package.open("xl/workbook.xml", "w") as part:
        for _ in range(210):
            part.write(bytes(1024 * 1024))
    assert read_workbook(path)[1][0].code == "R006"


def test_problem_codes_are_unique() -> None:
    codes = [problem.code for problem in PROBLEMS]
    assert len(set(codes)) == len(codes) and codes == sorted(codes)
    defined = {value for value in vars(problems).values() if isinstance(value, problems.Problem)}
    assert defined == set(PROBLEMS)
