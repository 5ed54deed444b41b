"""The samples: clean ones have no error, the broken ones have the one that is written beside them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from generator.checks import run_checks
from generator.model import Finding, Severity
from generator.tables.books import make_books
from generator.workbook.read import read_workbook

SAMPLES = Path(__file__).parents[2] / "input_samples"
BROKEN = SAMPLES / "错例"
CASES = tomllib.loads((BROKEN / "清单.toml").read_text(encoding="utf-8"))["case"] if BROKEN.exists() else []


def _findings(path: Path) -> list[Finding]:
    accounts, findings = read_workbook(path)
    return [*findings, *(run_checks(make_books(accounts)) if accounts is not None else ())]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_a_clean_sample_has_no_error(path: Path) -> None:
    assert [finding.message for finding in _findings(path) if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_a_broken_sample_has_the_expected_error_only(case: dict) -> None:  # type: ignore[type-arg]
    errors = [finding for finding in _findings(BROKEN / case["file"]) if finding.severity is Severity.ERROR]
    assert {finding.code for finding in errors} == {case["code"]}
    named = {(source.sheet, source.cell) for finding in errors for source in finding.sources}
    assert any((damage["sheet"], damage["cell"]) in named for damage in case["damage"])
