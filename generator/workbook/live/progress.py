"""The sheet 填报进度: for each sheet and each thing to fill, how much is there, and what to fill first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from openpyxl.worksheet.worksheet import Worksheet

from generator.workbook import styles
from generator.workbook.live import colours
from generator.workbook.live.balance import reasons_row, summary_cell
from generator.workbook.live.needs import Desk, Need, needs
from generator.workbook.live.page import Page
from generator.workbook.live.totals import Grid
from generator.workbook.schema import BALANCE_SHEET, GUIDE_SHEET, PROGRESS_SHEET, SHEETS, Sheet
from generator.workbook.writing import link

WIDTHS = (17.0, 27.0, 7.0, 7.0, 7.0, 13.0, 13.0, 55.0)
HEAD = ("分组", "工作表", "应填", "已填", "还缺", "完成", "状态", "先补什么")
DETAIL_HEAD = ("工作表", "项目", "应填", "已填", "还缺", "完成", "状态", "怎么填")
GUIDE = ("随填随算，不用填写。应填的是各地公开都要有的内容，随已填的数变化：如填了“三公”经费决算数，才要填批次、人次。只有部分版式使用的内容不计入。")
TOTAL_ROW, FIRST_ROW = 4, 6


def write_progress(worksheet: Worksheet, grid: Grid) -> None:
    """Write the sheet: a line for each sheet with its share done, then a line for each thing to fill."""
    page = Page(worksheet, WIDTHS)
    balance = f"'{BALANCE_SHEET}'!"
    wanted = needs(Desk(grid, balance, reasons_row(grid)))
    page.wide(PROGRESS_SHEET, styles.TITLE, 32)
    page.wide(GUIDE, styles.GUIDE, 36)
    back = page.wide("", styles.LINK, 20)
    link(worksheet.cell(back, 1), GUIDE_SHEET, "返回填报说明", styles.LINK)
    first_need = FIRST_ROW + len(SHEETS) + 3
    _write_total(page, first_need, first_need + len(wanted) - 1)
    page.header(HEAD)
    lines = {name: list(group) for name, group in groupby(range(len(wanted)), lambda index: wanted[index].sheet)}
    for sheet in SHEETS:
        _write_sheet(page, sheet, [first_need + index for index in lines.get(sheet.name, ())], grid.places.entries[sheet.name])
    page.row += 1
    page.wide("逐项清单", styles.SECTION, 24)
    page.header(DETAIL_HEAD)
    assert page.row == first_need
    for need in wanted:
        _write_need(page, need)
    last = page.row - 1
    colours.verdicts(worksheet, f"G{FIRST_ROW}:G{last}")
    colours.share_bars(worksheet, f"F{TOTAL_ROW}:F{last}")
    page.finish("00B050", f"A{FIRST_ROW}", upright=True)


def _write_total(page: Page, first: int, last: int) -> None:
    """全部: all that is wanted, and how the checks stand."""
    row = page.row
    page.line({
        1: ("全部", styles.SUMMARY), 3: (f"=SUM($C${first}:$C${last})", styles.TALLY),
        4: (f"=SUM($D${first}:$D${last})", styles.TALLY), 5: (f"=$C{row}-$D{row}", styles.TALLY),
        6: (f'=IF($C{row}=0,"",$D{row}/$C{row})', styles.SHOWN_PERCENT),
        7: (f'=IF($E{row}=0,"已填","缺 "&$E{row}&" 项")', styles.RESULT),
        8: (f'="勾稽核对："&{summary_cell()}', styles.STEP),
    }, least=24.0)


def _write_sheet(page: Page, sheet: Sheet, rows: Sequence[int], entries: Sequence[str]) -> None:
    row = page.row
    touched = "+".join(f"SUMPRODUCT((LEN({cells})>0)*1)" for cells in entries)
    wanted, there, missing = f"$C{row}", f"$D{row}", f"$E{row}"
    cells: dict[int, tuple[object, str]] = {1: (sheet.group, styles.LABEL), 7: (None, styles.RESULT)}
    idle = '"可不填"' if sheet.optional or not _needed_by_layouts(sheet) else '"看版式需要"'
    if rows:
        first, last = rows[0], rows[-1]
        cells |= {3: (f"=SUM($C${first}:$C${last})", styles.TALLY), 4: (f"=SUM($D${first}:$D${last})", styles.TALLY),
                  5: (f"={wanted}-{there}", styles.TALLY),
                  6: (f'=IF({wanted}=0,"",{there}/{wanted})', styles.SHOWN_PERCENT),
                  7: (f'=IF({missing}>0,IF({there}=0,"缺（未填）","缺 "&{missing}&" 项"),IF({touched}>0,"已填",{idle}))', styles.RESULT),
                  8: (f"={_first_missing(rows)}", styles.STEP)}
    else:
        cells[7] = (f'=IF({touched}>0,"已填",{idle})', styles.RESULT)
    page.line(cells)
    page.link(row, 2, sheet.name)


def _needed_by_layouts(sheet: Sheet) -> bool:
    """Whether a blank sheet may leave a part of the report of some layouts empty."""
    return sheet.group in ("重点工作和名词", "项目和绩效") or sheet.name == "各类用途"


def _first_missing(rows: Sequence[int]) -> str:
    """The first thing that is missing, and how to fill it."""
    found = '""'
    for row in reversed(rows):
        found = f'IF($E${row}>0,$B${row}&"："&$H${row},{found})'
    return found


def _write_need(page: Page, need: Need) -> None:
    row = page.row
    page.line({
        1: (need.sheet, styles.STEP), 2: (need.what, styles.STEP),
        3: (f"={need.wanted}", styles.TALLY), 4: (f"=MIN($C{row},{need.there})", styles.TALLY),
        5: (f"=$C{row}-$D{row}", styles.TALLY), 6: (f'=IF($C{row}=0,"",$D{row}/$C{row})', styles.SHOWN_PERCENT),
        7: (f'=IF($C{row}=0,"不适用",IF($E{row}=0,"已填","缺 "&$E{row}))', styles.RESULT), 8: (need.hint or None, styles.STEP),
    })
    page.link(row, 1, need.sheet)


def status_cell(sheet: Sheet) -> str:
    """The address of the state of a sheet, for the list of sheets in 填报说明."""
    return f"'{PROGRESS_SHEET}'!$G${FIRST_ROW + [one.name for one in SHEETS].index(sheet.name)}"


def total_cells() -> tuple[str, str, str]:
    """The addresses of all that is wanted, of what is there, and of the share."""
    return tuple(f"'{PROGRESS_SHEET}'!${letter}${TOTAL_ROW}" for letter in "CDF")  # type: ignore[return-value]
