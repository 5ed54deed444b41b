"""Workbooks to check and mark: samples changed in one cell, and what stands in the marked copy."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from openpyxl import load_workbook

from generator.checking import Examination, examine
from generator.checking.annotate import write_copy

SAMPLES = Path(__file__).parents[2] / "input_samples"
BROKEN = SAMPLES / "错例"
CLEAN = SAMPLES / "示例-江城市水务局-2024.xlsx"
SUBTOTAL = BROKEN / "01-类级小计错.xlsx"  # 收入!C14 and D14
UNREADABLE = BROKEN / "06-金额处写文字.xlsx"  # 上年数!B15


def copied(source: Path, folder: Path, name: str = "甲.xlsx") -> Path:
    """A copy of a sample to work on."""
    target = folder / name
    target.write_bytes(source.read_bytes())
    return target


def marked(source: Path, folder: Path) -> tuple[Examination, Path]:
    """A sample checked and its marked copy."""
    examination = examine(copied(source, folder))
    return examination, write_copy(examination)


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def comments(path: Path) -> dict[tuple[str, str], str]:
    """(sheet, cell) -> comment, as openpyxl reads them."""
    book = load_workbook(path)
    return {(sheet.title, cell.coordinate): cell.comment.text for sheet in book for row in sheet.iter_rows()
            for cell in row if cell.comment is not None}


def coloured(path: Path) -> set[tuple[str, str]]:
    """The cells with a colour of ours."""
    found: set[tuple[str, str]] = set()
    for sheet in load_workbook(path):
        for formatting in sheet.conditional_formatting:
            if any("决算校验" in "".join(rule.formula) for rule in formatting.rules):
                found |= {(sheet.title, cell) for cell in re.findall(r"[A-Z]+\d+", str(formatting.sqref))}
    return found
