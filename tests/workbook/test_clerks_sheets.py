"""Whatever a clerk does to rows, columns and sheets: read right, or said with sheet and cell."""

from __future__ import annotations

import copy

import pytest
from damaged import MAIN, Damage, cell_element, rows_of, set_value, shift
from lxml import etree

from generator.model import Accounts, Amount, Finding, Row, Value
from generator.tables.books import make_books
from generator.workbook.read import read_book

WATER, UNION = "示例-江城市水务局-2024", "武汉经开区总工会-2023"
SUBJECTS = ("收入", "支出", "一般公共预算", "政府性基金", "国有资本经营", "基本支出经济分类")
LISTS = ("项目支出", "项目绩效指标", "重点工作事项", "名词解释", "机构与单位", "主要职责")


def read(damage: Damage) -> tuple[Accounts | None, tuple[Finding, ...]]:
    return read_book(damage.book(), damage.sample.file)


def codes(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, str(finding.sources[0])) for finding in findings]


def bare(value: Value) -> object:
    return value.value


def figures(accounts: Accounts | None) -> object:
    """What was read, without the cells where it stood."""
    assert accounts is not None

    def row(line: Row) -> dict[str, object]:
        return {key: bare(value) for key, value in line.values.items()}

    return (
        {key: bare(value) for key, value in accounts.fields.items()},
        {name: [row(line) for line in rows] for name, rows in accounts.rows.items()},
        {name: sorted((line.code, line.name, sorted((key, amount.value) for key, amount in line.amounts.items()))
                      for line in table) for name, table in accounts.tables.items()})


def same(damage: Damage) -> tuple[Finding, ...]:
    accounts, findings = read(damage)
    assert figures(accounts) == figures(read(Damage(damage.sample.file.removesuffix(".xlsx")))[0])
    return findings


@pytest.mark.parametrize("sheet", [*SUBJECTS, *LISTS, "三公经费", "结转结余", "基本信息", "国有资产", "上年数"])
@pytest.mark.parametrize("before", [1, 3, 4, 6, 8])
def test_blank_rows_inserted(sheet: str, before: int) -> None:
    damage = Damage(WATER)
    shift(damage.tree(sheet), before, 3)
    assert same(damage) == ()


@pytest.mark.parametrize("sheet", SUBJECTS)
def test_rows_sorted_otherwise(sheet: str) -> None:
    damage = Damage(UNION if sheet == "支出" else WATER)
    tree = damage.tree(sheet)
    rows = [row for row in rows_of(tree) if 8 <= int(row.get("r", "0")) <= 16]
    values = [[copy.deepcopy(cell) for cell in row] for row in rows]
    for row, cells in zip(rows, reversed(values), strict=True):
        row[:] = cells
        for cell in row:
            cell.set("r", cell.get("r", "").rstrip("0123456789") + row.get("r", ""))
    assert same(damage) == ()


def test_the_header_sorted_into_the_table() -> None:
    damage = Damage(WATER)
    tree = damage.tree("收入")
    header, first, second = (next(row for row in rows_of(tree) if row.get("r") == number) for number in "467")
    for row, number in ((first, 4), (second, 5), (header, 7)):
        row.set("r", str(number))
        for cell in row:
            cell.set("r", cell.get("r", "").rstrip("0123456789") + str(number))
    tree.find(f"{{{MAIN}}}sheetData").remove(next(row for row in rows_of(tree) if row.get("r") == "5" and row is not second))  # type: ignore[union-attr]
    _, findings = read(damage)
    assert ("R066", "收入!A4") in codes(findings) and ("R066", "收入!A5") in codes(findings)


def test_columns_swapped_with_their_headers() -> None:
    damage = Damage(WATER)
    for row in rows_of(damage.tree("收入")):
        if int(row.get("r", "0")) >= 4:
            cells = {cell.get("r", "")[0]: cell for cell in row}
            if {"D", "I"} <= cells.keys():
                first, last = cells["D"], cells["I"]
                first.set("r", "I" + row.get("r", "")), last.set("r", "D" + row.get("r", ""))
                row[:] = sorted(row, key=lambda cell: cell.get("r", ""))
    assert same(damage) == ()


