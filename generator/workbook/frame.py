"""The frame of a sheet: column widths, title lines, headers, protection and print setup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.text_columns import columns_of
from generator.workbook import formulas, styles
from generator.workbook.marks import NAME_KEY
from generator.workbook.schema import GUIDE_SHEET, SHEET_BY_NAME, Form, Item, Kind, Matrix, Sheet
from generator.workbook.validation import validation
from generator.workbook.writing import lines_needed, link

BASICS = "基本信息"
FIRST_BLOCK_ROW = 4
WIDEST_CAPTION = 24.0
SCREEN_WIDTH = 190.0
#: Sheets of a form whose help column shows what the workbook works out for each item.
NOTED_SHEETS = frozenset({"变动原因"})
HELP_WIDTH, VALUE_WIDTH, WIDEST_LABEL = 46.0, 20.0, 44


class Frame:
    """One worksheet being written from top to bottom; `row` is the next free row."""

    def __init__(self, worksheet: Worksheet, sheet: Sheet, catalogue_ranges: Mapping[str, str], year: int) -> None:
        self.ws, self.sheet, self.ranges, self.year = worksheet, sheet, catalogue_ranges, year
        self.row = 1
        self.header_row = 0
        self.first_data_row = self.last_data_row = 0
        self.entries: list[str] = []
        self.required: list[str] = []
        self.code_cells = ""
        self.cells: dict[str, str] = {}
        self.columns: dict[str, str] = {}
        self.office_total = ""
        self.unit_place = ""
        grids = [len(block.columns) + isinstance(block, Matrix) for block in sheet.blocks
                 if not isinstance(block, Form)]
        forms = [block for block in sheet.blocks if isinstance(block, Form)]
        self.only_forms = not grids
        self.value_end = 2 if self.only_forms else max(3, *grids)
        self.has_help = sheet.name in NOTED_SHEETS or any(item.help for form in forms for item in form.items)
        self.last_column = max(self.value_end + self.has_help if forms else 0, *grids, 1)
        self.widths = self._measure()
        # the title and the unit stand where they are seen without scrolling
        self.seen_column = max((column for column in range(1, self.last_column + 1)
                                if sum(self.widths[:column]) <= SCREEN_WIDTH), default=1)

    def _measure(self) -> list[float]:
        widths = [0.0] * self.last_column

        def widen(column: int, width: float) -> None:
            widths[column - 1] = max(widths[column - 1], width)

        for block in self.sheet.blocks:
            if isinstance(block, Form):
                widen(1, min(max(columns_of(item.caption) for item in block.items) + 4, WIDEST_LABEL))
                if self.only_forms:
                    widen(2, max(VALUE_WIDTH, *(item.width for item in block.items)))
                if self.has_help:
                    widen(self.value_end + 1, HELP_WIDTH)
                continue
            if isinstance(block, Matrix):
                widen(1, max(columns_of(name) for name in block.rows) + 4)
            for column, item in enumerate(block.columns, 1 + isinstance(block, Matrix)):
                # a caption should take no more than two lines
                widen(column, max(item.width, min(columns_of(item.caption) / 2 + 4, WIDEST_CAPTION)))
        return [width or VALUE_WIDTH for width in widths]

    def head(self) -> None:
        """Title, guide line, and the line with the link back and the unit."""
        for column, width in enumerate(self.widths, 1):
            self.ws.column_dimensions[get_column_letter(column)].width = width
        title = self.sheet.blocks[0].title if len(self.sheet.blocks) == 1 else self.sheet.name
        self._line(title, styles.TITLE, 32)
        self._line(self.sheet.guide, styles.GUIDE, 5 + 15 * lines_needed(self.sheet.guide, sum(self.widths[:self.seen_column])))
        self._fill_row(styles.UNIT, 20)
        link(self.ws.cell(self.row, 1), GUIDE_SHEET, "返回填报说明", styles.LINK)
        if self._has_money():
            has_form = any(isinstance(block, Form) for block in self.sheet.blocks)
            column = self.value_end if has_form else self.seen_column
            self.ws.cell(self.row, column).value = formulas.unit_note(unit_cell())
            self.unit_place = f"${get_column_letter(column)}${self.row}"
        self.row += 1

    def height(self, only: int = 0) -> float:
        """The points of all rows written so far, or of the row `only`."""
        rows = (only,) if only else range(1, self.row)
        return sum(self.ws.row_dimensions[row].height or 15.0 for row in rows)

    def _has_money(self) -> bool:
        return any(item.kind is Kind.MONEY for block in self.sheet.blocks
                   for item in (block.items if isinstance(block, Form) else block.columns))

    def _fill_row(self, style: str, height: float) -> None:
        """A row in one style across all columns in use."""
        for column in range(1, self.last_column + 1):
            styles.paint(self.ws.cell(self.row, column), style)
        self.ws.row_dimensions[self.row].height = height

    def _line(self, text: str, style: str, height: float) -> None:
        self._fill_row(style, height)
        self.ws.cell(self.row, 1).value = text
        self.merge(self.row, 1, self.seen_column)
        self.row += 1

    def merge(self, row: int, first: int, last: int) -> None:
        """Merge cells of a row, where there are more than one; the covered cells keep their style and lock."""
        if last > first:
            self.ws.merged_cells.add(f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}")

    def section(self, title: str) -> None:
        """The title of a block, on a sheet with several."""
        self.row += self.row > FIRST_BLOCK_ROW
        self._fill_row(styles.SECTION, 24)
        self.ws.cell(self.row, 1).value = title
        self.row += 1

    def header(self, captions: Sequence[str], least: float = 22) -> None:
        """A header row, as high as its captions need."""
        for column, caption in enumerate(captions, 1):
            cell = self.ws.cell(self.row, column)
            cell.value = caption or None
            styles.paint(cell, styles.HEADER)
        lines = max(lines_needed(caption, self.widths[column]) for column, caption in enumerate(captions))
        self.ws.row_dimensions[self.row].height = max(least, 15 * lines + 8)
        self.header_row = self.row
        self.row += 1

    def validate(self, item: Item, cells: str) -> None:
        """Drop-down, number rule and hint for the cells of an item."""
        rule = validation(item)
        if rule is not None:
            rule.add(cells)
            self.ws.add_data_validation(rule)

    def finish(self) -> None:
        """Protection, print setup, colour and frozen panes."""
        table = self.sheet.table
        styles.protect(self.ws)
        styles.set_page(self.ws, sum(self.widths), header_row=self.header_row if table else 0)
        self.ws.sheet_properties.tabColor = styles.GROUP_COLOURS[self.sheet.group]
        self.ws.sheet_view.showGridLines = False
        if len(self.sheet.blocks) == 1:
            corner = self.ws.cell((self.first_data_row or self.header_row + 1), self._frozen_columns() + 1)
            self.ws.freeze_panes = corner.coordinate

    def _frozen_columns(self) -> int:
        table = self.sheet.table
        if table is None:
            return 0
        if any(item.key == NAME_KEY for item in table.columns[:2]):
            return 2
        return 1 if len(table.columns) > 4 else 0


def unit_cell() -> str:
    """The address of 金额单位."""
    return basics_cell("金额单位")


def basics_cell(item: str) -> str:
    """The address of an item of 基本信息, which has title, guide, link line and header above the first one."""
    keys = [key for key, _ in SHEET_BY_NAME[BASICS].fields()]
    return f"'{BASICS}'!$B${FIRST_BLOCK_ROW + 1 + keys.index(f'{BASICS}.{item}')}"
