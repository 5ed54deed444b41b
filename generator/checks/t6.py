"""公开06表 一般公共预算财政拨款基本支出决算明细表."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.registry import Checked, Skip, check
from generator.checks.wording import Side, equal
from generator.model import total_of
from generator.tables.books import Books

SHEET = "基本支出经济分类"


@check("T601", "经济分类逐级汇总", "公开06表 301、302、303、307、310、312、399 等各类 = 所属各款之和；支出列到款级。", "公开06表 类 = Σ款",
       absent="没有填列公开06表")
def economic_levels_add_up(books: Books) -> Iterator[Checked]:
    """Each economic 类 that was typed = the sum of its 款; 基本支出 is published to 款级."""
    t6 = books.t6
    if t6.amounts and not t6.given_classes:
        yield Skip("没有粘贴类级小计，由程序计算")
    for code, given in t6.given_classes.items():
        below = total_of(amount for key, amount in t6.amounts.items() if len(key) == 5 and key.startswith(code))
        if below is None and not given:
            continue
        yield from equal(books, Side(f"{code} {t6.names.get(code, '')}".strip(), given), Side("所属各款之和", below),
                         advice="" if below else f"请在{SHEET}表填列 {code} 类所属各款")


@check("T602", "基本支出与经济分类明细", "公开06表人员经费合计 + 公用经费合计 = 公开05表基本支出合计。", "公开06表 人员经费 + 公用经费 = 公开05表 2栏合计",
       absent="没有基本支出")
def economic_total_equals_basic_spending(books: Books) -> Iterator[Checked]:
    """人员经费 + 公用经费 = 基本支出合计 of 公开05表."""
    yield from equal(books, Side("公开06表人员经费与公用经费之和", books.t6.total),
                     Side("公开05表基本支出合计", books.t5.total.amount("基本支出")))


@check("T603", "经济分类合计", "粘贴的公开06表合计行 = 各类之和。", "公开06表 合计 = Σ类", absent="没有粘贴合计行")
def economic_total_adds_up(books: Books) -> Iterator[Checked]:
    """A pasted 合计 row of 公开06表 = the sum of the 类."""
    for line in books.accounts.tables[SHEET]:
        if not line.code and "决算数" in line.amounts:
            yield from equal(books, Side("公开06表合计", line.amounts["决算数"]), Side("各类之和", books.t6.total))
