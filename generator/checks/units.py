"""元 or 万元: a figure some ten thousand times its neighbour, or one that no purchase or guest can cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.checks.reasons import budget_changes, three_public_changes, year_changes
from generator.checks.registry import Checked, Problem, Skip, check, check_by_settings
from generator.checks.subject_tables import rows_of
from generator.checks.wording import money, subject
from generator.layouts.rules import RuleSettings
from generator.model import Amount, Severity, made_often
from generator.money import from_wan
from generator.tables.books import Books
from generator.tables.three_public import ABROAD, PURCHASE, RECEPTION, RUNNING

WARNING = Severity.WARNING
BASIS = "金额单位"


@made_often
class Pair:
    """Two amounts that should be of one order: this one, and what it is held against."""

    name: str
    amount: Amount | None
    base_name: str
    base: Amount | None


def _pairs(books: Books) -> Iterator[Pair]:
    accounts = books.accounts
    for change in (*year_changes(books), *budget_changes(books), *three_public_changes(books)):
        yield Pair(change.name.strip(), change.current, f"{change.base_name}数", change.base)
    for key in ("基本支出", "项目支出"):
        yield Pair(key, books.t3.total.amount(key), "上年数", accounts.amount(f"上年数.{key}"))
    operating = accounts.amount("机关运行经费.决算数") or books.t6.public
    for key in ("年初预算数", "上年决算数"):
        yield Pair("机关运行经费", operating, key, accounts.amount(f"机关运行经费.{key}"))
    for sheet, name, here, there in (("项目支出", "项目名称", "决算数", "全年预算数"), ("项目绩效自评", "项目名称", "执行数", "预算数"),
                                     ("整体绩效自评", "单位名称", "执行数", "预算数")):
        for row in accounts.rows.get(sheet, ()):
            yield Pair(f"{row.text(name)} {here}", row.amount(here), there, row.amount(there))
    for line in rows_of(books.t3):
        received = books.t2.at(line.code) if line.code else books.t2.total
        if received is not None and (line.parts == 0 or not line.code):
            yield Pair(f"{subject(line)} 支出", line.amount("本年支出合计"), "收入", received.amount("本年收入合计"))


@check_by_settings("H101", "元与万元", "一个数与它的上年数、预算数或同一科目的收支相比，不应相差一千倍以上（单位倍数、单位金额可在版式中设定）；"
                   "相差约一万倍的，多半是元、万元填错。", BASIS, WARNING, absent="没有可以比较的数")
def figures_are_of_one_order(books: Books, settings: RuleSettings) -> Iterator[Checked]:
    """No figure is a thousand times its counterpart, or a thousandth of it."""
    unit = books.accounts.unit
    for pair in _pairs(books):
        if not pair.amount or not pair.base:
            continue
        large, small = sorted((abs(pair.amount.value), abs(pair.base.value)), reverse=True)
        if large < settings.slip_wan or large < settings.slip_factor * small:
            yield None
            continue
        yield Problem(
            f"{pair.name} {money(pair.amount.value, unit)}，{pair.base_name} {money(pair.base.value, unit)}（{unit}），"
            f"相差约 {large / small:,.0f} 倍；请核对是否把元、万元填错。", (*pair.base.sources[:20], *pair.amount.sources[:20]))


@check_by_settings("H102", "与同栏其他数相差悬殊", "同一栏中一个科目的数，不应是其他各科目最大数的一千倍以上。", BASIS, WARNING, absent="各栏不足三个数")
def figures_of_a_column_are_of_one_order(books: Books, settings: RuleSettings) -> Iterator[Checked]:
    """No amount of a column is a thousand times the largest of the others."""
    unit = books.accounts.unit
    for table in books.accounts.tables.values():
        deepest = max((len(line.code) for line in table), default=0)
        for column in table.columns:
            found = [(line, amount) for line in table
                     if len(line.code) == deepest and (amount := line.amounts.get(column))]
            if len(found) < 3:
                continue
            ranked = sorted(found, key=lambda one: abs(one[1].value), reverse=True)
            (line, first), (_, second) = ranked[0], ranked[1]
            slipped = abs(first.value) >= settings.slip_wan and abs(first.value) >= settings.slip_factor * abs(second.value)
            yield None if not slipped else Problem(
                f"{first.sources[0]}（{subject(line)} {column}）写 {money(first.value, unit)}，同栏其他数最大为 "
                f"{money(second.value, unit)}（{unit}）；请核对是否把元、万元填错。", first.sources)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one of something costs, in 元: beyond these bounds it is a slip, not a high or low price."""

    item: str
    count: str
    what: str
    least: int
    most: int


COSTS = (
    Cost(ABROAD, "因公出国（境）人次", "每人次", 500, 500_000), Cost(PURCHASE, "公务用车购置数", "每辆", 10_000, 5_000_000),
    Cost(RUNNING, "公务用车保有量", "每辆", 100, 500_000), Cost(RECEPTION, "公务接待人次", "每人次", 5, 5_000),
)


@check("H103", "“三公”经费与实物量的平均数", "按实物量平均：出国每人次 500 元至 50 万元，购车每辆 1 万元至 500 万元，车辆运行每辆 100 元至 50 万元，"
       "接待每人次 5 元至 5,000 元；超出的多半是金额单位或数量填错。", "公开09表与实物量", WARNING)
def averages_are_possible(books: Books) -> Iterator[Checked]:
    """What one guest, traveller or vehicle costs is neither absurdly little nor absurdly much."""
    accounts = books.accounts
    for cost in COSTS:
        amount = accounts.amount(f"三公经费.{cost.item}.决算数")
        count = accounts.count(f"三公经费.{cost.count}")
        if cost.item == RECEPTION and amount and (foreign := accounts.amount("三公经费.外事接待费")):
            amount = Amount(amount.value - foreign.value, (*amount.sources, *foreign.sources))
        if not amount or not count:
            yield Skip("没有“三公”经费决算数，或没有填实物量")
            continue
        average = amount.value * 10_000 / count.value
        yield None if cost.least <= average <= cost.most else Problem(
            f"{amount.sources[0]}（{cost.item}）{money(amount.value, accounts.unit)}（{accounts.unit}），{count.source}（{cost.count}）"
            f"{count.value:f}，{cost.what}平均 {average:,.2f} 元；请核对金额单位和{cost.count}。",
            (*amount.sources, *((count.source,) if count.source else ())))


@check("H104", "全部金额的单位", "金额单位填“元”的，本年支出合计不应小于 1 万元；填“万元”的，本年支出合计不应在 1,000 亿元以上。", BASIS, WARNING)
def the_unit_fits_the_total(books: Books) -> Iterator[Checked]:
    """The total is that of a department in the unit chosen."""
    spent, unit = books.t1.expenditure_total, books.accounts.unit
    if not spent:
        yield Skip("没有本年支出")
        return
    place = books.accounts.place("基本信息.金额单位")
    yield None if Decimal(1) <= spent.value < Decimal(10_000_000) else Problem(
        f"{place}（金额单位）填“{unit}”，本年支出合计 {from_wan(spent.value, unit):,.2f}（{unit}）；请核对金额单位。", (place,))
