from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from word_workshop import PROPERTIES, Workshop, with_contents, word_file

from generator.document import FilledDocument, Heading, estimate_heading_pages, fill, read_heading_pages
from generator.document.pages import _offsets


def report(workshop: Workshop) -> FilledDocument:
    """Cover, contents of one page, and a body whose numbering restarts; 丙 stands in the middle of a later page."""
    body = word_file()
    for text in ("开头的话", "{%p for 题 in 题们 %}"):
        body.add_paragraph(text)
    body.add_heading("第{{ 题 }}部分 情况", 1)
    for text in ("{%p for 行 in range(60) %}", "第{{ 行 }}行", "{%p endfor %}"):
        body.add_paragraph(text)
    body.add_heading("小节{{ 题 }}", 2)
    body.add_paragraph("{%p endfor %}")
    workshop.names = {"题们"}
    return fill(workshop.compile(*with_contents(body)), {"题们": ["甲", "乙", "丙"]}, PROPERTIES)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_numbers_read_from_the_pdf_are_those_printed(workshop: Workshop, tmp_path: Path) -> None:
    from pypdf import PdfReader

    filled = report(workshop)
    (tmp_path / "x.docx").write_bytes(filled.docx(toc="plain"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "x.docx"),
    ]
    for _ in range(2):  # a new profile may end the first start
        subprocess.run(command, check=False, capture_output=True, timeout=120)
        if (tmp_path / "x.pdf").exists():
            break
    pages = read_heading_pages(tmp_path / "x.pdf", filled.headings)
    reader = PdfReader(tmp_path / "x.pdf")
    contents = "".join(reader.pages[1].extract_text().split())
    for heading in filled.headings:
        shown = pages[heading.bookmark]
        assert f".{shown}" in contents.partition("".join(heading.text.split()))[2][:200]
        # cover and contents are not counted
        assert "".join(heading.text.split()) in "".join(reader.pages[shown + 1].extract_text().split())
    numbers = list(pages.values())
    assert numbers[0] == 1
    assert numbers == sorted(numbers)
    assert numbers[-1] > 3
    assert read_heading_pages((tmp_path / "x.pdf").read_bytes(), filled.headings) == pages
    estimated = estimate_heading_pages(filled.docx(), filled.headings)
    assert all(abs(estimated[bookmark] - page) <= 1 for bookmark, page in pages.items())


def test_a_run_without_legible_contents_begins_with_its_first_heading() -> None:
    headings = [Heading(1, "前", "a", 0, 1), Heading(1, "甲", "b", 1, 5), Heading(1, "乙", "c", 1, 5)]
    assert _offsets(headings, {"a": 2, "b": 4, "c": 6}, {}) == {0: 0, 1: -1}
    assert _offsets(headings, {"a": 2, "b": 4, "c": 6}, {"c": 4}) == {0: 0, 1: 2}
