"""One workbook examined: every finding below its cause, how every rule ended, one verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from generator.checks import Group, Outcome, Result, all_rules, grouped, run_ledger, unread_cells
from generator.layouts import Layout, LayoutError, load_layout
from generator.model import Accounts, Finding, Severity, Source
from generator.money import MoneyUnit
from generator.tables.books import make_books
from generator.workbook.read import read_workbook

NO_LAYOUT = "C001"


class Verdict(StrEnum):
    """What a workbook is good for."""

    RIGHT = "通过"
    WARNINGS = "通过，有警告"
    WRONG = "不通过"


@dataclass(frozen=True, slots=True)
class Examination:
    """What became of a workbook. `accounts` is None where it could not be read; then no rule was checked."""

    path: Path
    accounts: Accounts | None
    layout: Layout | None
    groups: tuple[Group, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, causes first, each followed by what follows from it."""
        return tuple(finding for group in self.groups for finding in (group.finding, *group.follow_ons))

    @property
    def unit(self) -> MoneyUnit:
        """The unit that amounts are shown in."""
        return self.accounts.unit if self.accounts is not None else MoneyUnit.WAN

    def count(self, severity: Severity) -> int:
        """How many causes of this severity."""
        return sum(group.finding.severity is severity for group in self.groups)

    @property
    def verdict(self) -> Verdict:
        """One word for the workbook."""
        if self.count(Severity.ERROR):
            return Verdict.WRONG
        return Verdict.WARNINGS if self.count(Severity.WARNING) else Verdict.RIGHT

    def fails(self, *, strict: bool) -> bool:
        """Whether the exit code says so: an error, or with `strict` a warning."""
        return self.verdict is Verdict.WRONG or (strict and self.verdict is not Verdict.RIGHT)

    def ended(self, result: Result) -> Iterator[Outcome]:
        """The rules that ended so."""
        return (outcome for outcome in self.outcomes if outcome.result is result)


def examine(path: Path) -> Examination:
    """Read and check a workbook. Whatever is wrong with the file is a finding; nothing is raised for it."""
    accounts, read = read_workbook(path)
    if accounts is None:
        untried = tuple(Outcome(rule, Result.NOT_CHECKABLE, reason="工作簿没有读出") for rule in all_rules())
        return Examination(path, None, None, grouped(_ordered(read), MoneyUnit.WAN), untried)
    layout, wrong = _layout(accounts)
    outcomes = run_ledger(make_books(accounts), layout, unread_cells(read))
    findings = [*read, *wrong, *(finding for outcome in outcomes for finding in outcome.findings)]
    return Examination(path, accounts, layout, grouped(_ordered(findings), accounts.unit), outcomes)


def _layout(accounts: Accounts) -> tuple[Layout | None, tuple[Finding, ...]]:
    try:
        return load_layout(accounts.layout), ()
    except LayoutError as error:
        place = accounts.place("基本信息.版式")
        return None, (Finding(NO_LAYOUT, Severity.ERROR, f"{place}（版式）：{error}", "请填财政部门下发的版式名称；与版式有关的规则没有核对", (place,)),)


_RANK: Mapping[Severity, int] = {severity: rank for rank, severity in enumerate(Severity)}


def _ordered(findings: list[Finding] | tuple[Finding, ...]) -> list[Finding]:
    """By severity; within it as they came. Every finding an object of its own, so that groups can tell them apart."""
    return sorted((replace(finding) for finding in findings), key=lambda finding: _RANK[finding.severity])


def place_of(source: Source) -> str:
    """`支出!D12`; the file's name for a finding about the whole file."""
    return str(source) if source.sheet else source.file
