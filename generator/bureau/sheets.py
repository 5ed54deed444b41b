"""Plain lists as .xlsx, for the bureau to pass on: a title, a header, rows that can be filtered and printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.bureau.identity import DOCUMENT_PROPERTY
from generator.workbook.cells import tidy

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_000  # what Excel takes in a cell
NARROW = 10.0  # columns of a word or a number: centred
TITLE_HEIGHT, HEAD_HEIGHT, ROW_HEIGHT = 26.0, 24.0, 20.0
_ANY_DAY = date(2024, 1, 1)

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One sheet: `columns` are headings and widths; `colours` by row (from 0), of the cell in column `coloured` (from 0)."""

    name: str
    title: tuple[str, ...]
    columns: tuple[tuple[str, float], ...]
    rows: Sequence[Sequence[Value]]
    colours: Mapping[int, str] = field(default_factory=dict)
    coloured: int = 0
    printed: int = 0  # how many columns go on paper; 0: all


def write_listings(path: Path, listings: Sequence[Listing], document: str) -> None:
    """Write the sheets; `document` says in the properties what the file is, so that we know it again. Raises OSError."""
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    from generator.workbook.package import package_bytes, write_whole
    from generator.workbook.styles import add_styles

    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)
    for listing in listings:
        _write(book.create_sheet(listing.name), listing)
    book.properties.title, book.properties.creator = document, "juesuan"
    book.custom_doc_props.append(StringProperty(name=DOCUMENT_PROPERTY, value=document))  # type: ignore[attr-defined]
    write_whole(path, package_bytes(book, _ANY_DAY, {}))


def _write(sheet: Worksheet, listing: Listing) -> None:
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter

    from generator.workbook import styles
    from generator.workbook.writing import lines_needed, row_height

    last, widths = get_column_letter(len(listing.columns)), [width for _, width in listing.columns]
    printed = listing.printed or len(widths)
    for number, line in enumerate(listing.title, 1):
        title = sheet.cell(number, 1, line)
        styles.paint(title, styles.SUMMARY if number == 1 else styles.NOTE)
        sheet.merged_cells.add(f"A{number}:{get_column_letter(printed)}{number}")
        sheet.row_dimensions[number].height = row_height(lines_needed(line, sum(widths[:printed]) * 0.85), TITLE_HEIGHT)
    head = len(listing.title) + 1
    for column, (heading, width) in enumerate(listing.columns, 1):
        styles.paint(sheet.cell(head, column, heading), styles.HEADER)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[head].height = HEAD_HEIGHT
    for number, row in enumerate(listing.rows, head + 1):
        lines = 1
        for column, value in enumerate(row, 1):
            body = sheet.cell(number, column)
            narrow = widths[column - 1] <= NARROW
            styles.paint(body, styles.CENTRED if narrow else styles.SHOWN_COUNT if isinstance(value, int) else styles.STEP)
            body.value = (tidy(value)[:LONGEST] or None) if isinstance(value, str) else value
            if body.data_type == "f":  # a text that begins with = is no formula of ours
                body.data_type = "s"
            lines = max(lines, lines_needed(value, widths[column - 1])) if column <= printed else lines
        sheet.row_dimensions[number].height = row_height(lines, ROW_HEIGHT)
        if number - head - 1 in listing.colours:
            sheet.cell(number, listing.coloured + 1).fill = PatternFill("solid", fgColor=listing.colours[number - head - 1])
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{last}{head + len(listing.rows)}"
    styles.set_page(sheet, sum(widths[:printed]), header_row=head)
    sheet.page_setup.fitToWidth = 1
    sheet.print_area = f"A1:{get_column_letter(printed)}{head + len(listing.rows)}"
