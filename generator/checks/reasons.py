"""Last year's figures and the reasons for changes: what a sentence needs must be there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.checks.registry import Checked, Problem, Skip, check
from generator.checks.subject_tables import rows_of
from generator.checks.wording import missing, money, subject
from generator.model import Amount, Severity, Source
from generator.money import ZERO, rounded
from generator.subjects import parent_code
from generator.tables.books import Books, value_of
from generator.tables.rollup import RolledLine
from generator.tables.three_public import COLUMNS
from generator.workbook.schema.money_sheets import FUNDS, THREE_PUBLIC_ITEMS

BASIS = "《地方预决算公开操作规程》：说明与上年、与年初预算相比增减变化的原因"
WARNING, NOTE = Severity.WARNING, Severity.NOTE
MAIN = frozenset({"收支总计", "本年收入", "本年支出", "财政拨款总计", f"{FUNDS[0]}支出"})


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that a sentence compares: with what, and where its reason stands (`reason_at` in words); 万元."""

    name: str
    current: Amount | None
    base: Amount | None
    base_name: str
    reason: str
    reason_place: Source
    reason_at: str = ""

    @property
    def changed(self) -> bool:
        """Whether the two differ as printed (0.01 万元)."""
        return rounded(value_of(self.current)) != rounded(value_of(self.base))

    @property
    def rose(self) -> bool:
        """Whether the figure is above its base."""
        return value_of(self.current) > value_of(self.base)

    @property
    def where(self) -> str:
        """Where to write the reason."""
        return self.reason_at or f" {self.reason_place} "

    @property
    def sources(self) -> tuple[Source, ...]:
        """The cell of the reason, then those of both figures."""
        amounts = [amount.sources for amount in (self.base, self.current) if amount is not None]
        return (self.reason_place, *(source for sources in amounts for source in sources))


def _current(books: Books) -> Mapping[str, tuple[str, Amount | None]]:
    """Name of the reason -> (key of last year's figure, this year's figure)."""
    t1, t4 = books.t1, books.t4
    found: dict[str, tuple[str, Amount | None]] = {
        "收支总计": ("收入总计", t1.income_grand), "本年收入": ("本年收入合计", t1.income_total),
        "本年支出": ("本年支出合计", t1.expenditure_total), "财政拨款总计": ("财政拨款总计", t4.income_grand)}
    found |= {f"{fund}收入": (f"{fund}收入", t4.income[fund]) for fund in FUNDS}
    found |= {f"{fund}支出": (f"{fund}支出", t4.spent[fund]) for fund in FUNDS}
    return found


def year_changes(books: Books) -> Iterator[Change]:
    """The totals that are compared with last year and whose figure of last year is known."""
    for name, (key, current) in _current(books).items():
        base = books.accounts.amount(f"上年数.{key}")
        if base is not None:
            reason = f"变动原因.{name}"
            yield Change(name, current, base, "上年", books.accounts.text(reason), books.accounts.place(reason))


def budget_changes(books: Books) -> Iterator[Change]:
    """The rows of 公开05表 that have a budget of their own and none below them."""
    for line in rows_of(books.t5):
        budget = line.given.get("年初预算数")
        if budget is not None and line.code and not _budget_below(books, line):
            place = line.row.source_of("差异原因")
            yield Change(f"{subject(line)} ", line.amount("小计"), budget, "年初预算", line.row.text("差异原因"), place,
                         f"{place.sheet}第 {_row_number(place)} 行“差异原因”栏")


def _budget_below(books: Books, line: RolledLine) -> bool:
    return any("年初预算数" in other.given for other in books.t5.lines
               if other.code != line.code and other.code.startswith(line.code))


def three_public_changes(books: Books) -> Iterator[Change]:
    """The items of 公开09表 against budget and against last year."""
    budget, result, prior = COLUMNS
    accounts = books.accounts
    for item in THREE_PUBLIC_ITEMS:
        current = accounts.amount(f"三公经费.{item}.{result}")
        for column, key, name in ((budget, "与预算差异原因", "预算"), (prior, "与上年差异原因", "上年")):
            base = accounts.amount(f"三公经费.{item}.{column}")
            if base is not None:
                reason = f"三公经费.{item}.{key}"
                yield Change(item, current, base, name, accounts.text(reason), accounts.place(reason))


@check("Y101", "缺少上年数", "收支总计、本年收入、本年支出、财政拨款总计、一般公共预算财政拨款支出的上年数必须填列，其他资金有数的也应填列；上年没有的填 0。", BASIS)
def last_year_is_there(books: Books) -> Iterator[Checked]:
    """Last year's figures for the five totals, and for each fund that has an amount this year."""
    for name, (key, current) in _current(books).items():
        place = books.accounts.place(f"上年数.{key}")
        if books.accounts.amount(f"上年数.{key}") is not None:
            yield None
        elif name in MAIN:
            yield missing(f"{place}（{key}的上年数）没有填；请按上年公开表填列，上年没有的填 0。", place)
        elif value_of(current):
            yield missing(f"{place}（{key}的上年数）没有填；请按上年公开表填列，上年没有的填 0。", place, severity=WARNING)


