"""The script that juesuan's speed is measured against does the same work: the same sentences, the same tables."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from made_workbooks import write_one

from generator.model import Charts
from generator.pipeline import Options, build

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "input_samples" / "武汉经开区总工会-2023.xlsx"
BENCHMARKS = ROOT / "benchmarks"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RUN = """
import sys
from pathlib import Path
from one_template import write_one_template
from plain_context import build_context, explanations
from plain_report import fill
from plain_words import FILTERS
from generator.layouts import load_layout
workbook, subjects, folder = map(Path, sys.argv[1:])
write_one_template(load_layout("wuhan-2023"), folder / "template.docx")
pictures = dict.fromkeys(("图1", "图2", "图3", "图4"))
fill(folder / "template.docx", build_context(workbook, explanations(subjects)), pictures, FILTERS).save(folder / "plain.docx")
"""


def body_of(docx: Path) -> etree._Element:
    with zipfile.ZipFile(docx) as package:
        return etree.fromstring(package.read("word/document.xml"))[0]


def text_of(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t")).strip()


def sentences(docx: Path) -> list[str]:
    """The paragraphs outside tables, from 第一部分 on, without captions of pictures."""
    texts = [text_of(paragraph) for paragraph in body_of(docx).iterchildren(f"{W}p")]
    start = max(number for number, text in enumerate(texts) if text.startswith("第一部分"))
    return [text for text in texts[start:] if text and not text.startswith("图")]


def below(cell: etree._Element) -> bool:
    """Whether the cell is merged with the one above it: the plain script writes its text once more."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def tables(docx: Path) -> list[list[list[str | None]]]:
    """The texts of all tables, row by row; None for a cell that is merged with the one above it."""
    return [[[None if below(cell) else text_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
            for table in body_of(docx).iterchildren(f"{W}tbl")]


def same_cells(ours: list[list[list[str | None]]], plain: list[list[list[str | None]]]) -> bool:
    return all(own in (None, other) for our_table, table in zip(ours, plain, strict=True)
               for our_row, row in zip(our_table, table, strict=True) for own, other in zip(our_row, row, strict=True))


@pytest.mark.parametrize("seed", [None, 1], ids=["sample", "made"])
def test_the_plain_script_writes_the_same_sentences_and_tables(seed: int | None, tmp_path: Path) -> None:
    workbook = SAMPLE if seed is None else write_one(tmp_path, seed)
    outcome = build(workbook, Options(tmp_path, charts=Charts.NATIVE, word_only=True))
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join((str(BENCHMARKS), str(ROOT))), "PYTHONUTF8": "1"}
    subjects = ROOT / "generator" / "subjects" / "functional.csv"
    command = [sys.executable, "-c", RUN, str(workbook), str(subjects), str(tmp_path)]
    done = subprocess.run(command, env=settings, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, f"benchmarks/plain_*.py must follow the template's vocabulary:\n{done.stderr}"
    assert sentences(tmp_path / "plain.docx") == sentences(outcome.files["报告"])
    ours, plain = tables(outcome.files["报告"]), tables(tmp_path / "plain.docx")
    assert len(ours) > 10 and same_cells(ours, plain)
