"""Our own 公开表.xlsx comes back: sample → 公开表.xlsx → workbook → the same tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from comparing import balances, subject_tables

from generator.intake.importing import Wishes, import_tables
from generator.layouts import load_layout
from generator.model import Severity
from generator.money import MoneyUnit
from generator.publication import public_tables
from generator.report import make_report
from generator.tables.books import make_books
from generator.workbook.read import read_workbook
from generator.workbook.template import write_workbook

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "input_samples").glob("*.xlsx"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_our_own_tables_come_back(sample: Path, tmp_path: Path) -> None:
    accounts, _ = read_workbook(sample)
    assert accounts is not None
    books = make_books(accounts)
    report = make_report(books, replace(load_layout(accounts.layout), charts=False), draft=True)
    published = tmp_path / "公开表.xlsx"
    published.write_bytes(public_tables(report.document.docx(), report.properties))

    imported = import_tables(published, Wishes(accounts.layout, accounts.year))
    assert imported.content is not None and imported.absent == ()
    assert {finding.severity for finding in imported.findings} <= {Severity.NOTE}, imported.findings
    assert not any(table.left for table in imported.tables)
    assert imported.year == accounts.year and imported.unit is MoneyUnit.WAN
    assert imported.name == accounts.text("基本信息.公开表所印名称").removesuffix("（汇总）") or imported.name == accounts.text("基本信息.单位全称")

    written = tmp_path / "工作簿.xlsx"
    write_workbook(written, layout=accounts.layout, year=imported.year, name=imported.name, content=imported.content)
    again, _ = read_workbook(written)
    assert again is not None
    ours = make_books(again)
    assert subject_tables(ours, MoneyUnit.WAN) == subject_tables(books, MoneyUnit.WAN)
    assert balances(ours, MoneyUnit.WAN) == balances(books, MoneyUnit.WAN)
