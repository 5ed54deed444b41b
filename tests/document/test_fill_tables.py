from __future__ import annotations

from docx.document import Document
from docx.oxml.ns import qn
from word_workshop import Workshop, body_xml, rows, texts, word_file


def table_of(part: Document, lines: list[list[str]]) -> None:
    table = part.add_table(len(lines), max(len(line) for line in lines))
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=False):
            cell.text = text


def merges(document: Document, table: int = 0) -> list[list[str]]:
    """vMerge of each cell: - none, r restart, c continue."""
    found = document.element.body.findall(qn("w:tbl"))[table]
    signs = []
    for row in found.iterchildren(qn("w:tr")):
        line = [cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}") for cell in row.iterchildren(qn("w:tc"))]
        signs.append(["-" if merge is None else (merge.get(qn("w:val")) or "continue")[0] for merge in line])
    return signs


def test_cells_merge_down_a_group(workshop: Workshop) -> None:
    part = word_file()
    table_of(
        part,
        [
            ["一级", "二级", "三级"],
            ["{%tr for 行 in 行们 %}"],
            ["{{ 行[0]|并组 }}", "{{ 行[1]|并组(行[0]) }}", "{{ 行[2] }}"],
            ["{%tr endfor %}"],
        ],
    )
    data = [("产出", "数量", 1), ("产出", "数量", 2), ("产出", "质量", 3), ("效益", "质量", 4), ("产出", "质量", 5)]
    filled = workshop.read([part], 行们=data)
    assert merges(filled) == [list("---"), list("rr-"), list("cc-"), list("c--"), list("---"), list("---")]
    assert rows(filled)[1:] == [
        ["产出", "数量", "1"],
        ["", "", "2"],
        ["", "质量", "3"],
        ["效益", "质量", "4"],
        ["产出", "质量", "5"],
    ]


def test_groups_in_nested_loops_do_not_reach_over_other_rows_or_tables(workshop: Workshop) -> None:
    part = word_file()
    part.add_paragraph("{%p for 表 in 表们 %}")
    table_of(
        part,
        [
            ["{%tr for 组 in 表 %}"],
            ["{{ 组[0] }}", "小计"],
            ["{%tr for 行 in 组[1] %}"],
            ["{{ 行|并组 }}", "x\n"],
            ["{%tr endfor %}"],
            ["{%tr endfor %}"],
        ],
    )
    part.add_paragraph("{%p endfor %}")
    filled = workshop.read([part], 表们=[[("甲", ["a", "a"]), ("乙", ["a"])], [("丙", ["a"])]])
    assert merges(filled, 0) == [["-", "-"], ["r", "-"], ["c", "-"], ["-", "-"], ["-", "-"]]
    assert merges(filled, 1) == [["-", "-"], ["-", "-"]]


def test_group_cell_with_grid_span_and_lines_is_valid(workshop: Workshop) -> None:
    part = word_file()
    table_of(part, [["{%tr for 行 in 行们 %}"], ["{{ 行|并组 }}", "", "尾"], ["{%tr endfor %}"]])
    table = part.tables[0]
    table.cell(1, 0).merge(table.cell(1, 1))
    filled = workshop.read([part], 行们=["甲 < 1\n二", "甲 < 1\n二"])
    cell = filled.element.body.find(f".//{qn('w:tc')}/{qn('w:tcPr')}")
    assert [child.tag for child in cell] == [qn("w:tcW"), qn("w:gridSpan"), qn("w:vMerge")]
    assert merges(filled) == [["r", "-"], ["c", "-"]]
    assert rows(filled) == [["甲 < 1二", "尾"], ["", "尾"]]


def test_newline_in_a_cell_starts_a_paragraph(workshop: Workshop) -> None:
    part = word_file()
    table_of(part, [["{{ 甲 }}"]])
    filled = workshop.read([part], 甲="一\n二")
    assert [paragraph.text for paragraph in filled.tables[0].cell(0, 0).paragraphs] == ["一", "二"]


def test_table_inside_a_cell(workshop: Workshop) -> None:
    part = word_file()
    table_of(part, [["{%tr for 组 in 组们 %}"], ["", "{{ 组.名|并组 }}"], ["{%tr endfor %}"]])
    inner = part.tables[0].cell(1, 0).add_table(3, 1)
    for row, text in zip(inner.rows, ["{%tr for 行 in 组.行们 %}", "{{ 行|并组 }}", "{%tr endfor %}"], strict=True):
        row.cells[0].text = text
    filled = workshop.read([part], 组们=[{"名": "A", "行们": ["x", "x"]}, {"名": "A", "行们": []}])
    outer = filled.tables[0]
    assert merges(filled) == [["-", "r"], ["-", "c"]]
    assert len(outer.cell(0, 0).tables[0].rows) == 2
    assert outer.cell(1, 0).tables == []
    assert len(outer.cell(1, 0).paragraphs) >= 1


def test_table_without_rows_vanishes(workshop: Workshop) -> None:
    part = word_file()
    part.add_paragraph("前")
    table_of(part, [["{%tr for 行 in 行们 %}"], ["{{ 行 }}"], ["{%tr endfor %}"]])
    part.add_paragraph("后")
    filled = workshop.read([part], 行们=[])
    assert not filled.tables
    assert texts(filled) == ["前", "后"]


def test_cell_left_without_paragraph_gets_one(workshop: Workshop) -> None:
    part = word_file()
    table_of(part, [["{%p if 有 %}", "x"]])
    cell = part.tables[0].cell(0, 0)
    cell.add_paragraph("文")
    cell.add_paragraph("{%p endif %}")
    xml = body_xml(workshop.fill([part], {"有": False}).docx())
    assert all(cell[-1].tag == qn("w:p") for cell in xml.iter(qn("w:tc")))


def test_columns_from_a_loop_fit_the_grid(workshop: Workshop) -> None:
    part = word_file()
    table_of(part, [["{%tc for 年 in 年们 %}", "{{ 年 }}", "{%tc endfor %}"]])
    filled = workshop.read([part], 年们=[2020, 2021, 2022, 2023])
    table = filled.element.body.find(qn("w:tbl"))
    assert len(table.find(qn("w:tblGrid"))) == 4
    assert rows(filled) == [["2020", "2021", "2022", "2023"]]


def test_part_that_ends_in_a_table_keeps_its_section(workshop: Workshop) -> None:
    first, second = word_file(), word_file()
    table_of(first, [["甲"]])
    table_of(second, [["乙"]])
    filled = workshop.read([first, second])
    assert len(filled.sections) == 2
    body = filled.element.body
    assert [child.tag for child in body] == [qn("w:tbl"), qn("w:p"), qn("w:tbl"), qn("w:p"), qn("w:sectPr")]
