"""Templates cut into pieces, and filled reports measured by them."""

from __future__ import annotations

import unicodedata

import pytest
from word_workshop import Workshop, word_file

from generator.document import estimate_heading_pages
from generator.document.blocks import docx_content
from generator.document.flow import Flowing, Kind, flow
from generator.document.metrics import width_in_letters
from generator.document.names import CELL, CELL_END, TOC, mark
from generator.document.pieces import BOUNDARY, Pieces

HEADING = '<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr>'
ROW = "<w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"


def pieces(*xml: str) -> Pieces:
    known = Pieces({"1": 1, "3": 3}, 2)
    known.know(piece for one in xml for piece in known.bounded(one).split(BOUNDARY))
    return known


def bounded(xml: str) -> list[str]:
    return [piece for piece in Pieces({"1": 1, "3": 3}, 2).bounded(xml).split(BOUNDARY) if piece]


def flowing(xml: str) -> list[Flowing]:
    known = Pieces({}, 0)
    return list(flow(known.cut(xml), known))


def test_rows_tables_and_paragraphs_outside_of_them_are_pieces() -> None:
    inner = "<w:tbl><w:tblGrid/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    assert bounded(f"<w:p><w:r/></w:p><w:p/><w:tbl><w:tblGrid/>{ROW}</w:tbl><w:sectPr/>") == [
        "<w:p><w:r/></w:p>", "<w:p/>", "<w:tbl><w:tblGrid/>", ROW, "</w:tbl>", "<w:sectPr/>"]
    box = "<w:p><w:r><w:pict><w:p>一</w:p><w:p>二</w:p></w:pict></w:r></w:p>"
    assert bounded(box) == [box]
    assert "".join(bounded(inner)) == inner


def test_a_heading_is_cut_where_its_bookmarks_go() -> None:
    assert bounded(f"{HEADING}<w:r/></w:p>") == [HEADING, "<w:r/>", "</w:p>"]
    low = f"{HEADING}<w:r/></w:p>".replace('"1"', '"3"')
    assert bounded(low) == [low], "a third level is not listed"
    assert bounded(f"<w:p>{mark(TOC)}</w:p>") == ["<w:p>", mark(TOC), "</w:p>"]


def test_what_has_to_be_looked_at_is_known() -> None:
    cell = f"<w:tr><w:tc>{mark(CELL, '0')}<w:p/>{mark(CELL_END)}</w:tc></w:tr>"
    known = pieces(f"{HEADING}<w:pPr><w:sectPr><w:pgSz/></w:sectPr></w:pPr></w:p><w:tbl>{cell}</w:tbl>")
    assert {piece: known.landmarks[piece].level for piece in known.landmarks if known.landmarks[piece].level} == {HEADING: 1}
    assert [one.section for one in known.landmarks.values() if one.section] == ["<w:sectPr><w:pgSz/></w:sectPr>"]
    assert "</w:tbl>" in known.landmarks
    assert known.marked[cell].xml == "<w:tr><w:tc><w:p/></w:tc></w:tr>"
    assert known.marked[cell].marks == ((f"{CELL}0", len("<w:p/></w:tc></w:tr>")), (CELL_END, len("</w:tc></w:tr>")))


def test_what_is_learnt_from_reports_does_not_pile_up() -> None:
    known = pieces("<w:p/>")
    for number in range(10_000):
        known.learn(f'<w:p w:n="{number}"/>')
    assert len(known.nesting) < 2_100
    assert known.nesting["<w:p/>"] == 0, "those of the templates stay"


def test_two_reports_have_the_same_forms_and_their_own_texts() -> None:
    (kind, form, texts, _), (_, other, others, _) = flowing(f"<w:tbl>{ROW.format('甲')}{ROW.format('乙 &amp;')}</w:tbl>")[1:]
    assert (kind, form, texts, others) == (Kind.ROW, other, ["甲"], ["乙 &amp;"])


def test_tables_in_cells_belong_to_their_row_and_bookmarks_to_what_holds_them() -> None:
    inner = f"<w:tbl>{ROW.format('里')}</w:tbl>"
    marked = '<w:p><w:bookmarkStart w:id="1" w:name="_Toc1"/><w:r><w:t>题</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>'
    found = flowing(f"{marked}<w:tbl>{ROW.format('甲').replace('<w:p>', f'{inner}<w:p>')}</w:tbl><w:sectPr/>")
    assert [(kind, texts, list(bookmarks)) for kind, _, texts, bookmarks in found] == [
        (Kind.PARAGRAPH, ["题"], ["_Toc1"]), (Kind.TABLE, (), []), (Kind.ROW, ["里", "甲"], [])]


@pytest.mark.parametrize("text", ["甲\t乙", "甲\n乙\n丙", "<&>", "", "😀字", "字" * 300])
def test_a_report_is_measured_by_its_pieces_as_by_its_xml(workshop: Workshop, text: str) -> None:
    part = word_file()
    part.add_paragraph("［目录］")
    part.add_heading("一 {{ 文 }}", 1)
    table = part.add_table(4, 2)
    for row, words in enumerate((("固定", "固定"), ("{%tr for 行 in 各行 %}", ""), ("{{ 行|并组 }}", "{{ 文 }}"), ("{%tr endfor %}", ""))):
        for cell, word in zip(table.rows[row].cells, words, strict=True):
            cell.text = word
    part.add_heading("二", 2)
    filled = workshop.fill([part], {"文": text, "各行": ["甲", "甲", "乙"] * 40})
    ours, xml = filled.content(), docx_content(filled.docx())
    assert estimate_heading_pages(ours, filled.headings) == estimate_heading_pages(xml, filled.headings)
    assert (ours.blocks, list(ours.sections)) == (xml.blocks, list(xml.sections))


def test_letters_are_as_wide_as_unicode_says() -> None:
    for code in [*range(0x20, 0x3100), 0x4E00, 0x9FFF, *range(0xFE00, 0xFFFE), 0x1F600]:
        wide = unicodedata.east_asian_width(chr(code)) in "WFA"
        assert width_in_letters(f"甲{chr(code)}") == (2 if wide else 1.5), hex(code)
