"""The empty 单位名单.xlsx, with drop-downs and a page that explains the columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.bureau.columns import COLUMNS, LAYOUT
from generator.layouts import layout_names, load_layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

LIST_SHEET, HELP_SHEET = "单位名单", "填表说明"
ROOM, RULED = 1000, 60  # rows that are ready for units; rows with lines
_FIRST_LAYOUT = len(COLUMNS) + 5  # the row of the help page where the layouts begin
_ANY_DAY = date(2024, 1, 1)


def write_form(path: Path) -> None:
    """Write an empty list. Raises OSError, LayoutError."""
    from openpyxl import Workbook

    from generator.workbook import styles
    from generator.workbook.package import package_bytes, write_whole

    layouts = [(name, load_layout(name).title) for name in layout_names()]
    book = Workbook()
    styles.add_styles(book)
    _fill_list(book.worksheets[0], f"{HELP_SHEET}!$A${_FIRST_LAYOUT}:$A${_FIRST_LAYOUT + len(layouts) - 1}")
    _fill_help(book.create_sheet(HELP_SHEET), layouts)
    write_whole(path, package_bytes(book, _ANY_DAY, {}))


def _fill_list(sheet: Worksheet, layouts: str) -> None:
    """The columns with their drop-downs; `layouts` are the cells that name the layouts."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    from generator.workbook import styles
    from generator.workbook.schema import Kind

    sheet.title = LIST_SHEET
    for number, column in enumerate(COLUMNS, 1):
        letter = get_column_letter(number)
        styles.paint(sheet.cell(1, number, f"{column.key}{'*' if column.required else ''}"), styles.HEADER)
        sheet.column_dimensions[letter].width = column.width
        for row in range(2, ROOM + 2):
            styles.paint(sheet.cell(row, number), styles.input_style(Kind.TEXT) if row <= RULED + 1 else styles.free_style(Kind.TEXT))
        choices = layouts if column.key == LAYOUT else f'"{",".join(column.choices)}"' if column.choices else ""
        if choices:
            rule = DataValidation("list", formula1=choices, allow_blank=True, showErrorMessage=True)
            rule.errorTitle, rule.error = "不在可选项中", "请从下拉列表中选择"
            rule.add(f"{letter}2:{letter}{ROOM + 1}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = "C2"
    sheet.row_dimensions[1].height = 24
    styles.set_page(sheet, sum(column.width for column in COLUMNS), header_row=1)


def _fill_help(guide: Worksheet, layouts: Sequence[tuple[str, str]]) -> None:
    """What goes into each column, and the layouts with their titles."""
    from generator.workbook import styles

    guide.append(["名单一行一个单位；带 * 的必填。填好后运行：juesuan distribute 单位名单.xlsx -o 下发"])
    guide.append(["列", "怎么填"])
    for column in COLUMNS:
        options = f"可选：{'、'.join(column.choices)}" if column.choices else ""
        guide.append([f"{column.key}{'*' if column.required else ''}", "。".join(part for part in (column.help, options) if part)])
    guide.append([])
    guide.append(["版式名称", "说明"])
    for line in layouts:
        guide.append(list(line))
    for cell in (found for row in guide.iter_rows(min_row=3, max_col=2) for found in row if found.value is not None):
        styles.paint(cell, styles.STEP)
    styles.paint(guide["A1"], styles.SUMMARY)
    for head in (*guide[2], *guide[_FIRST_LAYOUT - 1]):
        styles.paint(head, styles.HEADER)
    styles.set_page(guide, 112)
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 22, 90
