"""Accounts as what is to be written into the standard workbook: the reading, backwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.model import Accounts, Amount, Count, Day, Line, Text, Value
from generator.money import MoneyUnit, from_wan
from generator.subjects import catalogue
from generator.workbook.marks import CODE_KEY, NAME_KEY, TOTAL
from generator.workbook.schema import SHEET_BY_NAME
from generator.workbook.template import Content


def content_of(accounts: Accounts) -> Content:
    """Every value of the accounts, amounts in the accounts' own unit."""
    unit = accounts.unit
    fields = {key: cell_value(value, unit) for key, value in accounts.fields.items()}
    rows: dict[str, list[Mapping[str, object]]] = {
        sheet: [{key: cell_value(value, unit) for key, value in row.values.items()} for row in found]
        for sheet, found in accounts.rows.items()}
    for sheet, table in accounts.tables.items():
        rows[sheet] = [dict(_line(line, sheet, unit)) for line in table]
    return Content(fields, rows)


def cell_value(value: Value, unit: MoneyUnit) -> object:
    """What stands in the cell."""
    match value:
        case Amount(amount):
            return from_wan(amount, unit)
        case Count(number):
            return int(number) if number == number.to_integral_value() else number
        case Text(text):
            return text
        case Day(day):
            return day


def _line(line: Line, sheet: str, unit: MoneyUnit) -> Iterator[tuple[str, object]]:
    """A row of a subject table; the name that the workbook looks up by itself is left to it."""
    table = SHEET_BY_NAME[sheet].table
    assert table is not None, sheet
    subject = catalogue(table.catalogue).get(line.code)
    if line.code:
        yield CODE_KEY, line.code
    if not line.code or subject is None or subject.name != line.name:
        yield NAME_KEY, line.name or (None if line.code else TOTAL)
    for key, value in line.row.values.items():
        if isinstance(value, Text) and key not in (CODE_KEY, NAME_KEY):
            yield key, value.value
    for key, amount in line.amounts.items():
        yield key, from_wan(amount.value, unit)
