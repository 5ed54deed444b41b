"""The checks that keep a wrong report from being built: `run_checks(books)`.

One rule is one function with `@check` in a module of this package (see `registry`); `catalogue.document()` writes
the page for users.
"""

from __future__ import annotations

from dataclasses import replace

from generator.checks.causes import follow_ons
from generator.checks.registry import Outcome, Problem, Result, Rule, Skip, all_rules, apply
from generator.model import Finding
from generator.tables.books import Books

__all__ = ["Outcome", "Problem", "Result", "Rule", "Skip", "all_rules", "run_checks", "run_ledger"]


def run_ledger(books: Books) -> tuple[Outcome, ...]:
    """How every rule ended, in the order of the codes, with all findings, also those that follow from another."""
    return tuple(apply(rule, books) for rule in all_rules())


def run_checks(books: Books) -> tuple[Finding, ...]:
    """What is wrong, in the order of the codes. What only follows from another finding is left out (see `causes`);

    the hint of the cause counts it.
    """
    findings = [finding for outcome in run_ledger(books) for finding in outcome.findings]
    followed = follow_ons(findings, books.accounts.unit)
    codes: dict[int, list[str]] = {}
    for finding in findings:
        if id(finding) in followed:
            codes.setdefault(id(followed[id(finding)]), []).append(finding.code)
    return tuple(_with_follow_ons(finding, codes.get(id(finding), [])) for finding in findings
                 if id(finding) not in followed)


def _with_follow_ons(finding: Finding, codes: list[str]) -> Finding:
    if not codes:
        return finding
    note = f"同一原因还使 {'、'.join(sorted(dict.fromkeys(codes)))} 不符，改正后再核对"
    return replace(finding, hint=f"{finding.hint}；{note}" if finding.hint else note)
