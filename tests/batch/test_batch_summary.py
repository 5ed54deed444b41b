"""汇总情况.xlsx: every result, every finding, numbers that can be added, links that open."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from batch_damage import BROKEN, GOOD, OTHER, inbox
from batch_workers import run
from ooxml import assert_valid, require_validator
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.batch.record import COMPLETE, FAILED, NO_PDF, OPEN, STOPPED, UNCHANGED, Done, Remark
from generator.batch.sheet_xml import LONGEST
from generator.batch.summary import headline, summary


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("批")
    run([inbox(root / "回 收#1")], root / "out")
    return root / "out"


def sheets(file: Path) -> tuple[Worksheet, Worksheet]:
    first, second = load_workbook(file).worksheets
    return first, second


def table(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows below the header."""
    top = int(sheet.auto_filter.ref.split(":")[0].lstrip("A"))
    heads = [str(cell.value).replace("\n", "") for cell in sheet[top]]
    last = int(sheet.auto_filter.ref.split(":")[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=top + 1, max_row=last)]


def test_every_workbook_has_its_line(output: Path) -> None:
    first, _ = sheets(output / "汇总情况.xlsx")
    rows = {row["工作簿"]: row for row in table(first)}
    assert sorted(rows) == sorted([GOOD.name, OTHER.name, BROKEN.name, "坏.xlsx"])
    good = rows[GOOD.name]
    assert (good["结果"], good["错误"], good["单位"]) == ("完成", 0, "江城市水务局")
    assert good["收支总计（万元）"] == 7435.13 and isinstance(good["用时（秒）"], float)
    assert rows[BROKEN.name]["结果"] == "有错误" and "相差" in str(rows[BROKEN.name]["第一处错误或原因"])
    assert first["A2"].value == "共 4 份：完成 2，有错误 2"


def test_figures_are_numbers_that_are_shown_and_added_as_money(output: Path) -> None:
    first, _ = sheets(output / "汇总情况.xlsx")
    row = next(row for row in first.iter_rows(min_row=4) if row[1].value == GOOD.name)
    assert row[7].number_format == "#,##0.00"
    last = next(first.iter_rows(min_row=first.max_row))
    amounts = [row["收支总计（万元）"] for row in table(first)]
    assert last[7].value == round(sum(amount for amount in amounts if isinstance(amount, float)), 2)
    assert last[1].value == "合计 4 份" and last[2].value == "完成 2，有错误 2"


def test_every_finding_stands_on_the_second_sheet(output: Path) -> None:
    _, second = sheets(output / "汇总情况.xlsx")
    rows = table(second)
    wrong = next(row for row in rows if row["工作簿"] == BROKEN.name and row["级别"] == "错误")
    assert wrong["规则"] == "T105" and wrong["位置"] == "收入!D6" and "相差" in str(wrong["问题"])
    damaged = next(row for row in rows if row["工作簿"] == "坏.xlsx")
    assert (damaged["规则"], damaged["位置"], damaged["问题"]) == ("R005", None, "文件已损坏") and "备份" in str(damaged["怎么办"])
    levels = [str(row["级别"]) for row in rows if row["工作簿"] == BROKEN.name]
    assert levels == sorted(levels, key=["错误", "警告", "提示"].index)


def test_links_open_from_where_the_summary_stands(output: Path) -> None:
    first, _ = sheets(output / "汇总情况.xlsx")
    links = [cell.hyperlink.target for row in first.iter_rows() for cell in row if cell.hyperlink]
    assert len(links) == 4 + 2 * 3, "each workbook; Word, 公开表 and folder of two reports"
    assert all((output / unquote(link)).exists() and " " not in link and "#" not in link for link in links), links


def test_word_and_excel_would_open_it_without_repair(output: Path) -> None:
    require_validator()
    assert_valid(output / "汇总情况.xlsx")


def test_the_header_stays_in_view_and_filters(output: Path) -> None:
    for sheet, frozen in zip(sheets(output / "汇总情况.xlsx"), ("D", "C"), strict=True):
        top = sheet.auto_filter.ref.split(":")[0]
        assert sheet.freeze_panes == f"{frozen}{int(top[1:]) + 1}" and sheet.print_title_rows
        assert all(sheet.column_dimensions[letter].width >= 6 for letter in "ABCDEFG")


def test_a_note_on_every_report_is_told_once(output: Path) -> None:
    first, _ = sheets(output / "汇总情况.xlsx")
    assert str(first["A3"].value).startswith("各份报告：目录页码按版面推算")
    assert not any(row["说明"] for row in table(first))


def test_any_text_can_stand_in_a_cell(tmp_path: Path) -> None:
    nasty = "=1+1 <&\"'> \x07\ud800" + "长" * 40_000
    done = Done("坏.xlsx", FAILED, nasty, first_error=nasty, remarks=(Remark("错误", "X1", "a!A1", nasty),), figures={"收支总计": "—"})
    (tmp_path / "a.xlsx").write_bytes(summary([done], tmp_path))
    first, second = sheets(tmp_path / "a.xlsx")
    cell = first["G4"]
    assert cell.data_type == "s" and str(cell.value).startswith("=1+1 <&\"'> 长") and len(str(cell.value)) <= LONGEST
    assert first["H4"].value == "—" and len(table(second)) == 2


def test_the_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    results = [Done("a.xlsx", COMPLETE, "甲")]
    assert summary(results, tmp_path) == summary(results, tmp_path)


def test_a_thousand_units_are_written_in_no_time(tmp_path: Path) -> None:
    remarks = tuple(Remark("警告", "Y103", "一般公共预算!F10", "没有写原因" * 10, "请填写") for _ in range(10))
    results = [Done(f"{n}.xlsx", COMPLETE, f"第{n}局", figures={"收支总计": "1.00"}, remarks=remarks) for n in range(1000)]
    start = time.process_time()
    data = summary(results, tmp_path)
    assert time.process_time() - start < 3 and len(data) < 2_000_000


def test_the_headline_names_only_what_there_is() -> None:
    results = [Done("", status) for status in (COMPLETE, UNCHANGED, COMPLETE, NO_PDF, STOPPED, FAILED, OPEN)]
    assert headline(results) == "共 7 份：完成 2，未变化 1，缺 PDF 1，有错误 1，失败 1，没有做 1"
    assert headline(results[:1]) == "共 1 份：完成 1"
