from __future__ import annotations

import io
from decimal import Decimal

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml as parse_docx_xml
from docx.oxml.ns import nsdecls, qn
from word_workshop import Workshop, body_xml, member, texts, word_file


def test_tag_split_over_runs_takes_the_first_runs_formatting(workshop: Workshop) -> None:
    part = word_file()
    paragraph = part.add_paragraph()
    for piece, bold in (
        ("收入{", True),
        ("{ 收", False),
        ("入 ", False),
        ("}}万元{", False),
        ("% if 有 %}多{% endif %}", False),
    ):
        paragraph.add_run(piece).bold = bold
    filled = workshop.read([part], 收入="12.30", 有=True)
    assert texts(filled) == ["收入12.30万元多"]
    assert filled.paragraphs[0].runs[0].text == "收入12.30"
    assert filled.paragraphs[0].runs[0].bold


def test_curly_quotes_full_width_signs_and_word_litter_inside_a_tag(workshop: Workshop) -> None:
    part = word_file()
    paragraph = part.add_paragraph("{% if 类型 == “行政")
    paragraph._p.append(parse_docx_xml(f'<w:proofErr {nsdecls("w")} w:type="spellStart"/>'))
    paragraph._p.append(parse_docx_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="7" w:name="_GoBack"/>'))
    run = paragraph.add_run("” %}是{% endif %}{{ 数｜default（‘无’，真） }}{{ a")
    run._r.append(parse_docx_xml(f"<w:noBreakHyphen {nsdecls('w')}/>"))
    run.add_text("1 }}")
    inserted = parse_docx_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t>{{{{ 数 }}}}</w:t></w:r></w:ins>')
    paragraph._p.append(inserted)
    assert texts(workshop.read([part], 类型="行政", 数="", 真=True, a=3)) == ["是无2"]


def test_values_arrive_whole(workshop: Workshop) -> None:
    part = word_file()
    part.add_paragraph("{{ 名 }}|{{ 空 }}|{{ 数 }}|{{ 制表 }}")
    filled = workshop.read(
        [part], 名="A < B & C {{ x }} {% \x0b\x00\uffff😀\"'", 空=None, 数=Decimal("1.50"), 制表="a\tb"
    )
    assert texts(filled)[0].startswith("A < B & C {{ x }} {% ")
    assert "".join(texts(filled)).endswith("😀\"'||1.50|a\tb")


def test_newline_in_the_body_starts_a_paragraph_like_it(workshop: Workshop) -> None:
    part = word_file()
    paragraph = part.add_paragraph("（", style="List Bullet")
    paragraph.paragraph_format.page_break_before = True
    paragraph.add_run("{{ 职责 }}").italic = True
    paragraph.add_run("）")
    filled = workshop.read([part], 职责="一\r\n二\n三")
    assert texts(filled) == ["（一", "二", "三）"]
    assert [paragraph.style.name for paragraph in filled.paragraphs] == ["List Bullet"] * 3
    assert filled.paragraphs[1].runs[0].italic
    assert [paragraph.paragraph_format.page_break_before for paragraph in filled.paragraphs] == [True, None, None]


def test_newline_in_a_heading_stays_one_heading(workshop: Workshop) -> None:
    part = word_file()
    part.add_heading("{{ 题 }}", 1)
    filled = workshop.fill([part], {"题": "上\n下"})
    assert [heading.text for heading in filled.headings] == ["上 下"]


def test_newline_in_the_last_paragraph_keeps_one_section_break_at_the_end(workshop: Workshop) -> None:
    first, second = word_file(), word_file()
    first.add_paragraph("{{ 文 }}")
    second.add_paragraph("后")
    filled = workshop.read([first, second], 文="一\n二")
    assert len(filled.sections) == 2
    assert [p._p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None for p in filled.paragraphs] == [False, True, False]


def test_whole_paragraph_tags(workshop: Workshop) -> None:
    part = word_file()
    for text in (
        "{%p for 项 in 项们 %}",
        "{{ loop.index }}.{{ 项 }}",
        "{%p if 项 == '乙' %}",
        "只有乙",
        "{%p endif %}",
        "{%p endfor %}",
    ):
        part.add_paragraph(text)
    part.add_paragraph("{#p 给编辑的话 #}")
    part.add_paragraph("完{# 注 #}")
    assert texts(workshop.read([part], 项们=["甲", "乙"])) == ["1.甲", "2.乙", "只有乙", "完"]


def test_tab_and_break_around_tags_stay(workshop: Workshop) -> None:
    part = word_file()
    run = part.add_paragraph().add_run("{{ 甲 }}")
    run.add_tab()
    run.add_text("{{ 甲 }}")
    run.add_break(WD_BREAK.LINE)
    run.add_text("尾")
    assert texts(workshop.read([part], 甲="x")) == ["x\tx\n尾"]


def test_header_and_footer_are_templates(workshop: Workshop) -> None:
    workshop.base.sections[0].header.paragraphs[0].text = "{% if 草稿 %}草稿 {{ 名 }}{% endif %}"
    part = word_file()
    part.add_paragraph("正文")
    filled = workshop.read([part, part], 草稿=True, 名="A&B")
    assert filled.sections[0].header.paragraphs[0].text == "草稿 A&B"
    assert filled.sections[1].header.is_linked_to_previous


def test_same_input_same_bytes(workshop: Workshop) -> None:
    part = word_file()
    part.add_paragraph("{{ 甲 }}")
    first = workshop.fill([part], {"甲": "x"}).docx()
    assert first == workshop.fill([part], {"甲": "x"}).docx()
    core = member(first, "docProps/core.xml").decode()
    assert "某局2023年度决算" in core
    assert "2024-08-20T09:00:00Z" in core
    assert b"updateFields" not in member(first, "word/settings.xml")


def test_text_box_paragraphs_are_filled_too(workshop: Workshop) -> None:
    part = word_file()
    part.add_paragraph("外{{ 甲 }}")._p.append(
        parse_docx_xml(
            f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>'
            "<w:txbxContent><w:p><w:r><w:t>内{{ 乙 }}</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict></w:r>"
        )
    )
    xml = body_xml(workshop.fill([part], {"甲": "1\n2", "乙": "3\n4"}).docx())
    lines = ["".join(t.text for t in p.findall(f"{qn('w:r')}/{qn('w:t')}")) for p in xml.iter(qn("w:p"))]
    assert lines == ["外1", "2", "内3", "4"]


def test_docxtpl_renders_the_same_text(workshop: Workshop) -> None:
    docxtpl = pytest.importorskip("docxtpl")
    import jinja2

    part = word_file()
    part.add_paragraph("{% if 类型 == “行政” %}是{% else %}否{% endif %}{{ 名 }}")
    for text in ("{%p for 行 in 行们 %}", "{{ 行.甲 }}：{{ 行.乙|大 }}", "{%p endfor %}"):
        part.add_paragraph(text)
    table = part.add_table(3, 2)
    for index, text in ((0, "{%tr for 行 in 行们 %}"), (1, "{{ 行.甲 }}"), (2, "{%tr endfor %}")):
        table.cell(index, 0).text = text
    table.cell(1, 1).text = "{{ 行.乙 }}"
    part.add_paragraph("完")
    context = {"类型": "行政", "名": "A<B&C", "行们": [{"甲": "x", "乙": "y"}, {"甲": "z", "乙": "w"}]}
    workshop.filters["大"] = str.upper
    ours = workshop.read([part], **context)
    template = docxtpl.DocxTemplate(workshop.folder / "第1部分.docx")
    environment = jinja2.Environment(autoescape=True)
    environment.filters["大"] = str.upper
    template.render(context, environment)
    saved = io.BytesIO()
    template.save(saved)
    theirs = docx.Document(saved)
    assert texts(ours) == texts(theirs)
    assert [[c.text for c in row.cells] for row in ours.tables[0].rows] == [
        [c.text for c in row.cells] for row in theirs.tables[0].rows
    ]
