"""机关运行经费, 政府采购 and 国有资产."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.reasons import Change
from generator.checks.registry import Checked, Problem, Skip, check, check_by_settings
from generator.checks.wording import Side, at_most, equal, field, missing, money
from generator.layouts.rules import RuleSettings
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


@check("F101", "机关运行经费与公用经费", "行政单位和参公单位：机关运行经费决算数 = 公开06表公用经费合计。有事业单位的汇总部门、其他性质的单位或写了说明的，不等时为警告；有事业单位的汇总部门没有填的，为警告（单位性质不知道的，为提示）。",
       "机关运行经费 = 公开06表公用经费合计", absent="没有机关运行经费")
def operating_cost_equals_public_funds(books: Books) -> Iterator[Checked]:
    """机关运行经费 typed = 公用经费 of 公开06表 for 行政 and 参公 units."""
    typed = field(books, "机关运行经费.决算数", "机关运行经费决算数")
    if typed.amount is None:
        yield _cost_of_others(books)
        return
    certain = _only_administrative(books) and not books.accounts.text("机关运行经费.说明").strip()
    yield from equal(books, typed, Side("公开06表公用经费合计", books.t6.public), severity=None if certain else WARNING)


def _cost_of_others(books: Books) -> Checked:
    """All 公用经费 is taken for a blank 机关运行经费: too much where a 事业单位 has a part of it."""
    accounts, taken = books.accounts, value_of(books.t6.public)
    if not taken or accounts.text("基本信息.单位性质") not in ADMINISTRATIVE or _only_administrative(books):
        return Skip("机关运行经费决算数没有填列，取公用经费合计")
    place = accounts.place("机关运行经费.决算数")
    known = any(row.text("单位性质") not in ("", *ADMINISTRATIVE) for row in accounts.rows.get("机构与单位", ()))
    return Problem(f"{place}（机关运行经费决算数）没有填，报告取公用经费合计 {money(taken, accounts.unit)}（{accounts.unit}）；"
                   "部门中有事业单位（或没有写单位性质的单位），请填行政和参公单位的机关运行经费。", (place,), severity=WARNING if known else NOTE)


_NO_COST = re.compile(r"没有安排|未安排|没有机关运行经费|无机关运行经费|不安排|没有发生|未发生")


@check("F103", "写明没有而又有数", "“说明”写明没有机关运行经费的，不应再填机关运行经费决算数。", "文字与数字一致")
def what_is_said_not_to_be_has_no_amount(books: Books) -> Iterator[Checked]:
    """Where the text says that there is no 机关运行经费 none is filled in."""
    typed, said = field(books, "机关运行经费.决算数"), books.accounts.text("机关运行经费.说明")
    if not _NO_COST.search(said):
        yield Skip("没有写明没有机关运行经费")
        return
    place = books.accounts.place("机关运行经费.说明")
    yield None if not typed.value else Problem(
        f"{typed.sources[0]}（机关运行经费决算数）写 {money(typed.value, books.accounts.unit)}（{books.accounts.unit}），"
        f"{place}（说明）写明没有机关运行经费；请改正其中一处。", (*typed.sources, place))


@check("F104", "不是行政单位而有机关运行经费", "机关运行经费由行政单位和参公单位公开；其他性质的单位填了数的请核对单位性质。", "机关运行经费", NOTE)
def only_administrative_units_have_operating_cost(books: Books) -> Iterator[Checked]:
    """机关运行经费 is filled in only where a unit is 行政 or 参公."""
    typed, accounts = field(books, "机关运行经费.决算数"), books.accounts
    kinds = {accounts.text("基本信息.单位性质"), *(row.text("单位性质") for row in accounts.rows.get("机构与单位", ()))}
    if not typed.value:
        yield Skip("机关运行经费决算数没有填列")
        return
    place = accounts.place("基本信息.单位性质")
    yield None if kinds & ADMINISTRATIVE else Problem(
        f"{typed.sources[0]}（机关运行经费决算数）有数，{place}（单位性质）填“{accounts.text('基本信息.单位性质')}”；请核对。",
        (*typed.sources, place))


@check_by_settings("F102", "机关运行经费变动原因", "行政单位和参公单位的机关运行经费与上年决算数（没有上年数的，与年初预算数）不等的，必须写明原因；只与年初预算数不等的为警告（有的版式与预算比较）。", "《地方预决算公开操作规程》：机关运行经费",
       absent="没有机关运行经费的比较基数")
def operating_cost_has_a_reason(books: Books, settings: RuleSettings) -> Iterator[Checked]:
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
    reason = accounts.text("机关运行经费.变动原因")
    for name, amount in (("上年", prior), ("年初预算", budget)):
        if amount is not None:
            change = Change("机关运行经费", current, amount, name, reason, accounts.place("机关运行经费.变动原因"))
            found = _unexplained(books, settings, change, None if amount is base else WARNING)
            yield found
            if found is not None:
                return


def _unexplained(books: Books, settings: RuleSettings, change: Change, severity: Severity | None) -> Checked:
    if not change.changed(settings.printed) or change.reason.strip():
        return None
    unit = books.accounts.unit
    difference = money(abs(value_of(change.current) - value_of(change.base)), unit)
    return Problem(f"{change.name} {money(value_of(change.current), unit)}，{change.base_name} {money(value_of(change.base), unit)}，"
                   f"相差 {difference}（{unit}），没有写原因；请在 {change.reason_place} 填写。", change.sources, severity=severity)


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


@check("F205", "政府采购不大于全部支出", "政府采购支出总额一般不大于本年支出合计。", "公开01表 58行", WARNING)
def procurement_is_part_of_spending(books: Books) -> Iterator[Checked]:
    """货物 + 工程 + 服务 ≤ 本年支出合计."""
    if _total(books).amount is None:
        yield Skip(NO_PROCUREMENT)
    yield from at_most(books, _total(books), Side("公开01表本年支出合计", books.t1.expenditure_total))


@check("F202", "分类授予中小企业合同金额", "货物、工程、服务采购授予中小企业的合同金额，分别不大于货物、工程、服务支出。", PROCUREMENT_BASIS, absent="没有填分类授予中小企业合同金额")
def small_by_kind_is_part_of_the_kind(books: Books) -> Iterator[Checked]:
    """中小 of each kind ≤ the kind."""
    if _total(books).amount is None:
        yield Skip(NO_PROCUREMENT)
    for kind in KINDS:
        yield from at_most(books, _purchase(books, f"{kind}中小企业"), _purchase(books, f"{kind}支出"))


@check("F203", "分类中小企业金额相加", "货物、工程、服务授予中小企业合同金额都填了的，三者之和 = 授予中小企业合同金额。", PROCUREMENT_BASIS, absent="没有政府采购")
def small_kinds_add_up(books: Books) -> Iterator[Checked]:
    """货物 + 工程 + 服务 = 中小企业, where every kind that was bought is given."""
    accounts = books.accounts
    kinds = {kind: accounts.amount(f"政府采购.{kind}中小企业") for kind in KINDS}
    open_kinds = [kind for kind, amount in kinds.items() if amount is None and accounts.amount(f"政府采购.{kind}支出")]
    if open_kinds or total_of(kinds.values()) is None:
        yield Skip("分类授予中小企业合同金额没有填全" if _total(books).value else NO_PROCUREMENT)
        return
    yield from equal(books, _purchase(books, "中小企业"), Side("货物、工程、服务三类之和", total_of(kinds.values())))


@check("F204", "缺少中小企业合同金额", "有政府采购支出的，应填授予中小企业和小微企业合同金额；没有的填 0。", PROCUREMENT_BASIS, WARNING, absent="没有政府采购")
def small_is_disclosed(books: Books) -> Iterator[Checked]:
    """Where something was bought, 中小企业 and 小微企业 are given."""
    if not _total(books).value:
        yield Skip(NO_PROCUREMENT)
        return
    for key in ("中小企业", "小微企业"):
        place = books.accounts.place(f"政府采购.{key}")
        yield None if books.accounts.amount(f"政府采购.{key}") is not None else missing(
            f"有政府采购支出，{place}（授予{key}合同金额）没有填；没有的填 0。", place)


@check("F301", "车辆数与保有量", "开支财政拨款的公务用车保有量不大于国有资产中的车辆总数。", "公开09表保有量与国有资产占用情况", WARNING)
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


@check("F302", "其他用车的说明", "有其他用车的，写明其他用车主要是什么车。", "《地方预决算公开操作规程》：国有资产占用情况", NOTE)
def other_vehicles_are_explained(books: Books) -> Iterator[Checked]:
    """Where there are 其他用车 there is a word on them."""
    count = books.accounts.count("国有资产.其他用车.数量")
    if not count:
        yield Skip("没有其他用车")
        return
    place = books.accounts.place("国有资产.其他用车说明")
    yield None if books.accounts.text("国有资产.其他用车说明").strip() else Problem(
        f"{count.source}（其他用车）写 {count.value:f} 辆，{place}（其他用车主要是）没有填；请填写。",
        (place, *((count.source,) if count.source else ())))


@check("F401", "会议费、培训费与公开06表", "公开06表 30215 会议费、30216 培训费，分别不大于一般性支出表的会议费、培训费。", "公开06表 30215、30216", WARNING)
def meetings_and_training_hold_those_of_basic_spending(books: Books) -> Iterator[Checked]:
    """T6 30215 ≤ 会议费 and 30216 ≤ 培训费, where these are filled in."""
    for code, key in (("30215", "会议费"), ("30216", "培训费")):
        whole = field(books, f"一般性支出.{key}")
        if whole.amount is None:
            yield Skip("没有填列一般性支出")
            continue
        yield from at_most(books, Side(f"公开06表 {code} {key}", books.t6.amounts.get(code)), whole)