@pytest.mark.parametrize(("sheet", "row", "column", "label", "expected"), [
    ("收入", "科目编码", "科目编码", "财政拨款收入", "R065"), ("三公经费", "公务接待费", "决算数", "", "R064"),
])
def test_columns_and_labels_that_come_twice(sheet: str, row: str, column: str, label: str, expected: str) -> None:
    damage = Damage(WATER)
    tree = damage.tree(sheet)
    if expected == "R065":
        set_value(cell_element(tree, 4, 12), label)
        set_value(cell_element(tree, 16, 12), 5)
    else:
        shift(tree, 10, 1)
        set_value(cell_element(tree, 10, 1), row)
        set_value(cell_element(tree, 10, 3), 12345)
    _, findings = read(damage)
    assert [finding.code for finding in findings] == [expected]


def test_a_form_item_that_comes_twice() -> None:
    damage = Damage(WATER)
    tree = damage.tree("机关运行经费")
    set_value(cell_element(tree, 10, 1), "决算数")
    assert same(damage) == ()
    set_value(cell_element(tree, 10, 2), 12)
    _, findings = read(damage)
    assert codes(findings) == [("R064", "机关运行经费!B10")]


def test_a_missing_header_and_a_missing_label_are_said() -> None:
    damage = Damage(WATER)
    set_value(cell_element(damage.tree("收入"), 4, 4), "")
    set_value(cell_element(damage.tree("机关运行经费"), 5, 1), "决算")
    _, findings = read(damage)
    assert [(finding.code, finding.message) for finding in findings] == [
        ("R014", "工作表“收入”的表头中没有“财政拨款收入”列"), ("R015", "工作表“机关运行经费”中找不到“决算数”")]


def test_a_second_total_at_the_end() -> None:
    damage = Damage(UNION)
    tree = damage.tree("收入")
    for column, value in ((2, "合计"), (3, 2467.98), (4, 2467.98)):
        set_value(cell_element(tree, 40, column), value)
    assert same(damage) == ()
    set_value(cell_element(tree, 40, 3), 2476.98)
    _, findings = read(damage)
    assert codes(findings) == [("R067", "收入!C40")]


def test_a_total_below_a_list() -> None:
    damage = Damage(UNION)
    tree = damage.tree("项目支出")
    for column, value in ((1, "合计"), (5, 1867.62), (6, 1857.2)):
        set_value(cell_element(tree, 14, column), value)
    assert same(damage) == ()
    set_value(cell_element(tree, 14, 6), 1875.2)
    _, findings = read(damage)
    assert codes(findings) == [("R068", "项目支出!F14")]


def test_notes_beside_and_below_tables() -> None:
    damage = Damage(WATER)
    tree = damage.tree("收入")
    set_value(cell_element(tree, 16, 14), "已与财政对账"), set_value(cell_element(tree, 17, 15), 123.45)
    set_value(cell_element(tree, 60, 1), "注：本表反映单位本年度取得的各项收入情况"), set_value(cell_element(tree, 61, 2), "说明：无")
    set_value(cell_element(damage.tree("项目支出"), 40, 1), "备注：金额单位为元")
    assert same(damage) == ()


def test_a_paragraph_that_begins_like_a_note_is_no_note() -> None:
    damage = Damage(WATER)
    set_value(cell_element(damage.tree("主要职责"), 5, 1), "说明：本部门无下属单位")
    set_value(cell_element(damage.tree("重点工作概述"), 7, 2), "单位：全市供水企业")
    set_value(cell_element(damage.tree("重点工作概述"), 7, 1), "")
    accounts, findings = read(damage)
    assert findings == () and accounts is not None
    assert accounts.rows["主要职责"][0].text("内容") == "说明：本部门无下属单位"
    assert accounts.rows["重点工作概述"][2].text("内容") == "单位：全市供水企业"


