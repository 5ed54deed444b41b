"""Who has handed in what: decided from the list and from what stands in the files."""

from __future__ import annotations

from datetime import date

import pytest
from bureau_files import handed, unit, unreadable

from generator.bureau.handed import Trouble
from generator.bureau.standing import State, collection
from generator.bureau.status_text import deadline_line, headline, record, status_lines
from generator.model import Severity
from generator.text_columns import columns_of

TODAY = date(2025, 9, 10)
UNITS = (unit("101", "甲局"), unit("102", "乙局", contact="李四", phone="123"), unit("102H", "乙局", merged=True))


def state(*files, units=UNITS, others=(), deadline=None):
    return collection(units, files, others, today=TODAY, deadline=deadline)


def only(*files, units=UNITS):
    return state(*files, units=units).standings[0]


def test_nobody_has_handed_in():
    found = state()
    assert [one.state for one in found.standings] == [State.MISSING] * 3
    assert found.standings[1].remarks == ("联系人：李四 123",)
    assert not found.complete


def test_everybody_is_right_whatever_the_files_are_called():
    found = state(handed("新建 1.xlsx"), handed("x/2.xlsx", "乙局 "), handed("3.xlsx", "乙局（汇总）", merged=True, warnings=2))
    assert [one.state for one in found.standings] == [State.RIGHT, State.RIGHT, State.WARNINGS]
    assert found.complete


@pytest.mark.parametrize(("change", "expected", "remark"), [
    ({"errors": 3, "troubles": (Trouble("T101", Severity.ERROR, "不平", ""),)}, State.ERRORS, "不平"),
    ({"year": 2023}, State.WRONG, "决算年度是 2023，名单是 2024"),
    ({"layout": "zhuzhou-2023"}, State.WRONG, "版式是 zhuzhou-2023，名单是 wuhan-2023"),
    ({"money": "万元"}, State.WRONG, "金额单位是 万元，名单是 元"),
    ({"merged": True}, State.WRONG, "是否汇总是“是”，名单是“否”"),
    ({"code": "101", "name": "甲甲局"}, State.WRONG, "单位全称是“甲甲局”，名单是“甲局”"),
    ({"code": "102"}, State.WRONG, "用的是下发给 102 乙局 的工作簿"),
    ({"version": "0.9"}, State.RIGHT, "工作簿版本是 0.9，现在的是 1.0"),
    ({"blank": True, "errors": 9}, State.BLANK, "没有填收入和支出"),
])
def test_what_is_wrong_with_a_workbook(change, expected, remark):
    found = only(handed("1.xlsx", **change))
    assert found.state is expected
    assert remark in found.remarks


def test_two_workbooks_of_one_unit():
    found = only(handed("旧.xlsx"), handed("新.xlsx", saved="2025-09-01 09:00"))
    assert found.state is State.TWICE and not found.good
    assert found.remarks == ("有 2 个内容不同的工作簿，请核实用哪一个：旧.xlsx、新.xlsx；最后保存的是 新.xlsx（2025-09-01 09:00）",)


def test_the_same_workbook_twice():
    found = only(handed("1.xlsx", sha256="x"), handed("2.xlsx", sha256="x"))
    assert found.state is State.TWICE
    assert "内容相同" in found.remarks[0]


def test_last_years_workbook_beside_this_years_does_not_count():
    found = only(handed("新.xlsx"), handed("旧.xlsx", year=2023))
    assert found.state is State.RIGHT
    assert found.remarks == ("另有 2023 年度的工作簿 旧.xlsx，没有计",)


def test_an_annotated_copy_does_not_count_beside_its_original():
    found = only(handed("1.xlsx"), handed("1（校验）.xlsx"))
    assert found.state is State.RIGHT and found.main.file == "1.xlsx"
    assert only(handed("1（校验）.xlsx")).state is State.RIGHT


def test_a_file_that_cannot_be_opened_is_known_by_its_code_or_its_name():
    assert only(unreadable("x.xlsx", code="101")).state is State.UNREADABLE
    guessed = only(unreadable("收/甲局报送.xls"))
    assert guessed.state is State.UNREADABLE
    assert guessed.remarks == ("文件已加密", "按文件名认定的单位")
    assert only(unreadable("1011.xlsx")).state is State.MISSING


