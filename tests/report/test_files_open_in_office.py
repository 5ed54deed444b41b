"""Every file that the program writes, and every Word template, passes Microsoft's Open XML validator."""

from __future__ import annotations

from pathlib import Path

from ooxml import assert_valid, require_validator

from generator.pipeline import Options, build
from generator.workbook.template import write_workbook

ROOT = Path(__file__).resolve().parents[2]


def test_word_and_excel_open_everything(tmp_path: Path) -> None:
    require_validator()
    samples = sorted((ROOT / "input_samples").glob("*.xlsx"))
    files: list[Path] = [*samples, *sorted((ROOT / "templates").glob("*/*.docx"))]
    for sample in samples:
        outcome = build(sample, Options(tmp_path, pdf=False))
        files += [outcome.files["报告"], outcome.files["公开表"]]
    drafted = build(ROOT / "input_samples" / "错例" / "01-类级小计错.xlsx", Options(tmp_path, pdf=False, draft=True))
    files.append(drafted.files["报告"])
    empty = tmp_path / "空白.xlsx"
    write_workbook(empty, layout="wuhan-2023", year=2024, name="某某局")
    files.append(empty)
    assert_valid(*files)
