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
HEAD_COLOUR = "D9E1F2"
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
    wrapped: tuple[int, ...] = ()
    printed: int = 0  # how many columns go on paper; 0: all


def write_listings(path: Path, listings: Sequence[Listing], document: str) -> None:
    """Write the sheets; `document` says in the properties what the file is, so that we know it again. Raises OSError."""
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    from generator.workbook.package import package_bytes, write_whole

    book = Workbook()
    book.remove(book.worksheets[0])
    for listing in listings:
        _write(book.create_sheet(listing.name), listing)
    book.properties.title, book.properties.creator = document, "juesuan"
    book.custom_doc_props.append(StringProperty(name=DOCUMENT_PROPERTY, value=document))  # type: ignore[attr-defined]
    write_whole(path, package_bytes(book, _ANY_DAY, {}))


def _write(sheet: Worksheet, listing: Listing) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    for number, line in enumerate(listing.title, 1):
        sheet.cell(number, 1, line).font = Font(bold=number == 1, size=14 if number == 1 else 11)
    head = len(listing.title) + 1
    top = Alignment(vertical="top")
    folded = Alignment(vertical="top", wrap_text=True)
    for column, (heading, width) in enumerate(listing.columns, 1):
        heads = sheet.cell(head, column, heading)
        heads.font, heads.fill = Font(bold=True), PatternFill("solid", fgColor=HEAD_COLOUR)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(listing.rows):
        for column, value in enumerate(row, 1):
            body = sheet.cell(head + 1 + number, column)
            body.value = (tidy(value)[:LONGEST] or None) if isinstance(value, str) else value
            if body.data_type == "f":  # a text that begins with = is no formula of ours
                body.data_type = "s"
            body.alignment = folded if column - 1 in listing.wrapped else top
        if number in listing.colours:
            sheet.cell(head + 1 + number, listing.coloured + 1).fill = PatternFill("solid", fgColor=listing.colours[number])
    last = get_column_letter(len(listing.columns))
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{last}{head + len(listing.rows)}"
    printed = get_column_letter(listing.printed or len(listing.columns))
    sheet.print_area = f"A1:{printed}{head + len(listing.rows)}"
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
