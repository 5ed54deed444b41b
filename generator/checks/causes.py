"""One cause, one finding: what only follows from another finding is put below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
    causes = _Causes(near)
    ranked = sorted(findings, key=lambda finding: (-_WEIGHT[finding.severity], finding.code not in LOST,
                                                   len(finding.sources), finding.code))
    for finding in ranked:
        cause = causes.of(finding)
        if cause is None:
            causes.add(finding)
        else:
            found[id(finding)] = cause
    return found


class _Causes:
    """The causes so far, by the cells that they name: a workbook with a thousand findings is not compared a million times."""

    def __init__(self, near: Decimal) -> None:
        self._near = near
        self._causes: list[Finding] = []
        self._by_place: dict[object, list[int]] = {}  # numbers of causes by cell; of what was lost also by what it hides

    def add(self, finding: Finding) -> None:
        """Another cause."""
        places = _hidden(finding) if finding.code in LOST else finding.sources if finding.difference is not None else ()
        for place in dict.fromkeys(places):
            self._by_place.setdefault(place, []).append(len(self._causes))
        self._causes.append(finding)

    def of(self, finding: Finding) -> Finding | None:
        """The first cause that the finding follows from."""
        if finding.difference is None:
            return None
        places = [place for source in finding.sources for place in (source, *_places(source))]
        numbers = sorted({number for place in places for number in self._by_place.get(place, ())})
        return next((self._causes[number] for number in numbers if self._fits(self._causes[number], finding)), None)

    def _fits(self, known: Finding, finding: Finding) -> bool:
        if known.code in LOST:
            return True
        return (known.difference is not None and finding.difference is not None
                and abs(abs(known.difference) - abs(finding.difference)) <= self._near)


def _hidden(lost: Finding) -> Iterable[object]:
    """Where the sums stand that something lost would enter: on its sheet, for a cell in its row or column."""
    for source in lost.sources:
        everywhere, *lines = _places(source)
        yield from lines if lost.code in LOST_CELL else (everywhere,)


def _places(source: Source) -> tuple[object, ...]:
    """The sheet of a cell, its column and its row (those only where it is a single cell)."""
    cell = _CELL.fullmatch(source.cell)
    lines = ((source.sheet, cell[1]), (source.sheet, cell[2])) if cell is not None else ()
    return source.sheet, *lines
