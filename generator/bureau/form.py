"""The empty 单位名单.xlsx, with drop-downs and a page that explains the columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.bureau.roster import COLUMNS, LAYOUT
from generator.bureau.sheets import HEAD_COLOUR
from generator.layouts import layout_names, load_layout

LIST_SHEET, HELP_SHEET = "单位名单", "填表说明"
ROOM = 1000
_ANY_DAY = date(2024, 1, 1)


def write_form(path: Path) -> None:
    """Write an empty list. Raises OSError, LayoutError."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    from generator.workbook.package import package_bytes, write_whole

    layouts = [(name, load_layout(name).title) for name in layout_names()]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = LIST_SHEET
    guide = book.create_sheet(HELP_SHEET)
    first = len(COLUMNS) + 5
    for number, column in enumerate(COLUMNS, 1):
        letter = get_column_letter(number)
        cell = sheet.cell(1, number, f"{column.key}{'*' if column.required else ''}")
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=HEAD_COLOUR)
        sheet.column_dimensions[letter].width = column.width
        for row in range(2, ROOM + 2):
            sheet.cell(row, number).number_format = "@"
        choices = f'"{",".join(column.choices)}"' if column.choices else ""
        if column.key == LAYOUT:
            choices = f"{HELP_SHEET}!$A${first}:$A${first + len(layouts) - 1}"
        if choices:
            rule = DataValidation("list", formula1=choices, allow_blank=True, showErrorMessage=True)
            rule.errorTitle, rule.error = "不在可选项中", "请从下拉列表中选择"
            rule.add(f"{letter}2:{letter}{ROOM + 1}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = "C2"
    guide.append(["名单一行一个单位；带 * 的必填。填好后运行：juesuan distribute 单位名单.xlsx -o 下发"])
    guide.append(["列", "怎么填"])
    for column in COLUMNS:
        options = f"可选：{'、'.join(column.choices)}" if column.choices else ""
        guide.append([f"{column.key}{'*' if column.required else ''}", "。".join(part for part in (column.help, options) if part)])
    guide.append([])
    guide.append(["版式名称", "说明"])
    for line in layouts:
        guide.append(list(line))
    for bold in (guide["A1"], *guide[2], *guide[first - 1]):
        bold.font = Font(bold=True)
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 22, 90
    for cells in guide.iter_rows(min_row=2, min_col=2, max_col=2):
        cells[0].alignment = Alignment(wrap_text=True, vertical="top")
    write_whole(path, package_bytes(book, _ANY_DAY, {}))
