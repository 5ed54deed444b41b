"""Writing one sheet of the standard workbook from its schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from generator.workbook.forms import write_form, write_matrix
from generator.workbook.frame import Frame
from generator.workbook.live.entry_colours import colour_sheet
from generator.workbook.schema import Form, Matrix, Sheet
from generator.workbook.table_rows import write_table


@dataclass(frozen=True, slots=True)
class Written:
    """What is to be known of a written sheet.

    `entries` are the ranges that the clerk fills, `required` the form cells that must be, `code_cells` the range of codes typed as text, and
    `first_data_row` the first row of the table, from which on heights follow the texts (0 without a table). `cells` are
    the form cells by key, `columns` the ranges of the table's columns, `office_total` the cell of 公用经费合计, all without the sheet.
    """

    sheet: Sheet
    entries: tuple[str, ...]
    required: tuple[str, ...]
    code_cells: str
    first_data_row: int
    cells: Mapping[str, str]
    columns: Mapping[str, str]
    office_total: str


def write_sheet(worksheet: Worksheet, sheet: Sheet, catalogue_ranges: Mapping[str, str], year: int,
                fields: Mapping[str, object], rows: Sequence[Mapping[str, object]]) -> Written:
    """Write the sheet with what `fields` and `rows` have for it."""
    frame = Frame(worksheet, sheet, catalogue_ranges, year)
    frame.head()
    for block in sheet.blocks:
        if len(sheet.blocks) > 1:
            frame.section(block.title)
        if isinstance(block, Form):
            write_form(frame, block, fields)
        elif isinstance(block, Matrix):
            write_matrix(frame, block, fields)
        else:
            write_table(frame, block, rows)
    colour_sheet(frame, sheet)
    frame.finish()

    def here(cells: list[str]) -> tuple[str, ...]:
        return tuple(f"'{sheet.name}'!{place}" for place in cells)

    return Written(sheet, here(frame.entries), here(frame.required), frame.code_cells, frame.first_data_row, frame.cells,
                   frame.columns, frame.office_total)
