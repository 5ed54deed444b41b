"""［插入 …］: bodies of other Word files in the place of a paragraph."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm
from word_workshop import PROPERTIES, Workshop, body_xml, rows, texts, word_file

from generator.document import FilledDocument, TemplateError, TemplateMistake, compile_layout, fill
from generator.document.inserts import inserted_names


def lines(*written: str) -> docx.document.Document:
    made = word_file()
    for line in written:
        made.add_paragraph(line)
    return made


def filled(workshop: Workshop, host: docx.document.Document, folders: list[Path] | None = None,
           filters: dict[str, Callable[..., object]] | None = None, **context: object) -> FilledDocument:
    layout = compile_layout(workshop.folder / "样式.docx", workshop.save(host), filters=filters or {}, names=set(context),
                            folders=folders or [workshop.folder])
    return fill(layout, context, PROPERTIES)


def read(workshop: Workshop, host: docx.document.Document, **context: object) -> docx.document.Document:
    return docx.Document(io.BytesIO(filled(workshop, host, **context).docx()))


def mistakes(workshop: Workshop, host: docx.document.Document, **context: object) -> list[TemplateMistake]:
    with pytest.raises(TemplateError) as caught:
        filled(workshop, host, **context)
    return list(caught.value.mistakes)


@pytest.mark.parametrize("written", ["［插入 块.docx］", "[插入 块.docx]", " ［ 插入　块.docx ］ ", "［插入 块］", "［插入块.docx］"])
def test_the_body_of_the_file_stands_in_the_place_of_the_paragraph(workshop: Workshop, written: str) -> None:
    lines("中间{{ 数 }}").save(str(workshop.folder / "块.docx"))
    assert texts(read(workshop, lines("前", written, "后"), 数=5)) == ["前", "中间5", "后"]


def test_a_file_in_a_folder_and_a_file_of_a_later_folder(workshop: Workshop, tmp_path: Path) -> None:
    own, parent = tmp_path / "甲版", tmp_path / "乙版"
    for folder in (own / "表", parent / "表"):
        folder.mkdir(parents=True)
    lines("自己的").save(str(own / "表" / "表1.docx"))
    lines("上级的表1").save(str(parent / "表" / "表1.docx"))
    lines("上级的表2").save(str(parent / "表" / "表2.docx"))
    made = filled(workshop, lines("［插入 表/表1.docx］", "［插入 表\\表2.docx］"), [own, parent])
    assert texts(docx.Document(io.BytesIO(made.docx()))) == ["自己的", "上级的表2"]


def test_inserts_nest_and_may_stand_twice(workshop: Workshop) -> None:
    lines("二前", "［插入 三.docx］", "二后").save(str(workshop.folder / "二.docx"))
    lines("三{{ 数 }}").save(str(workshop.folder / "三.docx"))
    assert texts(read(workshop, lines("［插入 二.docx］", "［插入 三.docx］"), 数=1)) == ["二前", "三1", "二后", "三1"]


def test_an_insert_in_a_loop_and_in_a_condition(workshop: Workshop) -> None:
    lines("{{ 项 }}元").save(str(workshop.folder / "块.docx"))
    lines("没有").save(str(workshop.folder / "无.docx"))
    host = lines("{%p for 项 in 各项 %}", "［插入 块.docx］", "{%p endfor %}", "{%p if not 各项 %}", "［插入 无.docx］", "{%p endif %}")
    assert texts(read(workshop, host, 各项=[1, 2])) == ["1元", "2元"]


def test_tables_keep_their_rows_and_groups(workshop: Workshop) -> None:
    block = word_file()
    table = block.add_table(3, 2)
    for row, cells in enumerate([("{%tr for 行 in 各行 %}", ""), ("{{ 行.甲|并组 }}", "{{ 行.乙 }}"), ("{%tr endfor %}", "")]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    block.save(str(workshop.folder / "块.docx"))
    made = read(workshop, lines("［插入 块.docx］"), 各行=[{"甲": "一", "乙": 1}, {"甲": "一", "乙": 2}])
    assert rows(made) == [["一", "1"], ["", "2"]]


@pytest.mark.parametrize("trailing", [0, 1])
def test_tables_of_two_inserts_never_grow_together(workshop: Workshop, trailing: int) -> None:
    block = word_file()
    block.add_table(1, 1).cell(0, 0).text = "格"
    for _ in range(trailing):
        block.add_paragraph()
    block.save(str(workshop.folder / "块.docx"))
    body = body_xml(filled(workshop, lines("［插入 块.docx］", "［插入 块.docx］")).docx())[0]
    kinds = "".join("表" if block.tag == qn("w:tbl") else "段" for block in body)
    # what Word forces after a table is one point high: it is not seen
    assert kinds.startswith("表段表")
    low = body[1].find(f".//{qn('w:spacing')}")
    assert low is not None and low.get(qn("w:line")) == "20"


def test_inserted_blocks_join_the_section_they_stand_in_but_inner_sections_stay(workshop: Workshop) -> None:
    block = lines("竖")
    block.sections[0].page_width = Mm(100)
    wide = block.add_section()
    wide.orientation, wide.page_width = WD_ORIENT.LANDSCAPE, Mm(297)
    block.add_paragraph("宽")
    block.save(str(workshop.folder / "块.docx"))
    host = lines("前", "［插入 块.docx］", "后")
    host.sections[0].page_width = Mm(150)
    made = read(workshop, host)
    assert [round(section.page_width.mm) for section in made.sections] == [100, 150]
    assert texts(made) == ["前", "竖", "", "宽", "后"]


def test_a_section_that_ends_in_the_line_still_ends_there(workshop: Workshop) -> None:
    lines("块").save(str(workshop.folder / "块.docx"))
    host = lines("［插入 块.docx］")
    host.sections[0].page_width = Mm(120)
    host.add_section().page_width = Mm(210)
    host.add_paragraph("后")
    made = read(workshop, host)
    assert [round(section.page_width.mm) for section in made.sections] == [120, 210]
    assert texts(made) == ["块", "", "后"]


def test_pictures_styles_and_links_come_along(workshop: Workshop, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (2, 2)).save(tmp_path / "图.png")
    block = word_file()
    block.styles.add_style("块的样式", 1)
    block.add_paragraph("有样式", style="块的样式")
    block.add_picture(str(tmp_path / "图.png"))
    block.save(str(workshop.folder / "块.docx"))
    made = read(workshop, lines("［插入 块.docx］", "［插入 块.docx］"))
    assert made.paragraphs[0].style is not None and made.paragraphs[0].style.name == "块的样式"
    assert len(made.inline_shapes) == 2
    for shape in made.inline_shapes:
        assert made.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob


def test_the_table_of_contents_may_be_inserted(workshop: Workshop) -> None:
    lines("［目录］").save(str(workshop.folder / "目.docx"))
    host = lines("［插入 目.docx］")
    host.add_paragraph("第一章", style="Heading 1")
    made = filled(workshop, host)
    assert [heading.text for heading in made.headings] == ["第一章"]
    assert "TOC \\o" in docx.Document(io.BytesIO(made.docx())).element.xml


# ---- mistakes ----------------------------------------------------------------------------------------------------

def test_a_missing_file_is_a_mistake_of_the_host(workshop: Workshop) -> None:
    found, = mistakes(workshop, lines("前", "［插入 没有.docx］"))
    assert (found.file, found.paragraph, found.tag) == ("第1部分.docx", "第2段“［插入 没有.docx］”", "［插入 没有.docx］")
    assert "找不到这个文件" in found.message and str(workshop.folder) in found.message


@pytest.mark.parametrize("name", ["../外.docx", "/etc/passwd"])
def test_a_name_never_leads_outside(workshop: Workshop, name: str) -> None:
    lines("外").save(str(workshop.folder.parent / "外.docx"))
    found, = mistakes(workshop, lines(f"［插入 {name}］"))
    assert "找不到这个文件" in found.message


def test_a_circle_is_named(workshop: Workshop) -> None:
    lines("［插入 乙.docx］").save(str(workshop.folder / "甲.docx"))
    lines("［插入 甲.docx］").save(str(workshop.folder / "乙.docx"))
    found, = mistakes(workshop, lines("［插入 甲.docx］"))
    assert found.file == "乙.docx" and "甲.docx → 乙.docx → 甲.docx" in found.message


def test_a_mistake_inside_names_the_inserted_file(workshop: Workshop) -> None:
    lines("好", "{{ 没有的 }}", "{{ 甲").save(str(workshop.folder / "块.docx"))
    found = mistakes(workshop, lines("{{ 也没有 }}", "［插入 块.docx］"))
    assert {(mistake.file, mistake.paragraph[:3]) for mistake in found} == {
        ("块.docx", "第2段"), ("块.docx", "第3段"), ("第1部分.docx", "第1段")}


def test_a_file_of_another_folder_is_named_with_it(workshop: Workshop, tmp_path: Path) -> None:
    parent = tmp_path / "乙版"
    parent.mkdir()
    lines("{{ 没有的 }}").save(str(parent / "块.docx"))
    with pytest.raises(TemplateError) as caught:
        filled(workshop, lines("［插入 块.docx］"), [workshop.folder, parent])
    assert caught.value.mistakes[0].file == "乙版/块.docx"


def test_a_tag_opened_outside_and_closed_inside_is_a_mistake(workshop: Workshop) -> None:
    lines("{%p endif %}").save(str(workshop.folder / "块.docx"))
    found = mistakes(workshop, lines("{%p if 数 %}", "［插入 块.docx］"), 数=1)
    assert found[0].file == "块.docx" and "第1部分.docx 第1段" in found[0].message


def test_what_goes_wrong_while_filling_names_the_inserted_file(workshop: Workshop) -> None:
    lines("{{ 项.没有 }}").save(str(workshop.folder / "块.docx"))
    found, = mistakes(workshop, lines("{{ 项.有 }}", "［插入 块.docx］"), 项={"有": 1})
    assert found.file == "块.docx" and "没有“没有”这一项" in found.message


def test_an_insert_in_a_table_is_a_mistake(workshop: Workshop) -> None:
    lines("块").save(str(workshop.folder / "块.docx"))
    host = word_file()
    host.add_table(1, 1).cell(0, 0).text = "［插入 块.docx］"
    found, = mistakes(workshop, host)
    assert "独占正文里的一段" in found.message


def test_an_insert_with_words_beside_it_is_a_mistake(workshop: Workshop) -> None:
    lines("块").save(str(workshop.folder / "块.docx"))
    found, = mistakes(workshop, lines("表一：［插入 块.docx］"))
    assert "独占" in found.message


def test_a_page_break_beside_an_insert_is_a_mistake(workshop: Workshop) -> None:
    lines("块").save(str(workshop.folder / "块.docx"))
    host = lines("［插入 块.docx］")
    host.paragraphs[0].add_run().add_break(WD_BREAK.PAGE)
    found, = mistakes(workshop, host)
    assert "独占" in found.message


def test_a_file_that_is_no_word_file_is_a_mistake_with_its_name(workshop: Workshop) -> None:
    (workshop.folder / "块.docx").write_text("不是", encoding="utf-8")
    found, = mistakes(workshop, lines("［插入 块.docx］"))
    assert found.file == "块.docx" and "不是 Word 文件" in found.message


def test_what_a_file_inserts_can_be_listed(tmp_path: Path) -> None:
    lines("［插入 表/表1.docx］", "文", "[插入 说明]").save(str(tmp_path / "甲.docx"))
    assert inserted_names(tmp_path / "甲.docx") == ("表/表1.docx", "说明")
