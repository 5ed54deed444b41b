"""The checks that keep a wrong report from being built: `run_checks(books, layout)`.

One rule is one function with `@check` in a module of this package (see `registry`); `catalogue.document()` writes
the page for users.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.checks.causes import LOST, Group, grouped
from generator.checks.reads import hold_back
from generator.checks.registry import Outcome, Problem, Result, Rule, Skip, all_rules, apply
from generator.layouts import Layout
from generator.model import Finding, Source
from generator.tables.books import Books

__all__ = ["Group", "Outcome", "Problem", "Result", "Rule", "Skip", "all_rules", "grouped", "run_checks", "run_ledger",
           "unread_cells"]


def run_ledger(books: Books, layout: Layout | None = None, unread: Iterable[Source] = ()) -> tuple[Outcome, ...]:
    """How every rule ended, in the order of the codes, with all findings, also those that follow from another.

    `unread`: cells that could not be read (`unread_cells`); a rule that would need them does not count as passed.
    """
    return hold_back((apply(rule, books, layout) for rule in all_rules()), unread)


def unread_cells(findings: Iterable[Finding]) -> tuple[Source, ...]:
    """The cells, rows and sheets that reading the workbook could not make anything of."""
    return tuple(dict.fromkeys(source for finding in findings if finding.code in LOST for source in finding.sources))


def run_checks(books: Books, layout: Layout | None = None) -> tuple[Finding, ...]:
    """What is wrong, in the order of the codes. What only follows from another finding is left out (see `causes`);

    the hint of the cause counts it. `layout` for the rules that depend on it.
    """
    findings = [finding for outcome in run_ledger(books, layout) for finding in outcome.findings]
    return tuple(_with_follow_ons(group) for group in grouped(findings, books.accounts.unit))


def _with_follow_ons(group: Group) -> Finding:
    finding = group.finding
    if not group.follow_ons:
        return finding
    codes = dict.fromkeys(follower.code for follower in group.follow_ons)
    note = f"同一原因还使 {'、'.join(sorted(codes))} 不符，改正后再核对"
    return replace(finding, hint=f"{finding.hint}；{note}" if finding.hint else note)
