"""Files that are unusual, incomplete or no official tables at all."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from exports import Cell, Sheet, sample_books, save
from stacked import stacked

from generator.intake.importing import Imported, Wishes, import_tables
from generator.intake.words import number_in_title, row_label, table_in_title
from generator.money import MoneyUnit

SAMPLES = Path(__file__).resolve().parents[2] / "input_samples"


def imported(folder: Path, *sheets: Sheet, wishes: Wishes | None = None) -> Imported:
    return import_tables(save(folder / "导出.xlsx", sheets), wishes or Wishes("wuhan-2023"))


def spending(*rows: list[Cell], title: str = "2024年度支出决算表", head: list[Cell] | None = None, unit: str = "单位：元",
             name: str = "Sheet1") -> Sheet:
    """A small 公开03表."""
    sheet = Sheet(name)
    if title:
        sheet.add(title)
    sheet.add("部门：某某局", None, None, unit)
    sheet.add(*(head or ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "经营支出"]))
    for row in rows:
        sheet.add(*row)
    return sheet


ROW: list[Cell] = ["2012901", "行政运行", 300, 100, 200, None]


def codes(found: Imported) -> set[str]:
    return {finding.code for finding in found.findings}


def lines(found: Imported, sheet: str = "支出") -> list[dict[str, object]]:
    assert found.content is not None, found.findings
    return [dict(row) for row in found.content.rows[sheet]]


def test_a_file_without_tables_is_refused(tmp_path: Path) -> None:
    sheet = Sheet("通讯录")
    sheet.add("姓名", "电话")
    sheet.add("张三", 12345678)
    found = imported(tmp_path, sheet)
    assert found.content is None and codes(found) == {"I001", "I018"}


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "公开表.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0 old")
    found = import_tables(path, Wishes("wuhan-2023"))
    assert found.content is None and found.findings[0].severity.value == "错误"


def test_our_own_workbook_is_not_imported() -> None:
    found = import_tables(SAMPLES / "示例-江城市水务局-2024.xlsx", Wishes("wuhan-2023"))
    assert found.content is None and codes(found) == {"I002"}


def test_without_unit_or_year_the_options_are_asked_for(tmp_path: Path) -> None:
    sheet = spending(ROW, title="支出决算表", unit="")
    found = imported(tmp_path, sheet)
    assert found.content is None and codes(found) == {"I003", "I004"}
    found = imported(tmp_path, sheet, wishes=Wishes("wuhan-2023", 2024, unit=MoneyUnit.WAN))
    assert (found.year, found.unit, found.name) == (2024, MoneyUnit.WAN, "某某局")
    assert lines(found) == [{"科目编码": "2012901", "科目名称": "行政运行", "本年支出合计": 300, "基本支出": 100, "项目支出": 200}]


def test_an_option_that_contradicts_the_file_wins_and_is_told(tmp_path: Path) -> None:
    found = imported(tmp_path, spending(ROW), wishes=Wishes("wuhan-2023", 2023, "某某水务局", MoneyUnit.WAN))
    assert [finding.code for finding in found.findings].count("I015") == 2
    assert found.content is not None and found.content.fields["基本信息.公开表所印名称"] == "某某局"
    assert (found.unit, found.name) == (MoneyUnit.WAN, "某某水务局")


@pytest.mark.parametrize("wished", ["", "某某局"])
def test_the_printed_name_is_kept_apart_only_where_it_is_another(wished: str, tmp_path: Path) -> None:
    found = imported(tmp_path, spending(ROW), wishes=Wishes("wuhan-2023", name=wished))
    assert found.content is not None and found.name == "某某局" and found.findings == ()
    assert "基本信息.公开表所印名称" not in found.content.fields


def test_tables_of_several_years_and_departments_are_told_and_the_most_frequent_is_taken(tmp_path: Path) -> None:
    def small(title: str, department: str) -> Sheet:
        sheet = spending(title=title, name=title)
        sheet.rows[1][0] = f"部门：{department}"
        return sheet

    found = imported(tmp_path, spending(ROW), small("2024年度收入决算表", "某某局"), small("2023年度财政拨款支出决算表", "别的局"),
                     small("2024年度一般公共预算财政拨款支出决算表", "某某局"))
    told = [finding.message for finding in found.findings if finding.code == "I016"]
    assert found.year == 2024 and found.name == "某某局"
    assert told == ["各表的年度不一致：2024（3 张）、2023（1 张）", "各表的部门名称不一致：某某局、别的局；已取“某某局”"]


@pytest.mark.parametrize("typed", [
    ["2012", "901", None], ["201", "29", "01"], [201, 29, 1], ["201", "20129", "2012901"], ["2012901", None, None], ["201 29 01", None, None],
])
@pytest.mark.parametrize("merged", [True, False], ids=["head merged", "head in the first cell only"])
def test_codes_in_three_cells(merged: bool, typed: list[Cell], tmp_path: Path) -> None:
    head: list[Cell] = ["支出功能分类科目编码", None, None, "科目名称", "本年支出合计", "基本支出", "项目支出", "经营支出"]
    sheet = spending([*typed, "行政运行", 300, 100, 200], head=head)
    if merged:
        sheet.merge("A3:C3")
    assert [row["科目编码"] for row in lines(imported(tmp_path, sheet))] == ["2012901"]


@pytest.mark.parametrize("typed", [["301", "1"], [301, 1], ["301", "01"], ["301", "30101"], ["30101", None]])
def test_economic_codes_in_two_cells(typed: list[Cell], tmp_path: Path) -> None:
    sheet = Sheet("公开06表")
    sheet.add("2024年度一般公共预算财政拨款基本支出决算明细表")
    sheet.add("部门：某某局", None, None, "单位：元")
    sheet.add("经济分类科目编码", None, "科目名称", "金额")
    sheet.add("301", None, "工资福利支出", 100)
    sheet.add(*typed, "基本工资", 100)
    sheet.merge("A3:B3")
    found = lines(imported(tmp_path, sheet), "基本支出经济分类")
    assert [(row["科目编码"], row["决算数"]) for row in found] == [("301", 100), ("30101", 100)]


def test_codes_merged_downwards(tmp_path: Path) -> None:
    head: list[Cell] = ["类", "款", "项", "科目名称", "本年支出合计", "基本支出", "项目支出", "经营支出"]
    sheet = spending(["201", None, None, "一般公共服务支出", 500, 300, 200], [None, "29", None, "群众团体事务", 500, 300, 200],
                     [None, None, "01", "行政运行", 300, 300], [None, None, "02", "一般行政管理事务", 200, None, 200], head=head)
    sheet.merge("A4:A7", "B5:B7")
    assert [row["科目编码"] for row in lines(imported(tmp_path, sheet))] == ["201", "20129", "2012901", "2012902"]


def test_padded_codes_and_pasted_subtotals_stay(tmp_path: Path) -> None:
    found = imported(tmp_path, spending(["合 计", None, 310, 100, 200], ["2010000", "一般公共服务支出", 300, 100, 200],
                                        ["2012900", "群众团体事务", 300, 100, 200], ROW))
    assert [row.get("科目编码") for row in lines(found)] == [None, "201", "20129", "2012901"]
    assert [finding.code for finding in found.findings] == ["I011"]
    assert "310" in found.findings[0].message or "0.03" in found.findings[0].message


def test_cells_that_are_no_numbers_are_told(tmp_path: Path) -> None:
    found = imported(tmp_path, spending(["2012901", "行政运行", "约300", 100, 200], ["2012902", "一般行政管理事务", "=1+2", "—", "无"]))
    told = " ".join(finding.message for finding in found.findings)
    assert "Sheet1!C4 约300" in told and "公式没有计算结果" in told
    assert lines(found)[0] == {"科目编码": "2012901", "科目名称": "行政运行", "基本支出": 100, "项目支出": 200}


def test_an_unknown_column_is_told_cell_by_cell(tmp_path: Path) -> None:
    head: list[Cell] = ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "经营支出", "其中：政府采购"]
    found = imported(tmp_path, spending([*ROW, 33.5], head=head))
    assert [str(source) for finding in found.findings if finding.code == "I010" for source in finding.sources] == ["Sheet1!G4"]
    assert "33.5" in found.findings[0].message and "政府采购" in found.findings[0].message


def test_the_same_table_twice(tmp_path: Path) -> None:
    same = imported(tmp_path, spending(ROW), spending(ROW, name="Sheet2"))
    assert "I010" not in codes(same) and len(lines(same)) == 1
    other = imported(tmp_path, spending(ROW), spending(["2012902", "一般行政管理事务", 7, None, 7], name="Sheet2"))
    assert [str(finding.sources[0]) for finding in other.findings if finding.code == "I010"] == ["Sheet2!C4"]


def test_a_table_that_goes_on_below_a_second_title(tmp_path: Path) -> None:
    sheet, rest = spending(["合计", None, 310, 110, 200], ROW), spending(["2012902", "一般行政管理事务", 10, 10], title="支出决算表（续）")
    sheet.rows += rest.rows
    found = imported(tmp_path, sheet)
    assert [row.get("科目编码") for row in lines(found)] == [None, "2012901", "2012902"] and found.findings == ()


def test_row_numbers_without_a_head_are_no_amounts(tmp_path: Path) -> None:
    sheet = Sheet("Sheet1")
    sheet.add("2024年度收入支出决算总表", None, None, None, None, "单位：元")
    sheet.add("收入", None, None, "支出", None, None)
    sheet.add("项目", None, "金额", "项目", None, "金额")
    for number, (source, kind) in enumerate((("一、一般公共预算财政拨款收入", "一、一般公共服务支出"), ("本年收入合计", "本年支出合计"),
                                             ("年初结转和结余", "年末结转和结余"), ("总计", "总计")), 1):
        sheet.add(source, number, 100.5 if number != 3 else None, kind, 4 + number, 100.5 if number != 3 else None)
    sheet.merge("A2:C2", "D2:F2")
    found = imported(tmp_path, sheet, spending(["2012901", "行政运行", 100.5, 100.5], name="Sheet2"))
    assert "I010" not in codes(found) and len(found.tables[0].entries) == 6
    assert found.content is not None and found.content.fields["结转结余.一般公共预算财政拨款.本年收入"] == Decimal("100.5")


def test_what_rounding_makes_of_the_totals_is_told_as_such(tmp_path: Path) -> None:
    """In 万元 5.00 + 5.00, printed as 10.01: the 类 is kept as printed, the total may be some cents off, not more."""
    def balance(total: float) -> Sheet:
        sheet = Sheet("总表")
        sheet.add("2024年度收入支出决算总表", None, None, "单位：万元")
        sheet.add("收入", None, "支出", None)
        sheet.add("项目", "金额", "项目", "金额")
        sheet.add("一、一般公共预算财政拨款收入", total, "一、一般公共服务支出", 10.01)
        sheet.add("本年收入合计", total, "本年支出合计", total)
        sheet.merge("A2:B2", "C2:D2")
        return sheet

    details = spending(["2012901", "行政运行", 5, 5], ["2012902", "一般行政管理事务", 5, None, 5], unit="单位：万元")
    found = imported(tmp_path, balance(10.01), details)
    kept = [finding.message for finding in found.findings if finding.code == "I017"]
    assert len(kept) == 1 and "201 一般公共服务支出 公开01表印 10.01" in kept[0]
    assert [row["公开01表"] for row in lines(found, "总表印数")] == [Decimal("10.01")]
    assert "I012" in codes(found) and "I011" not in codes(found)
    assert "I011" in codes(imported(tmp_path, balance(10.5), details))


def test_two_tables_that_look_alike_need_a_title(tmp_path: Path) -> None:
    head: list[Cell] = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    unclear = spending(ROW[:5], title="", head=head, name="Sheet2")
    found = imported(tmp_path, spending(ROW), unclear)
    assert "I014" in codes(found) and found.content is not None and "国有资本经营" not in found.content.rows
    numbered = spending(ROW[:5], title="公开08表", head=head, name="Sheet2")
    assert lines(imported(tmp_path, spending(ROW), numbered), "国有资本经营")[0]["合计"] == 300


def test_totals_without_their_details_are_told(tmp_path: Path) -> None:
    sheets = stacked(sample_books())
    first = next(index for index, row in enumerate(sheets[0].rows) if row and "收入决算表" in row)
    sheets[0].rows = sheets[0].rows[:first]
    found = imported(tmp_path, *sheets, wishes=Wishes("wuhan-2023", 2024))
    assert "I013" in codes(found) and found.absent == ("公开02表", "公开03表", *(f"公开0{number}表" for number in range(4, 10)))
    assert found.content is not None and found.content.fields["结转结余.结余分配"] == Decimal("84149.25")


def test_last_years_column_of_the_three_public_table(tmp_path: Path) -> None:
    sheet = Sheet("公开09表")
    sheet.add("2024年度财政拨款“三公”经费支出决算表（单位：万元）")
    sheet.add("2024年度预算数", None, None, "2024年度决算数", None, None, "2023年度决算数", None, None)
    sheet.add(*["因公出国（境）费", "公务用车运行维护费", "公务接待费"] * 3)
    sheet.add(*(number / 4 for number in range(1, 10)))
    sheet.merge("A2:C2", "D2:F2", "G2:I2")
    found = imported(tmp_path, sheet)
    assert found.content is not None
    assert {key: value for key, value in found.content.fields.items() if "公务接待费" in key} == {
        "三公经费.公务接待费.预算数": Decimal("0.75"), "三公经费.公务接待费.决算数": Decimal("1.5"),
        "三公经费.公务接待费.上年决算数": Decimal("2.25")}


@pytest.mark.parametrize(("text", "table"), [
    ("2023年度收入支出决算总表", "公开01表"), ("收支决算总表（公开01表）", "公开01表"), ("Z03 收入决算表(财决03表)", "公开02表"),
    ("支出决算表", "公开03表"), ("财政拨款收支决算总表", "公开04表"), ("一般公共预算财政拨款收入支出决算表", "公开05表"),
    ("一般公共预算财政拨款基本支出决算表（表6）", "公开06表"), ("政府性基金预算财政拨款收入支出决算表", "公开07表"),
    ("国有资本经营预算财政拨款支出决算表", "公开08表"), ("一般公共预算财政拨款“三公”经费支出决算表", "公开09表"),
    ("支出决算明细表", ""), ("项目支出决算明细表", ""), ("基本支出决算明细表", ""), ("注：本表为收入决算表", ""), ("公开02表", ""),
])
def test_titles(text: str, table: str) -> None:
    assert table_in_title(text) == table


def test_numbers_and_labels() -> None:
    assert [number_in_title(text) for text in ("公开07表", "（表9）", "GK05", "2023年度", "表10")] == [7, 9, 5, 0, 0]
    assert [row_label(text) for text in ("二十一、其他支出", "（一）政府采购", "1．因公出国（境）费", "其中：外事接待批次")] == [
        "其他支出", "政府采购", "因公出国(境)费", "外事接待批次"]
