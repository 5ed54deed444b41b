"""Whatever a clerk types into a cell of a filled workbook: read right, or said at that cell."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest
from damaged import Damage, cell_element, set_value

from generator.model import Accounts, Finding
from generator.workbook.read import read_book

WATER, UNION = "示例-江城市水务局-2024", "武汉经开区总工会-2023"
AMOUNT = ("收入", "2130301", "财政拨款收入")  # 15873642.91 元


def read(damage: Damage) -> tuple[Accounts, tuple[Finding, ...]]:
    accounts, findings = read_book(damage.book(), damage.sample.file)
    assert accounts is not None, findings
    return accounts, findings


@cache
def clean(name: str) -> Accounts:
    accounts, findings = read(Damage(name))
    assert findings == ()
    return accounts


def changed(place: tuple[str, str, str], value: str | float, *, formula: str = "", kind: str = "", code: str = "",
            name: str = WATER) -> Damage:
    damage = Damage(name)
    cell = damage.cell(*place)
    set_value(cell, value, formula=formula, kind=kind)
    if code:
        cell.set("s", str(damage.style(code)))
    return damage


@pytest.mark.parametrize("typed", [
    "15873642.91", "15,873,642.91", "15，873，642．91", "１５８７３６４２．９１", " 15873642.91 ", "15 873 642.91", "15\u00a0873\u00a0642.91",
    "￥15,873,642.91", "15873642.91元", "15,873,642.91 元", "+15873642.91", "\u200b15873642.91\u200e", "15873642.910000",
    "15873642.91\n", "1.587364291E7",
])
def test_spellings_of_the_same_amount(typed: str) -> None:
    assert read(changed(AMOUNT, typed)) == (clean(WATER), ())


@pytest.mark.parametrize("typed", [
    "1,5873,642.91", "15.873.642,91", "15873642,91", "15873642.91①", "15873642.91²", "15873642.9l", "1587364二.91", "约15873642.91", "15873642.91万千元",
    "=15873642.91", "(-15873642.91)", "15873642.91-", "15 873642.91", "1e999", "NaN", "０x10", "٣", "15873642.91/2", "见附件", "#REF!", "1587364291%",
])
def test_what_may_mean_something_else_is_refused_at_the_cell(typed: str) -> None:
    _, findings = read(changed(AMOUNT, typed))
    assert [(finding.code, str(finding.sources[0])) for finding in findings] == [("R020", "收入!D16")]
    assert "收入!D16" in findings[0].message


def test_parentheses_are_negative() -> None:
    accounts, findings = read(changed(AMOUNT, "（15,873,642.91）"))
    line = next(line for line in accounts.tables["收入"] if line.code == "2130301")
    assert findings == () and line.amounts["财政拨款收入"].value == Decimal("-1587.364291")


def test_wan_typed_behind_is_converted_and_said() -> None:
    accounts, findings = read(changed(AMOUNT, "1587.364291万元"))
    assert accounts == clean(WATER)
    assert [finding.code for finding in findings] == ["R029"]


@pytest.mark.parametrize(("code", "expected"), [
    ("0.00%", "R060"), ("0%", "R060"), ("yyyy-mm-dd", "R020"), ('yyyy"年"m"月"', "R020"), ("#,##0.00,", "R061"), ("0\\.0,", "R061"),
    ('0!.0,"万"', "R061"), ('#,##0.00"万元"', "R029"), ("0.00\\ \\万", "R029"),
    ("#,##0.00", ""), ("_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", ""), ("[Red]#,##0.00;[Blue]\\-#,##0.00", ""), ('#,##0.00"元"', ""),
    ("[$¥-804]#,##0.00", ""), ("0.00E+00", ""), ("@", ""), ("General", ""),
])
def test_number_formats_that_change_the_meaning(code: str, expected: str) -> None:
    accounts, findings = read(changed(AMOUNT, 15873642.91, code=code))
    assert [finding.code for finding in findings] == ([expected] if expected else [])
    assert all(str(finding.sources[0]) == "收入!D16" for finding in findings)
    if not expected:
        assert accounts == clean(WATER)


def test_percent_in_counts_and_scores() -> None:
    for place, code in ((("三公经费", "国内公务接待批次", "填写内容"), "R021"), (("整体绩效自评", "江城市水务局", "执行分值"), "R022")):
        _, findings = read(changed(place, 0.2, code="0%"))
        assert [finding.code for finding in findings] == [code]


@pytest.mark.parametrize("typed", ["2025-09-12", "2025.9.12", "2025/9/12", "2025年9月12日", "２０２５年９月１２日", "20250912", 45912, "2025-09-12 00:00:00"])
def test_dates_as_text_and_as_numbers(typed: str | int) -> None:
    assert read(changed(("基本信息", "公开日期", "填写内容"), typed)) == (clean(WATER), ())


@pytest.mark.parametrize("typed", ["2025年9月", "25-9-12", "9/12/2025", "2025-09-31", "待定", 99999999, -3, 45912.0e9])
def test_what_is_no_date(typed: str | float) -> None:
    _, findings = read(changed(("基本信息", "公开日期", "填写内容"), typed))
    assert [(finding.code, str(finding.sources[0])) for finding in findings] == [("R023", "基本信息!B13")]


def test_a_huge_number_in_a_date_format_is_a_text_as_it_stands() -> None:
    accounts, findings = read(changed(("基本信息", "联系电话", "填写内容"), 84895100, code="yyyy-mm-dd"))
    assert findings == () and accounts.text("基本信息.联系电话") == "84895100"


def test_formulas_with_a_cached_value_count() -> None:
    assert read(changed(AMOUNT, 15873642.91, formula="15000000+873642.91")) == (clean(WATER), ())


def test_formulas_without_a_value_say_what_to_do() -> None:
    _, findings = read(changed(AMOUNT, "", formula="15000000+873642.91"))
    assert [(finding.code, str(finding.sources[0])) for finding in findings] == [("R027", "收入!D16")]
    assert "保存一次" in findings[0].hint


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?"])
def test_formulas_with_an_error(error: str) -> None:
    _, findings = read(changed(AMOUNT, error, formula="Sheet9!A1", kind="e"))
    assert [(finding.code, str(finding.sources[0])) for finding in findings] == [("R026", "收入!D16")]


def test_formulas_into_other_files() -> None:
    accounts, findings = read(changed(AMOUNT, 15873642.91, formula="[1]Sheet1!$B$4"))
    assert accounts == clean(WATER)
    assert [(finding.code, finding.severity.value) for finding in findings] == [("R062", "提示")]


def test_true_and_false_are_no_amounts() -> None:
    _, findings = read(changed(AMOUNT, 1, kind="b"))
    assert [finding.code for finding in findings] == ["R020"]


@pytest.mark.parametrize("text", [
    "{{ 收入 }} {% for %}", "a < b & c > d \"'", "长" * 20_000, "😀👩‍👩‍👧 ㊣ 𠮷", "../../etc/passwd", "C:\\con\\nul", "第一段\n第二段", "=1+1", "'引号", "-- ;drop",
])
def test_texts_arrive_whole(text: str) -> None:
    accounts, findings = read(changed(("基本信息", "单位全称", "填写内容"), text))
    assert findings == () and accounts.text("基本信息.单位全称").replace("\u200d", "") == text.replace("\u200d", "")


@pytest.mark.parametrize(("stored", "meant"), [
    ("某\u200b某\u202e局", "某某局"), ("某某_x000D_局", "某某\n局"), ("某_xD83D_局", "某局"), ("某_xD83D__xDE00_局", "某😀局"), ("某_x0007_局", "某局"),
    ("　某某局　", "某某局"),
])
def test_control_characters_are_dropped(stored: str, meant: str) -> None:
    accounts, findings = read(changed(("基本信息", "单位全称", "填写内容"), stored))
    assert findings == () and accounts.text("基本信息.单位全称") == meant
    accounts.text("基本信息.单位全称").encode("utf-8")


def test_a_bad_cell_with_line_breaks_gives_a_message_of_one_line() -> None:
    _, findings = read(changed(AMOUNT, "待\n核\x85实"))
    assert len(findings[0].message.splitlines()) == 1


@pytest.mark.parametrize(("typed", "code", "shown"), [
    (44926, "yyyy-mm-dd", "2022年12月31日"), (2022, "yyyy", "1905年7月14日"), ("今年", "", "今年"), (2022.5, "", "2022.5"),
])
def test_what_is_no_year_is_shown_as_the_clerk_sees_it(typed: str | float, code: str, shown: str) -> None:
    accounts, findings = read_book(changed(("基本信息", "决算年度", "填写内容"), typed, code=code).book(), "甲.xlsx")
    assert accounts is None
    (finding,) = findings
    assert (finding.code, finding.actual, finding.expected) == ("R042", shown, "四位年份")
    assert f"（决算年度）写的是“{shown}”" in finding.message and "请填四位年份" in finding.hint


def test_a_date_among_amounts_and_counts_is_shown_as_a_date() -> None:
    for place, code in ((AMOUNT, "R020"), (("三公经费", "国内公务接待批次", "填写内容"), "R021")):
        _, findings = read(changed(place, 44926, code="yyyy-mm-dd"))
        assert [(finding.code, finding.actual) for finding in findings] == [(code, "2022年12月31日")]


@pytest.mark.parametrize(("code", "shown"), [
    ("000000", "001001"), ("0000_ ", "1001"), ("000000;-000000", "001001"), ("0", "1001"), ("0.00", "1001"), ("#,##0", "1001"), ("@", "1001"),
])
def test_a_number_that_shows_leading_zeros_is_read_as_it_is_shown(code: str, shown: str) -> None:
    accounts, findings = read(changed(("基本信息", "联系电话", "填写内容"), 1001, code=code))
    assert findings == () and accounts.text("基本信息.联系电话") == shown


def test_leading_zeros_change_no_amount_and_no_subject() -> None:
    assert read(changed(AMOUNT, 15873642.91, code="000000")) == (clean(WATER), ())
    row, _ = Damage(WATER).sample.place(*AMOUNT)
    damage = Damage(WATER)
    damage.put("收入", row, 1, 2130301)
    cell_element(damage.tree("收入"), row, 1).set("s", str(damage.style("00000000")))
    assert read(damage) == (clean(WATER), ())


def test_codes_as_numbers_and_with_separators() -> None:
    for typed in (2130301, "213 03 01", "213.03.01", "２１３０３０１", " 2130301"):
        assert read(changed(("收入", "2130301", "科目编码"), typed)) == (clean(WATER), ())


def test_merged_amounts_are_said() -> None:
    damage = Damage(WATER)
    tree = damage.tree("收入")
    merged = next(tree.iter("{*}mergeCells"))
    merged.append(merged.makeelement(merged[0].tag, ref="D16:D17"))
    set_value(cell_element(tree, 17, 4), "")
    _, findings = read(damage)
    assert [(finding.code, str(finding.sources[0])) for finding in findings] == [("R063", "收入!D16")]
