"""Forms and matrices merged: figures added, texts listed, what names the department taken from 本级."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.checks.other_figures import ADMINISTRATIVE
from generator.merging import problems
from generator.merging.rules import UNKNOWN_WHERE_BLANK, Rule, field_rule
from generator.merging.texts import listed, parts_of
from generator.merging.units import department_name, department_short, is_merged, name_of, short_name
from generator.model import Accounts, Amount, Count, Finding, Text, Value, total_of
from generator.money import ZERO, MoneyUnit
from generator.tables.books import Books
from generator.workbook.schema import SHEETS, Item

CONSOLIDATED = "（汇总）"
OPENING, INCOME, CLOSING = "年初结转和结余", "本年收入", "年末结转和结余"


@dataclass(slots=True)
class Gathered:
    """The merged fields so far."""

    units: Sequence[Accounts]
    books: Sequence[Books]
    values: dict[str, Value] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    review: list[str] = field(default_factory=list)


def merged_unit(units: Sequence[Accounts]) -> MoneyUnit:
    """元 where all are in 元, else 万元."""
    return MoneyUnit.YUAN if all(unit.unit is MoneyUnit.YUAN for unit in units) else MoneyUnit.WAN


def merged_fields(units: Sequence[Accounts], books: Sequence[Books]) -> tuple[dict[str, Value], list[Finding]]:
    """Every field of the department. `books` are those of the units without pasted subtotals, in the same order."""
    gathered = Gathered(units, books)
    for sheet in SHEETS:
        first = len(gathered.review)
        for key, item in sheet.fields():
            value = _field(key, item, gathered)
            if value is not None:
                gathered.values[key] = value
        if len(gathered.review) > first:
            names = "、".join(gathered.review[first:])
            gathered.findings.append(problems.TO_REVIEW.finding(
                f"{sheet.name}表的文字是逐个单位列出的，待核：{names}", units[0].place(f"{sheet.name}.")))
    gathered.values.pop("基本信息.单位简称", None)  # of 本级: the department has its own
    gathered.values |= _basics(units)
    gathered.findings.extend(_unknown(units))
    return gathered.values, gathered.findings


def _field(key: str, item: Item, gathered: Gathered) -> Value | None:
    units = gathered.units
    match field_rule(key, item):
        case Rule.ADD:
            return _sum([unit.fields.get(key) for unit in units])
        case Rule.SETTLED:
            return _settled(key, gathered)
        case Rule.OFFICE:
            costs = [office_cost(key, unit, books) for unit, books in zip(units, gathered.books, strict=True)]
            total = total_of(costs)
            others = any(cost is None and books.t6.public for cost, books in zip(costs, gathered.books, strict=True))
            # 公用经费 of units that have no 机关运行经费: a blank would be taken for all of it
            return Amount(ZERO) if total is None and others else total
        case Rule.LIST:
            parts = [part for unit in units if isinstance(value := unit.fields.get(key), Text) for part in parts_of(unit, value)]
            text = listed(parts, key, gathered.findings)
            if text is not None:
                gathered.review.append(key.partition(".")[2].replace(".", ""))
            return text
        case _:
            value = units[0].fields.get(key)
            if isinstance(value, Text) and not key.startswith("基本信息."):
                gathered.findings.append(problems.FROM_HEAD.finding(f"{key.replace('.', '的', 1)}取自本级（{units[0].file}）", units[0].place(key)))
            return value


def _sum(values: Sequence[Value | None]) -> Value | None:
    counts = [value for value in values if isinstance(value, Count)]
    if counts:
        return Count(sum((count.value for count in counts[1:]), counts[0].value), counts[0].source)
    return total_of(value for value in values if isinstance(value, Amount))


def _settled(key: str, gathered: Gathered) -> Amount | None:
    """A field of 结转结余 that follows from other tables where it is blank: a unit's blank counts what follows."""
    typed = [unit.amount(key) for unit in gathered.units]
    if not any(amount is not None for amount in typed):
        return None
    fund, column = key.split(".")[1:]
    return total_of(
        amount if amount is not None else {OPENING: books.t4.opening, INCOME: books.t4.income, CLOSING: books.t4.closing}[column][fund]
        for amount, books in zip(typed, gathered.books, strict=True))


def office_cost(key: str, unit: Accounts, books: Books) -> Amount | None:
    """机关运行经费: what was typed, else 公用经费 of a 行政 or 参公 unit."""
    typed = unit.amount(key)
    if typed is None and unit.text("基本信息.单位性质") in ADMINISTRATIVE:
        return books.t6.public
    return typed


def _basics(units: Sequence[Accounts]) -> dict[str, Value]:
    """基本信息 of the department: its name without （本级）, its printed name with （汇总）."""
    head = units[0]
    found: dict[str, Value] = {
        "基本信息.单位全称": Text(department_name(name_of(head)), head.place("基本信息.单位全称")),
        "基本信息.汇总": Text("是", head.place("基本信息.汇总")),
        "基本信息.金额单位": Text(str(merged_unit(units)), head.place("基本信息.金额单位")),
    }
    short = department_short(head.text("基本信息.单位简称"))
    if short:
        found["基本信息.单位简称"] = Text(short, head.place("基本信息.单位简称"))
    printed = head.text("基本信息.公开表所印名称")
    if printed:
        name = department_name(printed.removesuffix(CONSOLIDATED)) + CONSOLIDATED
        found["基本信息.公开表所印名称"] = Text(name, head.place("基本信息.公开表所印名称"))
    return found


def _unknown(units: Sequence[Accounts]) -> Iterator[Finding]:
    """Sums that lack a unit, where a blank means that the figure is not known."""
    for sheet in SHEETS:
        if sheet.name not in UNKNOWN_WHERE_BLANK:
            continue
        keys = [key for key, _ in sheet.fields() if any(key in unit.fields for unit in units)]
        for unit in units:
            blank = [key.partition(".")[2] for key in keys if key not in unit.fields]
            if blank:
                yield problems.BLANK_UNKNOWN.finding(
                    f"{sheet.name}：“{short_name(unit)}”（{unit.file}）没有填 {'、'.join(blank)}，汇总数不含该单位",
                    *(unit.place(f"{sheet.name}.{name}") for name in blank))
    key = "机关运行经费.上年决算数"
    if any(key in unit.fields for unit in units):
        for unit in units:
            if key not in unit.fields and (unit.text("基本信息.单位性质") in ADMINISTRATIVE or is_merged(unit)):
                yield problems.BLANK_UNKNOWN.finding(
                    f"机关运行经费：“{short_name(unit)}”（{unit.file}）没有填上年决算数，汇总数不含该单位", unit.place(key))
