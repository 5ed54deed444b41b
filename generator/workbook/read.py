"""Reading a filled standard workbook: the one door through which the clerk's figures enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from generator.cell_names import cell_name
from generator.model import Accounts, Count, Finding, Source, SubjectTable, Text
from generator.money import MoneyUnit
from generator.workbook import problems
from generator.workbook.cells import Context, compact, tidy
from generator.workbook.hidden import note_hidden
from generator.workbook.locate import Labels, find_header, form_places, plain_label, regions
from generator.workbook.marks import (
    CATALOGUE_SHEET,
    CHECK_SHEET,
    LAYOUT_PROPERTY,
    PROOF_SHEET,
    VERSION_LABEL,
    VERSION_PROPERTY,
)
from generator.workbook.problems import Problem
from generator.workbook.read_blocks import Gathered, Page, money_columns, read_block
from generator.workbook.schema import GUIDE_SHEET, GUIDE_SHEETS, SHEET_BY_NAME, SHEETS, VERSION, Form, Sheet
from generator.workbook.unpack import UnreadableFile, is_open_elsewhere
from generator.workbook.xlsx import RawBook, open_book

BASICS = "基本信息"
#: Which sheet a title belongs to. The writer puts the title of its only block, or its own name, on top of a sheet.
TITLES: Mapping[str, str] = {
    **{plain_label(sheet.blocks[0].title): sheet.name for sheet in SHEETS if len(sheet.blocks) == 1},
    **{plain_label(sheet.name): sheet.name for sheet in SHEETS},
}
FIRST_YEAR, LAST_YEAR = 2000, 2099
UNREADABLE: Mapping[str, Problem] = {
    UnreadableFile.MISSING: problems.FILE_MISSING, UnreadableFile.IN_USE: problems.FILE_IN_USE,
    UnreadableFile.NOT_XLSX: problems.NOT_XLSX, UnreadableFile.ENCRYPTED: problems.ENCRYPTED,
    UnreadableFile.DAMAGED: problems.DAMAGED, UnreadableFile.TOO_LARGE: problems.TOO_LARGE,
    UnreadableFile.LOCK_FILE: problems.LOCK_FILE,
}


def read_workbook(path: Path) -> tuple[Accounts | None, tuple[Finding, ...]]:
    """The accounts in a standard workbook and everything that is wrong with its cells.

    Amounts come out in 万元. None where the file is not a readable workbook of ours, or where 金额单位 or
    决算年度 cannot be known. Never raises for what the file holds.
    """
    file = tidy(path.name).replace("\n", " ")
    accounts, findings = read_opened(lambda: open_book(path), file)
    if accounts is not None and is_open_elsewhere(path):
        findings = (problems.FILE_OPEN.finding(f"{file}：{problems.FILE_OPEN.title}", Source("", "", file)), *findings)
    return accounts, findings


def read_opened(opened: Callable[[], RawBook], file: str) -> tuple[Accounts | None, tuple[Finding, ...]]:
    """As `read_workbook`, of a workbook that `opened` opens; `file` is its name in the findings."""
    try:
        return read_book(opened(), file)
    except UnreadableFile as error:
        if error.sheet:
            problem, name = problems.SHEET_DAMAGED, tidy(error.sheet).replace("\n", " ")
            return None, (problem.finding(f"{file}：工作表“{name}”已损坏", Source(name, "A1", file)),)
        problem = UNREADABLE[error.reason]
        return None, (problem.finding(f"{file}：{problem.title}", Source("", "", file)),)


def read_book(book: RawBook, file: str) -> tuple[Accounts | None, tuple[Finding, ...]]:
    """As `read_workbook`, of a workbook that is open already. Raises UnreadableFile where a sheet is damaged."""
    actual = {compact(name): name for name in reversed(book.sheet_names)}
    if sum(compact(name) in actual for name in SHEET_BY_NAME) < 3:
        finding = problems.NOT_OURS.finding(f"{file}：{problems.NOT_OURS.title}", Source("", "", file))
        return None, (finding,)
    gathered = Gathered()
    _check_version(book, file, gathered)
    _note_other_sheets(book, file, gathered)
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


def _unit(gathered: Gathered) -> MoneyUnit | None:
    value = gathered.fields.get(f"{BASICS}.金额单位")
    return MoneyUnit(value.value) if isinstance(value, Text) else None


def _year(gathered: Gathered) -> int | None:
    value = gathered.fields.get(f"{BASICS}.决算年度")
    if not isinstance(value, Count):
        return None
    if FIRST_YEAR <= value.value <= LAST_YEAR:
        return int(value.value)
    place = gathered.places[f"{BASICS}.决算年度"]
    gathered.findings.append(problems.BAD_YEAR.finding(
        f"{place} 的决算年度是 {value.value}", place, expected=f"{FIRST_YEAR} 至 {LAST_YEAR}", actual=str(value.value)))
    return None


def _check_version(book: RawBook, file: str, gathered: Gathered) -> None:
    version = book.properties.get(VERSION_PROPERTY, "")
    place = Source(GUIDE_SHEET, "A1", file)
    if not version and GUIDE_SHEET in book.sheet_names:
        labels = Labels(book.sheet(GUIDE_SHEET).cells)
        for row in labels.rows():
            for column, text in labels[row].items():
                if text == VERSION_LABEL:
                    version, place = labels[row].get(column + 1, ""), Source(GUIDE_SHEET, cell_name(row, column), file)
    if version and version != VERSION:
        gathered.findings.append(problems.VERSION_DIFFERS.finding(
            f"工作簿版本是 {version}，本程序的版本是 {VERSION}", place, expected=VERSION, actual=version))


def _unknown_sheets(book: RawBook) -> list[str]:
    known = {compact(name) for name in (*SHEET_BY_NAME, *GUIDE_SHEETS, CATALOGUE_SHEET, CHECK_SHEET, PROOF_SHEET)}
    return [name for name in book.sheet_names if compact(name) not in known]


def _note_other_sheets(book: RawBook, file: str, gathered: Gathered) -> None:
    """Sheets that are not read: unknown ones, and the second of two whose names differ in blanks or width only."""
    for name in _unknown_sheets(book):
        if book.sheet(name).cells:
            gathered.findings.append(problems.SHEET_UNKNOWN.finding(
                f"工作表“{name}”不是标准工作簿的表，没有读取", Source(name, "A1", file)))
    first: dict[str, str] = {}
    for name in book.sheet_names:
        other = first.setdefault(compact(name), name)
        if other != name and compact(name) in map(compact, SHEET_BY_NAME):
            gathered.findings.append(problems.SHEET_TWICE.finding(
                f"工作表“{other}”和“{name}”重名，只读取了前一张", Source(name, "A1", file)))


def _read_sheet(sheet: Sheet, actual: Mapping[str, str], context: Context, gathered: Gathered) -> None:
    table = sheet.table
    if table is not None and table.catalogue:
        gathered.tables[sheet.name] = SubjectTable(sheet.name, money_columns(table), ())
    elif table is not None:
        gathered.rows[sheet.name] = ()
    name = actual.get(compact(sheet.name))
    if name is None:
        _sheet_missing(sheet, context, gathered)
        return
    raw = context.book.sheet(name)
    page = Page(sheet, raw, Labels(raw.cells), context, gathered)
    for column, text in page.labels[1].items():
        other = TITLES.get(text, sheet.name)
        if other != sheet.name:
            place = page.source(1, column)
            page.report(problems.WRONG_SHEET, f"{place} 的标题是“{text}”，是工作表“{other}”的标题", place)
    for block, region in zip(sheet.blocks, regions(sheet, page.labels), strict=True):
        read_block(block, region, page)
    note_hidden(page)


def _sheet_missing(sheet: Sheet, context: Context, gathered: Gathered) -> None:
    renamed = _renamed(sheet, context.book)
    if renamed:
        gathered.findings.append(problems.SHEET_RENAMED.finding(
            f"缺少工作表“{sheet.name}”，工作表“{renamed}”的内容像是它，没有读取", Source(renamed, "A1", context.file),
            hint=f"请把表名“{renamed}”改回“{sheet.name}”"))
        return
    problem = problems.SHEET_ABSENT if sheet.optional else problems.SHEET_MISSING
    gathered.findings.append(problem.finding(f"缺少工作表“{sheet.name}”", Source(sheet.name, "A1", context.file)))


def _renamed(sheet: Sheet, book: RawBook) -> str:
    """The sheet with another name that has the title and the headings of `sheet`."""
    titles = {plain_label(sheet.name), plain_label(sheet.blocks[0].title)}
    for name in _unknown_sheets(book):
        labels = Labels(book.sheet(name).cells)
        first = [texts for row in labels.rows() if (texts := labels[row])][:3]
        if not any(text in titles for texts in first for text in texts.values()):
            continue
        block, region = sheet.blocks[0], regions(sheet, labels)[0]
        if (form_places(block, region, labels).found if isinstance(block, Form) else find_header(block, region, labels)):
            return name
    return ""
