"""Official tables in three styles of export come into the standard workbook whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from booklet import booklet
from comparing import balances, subject_tables
from exports import NAME, Sheet, sample_books, save
from register import register
from stacked import stacked

from generator.intake.importing import Imported, Wishes, import_tables
from generator.model import Severity
from generator.money import MoneyUnit
from generator.tables.books import Books, make_books
from generator.workbook.read import read_workbook
from generator.workbook.template import write_workbook

Style = Callable[[Books], list[Sheet]]
STYLES: dict[str, tuple[Style, MoneyUnit]] = {
    "一页": (stacked, MoneyUnit.YUAN), "九页": (booklet, MoneyUnit.WAN), "登记": (register, MoneyUnit.YUAN)}


def taken(folder: Path, style: Style) -> tuple[Imported, Books]:
    """What came of the sample in that style, and the books of the workbook that was written and read again."""
    source = save(folder / "导出.xlsx", style(sample_books()))
    imported = import_tables(source, Wishes("wuhan-2023", 2024))
    assert imported.content is not None, imported.findings
    written = folder / "工作簿.xlsx"
    write_workbook(written, layout="wuhan-2023", year=imported.year, name=imported.name, content=imported.content)
    accounts, findings = read_workbook(written)
    assert accounts is not None
    assert {finding.code for finding in findings} <= {"R040"}, findings  # 是否汇总, 单位性质 are not in the tables
    return imported, make_books(accounts)


@pytest.mark.parametrize("name", STYLES)
def test_every_amount_arrives(name: str, tmp_path: Path) -> None:
    style, unit = STYLES[name]
    imported, books = taken(tmp_path, style)
    wanted = sample_books()
    assert imported.unit is unit and (imported.year, imported.name) == (2024, NAME)
    for ours, theirs in zip(subject_tables(books, unit), subject_tables(wanted, unit), strict=True):
        assert ours == theirs
    assert balances(books, unit) == balances(wanted, unit)


def test_one_sheet_with_split_codes_says_nothing_is_left(tmp_path: Path) -> None:
    imported, _ = taken(tmp_path, stacked)
    assert imported.findings == () and imported.absent == ()
    assert [table.table for table in imported.tables] == [f"公开0{number}表" for number in range(1, 10)]


def test_rounded_tables_leave_rounding_only(tmp_path: Path) -> None:
    imported, _ = taken(tmp_path, booklet)
    assert {finding.severity for finding in imported.findings} <= {Severity.NOTE}, imported.findings
    assert imported.content is not None and imported.content.fields["基本信息.汇总"] == "是"
    assert [table.sheet for table in imported.tables][6:] == ["表8", "表9", "表7"]


def test_what_the_workbook_has_no_place_for_is_reported(tmp_path: Path) -> None:
    imported, _ = taken(tmp_path, register)
    warnings = [finding for finding in imported.findings if finding.severity is Severity.WARNING]
    assert [(finding.code, str(finding.sources[0])) for finding in warnings] == [("I010", "Z01 收入支出决算总表!B4")]
    assert "年初预算数" in warnings[0].message and "1000" in warnings[0].message
    content = imported.content
    assert content is not None and content.fields["三公经费.公务用车保有量"] == 11
    assert content.fields["政府采购.货物支出"] is not None
