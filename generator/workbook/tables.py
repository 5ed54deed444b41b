"""The rows of a table sheet: plain rows, or the lines of a subject table with its subtotals as pasted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.model import Amount, Count, Finding, Line, Row, Source, Text, Value
from generator.money import from_wan, rounding_slack, shown
from generator.subjects import FUNCTIONAL, bare_code, catalogue
from generator.workbook import problems
from generator.workbook.cells import Context, compact, digits_of, is_blank, read_cell, tidy
from generator.workbook.locate import Header, plain_label
from generator.workbook.marks import CODE_KEY, NAME_KEY, NAME_LOOKUP, NOTE_STARTS, SKIPPED_LABELS, TOTAL, TOTAL_LABELS
from generator.workbook.schema import Item, Kind, Table
from generator.workbook.xlsx import RawCell, RawSheet, letters_of

RowCells = Mapping[str, RawCell]


@dataclass(frozen=True, slots=True)
class Reader:
    """A table whose header was found, and what is needed to read its rows."""

    table: Table
    sheet: RawSheet
    header: Header
    context: Context
    items: Mapping[str, Item]  # the columns that are there, by key
    letters: Mapping[str, str]  # and in which column of the sheet each stands
    captions: Mapping[str, str]
    first_column: str
    has_levels: bool

    def source(self, row: int, key: str) -> Source:
        """The cell of column `key` in `row`."""
        return Source(self.sheet.name, f"{self.letters[key]}{row}", self.context.file)

    def first_source(self, row: int) -> Source:
        """The first cell of `row`."""
        return Source(self.sheet.name, f"{self.first_column}{row}", self.context.file)

    def source_of(self, value: Amount | Count) -> Source:
        """The cell of a value that was read here."""
        found = value.sources[0] if isinstance(value, Amount) else value.source
        assert found is not None
        return found

    def written(self, amount: Decimal) -> str:
        """An amount in 万元 as the clerk types it, in the unit of the workbook."""
        return shown(from_wan(amount, self.context.unit), thousands=True)

    def rows(self) -> Iterator[tuple[int, RowCells]]:
        """Each row below the header with its cells that are not blank, without names that we look up ourselves."""
        merged = _merged_texts(self)
        places = [(key, self.header.columns[key]) for key in self.items]
        for row in sorted({*self.sheet.cells, *merged}):
            if row <= self.header.row:
                continue
            filled = self.sheet.cells.get(row, {})
            if row in merged:
                filled = {**merged[row], **filled}
            cells = {key: cell for key, place in places if (cell := filled.get(place)) is not None
                     and (cell.kind != "s" or cell.text.strip())}
            if NAME_KEY in cells and NAME_LOOKUP in cells[NAME_KEY].formula.upper():
                del cells[NAME_KEY]
            if cells:
                yield row, cells


def reader_of(table: Table, sheet: RawSheet, header: Header, context: Context) -> Reader:
    """The reader of `table`, whose header was found in `sheet`."""
    items = {item.key: item for item in table.columns if item.key in header.columns}
    return Reader(
        table, sheet, header, context, items, {key: letters_of(header.columns[key]) for key in items},
        {key: plain_label(item.caption) for key, item in items.items()},
        letters_of(min(header.columns.values())), any(item.key == "级次" for item in table.columns))


def _merged_texts(reader: Reader) -> dict[int, dict[int, RawCell]]:
    """Cells merged down a group stand for their text in every row of the group: by row and column."""
    kinds = (Kind.TEXT, Kind.LONG, Kind.CHOICE)
    texts = {reader.header.columns[key] for key, item in reader.items.items() if item.kind in kinds}
    found: dict[int, dict[int, RawCell]] = {}
    last = max(reader.sheet.cells, default=0)
    for top, left, bottom, _ in reader.sheet.merged:
        if top > reader.header.row and left in texts and bottom > top:
            cell = reader.sheet.cells.get(top, {}).get(left)
            if cell is not None:
                for row in range(top + 1, min(bottom, last) + 1):
                    found.setdefault(row, {})[left] = cell
    return found


def _is_note(cells: RowCells) -> bool:
    first = next(iter(cells.values()))
    return len(cells) == 1 and first.is_text and compact(first.text).startswith(NOTE_STARTS)


def _is_remark(table: Table, cells: RowCells) -> bool:
    """A note below a table without codes: it stands in the first column, where a row of the table has more than that."""
    return len(table.columns) > 1 and next(iter(cells)) == table.columns[0].key and _is_note(cells)


def _is_header_again(reader: Reader, cells: RowCells) -> bool:
    return all(cell.is_text and plain_label(cell.text) == reader.captions[key] for key, cell in cells.items())


def read_rows(reader: Reader) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """The rows of a table without subject catalogue; a missing required cell is a finding."""
    rows: list[Row] = []
    findings: list[Finding] = []
    for number, cells in reader.rows():
        if _is_remark(reader.table, cells) or _is_header_again(reader, cells):
            continue
        values, wrong = _values(reader, number, cells)
        if not values and not wrong:
            continue
        if _is_total(reader, values):
            findings.extend([*wrong, *_unlike_sums(values, rows, reader)])
            continue
        findings.extend(wrong)
        if NAME_KEY in reader.header.columns and NAME_KEY not in values and isinstance(values.get(CODE_KEY), Text):
            name = _known_name(FUNCTIONAL, bare_code(str(values[CODE_KEY])))
            if name:
                values[NAME_KEY] = Text(name, reader.source(number, NAME_KEY))
        failed = {str(finding.sources[0]) for finding in wrong}
        for key, item in reader.items.items():
            if not item.required or key in values:
                continue
            place = reader.source(number, key)
            if str(place) not in failed:
                findings.append(problems.CELL_MISSING.finding(f"{place}（{item.caption}）没有填写", place))
        rows.append(Row(reader.first_source(number), values, reader.header.columns))
    return tuple(rows), tuple(findings)


def _is_total(reader: Reader, values: Mapping[str, Value]) -> bool:
    """A 合计 row below a list; a table with levels of its own may have such a row among its lines."""
    named = values.get(reader.table.columns[0].key)
    if reader.has_levels or not isinstance(named, Text) or compact(named.value) not in TOTAL_LABELS:
        return False
    return sum(isinstance(value, Text) for value in values.values()) == 1


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
    items, letters, sheet, context = reader.items, reader.letters, reader.sheet.name, reader.context
    for key, cell in cells.items():
        item = items[key]
        if item.computed and cell.formula:
            continue
        value, finding = read_cell(cell, item, Source(sheet, f"{letters[key]}{row}", context.file), context)
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
    if _has_own_sums(reader.table, code, total=total):
        cells = {key: cell for key, cell in cells.items() if not cell.formula or key == CODE_KEY}
    values, findings = _values(reader, number, {key: cell for key, cell in cells.items() if key != CODE_KEY})
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
    for cell in (code, name):
        if cell is not None and cell.is_text and compact(cell.text):
            text = plain_label(cell.text)
            return "" if text[:1].isdigit() else text
        if cell is not None and not cell.is_text:
            return ""
    return ""


def _code(reader: Reader, number: int, cells: RowCells) -> tuple[str, Finding | None]:
    cell = cells.get(CODE_KEY)
    if cell is None or is_blank(cell):
        return "", None
    value, finding = read_cell(cell, reader.items[CODE_KEY], reader.source(number, CODE_KEY), reader.context)
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
