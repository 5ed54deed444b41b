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
    PROJECT_INDICATORS,
    TERMS,
)
from generator.workbook.schema.text_sheets import (
    ASSETS,
    BASICS,
    DUTIES,
    GENERAL_SPENDING,
    OPERATING,
    PRIOR_YEAR,
    PROCUREMENT,
    PROJECTS,
    REASONS,
    UNITS,
    USES,
)

VERSION = "1.0"
GUIDE_SHEET = "填报说明"

SHEETS: tuple[Sheet, ...] = (
    BASICS, DUTIES, UNITS, *MONEY_SHEETS, PRINTED_TOTALS, PRIOR_YEAR, REASONS, USES,
    OPERATING, PROCUREMENT, ASSETS, GENERAL_SPENDING, PROJECTS, PERFORMANCE, OVERALL, OVERALL_INDICATORS,
    EVALUATIONS, PROJECT_INDICATORS, KEY_WORK, KEY_ITEMS, TERMS,
)
SHEET_BY_NAME = {sheet.name: sheet for sheet in SHEETS}


def all_fields() -> Iterator[tuple[str, Item]]:
    """Every form cell of the workbook with its key in `Accounts.fields`."""
    for sheet in SHEETS:
        yield from sheet.fields()


__all__ = [
    "GUIDE_SHEET", "SHEETS", "SHEET_BY_NAME", "VERSION",
    "Block", "Form", "Item", "Kind", "Matrix", "Sheet", "Table", "all_fields",
]
