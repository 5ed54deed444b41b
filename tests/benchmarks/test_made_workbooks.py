"""Made-up workbooks: consistent for any seed and size, of the samples' size, always the same for a seed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from made_workbooks import made, write_many, write_one

from generator.model import Charts, Severity
from generator.pipeline import Options, Prepared, prepare

SAMPLE = Path(__file__).resolve().parents[2] / "input_samples" / "武汉经开区总工会-2023.xlsx"
OPTIONS = Options(pdf=False, charts=Charts.NATIVE, word_only=True)


def prepared(path: Path) -> Prepared:
    """Read, checked and filled, without a mistake or a warning."""
    found = prepare(path, OPTIONS)
    assert not [finding.message for finding in found.findings if finding.severity in (Severity.ERROR, Severity.WARNING)]
    assert found.report is not None
    return found


@pytest.mark.parametrize("seed", [1, 2, 77, 123_456])
def test_the_accounts_are_consistent(seed: int, tmp_path: Path) -> None:
    prepared(write_one(tmp_path, seed))


@pytest.mark.parametrize(("seed", "items", "projects"), [(5, 1, 1), (6, 3, 30), (7, 300, 4), (8, 1000, 200)])
def test_they_are_consistent_at_any_size(seed: int, items: int, projects: int, tmp_path: Path) -> None:
    found = prepared(write_one(tmp_path, seed, items=items, projects=projects))
    assert found.accounts is not None
    lines = found.accounts.tables["一般公共预算"].lines
    assert sum(len(line.code) == 7 for line in lines) == items
    assert len(found.accounts.rows["项目绩效自评"]) == projects


def shape(path: Path) -> tuple[int, int, int]:
    """Table rows, paragraphs and characters of the Word file."""
    report = prepare(path, OPTIONS).report
    assert report is not None
    with zipfile.ZipFile(io.BytesIO(report.document.docx(page_numbers={}))) as package:
        xml = package.read("word/document.xml").decode("utf-8")
    return xml.count("</w:tr>"), xml.count("</w:p>"), xml.count("</w:t>")


def test_their_reports_are_of_the_sample_s_size(tmp_path: Path) -> None:
    wanted = shape(SAMPLE)
    found = [shape(path) for path in write_many(tmp_path, 3)]
    mean = [sum(one[place] for one in found) / len(found) for place in range(3)]
    assert all(0.8 < own / other < 1.25 for own, other in zip(mean, wanted, strict=True)), (mean, wanted)


def test_a_seed_gives_the_same_content_always() -> None:
    assert made(9) == made(9)
    assert made(9) != made(10)


def test_no_two_share_their_texts() -> None:
    texts = [{row["内容"] for row in made(seed).rows["主要职责"]} for seed in range(1, 30)]
    assert len(set.union(*texts)) == sum(map(len, texts))


def test_several_processes_write_what_one_writes(tmp_path: Path) -> None:
    together = write_many(tmp_path / "many", 4, jobs=2)
    for seed in (1, 4):
        alone = write_one(tmp_path, seed)
        assert together[seed - 1].name == alone.name
        assert together[seed - 1].read_bytes() == alone.read_bytes()
