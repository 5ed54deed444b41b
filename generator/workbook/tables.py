"""The rows of a table sheet: plain rows, or the lines of a subject table with its subtotals as pasted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.model import Amount, Count, Finding, Line, Row, Source, Text, Value
from generator.money import rounding_slack
from generator.subjects import FUNCTIONAL, bare_code, catalogue
from generator.workbook import problems
from generator.workbook.cells import compact, digits_of, is_blank, read_cell, tidy
from generator.workbook.locate import plain_label
from generator.workbook.marks import CODE_KEY, NAME_KEY, NOTE_STARTS, SKIPPED_LABELS, TOTAL, TOTAL_LABELS
from generator.workbook.schema import Table
from generator.workbook.table_reader import Reader, RowCells

_made = tuple.__new__  # what a NamedTuple calls: half the time where there are thousands of them
_USUAL_CODE = re.compile(r"[0-9]{3}|[0-9]{5}|[0-9]{7}")


def _is_note(cells: RowCells) -> bool:
    if len(cells) != 1:
        return False
    first = next(iter(cells.values()))
    return first.is_text and compact(first.text).startswith(NOTE_STARTS)


def _is_remark(table: Table, cells: RowCells) -> bool:
    """A note below a table without codes: it stands in the first column, where a row of the table has more than that."""
    return len(cells) == 1 and len(table.columns) > 1 and next(iter(cells)) == table.columns[0].key and _is_note(cells)


def _is_header_again(reader: Reader, cells: RowCells) -> bool:
    first = next(iter(cells))
    if not cells[first].is_text or plain_label(cells[first].text) != reader.columns[first].caption:
        return False
    return all(cell.is_text and plain_label(cell.text) == reader.columns[key].caption for key, cell in cells.items())


def read_rows(reader: Reader) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """The rows of a table without subject catalogue; a missing required cell is a finding."""
    rows: list[Row] = []
    findings: list[Finding] = []
    for number, cells in reader.rows():
        if _is_remark(reader.table, cells) or _is_header_again(reader, cells):
            continue
        values, wrong = _values(reader, number, cells)
        if not values and not wrong:
            reader.pass_over(number)
            continue
        if _is_total(reader, values):
            findings.extend([*wrong, *_unlike_sums(values, rows, reader)])
            continue
        findings.extend(wrong)
        if NAME_KEY in reader.header.columns and NAME_KEY not in values and isinstance(values.get(CODE_KEY), Text):
            name = _known_name(FUNCTIONAL, bare_code(str(values[CODE_KEY])))
            if name:
                values[NAME_KEY] = Text(name, reader.source(number, NAME_KEY))
        findings.extend(_missing(reader, number, values, wrong))
        rows.append(Row(reader.first_source(number), values, reader.header.columns))
    return tuple(rows), tuple(findings)


def _missing(reader: Reader, row: int, values: Mapping[str, Value], wrong: Sequence[Finding]) -> Iterator[Finding]:
    """The required cells of a row that are blank, but for those with a finding."""
    for key, column in reader.columns.items():
        if column.item.required and key not in values:
            place = reader.source(row, key)
            if not any(finding.sources[0] == place for finding in wrong):
                yield problems.CELL_MISSING.finding(f"{place}（{column.item.caption}）没有填写", place)


def _is_total(reader: Reader, values: Mapping[str, Value]) -> bool:
    """A 合计 row below a list; a table with levels of its own may have such a row among its lines."""
    named = values.get(reader.table.columns[0].key)
    if reader.has_levels or not isinstance(named, Text):
        return False
    if any(isinstance(value, Text) and value is not named for value in values.values()):
        return False
    return compact(named.value) in TOTAL_LABELS


def _unlike_sums(values: Mapping[str, Value], rows: Sequence[Row], reader: Reader) -> list[Finding]:
    """The amounts and counts of a 合计 row that are not the sums of the rows above it."""
    findings: list[Finding] = []
    for key, value in values.items():
        if not isinstance(value, Amount | Count):
            continue
        parts = [part.value for row in rows if isinstance(part := row.values.get(key), Amount | Count)]
        total = sum(parts, Decimal(0))
        if abs(value.value - total) > rounding_slack(len(parts), reader.context.unit):
            place, money = reader.source_of(value), isinstance(value, Amount)
            typed, added = (reader.written(one) if money else f"{one:f}" for one in (value.value, total))
            findings.append(problems.TOTAL_ROW.finding(
                f"{place} 写 {typed}，各行之和 {added}：{problems.TOTAL_ROW.title}", place,
                expected=total if money else added, actual=value.value if money else typed))
    return findings


def _values(reader: Reader, row: int, cells: RowCells) -> tuple[dict[str, Value], list[Finding]]:
    values: dict[str, Value] = {}
    findings: list[Finding] = []
    columns, sheet, context, file = reader.columns, reader.sheet.name, reader.context, reader.context.file
    for key, cell in cells.items():
        column = columns[key]
        if cell.formula and column.item.computed:
            continue
        value, finding = read_cell(cell, column.item, _made(Source, (sheet, f"{column.letters}{row}", file)), context)
        if value is not None:
            values[key] = value
        if finding is not None:
            findings.append(finding)
    return values, findings


def read_lines(reader: Reader) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    """The lines of a subject table in their order: 项, 类/款 subtotals and 合计 as far as amounts were given."""
    lines: list[Line] = []
    findings: list[Finding] = []
    for number, cells in reader.rows():
        line, wrong = _line(reader, number, cells)
        findings.extend(wrong)
        first = next((known for known in lines if not known.code), None) if line is not None and not line.code else None
        if line is not None and first is not None:
            findings.extend(_other_total(first, line, reader))
        elif line is not None:
            lines.append(line)
        elif not wrong:
            reader.pass_over(number)
    return tuple(lines), tuple(findings)


def _other_total(first: Line, second: Line, reader: Reader) -> list[Finding]:
    """Where a second 合计 row says something else than the first."""
    findings: list[Finding] = []
    for key, amount in second.amounts.items():
        known = first.amounts.get(key)
        if known is None or known.value != amount.value:
            places = (*amount.sources, *(known.sources if known is not None else (first.row.source,)))
            other = f"写 {reader.written(known.value)}" if known is not None else "空着"
            findings.append(problems.TOTAL_TWICE.finding(
                f"{places[0]}（合计 {key}）写 {reader.written(amount.value)}，{places[1]} {other}：{problems.TOTAL_TWICE.title}", *places,
                expected=known.value if known is not None else None, actual=amount.value))
    return findings


def _line(reader: Reader, number: int, cells: RowCells) -> tuple[Line | None, list[Finding]]:
    if _is_own(reader.table, cells):
        return None, []
    label = _label(cells)
    if _is_note(cells) or label in SKIPPED_LABELS:
        return None, []
    total = label in TOTAL_LABELS
    code, wrong = ("", None) if total else _code(reader, number, cells)
    if wrong is not None:
        return None, [wrong]
    own_sums = _has_own_sums(reader.table, code, total=total)
    values, findings = _values(reader, number, {
        key: cell for key, cell in cells.items() if key != CODE_KEY and not (own_sums and cell.formula)})
    amounts = {key: value for key, value in values.items() if isinstance(value, Amount)}
    if not amounts and (reader.table.prefilled or total):
        return None, findings
    if not code and not total:
        if not values:
            return None, findings
        place = reader.source(number, CODE_KEY)
        message = f"{place} 没有科目编码，本行有{'金额' if amounts else '文字'}"
        return None, [*findings, problems.CODE_MISSING.finding(message, place)]
    name, finding = (TOTAL, None) if total else _name(reader, number, code, values)
    if finding is not None:
        findings.append(finding)
    row = Row(reader.first_source(number), values, reader.header.columns)
    return Line(code, name, amounts, row), findings


def _label(cells: RowCells) -> str:
    """The text that stands for the row where it has no code."""
    code, name = cells.get(CODE_KEY), cells.get(NAME_KEY)
    if code is not None and code.kind == "s" and _USUAL_CODE.fullmatch(code.text):
        return ""
    for cell in (code, name):
        if cell is not None and cell.is_text and compact(cell.text):
            text = plain_label(cell.text)
            return "" if text[:1].isdigit() else text
        if cell is not None and not cell.is_text:
            return ""
    return ""


def _code(reader: Reader, number: int, cells: RowCells) -> tuple[str, Finding | None]:
    cell = cells.get(CODE_KEY)
    if cell is not None and cell.kind == "s" and _USUAL_CODE.fullmatch(cell.text):
        return bare_code(cell.text), None
    if cell is None or is_blank(cell):
        return "", None
    value, finding = read_cell(cell, reader.columns[CODE_KEY].item, reader.source(number, CODE_KEY), reader.context)
    if finding is not None or value is None:
        return "", finding
    return bare_code(digits_of(cell)), None


def _is_own(table: Table, cells: RowCells) -> bool:
    """A row that the clerk left blank: nothing but the workbook's own sums."""
    if not (table.total or table.prefilled) or CODE_KEY in cells or NAME_KEY in cells:
        return False
    return all(cell.formula for cell in cells.values())


def _has_own_sums(table: Table, code: str, *, total: bool) -> bool:
    """Whether formulas in the amounts of this row are the workbook's own sums rather than the clerk's figures."""
    if not (table.total or table.prefilled):
        return False
    return total or len(code) < (7 if table.catalogue == FUNCTIONAL else 5)


def _known_name(kind: str, code: str) -> str:
    subject = catalogue(kind).get(code)
    return subject.name if subject is not None else ""


def _name(reader: Reader, number: int, code: str, values: Mapping[str, Value]) -> tuple[str, Finding | None]:
    given = values.get(NAME_KEY)
    name = tidy(given.value) if isinstance(given, Text) else _known_name(reader.table.catalogue, code)
    if name:
        return name, None
    place = reader.source(number, CODE_KEY)
    return "", problems.NAME_UNKNOWN.finding(f"{place} 的科目编码 {code} 不在科目表中", place, actual=code)