@check("Y102", "缺少变动原因", "与上年不等的，必须写明增减的主要原因：收支总计、本年收入、本年支出、财政拨款总计、一般公共预算财政拨款支出（其他资金为警告）。", BASIS)
def changes_have_reasons(books: Books) -> Iterator[Checked]:
    """Where a total differs from last year's there is a reason."""
    for change in year_changes(books):
        severity = None if change.name in MAIN else WARNING
        yield _without_reason(books, change, severity)


@check("Y103", "缺少差异原因", "公开05表各科目支出决算数与年初预算数不等的，应写明差异的主要原因；没有的，报告中该句不写原因。", BASIS, WARNING)
def budget_differences_have_reasons(books: Books) -> Iterator[Checked]:
    """Where a row of 公开05表 differs from its budget there is a reason."""
    for change in budget_changes(books):
        yield _without_reason(books, change, None)


@check("Y104", "缺少“三公”经费差异原因", "“三公”经费各项决算数与预算数、与上年决算数不等的，应写明原因。", BASIS, WARNING)
def three_public_differences_have_reasons(books: Books) -> Iterator[Checked]:
    """Where an item of 公开09表 differs from budget or last year there is a reason."""
    for change in three_public_changes(books):
        yield _without_reason(books, change, None)


def _without_reason(books: Books, change: Change, severity: Severity | None) -> Checked:
    if not change.changed or change.reason.strip():
        return None
    unit = books.accounts.unit
    difference = abs(value_of(change.current) - value_of(change.base))
    word = "增加" if change.rose else "减少"
    if change.base_name != "上年":
        word = "多" if change.rose else "少"
    return Problem(
        f"{change.name}{'本年' if change.base_name == '上年' else '决算'} {money(value_of(change.current), unit)}，"
        f"{change.base_name} {money(value_of(change.base), unit)}，{word} {money(difference, unit)}（{unit}），"
        f"没有写原因；请在{change.where}填写。", change.sources, severity=severity)


@check("Y105", "缺少年初预算数", "公开05表各科目应填年初预算数，没有年初预算的填 0；按类填列预算的，填在类级行。", BASIS, WARNING)
def rows_have_a_budget(books: Books) -> Iterator[Checked]:
    """Each row of 公开05表 with spending has a budget, of its own or in a 类 or 款 above it."""
    budgeted = {line.code for line in books.t5.lines if "年初预算数" in line.given}
    leaves = [line for line in books.t5.leaves() if line.amount("小计")]
    if leaves and not budgeted:
        places = tuple(line.row.source_of("年初预算数") for line in leaves)
        yield Problem("一般公共预算表没有填年初预算数；请填列，没有年初预算的填 0。", places)
        return
    for line in leaves:
        above = {line.code, parent_code(line.code), parent_code(parent_code(line.code))}
        place = line.row.source_of("年初预算数")
        yield None if above & budgeted else missing(
            f"{place.sheet}第 {_row_number(place)} 行（{subject(line)}）没有填年初预算数；没有年初预算的填 0。", place)


def _row_number(place: Source) -> str:
    return "".join(character for character in place.cell if character.isdigit())


_MORE = "增加|增长|追加|新增|上升|上涨|提高|扩大|增多"
_LESS = "减少|下降|压减|缩减|降低|压缩|削减|减低"
_DIRECTION = re.compile(f"(?P<more>{_MORE})|(?P<less>{_LESS})")


@check("Y106", "原因与增减方向不符", "原因中最先出现的增减用语应与金额的增减方向一致，如金额下降而原因写“增加”。", "情况说明的文字与数字一致", NOTE)
def reasons_follow_the_sign(books: Books) -> Iterator[Checked]:
    """The first word of more or less in a reason has the sign of the change; no change needs no reason."""
    changes = [*year_changes(books), *budget_changes(books), *three_public_changes(books)]
    if not changes:
        yield Skip("没有可以比较的上年数或预算数")
    for change in changes:
        match = _DIRECTION.search(change.reason)
        if match is None or not change.changed:
            continue
        if bool(match["more"]) == change.rose:
            yield None
            continue
        difference = value_of(change.current) - value_of(change.base)
        yield Problem(
            f"{change.where.strip()} 的原因写“{match[0]}”，而{change.name.strip()}比{change.base_name}"
            f"{'增加' if difference > ZERO else '减少'} {money(abs(difference), books.accounts.unit)}"
            f"（{books.accounts.unit}）；请核对原因。", change.sources)
