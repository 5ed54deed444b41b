"""The sheet 汇总核对: every cell of the nine tables is the sum of the units less the transfers between them.

All live: the merged figures are read from the sheets beside, so that a later change of the workbook turns a line red.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink

from generator.merging.merge import Merge
from generator.merging.offsets import COLUMNS, INCOME, Offset, amount_of
from generator.merging.proof_cells import Cell, Indexed, cells
from generator.merging.units import short_name
from generator.model import Accounts, Amount, Finding
from generator.money import HALF_CENT, ZERO, MoneyUnit, from_wan
from generator.tables.books import make_books
from generator.workbook import styles
from generator.workbook.live import colours
from generator.workbook.live.page import Page
from generator.workbook.live.totals import EPSILON, Grid
from generator.workbook.marks import PROOF_SHEET
from generator.workbook.schema import GUIDE_SHEET, GUIDE_SHEETS
from generator.workbook.styles import paint
from generator.workbook.writing import LONGEST_TEXT, lines_needed, link, row_height

HEAD = ("表", "科目编码", "项目", "栏目", "汇总数", "各单位之和", "内部往来抵销", "应为", "差额", "单位的尾差", "结果")
WIDTHS = (12.0, 12.0, 36.0, 24.0, 16.0, 16.0, 16.0, 16.0, 14.0, 12.0, 20.0)
UNIT_WIDTH = 16.0
PRINTED_UNITS, RULED_UNITS = 4, 20  # more units than that are not printed; their blank cells are left without lines
FINDINGS = "汇总提示"
LINK_ROW, FIRST_ROW, FIRST_UNIT = 3, 6, len(HEAD) + 1
OFFSET_HEAD = ("类型", "付款科目", "付款单位", "收款单位", "付款方决算数", "收款方决算数", "抵销金额", "收款科目")
GUIDE = ("每一格：汇总数（取自本工作簿各表）＝各单位之和－内部往来抵销。全部是公式，改动任何一处，这里随即重算；右边是各单位工作簿中的数。"
         "单位自己的小计、合计有尾差的，汇总数按明细重新相加，差额差额不超过这些尾差的为“平（尾差）”；金额单位为元时分文不差。")


@dataclass(frozen=True, slots=True)
class Proven:
    """One line of the sheet: the cell, what each unit has, and what their subtotals miss by rounding (万元)."""

    cell: Cell
    units: tuple[Amount | None, ...]
    slack: Decimal


def proven(merge: Merge, grid: Grid) -> list[Proven]:
    """Every line that anybody has a figure in."""
    merged = Indexed(make_books(merge.accounts))
    printed = [Indexed(make_books(unit)) for unit in merge.units]
    details = [Indexed(books) for books in merge.details]
    found = []
    for cell in cells(merged.books, grid):
        amounts = tuple(cell.pick(books) for books in printed)
        if not any(amounts) and not cell.pick(merged):
            continue
        slack = sum((rounding(amount, cell.pick(books)) for amount, books, unit in zip(amounts, details, merge.units, strict=True)
                     if unit.unit is MoneyUnit.WAN and not cell.counted), ZERO)
        found.append(Proven(cell, amounts, slack))
    return found


def rounding(given: Amount | None, added: Amount | None) -> Decimal:
    """By how much (万元) a figure of a unit misses its own details; nothing where that is more than their rounding: half a cent each."""
    if given is None or added is None:
        return ZERO
    missed = abs(given.value - added.value)
    return missed if missed <= HALF_CENT * (len(added.sources) + 1) else ZERO


def differences(merge: Merge, lines: Sequence[Proven]) -> list[tuple[Proven, Decimal]]:
    """The lines that do not hold beyond 尾差, each with its difference in 万元: the same proof, worked out here."""
    merged = Indexed(make_books(merge.accounts))
    found = []
    for line in lines:
        value = line.cell.pick(merged)
        expected = sum((amount.value for amount in line.units if amount is not None), ZERO) - taken_out(line.cell, merge.offsets)
        difference = (value.value if value is not None else ZERO) - expected
        if abs(difference) > line.slack:
            found.append((line, difference))
    return found


def taken_out(cell: Cell, offsets: Sequence[Offset]) -> Decimal:
    """What the transfers take out of a cell, in 万元."""
    taken = cell.taken
    if taken is None:
        return ZERO
    return sum((offset.amount for offset in offsets
                if (taken.kind is None or offset.kind is taken.kind)
                and (offset.payee_code if taken.side == INCOME else offset.payer_code).startswith(taken.code)), ZERO)


def write_proof(workbook: Workbook, merge: Merge, lines: Sequence[Proven], findings: Sequence[Finding] = ()) -> None:
    """Write the sheet after the other sheets of help: `lines`, the transfers, and what the merge found."""
    worksheet = workbook.create_sheet(PROOF_SHEET, len(GUIDE_SHEETS))
    names = [short_name(unit) for unit in merge.units]
    page = Page(worksheet, WIDTHS)
    page.wide(PROOF_SHEET, styles.TITLE, 32.0)
    page.wide(GUIDE, styles.GUIDE, 36.0)
    link(worksheet.cell(page.row, 1), GUIDE_SHEET, "返回填报说明", styles.LINK)
    page.row += 1
    summary = page.wide("", styles.SUMMARY, 24.0)
    for column, name in enumerate(names, FIRST_UNIT):
        heading = worksheet.cell(page.row, column, name)
        paint(heading, styles.HEADER)
        worksheet.column_dimensions[get_column_letter(column)].width = UNIT_WIDTH
    page.header(HEAD)
    worksheet.row_dimensions[FIRST_ROW - 1].height = max(22.0, 15.0 * max(lines_needed(name, UNIT_WIDTH) for name in names) + 5)
    ranges = _Ranges.below(len(lines), len(merge.offsets))
    for line in lines:
        _write_line(page, line, merge.accounts.unit, ranges)
    last = page.row - 1
    _write_offsets(page, merge)
    _write_findings(page, findings)
    _write_summary(page, summary, last)
    page.finish("C00000", f"E{FIRST_ROW}")
    worksheet.print_title_rows = f"{FIRST_ROW - 1}:{FIRST_ROW - 1}"
    printed = get_column_letter(len(HEAD) + (len(names) if len(names) <= PRINTED_UNITS else 0))
    worksheet.print_area = f"A1:{printed}{page.row - 1}"
    worksheet.auto_filter.ref = f"A{FIRST_ROW - 1}:{get_column_letter(len(HEAD) + len(names))}{last}"


@dataclass(frozen=True, slots=True)
class _Ranges:
    """Where the list of transfers stands: kinds, codes of payer and payee, amounts."""

    first: int
    last: int

    @classmethod
    def below(cls, lines: int, offsets: int) -> _Ranges:
        first = FIRST_ROW + lines + 2
        return cls(first, first + offsets - 1)

    def column(self, letter: str) -> str:
        return f"${letter}${self.first}:${letter}${self.last}"

    def formula(self, cell: Cell) -> str:
        """The sum of the transfers that are part of a cell; empty where none can be."""
        taken = cell.taken
        if taken is None or self.last < self.first:
            return ""
        conditions = []
        if taken.kind is not None:
            conditions.append(f'{self.column("A")},"{taken.kind}"')
        if taken.code:
            codes = self.column("H" if taken.side == INCOME else "B")
            conditions.append(f'{codes},"{taken.code}{"*" if len(taken.code) < 7 else ""}"')
        amounts = self.column("G")
        return f"=SUMIFS({amounts},{','.join(conditions)})" if conditions else f"=SUM({amounts})"


def _write_line(page: Page, line: Proven, unit: MoneyUnit, ranges: _Ranges) -> None:
    row, cell = page.row, line.cell
    last = get_column_letter(FIRST_UNIT + len(line.units) - 1)
    figure = styles.SHOWN_COUNT if cell.counted else styles.SHOWN_MONEY
    places = 2 if unit is MoneyUnit.YUAN else 6
    shape = "0" if cell.counted else "#,##0.00"
    verdict = (f'=IF(I{row}=0,"平",IF(ABS(I{row})<=N(J{row})+{EPSILON},"平（尾差）",'
               f'"差 "&TEXT(I{row},"{shape}")))')
    values: dict[int, tuple[object, str]] = {
        1: (cell.table, styles.STEP), 2: (cell.code or None, styles.STEP), 3: (cell.name, styles.STEP), 4: (cell.column, styles.STEP),
        5: (f"={cell.formula}", figure), 6: (f"=SUM({get_column_letter(FIRST_UNIT)}{row}:{last}{row})", figure),
        7: (ranges.formula(cell) or None, figure), 8: (f"=F{row}-N(G{row})", figure),
        9: (f"=ROUND(E{row}-H{row},{places})", figure), 10: (line.slack or None, styles.SLACK), 11: (verdict, styles.RESULT),
    }
    page.line(values)
    for column, amount in enumerate(line.units, FIRST_UNIT):
        if amount is not None or len(line.units) <= RULED_UNITS:  # two hundred units have mostly blanks: a cell for each takes a gigabyte
            given = page.ws.cell(row, column)
            given.value = None if amount is None else int(amount.value) if cell.counted else from_wan(amount.value, unit)
            paint(given, figure)


def _write_offsets(page: Page, merge: Merge) -> None:
    """The transfers, with what both sides have in their workbooks."""
    if not merge.offsets:
        return
    page.wide("内部往来抵销", styles.SECTION, 24.0)
    page.header((*OFFSET_HEAD, *[""] * (len(page.widths) - len(OFFSET_HEAD))))
    unit = merge.accounts.unit
    by_name = {short_name(one): books.accounts for one, books in zip(merge.units, merge.details, strict=True)}
    for offset in merge.offsets:
        paid, received = COLUMNS[offset.kind]
        sides = (_side(by_name[offset.payer], "支出", offset.payer_code, paid), _side(by_name[offset.payee], INCOME, offset.payee_code, received))
        shown = [None if side is None else from_wan(side.value, unit) for side in sides]
        texts = (str(offset.kind), offset.payer_code, offset.payer, offset.payee)
        page.line({
            **{column: (text, styles.STEP) for column, text in enumerate(texts, 1)},
            5: (shown[0], styles.SHOWN_MONEY), 6: (shown[1], styles.SHOWN_MONEY),
            7: (from_wan(offset.amount, unit), styles.SHOWN_MONEY), 8: (offset.payee_code, styles.STEP),
        })


def _write_findings(page: Page, findings: Sequence[Finding]) -> None:
    """Everything that the merge found, for whoever asks the units."""
    if not findings:
        return
    page.row += 1
    above = page.ws.cell(LINK_ROW, 4)
    link(above, PROOF_SHEET, f"{FINDINGS}（{len(findings)} 条）", styles.LINK)
    above.hyperlink = Hyperlink(ref=above.coordinate, location=f"'{PROOF_SHEET}'!A{page.row}")
    page.wide(FINDINGS, styles.SECTION, 24.0)
    page.header(("级别", "编号", "内容", *[""] * 4, "怎么办", *[""] * 3))
    page.ws.merged_cells.add(f"C{page.row - 1}:G{page.row - 1}")
    page.ws.merged_cells.add(f"H{page.row - 1}:K{page.row - 1}")
    wide, narrow = sum(WIDTHS[2:7]), sum(WIDTHS[7:])
    for finding in findings:
        lines = max(lines_needed(finding.message, wide), lines_needed(finding.hint, narrow))
        row = page.line({1: (str(finding.severity), styles.CENTRED), 2: (finding.code, styles.CENTRED), 3: (finding.message[:LONGEST_TEXT], styles.STEP),
                         8: (finding.hint, styles.STEP)})
        page.ws.row_dimensions[row].height = row_height(lines, 20.0)
        page.ws.merged_cells.add(f"C{row}:G{row}")
        page.ws.merged_cells.add(f"H{row}:K{row}")


def _side(unit: Accounts, sheet: str, code: str, column: str) -> Amount | None:
    return amount_of(unit.tables[sheet], code, column)


def _write_summary(page: Page, row: int, last: int) -> None:
    results = f"$K${FIRST_ROW}:$K${last}"
    cell = page.ws.cell(row, 1)
    wrong, right = (f'SUMPRODUCT((LEFT({results},1)="{word}")*1)' for word in ("差", "平"))
    cell.value = f'=IF({wrong}+{right}<ROWS({results}),"不平：有无法计算的格",IF({wrong}>0,"不平 "&{wrong}&" 项，平 "&{right}&" 项","没有不平的，平 "&{right}&" 项"))'
    colours.summary(page.ws, f"A{cell.row}:K{cell.row}", f"$A${cell.row}")
    colours.verdicts(page.ws, f"K{FIRST_ROW}:K{last}")
