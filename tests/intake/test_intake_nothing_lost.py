"""No amount is dropped silently: whichever number of an export is changed, the workbook or a finding shows it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from booklet import booklet
from exports import Sheet, sample_books, save
from register import register
from stacked import stacked

from generator.cell_names import cell_name
from generator.intake.grid import number_of
from generator.intake.importing import Imported, Wishes, import_book
from generator.tables.books import Books
from generator.workbook.xlsx import RawBook, RawCell, RawSheet, open_book

WISHES = Wishes("wuhan-2023", 2024)
TRIES = 30


def outcome(book: RawBook) -> Imported:
    return import_book(book, "导出.xlsx", WISHES)


def written(imported: Imported) -> object:
    content = imported.content
    return None if content is None else (dict(content.fields), {key: list(rows) for key, rows in content.rows.items()})


def places(imported: Imported) -> set[str]:
    return {str(source) for finding in imported.findings for source in finding.sources}


def amounts(book: RawBook) -> list[tuple[str, int, int]]:
    """The cells with amounts of ten 元 (in 万元: 0.1) or more: no 行次, no codes."""
    found = []
    for name in book.sheet_names:
        for row, columns in book.sheet(name).cells.items():
            for column, cell in columns.items():
                number = number_of(cell).value
                if number is not None and number != number.to_integral_value() and "目录" not in name:
                    found.append((name, row, column))
    return found


def changed(sheet: RawSheet, row: int, column: int) -> RawSheet:
    """The sheet with 1.00 more in one cell."""
    cell = sheet.cells[row][column]
    number = number_of(cell).value
    assert number is not None
    other = RawCell(f"{number + 1:f}", cell.kind, cell.formula, cell.format)
    return replace(sheet, cells={**sheet.cells, row: {**sheet.cells[row], column: other}})


@pytest.mark.parametrize("style", [stacked, booklet, register], ids=lambda style: style.__name__)
def test_a_changed_amount_shows(style: Callable[[Books], list[Sheet]], tmp_path: Path) -> None:
    book = open_book(save(tmp_path / "导出.xlsx", style(sample_books())))
    before = outcome(book)
    chance = random.Random(20240607)
    for name, row, column in chance.sample(amounts(book), TRIES):
        original = book.sheet(name)
        book.keep(changed(original, row, column))
        after = outcome(book)
        place = str(place_of(name, row, column))
        assert written(after) != written(before) or place in places(after), place
        book.keep(original)


def place_of(name: str, row: int, column: int) -> str:
    return f"{name}!{cell_name(row, column)}"


def test_an_amount_in_a_row_or_column_of_its_own_is_reported(tmp_path: Path) -> None:
    sheets = stacked(sample_books())
    for index, row in enumerate(sheets[0].rows):
        if row and row[0] == 213:
            sheets[0].rows[index] = [*row, *[None] * (14 - len(row)), 77.5]
            break
    sheets[0].rows.append([None, None, None, "其中：专项", 12.25])
    imported = outcome(open_book(save(tmp_path / "导出.xlsx", sheets)))
    told = " ".join(finding.message for finding in imported.findings)
    assert "77.5" in told and "12.25" in told
