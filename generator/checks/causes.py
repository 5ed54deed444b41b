"""One cause, one finding: what only follows from another finding is put below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.model import Finding, Severity, Source
from generator.money import CENT, YUAN_PER_WAN, MoneyUnit

_WEIGHT = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.NOTE: 0}
_CELL = re.compile(r"([A-Z]+)(\d+)")
#: Codes of reading: one cell is not there; a row of a subject table is not there; a sheet or a table is not there.
LOST_CELL = frozenset({"R020", "R021", "R022", "R023", "R024", "R026", "R027", "R060", "R063"})
LOST_ROW = frozenset({"R025", "R030", "R031"})
LOST_SHEET = frozenset({"R010", "R012", "R013", "R017", "R019", "R064", "R065", "R066"})
LOST = LOST_CELL | LOST_ROW | LOST_SHEET


@dataclass(frozen=True, slots=True)
class Group:
    """A finding and those that follow from it."""

    finding: Finding
    follow_ons: tuple[Finding, ...] = ()


def grouped(findings: Sequence[Finding], unit: MoneyUnit) -> tuple[Group, ...]:
    """The findings with their causes: in the order given, every follow-on below the one that it follows from."""
    causes = follow_ons(findings, unit)
    below: dict[int, list[Finding]] = {}
    for finding in findings:
        if id(finding) in causes:
            below.setdefault(id(causes[id(finding)]), []).append(finding)
    return tuple(Group(finding, tuple(below.get(id(finding), ()))) for finding in findings if id(finding) not in causes)


def follow_ons(findings: Iterable[Finding], unit: MoneyUnit) -> dict[int, Finding]:
    """The findings (by `id`) that follow from another one, with that one.

    A wrong cell shows in every identity that it enters, by the same difference. So a finding follows from another
    when they share a cell and their differences are equal (to two units of the last place: each may add a 尾差)
    and the other is at least as severe. The one with the fewest cells is the cause: it points most exactly.
    A cell, row or sheet that could not be read is the cause of differences in the sums that it enters.
    Both go away when the cause is mended; where they do not, the second shows itself in the next run.
    """
    near = 2 * CENT if unit is MoneyUnit.WAN else CENT / YUAN_PER_WAN / 2
    found: dict[int, Finding] = {}
    causes: list[Finding] = []
    ranked = sorted(findings, key=lambda finding: (-_WEIGHT[finding.severity], finding.code not in LOST,
                                                   len(finding.sources), finding.code))
    for finding in ranked:
        cause = next((known for known in causes if _same_cause(known, finding, near)), None)
        if cause is None:
            causes.append(finding)
        else:
            found[id(finding)] = cause
    return found


def _same_cause(known: Finding, finding: Finding, near: Decimal) -> bool:
    if finding.difference is None:
        return False
    if known.code in LOST:
        return any(_misses(known)(source) for source in finding.sources)
    if known.difference is None:
        return False
    return (abs(abs(known.difference) - abs(finding.difference)) <= near
            and not set(known.sources).isdisjoint(finding.sources))


def _misses(known: Finding) -> Callable[[Source], bool]:
    """Whether a cell stands where the sums of what was lost stand: its sheet, for a cell its row or column."""
    places = [(source.sheet, _CELL.fullmatch(source.cell)) for source in known.sources]

    def near_by(source: Source) -> bool:
        cell = _CELL.fullmatch(source.cell)
        return any(sheet == source.sheet and (known.code not in LOST_CELL or (
            place is not None and cell is not None and (place[1] == cell[1] or place[2] == cell[2])))
            for sheet, place in places)
    return near_by
