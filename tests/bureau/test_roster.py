"""单位名单: read whatever its headings are called, every mistake told at once with row and cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from bureau_files import HEADINGS, row, write_list
from openpyxl import Workbook, load_workbook

from generator.bureau.filenames import workbook_name
from generator.bureau.form import write_form
from generator.bureau.roster import Roster, read_roster
from generator.layouts import layout_names
from generator.money import MoneyUnit


def read(tmp_path: Path, *rows: dict[str, object], **other: object) -> Roster:
    return read_roster(write_list(tmp_path / "单位名单.xlsx", rows, **other))  # type: ignore[arg-type]


def told(roster: Roster) -> list[tuple[str, str]]:
    return [(one.code, one.sources[0].cell) for one in roster.findings]


def test_a_good_list(tmp_path):
    roster = read(tmp_path, row(101001, " 甲局 ", 主管部门="甲部", 单位性质="行政单位", 联系人="张三", 联系电话=13800000000),
                  row("002", "乙局", 金额单位="万元", 是否汇总="是", 决算年度="2023年度"), above=2)
    first, second = roster.units
    assert roster.findings == ()
    assert (first.code, first.name, first.parent, first.kind, first.phone) == ("101001", "甲局", "甲部", "行政单位", "13800000000")
    assert (first.money, first.year, first.merged) == (MoneyUnit.YUAN, 2024, False)
    assert (second.code, second.money, second.year, second.merged, second.title) == ("002", MoneyUnit.WAN, 2023, True, "乙局（汇总）")


def test_headings_of_the_bureau_itself(tmp_path):
    path = write_list(tmp_path / "名单.xlsx", [{"预算编码": "1", "单位全称": "甲局", "版式名称": "wuhan-2023", "金额单位（元/万元）": "元", "年度": 2024}],
                      ["序号", "预算编码*", "单位全称", "版式名称", "金额单位（元/万元）*", "年度"])
    # the stars are stripped from the keys of the rows, not from the headings
    roster = read_roster(path)
    assert not roster.findings and [unit.code for unit in roster.units] == ["1"]


def test_a_name_that_says_merged(tmp_path):
    unit = read(tmp_path, row(name="甲局（汇总）")).units[0]
    assert (unit.name, unit.merged) == ("甲局", True)


def test_every_mistake_at_once(tmp_path):
    roster = read(tmp_path, row("1/2"), row("3", "", 版式="没有的"), row("4", "丁局", 金额单位="千元", 决算年度="去年"),
                  row("5", "戊局", 单位性质="企业", 是否汇总="对"), row("6", "己局"), row("6", "庚局"), row("7", "己局"))
    assert told(roster) == [("D011", "A2"), ("D010", "B3"), ("D014", "F3"), ("D012", "I4"), ("D013", "J4"), ("D012", "D5"), ("D012", "E5"),
                            ("D015", "A7"), ("D016", "B8")]
    assert roster.findings[0].message == "第 2 行 A2：单位编码“1/2”不对"
    assert [unit.code for unit in roster.units] == ["6", "6", "7"]


def test_codes_that_differ_in_case_only_would_share_a_file(tmp_path):
    assert told(read(tmp_path, row("a1", "甲局"), row("A1", "乙局"))) == [("D015", "A3")]


def test_the_department_and_its_sum_may_share_a_name(tmp_path):
    assert not read(tmp_path, row("1"), row("2", 是否汇总="是")).findings


def test_missing_and_double_columns(tmp_path):
    headings = [heading for heading in HEADINGS if heading != "版式"] + ["年度"]
    assert told(read(tmp_path, row(), headings=headings))[:2] == [("D002", "A1"), ("D003", "J1")]


def test_no_header_no_units_no_workbook(tmp_path):
    assert told(read(tmp_path, row(), headings=["甲", "乙"]))[0][0] == "D001"
    assert told(read(tmp_path)) == [("D004", "A2")]
    (tmp_path / "x.xlsx").write_bytes(b"no")
    assert read_roster(tmp_path / "x.xlsx").findings[0].code == "R003"


def test_a_formula_without_a_value(tmp_path):
    assert told(read(tmp_path, row(联系人="=1+1"))) == [("D017", "G2")]


def test_the_empty_form_can_be_filled_and_read(tmp_path):
    write_form(tmp_path / "单位名单.xlsx")
    book = load_workbook(tmp_path / "单位名单.xlsx")
    line = row("001", 单位性质="行政单位")
    for column, heading in enumerate(HEADINGS, 1):
        book["单位名单"].cell(2, column, line.get(heading))
    book.save(tmp_path / "填好.xlsx")
    roster = read_roster(tmp_path / "填好.xlsx")
    assert not roster.findings and [unit.code for unit in roster.units] == ["001"]
    assert {cell.value for cell in book["填表说明"]["A"]} >= {*layout_names()}
    assert [finding.code for finding in read_roster(tmp_path / "单位名单.xlsx").findings] == ["D004"]


@pytest.mark.parametrize(("code", "name", "expected"), [
    ("101", "甲局", "101_甲局_2024年度决算工作簿.xlsx"),
    ("101", 'a/b:c*?"<>|局.', "101_a b c 局_2024年度决算工作簿.xlsx"),
    ("CON.1", "甲局", "_CON.1_甲局_2024年度决算工作簿.xlsx"),
    (".1", "甲局", "_.1_甲局_2024年度决算工作簿.xlsx"),
])
def test_file_names_that_windows_takes(tmp_path, code, name, expected):
    unit = read(tmp_path, row(code, name)).units[0]
    assert workbook_name(unit) == expected


def test_long_names_fit_into_a_file_name(tmp_path):
    unit = read(tmp_path, row("1" * 40, "很" * 200)).units[0]
    assert len(workbook_name(unit).encode()) <= 255


def test_double_codes_and_names_are_told_together_with_everything_else(tmp_path):
    roster = read(tmp_path, row("101", "甲局", 版式="没有"), row("101", "乙局", 金额单位="美元"), row("102", "甲局", 决算年度="去年"))
    assert sorted(told(roster)) == [("D012", "I3"), ("D013", "J4"), ("D014", "F2"), ("D015", "A3"), ("D016", "B4")]
    assert roster.units == ()


def test_what_stands_below_a_list_is_no_unit(tmp_path):
    headings = ["序号", *HEADINGS]
    roster = read(tmp_path, row("1") | {"序号": 1}, {"序号": "合计", "单位名称": "1 个单位"}, {"单位编码": "总计"}, {"单位名称": "注：乙局并入甲局"},
                  {"序号": "填表人：张三", "单位名称": "审核人：李四"}, {"单位编码": "共 1 个单位"}, headings=headings)
    assert roster.findings == () and [unit.name for unit in roster.units] == ["甲局"]


def test_a_unit_that_is_called_like_a_note_is_still_asked_for(tmp_path):
    roster = read(tmp_path, row("1"), {"单位名称": "审核中心"}, row("", "合计"))
    assert told(roster) == [("D010", "A3"), ("D010", "F3"), ("D010", "I3"), ("D010", "J3"), ("D010", "A4")]


def test_zeros_that_a_number_has_lost(tmp_path):
    assert told(read(tmp_path, row("001001", "甲局"), row(1002, "乙局"), row("1003", "丙局"), row(123456, "丁局"))) == [("D018", "A3")]
    assert told(read(tmp_path, row(1001, "甲局"), row("A01", "乙局"))) == []


def test_a_code_is_read_as_its_cell_shows_it(tmp_path):
    path = tmp_path / "单位名单.xlsx"
    read(tmp_path, row(1001, "甲局"))
    book = load_workbook(path)
    book.active["A2"].number_format = "000000"
    book.save(path)
    assert [unit.code for unit in read_roster(path).units] == ["001001"]


def test_a_name_that_says_merged_where_the_list_says_no(tmp_path):
    assert told(read(tmp_path, row(name="甲局（汇总）", 是否汇总="否"))) == [("D019", "E2")]


def merged(path: Path, *ranges: str) -> Roster:
    book = load_workbook(path)
    for cells in ranges:
        book["单位名单"].merge_cells(cells)
    book.save(path)
    return read_roster(path)


def test_cells_merged_down_count_for_every_unit(tmp_path):
    lines = [row("1", "甲局", 主管部门="甲部"), row("2", "乙局", 主管部门="", 版式=""), row("3", "丙局", 主管部门="", 版式="", 决算年度="")]
    roster = merged(write_list(tmp_path / "单.xlsx", lines), "C2:C4", "F2:F4", "J3:J4")
    assert roster.findings == () and [(unit.parent, unit.layout, unit.year) for unit in roster.units] == [("甲部", "wuhan-2023", 2024)] * 3


def test_headings_in_two_rows(tmp_path):
    path = tmp_path / "单.xlsx"
    book = Workbook()
    book.active.title = "单位名单"
    for line in (["2024 年名单"], ["单位编码", "单位名称", "公开"], [None, None, "版式", "金额单位", "决算年度"], ["001", "甲局", "wuhan-2023", "元", 2024]):
        book.active.append(line)
    book.save(path)
    roster = merged(path, "A1:E1", "A2:A3", "B2:B3", "C2:E2")
    assert roster.findings == () and [unit.code for unit in roster.units] == ["001"]
