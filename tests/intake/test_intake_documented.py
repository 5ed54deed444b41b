"""The page on importing names every finding; the programme starts quickly."""

from __future__ import annotations

from pathlib import Path

from generator.intake.problems import PROBLEMS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "导入.md"


def test_every_finding_is_on_the_page_with_its_severity() -> None:
    text = PAGE.read_text(encoding="utf-8")
    codes = [problem.code for problem in PROBLEMS]
    assert len(set(codes)) == len(codes)
    for problem in PROBLEMS:
        assert f"| {problem.code} | {problem.severity} |" in text
