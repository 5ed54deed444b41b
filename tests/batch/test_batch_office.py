"""LibreOffice missing, dying or hanging: the Word file is delivered, the missing PDF is told and made up for later."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

import pytest
from batch_damage import unit
from batch_workers import inline, run

import generator.pdf as pdf_module
from generator.batch.command import batch
from generator.batch.run import local_workers
from generator.batch.work import Settings
from generator.pdf import LibreOfficeMissing, convert_many, page_count, require_office

WITH_PDF = Settings(charts="native")
FAKE = """#!{python}
import pathlib, sys, time
with pathlib.Path({notes!r}).open("a") as notes:
    notes.write("start\\n")
{does}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUESUAN_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "回收"
    folder.mkdir()
    for name in ("甲局", "乙局"):
        unit(folder / f"{name}.xlsx", name)
    return folder


def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> Path:
    """A soffice that `does` something; the file that counts its starts."""
    notes, script = tmp_path / "starts", tmp_path / "soffice"
    script.write_text(FAKE.format(python=sys.executable, notes=str(notes), does=does), encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("JUESUAN_SOFFICE", str(script))
    monkeypatch.setattr(pdf_module, "convert_many", functools.partial(convert_many, timeout_s=0.5))
    return notes


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
@pytest.mark.parametrize("does", ["sys.exit(77)", "time.sleep(60)"])
def test_a_libreoffice_that_dies_or_hangs_costs_the_pdfs_only(
        folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    notes, out = office(tmp_path, monkeypatch, does), tmp_path / "out"
    outcome = run([folder], out, settings=WITH_PDF)
    assert [done.status for done in outcome.results] == ["缺 PDF", "缺 PDF"] and outcome.code == 1
    assert len(list(out.glob("*公开/*.docx"))) == 2 and not list(out.glob("*公开/*.pdf"))
    assert "没有 PDF" in outcome.text and "juesuan doctor" in outcome.text and "--resume" in outcome.text
    starts = notes.read_text().count("start")
    assert starts <= 8, "it is not tried for ever"
    again = run([folder], out, resume=True, settings=WITH_PDF)
    assert [done.status for done in again.results] == ["缺 PDF", "缺 PDF"] and notes.read_text().count("start") > starts


def test_without_libreoffice_the_word_files_are_there(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_SOFFICE", str(tmp_path / "nowhere"))
    outcome = run([folder], tmp_path / "out", inline(), settings=WITH_PDF)
    assert [done.status for done in outcome.results] == ["缺 PDF", "缺 PDF"] and "JUESUAN_SOFFICE" in outcome.text


def test_two_workers_make_pdfs_at_the_same_time(folder: Path, tmp_path: Path) -> None:
    try:
        require_office()
    except LibreOfficeMissing as error:
        pytest.skip(str(error))
    outcome = batch([folder], tmp_path / "out", WITH_PDF, jobs=2, resume=False, workers=local_workers())
    assert outcome.code == 0 and not outcome.results[0].notes
    files = [Path(file) for done in outcome.results for file in done.files if file.endswith(".pdf")]
    assert len(files) == 2 and all(page_count(file) > 10 for file in files)
