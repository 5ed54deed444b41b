"""The merge itself, as a function from values to values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.merging import problems
from generator.merging.fields import merged_fields, merged_unit
from generator.merging.offsets import Offset, left_over, settled, taken
from generator.merging.rows import merged_rows
from generator.merging.subjects import Merged, merged_tables, without_subtotals
from generator.merging.units import (
    department_name,
    head_of,
    name_of,
    ordered,
    refusals,
    same_figures,
    short_name,
    told_apart,
)
from generator.model import Accounts, Finding, Severity, SubjectTable
from generator.money import MoneyUnit
from generator.tables.books import Books, make_books

MERGED_FILE = "汇总"
SHOWN = 5  # files in a message


@dataclass(frozen=True, slots=True)
class Merge:
    """A department: its accounts, the units that they are the sum of (本级 first), and the transfers taken out.

    `details` are the books of the units without pasted subtotals, in the order of `units`.
    """

    accounts: Accounts
    units: tuple[Accounts, ...]
    details: tuple[Books, ...]
    offsets: tuple[Offset, ...]


def merge(units: Sequence[Accounts], offsets: Sequence[Offset] = ()) -> tuple[Merge | None, tuple[Finding, ...]]:
    """The department's accounts from its units', and whatever there is to say; None where they cannot be merged.

    Amounts are exact in 万元. The order of `units` does not matter beyond the first, which is 本级 unless another unit's
    list names others of them. A group of units may be merged first, and the sum merged with the rest.
    """
    findings = list(refusals(units))
    if findings:
        return None, tuple(findings)
    head, guessed = head_of(units)
    chosen, same_short = told_apart(ordered(units, head))
    bare = [without_subtotals(unit) for unit in chosen]
    known, wrong = settled(offsets, bare)
    if wrong:
        return None, tuple(wrong)
    books = tuple(make_books(unit) for unit in bare)
    tables = merged_tables(bare, taken(known))
    fields, field_findings = merged_fields(bare, books)
    rows, row_findings = merged_rows(bare)
    name = department_name(name_of(chosen[0]))
    accounts = Accounts(f"{name}{MERGED_FILE}.xlsx", merged_unit(chosen), chosen[0].year, chosen[0].layout,
                        fields, rows, _tables(tables, chosen[0]), chosen[0].places)
    findings += [*guessed, *same_short, *_about_units(chosen), *same_figures(chosen), *field_findings, *row_findings, *_from(tables.values()),
                 *left_over(bare, known)]
    if known:
        findings.extend(_prior_year(chosen))
    return Merge(accounts, chosen, books, known), tuple(sorted(findings, key=lambda one: list(Severity).index(one.severity)))


def _tables(merged: dict[str, Merged], head: Accounts) -> dict[str, SubjectTable]:
    return {name: merged[name].table for name in head.tables}


def _from(merged: Iterable[Merged]) -> list[Finding]:
    found = [finding for one in merged for finding in one.findings]
    with_text = [one.table.sheet for one in merged if any(line.row.values.keys() - line.amounts.keys() for line in one.table)]
    if with_text:
        found.append(problems.TO_REVIEW.finding(f"{'、'.join(with_text)}表的原因和用途是逐个单位列出的，待核"))
    return found


def _about_units(units: Sequence[Accounts]) -> list[Finding]:
    found = []
    if len({unit.unit for unit in units}) > 1:
        said = "；".join(_of_one_money(units, money) for money in MoneyUnit)
        found.append(problems.UNIT_MIXED.finding(f"金额单位不同，汇总工作簿用万元（{said}）"))
    printed = [unit for unit in units if unit.tables["总表印数"]]
    if printed:
        found.append(problems.PRINTED_DROPPED.finding(
            f"“{'”“'.join(map(short_name, printed))}”填了总表印数，没有合并", *(unit.tables["总表印数"].lines[0].row.source for unit in printed)))
    return found


def _of_one_money(units: Sequence[Accounts], money: MoneyUnit) -> str:
    files = [unit.file for unit in units if unit.unit is money]
    return f"填{money}的 {len(files)} 个：{'、'.join(files[:SHOWN])}{'……' if len(files) > SHOWN else ''}"


def _prior_year(units: Sequence[Accounts]) -> list[Finding]:
    keys = [key for key in ("上年数.收入总计", "上年数.本年收入合计", "上年数.本年支出合计") if any(key in unit.fields for unit in units)]
    if not keys:
        return []
    return [problems.PRIOR_TRANSFERS.finding(
        "本年有内部往来抵销，上年数是各单位之和，没有抵销上年的内部往来", *(units[0].place(key) for key in keys))]


