"""The real LibreOffice: a small document with all fonts of a report."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.fonts import missing_fonts, resolve
from generator.pdf import bookmarks, convert, convert_many, find_office, page_count, pdf_fonts

PARAGRAPHS = {
    "方正小标宋简体": "某某局2023年度部门决算公开",
    "方正小标宋_GBK": "部门决算",
    "楷体_GB2312": "（一）收入决算情况",
    "仿宋_GB2312": "收入决算12,345.67万元，“李䶮”——王瓛。",
    "黑体": "一、部门职责",
    "宋体": "合计 12,345.67",
}


@pytest.fixture(scope="module")
def docx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if find_office() is None or missing_fonts():
        pytest.skip("本机缺少 LibreOffice 或报告字体（.ci/setup-system pdf 会安装）")
    from docx import Document
    from docx.oxml.ns import qn

    document = Document()
    document.core_properties.title = "某某局2023年度部门决算公开"

    def add(text: str, font: str, style: str | None = None) -> None:
        run = document.add_paragraph(style=style).add_run(text)
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        for name, value in (("eastAsia", font), ("ascii", "Times New Roman"), ("hAnsi", "Times New Roman")):
            fonts.set(qn(f"w:{name}"), value)

    for font, text in PARAGRAPHS.items():
        add(text, font)
    add("第一部分 概况", "黑体", "Heading 1")
    document.add_page_break()
    add("一、主要职责", "黑体", "Heading 2")
    file = tmp_path_factory.mktemp("docx") / "某某局.docx"
    document.save(str(file))
    return file


@pytest.fixture(scope="module")
def pdf(docx: Path) -> Path:
    result = docx.with_name("某某局.pdf")
    convert(docx, result)
    return result


def test_headings_become_bookmarks(pdf: Path) -> None:
    assert bookmarks(pdf) == ["第一部分 概况", "一、主要职责"]
    assert page_count(pdf) == 2


def test_every_font_is_embedded_and_none_is_a_font_that_nobody_chose(pdf: Path) -> None:
    fonts = pdf_fonts(pdf)
    assert all(fonts.values())
    if not any(choice.exact for choice in resolve()):
        # The faces of a Noto collection all carry the Japanese face's name inside.
        chosen = ("FandolFang", "FandolKai", "NotoSansCJK", "NotoSerifCJK", "LiberationSerif")
        assert [name for name in fonts if not name.startswith(chosen)] == []
        assert [name for name in chosen if not any(font.startswith(name) for font in fonts)] == []


def test_all_characters_arrive(pdf: Path) -> None:
    from pypdf import PdfReader

    with PdfReader(pdf) as reader:
        text = "".join(page.extract_text() for page in reader.pages).replace(" ", "")
    missing = {char for paragraph in PARAGRAPHS.values() for char in paragraph if char != " "} - set(text)
    assert missing == set()


def test_two_at_once_do_not_disturb_each_other_and_give_the_same_bytes(docx: Path, pdf: Path) -> None:
    folder = docx.parent
    twin = folder / "twin.docx"
    twin.write_bytes(docx.read_bytes())
    with ThreadPoolExecutor(2) as pool:
        batch = pool.submit(convert_many, [(docx, folder / "1.pdf"), (twin, folder / "2.pdf")])
        alone = pool.submit(convert_many, [(docx, folder / "3.pdf")])
        assert batch.result() == alone.result() == {}
    assert (folder / "1.pdf").read_bytes() == (folder / "3.pdf").read_bytes() == pdf.read_bytes()
    # Later documents of a call look the same, but LibreOffice numbers their fonts differently.
    assert bookmarks(folder / "2.pdf") == bookmarks(pdf)
    assert pdf_fonts(folder / "2.pdf") == pdf_fonts(pdf)
