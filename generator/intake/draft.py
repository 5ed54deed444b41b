"""The amounts of the official tables in the places of the standard workbook: as accounts, and as content to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.intake import words
from generator.intake.label_keys import DISTRIBUTED, SURPLUS
from generator.intake.model import OPERATION, T1, T2, T3, T4, T5, T6, T7, T8, T9, TOTAL_ROW, Entry, FoundTable
from generator.intake.subjects import amounts_by_code
from generator.model import Accounts, Amount, Count, Line, Row, Source, SubjectTable, Text, Value
from generator.money import MoneyUnit, from_wan
from generator.workbook.cells import plain_number
from generator.workbook.marks import CODE_KEY, NAME_KEY, TOTAL
from generator.workbook.schema import SHEETS, Kind
from generator.workbook.schema.money_sheets import FUNDS, THREE_PUBLIC_ITEMS
from generator.workbook.template import Content

SHEET_OF: Mapping[str, str] = {T2: "收入", T3: "支出", T5: "一般公共预算", T6: "基本支出经济分类", T7: "政府性基金", T8: "国有资本经营"}
PRINTED = "总表印数"
_BALANCES = (SURPLUS, words.OPENING, DISTRIBUTED, words.CLOSING)
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Draft:
    """Lines by sheet (amounts in 万元, with the cells of the official file) and fields by key."""

    lines: Mapping[str, Sequence[Line]]
    fields: Mapping[str, Value]
    printed: Sequence[Line] = field(default_factory=tuple)


def make_draft(tables: Mapping[str, FoundTable]) -> Draft:
    """The places of all amounts that the standard workbook holds; a zero balance stays blank there."""
    lines = {sheet: list(_lines(tables[table])) for table, sheet in SHEET_OF.items() if table in tables}
    return Draft(lines, dict(_fields(tables)))


def _lines(table: FoundTable) -> Iterator[Line]:
    """The printed rows; none where the table prints nothing but zeros."""
    entries = [entry for entry in table.entries if table.table != T6 or (entry.row.isdigit() and entry.column == "决算数")]
    if not any(entry.value for entry in entries):
        return
    for code, name, found in amounts_by_code(entries):
        amounts = {key: Amount(entry.value, (entry.source,)) for key, entry in found.items()}
        source = next(iter(found.values())).source
        total = code == TOTAL_ROW
        texts: dict[str, Value] = {} if total or not name else {NAME_KEY: Text(name, source)}
        yield Line("" if total else code, TOTAL if total else name, amounts, Row(source, texts))


def _fields(tables: Mapping[str, FoundTable]) -> Iterator[tuple[str, Value]]:
    if T1 in tables:
        for entry in tables[T1].entries:
            if entry.row in _BALANCES and entry.value:
                yield f"结转结余.{entry.row}", _amount(entry)
            for fund in FUNDS:
                if T4 not in tables and entry.row == f"{fund}收入" and entry.value:
                    yield f"结转结余.{fund}.本年收入", _amount(entry)
    if T4 in tables:
        yield from _fund_fields(tables[T4])
    for table in (OPERATION, T9):  # what 公开09表 says goes before 机构运行信息表
        for entry in tables[table].entries if table in tables else ():
            if entry.row in THREE_PUBLIC_ITEMS:
                yield f"三公经费.{entry.row}.{entry.column}", _amount(entry)
            elif "." in entry.row:
                yield entry.row, _amount(entry) if entry.is_money else Count(entry.value, entry.source)


def _fund_fields(table: FoundTable) -> Iterator[tuple[str, Value]]:
    for entry in table.entries:
        part, _, fund = entry.row.partition(".")
        if not entry.value:
            continue
        if fund in FUNDS:
            yield f"结转结余.{fund}.{words.OPENING if part == '年初' else '本年收入'}", _amount(entry)
        elif entry.row == words.CLOSING and entry.column in FUNDS:
            yield f"结转结余.{entry.column}.{words.CLOSING}", _amount(entry)


def _amount(entry: Entry) -> Amount:
    return Amount(entry.value, (entry.source,))


def accounts_of(draft: Draft, *, file: str, unit: MoneyUnit, year: int, layout: str) -> Accounts:
    """The accounts that the draft amounts to, as if it had been written and read again (its sources are the official file's)."""
    tables: dict[str, SubjectTable] = {}
    rows: dict[str, tuple[Row, ...]] = {}
    for sheet in SHEETS:
        if sheet.table is None:
            continue
        if sheet.table.catalogue:
            columns = tuple(item.key for item in sheet.table.columns if item.kind is Kind.MONEY)
            lines = draft.printed if sheet.name == PRINTED else draft.lines.get(sheet.name, ())
            tables[sheet.name] = SubjectTable(sheet.name, columns, tuple(lines))
        else:
            rows[sheet.name] = ()
    return Accounts(file, unit, year, layout, dict(draft.fields), rows, tables)


def content_of(draft: Draft, unit: MoneyUnit) -> Content:
    """The draft as content of the standard workbook, in its unit."""
    fields = {key: _written(value, unit) for key, value in draft.fields.items()}
    rows = {sheet: [_row(line, unit) for line in lines] for sheet, lines in draft.lines.items() if lines}
    if draft.printed:
        rows[PRINTED] = [_row(line, unit) for line in draft.printed]
    return Content(fields, rows)


def _row(line: Line, unit: MoneyUnit) -> dict[str, object]:
    row: dict[str, object] = {CODE_KEY: line.code} if line.code else {}
    if line.name:
        row[NAME_KEY] = line.name
    return row | {key: _written(amount, unit) for key, amount in line.amounts.items()}


def _written(value: Value, unit: MoneyUnit) -> object:
    return plain_number(from_wan(value.value, unit)) if isinstance(value, Amount) else value.value


def printed_line(code: str, name: str, amounts: Mapping[str, Amount], source: Source) -> Line:
    """A row of 总表印数."""
    return Line(code, name, amounts, Row(source, {}))
