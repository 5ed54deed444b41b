"""One workbook examined: verdict, ledger, causes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from damaged import Damage
from marked_files import BROKEN, CLEAN, SAMPLES, SUBTOTAL, UNREADABLE, copied
from openpyxl import load_workbook

from generator.checking import Verdict, examine
from generator.checking.record import record
from generator.checking.text import lines_of, what_and_remedy
from generator.checks import Result, all_rules
from generator.model import Finding, Severity


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_a_clean_sample_passes_and_every_rule_has_ended(path: Path) -> None:
    examination = examine(path)
    assert examination.verdict is not Verdict.WRONG
    assert [outcome.rule.code for outcome in examination.outcomes] == [rule.code for rule in all_rules()]
    for outcome in examination.outcomes:
        assert (outcome.result is Result.PASSED) == (outcome.compared > 0 and not outcome.findings and not outcome.reason)
        assert outcome.reason or outcome.result in (Result.PASSED, Result.FAILED)


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.xlsx")), ids=lambda path: path.stem)
def test_a_broken_sample_does_not_pass(path: Path) -> None:
    assert examine(path).verdict is Verdict.WRONG


def test_a_rule_that_needs_an_unread_cell_has_not_passed() -> None:
    examination = examine(UNREADABLE)
    ended = {outcome.rule.code: outcome for outcome in examination.outcomes}
    assert {ended[code].result for code in ("Y101", "Y102", "Y201")} == {Result.NOT_CHECKABLE}
    assert ended["Y101"].reason == "上年数!B15没有读出"
    assert ended["T201"].result is not Result.NOT_CHECKABLE and ended["T105"].result is Result.PASSED


def test_what_follows_from_an_unread_cell_stands_below_it(tmp_path: Path) -> None:
    damage = Damage("武汉经开区总工会-2023")
    damage.set("支出", "2012902", "项目支出", "待核")
    (cell,) = damage.cells
    examination = examine(damage.write(tmp_path / "甲.xlsx"))
    (group,) = [group for group in examination.groups if group.finding.severity is Severity.ERROR]
    assert str(group.finding.sources[0]) == cell
    assert {"T302", "T503"} & {finding.code for finding in group.follow_ons}


def test_nothing_passes_in_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_text("不是工作簿", encoding="utf-8")
    examination = examine(path)
    assert examination.verdict is Verdict.WRONG
    assert {outcome.result for outcome in examination.outcomes} == {Result.NOT_CHECKABLE}
    assert "甲.xlsx：不通过（错误 1" in list(lines_of(examination))[-1]


def test_an_unknown_layout_is_a_finding(tmp_path: Path) -> None:
    path = copied(CLEAN, tmp_path)
    book = load_workbook(path)
    sheet = book["基本信息"]
    (cell,) = [row[1] for row in sheet.iter_rows() if str(row[0].value).startswith("版式")]
    cell.value = "某地-1999"
    book.save(path)
    (finding,) = [finding for finding in examine(path).findings if finding.code == "C001"]
    assert finding.severity is Severity.ERROR and finding.sources[0].sheet == "基本信息"
    assert "某地-1999" in finding.message


def test_the_lines_name_rule_cell_numbers_and_verdict() -> None:
    text = "\n".join(lines_of(examine(SUBTOTAL)))
    assert "[T202] 收入逐级汇总：公开02表每一栏" in text
    assert "收入!C14" in text and "写 123.26" in text and "113.26" in text and "相差 10.00" in text
    assert text.splitlines()[-1].startswith("01-类级小计错.xlsx：不通过（错误 2，警告")
    assert f"规则 {len(all_rules())} 条：通过 " in text


def test_the_record_has_the_amounts_in_the_unit_of_the_workbook() -> None:
    examination = examine(BROKEN / "02-收支不平衡.xlsx")
    (one,) = json.loads(json.dumps(record([examination], {}, strict=False), ensure_ascii=False))["工作簿"]
    (problem,) = [problem for problem in one["问题"] if problem["级别"] == "错误"]
    assert (problem["规则"], problem["差额"], one["金额单位"]) == ("T105", "10000", "元")
    assert {"工作表": "结转结余", "单元格": "B9", "写法": "结转结余!B9"} in problem["位置"]
    assert sum(one["规则数量"].values()) == len(one["规则"]) == len(all_rules())
    assert one["结论"] == "不通过" and problem["怎么办"].startswith("请核对")


def test_the_remedy_is_told_apart() -> None:
    finding = Finding("X", Severity.NOTE, "甲!B2 写 1，乙写 2；请核对这两处。", "看报表")
    assert what_and_remedy(finding) == ("甲!B2 写 1，乙写 2", "请核对这两处；看报表")
    assert what_and_remedy(Finding("X", Severity.NOTE, "甲；乙。")) == ("甲；乙。", "")
