"""Last year's figures hang together among themselves and lead into this year's."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.registry import Checked, Skip, check
from generator.checks.wording import Side, agrees, at_most, disagreement, field
from generator.model import Amount, Severity, total_of
from generator.tables.books import Books
from generator.workbook.schema.money_sheets import FUNDS

WARNING, NOTE = Severity.WARNING, Severity.NOTE
BASIS = "上年公开表的勾稽关系"


def _prior(books: Books, key: str) -> Amount | None:
    return books.accounts.amount(f"上年数.{key}")


@check("Y201", "上年数部分与总数", "上年数：本年收入合计、本年支出合计、财政拨款总计 ≤ 收入总计；三项财政拨款收入之和、支出之和 ≤ 财政拨款总计；"
       "三项财政拨款支出之和、基本支出 + 项目支出 ≤ 本年支出合计；三项财政拨款收入之和 ≤ 本年收入合计。", BASIS, WARNING, absent="没有填上年数")
def parts_of_last_year_fit(books: Books) -> Iterator[Checked]:
    """Each part of last year's figures is at most its whole."""
    income = total_of(_prior(books, f"{fund}收入") for fund in FUNDS)
    spent = total_of(_prior(books, f"{fund}支出") for fund in FUNDS)
    by_kind = total_of([_prior(books, "基本支出"), _prior(books, "项目支出")])
    pairs = (
        (Side("上年收入合计", _prior(books, "本年收入合计")), "收入总计"), (Side("上年支出合计", _prior(books, "本年支出合计")), "收入总计"),
        (Side("上年财政拨款总计", _prior(books, "财政拨款总计")), "收入总计"),
        (Side("上年三项财政拨款收入之和", income), "财政拨款总计"), (Side("上年三项财政拨款支出之和", spent), "财政拨款总计"),
        (Side("上年三项财政拨款收入之和", income), "本年收入合计"), (Side("上年三项财政拨款支出之和", spent), "本年支出合计"),
        (Side("上年基本支出与项目支出之和", by_kind), "本年支出合计"))
    for part, key in pairs:
        if _prior(books, key) is not None:
            yield from at_most(books, part, field(books, f"上年数.{key}", f"上年{key}"), advice="请对照上年公开表")


@check("Y202", "上年末与本年初", "本年年初结转和结余不大于上年总计减上年支出合计（上年的年末结转和结余与结余分配）；有年初调整的请确认。",
       "上年公开01表 62行 = 58+59+60行", NOTE)
def closing_leads_into_opening(books: Books) -> Iterator[Checked]:
    """年初结转和结余 ≤ last year's 总计 − 支出合计."""
    total, spent = _prior(books, "收入总计"), _prior(books, "本年支出合计")
    opening = field(books, "结转结余.年初结转和结余", "年初结转和结余")
    if total is None or spent is None or opening.amount is None:
        yield Skip("上年总计、上年支出合计或年初结转和结余没有填列")
        return
    left = Side("上年总计减上年支出合计", Amount(total.value - spent.value, (*total.sources, *spent.sources)))
    fits = opening.value <= left.value or agrees(books.accounts.unit, opening, left)
    yield None if fits else disagreement(books, opening, left, verb="，大于 ", advice="请对照上年公开表；有年初调整的请确认")
