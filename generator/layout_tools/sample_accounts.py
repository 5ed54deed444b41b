"""Accounts of a made-up department, to try a layout out: they come with the package and belong to no city.

`samples(year)` are what a layout has to cope with: everything filled, only what is required, all zero, one item of
everything, less than last year and than the budget, nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from generator.layout_tools.sample_amounts import FIELDS, ROWS, TABLES
from generator.model import Accounts, Amount, Count, Day, Line, Row, Source, SubjectTable, Text, Value
from generator.money import MoneyUnit, to_wan
from generator.subjects import ECONOMIC, FUNCTIONAL, catalogue
from generator.workbook.schema import SHEETS, Item, Kind, Sheet

UNIT = MoneyUnit.YUAN
FILE = "样例"
_NUMBERS = (Kind.MONEY, Kind.COUNT, Kind.SCORE)
_HEAD = "基本信息."
_LAST_YEAR, _BUDGET = "上年", "预算数"


@dataclass(frozen=True, slots=True)
class Sample:
    """One department, and in a word what is special about it."""

    name: str
    accounts: Accounts


@dataclass(frozen=True, slots=True)
class _Raw:
    """Cells by the keys of the schema, as a clerk would type them (元)."""

    fields: Mapping[str, Any]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    tables: Mapping[str, Mapping[str, Mapping[str, Any]]]


def samples(year: int) -> tuple[Sample, ...]:
    """The departments, for a report on `year`."""
    full = _full(year)
    raws = {"样样都有": full, "只填必填的": _required(full), "全是零": _changed(full, lambda key, value: Decimal(0)),
            "各有一项": _single(full), "比上年和预算少": _changed(full, _doubled), "什么都没有": _nothing(full)}
    return tuple(Sample(name, _accounts(raw, year)) for name, raw in raws.items())


def full_sample(year: int) -> Accounts:
    """Everything filled, consistent."""
    return _accounts(_full(year), year)


def _full(year: int) -> _Raw:
    fields = {key: FIELDS[key] if key in FIELDS else _made(item, number, year)
              for number, (key, item) in enumerate(_form_cells()) if item.kind is not Kind.MONEY or key in FIELDS}
    rows = {}
    for sheet in _tables(subjects=False):
        given = ROWS.get(sheet.name)
        rows[sheet.name] = [_row(sheet, one, number, year, known=given is not None)
                            for number, one in enumerate(given if given is not None else ({}, {}, {}))]
    tables = {}
    for sheet in _tables(subjects=True):
        tables[sheet.name] = {code: {**_texts(sheet, number), **columns}
                              for number, (code, columns) in enumerate(TABLES.get(sheet.name, {}).items())}
    return _Raw({**fields, f"{_HEAD}决算年度": year}, rows, tables)


def _row(sheet: Sheet, given: Mapping[str, Any], number: int, year: int, *, known: bool) -> dict[str, Any]:
    """A row with every column filled; the numbers of a sheet of `ROWS` stand there and nowhere else."""
    made = {item.key: _made(item, number, year) for item in _columns(sheet) if not (known and item.kind in _NUMBERS)}
    return {**made, **given}


def _texts(sheet: Sheet, number: int) -> dict[str, Any]:
    """What a subject table has beside its amounts."""
    return {item.key: _made(item, number, 0) for item in _columns(sheet) if item.kind is Kind.LONG}


def _made(item: Item, number: int, year: int) -> Any:
    """A plausible value for a cell."""
    if item.kind in _NUMBERS:
        return Decimal(number % 7 + 2) * (10_000 if item.kind is Kind.MONEY else 1)
    if item.kind is Kind.CHOICE:
        return item.choices[number % len(item.choices)]
    if item.kind is Kind.DATE:
        return date(year + 1, 3, 1)
    return f"样例{item.caption}第一段。\n样例{item.caption}第二段" if item.kind is Kind.LONG else f"样例{item.caption}{number + 1}"


def _required(full: _Raw) -> _Raw:
    """The head, and of every table one row with its required cells; the amounts of the tables stay."""
    needed = {key for key, item in _form_cells() if item.required}
    rows = {sheet.name: [{item.key: row[item.key] for item in _columns(sheet) if item.required and item.key in row}
                         for row in full.rows[sheet.name][:1]] for sheet in _tables(subjects=False)}
    tables = {name: {code: {key: value for key, value in columns.items() if isinstance(value, Decimal)}
                     for code, columns in lines.items() if code[:3] in ("201", "301")} for name, lines in full.tables.items()}
    return _Raw({key: value for key, value in full.fields.items() if key in needed}, rows, tables)


def _single(full: _Raw) -> _Raw:
    """One line of everything, one unit, no subordinates."""
    rows = {name: rows[:1] for name, rows in full.rows.items()}
    tables = {name: dict(list(lines.items())[:1]) for name, lines in full.tables.items()}
    return _Raw({**full.fields, f"{_HEAD}汇总": "否"}, rows, tables)


def _nothing(full: _Raw) -> _Raw:
    """The head alone."""
    head = {key: value for key, value in full.fields.items() if key.startswith(_HEAD)}
    return _Raw({**head, f"{_HEAD}汇总": "否"}, {}, {})


def _changed(raw: _Raw, change: Any) -> _Raw:
    """Every amount, count and score changed by `change(key, value)`; the head stays."""
    def changed(columns: Mapping[str, Any]) -> dict[str, Any]:
        return {key: change(key, value) if isinstance(value, Decimal) and not key.startswith(_HEAD) else value
                for key, value in columns.items()}

    return _Raw(changed(raw.fields), {name: [changed(row) for row in rows] for name, rows in raw.rows.items()},
                {name: {code: changed(columns) for code, columns in lines.items()} for name, lines in raw.tables.items()})


def _doubled(key: str, value: Decimal) -> Decimal:
    return value * 2 if _LAST_YEAR in key or key.endswith(_BUDGET) else value


def _form_cells() -> Iterator[tuple[str, Item]]:
    return (cell for sheet in SHEETS for cell in sheet.fields())


def _tables(*, subjects: bool) -> Iterator[Sheet]:
    return (sheet for sheet in SHEETS if sheet.table is not None and bool(sheet.table.catalogue) is subjects)


def _columns(sheet: Sheet) -> tuple[Item, ...]:
    return sheet.table.columns if sheet.table is not None else ()


def _accounts(raw: _Raw, year: int) -> Accounts:
    places = {key: Source(key.partition(".")[0], f"C{number}", FILE) for number, (key, _) in enumerate(_form_cells(), 4)}
    fields = {key: value for key, item in _form_cells() if (value := _value(raw.fields.get(key), item, places[key])) is not None}
    rows = {sheet.name: tuple(_model_row(sheet, columns, number) for number, columns in enumerate(raw.rows.get(sheet.name, ()), 6))
            for sheet in _tables(subjects=False)}
    tables = {sheet.name: _subject_table(sheet, raw.tables.get(sheet.name, {})) for sheet in _tables(subjects=True)}
    return Accounts(FILE, UNIT, year, FILE, fields, rows, tables, places)


def _value(raw: Any, item: Item, source: Source) -> Value | None:
    if raw is None:
        return None
    if item.kind is Kind.MONEY:
        return Amount(to_wan(Decimal(raw), UNIT), (source,))
    if item.kind in _NUMBERS:
        return Count(Decimal(raw), source)
    return Day(raw, source) if isinstance(raw, date) else Text(str(raw), source)


def _model_row(sheet: Sheet, columns: Mapping[str, Any], number: int) -> Row:
    values = {}
    for place, item in enumerate(_columns(sheet)):
        value = _value(columns.get(item.key), item, Source(sheet.name, f"{chr(ord('A') + place % 26)}{number}", FILE))
        if value is not None:
            values[item.key] = value
    return Row(Source(sheet.name, f"A{number}", FILE), values)


def _subject_table(sheet: Sheet, given: Mapping[str, Mapping[str, Any]]) -> SubjectTable:
    assert sheet.table is not None
    known = catalogue(ECONOMIC if sheet.table.catalogue == ECONOMIC else FUNCTIONAL)
    lines = []
    for number, (code, columns) in enumerate(given.items(), 6):
        name = known[code].name if code in known else code
        row = _model_row(sheet, {**columns, "科目编码": code, "科目名称": name}, number)
        lines.append(Line(code, name, {key: value for key, value in row.values.items() if isinstance(value, Amount)}, row))
    amounts = tuple(item.key for item in _columns(sheet) if item.kind is Kind.MONEY)
    return SubjectTable(sheet.name, amounts, tuple(lines))
