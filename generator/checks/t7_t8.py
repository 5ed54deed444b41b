"""公开07表 政府性基金预算财政拨款收入支出决算表 and 公开08表 国有资本经营预算财政拨款支出决算表."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.registry import Checked, Skip, check
from generator.checks.subject_tables import hierarchy, row_sums, rows_of, typed_columns, typed_or_printed
from generator.checks.t5 import SPENDING
from generator.checks.wording import Side, equal, subject
from generator.model import Amount, total_of
from generator.tables.books import Books

FUND_COLUMNS = ("年初结转和结余", "本年收入", "小计", *SPENDING, "年末结转和结余")


@check("T701", "政府性基金支出各栏相加", "公开07表每一行：本年支出小计 = 基本支出 + 项目支出。", "公开07表 3栏 = (4+5)栏", absent="没有政府性基金收支，或没有填小计栏")
def fund_columns_add_up(books: Books) -> Iterator[Checked]:
    """3栏 = 4+5栏 in each row of 公开07表 whose 小计 was typed."""
    yield from row_sums(books, "政府性基金", books.t7, "小计", SPENDING)


@check("T702", "政府性基金逐级汇总", "公开07表每一栏：类 = 所属各款之和，款 = 所属各项之和，合计 = 各类之和。", "公开07表 类 = Σ款 = ΣΣ项", absent="没有政府性基金收支")
def fund_levels_add_up(books: Books) -> Iterator[Checked]:
    """类 = Σ款 = ΣΣ项 and 合计 = Σ类 in 公开07表, where subtotals were pasted."""
    yield from hierarchy(books, "政府性基金", books.t7, FUND_COLUMNS)


@check("T703", "政府性基金年末结转和结余", "公开07表每一行：年末结转和结余 = 年初结转和结余 + 本年收入 - 本年支出。", "公开07表 6栏 = (1+2-3)栏", absent="没有政府性基金收支")
def fund_rows_balance(books: Books) -> Iterator[Checked]:
    """6栏 = 1+2−3栏 in each row of 公开07表 whose 年末 was typed."""
    typed = typed_columns(books, "政府性基金")
    found = False
    for line in rows_of(books.t7):
        if "年末结转和结余" not in typed.get(line.code, frozenset()):
            continue
        found = True
        spent = typed_or_printed(line, "小计")  # printed in every row that has spending
        left = total_of([typed_or_printed(line, "年初结转和结余"), typed_or_printed(line, "本年收入"), _minus(spent)])
        yield from equal(books, Side(f"{subject(line)} 年末结转和结余", line.given["年末结转和结余"]),
                         Side("年初结转和结余 + 本年收入 - 本年支出", left))
    if books.t7 and not found:
        yield Skip("没有填列年末结转和结余，由程序计算")


def _minus(amount: Amount | None) -> Amount | None:
    return Amount(-amount.value, amount.sources) if amount is not None else None


@check("T801", "国有资本经营支出各栏相加", "公开08表每一行：合计 = 基本支出 + 项目支出。", "公开08表 1栏 = (2+3)栏", absent="没有国有资本经营预算支出，或没有填合计栏")
def capital_columns_add_up(books: Books) -> Iterator[Checked]:
    """1栏 = 2+3栏 in each row of 公开08表 whose 合计 was typed."""
    yield from row_sums(books, "国有资本经营", books.t8, "合计", SPENDING)


@check("T802", "国有资本经营支出逐级汇总", "公开08表每一栏：类 = 所属各款之和，款 = 所属各项之和，合计 = 各类之和。", "公开08表 类 = Σ款 = ΣΣ项",
       absent="没有国有资本经营预算支出")
def capital_levels_add_up(books: Books) -> Iterator[Checked]:
    """类 = Σ款 = ΣΣ项 and 合计 = Σ类 in 公开08表, where subtotals were pasted."""
    yield from hierarchy(books, "国有资本经营", books.t8, ("合计", *SPENDING))
