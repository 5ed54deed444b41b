"""Accounts of any size, and the work that a function does on them: to test that twice the workbook is twice the work.

Work is counted in Python calls, not in seconds: the count is the same on every machine and every run.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from accounts_builder import accounts

from generator.subjects import FUNCTIONAL, catalogue
from generator.tables.books import Books, make_books
from generator.workbook.schema import SHEETS, Item, Kind

NAMED_ALIKE = {"项目支出": "项目名称", "项目绩效自评": "项目名称", "项目绩效指标": "项目名称", "整体绩效自评": "单位名称", "整体绩效指标": "单位名称"}


@cache
def grown(size: int) -> Books:
    """Every table with `size` rows that do not repeat; most amounts agree with nothing, so that most rules find much."""
    codes = [code for code in catalogue(FUNCTIONAL) if len(code) == 7][:size]
    tables: dict[str, Any] = {}
    rows: dict[str, Any] = {}
    for sheet in (sheet for sheet in SHEETS if sheet.table is not None):
        assert sheet.table is not None
        columns = [item for item in sheet.table.columns if item.key not in ("科目编码", "科目名称")]
        if not sheet.table.catalogue:
            rows[sheet.name] = [{item.key: _typed(item, number) for item in sheet.table.columns} for number in range(size)]
            for number, row in enumerate(rows[sheet.name]):
                if key := NAMED_ALIKE.get(sheet.name):
                    row[key] = f"名称{number}"
        elif sheet.table.catalogue == FUNCTIONAL and sheet.name != "总表印数":
            tables[sheet.name] = {code: {item.key: _typed(item, number) for item in columns}
                                  for number, code in enumerate(codes)}
    return make_books(accounts(tables=tables, rows=rows))


def _typed(item: Item, number: int) -> object:
    if item.kind in (Kind.MONEY, Kind.COUNT, Kind.SCORE):
        return str(number * 37 % 1000 + 1) if item.kind is Kind.MONEY else number * 7 % 50
    if item.kind is Kind.DATE:
        return date(2024, 3, 1 + number % 28)
    return item.choices[number % len(item.choices)] if item.kind is Kind.CHOICE else f"{item.key}{number}"


def calls(work: Callable[[], object]) -> int:
    """How many calls of functions `work` takes, Python's own and those written in C."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted
