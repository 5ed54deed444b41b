"""One cause, one finding: what only follows from another finding is left out."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from generator.model import Finding, Severity
from generator.money import CENT, YUAN_PER_WAN, MoneyUnit

_WEIGHT = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.NOTE: 0}


def follow_ons(findings: Iterable[Finding], unit: MoneyUnit) -> dict[int, Finding]:
    """The findings (by `id`) that follow from another one, with that one.

    A wrong cell shows in every identity that it enters, by the same difference. So a finding follows from another
    when they share a cell and their differences are equal (to two units of the last place: each may add a 尾差)
    and the other is at least as severe. The one with the fewest cells is the cause: it points most exactly.
    Both go away when the cause is mended; where they do not, the second shows itself in the next run.
    """
    near = 2 * CENT if unit is MoneyUnit.WAN else CENT / YUAN_PER_WAN / 2
    found: dict[int, Finding] = {}
    causes: list[Finding] = []
    ranked = sorted(findings, key=lambda finding: (-_WEIGHT[finding.severity], len(finding.sources), finding.code))
    for finding in ranked:
        cause = next((known for known in causes if _same_cause(known, finding, near)), None)
        if cause is None:
            causes.append(finding)
        else:
            found[id(finding)] = cause
    return found


def _same_cause(known: Finding, finding: Finding, near: Decimal) -> bool:
    if known.difference is None or finding.difference is None:
        return False
    return (abs(abs(known.difference) - abs(finding.difference)) <= near
            and not set(known.sources).isdisjoint(finding.sources))
