"""What is made of a LibreOffice that misbehaves, played by a Python script."""

from __future__ import annotations

import os
import sys
import textwrap
import time
import zipfile
from pathlib import Path

import pytest

from generator.pdf import (
    ConversionFailed,
    ConversionTimedOut,
    LibreOfficeMissing,
    Office,
    PdfNotWritable,
    convert,
    convert_many,
    is_whole,
)
from generator.pdf.settle import settle

SCRIPT = '''
import pathlib, subprocess, sys, time
mode, notes, arguments = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
calls = len(notes.read_text(encoding="utf-8").splitlines()) if notes.exists() else 0
with notes.open("a", encoding="utf-8") as file:
    file.write(" ".join(arguments) + "\\n")
outdir = pathlib.Path(arguments[arguments.index("--outdir") + 1])
documents = [pathlib.Path(name) for name in arguments[arguments.index("--outdir") + 2:]]
WHOLE = b"%PDF-1.6\\n" + b"x" * 2000 + b"\\nstartxref\\n9\\n%%EOF\\n"
def write(document, content=WHOLE):
    (outdir / document.with_suffix(".pdf").name).write_bytes(content)
if mode == "hang":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    with notes.with_suffix(".children").open("a") as file:
        file.write(f"{child.pid}\\n")
    time.sleep(60)
if mode == "start again" and calls == 0:
    sys.exit(81)
if mode == "fails once" and calls == 0:
    sys.exit("source file could not be loaded")
for document in documents:
    if mode == "silent":
        continue
    if mode == "half":
        write(document, WHOLE[:-30])
    elif mode == "drops the second" and document.name == "0001.docx":
        continue
    else:
        write(document)
'''


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JUESUAN_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def docx(tmp_path: Path) -> Path:
    file = tmp_path / "某某局 2023.docx"
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("docProps/core.xml", "<dcterms:modified>2024-09-18T08:30:00Z</dcterms:modified>")
    return file


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "calls.txt"


def fake(tmp_path: Path, notes: Path, mode: str) -> Office:
    script = tmp_path / "soffice.py"
    script.write_text(textwrap.dedent(SCRIPT), encoding="utf-8")
    return Office((sys.executable, str(script), mode, str(notes)), script, "7.4")


def calls(notes: Path) -> list[str]:
    return notes.read_text(encoding="utf-8").splitlines()


def test_a_pdf_arrives_under_its_chinese_name_in_a_new_folder(tmp_path: Path, docx: Path, notes: Path) -> None:
    pdf = tmp_path / "输出" / "报告.pdf"
    convert(docx, pdf, office=fake(tmp_path, notes, "good"))
    assert is_whole(pdf.read_bytes())
    assert [file.name for file in pdf.parent.iterdir()] == ["报告.pdf"]
    assert "某某局" not in calls(notes)[0]  # LibreOffice sees plain numbers only


def test_exit_code_81_means_start_again(tmp_path: Path, docx: Path, notes: Path) -> None:
    convert(docx, tmp_path / "a.pdf", office=fake(tmp_path, notes, "start again"))
    assert len(calls(notes)) == 2


def test_what_fails_once_is_tried_again_with_a_new_profile(tmp_path: Path, docx: Path, notes: Path) -> None:
    convert(docx, tmp_path / "a.pdf", office=fake(tmp_path, notes, "fails once"))
    first, second = (line.split()[0] for line in calls(notes))
    assert first.startswith("-env:UserInstallation=file://")
    assert first != second


def test_a_profile_is_kept_for_the_next_run(tmp_path: Path, docx: Path, notes: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        convert(docx, tmp_path / name, office=fake(tmp_path, notes, "good"))
    first, second = (line.split()[0] for line in calls(notes))
    assert first == second


@pytest.mark.parametrize("mode", ["silent", "half"])
def test_no_whole_pdf_is_an_error_whatever_the_exit_code(tmp_path: Path, docx: Path, notes: Path, mode: str) -> None:
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"the last good one")
    with pytest.raises(ConversionFailed, match=r"某某局 2023\.docx.*返回码 0"):
        convert(docx, pdf, office=fake(tmp_path, notes, mode))
    assert pdf.read_bytes() == b"the last good one"


def test_a_hanging_libreoffice_is_stopped_with_its_children(tmp_path: Path, docx: Path, notes: Path) -> None:
    started = time.monotonic()
    with pytest.raises(ConversionTimedOut, match="已中止"):
        convert(docx, tmp_path / "a.pdf", timeout_s=1.2, office=fake(tmp_path, notes, "hang"))
    assert time.monotonic() - started < 20
    children = [int(line) for line in notes.with_suffix(".children").read_text(encoding="utf-8").split()]
    assert children
    if sys.platform == "linux":
        assert not [child for child in children if is_running(child)]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_of_many_only_those_that_fail_are_tried_again_and_named(tmp_path: Path, docx: Path, notes: Path) -> None:
    other, absent = tmp_path / "b.docx", tmp_path / "absent.docx"
    other.write_bytes(docx.read_bytes())
    jobs = [(docx, tmp_path / "1.pdf"), (other, tmp_path / "2.pdf"), (absent, tmp_path / "3.pdf")]
    failed = convert_many(jobs, office=fake(tmp_path, notes, "drops the second"))
    # Alone, the second one is the first of its call, and works.
    assert list(failed) == [absent]
    assert isinstance(failed[absent], PdfNotWritable)
    assert (tmp_path / "1.pdf").exists()
    assert (tmp_path / "2.pdf").exists()
    assert [line.count(".docx") for line in calls(notes)] == [2, 1]


def test_a_target_that_cannot_be_written_is_said_without_a_second_try(tmp_path: Path, docx: Path, notes: Path) -> None:
    pdf = tmp_path / "a.pdf"
    pdf.mkdir()
    with pytest.raises(PdfNotWritable, match="请先关闭"):
        convert(docx, pdf, office=fake(tmp_path, notes, "good"))
    assert len(calls(notes)) == 1
    assert not list(tmp_path.glob(".a.pdf*"))


def test_a_libreoffice_that_cannot_be_started_is_an_error(tmp_path: Path, docx: Path) -> None:
    nowhere = tmp_path / "soffice"
    with pytest.raises(ConversionFailed, match=r"^无法启动 LibreOffice（.*soffice：.*doctor.*JUESUAN_SOFFICE"):
        convert(docx, tmp_path / "a.pdf", office=Office((str(nowhere),), nowhere))


def test_nothing_to_do_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_SOFFICE", os.devnull + "-not-there")
    assert convert_many([]) == {}


def test_without_libreoffice_the_message_says_so(tmp_path: Path, docx: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_SOFFICE", str(tmp_path / "no"))
    with pytest.raises(LibreOfficeMissing, match="JUESUAN_SOFFICE"):
        convert(docx, tmp_path / "a.pdf")


def test_the_clock_and_chance_are_taken_out_of_a_pdf(docx: Path) -> None:
    def made(date: bytes, name: bytes) -> bytes:
        return (
            b"%PDF-1.6\n<</CreationDate(D:" + date + b"Z')>>\ntrailer\n<</ID [ <" + name + b">\n<" + name + b"> ]\n"
            b"/DocChecksum /" + name + b"\n>>\nstartxref\n9\n%%EOF\n"
        )

    one = settle(made(b"20260101010101", b"A" * 32), docx)
    other = settle(made(b"20270202020202", b"B" * 32), docx)
    assert one == other
    assert b"D:20240918083000Z'" in one
    assert len(one) == len(made(b"20260101010101", b"A" * 32))
