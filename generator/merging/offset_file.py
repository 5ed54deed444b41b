"""内部往来.xlsx: the transfers between units, as an empty form and as it comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cell_names import cell_name, letters_of
from generator.merging import problems
from generator.merging.offsets import Offset, Side, Transfer
from generator.model import Amount, Finding, Severity, Source
from generator.money import MoneyUnit, from_wan
from generator.workbook.cells import Context, compact, read_cell, shown_text
from generator.workbook.marks import TOTAL_LABELS
from generator.workbook.schema import Item, Kind
from generator.workbook.unpack import UnreadableFile
from generator.workbook.xlsx import RawBook, RawCell, open_book

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "内部往来"
UNIT_LABEL = "金额单位"
PAYER, PAYEE, KIND, PAYER_CODE, PAYEE_CODE, AMOUNT, NOTE = (
    "付款单位", "收款单位", "类型", "付款单位支出科目编码", "收款单位收入科目编码", "金额", "备注")
HEAD = (PAYER, PAYEE, KIND, PAYER_CODE, PAYEE_CODE, AMOUNT, NOTE)
NEEDED = (PAYER, PAYEE, KIND, AMOUNT)
WIDTHS = (36, 36, 14, 22, 22, 18, 30)
GIVEN_SHEET = "各单位的数"
GIVEN_HEAD, GIVEN_WIDTHS = ("单位", "表", "栏目", "科目编码", "金额", "填哪一类"), (36, 10, 24, 14, 18, 14)
FIRST, RULED, ROOM = 5, 40, 1_000  # the first row to fill, rows with lines, the last row with drop-downs
GUIDE = ("一行一笔（或一类）本部门单位之间的资金往来，汇总时双方抵销。单位填“基本信息”中的全称或简称。"
         "上级补助：付款单位的“对附属单位补助支出”对收款单位的“上级补助收入”；附属上缴：付款单位的“上缴上级支出”对收款单位的“附属单位上缴收入”。"
         "科目编码填项级；该单位这一栏只有一个科目的，可以不填。")
_MONEY = Item(AMOUNT, Kind.MONEY)
#: What else clerks write for the two kinds.
_KINDS: Mapping[str, Transfer] = {
    **{str(kind): kind for kind in Transfer}, "上级补助收入": Transfer.GRANT, "对附属单位补助支出": Transfer.GRANT, "对附属单位补助": Transfer.GRANT,
    "附属单位上缴收入": Transfer.REMITTANCE, "上缴上级支出": Transfer.REMITTANCE, "上缴上级": Transfer.REMITTANCE,
}


def read_offsets(path: Path) -> tuple[tuple[Offset, ...], tuple[Finding, ...]]:
    """The transfers of a filled form, amounts in 万元, and what is wrong with it. Never raises for what the file holds."""
    try:
        book = open_book(path)
        rows = book.sheet(SHEET).cells if SHEET in book.sheet_names else None
    except UnreadableFile as error:
        return (), (problems.OFFSET_FILE.finding(f"{path.name} 读不出（{error.reason}）", Source("", "", path.name)),)
    if rows is None:
        return (), (problems.OFFSET_FILE.finding(f"{path.name} 没有工作表“{SHEET}”", Source("", "", path.name)),)
    return _Reader(book, path.name).read(rows)


class _Reader:
    """Reads the rows of one form."""

    def __init__(self, book: RawBook, file: str) -> None:
        self.file, self.context = file, Context(book, file)
        self.findings: list[Finding] = []

    def read(self, rows: Mapping[int, Mapping[int, RawCell]]) -> tuple[tuple[Offset, ...], tuple[Finding, ...]]:
        columns: dict[str, int] = {}
        header, unit = 0, None
        for number, row in sorted(rows.items()):
            labels = {compact(self._text(cell)): column for column, cell in row.items()}
            if UNIT_LABEL in labels and not header:
                found = compact(self._text(row.get(labels[UNIT_LABEL] + 1)))
                unit = next((one for one in MoneyUnit if one == found), None)
            if all(key in labels for key in NEEDED):
                header, columns = number, {key: labels[key] for key in HEAD if key in labels}
                break
        if not header:
            self._wrong(Source(SHEET, "A1", self.file), f"找不到表头 {'、'.join(NEEDED)}")
        elif unit is None:
            self._wrong(Source(SHEET, "A1", self.file), f"没有写明{UNIT_LABEL}（元或万元）")
        if self.findings or unit is None:
            return (), tuple(self.findings)
        self.context = Context(self.context.book, self.file, unit)
        offsets = [self._offset(number, row, columns) for number, row in sorted(rows.items()) if number > header]
        transfers = tuple(offset for offset in offsets if offset is not None)
        if not transfers and not self.findings:
            place = Source(SHEET, cell_name(header + 1, columns[PAYER]), self.file)
            self.findings.append(problems.OFFSET_EMPTY.finding(f"{self.file} 没有填任何一笔，没有抵销", place))
        return transfers, tuple(self.findings)

    def _text(self, cell: RawCell | None) -> str:
        return shown_text(cell, self.context).strip() if cell is not None else ""

    def _wrong(self, place: Source, message: str) -> None:
        self.findings.append(problems.OFFSET_FILE.finding(f"{self.file} 的 {place}：{message}", place))

    def _errors(self) -> int:
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    def _offset(self, number: int, row: Mapping[int, RawCell], columns: Mapping[str, int]) -> Offset | None:
        texts = {key: self._text(row.get(column)) for key, column in columns.items()}
        if not any(texts[key] for key in columns if key != NOTE) or compact(texts[PAYER]) in TOTAL_LABELS:
            return None
        place = Source(SHEET, cell_name(number, columns[AMOUNT]), self.file)
        known = self._errors()
        for key in NEEDED:
            if not texts[key]:
                self._wrong(Source(SHEET, cell_name(number, columns[key]), self.file), f"{key}没有填")
        kind = _KINDS.get(compact(texts[KIND]))
        if texts[KIND] and kind is None:
            self._wrong(Source(SHEET, cell_name(number, columns[KIND]), self.file), f"类型只能是 {' 或 '.join(Transfer)}，不是“{texts[KIND]}”")
        value, finding = read_cell(row.get(columns[AMOUNT]), _MONEY, place, self.context)
        if finding is not None:
            self.findings.append(finding)
        elif isinstance(value, Amount) and value.value <= 0:
            self._wrong(place, "金额要大于 0；方向相反的，请对调付款和收款单位")
        if self._errors() > known or kind is None or not isinstance(value, Amount):
            return None
        return Offset(texts[PAYER], texts[PAYEE], kind, value.value, compact(texts.get(PAYER_CODE, "")),
                      compact(texts.get(PAYEE_CODE, "")), place)


def write_offset_form(path: Path, units: Sequence[str] = (), money: MoneyUnit = MoneyUnit.YUAN, given: Sequence[Side] = ()) -> None:
    """Write the empty form, with the names of the `units` to choose from and what they have `given` to go by.

    The same arguments give the same bytes. Raises OSError.
    """
    from openpyxl.workbook import Workbook

    from generator.workbook import styles
    from generator.workbook.package import package_bytes, write_whole

    workbook = Workbook()
    styles.add_styles(workbook)
    sheet = workbook.worksheets[0]
    sheet.title = SHEET
    _write_top(sheet, money)
    _write_rows(sheet)
    _offer(sheet, "B3", '"元,万元"')
    _offer(sheet, f"C{FIRST}:C{ROOM}", f'"{",".join(Transfer)}"')
    if units:
        names = workbook.create_sheet("单位")
        for row, name in enumerate(units, 1):
            names.cell(row, 1).value = name
        names.column_dimensions["A"].width = 60
        _offer(sheet, f"A{FIRST}:B{ROOM}", f"'单位'!$A$1:$A${len(units)}")
    sheet.freeze_panes = f"A{FIRST}"
    styles.set_page(sheet, sum(WIDTHS), header_row=FIRST - 1)
    if given:
        _write_given(workbook.create_sheet(GIVEN_SHEET), given, money)
    write_whole(path, package_bytes(workbook, date(2000, 1, 1), {}))


def _write_top(sheet: Worksheet, money: MoneyUnit) -> None:
    """The title, how to fill the form, and the unit of money."""
    from generator.workbook import styles

    last = letters_of(len(HEAD))
    for row, (text, style, height) in enumerate(((SHEET, styles.TITLE, 32), (GUIDE, styles.GUIDE, 64)), 1):
        sheet.cell(row, 1).value = text
        for column in range(1, len(HEAD) + 1):
            styles.paint(sheet.cell(row, column), style)
        sheet.merged_cells.add(f"A{row}:{last}{row}")
        sheet.row_dimensions[row].height = height
    for column, (text, style) in enumerate(((UNIT_LABEL, styles.LABEL), (str(money), styles.input_style(Kind.CHOICE))), 1):
        sheet.cell(3, column).value = text
        styles.paint(sheet.cell(3, column), style)


def _write_rows(sheet: Worksheet) -> None:
    """The head of the table and its empty rows."""
    from generator.workbook import styles

    for column, (caption, width) in enumerate(zip(HEAD, WIDTHS, strict=True), 1):
        sheet.cell(FIRST - 1, column).value = caption
        styles.paint(sheet.cell(FIRST - 1, column), styles.HEADER)
        sheet.column_dimensions[letters_of(column)].width = width
        kind = Kind.MONEY if caption == AMOUNT else Kind.CHOICE if caption == KIND else Kind.CODE
        for row in range(FIRST, FIRST + RULED):
            styles.paint(sheet.cell(row, column), styles.input_style(kind))
    sheet.row_dimensions[FIRST - 1].height = 24


def _offer(sheet: Worksheet, cells: str, listed: str) -> None:
    """A drop-down list in these cells."""
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=listed, allow_blank=True)
    rule.add(cells)
    sheet.add_data_validation(rule)


def _write_given(sheet: Worksheet, given: Sequence[Side], money: MoneyUnit) -> None:
    """What the units have in the four columns, to copy names and codes from."""
    from generator.workbook import styles
    from generator.workbook.writing import put

    sheet.cell(1, 1).value = f"各单位工作簿中的补助和上缴（{money}），供填写“{SHEET}”时查对"
    styles.paint(sheet.cell(1, 1), styles.SECTION)
    for column, (caption, width) in enumerate(zip(GIVEN_HEAD, GIVEN_WIDTHS, strict=True), 1):
        sheet.cell(2, column).value = caption
        styles.paint(sheet.cell(2, column), styles.HEADER)
        sheet.column_dimensions[letters_of(column)].width = width
    for row, side in enumerate(given, 3):
        values = (side.unit, side.sheet, side.column, side.code, from_wan(side.amount, money), str(side.kind))
        for column, value in enumerate(values, 1):
            put(sheet.cell(row, column), value, styles.SHOWN_MONEY if column == 5 else styles.STEP)
    sheet.freeze_panes = "A3"
    styles.set_page(sheet, sum(GIVEN_WIDTHS), header_row=2)
