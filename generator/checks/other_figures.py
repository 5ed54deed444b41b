"""机关运行经费, 政府采购 and 国有资产."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.reasons import Change
from generator.checks.registry import Checked, Problem, Skip, check
from generator.checks.wording import Side, at_most, equal, field, missing, money
from generator.model import Severity, total_of
from generator.tables.books import Books, value_of
from generator.workbook.schema.text_sheets import UNIT_KINDS, VEHICLE_KINDS

WARNING, NOTE = Severity.WARNING, Severity.NOTE
ADMINISTRATIVE = frozenset(UNIT_KINDS[:2])
KINDS = ("货物", "工程", "服务")
NO_PROCUREMENT = "没有填列政府采购支出"
PROCUREMENT_BASIS = "《地方预决算公开操作规程》：政府采购支出总额和授予中小企业合同金额"


def _only_administrative(books: Books) -> bool:
    """Whether every unit of the report is a 行政 or 参公 unit: then all 公用经费 is 机关运行经费."""
    accounts = books.accounts
    if accounts.text("基本信息.单位性质") not in ADMINISTRATIVE:
        return False
    units = accounts.rows.get("机构与单位", ())
    return accounts.text("基本信息.汇总") != "是" or all(row.text("单位性质") in ADMINISTRATIVE for row in units)


@check("F101", "机关运行经费与公用经费", "行政单位和参公单位：机关运行经费决算数 = 公开06表公用经费合计。有事业单位的汇总部门、其他性质的单位或写了说明的，不等时为警告。",
       "机关运行经费 = 公开06表公用经费合计")
def operating_cost_equals_public_funds(books: Books) -> Iterator[Checked]:
    """机关运行经费 typed = 公用经费 of 公开06表 for 行政 and 参公 units."""
    typed = field(books, "机关运行经费.决算数", "机关运行经费决算数")
    if typed.amount is None:
        yield Skip("机关运行经费决算数没有填列，取公用经费合计")
        return
    certain = _only_administrative(books) and not books.accounts.text("机关运行经费.说明").strip()
    yield from equal(books, typed, Side("公开06表公用经费合计", books.t6.public), severity=None if certain else WARNING)


@check("F102", "机关运行经费变动原因", "行政单位和参公单位的机关运行经费与上年决算数（没有上年数的，与年初预算数）不等的，必须写明原因。", "《地方预决算公开操作规程》：机关运行经费")
def operating_cost_has_a_reason(books: Books) -> Iterator[Checked]:
    """Where 机关运行经费 differs from its base there is a reason; there is a base."""
    accounts = books.accounts
    if accounts.text("基本信息.单位性质") not in ADMINISTRATIVE or accounts.text("机关运行经费.说明").strip():
        yield Skip("不是行政或参公单位，或已写说明")
        return
    typed = accounts.amount("机关运行经费.决算数")
    current = typed if typed is not None else books.t6.public
    prior, budget = (accounts.amount(f"机关运行经费.{key}") for key in ("上年决算数", "年初预算数"))
    base = prior if prior is not None else budget
    if base is None:
        if value_of(current):
            places = [accounts.place(f"机关运行经费.{key}") for key in ("上年决算数", "年初预算数")]
            yield missing(f"{places[0]}（上年决算数）和 {places[1]}（年初预算数）都没有填，机关运行经费无从比较；请至少填一项。",
                          *places, severity=WARNING)
        return
    change = Change("机关运行经费", current, base, "上年" if prior is not None else "年初预算",
                    accounts.text("机关运行经费.变动原因"), accounts.place("机关运行经费.变动原因"))
    if not change.changed or change.reason.strip():
        yield None
        return
    unit = accounts.unit
    difference = money(abs(value_of(current) - value_of(base)), unit)
    yield Problem(f"机关运行经费 {money(value_of(current), unit)}，{change.base_name} {money(value_of(base), unit)}，"
                  f"相差 {difference}（{unit}），没有写原因；请在 {change.reason_place} 填写。", change.sources)


def _purchase(books: Books, key: str) -> Side:
    return field(books, f"政府采购.{key}")


def _total(books: Books) -> Side:
    return Side("政府采购支出总额", total_of(books.accounts.amount(f"政府采购.{kind}支出") for kind in KINDS))


@check("F201", "授予中小企业合同金额", "授予小微企业合同金额 ≤ 授予中小企业合同金额 ≤ 政府采购支出总额（货物 + 工程 + 服务）。", PROCUREMENT_BASIS)
def small_is_part_of_all(books: Books) -> Iterator[Checked]:
    """小微 ≤ 中小 ≤ 总额."""
    if _total(books).amount is None and _purchase(books, "中小企业").amount is None:
        yield Skip(NO_PROCUREMENT)
    yield from at_most(books, Side("授予小微企业合同金额", _purchase(books, "小微企业").amount), _purchase(books, "中小企业"))
    yield from at_most(books, Side("授予中小企业合同金额", _purchase(books, "中小企业").amount), _total(books))


@check("F202", "分类授予中小企业合同金额", "货物、工程、服务采购授予中小企业的合同金额，分别不大于货物、工程、服务支出。", PROCUREMENT_BASIS)
def small_by_kind_is_part_of_the_kind(books: Books) -> Iterator[Checked]:
    """中小 of each kind ≤ the kind."""
    if _total(books).amount is None:
        yield Skip(NO_PROCUREMENT)
    for kind in KINDS:
        yield from at_most(books, _purchase(books, f"{kind}中小企业"), _purchase(books, f"{kind}支出"))


@check("F203", "分类中小企业金额相加", "货物、工程、服务授予中小企业合同金额都填了的，三者之和 = 授予中小企业合同金额。", PROCUREMENT_BASIS)
def small_kinds_add_up(books: Books) -> Iterator[Checked]:
    """货物 + 工程 + 服务 = 中小企业, where every kind that was bought is given."""
    accounts = books.accounts
    kinds = {kind: accounts.amount(f"政府采购.{kind}中小企业") for kind in KINDS}
    open_kinds = [kind for kind, amount in kinds.items() if amount is None and accounts.amount(f"政府采购.{kind}支出")]
    if open_kinds or total_of(kinds.values()) is None:
        yield Skip("分类授予中小企业合同金额没有填全" if _total(books).value else NO_PROCUREMENT)
        return
    yield from equal(books, _purchase(books, "中小企业"), Side("货物、工程、服务三类之和", total_of(kinds.values())))


@check("F204", "缺少中小企业合同金额", "有政府采购支出的，应填授予中小企业和小微企业合同金额；没有的填 0。", PROCUREMENT_BASIS, WARNING)
def small_is_disclosed(books: Books) -> Iterator[Checked]:
    """Where something was bought, 中小企业 and 小微企业 are given."""
    if not _total(books).value:
        yield Skip(NO_PROCUREMENT)
        return
    for key in ("中小企业", "小微企业"):
        place = books.accounts.place(f"政府采购.{key}")
        yield None if books.accounts.amount(f"政府采购.{key}") is not None else missing(
            f"有政府采购支出，{place}（授予{key}合同金额）没有填；没有的填 0。", place)


@check("F301", "车辆数与保有量", "开支财政拨款的公务用车保有量不大于国有资产中的车辆总数。", "公开09表保有量与国有资产占用情况", NOTE)
def kept_vehicles_are_among_all(books: Books) -> Iterator[Checked]:
    """公务用车保有量 ≤ the vehicles of 国有资产."""
    accounts = books.accounts
    counts = [count for kind in VEHICLE_KINDS if (count := accounts.count(f"国有资产.{kind}.数量")) is not None]
    kept = accounts.count("三公经费.公务用车保有量")
    if kept is None or not counts:
        yield Skip("保有量或车辆数没有填列")
        return
    total = sum(count.value for count in counts)
    place = accounts.place("三公经费.公务用车保有量")
    yield None if kept.value <= total else Problem(
        f"{place}（公务用车保有量）写 {kept.value:f} 辆，国有资产车辆合计 {total:f} 辆；请核对。",
        (place, *(count.source for count in counts if count.source)))
