"""The documentation of the workbook is generated and current."""

from __future__ import annotations

from pathlib import Path

from generator.workbook.document import document
from generator.workbook.problems import PROBLEMS
from generator.workbook.schema import SHEETS

PAGE = Path(__file__).parents[2] / "docs" / "工作簿.md"


def test_the_committed_page_is_what_the_schema_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == document(), "run document() and commit docs/工作簿.md"


def test_every_sheet_and_problem_is_documented() -> None:
    page = document()
    assert all(f"### {sheet.name}" in page for sheet in SHEETS)
    assert all(f"| {problem.code} |" in page for problem in PROBLEMS)
