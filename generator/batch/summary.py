"""汇总情况.xlsx: what became of every workbook of a batch, for the bureau to pass on."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from generator.batch.plan import COMPLETE, FAILED, STOPPED, UNCHANGED, Done
from generator.batch.work import KEY_FIGURES

NAME = "汇总情况.xlsx"
_HEAD = ("序号", "工作簿", "单位", "结果", "错误", "警告", "第一处错误或原因",
         *(f"{name}（万元）" for name in KEY_FIGURES), "报告文件夹", "提示", "秒")
_WIDTHS = (6, 36, 36, 10, 8, 8, 60, *(16 for _ in KEY_FIGURES), 44, 40, 8)
_COLOURS = {COMPLETE: "E2EFDA", UNCHANGED: "EDEDED", STOPPED: "FCE4D6", FAILED: "F8CBAD"}


def summary(results: Sequence[Done]) -> bytes:
    """The workbook: a line for each workbook, counts on top."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "汇总情况"
    sheet.append([headline(results)])
    sheet.append(list(_HEAD))
    for number, done in enumerate(results, 1):
        figures = [_number(done.figures.get(name, "")) for name in KEY_FIGURES]
        sheet.append([number, Path(done.workbook).name, done.unit, done.status, done.errors, done.warnings,
                      done.first_error, *figures, done.folder, "；".join(done.notes), round(done.seconds, 2)])
        fill = PatternFill("solid", fgColor=_COLOURS[done.status])
        sheet.cell(number + 2, 4).fill = fill
        sheet.cell(number + 2, 7).alignment = Alignment(wrap_text=True, vertical="top")
        if done.folder:
            sheet.cell(number + 2, len(_HEAD) - 2).hyperlink = Path(done.folder).resolve().as_uri()
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.cell(2, column).font = Font(bold=True)
        sheet.cell(2, column).fill = PatternFill("solid", fgColor="D9E1F2")
    for row in sheet.iter_rows(min_row=3, min_col=8, max_col=7 + len(KEY_FIGURES)):
        for cell in row:
            cell.number_format = "#,##0.00"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.freeze_panes = "D3"
    sheet.auto_filter.ref = f"A2:{get_column_letter(len(_HEAD))}{len(results) + 2}"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def headline(results: Sequence[Done]) -> str:
    """`共 200 份：完成 190，未变化 0，有错误 9，失败 1`."""
    counts = {status: sum(done.status == status for done in results) for status in (COMPLETE, UNCHANGED, STOPPED, FAILED)}
    return f"共 {len(results)} 份：" + "，".join(f"{status} {count}" for status, count in counts.items())


def _number(text: str) -> float | str:
    try:
        return float(text.replace(",", "")) if text else ""
    except ValueError:
        return text
