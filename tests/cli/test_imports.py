"""No command imports what it does not use: start-up is what a user waits for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "input_samples" / "武汉经开区总工会-2023.xlsx"
#: Whatever takes longer to import than a command may take to say something.
HEAVY = frozenset({
    "asyncio", "docx", "docxtpl", "fontTools", "http.client", "jinja2", "lxml", "matplotlib", "matplotlib.pyplot", "numpy",
    "openpyxl", "PIL", "pypdf", "pyparsing", "rich", "urllib.request",
})
DRAWING = {"matplotlib", "numpy", "PIL", "pyparsing", "fontTools"}  # the others come with matplotlib
RUN = """
import sys
from generator.cli import main
try:
    main()
except SystemExit as end:
    print("\\nended", end.code or 0, *sys.modules, flush=True)
"""


def imported(folder: Path, *arguments: str, may_complain: bool = False) -> set[str]:
    """The heavy modules that a command imports in a process of its own; it must succeed, unless it may complain."""
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", RUN, *arguments], cwd=folder, env=settings, capture_output=True,
                          encoding="utf-8", timeout=120)
    _, ended, last = done.stdout.rpartition("\nended ")
    code, *modules = last.split()
    assert ended and (code == "0" or may_complain), done.stdout + done.stderr
    return HEAVY.intersection(modules)


@pytest.mark.parametrize("arguments", [
    ["--help"], ["build", "--help"], ["check", "--help"], ["template", "--help"], ["layout", "--help"], ["layout", "list"],
])
def test_help_and_lists_import_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    assert imported(tmp_path, *arguments) == set()


def test_printing_a_template_needs_only_the_xml_reader(tmp_path: Path) -> None:
    assert imported(tmp_path, "layout", "text", "wuhan-2023", "第三部分") <= {"lxml", "jinja2"}


def test_writing_a_workbook_draws_nothing_and_reads_no_word(tmp_path: Path) -> None:
    arguments = ["-o", "决算工作簿.xlsx", "--layout", "wuhan-2023", "--year", "2024", "--name", "某某局"]
    # openpyxl brings numpy, PIL and lxml, where they are installed
    assert imported(tmp_path, "template", *arguments) <= {"openpyxl", "numpy", "PIL", "lxml"}


def test_building_without_pdf_uses_no_office_library(tmp_path: Path) -> None:
    arguments = [str(SAMPLE), "--no-pdf", "-o", "报告", "--json"]
    assert imported(tmp_path, "build", *arguments) <= {"lxml", "jinja2"} | DRAWING


def test_checking_needs_only_the_xml_reader(tmp_path: Path) -> None:
    assert imported(tmp_path, "check", str(SAMPLE)) <= {"lxml"}
    copy = tmp_path / "甲.xlsx"
    copy.write_bytes(SAMPLE.read_bytes())
    assert not imported(tmp_path, "check", str(copy), "--annotate") & (DRAWING - {"numpy", "PIL"})


def test_the_doctor_imports_nothing_heavy(tmp_path: Path) -> None:
    assert imported(tmp_path, "doctor", may_complain=True) == set()
