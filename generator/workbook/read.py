"""Reading a filled standard workbook: the one door through which the clerk's figures enter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.model import Accounts, Count, Finding, Row, Source, SubjectTable, Text, Value
from generator.money import MoneyUnit
from generator.workbook import problems
from generator.workbook.cells import Context, compact, read_cell
from generator.workbook.locate import Header, Labels, Region, find_header, form_places, labels_of, matrix_rows, regions
from generator.workbook.marks import (
    CATALOGUE_SHEET,
    LAYOUT_PROPERTY,
    VERSION_LABEL,
    VERSION_PROPERTY,
)
from generator.workbook.problems import Problem
from generator.workbook.schema import (
    GUIDE_SHEET,
    SHEET_BY_NAME,
    SHEETS,
    VERSION,
    Form,
    Item,
    Kind,
    Matrix,
    Sheet,
    Table,
)
from generator.workbook.tables import Reader, read_lines, read_rows
from generator.workbook.xlsx import RawBook, RawSheet, UnreadableFile, cell_name, open_book

BASICS = "基本信息"
FIRST_YEAR, LAST_YEAR = 2000, 2099
UNREADABLE: Mapping[str, Problem] = {
    UnreadableFile.MISSING: problems.FILE_MISSING, UnreadableFile.IN_USE: problems.FILE_IN_USE,
    UnreadableFile.NOT_XLSX: problems.NOT_XLSX, UnreadableFile.ENCRYPTED: problems.ENCRYPTED,
    UnreadableFile.DAMAGED: problems.DAMAGED, UnreadableFile.TOO_LARGE: problems.TOO_LARGE,
}


@dataclass(slots=True)
class _Gathered:
    """What has been read so far."""

    fields: dict[str, Value] = field(default_factory=dict)
    places: dict[str, Source] = field(default_factory=dict)
    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    tables: dict[str, SubjectTable] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_workbook(path: Path) -> tuple[Accounts | None, tuple[Finding, ...]]:
    """The accounts in a standard workbook and everything that is wrong with its cells.

    Amounts come out in 万元. None where the file is not a readable workbook of ours, or where 金额单位 or
    决算年度 cannot be known. Never raises for what the file holds.
    """
    try:
        return _read(open_book(path), path.name)
    except UnreadableFile as error:
        problem = UNREADABLE[error.reason]
        return None, (problem.finding(f"{path.name}：{problem.title}", Source("", "", path.name)),)


def _read(book: RawBook, file: str) -> tuple[Accounts | None, tuple[Finding, ...]]:
    actual = {compact(name): name for name in book.sheet_names}
    if sum(compact(name) in actual for name in SHEET_BY_NAME) < 3:
        finding = problems.NOT_OURS.finding(f"{file}：{problems.NOT_OURS.title}", Source("", "", file))
        return None, (finding,)
    gathered = _Gathered()
    _check_version(book, file, gathered)
    _note_unknown_sheets(book, file, gathered)
    _read_sheet(SHEET_BY_NAME[BASICS], actual, Context(book, file), gathered)
    unit, year = _unit(gathered), _year(gathered)
    if unit is None or year is None:
        return None, tuple(gathered.findings)
    for sheet in SHEETS:
        if sheet.name != BASICS:
            _read_sheet(sheet, actual, Context(book, file, unit), gathered)
    layout = gathered.fields.get(f"{BASICS}.版式")
    accounts = Accounts(
        file=file, unit=unit, year=year,
        layout=layout.value if isinstance(layout, Text) else book.properties.get(LAYOUT_PROPERTY, ""),
        fields=gathered.fields, rows=gathered.rows, tables=gathered.tables, places=gathered.places)
    return accounts, tuple(gathered.findings)


def _unit(gathered: _Gathered) -> MoneyUnit | None:
    value = gathered.fields.get(f"{BASICS}.金额单位")
    return MoneyUnit(value.value) if isinstance(value, Text) else None


def _year(gathered: _Gathered) -> int | None:
    value = gathered.fields.get(f"{BASICS}.决算年度")
    if not isinstance(value, Count):
        return None
    if FIRST_YEAR <= value.value <= LAST_YEAR:
        return int(value.value)
    place = gathered.places[f"{BASICS}.决算年度"]
    gathered.findings.append(problems.BAD_YEAR.finding(
        f"{place} 的决算年度是 {value.value}", place, expected=f"{FIRST_YEAR} 至 {LAST_YEAR}", actual=str(value.value)))
    return None


def _check_version(book: RawBook, file: str, gathered: _Gathered) -> None:
    version = book.properties.get(VERSION_PROPERTY, "")
    place = Source(GUIDE_SHEET, "A1", file)
    if not version and GUIDE_SHEET in book.sheet_names:
        for row, columns in labels_of(book.sheet(GUIDE_SHEET).cells).items():
            for column, text in columns.items():
                if text == VERSION_LABEL:
                    version, place = columns.get(column + 1, ""), Source(GUIDE_SHEET, cell_name(row, column), file)
    if version and version != VERSION:
        gathered.findings.append(problems.VERSION_DIFFERS.finding(
            f"工作簿版本是 {version}，本程序的版本是 {VERSION}", place, expected=VERSION, actual=version))


def _note_unknown_sheets(book: RawBook, file: str, gathered: _Gathered) -> None:
    known = {compact(name) for name in (*SHEET_BY_NAME, GUIDE_SHEET, CATALOGUE_SHEET)}
    for name in book.sheet_names:
        if compact(name) not in known and book.sheet(name).cells:
            gathered.findings.append(problems.SHEET_UNKNOWN.finding(
                f"工作表“{name}”不是标准工作簿的表，没有读取", Source(name, "A1", file)))


def _read_sheet(sheet: Sheet, actual: Mapping[str, str], context: Context, gathered: _Gathered) -> None:
    table = sheet.table
    if table is not None and table.catalogue:
        gathered.tables[sheet.name] = SubjectTable(sheet.name, _money_columns(table), ())
    elif table is not None:
        gathered.rows[sheet.name] = ()
    name = actual.get(compact(sheet.name))
    if name is None:
        if not sheet.optional:
            gathered.findings.append(problems.SHEET_MISSING.finding(
                f"缺少工作表“{sheet.name}”", Source(sheet.name, "A1", context.file)))
        return
    raw = context.book.sheet(name)
    labels = labels_of(raw.cells)
    for block, region in zip(sheet.blocks, regions(sheet, labels), strict=True):
        if isinstance(block, Form):
            _read_form(sheet, block, raw, region, labels, context, gathered)
            continue
        header = find_header(block, region, labels)
        if header is None:
            if raw.cells or not sheet.optional:
                place = Source(name, cell_name(region.first, 1), context.file)
                gathered.findings.append(problems.HEADER_MISSING.finding(
                    f"工作表“{name}”中找不到“{block.title}”的表头", place))
        elif isinstance(block, Matrix):
            _read_matrix(sheet, block, raw, region, header, labels, context, gathered)
        else:
            _read_table(sheet, block, raw, header, context, gathered)


def _money_columns(table: Table) -> tuple[str, ...]:
    return tuple(item.key for item in table.columns if item.kind is Kind.MONEY)


def _read_field(key: str, item: Item, raw: RawSheet, row: int, column: int, context: Context,
                gathered: _Gathered, *, computed: bool = False) -> None:
    source = Source(raw.name, cell_name(row, column), context.file)
    gathered.places[key] = source
    cell = raw.cells.get(row, {}).get(column)
    if cell is not None and cell.formula and (item.computed or computed):
        return
    value, finding = read_cell(cell, item, source, context)
    if value is not None:
        gathered.fields[key] = value
    if finding is not None:
        gathered.findings.append(finding)
    elif value is None and item.required:
        gathered.findings.append(problems.FIELD_MISSING.finding(f"{source}（{item.caption}）没有填写", source))


def _read_form(sheet: Sheet, form: Form, raw: RawSheet, region: Region, labels: Labels, context: Context,
               gathered: _Gathered) -> None:
    places = form_places(form, region, labels)
    for item in form.items:
        if item.key in places:
            row, column = places[item.key]
            _read_field(f"{sheet.name}.{item.key}", item, raw, row, column, context, gathered)
        else:
            _label_missing(raw, item.caption, context, gathered, required=item.required)


def _label_missing(raw: RawSheet, label: str, context: Context, gathered: _Gathered, *, required: bool) -> None:
    problem = problems.FIELD_MISSING if required else problems.LABEL_MISSING
    gathered.findings.append(problem.finding(
        f"工作表“{raw.name}”中找不到“{label}”", Source(raw.name, "A1", context.file),
        hint=problems.LABEL_MISSING.remedy if not required else f"请恢复项目名称“{label}”并填写"))


def _read_matrix(sheet: Sheet, matrix: Matrix, raw: RawSheet, region: Region, header: Header, labels: Labels,
                 context: Context, gathered: _Gathered) -> None:
    rows = matrix_rows(matrix, region, header, labels)
    for name in matrix.rows:
        if name not in rows:
            _label_missing(raw, name, context, gathered, required=False)
            continue
        for item in matrix.columns:
            if item.key in header.columns:
                _read_field(f"{sheet.name}.{name}.{item.key}", item, raw, rows[name], header.columns[item.key],
                            context, gathered, computed=name in matrix.computed_rows)
    _columns_missing(matrix, raw, header, context, gathered)


def _columns_missing(block: Matrix | Table, raw: RawSheet, header: Header, context: Context,
                     gathered: _Gathered) -> bool:
    """Say which columns are not there; whether a required one is missing."""
    missing = [item for item in block.columns if item.key not in header.columns and not item.computed]
    for item in missing:
        problem = problems.COLUMN_MISSING if item.required else problems.COLUMN_ABSENT
        place = Source(raw.name, cell_name(header.row, min(header.columns.values())), context.file)
        gathered.findings.append(problem.finding(f"工作表“{raw.name}”的表头中没有“{item.caption}”列", place))
    return any(item.required for item in missing)


def _read_table(sheet: Sheet, table: Table, raw: RawSheet, header: Header, context: Context,
                gathered: _Gathered) -> None:
    if _columns_missing(table, raw, header, context, gathered):
        return
    reader = Reader(table, raw, header, context)
    if table.catalogue:
        lines, findings = read_lines(reader)
        gathered.tables[sheet.name] = SubjectTable(sheet.name, _money_columns(table), lines)
    else:
        gathered.rows[sheet.name], findings = read_rows(reader)
    gathered.findings.extend(findings)
