"""The standard workbook, defined once: the writer, the reader and the documentation all read it here."""

from __future__ import annotations

from collections.abc import Iterator

from generator.workbook.schema.kinds import Block, Form, Item, Kind, Matrix, Sheet, Table
from generator.workbook.schema.money_sheets import MONEY_SHEETS, PRINTED_TOTALS
from generator.workbook.schema.result_sheets import (
    EVALUATIONS,
    KEY_ITEMS,
    KEY_WORK,
    OVERALL,
    OVERALL_INDICATORS,
    PERFORMANCE,
    PERFORMANCE_BASE,
    PROJECT_INDICATORS,
    REPORTS,
    TERMS,
)
from generator.workbook.schema.text_sheets import (
    ASSETS,
    BASICS,
    DUTIES,
    GENERAL_SPENDING,
    OPERATING,
    OTHER_MATTERS,
    PRIOR_YEAR,
    PROCUREMENT,
    PROJECTS,
    REASONS,
    UNITS,
    USES,
)

VERSION = "1.0"
GUIDE_SHEET = "填报说明"
PROGRESS_SHEET, BALANCE_SHEET = "填报进度", "勾稽核对"
#: The sheets that help the clerk and hold nothing of the accounts: written first, never read.
GUIDE_SHEETS = (GUIDE_SHEET, PROGRESS_SHEET, BALANCE_SHEET)

SHEETS: tuple[Sheet, ...] = (
    BASICS, DUTIES, UNITS, *MONEY_SHEETS, PRINTED_TOTALS, PRIOR_YEAR, REASONS, USES,
    OPERATING, PROCUREMENT, ASSETS, GENERAL_SPENDING, OTHER_MATTERS, PROJECTS, PERFORMANCE, OVERALL, OVERALL_INDICATORS,
    EVALUATIONS, PROJECT_INDICATORS, PERFORMANCE_BASE, REPORTS, KEY_WORK, KEY_ITEMS, TERMS,
)
SHEET_BY_NAME = {sheet.name: sheet for sheet in SHEETS}


def all_fields() -> Iterator[tuple[str, Item]]:
    """Every form cell of the workbook with its key in `Accounts.fields`."""
    for sheet in SHEETS:
        yield from sheet.fields()


__all__ = [
    "BALANCE_SHEET",
    "GUIDE_SHEET",
    "GUIDE_SHEETS",
    "MONEY_SHEETS",
    "PROGRESS_SHEET",
    "SHEETS",
    "SHEET_BY_NAME",
    "VERSION",
    "Block",
    "Form",
    "Item",
    "Kind",
    "Matrix",
    "Sheet",
    "Table",
    "all_fields",
]
