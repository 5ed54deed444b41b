"""Reading the blocks of one sheet: forms, matrices and tables, with what is wrong in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from generator.cell_names import cell_name
from generator.model import Finding, Row, Source, SubjectTable, Value
from generator.workbook import problems
from generator.workbook.cells import Context, is_blank, read_cell
from generator.workbook.locate import Header, Labels, Places, Region, find_header, form_places, matrix_rows, plain_label
from generator.workbook.problems import Problem
from generator.workbook.schema import Block, Form, Item, Kind, Matrix, Sheet, Table
from generator.workbook.table_reader import reader_of
from generator.workbook.tables import read_lines, read_rows
from generator.workbook.xlsx import RawCell, RawSheet

NUMBERS = (Kind.MONEY, Kind.COUNT, Kind.SCORE)
Cell = tuple[int, int]


@dataclass(slots=True)
class Gathered:
    """What has been read so far."""

    fields: dict[str, Value] = field(default_factory=dict)
    places: dict[str, Source] = field(default_factory=dict)
    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    tables: dict[str, SubjectTable] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet on its way into `gathered`."""

    sheet: Sheet
    raw: RawSheet
    labels: Labels
    context: Context
    gathered: Gathered

    def source(self, row: int, column: int) -> Source:
        """The cell of that row and column."""
        return Source(self.raw.name, cell_name(row, column), self.context.file)

    def report(self, problem: Problem, message: str, place: Source, hint: str = "") -> None:
        """Add a finding at `place`."""
        self.gathered.findings.append(problem.finding(message, place, hint=hint))

    def is_filled(self, row: int, column: int) -> bool:
        """Whether anything but blanks stands in the cell."""
        cell = self.raw.cells.get(row, {}).get(column)
        return cell is not None and not is_blank(cell)


def read_block(block: Block, region: Region, page: Page) -> None:
    """Read one block of the sheet within `region`."""
    if isinstance(block, Form):
        _read_form(block, region, page)
        return
    header = find_header(block, region, page.labels)
    if header is None:
        if page.raw.cells or not page.sheet.optional:
            page.report(problems.HEADER_MISSING, f"工作表“{page.raw.name}”中找不到“{block.title}”的表头",
                        page.source(region.first, 1))
        return
    missing = _columns_missing(block, header, page)
    _columns_twice(header, region, page)
    numbers = [header.columns[item.key] for item in block.columns if item.kind in NUMBERS and item.key in header.columns]
    if any(bottom > header.row for _, _, bottom, _ in page.raw.merged):
        _merged_numbers({row: numbers for row in page.raw.cells if header.row < row <= region.last}, page)
    if isinstance(block, Matrix):
        _read_matrix(block, region, header, page)
    elif not missing:
        _read_table(block, region, header, page)


def money_columns(table: Table) -> tuple[str, ...]:
    """The keys of the columns that hold money."""
    return tuple(item.key for item in table.columns if item.kind is Kind.MONEY)


def _read_field(key: str, item: Item, cell_at: Cell, page: Page, *, computed: bool = False) -> None:
    source = page.source(*cell_at)
    gathered = page.gathered
    gathered.places[key] = source
    cell = page.raw.cells.get(cell_at[0], {}).get(cell_at[1])
    if cell is not None and cell.formula and (item.computed or computed):
        return
    value, finding = read_cell(cell, item, source, page.context)
    if value is not None:
        gathered.fields[key] = value
    if finding is not None:
        gathered.findings.append(finding)
    elif value is None and item.required:
        page.report(problems.FIELD_MISSING, f"{source}（{item.caption}）没有填写", source)


def _read_form(form: Form, region: Region, page: Page) -> None:
    places = form_places(form, region, page.labels)
    for item in form.items:
        if item.key in places.found:
            _read_field(f"{page.sheet.name}.{item.key}", item, places.found[item.key], page)
        else:
            _label_missing(item.caption, page, required=item.required)
    for caption, row, column in places.repeated:
        if page.is_filled(row, column):
            page.report(problems.LABEL_TWICE, f"{page.source(row, column)}：项目“{caption}”重复", page.source(row, column))
    numbers: dict[int, list[int]] = {}
    for item in form.items:
        if item.key in places.found and item.kind in NUMBERS:
            row, column = places.found[item.key]
            numbers.setdefault(row, []).append(column)
    _merged_numbers(numbers, page)


def _label_missing(label: str, page: Page, *, required: bool) -> None:
    problem = problems.FIELD_MISSING if required else problems.LABEL_MISSING
    hint = f"请恢复项目名称“{label}”并填写" if required else problems.LABEL_MISSING.remedy
    page.report(problem, f"工作表“{page.raw.name}”中找不到“{label}”", page.source(1, 1), hint)