def test_the_name_of_a_file_decides_between_a_department_and_its_sum():
    found = state(unreadable("乙局汇总.xlsx"))
    assert [one.state for one in found.standings] == [State.MISSING, State.MISSING, State.UNREADABLE]


def test_the_name_of_a_file_does_not_overrule_what_is_inside():
    found = state(handed("甲局.xlsx", "丙局"), others=("通知.docx",))
    assert found.standings[0].state is State.MISSING
    assert [(stray.file, stray.serious) for stray in found.strays] == [("甲局.xlsx", True), ("通知.docx", False)]
    assert found.strays[0].reason == "单位“丙局”不在名单中，2024 年度"


def test_files_that_are_no_workbooks_do_not_spoil_a_complete_collection():
    files = (handed("1.xlsx"), handed("2.xlsx", "乙局"), handed("3.xlsx", "乙局", merged=True))
    assert state(*files, others=("通知.docx",)).complete
    assert not state(*files, handed("4.xlsx", "丙局")).complete


@pytest.mark.parametrize(("day", "expected"), [
    (date(2025, 9, 20), "还有 10 天"), (TODAY, "今天截止"), (date(2025, 9, 1), "已过 9 天")])
def test_days_to_the_deadline(day, expected):
    assert deadline_line(state(deadline=day)) == f"统计日期 2025-09-10，截止日期 {day}，{expected}"
    assert deadline_line(state()) == ""


@pytest.mark.parametrize("width", [80, 100, 132])
def test_the_table_fits_the_terminal_and_stays_in_line(width):
    long = unit("1" * 30, "很长的名字" * 20, contact="张三", phone="13800000000")
    file = handed("很长很长的文件名" * 9 + ".xlsx", errors=12, troubles=(Trouble("T101", Severity.ERROR, "差很多" * 60, ""),))
    found = state(file, handed("谁" * 60 + ".xlsx", "丙局"), others=("扫描件.zip",), units=(*UNITS, long), deadline=TODAY)
    lines = list(status_lines(found, width))
    assert max(map(columns_of, lines)) < width
    heads = [next(line for line in lines if line.startswith(start)) for start in ("编码", *(one.code[:9] for one in (*UNITS, long)))]
    starts = {columns_of(line[:line.index(word)]) for line, word in zip(heads, ("情况", "有错误", "未交", "未交", "未交"), strict=True)}
    assert len(starts) == 1
    assert "…" in heads[1] and "…" in heads[4], "too long names are shortened"
    assert "差很多" * 60 in "".join(line.strip() for line in lines), "remarks are told in full"


def test_a_code_at_the_start_of_a_file_name_is_enough_for_a_file_that_cannot_be_opened():
    units = (unit("101015", "甲局"),)
    assert state(unreadable("101015 坏.xlsx"), units=units).standings[0].state is State.UNREADABLE
    assert state(unreadable("101015.xlsx"), units=units).standings[0].state is State.UNREADABLE
    assert state(unreadable("1010151.xlsx"), units=units).standings[0].state is State.MISSING


def test_an_archive_may_hold_workbooks():
    found = state(handed("1.xlsx"), handed("2.xlsx", "乙局"), handed("3.xlsx", "乙局", merged=True), others=("收/甲局.RAR", "甲局.pdf"))
    assert not found.complete
    assert [(stray.file, stray.serious) for stray in found.strays] == [("收/甲局.RAR", True), ("甲局.pdf", False)]
    assert "解压" in found.strays[0].reason and "101 甲局" in found.strays[0].reason and "101 甲局" in found.strays[1].reason


def test_counts():
    found = state(handed("1.xlsx"), handed("2.xlsx", "乙局", errors=1), handed("x.xlsx", "丙局"))
    assert headline(found) == "应交 3，已交 2，未交 1：通过 1，有错误 1；不在名单中或认不出的工作簿 1 个"
    assert [one["情况"] for one in record(found)["单位"]] == ["通过", "有错误", "未交"]
