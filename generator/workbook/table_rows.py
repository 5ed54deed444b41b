"""Writing tables: header, totals, the rows given, and blank rows with their formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.utils import get_column_letter

from generator.subjects import ECONOMIC, FUNCTIONAL, bare_code, catalogue
from generator.workbook import formulas, styles
from generator.workbook.frame import Frame
from generator.workbook.marks import AUTO_TOTAL, CODE_KEY, NAME_KEY, OFFICE_TOTAL, STAFF_TOTAL
from generator.workbook.pages import spare_rows
from generator.workbook.schema import Item, Kind, Table
from generator.workbook.writing import lines_needed, marked, put, row_height

ROOM = 1_000  # rows of a table that totals and drop-downs reach
SPARE_ROWS = 5
LOW_ROW = 22.5  # one line of text; `row_height` of it
DETAIL_DIGITS = {FUNCTIONAL: 7, ECONOMIC: 5}

Values = Mapping[str, object]


def write_table(frame: Frame, table: Table, rows: Sequence[Values]) -> None:
    """The table with `rows` and room for more."""
    frame.header([marked(item) for item in table.columns], 30)
    letters = {item.key: get_column_letter(column) for column, item in enumerate(table.columns, 1)}
    totals = _totals(table)
    first = frame.row + len(totals)
    last = first + ROOM - 1
    for label, staff in totals:
        _write_total(frame, table, label, staff, first, last)
    frame.first_data_row, frame.last_data_row = first, last
    given = list(_prefilled(frame.year, rows)) if table.prefilled else list(rows)
    for values in given:
        _write_row(frame, table, letters, values, given)
    wanted = table.blank_rows if table.prefilled else max(table.blank_rows - len(given), SPARE_ROWS)
    for _ in range(spare_rows(frame.height(), sum(frame.widths), frame.height(frame.header_row), wanted, LOW_ROW)):
        _write_row(frame, table, letters, {}, given)
    for item in table.columns:
        letter = letters[item.key]
        styles.set_column(frame.ws, letter, styles.free_style(item.kind))
        frame.validate(item, f"{letter}{first}:{letter}{last}")
        frame.columns[item.key] = f"${letter}${first}:${letter}${last}"
    entry = next(item.key for item in table.columns if not table.prefilled or item.kind is Kind.MONEY)
    frame.entries.append(f"${letters[entry]}${first}:${letters[entry]}${last}")
    if CODE_KEY in letters:
        frame.code_cells = f"{letters[CODE_KEY]}{first}:{letters[CODE_KEY]}{last}"


def _totals(table: Table) -> tuple[tuple[str, bool | None], ...]:
    """The rows of totals above the data: label, and whether of 人员经费 (True), 公用经费 (False) or all (None)."""
    if table.prefilled:
        return (AUTO_TOTAL, None), (STAFF_TOTAL, True), (OFFICE_TOTAL, False)
    return ((AUTO_TOTAL, None),) if table.total else ()


def _write_total(frame: Frame, table: Table, label: str, staff: bool | None, first: int, last: int) -> None:
    column_of = {item.key: get_column_letter(column) for column, item in enumerate(table.columns, 1)}
    codes = f"${column_of[CODE_KEY]}${first}:${column_of[CODE_KEY]}${last}"
    for column, item in enumerate(table.columns, 1):
        cell, letter = frame.ws.cell(frame.row, column), get_column_letter(column)
        styles.paint(cell, styles.TOTAL_MONEY if item.kind is Kind.MONEY else styles.TOTAL_TEXT)
        if item.key == NAME_KEY:
            cell.value = label
        elif item.kind is Kind.MONEY:
            cell.value = formulas.detail_sum(codes, f"{letter}${first}:{letter}${last}",
                                             DETAIL_DIGITS[table.catalogue], staff=staff)
            if staff is False:
                frame.office_total = f"${letter}${frame.row}"
    frame.ws.row_dimensions[frame.row].height = 20
    frame.row += 1


def _prefilled(year: int, rows: Sequence[Values]) -> Iterator[Values]:
    """Every subject of 经济分类 that is in force or given, with its row; then what else is given, in its order."""
    left = {bare_code(str(row.get(CODE_KEY, ""))): row for row in reversed(rows)}
    subjects = catalogue(ECONOMIC)
    listed = [code for code in sorted(subjects) if code in left or subjects[code].valid_in(year)]
    shown = [left.get(code, {CODE_KEY: code}) for code in listed]
    yield from shown
    used = {id(row) for row in shown}
    yield from (row for row in rows if id(row) not in used)


def _write_row(frame: Frame, table: Table, letters: Mapping[str, str], values: Values,
               given: Sequence[Values]) -> None:
    cells = {key: f"{letter}{frame.row}" for key, letter in letters.items()}
    heading = table.prefilled and len(str(values.get(CODE_KEY, ""))) == 3
    lines = 1
    for column, item in enumerate(table.columns, 1):
        cell, value = frame.ws.cell(frame.row, column), values.get(item.key)
        formula = "" if value is not None else _formula(frame, table, item, cells, values, given)
        computed = bool(formula) or item.computed or (table.prefilled and item.key == CODE_KEY and bool(values))
        style = styles.formula_style(item.kind, strong=heading) if computed else styles.input_style(item.kind)
        if formula:
            styles.paint(cell, style)
            cell.value = formula
        else:
            put(cell, value, style)
        lines = max(lines, lines_needed(value, frame.widths[column - 1]))
    frame.ws.row_dimensions[frame.row].height = row_height(lines, LOW_ROW)
    frame.row += 1


def _formula(frame: Frame, table: Table, item: Item, cells: Mapping[str, str], values: Values,
             given: Sequence[Values]) -> str:
    """What the workbook computes in a cell that was not given; empty where it computes nothing."""
    if item.parts:
        return formulas.row_sum(item.parts, cells)
    if item.key == NAME_KEY and CODE_KEY in cells:
        return formulas.subject_name(cells[CODE_KEY], frame.ranges[table.catalogue or FUNCTIONAL])
    code = str(values.get(CODE_KEY, ""))
    if table.prefilled and item.kind is Kind.MONEY and len(code) == 3:
        below = sum(str(row.get(CODE_KEY, "")).startswith(code) for row in given) - 1
        letter = cells[item.key].rstrip("0123456789")
        return formulas.column_sum(f"{letter}{frame.row + 1}:{letter}{frame.row + below}") if below > 0 else ""
    return ""
