"""What the official tables say, joined with what was carried over from last year's workbook."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from generator.intake.draft import SHEET_OF
from generator.intake.model import T1, T4
from generator.workbook.marks import CODE_KEY
from generator.workbook.schema import SHEET_BY_NAME, Kind
from generator.workbook.schema.money_sheets import FUNDS
from generator.workbook.template import Content

_BALANCES = "结转结余"


def joined(carried: Content, imported: Content, basics: Mapping[str, object], tables: Collection[str]) -> Content:
    """The imported content over the carried one.

    Where the file has the table of a sheet, it alone says which subjects and balances there are; the texts beside a
    subject (主要用途) stay with it.
    """
    silenced = [sheet for table, sheet in SHEET_OF.items() if table in tables]
    rows: dict[str, Sequence[Mapping[str, object]]] = {sheet: lines for sheet, lines in carried.rows.items() if sheet not in silenced}
    for sheet, lines in imported.rows.items():
        rows[sheet] = [{**_texts(sheet, carried, row), **row} for row in lines]
    fields = {key: value for key, value in carried.fields.items() if not _is_said(key, tables)}
    return Content({**fields, **imported.fields, **basics}, rows)


def _texts(sheet: str, carried: Content, row: Mapping[str, object]) -> dict[str, object]:
    table = SHEET_BY_NAME[sheet].table
    code = row.get(CODE_KEY)
    before = next((line for line in carried.rows.get(sheet, ()) if code and line.get(CODE_KEY) == code), {})
    keys = [item.key for item in table.columns if item.kind is Kind.LONG] if table is not None else []
    return {key: before[key] for key in keys if key in before}


def _is_said(key: str, tables: Collection[str]) -> bool:
    """Whether a balance is one that the file's 公开01表 or 04表 prints, also where it prints a blank."""
    sheet, _, rest = key.partition(".")
    return sheet == _BALANCES and (T4 if rest.startswith(FUNDS) else T1) in tables