def _read_matrix(matrix: Matrix, region: Region, header: Header, page: Page) -> None:
    rows = matrix_rows(matrix, region, header, page.labels)
    for name in matrix.rows:
        if name not in rows.found:
            _label_missing(name, page, required=False)
            continue
        for item in matrix.columns:
            if item.key in header.columns:
                _read_field(f"{page.sheet.name}.{name}.{item.key}", item, (rows.found[name][0], header.columns[item.key]),
                            page, computed=name in matrix.computed_rows)
    _rows_twice(rows, header, page)


def _rows_twice(rows: Places, header: Header, page: Page) -> None:
    for name, row, column in rows.repeated:
        if any(page.is_filled(row, place) for place in header.columns.values()):
            page.report(problems.LABEL_TWICE, f"{page.source(row, column)}：项目“{name}”重复", page.source(row, column))


def _columns_missing(block: Matrix | Table, header: Header, page: Page) -> bool:
    """Say which columns are not there; whether a required one is missing."""
    missing = [item for item in block.columns if item.key not in header.columns and not item.computed]
    for item in missing:
        problem = problems.COLUMN_MISSING if item.required else problems.COLUMN_ABSENT
        page.report(problem, f"工作表“{page.raw.name}”的表头中没有“{item.caption}”列",
                    page.source(header.row, min(header.columns.values())))
    return any(item.required for item in missing)


def _columns_twice(header: Header, region: Region, page: Page) -> None:
    for column in header.repeated:
        if any(page.is_filled(row, column) for row in page.raw.cells if header.row < row <= region.last):
            place = page.source(header.row, column)
            page.report(problems.COLUMN_TWICE, f"{place}：表头“{page.labels[header.row][column]}”重复", place)


def _merged_numbers(numbers: Mapping[int, Sequence[int]], page: Page) -> None:
    """Merged cells over two or more numbers: only the first is stored, the others look filled and are not.

    `numbers` are the columns of the numbers by row.
    """
    for top, left, bottom, right in page.raw.merged:
        if (top, left) == (bottom, right):
            continue
        rows = range(top, bottom + 1) if bottom - top < len(numbers) else numbers
        covered = [(row, column) for row in rows if top <= row <= bottom
                   for column in numbers.get(row, ()) if left <= column <= right]
        if page.is_filled(top, left) and covered and (len(covered) > 1 or (top, left) not in covered):
            place = page.source(top, left)
            page.report(problems.MERGED_AMOUNT, f"{place} 与 {cell_name(bottom, right)} 合并：{problems.MERGED_AMOUNT.title}", place)


def _read_table(table: Table, region: Region, header: Header, page: Page) -> None:
    _above_header(table, region, header, page)
    reader = reader_of(table, page.raw, header, page.context)
    if table.catalogue:
        lines, findings = read_lines(reader)
        page.gathered.tables[page.sheet.name] = SubjectTable(page.sheet.name, money_columns(table), lines)
    else:
        page.gathered.rows[page.sheet.name], findings = read_rows(reader)
    page.gathered.findings.extend(findings)


def _above_header(table: Table, region: Region, header: Header, page: Page) -> None:
    """Rows that a sort has put above the header; texts there may be the clerk's remarks as well."""
    items = [item for item in table.columns if item.key in header.columns]
    numbers = [header.columns[item.key] for item in items if item.kind in (*NUMBERS, Kind.CODE)]
    required = [header.columns[item.key] for item in items if item.required]
    for row in page.labels.rows(region.first, header.row - 1):
        cells = {column: cell for column, cell in page.raw.cells[row].items() if not cell.formula and not is_blank(cell)}
        misplaced = next((column for column in numbers if column in cells and _is_figure(cells[column])), 0)
        if misplaced or (len(required) > 1 and all(column in cells for column in required)):
            place = page.source(row, misplaced or required[0])
            page.report(problems.ABOVE_HEADER, f"{place} 在表头（第 {header.row} 行）上方：{problems.ABOVE_HEADER.title}", place)
        elif required and required[0] in cells and not _is_head(cells[required[0]].text, table, page):
            place = page.source(row, required[0])
            page.report(problems.TEXT_ABOVE, f"{place} 在表头（第 {header.row} 行）上方：{problems.TEXT_ABOVE.title}", place)


def _is_figure(cell: RawCell) -> bool:
    return not cell.is_text or cell.text.strip().isdigit()


def _is_head(text: str, table: Table, page: Page) -> bool:
    """Title, guide, link and unit, which the writer puts above a table."""
    text = plain_label(text)
    if text.startswith(("返回", "单位", "部门", "编制单位", "公开0")):
        return True
    return any(part in text for part in _heads(table.title, page.sheet.name, page.sheet.guide))


@lru_cache(maxsize=64)
def _heads(*texts: str) -> tuple[str, ...]:
    return tuple(plain_label(text) for text in texts)
