"""Figures in hidden rows, columns and sheets: read as always, and said once for each sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from damaged import MAIN, Damage, rows_of
from lxml import etree

from generator.cell_names import letters_of
from generator.model import Accounts, Finding, Severity
from generator.workbook.read import read_book, read_workbook

WATER = "示例-江城市水务局-2024"
SAMPLES = Path(__file__).parents[2] / "input_samples"


def read(damage: Damage) -> tuple[Accounts | None, tuple[Finding, ...]]:
    return read_book(damage.book(), damage.sample.file)


def hide_rows(damage: Damage, sheet: str, wanted: Callable[[int], bool], value: str = "1") -> None:
    for row in rows_of(damage.tree(sheet)):
        if wanted(int(row.get("r", "0"))):
            row.set("hidden", value)


def hide_column(damage: Damage, sheet: str, column: int, value: str = "1") -> None:
    for item in damage.tree(sheet).iter(f"{{{MAIN}}}col"):
        if int(item.get("min", "0")) <= column <= int(item.get("max", "0")):
            item.set("hidden", value)


def hide_sheets(damage: Damage, *names: str, state: str = "hidden") -> None:
    workbook = etree.fromstring(damage.part("xl/workbook.xml"))
    for sheet in workbook.iter(f"{{{MAIN}}}sheet"):
        if sheet.get("name") in names:
            sheet.set("state", state)
    damage.others["xl/workbook.xml"] = etree.tostring(workbook)


def said(damage: Damage) -> list[tuple[str, str]]:
    """Where and what; the figures stay those of the sample, and nothing else is found."""
    accounts, findings = read(damage)
    assert accounts == read(Damage(WATER))[0]
    assert {(finding.code, finding.severity) for finding in findings} <= {("R072", Severity.NOTE)}
    return [(str(finding.sources[0]), finding.message) for finding in findings]


@pytest.mark.parametrize("value", ["1", "true"])
@pytest.mark.parametrize("walked", [False, True])
def test_hidden_rows(value: str, walked: bool) -> None:
    damage = Damage(WATER)
    row = damage.sample.row("收入", "2130301")
    hide_rows(damage, "收入", lambda number: number in (row, row + 1, row + 3), value)
    if walked:
        next(damage.tree("收入").iter(f"{{{MAIN}}}sheetData")).insert(0, etree.Comment("甲"))
    place = f"收入!{letters_of(damage.sample.place('收入', '2130301', '财政拨款收入')[1])}{row}"
    message = f"工作表“收入”的第 {row} 至 {row + 1}、{row + 3} 行是隐藏的，其中的数已读取并计入"
    assert said(damage) == [(place, message)] == said(damage)


@pytest.mark.parametrize("value", ["1", "true"])
def test_a_hidden_column(value: str) -> None:
    damage = Damage(WATER)
    _, column = damage.sample.place("收入", "2130301", "财政拨款收入")
    hide_column(damage, "收入", column, value)
    (_, message), = said(damage)
    assert message == f"工作表“收入”的第 {letters_of(column)} 列是隐藏的，其中的数已读取并计入"


def test_a_hidden_row_of_a_form() -> None:
    damage = Damage(WATER)
    row, column = damage.sample.place("机关运行经费", "决算数", "填写内容")
    hide_rows(damage, "机关运行经费", row.__eq__)
    assert said(damage) == [(f"机关运行经费!{letters_of(column)}{row}", f"工作表“机关运行经费”的第 {row} 行是隐藏的，其中的数已读取并计入")]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_once_each(state: str) -> None:
    damage = Damage(WATER)
    hide_sheets(damage, "收入", "基本信息", "名词解释", "填报进度", "勾稽核对", state=state)
    hide_rows(damage, "收入", lambda number: number > 10)
    assert [message for _, message in said(damage)] == [f"工作表“{name}”是隐藏的，其中的数已读取并计入" for name in ("基本信息", "收入")]


def test_what_holds_no_figure_may_be_hidden() -> None:
    """Labels, blank rows with the workbook's own sums, texts, zeros, columns that hold nothing, sheets not read."""
    damage = Damage(WATER)
    sheet = damage.sample.sheets["收入"]
    last = max(row for row, cells in sheet.cells.items() if 1 in cells)
    hide_rows(damage, "收入", lambda number: number < 5 or number > last)
    hide_rows(damage, "名词解释", lambda number: True)
    hide_rows(damage, "科目表", lambda number: True)
    hide_column(damage, "收入", 2)
    hide_rows(damage, "支出", lambda number: False, "0")
    assert said(damage) == []
    damage.put("收入", last + 1, 1, "2130399")
    damage.put("收入", last + 1, damage.sample.place("收入", "2130301", "财政拨款收入")[1], 0)
    assert [finding.code for finding in read(damage)[1]] == []


def test_the_list_of_rows_is_short() -> None:
    damage = Damage(WATER)
    hide_rows(damage, "收入", lambda number: number % 2 == 0)
    hide_rows(damage, "基本支出经济分类", lambda number: True)
    messages = [message for _, message in said(damage)]
    assert len(messages) == 2 and all(len(message) < 120 for message in messages)


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.xlsx")), ids=lambda path: path.stem)
def test_what_we_hide_ourselves_gives_no_finding(path: Path) -> None:
    assert "R072" not in {finding.code for finding in read_workbook(path)[1]}
