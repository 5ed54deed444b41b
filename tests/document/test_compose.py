from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from word_workshop import PROPERTIES, Workshop, body_xml, member, texts, with_contents, word_file

from generator.document import CompiledLayout, Picture, compile_layout, fill, template_text
from generator.document.package import parse_xml


def png(width: int = 4, height: int = 2) -> bytes:
    from PIL import Image

    saved = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(saved, "PNG")
    return saved.getvalue()


def landscape(section: Any) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)


def test_sections_of_parts_keep_page_and_lose_headers(workshop: Workshop) -> None:
    workshop.base.sections[0].footer.paragraphs[0].text = "基页脚"
    first, second = word_file(), word_file()
    first.add_paragraph("竖")
    first.add_section()
    landscape(first.sections[1])
    first.add_paragraph("横")
    first.sections[0].footer.paragraphs[0].text = "部分自己的页脚"
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    second.sections[0]._sectPr.find(qn("w:cols")).addprevious(start)
    second.add_paragraph("后")
    filled = workshop.read([first, second])
    assert [section.orientation for section in filled.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    assert filled.sections[0].footer.paragraphs[0].text == "基页脚"
    assert all(section.footer.is_linked_to_previous for section in list(filled.sections)[1:])
    assert filled.sections[2]._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_styles_missing_in_the_base_are_taken_and_differing_ones_noted(workshop: Workshop) -> None:
    part = word_file()
    parent = part.styles.add_style("甲式父", WD_STYLE_TYPE.PARAGRAPH)
    own = part.styles.add_style("甲式", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = parent
    part.styles["Quote"].font.size = Pt(31)
    part.add_paragraph("甲", style="甲式")
    part.add_paragraph("乙", style="Quote")
    layout = workshop.compile(part)
    assert any("甲式”在 样式.docx 里没有" in note for note in layout.notes)
    assert [note for note in layout.notes if "不同" in note] == [
        "第1部分.docx：样式“Quote”与 样式.docx 里的不同，以 样式.docx 为准"
    ]
    filled = docx.Document(io.BytesIO(fill(layout, {}, PROPERTIES).docx()))
    assert filled.paragraphs[0].style.name == "甲式"
    assert filled.paragraphs[0].style.base_style.name == "甲式父"
    assert filled.styles["Quote"].font.size != Pt(31)


def test_styles_are_matched_by_name_not_by_id(workshop: Workshop) -> None:
    part = word_file()
    part.styles["Quote"].element.set(qn("w:styleId"), "Heading1")
    part.styles["heading 1"].element.set(qn("w:styleId"), "a7")
    part.styles.element.findall(qn("w:style"))
    part.add_paragraph("引").paragraph_format.element.get_or_add_pPr().get_or_add_pStyle().set(qn("w:val"), "Heading1")
    assert workshop.read([part]).paragraphs[0].style.name == "Quote"


def test_logo_and_link_of_a_part_come_along(workshop: Workshop) -> None:
    first, second = word_file(), word_file()
    for part in (first, second):
        part.add_picture(io.BytesIO(png()))
    link = OxmlElement("w:hyperlink")
    link.set(
        qn("r:id"),
        second.part.relate_to("https://example.org/a?b=1&c=2", RELATIONSHIP_TYPE.HYPERLINK, is_external=True),
    )
    link.append(OxmlElement("w:r"))
    second.add_paragraph()._p.append(link)
    filled = workshop.read([first, second])
    assert [filled.part.related_parts[blip.get(qn("r:embed"))].blob for blip in filled.element.iter(qn("a:blip"))] == [
        png()
    ] * 2
    relation = filled.part.rels[next(filled.element.iter(qn("w:hyperlink"))).get(qn("r:id"))]
    assert relation.target_ref == "https://example.org/a?b=1&c=2"
    numbers = [drawing.get("id") for drawing in filled.element.iter(qn("wp:docPr"))]
    assert len(set(numbers)) == 2


def test_lists_of_parts_get_numbers_of_their_own(workshop: Workshop) -> None:
    parts = [word_file(), word_file()]
    for part in parts:
        properties = part.add_paragraph("项").paragraph_format.element.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_numId().val = 3
    filled = workshop.read(parts)
    used = [number.get(qn("w:val")) for number in filled.element.body.iter(qn("w:numId"))]
    assert len(set(used)) == 2
    known = [num.get(qn("w:numId")) for num in filled.part.numbering_part.element.iter(qn("w:num"))]
    assert set(used) <= set(known)
    assert len(known) == len(set(known))


def test_pictures_keep_proportion_alt_text_and_distinct_numbers(workshop: Workshop) -> None:
    part = word_file()
    part.add_paragraph("{% for 图 in 图们 %}{{ 图 }}{% endfor %}后")
    first, second = (Picture(f"图{n}", png(4, n), f'说明 <{n}> & "引"', 80) for n in (1, 2))
    unused = Picture("没用到", png(), "", 10)
    filled = workshop.fill([part], {"图们": [first, second, first]}, [first, second, unused])
    document = docx.Document(io.BytesIO(filled.docx()))
    assert texts(document) == ["后"]
    shapes = document.inline_shapes
    assert [(shape.width.mm, shape.height.mm) for shape in shapes] == [(80, 20), (80, 40), (80, 20)]
    described = [drawing.get("descr") for drawing in document.element.iter(qn("wp:docPr"))]
    assert described[0] == '说明 <1> & "引"'
    assert len({drawing.get("id") for drawing in document.element.iter(qn("wp:docPr"))}) == 3
    assert sum(name.endswith(".png") for name in zipfile.ZipFile(io.BytesIO(filled.docx())).namelist()) == 2


def test_picture_not_handed_over_is_a_bug(workshop: Workshop) -> None:
    part = word_file()
    part.add_paragraph("{{ 图 }}")
    with pytest.raises(ValueError, match="embedded"):
        workshop.fill([part], {"图": Picture("图1", png(), "", 80)})


def compiled(workshop: Workshop) -> CompiledLayout:
    body = word_file()
    for text in ("{%p for 题 in 题们 %}", "# {{ 题 }}", "文", "## 小{{ 题 }}", "### 更小", "{%p endfor %}"):
        level = len(text) - len(text.lstrip("#"))
        paragraph = body.add_heading(text.lstrip("# "), level) if level else body.add_paragraph(text)
        paragraph.paragraph_format.page_break_before = level == 1
    workshop.names = {"题们"}
    return workshop.compile(*with_contents(body))


def test_contents_are_a_real_field_with_cached_entries(workshop: Workshop) -> None:
    filled = fill(compiled(workshop), {"题们": ["甲 & 乙", "丙"]}, PROPERTIES)
    assert [(h.level, h.text, h.run, h.first) for h in filled.headings] == [
        (1, "甲 & 乙", 1, 1),
        (2, "小甲 & 乙", 1, 1),
        (1, "丙", 1, 1),
        (2, "小丙", 1, 1),
    ]
    data = filled.docx(page_numbers={heading.bookmark: number for number, heading in enumerate(filled.headings, 3)})
    document = docx.Document(io.BytesIO(data))
    entries = [p for p in document.paragraphs if p.style.name.lower().startswith("toc ")]
    assert [(p.style.name.lower(), p.text) for p in entries] == [
        ("toc 1", "甲 & 乙\t3"),
        ("toc 2", "小甲 & 乙\t4"),
        ("toc 1", "丙\t5"),
        ("toc 2", "小丙\t6"),
    ]
    fields = [f.get(qn("w:fldCharType")) for f in document.element.iter(qn("w:fldChar"))]
    assert fields.count("begin") == fields.count("end") == 5
    assert (fields[0], fields[-1]) == ("begin", "end")
    assert ' TOC \\o "1-2" \\h \\z \\u ' in [text.text for text in document.element.iter(qn("w:instrText"))]
    anchors = [link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink"))]
    names = [mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    assert anchors == names == [heading.bookmark for heading in filled.headings]


def test_plain_contents_hold_no_contents_field(workshop: Workshop) -> None:
    filled = fill(compiled(workshop), {"题们": ["甲"]}, PROPERTIES)
    xml = body_xml(filled.docx(toc="plain"))
    instructions = [text.text.split()[0] for text in xml.iter(qn("w:instrText"))]
    assert instructions == ["PAGEREF", "PAGEREF"]
    assert len(list(xml.iter(qn("w:sectPr")))) == 3


def test_template_text_is_for_review(workshop: Workshop) -> None:
    part = word_file()
    part.add_heading("一、{{ 名 }}", 1)
    table = part.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "{%tr for 行 in 行们 %}", "甲"
    part.add_section()
    landscape(part.sections[1])
    part.add_picture(io.BytesIO(png()))
    assert template_text(workshop.save(part)[0]).splitlines() == [
        "［heading 1］一、{{ 名 }}",
        "［表格］",
        "{%tr for 行 in 行们 %} | 甲",
        "［表格完］",
        "",
        "［分节 纵向］",
        "［图片］",
        "［分节 横向］",
    ]


def test_settings_and_types_are_complete(workshop: Workshop) -> None:
    part = word_file()
    part.add_paragraph("x")
    data = workshop.fill([part], {}).docx()
    names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    typed = {e.get("PartName")[1:] for e in parse_xml(member(data, "[Content_Types].xml")) if e.get("PartName")}
    assert {name for name in names if not name.endswith(".rels")} - {"[Content_Types].xml"} == typed
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_footnotes_are_refused(workshop: Workshop) -> None:
    from generator.document import TemplateError

    part = word_file()
    note = OxmlElement("w:footnoteReference")
    note.set(qn("w:id"), "2")
    part.add_paragraph("注").runs[0]._r.append(note)
    with pytest.raises(TemplateError, match="不支持脚注"):
        workshop.compile(part)


def test_a_layout_is_compiled_from_paths_in_order(workshop: Workshop) -> None:
    parts = [word_file(), word_file()]
    for text, part in zip("甲乙", parts, strict=True):
        part.add_paragraph(text)
    paths = workshop.save(*parts)
    layout = compile_layout(workshop.folder / "样式.docx", paths[::-1], filters={}, names=())
    assert texts(docx.Document(io.BytesIO(fill(layout, {}, PROPERTIES).docx()))) == ["乙", "甲"]
