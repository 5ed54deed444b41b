"""Last year's figures and the reasons for changes: what a sentence needs must be there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from generator.checks.registry import Checked, Problem, Skip, check, check_by_settings
from generator.checks.subject_tables import rows_of
from generator.checks.wording import missing, money, subject
from generator.figures.values import NumberStyle
from generator.layouts.rules import RuleSettings
from generator.model import Amount, Severity, Source, made_often
from generator.money import ZERO, from_wan, rounded
from generator.subjects import parent_code
from generator.tables.books import Books, once, value_of
from generator.tables.three_public import COLUMNS
from generator.workbook.schema.money_sheets import FUNDS, THREE_PUBLIC_ITEMS

BASIS = "《地方预决算公开操作规程》：说明与上年、与年初预算相比增减变化的原因"
WARNING, NOTE = Severity.WARNING, Severity.NOTE
MAIN = frozenset({"收支总计", "本年收入", "本年支出", "财政拨款总计", f"{FUNDS[0]}支出"})


@made_often
class Change:
    """A figure that a sentence compares: with what, and where its reason stands (`reason_at` in words); 万元."""

    name: str
    current: Amount | None
    base: Amount | None
    base_name: str
    reason: str
    reason_place: Source
    reason_at: str = ""

    def changed(self, printed: NumberStyle) -> bool:
        """Whether the sentence prints a difference: in its unit and places it is not zero."""
        difference = value_of(self.current) - value_of(self.base)
        return bool(rounded(from_wan(difference, printed.unit), printed.places))

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


@once
def year_changes(books: Books) -> Iterator[Change]:
    """The totals that are compared with last year and whose figure of last year is known."""
    for name, (key, current) in _current(books).items():
        base = books.accounts.amount(f"上年数.{key}")
        if base is not None:
            reason = f"变动原因.{name}"
            yield Change(name, current, base, "上年", books.accounts.text(reason), books.accounts.place(reason))


@once
def budget_changes(books: Books) -> Iterator[Change]:
    """The rows of 公开05表 that have a budget of their own and none below them."""
    above = {line.code[:end] for line in books.t5.lines if "年初预算数" in line.given for end in range(len(line.code))}
    for line in rows_of(books.t5):
        budget = line.given.get("年初预算数")
        if budget is not None and line.code and line.code not in above:
            place = line.row.source_of("差异原因")
            yield Change(f"{subject(line)} ", line.amount("小计"), budget, "年初预算", line.row.text("差异原因"), place,
                         f"{place.sheet}第 {_row_number(place)} 行“差异原因”栏")


@once
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


@check_by_settings("Y102", "缺少变动原因", "与上年不等的，必须写明增减的主要原因：收支总计、本年收入、本年支出、财政拨款总计、一般公共预算财政拨款支出（其他资金为警告）。", BASIS, absent="没有填上年数")
def changes_have_reasons(books: Books, settings: RuleSettings) -> Iterator[Checked]:
    """Where a total differs from last year's there is a reason."""
    for change in year_changes(books):
        severity = None if change.name in MAIN else WARNING
        yield _without_reason(books, settings, change, severity)


@check_by_settings("Y103", "缺少差异原因", "公开05表各科目支出决算数与年初预算数不等的，应写明差异的主要原因；没有的，报告中该句不写原因。", BASIS, WARNING, absent="没有填年初预算数")
def budget_differences_have_reasons(books: Books, settings: RuleSettings) -> Iterator[Checked]:
    """Where a row of 公开05表 differs from its budget there is a reason."""
    for change in budget_changes(books):
        yield _without_reason(books, settings, change, None)


@check_by_settings("Y104", "缺少“三公”经费差异原因", "“三公”经费各项决算数与预算数、与上年决算数不等的，应写明原因。", BASIS, WARNING, absent="没有“三公”经费预算数和上年数")
def three_public_differences_have_reasons(books: Books, settings: RuleSettings) -> Iterator[Checked]:
    """Where an item of 公开09表 differs from budget or last year there is a reason."""
    for change in three_public_changes(books):
        yield _without_reason(books, settings, change, None)


def _without_reason(books: Books, settings: RuleSettings, change: Change, severity: Severity | None) -> Checked:
    if not change.changed(settings.printed) or change.reason.strip():
        return None
    unit = books.accounts.unit
    difference = abs(value_of(change.current) - value_of(change.base))
    word = "增加" if change.rose else "减少"
    if change.base_name != "上年":
        word = "多" if change.rose else "少"
    return Problem(
        f"{change.name}{'：本年' if change.base_name == '上年' else '决算'} {money(value_of(change.current), unit)}，"
        f"{change.base_name} {money(value_of(change.base), unit)}，{word} {money(difference, unit)}（{unit}），"
        f"没有写原因；请在{change.where}填写。", change.sources, severity=severity)


@check("Y105", "缺少年初预算数", "公开05表各科目应填年初预算数，没有年初预算的填 0；按类填列预算的，填在类级行。", BASIS, WARNING, absent="没有一般公共预算支出")
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
            f"{place.sheet}第 {_row_number(place)} 行（{subject(line)}）没有填年初预算数；没有年初预算的填 0，否则合计的年初预算数和完成率少算这一行。", place)


