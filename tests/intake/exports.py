"""Made-up files as accounting systems export the official tables, in three styles, from the books of a sample."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from openpyxl import Workbook

from generator.model import Amount, total_of
from generator.subjects import FUNCTIONAL, catalogue
from generator.tables.books import Books, make_books
from generator.tables.rollup import RolledLine, RolledTable
from generator.tables.three_public import ABROAD, PURCHASE, RECEPTION, RUNNING, TOTAL, VEHICLES
from generator.workbook.read import read_workbook
from generator.workbook.schema.money_sheets import EXPENDITURE_COLUMNS, FUNDS, INCOME_COLUMNS

SAMPLES = Path(__file__).resolve().parents[2] / "input_samples"
NAME, YEAR = "江城市水务局", 2024
T2, T3 = ("本年收入合计", *INCOME_COLUMNS), ("本年支出合计", *EXPENDITURE_COLUMNS)
T5, T8 = ("小计", "基本支出", "项目支出"), ("合计", "基本支出", "项目支出")
T7 = ("年初结转和结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和结余")
ITEMS = (TOTAL, ABROAD, VEHICLES, PURCHASE, RUNNING, RECEPTION)
NUMERALS = "一二三四五六七八九十"
CLASSES = [(code, subject.name) for code, subject in sorted(catalogue(FUNCTIONAL).items())
           if len(code) == 3 and code not in ("209", "227", "230", "233")]
Cell = object
Show = Callable[[Amount | None], Cell]


@dataclass
class Sheet:
    """Rows of cells from the top left corner, and ranges to merge."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)

    def add(self, *cells: Cell) -> int:
        self.rows.append(list(cells))
        return len(self.rows)

    def merge(self, *ranges: str) -> None:
        self.merged += ranges


def save(path: Path, sheets: Sequence[Sheet]) -> Path:
    """The sheets as a workbook at `path`."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        ws = book.create_sheet(sheet.name)
        for row in sheet.rows:
            ws.append(row)
        for area in sheet.merged:
            ws.merge_cells(area)
    book.save(path)
    return path


@cache
def sample_books() -> Books:
    """The nine tables of the made-up water bureau, whose figures are in 元."""
    accounts, _ = read_workbook(SAMPLES / "示例-江城市水务局-2024.xlsx")
    assert accounts is not None
    return make_books(accounts)


def yuan(amount: Amount | None) -> Cell:
    return None if amount is None else float(amount.value * 10_000)


def yuan_text(amount: Amount | None) -> Cell:
    """1,234.50 as text, and 0.00 for nothing, as some systems print."""
    return "0.00" if amount is None else f"{amount.value * 10_000:,.2f}"


def wan(amount: Amount | None) -> Cell:
    return None if amount is None else float(amount.value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else ("十" if tens == 1 else f"{NUMERALS[tens - 1]}十")) + (NUMERALS[ones - 1] if ones else "")


def lines_of(table: RolledTable, columns: Sequence[str]) -> list[RolledLine]:
    return [line for line in table.lines if any(line.amount(column) for column in columns)]


def income_rows(books: Books, show: Show) -> list[tuple[str, Cell]]:
    """The income side of 公开01表."""
    t1 = books.t1
    labels = [f"{numeral(number)}、{name}" for number, name in enumerate(t1.income, 1)]
    return [*zip(labels, map(show, t1.income.values()), strict=True), ("本年收入合计", show(t1.income_total)),
            ("使用非财政拨款结余（含专用结余）", show(t1.surplus_used)), ("年初结转和结余", show(t1.opening)), ("总计", show(t1.income_grand))]


def spending_rows(books: Books, show: Show, classes: Sequence[tuple[str, str]]) -> list[tuple[str, Cell]]:
    """The expenditure side of 公开01表."""
    t1 = books.t1
    rows = [(f"{numeral(number)}、{name}", show(t1.expenditure.get(code))) for number, (code, name) in enumerate(classes, 1)]
    return [*rows, ("本年支出合计", show(t1.expenditure_total)), ("结余分配", show(t1.distributed)),
            ("年末结转和结余", show(t1.closing)), ("总计", show(t1.expenditure_grand))]


def fund_income_rows(books: Books, show: Show) -> list[tuple[str, Cell]]:
    """The income side of 公开04表."""
    t4 = books.t4
    rows = [(f"{numeral(number)}、{fund}", show(t4.income[fund])) for number, fund in enumerate(FUNDS, 1)]
    rows += [("本年收入合计", show(t4.income_total)), ("年初财政拨款结转和结余", show(t4.opening_total))]
    return [*rows, *((fund, show(t4.opening[fund])) for fund in FUNDS), ("总计", show(t4.income_grand))]


def fund_spending_rows(books: Books, show: Show, classes: Sequence[tuple[str, str]]) -> list[tuple[str, list[Cell]]]:
    """The expenditure side of 公开04表: 小计 and the three funds."""
    t4 = books.t4
    rows = []
    for number, (code, name) in enumerate(classes, 1):
        own = t4.expenditure.get(code, {})
        rows.append((f"{numeral(number)}、{name}", [show(total_of(own.values())), *(show(own.get(fund)) for fund in FUNDS)]))
    for label, total, funds in (("本年支出合计", t4.spent_total, t4.spent), ("年末财政拨款结转和结余", t4.closing_total, t4.closing),
                                ("总计", t4.expenditure_grand, t4.grand)):
        rows.append((label, [show(total), *(show(funds[fund]) for fund in FUNDS)]))
    return rows


def side_by_side(left: Sequence[Sequence[Cell]], right: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Two lists beside each other; their last rows stand on one line."""
    height = max(len(left), len(right))
    foot = 4

    def padded(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
        width = len(rows[0])
        blank: list[list[Cell]] = [[None] * width for _ in range(height - len(rows))]
        return [*map(list, rows[:-foot]), *blank, *map(list, rows[-foot:])]

    return [[*one, *other] for one, other in zip(padded(left), padded(right), strict=True)]


def economic_lists(books: Books, show: Show) -> list[list[list[Cell]]]:
    """Code, name and amount of 301+303, of 302, and of the rest of 公开06表."""
    t6 = books.t6
    codes = sorted(t6.amounts)
    chosen = [[code for code in codes if code[:3] in classes] for classes in (("301", "303"), ("302",))]
    rest = [code for code in codes if code not in {code for some in chosen for code in some}]
    return [[[code, t6.names.get(code, ""), show(t6.amounts[code])] for code in some] for some in (*chosen, rest)]


def nine(books: Books) -> list[tuple[str, RolledTable, tuple[str, ...]]]:
    """公开02, 03, 05, 07 and 08表 with their columns."""
    return [("收入决算表", books.t2, T2), ("支出决算表", books.t3, T3), ("一般公共预算财政拨款支出决算表", books.t5, T5),
            ("政府性基金预算财政拨款收入支出决算表", books.t7, T7), ("国有资本经营预算财政拨款支出决算表", books.t8, T8)]
