"""A sheet of help being written from top to bottom: lines of cells with their styles, coloured verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.workbook import styles
from generator.workbook.styles import paint
from generator.workbook.writing import lines_needed, link


class Page:
    """One sheet of help; `row` is the next free row."""

    def __init__(self, worksheet: Worksheet, widths: Sequence[float]) -> None:
        self.ws, self.widths, self.row = worksheet, widths, 1
        for column, width in enumerate(widths, 1):
            worksheet.column_dimensions[get_column_letter(column)].width = width
        worksheet.sheet_view.showGridLines = False

    @property
    def last_letter(self) -> str:
        """The letter of the last column."""
        return get_column_letter(len(self.widths))

    def wide(self, text: str, style: str, height: float) -> int:
        """One text across all columns; its row."""
        row = self.row
        for column in range(1, len(self.widths) + 1):
            paint(self.ws.cell(row, column), style)
        self.ws.cell(row, 1).value = text
        self.ws.merged_cells.add(f"A{row}:{self.last_letter}{row}")
        self.ws.row_dimensions[row].height = height
        self.row += 1
        return row

    def header(self, captions: Sequence[str]) -> None:
        """The captions of a list."""
        for column, caption in enumerate(captions, 1):
            cell = self.ws.cell(self.row, column)
            cell.value = caption or None
            paint(cell, styles.HEADER)
        self.ws.row_dimensions[self.row].height = 22
        self.row += 1

    def line(self, cells: Mapping[int, tuple[object, str]], *, least: float = 20.0) -> int:
        """A line of values and formulas by column, each with its style; the other columns are ruled and blank. Its row."""
        lines = 1
        for column in range(1, len(self.widths) + 1):
            cell = self.ws.cell(self.row, column)
            value, style = cells.get(column, (None, styles.STEP))
            paint(cell, style)
            cell.value = value  # type: ignore[assignment]
            if isinstance(value, str) and not value.startswith("="):
                lines = max(lines, lines_needed(value, self.widths[column - 1]))
        self.ws.row_dimensions[self.row].height = max(least, 15.0 * lines + 5)
        self.row += 1
        return self.row - 1

    def link(self, row: int, column: int, sheet: str) -> None:
        """A link to another sheet, named by it."""
        link(self.ws.cell(row, column), sheet, sheet, styles.INDEX_LINK)

    def finish(self, colour: str, freeze: str, *, upright: bool = False) -> None:
        """Protection, page setup, frozen head."""
        styles.protect(self.ws)
        styles.set_page(self.ws, sum(self.widths), upright=upright)
        self.ws.print_area = f"A1:{self.last_letter}{self.row - 1}"
        self.ws.sheet_properties.tabColor = colour
        self.ws.freeze_panes = freeze
