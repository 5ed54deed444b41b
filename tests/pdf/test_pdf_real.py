"""The real LibreOffice: a small document with all fonts of a report."""

from __future__ import annotations

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.fonts import resolve
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
    if find_office() is None or any(choice.found is None for choice in resolve()):
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


def test_a_damaged_document_among_others_costs_itself_alone(docx: Path, pdf: Path, tmp_path: Path) -> None:
    whole = docx.read_bytes()
    contents = {"1": whole, "2": whole[: len(whole) // 2], "3": "这不是 Word 文件".encode(), "4": whole, "5": b""}
    jobs = []
    for name, content in contents.items():
        file = tmp_path / f"{name}.docx"
        file.write_bytes(content)
        jobs.append((file, tmp_path / f"{name}.pdf"))
    failed = convert_many(jobs)
    made = {name for name in contents if (tmp_path / f"{name}.pdf").exists()}
    assert {"1", "4"} <= made
    assert {docx.stem for docx in failed} == set(contents) - made
    assert "2" in {docx.stem for docx in failed}
    assert all("试过两次" in str(problem) for problem in failed.values())
    assert bookmarks(tmp_path / "4.pdf") == bookmarks(pdf)


def test_a_chart_handed_over_as_a_bitmap_stands_in_the_pdf_with_its_pixels(docx: Path, tmp_path: Path) -> None:
    import numpy as np
    from docx import Document
    from PIL import Image
    from pypdf import PdfReader

    from generator.charts.png import png
    from generator.document.bitmaps import for_libreoffice
    from generator.document.package import pack, write_zip

    sheet = np.full((120, 201, 4), 255, np.uint8)
    sheet[20:80, 30:90, :3] = 155, 34, 38
    chart = png(sheet, 300, ["#9B2226", "#FFFFFF"])
    document = Document(str(docx))
    document.add_picture(io.BytesIO(chart))
    document.save(str(tmp_path / "png.docx"))
    with zipfile.ZipFile(tmp_path / "png.docx") as archive:
        members = [for_libreoffice(pack(name, archive.read(name))) for name in archive.namelist()]
    (tmp_path / "bitmap.docx").write_bytes(write_zip(members))
    convert(tmp_path / "bitmap.docx", tmp_path / "a.pdf")
    with PdfReader(tmp_path / "a.pdf") as reader:
        pictures = [picture.image for picture in reader.pages[-1].images if picture.image]
    assert len(pictures) == 1
    with Image.open(io.BytesIO(chart)) as drawn:
        assert pictures[0].convert("RGB").tobytes() == drawn.convert("RGB").tobytes()
