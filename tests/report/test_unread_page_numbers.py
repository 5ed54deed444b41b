"""A PDF whose page numbers cannot be read: the report is whole, and the note says what to compare."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import pipeline
from generator.pipeline import ESTIMATED, UNREAD, Options, build

SAMPLE = Path(__file__).resolve().parents[2] / "input_samples" / "示例-江城市水务局-2024.xlsx"


def test_page_numbers_are_estimated_and_the_note_does_not_blame_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_pdfs", lambda reports: [pipeline._Pdf(b"%PDF-1.7") for _ in reports])
    outcome = build(SAMPLE, Options(tmp_path))
    assert UNREAD in outcome.notes and ESTIMATED not in outcome.notes
    assert {"报告", "PDF", "公开表"} <= set(outcome.files)
