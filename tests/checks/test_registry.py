"""The register of rules, the ledger, and the page for users."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from accounts_builder import base, books

import generator.checks
from generator.checks import Problem, Result, Skip, all_rules, run_checks, run_ledger
from generator.checks.catalogue import GROUPS, document
from generator.checks.registry import MODULES, Checked, Registry, Right, apply
from generator.model import Severity, Source
from generator.tables.books import Books

PAGE = Path(__file__).parents[2] / "docs" / "校验规则.md"
MACHINERY = {"registry", "causes", "wording", "catalogue", "subject_tables", "reads", "texts", "examples"}


def test_no_module_with_rules_is_left_out() -> None:
    found = {module.name for module in pkgutil.iter_modules(generator.checks.__path__)}
    assert found - MACHINERY == set(MODULES)


def test_every_function_with_a_rule_is_registered_once() -> None:
    functions = [rule.function for rule in all_rules()]
    assert len(set(functions)) == len(functions)


def test_codes_are_in_order_and_belong_to_one_group_each() -> None:
    codes = [rule.code for rule in all_rules()]
    assert codes == sorted(codes)
    assert all(sum(code.startswith(prefix) for prefix, _ in GROUPS) == 1 for code in codes)


def test_a_code_used_twice_is_refused() -> None:
    registry = Registry()
    registry.check("X1", "甲", "甲", "无")(_rule())
    with pytest.raises(ValueError, match="X1 is used twice"):
        registry.check("X1", "乙", "乙", "无")(_rule())


def test_a_rule_without_docstring_is_refused() -> None:
    function = _rule()
    function.__doc__ = None
    with pytest.raises(ValueError, match="no docstring"):
        Registry().check("X1", "甲", "甲", "无")(function)


def _rule(*yielded: Checked):  # type: ignore[no-untyped-def]
    def rule(books: Books) -> Iterator[Checked]:
        """A rule."""
        yield from yielded
    return rule


@pytest.mark.parametrize(("yielded", "result"), [
    ((), Result.NOT_APPLICABLE), ((Skip("没有"),), Result.NOT_APPLICABLE), ((None,), Result.PASSED),
    ((None, Skip("没有")), Result.PASSED), ((None, Skip("缺数", missing=True)), Result.NOT_CHECKABLE),
    ((None, Problem("错")), Result.FAILED), ((Right(0),), Result.NOT_APPLICABLE), ((Right(3),), Result.PASSED),
    ((Right(3), Problem("错")), Result.FAILED),
])
def test_what_was_not_looked_at_never_counts_as_passed(yielded: tuple[Checked, ...], result: Result) -> None:
    registry = Registry()
    registry.check("X1", "甲", "甲", "无", Severity.WARNING)(_rule(*yielded))
    outcome = apply(registry.rules()[0], books(**base()))
    assert outcome.result is result
    assert all(finding.code == "X1" and finding.severity is Severity.WARNING for finding in outcome.findings)


def test_what_is_right_counts_one_by_one_or_together() -> None:
    registry = Registry()
    registry.check("X1", "甲", "甲", "无")(_rule(None, Right(3), Skip("没有"), Problem("错")))
    assert apply(registry.rules()[0], books(**base())).compared == 5


def test_a_bug_in_a_rule_is_an_exception() -> None:
    def rule(books: Books) -> Iterator[Checked]:
        """A rule with a bug."""
        yield Problem(str(Decimal(1) / Decimal(0)))
    registry = Registry()
    registry.check("X1", "甲", "甲", "无")(rule)
    with pytest.raises(ZeroDivisionError):
        apply(registry.rules()[0], books(**base()))


def test_an_empty_workbook_passes_nothing_but_is_not_wrong_by_figures() -> None:
    parts = base()
    empty = books(fields={key: value for key, value in parts["fields"].items() if key.startswith("基本信息")})
    passed = [outcome.rule.code for outcome in run_ledger(empty) if outcome.result is Result.PASSED]
    assert passed == ["D101"]
    missing = {"W101", "W102", "W103", "W104", "W105", "W106", "W107", "W108", "Y101"}  # what disclosure asks for
    assert {finding.code for finding in run_checks(empty)} == missing


def test_findings_name_cells() -> None:
    parts = base()
    parts["tables"]["收入"]["20129"]["财政拨款收入"] = "501"
    assert all(isinstance(source, Source) for finding in run_checks(books(**parts)) for source in finding.sources)


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == document(), "run: python -m generator.checks.catalogue"
