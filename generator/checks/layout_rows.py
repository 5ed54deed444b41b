"""What the layout's tables have no row for would be missing from the report, and its tables would not add up."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.registry import Checked, Problem, check_by_layout
from generator.checks.wording import money, subject
from generator.layouts import Layout
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