def test_the_header_again_on_the_next_page() -> None:
    damage = Damage(UNION)
    for sheet, row in (("项目支出", 9), ("收入", 12)):
        tree = damage.tree(sheet)
        header = next(line for line in rows_of(tree) if line.get("r") == "4")
        shift(tree, row, 1)
        again = copy.deepcopy(header)
        again.set("r", str(row))
        for cell in again:
            cell.set("r", cell.get("r", "")[:-1] + str(row))
        data = tree.find(f"{{{MAIN}}}sheetData")
        assert data is not None
        data.insert(row - 1, again)
    assert same(damage) == ()


def _workbook(damage: Damage) -> etree._Element:
    return etree.fromstring(damage.part("xl/workbook.xml"))


def _sheets(workbook: etree._Element) -> etree._Element:
    found = workbook.find(f"{{{MAIN}}}sheets")
    assert found is not None
    return found


def test_sheets_reordered() -> None:
    damage = Damage(WATER)
    workbook = _workbook(damage)
    sheets = _sheets(workbook)
    sheets[:] = reversed(sheets)
    damage.others["xl/workbook.xml"] = etree.tostring(workbook)
    assert same(damage) == ()


@pytest.mark.parametrize(("name", "other", "code"), [
    ("收入", "收入表", "R019"), ("政府性基金", "Sheet1", "R019"), ("三公经费", "“三公”经费", "R019"), ("基本信息", "封面", "R019"),
])
def test_a_renamed_sheet_is_recognised_and_refused(name: str, other: str, code: str) -> None:
    damage = Damage(WATER)
    damage.replace("xl/workbook.xml", f'name="{name}"', f'name="{other}"')
    _, findings = read(damage)
    assert (code, f"{other}!A1") in codes(findings)
    assert any(finding.severity.value == "错误" for finding in findings)


def test_a_sheet_name_with_blanks_is_the_same_sheet() -> None:
    damage = Damage(WATER)
    damage.replace("xl/workbook.xml", 'name="收入"', 'name=" 收 入　"')
    assert same(damage) == ()


def test_two_sheets_with_the_same_name_but_for_blanks() -> None:
    damage = Damage(WATER)
    damage.replace("xl/workbook.xml", 'name="科目表"', 'name="收入 "')
    with pytest.raises(Exception, match="damaged"):
        read(damage)
    damage = Damage(WATER)
    damage.replace("xl/workbook.xml", 'name="科目表"', 'name="收 入"')
    assert ("R018", "收 入!A1") in codes(same(damage))


@pytest.mark.parametrize(("name", "code"), [("收入", "R010"), ("三公经费", "R010"), ("政府性基金", "R069"), ("其他事项", "R069")])
def test_a_deleted_sheet(name: str, code: str) -> None:
    damage = Damage(WATER)
    workbook = _workbook(damage)
    sheets = _sheets(workbook)
    sheets.remove(next(sheet for sheet in sheets if sheet.get("name") == name))
    damage.others["xl/workbook.xml"] = etree.tostring(workbook)
    accounts, findings = read(damage)
    assert (code, f"{name}!A1") in codes(findings) and accounts is not None
    make_books(accounts)


def test_another_version() -> None:
    damage = Damage(WATER)
    name = "docProps/custom.xml"
    damage.others[name] = damage.part(name).replace(b">1.0<", b">0.3<").replace(b">1.1<", b">0.3<")
    assert "R008" in [finding.code for finding in same(damage)]


def test_signs_of_merged_and_shared_strings() -> None:
    """Shared strings with phonetic hints and rich text, as Excel writes them."""
    damage = Damage(WATER)
    cell = damage.cell("基本信息", "单位全称", "填写内容")
    set_value(cell, 0, kind="s")
    damage.others["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{MAIN}"><si><r><t>江城市</t></r><r><t>水务局</t></r><rPh sb="0" eb="3"><t>jiang</t></rPh></si></sst>').encode()
    damage.replace("xl/_rels/workbook.xml.rels", "</Relationships>", '<Relationship Id="rIdS" Target="sharedStrings.xml" Type="x"/></Relationships>')
    assert same(damage) == ()


def test_amounts_are_still_amounts() -> None:
    accounts, _ = read(Damage(WATER))
    assert accounts is not None and isinstance(accounts.fields["上年数.收入总计"], Amount)
