"""The register of rules and the ledger of one run.

A rule is a generator over `Books`. For each thing that it looks at it yields

- `None`: looked at and right,
- `Right(n)`: n of them looked at and right,
- a `Problem`: looked at and wrong,
- a `Skip`: there was nothing to look at, or something needed for it is missing.

A rule that yields nothing at all counts as not applicable: what was not looked at never counts as passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any

from generator.layouts import Layout
from generator.layouts.rules import RuleSettings
from generator.model import Finding, Severity, Source, made_often
from generator.tables.books import Books

MODULES = (
    "t1", "t2_t3", "t4", "t5", "t6", "t7_t8", "t9", "subjects", "subject_places", "signs", "reasons", "prior_year", "other_figures",
    "projects", "scores", "evaluations", "dates", "people", "completeness", "units", "repeats", "words", "layout_rows")


NOTHING = "没有需要核对的内容"


@made_often
class Problem:
    """What a rule found: the message names place, both numbers, difference and remedy. Amounts in 万元.

    `severity` is given only where it differs from that of the rule.
    """

    message: str
    sources: tuple[Source, ...] = ()
    hint: str = ""
    expected: Decimal | str | None = None
    actual: Decimal | str | None = None
    severity: Severity | None = None


@made_often
class Skip:
    """Why a rule, or a part of it, was not looked at. `missing` where figures that it needs are not there."""

    reason: str
    missing: bool = False


@made_often
class Right:
    """So many things were looked at and right, where a rule looks at hundreds."""

    number: int


Checked = Problem | Skip | Right | None
RuleFunction = Callable[[Books], Iterator[Checked]]
LayoutRuleFunction = Callable[[Books, Layout], Iterator[Checked]]
SettingsRuleFunction = Callable[[Books, RuleSettings], Iterator[Checked]]
AnyRuleFunction = RuleFunction | LayoutRuleFunction | SettingsRuleFunction


class Needs(StrEnum):
    """What a rule's function takes beside the books."""

    NOTHING = "books"
    LAYOUT = "layout"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `title` is short, `statement` is the rule in the field's words, `basis` says where it comes from.

    `needs`: what is right depends on the layout, or on its thresholds, which the function takes as well.
    `absent`: why there was nothing to look at, where the function itself does not say.
    """

    code: str
    title: str
    statement: str
    basis: str
    severity: Severity
    function: AnyRuleFunction
    needs: Needs = Needs.NOTHING
    absent: str = NOTHING


class Result(StrEnum):
    """How a rule ended."""

    PASSED = "通过"
    FAILED = "未通过"
    NOT_APPLICABLE = "不适用"
    NOT_CHECKABLE = "无法核对"


@made_often
class Outcome:
    """How one rule ended: `compared` counts what was looked at, `reason` says why nothing was."""

    rule: Rule
    result: Result
    findings: tuple[Finding, ...] = ()
    compared: int = 0
    reason: str = ""


class Registry:
    """Rules by code."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}

    def add(self, rule: Rule) -> None:
        """Register a rule. Raises ValueError for a code used twice or a function without a docstring."""
        if rule.code in self._rules:
            raise ValueError(f"code {rule.code} is used twice: {rule.title}, {self._rules[rule.code].title}")
        if not (rule.function.__doc__ or "").strip():
            raise ValueError(f"{rule.function.__qualname__} ({rule.code}) has no docstring")
        self._rules[rule.code] = rule

    def check(self, code: str, title: str, statement: str, basis: str,
              severity: Severity = Severity.ERROR, *, absent: str = NOTHING) -> Callable[[RuleFunction], RuleFunction]:
        """Decorator: register the function as the rule `code`."""
        def register(function: RuleFunction) -> RuleFunction:
            self.add(Rule(code, title, statement, basis, severity, function, Needs.NOTHING, absent))
            return function
        return register

    def check_by_layout(
            self, code: str, title: str, statement: str, basis: str, severity: Severity = Severity.ERROR, *,
            absent: str = NOTHING) -> Callable[[LayoutRuleFunction], LayoutRuleFunction]:
        """Decorator: register a function of the books and the layout as the rule `code`."""
        def register(function: LayoutRuleFunction) -> LayoutRuleFunction:
            self.add(Rule(code, title, statement, basis, severity, function, Needs.LAYOUT, absent))
            return function
        return register

    def check_by_settings(
            self, code: str, title: str, statement: str, basis: str, severity: Severity = Severity.ERROR, *,
            absent: str = NOTHING) -> Callable[[SettingsRuleFunction], SettingsRuleFunction]:
        """Decorator: register a function of the books and the layout's thresholds as the rule `code`."""
        def register(function: SettingsRuleFunction) -> SettingsRuleFunction:
            self.add(Rule(code, title, statement, basis, severity, function, Needs.SETTINGS, absent))
            return function
        return register

    def rules(self) -> tuple[Rule, ...]:
        """All rules in the order of their codes."""
        return tuple(self._rules[code] for code in sorted(self._rules))


REGISTRY = Registry()
check = REGISTRY.check
check_by_layout = REGISTRY.check_by_layout
check_by_settings = REGISTRY.check_by_settings


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of every module in `MODULES`, in the order of the codes."""
    for name in MODULES:
        import_module(f"generator.checks.{name}")
    return REGISTRY.rules()


def apply(rule: Rule, books: Books, layout: Layout | None = None) -> Outcome:
    """Run one rule. A bug in it is an exception, never a finding. Without a layout, what depends on it is left out.

    The layout may turn the rule off or give all that it finds another severity.
    """
    settings = layout.rules if layout is not None else RuleSettings()
    if layout is None and rule.needs is Needs.LAYOUT:
        return Outcome(rule, Result.NOT_APPLICABLE, reason="没有指定版式")
    chosen = rule.code in settings.severities
    severity = settings.severities[rule.code] if chosen else rule.severity
    if severity is None:
        return Outcome(rule, Result.NOT_APPLICABLE, reason="版式设定不核对")
    findings: list[Finding] = []
    skips: list[Skip] = []
    compared = 0
    function: Any = rule.function
    further = () if rule.needs is Needs.NOTHING else (layout,) if rule.needs is Needs.LAYOUT else (settings,)
    for checked in function(books, *further):
        if checked is None:
            compared += 1
        elif isinstance(checked, Right):
            compared += checked.number
        elif isinstance(checked, Skip):
            skips.append(checked)
        else:
            compared += 1
            own = None if chosen else checked.severity
            findings.append(Finding(rule.code, own or severity, checked.message, checked.hint,
                                    tuple(dict.fromkeys(checked.sources)), checked.expected, checked.actual))
    if findings:
        return Outcome(rule, Result.FAILED, tuple(findings), compared)
    missing = [skip.reason for skip in skips if skip.missing]
    if missing:
        return Outcome(rule, Result.NOT_CHECKABLE, (), compared, "；".join(dict.fromkeys(missing)))
    if compared:
        return Outcome(rule, Result.PASSED, (), compared)
    reason = "；".join(dict.fromkeys(skip.reason for skip in skips)) or rule.absent
    return Outcome(rule, Result.NOT_APPLICABLE, (), 0, reason)