def _row_number(place: Source) -> str:
    return "".join(character for character in place.cell if character.isdigit())


_MORE = "增加|增长|追加|新增|上升|上涨|提高|扩大|增多"
_LESS = "减少|下降|压减|缩减|降低|压缩|削减|减低"
# 没有追加, 不再新增: denied, it says nothing on the direction by itself.
_DIRECTION = re.compile(f"(?<!没有)(?<!不再)(?<!未)(?<!无)(?:(?P<more>{_MORE})|(?P<less>{_LESS}))")


@check_by_settings("Y106", "原因与增减方向不符", "原因中最先出现的增减用语应与金额的增减方向一致，如金额下降而原因写“增加”；全部用语都相反的为警告。",
       "情况说明的文字与数字一致", NOTE, absent="原因中没有增减用语")
def reasons_follow_the_sign(books: Books, settings: RuleSettings) -> Iterator[Checked]:
    """The first word of more or less in a reason has the sign of the change; no change needs no reason."""
    changes = all_changes(books)
    if not changes:
        yield Skip("没有可以比较的上年数或预算数")
    for change in changes:
        match = _DIRECTION.search(change.reason)
        if match is None or not change.changed(settings.printed):
            continue
        if bool(match["more"]) == change.rose:
            yield None
            continue
        difference = value_of(change.current) - value_of(change.base)
        yield Problem(
            f"{change.where.strip()} 的原因写“{match[0]}”，而{change.name.strip()}比{change.base_name}"
            f"{'增加' if difference > ZERO else '减少'} {money(abs(difference), books.accounts.unit)}"
            f"（{books.accounts.unit}）；请核对原因。", change.sources,
            severity=WARNING if _one_way(change.reason) else None)


def _one_way(reason: str) -> bool:
    """Whether all words of more or less in a reason go the same way."""
    return len({bool(match["more"]) for match in _DIRECTION.finditer(reason)}) == 1


@once
def all_changes(books: Books) -> Iterable[Change]:
    """Every figure that is compared and has a place for its reason."""
    accounts = books.accounts
    current = accounts.amount("机关运行经费.决算数") or books.t6.public
    prior, budget = (accounts.amount(f"机关运行经费.{key}") for key in ("上年决算数", "年初预算数"))
    operating = Change("机关运行经费", current, prior if prior is not None else budget, "上年" if prior is not None else "年初预算",
                       accounts.text("机关运行经费.变动原因"), accounts.place("机关运行经费.变动原因"))
    with_base = (operating,) if operating.base is not None else ()
    return (*year_changes(books), *budget_changes(books), *three_public_changes(books), *with_base)


_EMPTY = re.compile(r"[\s。，、；.,;/\\\-—－_]*(?:无|没有|暂无|略|同上|其他|其它|正常|正常变动|待定|待填|待补充|不详|N/?A)?[\s。，、；.,;/\\\-—－_]*",
                    re.IGNORECASE)


@check_by_settings("Y107", "原因没有内容", "原因不能只写“无”“其他”“同上”等；变动大的（默认 50% 且 10 万元以上，可在版式中设定），原因不少于 4 个字。", BASIS, WARNING)
def reasons_say_something(books: Books, settings: RuleSettings) -> Iterator[Checked]:
    """A reason that is given has contents; that of a large change has some length."""
    found = False
    for change in all_changes(books):
        reason = change.reason.strip()
        if not change.changed(settings.printed) or not reason:
            continue
        found = True
        apart, base = abs(value_of(change.current) - value_of(change.base)), abs(value_of(change.base))
        large = apart >= settings.change_wan and apart * 100 >= settings.change_percent * base
        empty = _EMPTY.fullmatch(reason) is not None
        if not empty and not (large and len(reason) < settings.reason_length):
            yield None
            continue
        yield Problem(
            f"{change.where.strip()} 的原因只写“{reason}”，{change.name.strip()}与{change.base_name}相差 "
            f"{money(apart, books.accounts.unit)}（{books.accounts.unit}）；请写明增减的主要原因。", change.sources)
    if not found:
        yield Skip("没有需要原因的变动，或原因没有填写")


@check("Y108", "没有变动而写了原因", "与上年、与预算相等的，不需要原因，所写原因不会印出；请核对两数。", BASIS, NOTE, absent="没有相等的数")
def equal_figures_have_no_reason(books: Books) -> Iterator[Checked]:
    """Where two figures are equal no reason is written."""
    for change in all_changes(books):
        if value_of(change.current) != value_of(change.base):
            continue
        unit = books.accounts.unit
        yield None if not change.reason.strip() else Problem(
            f"{change.where.strip()} 写了原因，{change.name.strip()}与{change.base_name}同为 {money(value_of(change.current), unit)}（{unit}），"
            "没有增减；请核对两数，确实相等的删去原因。", change.sources)
