"""Documents cut into forms and texts, and page numbers estimated from them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml.etree import XMLSyntaxError
from word_workshop import Workshop, word_file

from generator.document import Heading, estimate_heading_pages
from generator.document.blocks import Block, Content, Slots, TableBlock, docx_content, parse_form, read_content
from generator.document.names import W

HEAD = f'<w:document xmlns:w="{W}"><w:body>'
SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/></w:sectPr>'
STYLES = f"""<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:default="1" w:styleId="a">
<w:pPr><w:spacing w:line="400" w:lineRule="exact"/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr></w:style></w:styles>""".encode()


def p(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def table(*rows: str) -> str:
    return f'<w:tbl><w:tblGrid><w:gridCol w:w="3000"/></w:tblGrid>{"".join(rows)}</w:tbl>'


def content(*blocks: str) -> Content:
    return read_content(f"{HEAD}{''.join(blocks)}{SECTION}</w:body></w:document>", STYLES)


def printed(cut: Content) -> list[object]:
    """Texts of paragraphs, and of tables row by row."""
    return [
        [list(row.texts) for row in block.rows] if isinstance(block, TableBlock) else list(block.texts)
        for block in cut.blocks
    ]


def test_what_differs_in_two_reports_are_the_texts_only() -> None:
    one, other = content(p("甲局"), table(row(p("1.00")))), content(p("乙局 &amp; 丙局"), table(row(p(""))))
    assert printed(one) == [["甲局"], [["1.00"]]]
    assert printed(other) == [["乙局 & 丙局"], [[""]]]
    forms = [[block.form if isinstance(block, Block) else block.rows[0].form for block in cut.blocks] for cut in (one, other)]
    assert forms[0] == forms[1]


def test_tables_in_cells_and_paragraphs_in_text_boxes_belong_to_what_holds_them() -> None:
    box = f'<w:p><w:r><w:t>外</w:t><w:pict><w:txbxContent>{p("内一")}{p("内二")}</w:txbxContent></w:pict></w:r></w:p>'
    inner = table(row(p("里一")), row(p("里二")))
    cut = content(box, table(row(p("甲") + inner + p("乙")), row(p("丙"))), "<w:p/>", p("末"))
    assert printed(cut) == [["外", "内一", "内二"], [["甲", "里一", "里二", "乙"], ["丙"]], [], ["末"]]


def test_a_document_that_word_wrote_gives_the_same_blocks() -> None:
    rows = (row(p("一"), p("二")), row(p("三"), p("四")))
    regular = content(p("题"), table(*rows), p("控件"), p("末"))
    other = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <x:document xmlns:x="{W}"><x:body> <w:p xmlns:w="{W}" w:rsidR="00AB"><w:r><w:t xml:space="preserve">题</w:t></w:r></w:p>
    {table(*rows).replace("<w:tr>", '<w:tr w:rsidR="00CD">').replace("<w:tbl>", f'<w:tbl xmlns:w="{W}"> ').replace("</w:tr>", "</w:tr> ")}
    <x:sdt xmlns:w="{W}"><x:sdtPr/><x:sdtContent>{p("控件")}</x:sdtContent></x:sdt><x:customXmlInsRangeStart x:id="1"/>
    <w:p xmlns:w="{W}"><w:r><w:t xml:space="preserve">末</w:t></w:r></w:p>
    {SECTION.replace("<w:sectPr>", f'<w:sectPr xmlns:w="{W}" w:rsidR="00AB">')} </x:body></x:document>"""
    cut = read_content(other, STYLES)
    assert (cut.blocks, cut.section) == (regular.blocks, regular.section)


def test_what_is_no_document_is_refused() -> None:
    with pytest.raises(XMLSyntaxError):
        read_content(f"{HEAD}{p('甲')}", STYLES)


def test_slots_say_where_the_texts_stand() -> None:
    xml = '<w:p><w:r><w:t>一</w:t><w:tab/><w:t xml:space="preserve"> 二</w:t></w:r></w:p>'
    (block,) = content(xml).blocks
    assert isinstance(block, Block)
    element = parse_form(HEAD, block.form)
    pieces = ["\t" if child.tag.endswith("}tab") else child.text for child in element[0]]
    slots = Slots.of("".join(pieces))
    assert (slots.pieces, slots.only) == ((0, "\t", 1), None)
    assert slots.fill(block.texts) == "一\t 二"
    assert (Slots.of(pieces[0]).only, Slots.of("").fill([])) == (0, "")


HEADING = (Heading(1, "后", "_Toc1", 0, 1),)
MARKED = '<w:p><w:bookmarkStart w:id="1" w:name="_Toc1"/><w:r><w:t>后</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>'


HOLDERS = [(30, p), (8, lambda text: table(row(p(text)))), (8, lambda text: table(row(p("") + p(text) + p(""))))]


@pytest.mark.parametrize(("lines", "page"), [(1, 1), (100, 3), (2, 1), (50, 2)])
@pytest.mark.parametrize(("letters", "holder"), HOLDERS)
def test_the_page_follows_the_text_though_its_form_is_known(
    lines: int, page: int, letters: int, holder: Callable[[str], str]
) -> None:
    """A line of a paragraph holds 30 letters, one of the table's cell a little more than 8; a page has 36 lines."""
    assert estimate_heading_pages(content(holder("字" * lines * letters), MARKED), HEADING) == {"_Toc1": page}


def test_a_table_in_a_cell_makes_its_row_taller() -> None:
    inner = table(*[row(p("行")) for _ in range(40)])
    assert estimate_heading_pages(content(table(row(inner + p(""))), MARKED), HEADING) == {"_Toc1": 2}


def test_the_content_of_a_filled_document_is_that_of_its_docx(workshop: Workshop) -> None:
    part = word_file()
    part.add_paragraph("［目录］")
    part.add_heading("第一部分 {{ 名 }}", 1)
    part.add_table(2, 2).cell(0, 0).text = "{{ 名 }}"
    filled = workshop.fill([part], {"名": "某局 <&>"})
    cut = docx_content(filled.docx())
    assert filled.content() == cut
    assert printed(cut)[-2] == [["某局 <&>"], []]
    pages = estimate_heading_pages(cut, filled.headings)
    assert pages == estimate_heading_pages(filled.docx(), filled.headings)
    assert set(pages) == {heading.bookmark for heading in filled.headings}
