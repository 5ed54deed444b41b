"""The sheets of help and the colours: never read, only what every program knows, and blank rows that end with a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from help_samples import right_content
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from workbook_samples import changed, read, write

from generator.workbook.live.rules import SECTIONS
from generator.workbook.live.totals import DERIVED, TOTALS
from generator.workbook.marks import AUTO_TOTAL
from generator.workbook.pages import LEAST_SPARE, page_height, spare_rows
from generator.workbook.schema import BALANCE_SHEET, GUIDE_SHEETS, PROGRESS_SHEET, SHEETS
from generator.workbook.template import Content

KNOWN_TO_ALL = {
    "ABS", "AND", "COUNT", "COUNTIF", "COUNTIFS", "FIND", "IF", "IFERROR", "ISERROR", "ISNA", "ISNUMBER", "ISTEXT", "LEFT", "LEN",
    "MATCH", "MID", "MIN", "N", "OR", "RIGHT", "ROUND", "ROW", "SUBSTITUTE", "SUM", "SUMIF", "SUMPRODUCT", "TEXT", "TRIM", "VLOOKUP"}
LONGEST_FORMULA = 8192
TEXTS = re.compile(r'"[^"]*"')


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return load_workbook(write(tmp_path_factory.mktemp("help") / "empty.xlsx", Content()))


def _formulas(book: Workbook) -> Iterator[tuple[str, str]]:
    for sheet in book:
        for row in sheet.iter_rows():
            yield from ((f"{sheet.title}!{cell.coordinate}", str(cell.value)) for cell in row if cell.data_type == "f")


def _colours(book: Workbook) -> Iterator[tuple[str, str]]:
    for sheet in book:
        for found in sheet.conditional_formatting:
            yield from ((f"{sheet.title}!{found.sqref}", formula) for rule in found.rules for formula in rule.formula)


def test_only_functions_that_excel_wps_and_libreoffice_share(empty: Workbook) -> None:
    for place, formula in (*_formulas(empty), *_colours(empty)):
        used = set(re.findall(r"([A-Z][A-Z0-9.]*)\(", TEXTS.sub("", formula)))
        assert used <= KNOWN_TO_ALL, (place, used - KNOWN_TO_ALL)
        assert len(formula) < LONGEST_FORMULA, place
        assert "{" not in formula, (place, "array constants are not allowed in conditional formats")


def test_colours_look_at_their_own_sheet_only(empty: Workbook) -> None:
    assert not [place for place, formula in _colours(empty) if "!" in TEXTS.sub("", formula)]
    assert all(rule.dxf is not None or rule.dataBar for sheet in empty for found in sheet.conditional_formatting for rule in found.rules)


def test_the_sheets_of_help_stand_first_and_are_locked(empty: Workbook) -> None:
    assert tuple(empty.sheetnames[:3]) == GUIDE_SHEETS
    for name in GUIDE_SHEETS[1:]:
        sheet = empty[name]
        assert sheet.protection.sheet
        assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)


def test_every_sheet_has_a_line_with_a_link(empty: Workbook) -> None:
    progress = empty[PROGRESS_SHEET]
    links = {row[1].value: row[1].hyperlink.location for row in progress.iter_rows(min_row=6, max_row=5 + len(SHEETS))}
    assert links == {sheet.name: f"'{sheet.name}'!A1" for sheet in SHEETS}
    balance = empty[BALANCE_SHEET]
    texts = [row[0].value for row in balance.iter_rows()]
    assert all(rule.text in texts for _, rules in SECTIONS for rule in rules)
    assert sum(balance.cell(row, 8).data_type == "f" for row in range(1, balance.max_row + 1)) == (
        sum(len(rules) for _, rules in SECTIONS) + len(TOTALS) + 10)
    assert len({item.name for item in DERIVED}) == len(DERIVED)


def test_help_is_never_read(tmp_path: Path) -> None:
    def scribble(book: Workbook) -> None:
        for name in GUIDE_SHEETS:
            book[name]["B8"] = 12345

    path = write(tmp_path / "w.xlsx", right_content())
    before, findings = read(path)
    assert findings == ()
    after, findings = read(changed(path, scribble))
    assert findings == () and after.fields == before.fields and after.tables == before.tables


def test_an_amount_typed_over_the_automatic_total_is_the_pasted_total(tmp_path: Path) -> None:
    def overtype(book: Workbook) -> None:
        assert book["支出"]["B5"].value == AUTO_TOTAL
        book["支出"]["D5"] = 5

    accounts, findings = read(changed(write(tmp_path / "w.xlsx", right_content()), overtype))
    assert findings == ()
    assert next((line.code, line.name) for line in accounts.tables["支出"]) == ("", "合计")


def test_ruled_rows_end_with_the_page_of_the_last_figure() -> None:
    page = page_height(150)
    assert spare_rows(100, 150, 30, 1000, 20) == int((page - 100) // 20), "a short table fills its page and no more"
    assert spare_rows(100, 150, 30, 4, 20) == 4, "not more than wanted"
    assert spare_rows(page - 10, 150, 30, 1000, 20) == int((2 * page - 30 - (page - 10)) // 20), "then the next page"
    assert spare_rows(page - 10, 150, 30, 0, 20) == LEAST_SPARE


def test_blank_tables_fit_on_one_page(empty: Workbook) -> None:
    for sheet in SHEETS:
        table = sheet.table
        if table is not None and not table.prefilled:
            worksheet = empty[sheet.name]
            width = sum(dimension.width for dimension in worksheet.column_dimensions.values())
            height = sum(worksheet.row_dimensions[row].height or 15 for row in range(1, worksheet.max_row + 1))
            assert height <= page_height(width), sheet.name
