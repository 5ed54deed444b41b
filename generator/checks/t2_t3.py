"""公开02表 收入决算表 and 公开03表 支出决算表."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.registry import Checked, Skip, check
from generator.checks.subject_tables import hierarchy, row_sums
from generator.checks.wording import Side, equal, subject
from generator.model import Line
from generator.tables.books import FUND_SHEETS, Books
from generator.tables.rollup import RolledTable
from generator.workbook.schema.money_sheets import EXPENDITURE_COLUMNS, INCOME_COLUMNS

NO_EXPENDITURE_SHEET = "支出表没有填列，由三张财政拨款表汇总"


@check("T201", "收入各栏相加", "公开02表每一行：本年收入合计 = 财政拨款收入、上级补助收入、事业收入、经营收入、附属单位上缴收入、其他收入之和。",
       "公开02表 1栏 = (2+3+…+7)栏", absent="没有填合计栏，由程序计算")
def income_columns_add_up(books: Books) -> Iterator[Checked]:
    """1栏 = 2…7栏 in each row of 公开02表 whose 合计 was typed."""
    yield from row_sums(books, "收入", books.t2, "本年收入合计", INCOME_COLUMNS)


@check("T202", "收入逐级汇总", "公开02表每一栏：类 = 所属各款之和，款 = 所属各项之和，合计 = 各类之和。", "公开02表 类 = Σ款 = ΣΣ项")
def income_levels_add_up(books: Books) -> Iterator[Checked]:
    """类 = Σ款 = ΣΣ项 and 合计 = Σ类 in 公开02表, where subtotals were pasted."""
    yield from hierarchy(books, "收入", books.t2, ("本年收入合计", *INCOME_COLUMNS))


@check("T203", "财政拨款收入与三项拨款", "公开02表财政拨款收入合计 = 公开01表1行至3行（一般公共预算、政府性基金、国有资本经营）财政拨款收入之和。",
       "公开02表 2栏合计 = 公开01表 (1+2+3)行")
def fiscal_income_equals_the_funds(books: Books) -> Iterator[Checked]:
    """财政拨款收入 of 公开02表 = rows 1+2+3 of 公开01表, where the general part was typed."""
    if books.accounts.amount("结转结余.一般公共预算财政拨款.本年收入") is None:
        yield Skip("一般公共预算财政拨款本年收入没有填列，由程序推算")
        return
    yield from equal(books, Side("公开02表财政拨款收入合计", books.t2.total.amount("财政拨款收入")),
                     Side("三项财政拨款本年收入之和", books.t4.income_total))


@check("T301", "支出各栏相加", "公开03表每一行：本年支出合计 = 基本支出、项目支出、上缴上级支出、经营支出、对附属单位补助支出之和。",
       "公开03表 1栏 = (2+3+…+6)栏", absent="没有填合计栏，由程序计算")
def expenditure_columns_add_up(books: Books) -> Iterator[Checked]:
    """1栏 = 2…6栏 in each row of 公开03表 whose 合计 was typed."""
    if not books.accounts.tables["支出"]:
        yield Skip(NO_EXPENDITURE_SHEET)
        return
    yield from row_sums(books, "支出", books.t3, "本年支出合计", EXPENDITURE_COLUMNS)


@check("T302", "支出逐级汇总", "公开03表每一栏：类 = 所属各款之和，款 = 所属各项之和，合计 = 各类之和。", "公开03表 类 = Σ款 = ΣΣ项")
def expenditure_levels_add_up(books: Books) -> Iterator[Checked]:
    """类 = Σ款 = ΣΣ项 and 合计 = Σ类 in 公开03表, where subtotals were pasted."""
    if not books.accounts.tables["支出"]:
        yield Skip(NO_EXPENDITURE_SHEET)
        return
    yield from hierarchy(books, "支出", books.t3, ("本年支出合计", *EXPENDITURE_COLUMNS))


@check("T303", "支出各类与总表", "公开03表各类的本年支出合计 = 公开01表同类支出（填有总表印数的，按印数核对）。", "公开01表 32行至57行 = 公开03表 1栏各类")
def classes_equal_the_printed_ones(books: Books) -> Iterator[Checked]:
    """Each 类 of 公开03表 = its row in 公开01表, where that was copied from the official table."""
    yield from printed_classes(books, books.t3, "本年支出合计", "公开01表")


@check("T304", "支出表与财政拨款表", "支出表没有填列时，公开03表由三张财政拨款表的项级数汇总，合计 = 公开05表、07表、08表合计之和。",
       "公开03表合计 = 公开05表 + 公开07表 + 公开08表")
def derived_expenditure_is_complete(books: Books) -> Iterator[Checked]:
    """公开03表 made from the funds holds everything of them: nothing stands in 款 rows or in 小计 alone."""
    if books.accounts.tables["支出"]:
        yield Skip("支出表已填列")
        return
    yield from equal(books, Side("公开03表本年支出合计", books.t3.total.amount("本年支出合计")),
                     Side("三张财政拨款表支出合计", books.t4.spent_total),
                     advice=f"请在{'、'.join(FUND_SHEETS.values())}表把支出按项级、分基本支出和项目支出填列")


def printed_classes(books: Books, table: RolledTable, column: str, printed_column: str) -> Iterator[Checked]:
    """Each 类 of `table` against the figure copied into 总表印数."""
    printed: list[Line] = [line for line in books.accounts.tables["总表印数"] if printed_column in line.amounts]
    if not printed:
        yield Skip("没有填列总表印数")
    for line in printed:
        found = table.at(line.code)
        amount = found.amount(column) if found else None
        label = f"{subject(line)} {column}"
        yield from equal(books, Side(f"{subject(line)} {printed_column}印数", line.amounts[printed_column]),
                         Side(f"明细表{label}", amount))
