"""公开09表 财政拨款“三公”经费支出决算表, its counts and what 公开06表 says of the same."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.registry import Checked, Problem, Skip, check
from generator.checks.wording import Side, at_most, equal, field
from generator.model import Severity, total_of
from generator.tables.books import Books
from generator.tables.three_public import ABROAD, COLUMNS, PURCHASE, RECEPTION, RUNNING, TOTAL, VEHICLES
from generator.workbook.schema.money_sheets import RECEPTION_KINDS, THREE_PUBLIC_ITEMS

WARNING = Severity.WARNING
ECONOMIC_CODES = {"30212": ABROAD, "30217": RECEPTION, "30231": RUNNING, "31013": PURCHASE}
NONE = "没有“三公”经费"


def _field(books: Books, item: str, column: str) -> Side:
    return field(books, f"三公经费.{item}.{column}", f"{item}{column}")


@check("T901", "“三公”经费逐级相加", "公开09表：合计 = 因公出国（境）费 + 公务用车购置及运行维护费 + 公务接待费；公务用车购置及运行维护费 = 购置费 + 运行维护费；"
       "预算数、决算数分别相等。", "公开09表 1栏 = (2+3+6)栏，3栏 = (4+5)栏；7栏 = (8+9+12)栏，9栏 = (10+11)栏")
def three_public_adds_up(books: Books) -> Iterator[Checked]:
    """合计 = 出国 + 车辆 + 接待 and 车辆 = 购置 + 运行, for each column."""
    for column in COLUMNS:
        amounts = {item: books.t9.amount(item, column) for item in (*THREE_PUBLIC_ITEMS, VEHICLES, TOTAL)}
        yield from equal(books, Side(f"{VEHICLES}{column}", amounts[VEHICLES]),
                         Side("购置费与运行维护费之和", total_of([amounts[PURCHASE], amounts[RUNNING]])))
        yield from equal(books, Side(f"“三公”经费合计{column}", amounts[TOTAL]),
                         Side("三项之和", total_of([amounts[ABROAD], amounts[VEHICLES], amounts[RECEPTION]])))


@check("T902", "“三公”经费与经济分类明细", "公开06表 30212 因公出国（境）费用、30217 公务接待费、30231 公务用车运行维护费、31013 公务用车购置，"
       "分别不大于公开09表相应的决算数。", "公开06表 30212、30217、30231、31013 ≤ 公开09表决算数", absent="公开06表没有这些款")
def economic_items_are_part_of_three_public(books: Books) -> Iterator[Checked]:
    """T6 30212, 30217, 30231, 31013 ≤ the items of 公开09表: 基本支出 is a part of all."""
    for code, item in ECONOMIC_CODES.items():
        part = Side(f"公开06表 {code} {books.t6.names.get(code, '')}".strip(), books.t6.amounts.get(code))
        yield from at_most(books, part, _field(books, item, "决算数"))


@check("T903", "“三公”经费不大于财政拨款支出", "公开09表决算数合计不大于公开05表一般公共预算财政拨款支出合计。", "公开09表 7栏 ≤ 公开05表 1栏合计", absent="没有“三公”经费")
def three_public_is_part_of_general_spending(books: Books) -> Iterator[Checked]:
    """合计 of 公开09表 ≤ 合计 of 公开05表."""
    yield from at_most(books, Side("公开09表“三公”经费合计决算数", books.t9.amount(TOTAL, "决算数")),
                       Side("公开05表支出合计", books.t5.total.amount("小计")))


@check("T904", "“三公”经费超预算", "公开09表各项决算数一般不大于全年预算数；超出的请核对，并写明与预算差异原因。", "公开09表 决算数 ≤ 预算数", WARNING, absent="没有“三公”经费")
def three_public_within_budget(books: Books) -> Iterator[Checked]:
    """决算数 ≤ 预算数 for each item of 公开09表."""
    if not books.t9:
        yield Skip(NONE)
    for item in THREE_PUBLIC_ITEMS:
        budget = _field(books, item, "预算数")
        result = _field(books, item, "决算数")
        if result.value or budget.amount is not None:
            yield from at_most(books, result, budget, advice="请核对两数，并在“与预算差异原因”中说明")


COUNTS = (
    (ABROAD, ("因公出国（境）团组数", "因公出国（境）人次")), (PURCHASE, ("公务用车购置数",)), (RUNNING, ("公务用车保有量",)),
    (RECEPTION, ("公务接待批次", "公务接待人次")),
)


@check("T905", "“三公”经费与实物量", "有因公出国（境）费的，应有团组数和人次；有购置费的，应有购置数；有运行维护费的，应有保有量；有公务接待费的，应有批次和人次。反之，有团组、购置或接待的，应有金额。",
       "财政部《地方预决算公开操作规程》：“三公”经费公开团组数、人次、购置数、保有量、批次", WARNING, absent="没有“三公”经费")
def counts_go_with_amounts(books: Books) -> Iterator[Checked]:
    """Where there is an amount there are counts, and where there are counts there is an amount (but for 保有量)."""
    if not books.t9:
        yield Skip(NONE)
    accounts = books.accounts
    for item, counts in COUNTS:
        amount = _field(books, item, "决算数")
        for name in counts:
            key = f"三公经费.{name}"
            count = accounts.count(key)
            if not count and item == RECEPTION and _all_foreign(books):
                count = accounts.count("三公经费.外事接待" + name[-2:]) or count
            place = accounts.place(key)
            if amount.value and not count:
                yield Problem(f"{amount.sources[0] if amount.sources else item}（{item}）有决算数，"
                              f"{place}（{name}）为 0 或空着；请填{name}。", (*amount.sources, place))
            elif count and not amount.value and item != RUNNING:
                yield Problem(f"{place}（{name}）填了 {count.value:f}，但没有{item}决算数；请核对"
                              f" {amount.sources[0] if amount.sources else item}。", (place, *amount.sources))
            elif amount.amount is not None or count:
                yield None


def _all_foreign(books: Books) -> bool:
    """Whether all of 公务接待费 may be 外事接待: then there are no domestic guests."""
    foreign, all_of_it = (books.accounts.amount(f"三公经费.{key}") for key in ("外事接待费", f"{RECEPTION}.决算数"))
    return foreign is None or all_of_it is None or foreign.value >= all_of_it.value


@check("T906", "外事接待费", "公务接待费中的外事接待费不大于公务接待费决算数。", "公开09表 12栏", Severity.ERROR, absent="没有填外事接待费")
def foreign_reception_is_part_of_reception(books: Books) -> Iterator[Checked]:
    """外事接待费 ≤ 公务接待费."""
    yield from at_most(books, field(books, "三公经费.外事接待费"), _field(books, RECEPTION, "决算数"))


@check("T907", "公务接待分类", "填了公务接待分类金额的，各类之和 = 公务接待费决算数。", "公开09表 12栏", absent="没有填列公务接待分类")
def reception_kinds_add_up(books: Books) -> Iterator[Checked]:
    """The kinds of 公务接待, where given, add up to 公务接待费."""
    kinds = total_of(books.accounts.amount(f"三公经费.{kind}.金额") for kind in RECEPTION_KINDS)
    if kinds is None:
        yield Skip("没有填列公务接待分类")
        return
    yield from equal(books, Side("公务接待分类金额之和", kinds), _field(books, RECEPTION, "决算数"))


ORDERED = (("公务接待批次", "公务接待人次"), ("外事接待批次", "外事接待人次"), ("因公出国（境）团组数", "因公出国（境）人次"),
           ("公务用车购置数", "公务用车保有量"))


@check("T908", "批次与人次", "接待批次不大于人次，出国（境）团组数不大于人次，车辆购置数一般不大于年末保有量。", "公开09表实物量", WARNING)
def counts_are_in_order(books: Books) -> Iterator[Checked]:
    """批次 ≤ 人次, 团组 ≤ 人次, 购置 ≤ 保有."""
    accounts = books.accounts
    found = False
    for small, large in ORDERED:
        few, many = accounts.count(f"三公经费.{small}"), accounts.count(f"三公经费.{large}")
        if few is None or many is None or not (few or many):
            continue
        found = True
        yield None if few.value <= many.value else Problem(
            f"{few.source}（{small}）写 {few.value:f}，大于 {many.source}（{large}）的 {many.value:f}；请核对。",
            tuple(count.source for count in (few, many) if count.source))
    if not found:
        yield Skip(NONE)
