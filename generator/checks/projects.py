"""The list of projects against 项目支出."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.checks.registry import Checked, Problem, Skip, check
from generator.checks.wording import Side, at_most, equal, money
from generator.model import Row, Severity, total_of
from generator.tables.books import FUND_SHEETS, Books
from generator.tables.rollup import RolledTable
from generator.workbook.schema.money_sheets import FUNDS

WARNING, NOTE = Severity.WARNING, Severity.NOTE
SHEET = "项目支出"
GENERAL_FUND = "一般公共预算"
NO_LIST = "没有填列项目支出清单"


def projects(books: Books, fund: str) -> tuple[Row, ...]:
    """The projects paid from `fund` (blank: 一般公共预算)."""
    return tuple(row for row in books.accounts.rows.get(SHEET, ()) if (row.text("资金来源") or GENERAL_FUND) == fund)


@check("P101", "项目清单与项目支出", "项目支出清单中一般公共预算各项目的执行数之和 = 公开05表项目支出合计；没有全部列出的，请确认。", "公开05表 3栏合计", WARNING)
def listed_projects_add_up(books: Books) -> Iterator[Checked]:
    """The listed projects add up to 项目支出 of 公开05表, or the report lists only some of them."""
    rows = projects(books, GENERAL_FUND)
    spent = books.t5.total.amount("项目支出")
    if not rows:
        if spent:
            yield Problem(f"公开05表项目支出合计 {money(spent.value, books.accounts.unit)}（{books.accounts.unit}），"
                          f"{SHEET}表没有列出项目；请填列。", spent.sources)
        else:
            yield Skip("没有项目支出")
        return
    listed = total_of(row.amount("决算数") for row in rows)
    more = listed is not None and spent is not None and listed.value < spent.value
    hint = "项目清单没有列全" if more else "清单列入了其他资金或多列"
    yield from equal(books, Side("项目清单（一般公共预算）执行数合计", listed), Side("公开05表项目支出合计", spent), hint=hint)


@check("P102", "其他资金的项目", "项目支出清单中政府性基金、国有资本经营预算项目的执行数之和，不大于公开07表、08表的项目支出合计。",
       "公开07表 5栏、公开08表 3栏合计", WARNING, absent="没有政府性基金、国有资本经营预算的项目")
def projects_of_other_funds_fit(books: Books) -> Iterator[Checked]:
    """Projects of the other funds ≤ 项目支出 of 公开07 and 08表."""
    tables: Mapping[str, RolledTable] = {"政府性基金预算": books.t7, "国有资本经营预算": books.t8}
    for fund, table in tables.items():
        listed = total_of(row.amount("决算数") for row in projects(books, fund))
        yield from at_most(books, Side(f"项目清单（{fund}）执行数合计", listed),
                           Side(f"{fund}项目支出合计", table.total.amount("项目支出")))


@check("P103", "执行数大于全年预算数", "项目执行数、整体支出执行数一般不大于全年预算数（调整后）。", "预算执行率", WARNING, absent="没有填全年预算数")
def projects_within_budget(books: Books) -> Iterator[Checked]:
    """执行数 ≤ 全年预算数 for each project, here and in 项目绩效自评 and 整体绩效自评."""
    for sheet, name, spent_key, budget_key in (
            (SHEET, "项目名称", "决算数", "全年预算数"), ("项目绩效自评", "项目名称", "执行数", "预算数"),
            ("整体绩效自评", "单位名称", "执行数", "预算数")):
        for row in books.accounts.rows.get(sheet, ()):
            budget = row.amount(budget_key)
            if budget is not None and (budget or sheet == SHEET):  # a zero budget of a self-evaluation: J107
                label = f"{row.text(name)} "
                yield from at_most(books, Side(f"{label}执行数", row.amount(spent_key)), Side(f"{label}预算数", budget),
                                   advice="请核对；预算调整的，请填调整后的预算数")


@check("P104", "项目与支出科目", "填了支出功能科目的项目：同一科目各项目执行数之和，不大于相应财政拨款表中该科目的项目支出。", "公开05表、07表、08表项目支出", WARNING,
       absent="项目没有填支出功能科目")
def projects_fit_their_subject(books: Books) -> Iterator[Checked]:
    """The projects of one subject and fund ≤ 项目支出 of that subject."""
    tables = dict(zip(FUNDS, (books.t5, books.t7, books.t8), strict=True))
    for name, table in tables.items():
        fund = GENERAL_FUND if name == FUNDS[0] else name.removesuffix("财政拨款")
        by_code: dict[str, list[Row]] = {}
        for row in projects(books, fund):
            if row.text("科目编码"):
                by_code.setdefault(row.text("科目编码"), []).append(row)
        for code, rows in by_code.items():
            line = table.at(code)
            label = f"{FUND_SHEETS[name]}表 {code} 项目支出"
            yield from at_most(books, Side(f"{code} 各项目执行数合计", total_of(row.amount("决算数") for row in rows)),
                               Side(label, line.amount("项目支出") if line else None))


@check("P105", "项目重复", "项目支出清单中同一资金来源、同一单位的项目不重名。", "项目支出清单", WARNING, absent="没有填列项目支出清单")
def projects_stand_once(books: Books) -> Iterator[Checked]:
    """A project of one unit, subject and fund stands once."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in books.accounts.rows.get(SHEET, ()):
        key = tuple("".join(row.text(name).split()) for name in ("项目名称", "资金来源", "实施单位", "科目编码"))
        first = seen.setdefault(key, row)
        place = row.source_of("项目名称")
        yield None if first is row else Problem(
            f"{place} 的项目“{row.text('项目名称')}”与 {first.source_of('项目名称')} 重复；请合并或改名。", (place, first.source_of("项目名称")))


@check("P106", "项目缺数", "项目支出清单的每个项目都有执行数和全年预算数。", "项目支出清单", WARNING, absent="没有填列项目支出清单")
def projects_have_amounts(books: Books) -> Iterator[Checked]:
    """决算数 and 全年预算数 of each project are filled in."""
    for row in books.accounts.rows.get(SHEET, ()):
        for key, name in (("决算数", "执行数"), ("全年预算数", "全年预算数")):
            place = row.source_of(key)
            yield None if row.amount(key) is not None else Problem(
                f"{SHEET}表“{row.text('项目名称')}”（{place}）没有填{name}；没有的填 0。", (place,))
