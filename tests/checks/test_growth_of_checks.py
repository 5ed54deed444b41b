"""A workbook twice as large takes twice the work, not four times: no rule compares everything with everything."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from accounts_builder import base, books
from growing_accounts import calls, grown

from generator.checks import all_rules, apply, run_checks
from generator.checks.causes import follow_ons
from generator.layouts import load_layout
from generator.model import Finding, Severity, Source
from generator.money import MoneyUnit
from generator.tables.books import Books, make_books, once

SMALL, LARGE = 30, 120  # four times; with every pair compared it would be sixteen times
MOST = 5.5


def _growth(work: Callable[[Books], object]) -> tuple[float, int]:
    """How many times the work of the small workbook the large one takes, and that work."""
    work(grown(SMALL))  # what is read once for the whole process
    counts = []
    for size in (SMALL, LARGE):
        made = grown(size)
        made.worked_out.clear()
        counts.append(calls(lambda made=made: work(made)))  # type: ignore[misc]
    return counts[1] / counts[0], counts[1]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_every_rule_grows_with_the_workbook(rule):
    layout = load_layout("wuhan-2023")
    growth, most = _growth(lambda made: apply(rule, made, layout))
    assert growth < MOST or most < 2_000


def test_the_tables_grow_with_the_workbook():
    assert _growth(lambda made: make_books(made.accounts))[0] < MOST


def test_all_findings_together_grow_with_the_workbook():
    layout = load_layout("wuhan-2023")
    assert _growth(lambda made: run_checks(made, layout))[0] < MOST


def test_thousands_of_findings_are_not_compared_with_each_other():
    def found(count: int) -> list[Finding]:
        return [Finding("T101", Severity.ERROR, "", "", (Source("收入", f"C{row}"), Source("支出", f"D{row}")),
                        Decimal(0), Decimal(row)) for row in range(count)]

    few, many = (calls(lambda count=count: follow_ons(found(count), MoneyUnit.WAN)) for count in (500, 2000))  # type: ignore[misc]
    assert many / few < MOST


def test_what_several_rules_need_is_worked_out_once_for_each_books():
    asked: list[Books] = []

    @once
    def codes(made: Books) -> list[str]:
        asked.append(made)
        return [line.code for line in made.t5.lines]

    first, second = books(**base()), books()
    assert codes(first) == codes(first) == tuple(line.code for line in first.t5.lines)
    assert codes(second) == ()
    assert [one is two for one, two in zip(asked, (first, second), strict=True)] == [True, True]
    assert first == books(**base())  # what was worked out is no part of the books
