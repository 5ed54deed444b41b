"""公开05表 一般公共预算财政拨款支出决算表, and what all three funds have to do with 公开03表."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.registry import Checked, Skip, check
from generator.checks.subject_tables import hierarchy, row_sums
from generator.checks.t2_t3 import NO_EXPENDITURE_SHEET
from generator.checks.wording import Side, at_most, subject
from generator.model import Amount, Source, total_of
from generator.tables.books import Books, value_of
from generator.tables.rollup import RolledLine, RolledTable

SPENDING = ("基本支出", "项目支出")


@check("T501", "一般公共预算支出各栏相加", "公开05表每一行：小计 = 基本支出 + 项目支出。", "公开05表 1栏 = (2+3)栏", absent="没有填小计栏，由程序计算")
def general_columns_add_up(books: Books) -> Iterator[Checked]:
    """1栏 = 2+3栏 in each row of 公开05表 whose 小计 was typed."""
    yield from row_sums(books, "一般公共预算", books.t5, "小计", SPENDING)


@check("T502", "一般公共预算支出逐级汇总", "公开05表每一栏：类 = 所属各款之和，款 = 所属各项之和，合计 = 各类之和；年初预算数也一样。",
       "公开05表 类 = Σ款 = ΣΣ项")
def general_levels_add_up(books: Books) -> Iterator[Checked]:
    """类 = Σ款 = ΣΣ项 and 合计 = Σ类 in 公开05表, where subtotals were pasted."""
    yield from hierarchy(books, "一般公共预算", books.t5, ("小计", *SPENDING, "年初预算数"))


@check("T503", "一般公共预算支出不大于全部支出", "公开05表每个科目的基本支出、项目支出和小计，不大于公开03表同一科目的数。", "公开05表 ≤ 公开03表", absent="没有一般公共预算支出")
def general_is_part_of_all(books: Books) -> Iterator[Checked]:
    """公开05表 ≤ 公开03表, row by row and column by column."""
    yield from part_of_expenditure(books, ((books.t5, "小计"),), "公开05表")


@check("T504", "三项财政拨款支出之和不大于全部支出", "公开05表、07表、08表同一科目的支出之和，不大于公开03表同一科目的支出。",
       "公开05表 + 公开07表 + 公开08表 ≤ 公开03表")
def all_funds_are_part_of_all(books: Books) -> Iterator[Checked]:
    """公开05 + 07 + 08表 ≤ 公开03表, row by row and column by column."""
    if not books.t7 and not books.t8:
        yield Skip("没有政府性基金和国有资本经营预算支出")
        return
    yield from part_of_expenditure(books, ((books.t5, "小计"), (books.t7, "小计"), (books.t8, "合计")), "财政拨款")


def part_of_expenditure(books: Books, tables: tuple[tuple[RolledTable, str], ...], name: str) -> Iterator[Checked]:
    """The leaves of `tables` together against the same rows of 公开03表; the sum only where no part exceeds it."""
    if not books.accounts.tables["支出"]:
        yield Skip(NO_EXPENDITURE_SHEET)
        return
    for code in sorted({line.code for table, _ in tables for line in table.leaves()}):
        lines = [(found, total) for table, total in tables if (found := table.at(code))]
        whole = books.t3.at(code)
        yield from _row_within(books, name, lines, whole)


def _row_within(books: Books, name: str, lines: list[tuple[RolledLine, str]],
                whole: RolledLine | None) -> Iterator[Checked]:
    label = subject(lines[0][0])
    wrong = False
    for column in SPENDING:
        part = total_of([line.amount(column) for line, _ in lines])
        if part is None or part.value <= value_of(whole.amount(column) if whole is not None else None):
            yield from () if part is None else (None,)
            continue
        for checked in at_most(books, Side(f"{name} {label} {column}", part),
                               _whole(whole, label, column)):
            wrong = wrong or checked is not None
            yield checked
    if not wrong:  # the sum would only say the same again
        total = total_of(line.amount(column) for line, column in lines)
        yield from at_most(books, Side(f"{name} {label} 支出合计", total), _whole(whole, label, "本年支出合计"))


def _whole(whole: RolledLine | None, label: str, column: str) -> Side:
    if whole is None:
        return Side(f"公开03表没有这个科目（{label}），{column}", None)
    return Side(f"公开03表 {label} {column}", whole.amount(column), _row(whole.amount(column), whole))


def _row(amount: Amount | None, line: RolledLine) -> Source | None:
    return line.row.source if amount is None else None
