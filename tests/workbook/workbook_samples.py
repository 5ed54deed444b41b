"""Workbooks for the tests of this room: written by the writer, then damaged with openpyxl."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.model import Accounts, Finding
from generator.workbook.read import read_workbook
from generator.workbook.template import Content, write_workbook

BASICS = {"基本信息.汇总": "否", "基本信息.金额单位": "万元", "基本信息.单位性质": "行政单位"}


def filled_content(**fields: object) -> Content:
    """A small department; `fields` replace or add form cells."""
    return Content(
        {**BASICS, "基本信息.公开日期": date(2024, 10, 30), "结转结余.年初结转和结余": Decimal("0.05"),
         "三公经费.公务接待费.决算数": Decimal("1.23"), "三公经费.公务接待批次": 4,
         "机构与单位.内设机构": "办公室\n财务科", **fields},
        {
            "收入": [{"科目编码": "2012901", "财政拨款收入": Decimal("163.81"), "其他收入": Decimal("0.19")},
                     {"科目编码": "2080505", "财政拨款收入": Decimal("20")}],
            "一般公共预算": [{"科目编码": "2012901", "基本支出": Decimal("100"), "项目支出": Decimal("63.81"),
                              "年初预算数": Decimal("160"), "差异原因": "人员增加"}],
            "基本支出经济分类": [{"科目编码": "30101", "决算数": Decimal("60")}, {"科目编码": "30201", "决算数": 40},
                                 {"科目编码": "30301", "决算数": Decimal("5.5")}],
            "项目支出": [{"项目名称": "A & B <项目>", "决算数": Decimal("63.81"), "主要成效": "=好\n第二段"}],
            "主要职责": [{"内容": "（一）宣传；"}, {"内容": "（二）维权。"}],
        })


def write(path: Path, content: Content | None = None, *, year: int = 2023) -> Path:
    """The small department's workbook, or one with other content, at `path`."""
    if content is None and year == 2023:
        path.write_bytes(_small_department())
    else:
        write_workbook(path, layout="样式", year=year, name="某某局", content=content or filled_content())
    return path


@cache
def _small_department() -> bytes:
    with TemporaryDirectory() as folder:
        return write(Path(folder) / "w.xlsx", filled_content()).read_bytes()


def changed(path: Path, change: Callable[[Workbook], None]) -> Path:
    """Open what stands at `path` with openpyxl, change it, save it."""
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)
    return path


def read(path: Path) -> tuple[Accounts, tuple[Finding, ...]]:
    """The accounts, which must be there, and the findings."""
    accounts, findings = read_workbook(path)
    assert accounts is not None, findings
    return accounts, findings


def column_of(sheet: Worksheet, caption: str) -> int:
    """The column whose header is `caption`."""
    for row in sheet.iter_rows(max_row=40):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.removesuffix(" *") == caption:
                return cell.column
    raise AssertionError(caption)


def row_of(sheet: Worksheet, text: str) -> int:
    """The first row that holds `text`."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == text:
                return cell.row
    raise AssertionError(text)


def found(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Code and first cell of each finding."""
    return [(finding.code, str(finding.sources[0])) for finding in findings]
