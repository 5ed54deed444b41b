"""The columns of 单位名单 and where they stand in a list: its headings may be in one row or in two with merged cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.bureau import problems
from generator.cell_names import cell_name
from generator.model import Finding, Source
from generator.money import MoneyUnit
from generator.workbook.cells import compact
from generator.workbook.schema.text_sheets import UNIT_KINDS, YES_NO
from generator.workbook.xlsx import RawCell, RawSheet

HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its heading, other headings that mean the same, what may stand in it."""

    key: str
    others: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""
    width: float = 14.0


CODE, NAME, PARENT, KIND, MERGED = "单位编码", "单位名称", "主管部门", "单位性质", "是否汇总"
LAYOUT, CONTACT, PHONE, MONEY, YEAR = "版式", "联系人", "联系电话", "金额单位", "决算年度"
COLUMNS: tuple[Column, ...] = (
    Column(CODE, ("编码", "单位代码", "代码", "预算编码", "预算代码"), True, help="预算单位编码，不能重复；以 0 开头的，单元格设为文本格式", width=16),
    Column(NAME, ("单位全称", "名称", "部门名称"), True, help="公章上的名称，不含“（汇总）”", width=40),
    Column(PARENT, ("主管部门名称", "上级部门", "上级单位"), help="可不填；回收情况按它分部门统计", width=32),
    Column(KIND, ("性质",), choices=UNIT_KINDS, help="可不填，由单位自己选", width=30),
    Column(MERGED, ("汇总",), choices=YES_NO, help="部门汇总公开的工作簿填“是”；不填为“否”", width=10),
    Column(LAYOUT, ("版式名称", "公开版式"), True, help="见下面的版式名称", width=18),
    Column(CONTACT, ("联系人员",), help="可不填；只用于催报，不写入工作簿", width=12),
    Column(PHONE, ("电话", "联系方式", "联系人电话"), help="可不填；只用于催报，不写入工作簿", width=16),
    Column(MONEY, ("金额单位（元/万元）", "元/万元", "元或万元"), True, choices=tuple(MoneyUnit), help="元 或 万元", width=10),
    Column(YEAR, ("年度",), True, help="如 2024", width=10),
)


def header_rows(sheet: RawSheet) -> range | None:
    """The rows of the headings: the one that holds those of code and name, and those below that they are merged down over."""
    wanted = [headings(column) for column in COLUMNS if column.key in (CODE, NAME)]
    for row in sorted(sheet.cells)[:HEADER_WITHIN]:
        found = {place for place, cell in sheet.cells[row].items() if any(label(cell) in names for names in wanted)}
        if all(any(label(sheet.cells[row][place]) in names for place in found) for names in wanted):
            return range(row, max([row, *(bottom for top, left, bottom, _ in sheet.merged if top == row and left in found)]) + 1)
    return None


def headings(column: Column) -> set[str]:
    """Every heading that a column may have."""
    return {compact(text) for text in (column.key, *column.others)}


def label(cell: RawCell) -> str:
    """What a heading says, without its star."""
    return compact(cell.text).strip("*:")


def placed(sheet: RawSheet, header: range, file: str) -> tuple[dict[str, int], list[Finding]]:
    """The place of each column by its key, and which are missing or stand twice."""
    places: dict[str, int] = {}
    findings: list[Finding] = []
    for column in COLUMNS:
        found = [(place, row) for row in header for place, cell in sorted(sheet.cells.get(row, {}).items()) if label(cell) in headings(column)]
        if found:
            places[column.key] = found[0][0]
        elif column.required:
            where = Source(sheet.name, cell_name(header[0], 1), file)
            findings.append(problems.NO_COLUMN.finding(f"{sheet.name}第 {header[0]} 行（表头）缺少“{column.key}”列", where))
        for place, row in found[1:]:
            where = Source(sheet.name, cell_name(row, place), file)
            findings.append(problems.COLUMN_TWICE.finding(f"{where}：“{column.key}”列重复", where))
    return places, findings


def merged_down(sheet: RawSheet, header: int) -> Mapping[tuple[int, int], RawCell]:
    """Cells merged down over a group of units, by row and column of each: 主管部门 often stands once for all of its units."""
    last = max(sheet.cells, default=0)
    return {(row, left): cell for top, left, bottom, _ in sheet.merged if top > header and (cell := sheet.cells.get(top, {}).get(left)) is not None
            for row in range(top + 1, min(bottom, last) + 1)}
