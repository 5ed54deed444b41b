"""What the layout prints and the workbook does not have: a row for each 类, and figures as fine as the printed unit."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.registry import Checked, Problem, Skip, check_by_layout
from generator.checks.wording import money, subject
from generator.layouts import Layout
from generator.model import Severity
from generator.money import MoneyUnit, rounded
from generator.tables.books import Books


@check_by_layout("L101", "版式没有列出的类", "有收支的类，版式的公开01表、公开04表都应列出（layout.toml 表 支出类）；没有列出的，总表与明细对不上。", "版式",
       absent="没有支出")
def classes_have_a_row(books: Books, layout: Layout) -> Iterator[Checked]:
    """Each 类 with spending has its row in 公开01表 and 04表."""
    rows = {code for code, _ in layout.statements.classes}
    unit = books.accounts.unit
    for line in books.t3.level(1):
        amount = line.amount("本年支出合计")
        if not amount:
            continue
        yield None if line.code in rows else Problem(
            f"{subject(line)}有支出 {money(amount.value, unit)}（{unit}），版式“{layout.title}”的公开01表没有这一类；"
            "请核对科目编码，确有该类的请财政部门在版式中加上。", amount.sources)


@check_by_layout("L102", "以元公开的应以元填列", "版式以元公开的，工作簿应以元填列；以万元填列的，百元以下都印成零，合计与各数之差也放大了。", "版式", Severity.WARNING)
def figures_are_as_fine_as_printed(books: Books, layout: Layout) -> Iterator[Checked]:
    """A layout that prints 元 needs figures in 元: 417.31 万元 would be printed as 4173100 元, as if it were exact."""
    if MoneyUnit.YUAN not in (layout.text.unit, layout.tables.unit):
        yield Skip("版式以万元公开")
        return
    spent = [line.amount("本年支出合计") for line in books.t3.leaves()]
    rough = books.accounts.unit is MoneyUnit.WAN and all(amount.value == rounded(amount.value) for amount in spent if amount)
    place = books.accounts.place("基本信息.金额单位")
    yield None if not rough else Problem(
        f"{place}（金额单位）填“万元”，版式“{layout.title}”以元公开；请以元填列，没有元数的，请财政部门改用以万元公开的版式。", (place,))
