"""Forms are read once and used again: what a table shows must come from the report at hand alone."""

import itertools

import pytest
from published_reports import PROPERTIES, line, one, opened, p, tbl, tc, tr, word

from generator.document.blocks import docx_content
from generator.publication import public_tables, read_public_tables


def cells(docx: bytes) -> list[list[tuple[str, int, int, int, tuple[str, ...]]]]:
    """Text, column, columns, rows and ruled sides of every cell of the only table."""
    (table,) = read_public_tables(docx)
    return [[(cell.text, cell.column, cell.columns, cell.rows, cell.look.sides) for cell in row.cells] for row in table.rows]


def test_a_report_after_others_gives_the_same_bytes_as_alone():
    reports = [one(*(line(name, f"{number}", amount) for number, (name, amount) in enumerate(rows, 1)))
               for rows in ([("甲", "1.00")], [("乙", ""), ("丙", "1,234.50")], [("丁" * 40, "-3.10")] * 5)]
    alone = [public_tables(docx, PROPERTIES) for docx in reports]
    for order in itertools.permutations(range(3)):
        assert [public_tables(reports[number], PROPERTIES) for number in order] == [alone[number] for number in order]
    assert [opened(data).active["C4"].value for data in alone] == [1, None, -3.1]


def test_content_and_docx_give_the_same_bytes():
    docx = one(line("甲 & 乙", "1", "1.00"))
    assert public_tables(docx_content(docx), PROPERTIES) == public_tables(docx, PROPERTIES)


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_only_the_last_row_has_the_lower_edge(rows: int):
    """The table rules its outside only; the rows are all written the same way."""
    table = tbl([1000, 1000], *[tr(tc("甲"), tc("1.00"))] * rows).replace('w:val="grid"', 'w:val="outside"')
    style = '<w:tblBorders><w:top w:val="single"/><w:left w:val="single"/><w:bottom w:val="single"/><w:right w:val="single"/></w:tblBorders>'
    docx = word(p("公开01表"), table.replace("</w:tblPr>", f"{style}</w:tblPr>"))
    left = [row[0][4] for row in cells(docx)]
    assert left == [tuple(side for side, there in (("left", True), ("top", number == 0), ("bottom", number == rows - 1)) if there)
                    for number in range(rows)]


def test_cells_merge_as_far_down_as_this_report_says():
    def report(*merges: str) -> bytes:
        return word(p("公开01表"), tbl([1000, 1000], *(tr(tc("" if merge == "continue" else "组", merge=merge), tc(f"{number}"))
                                                    for number, merge in enumerate(merges))))

    def rows(*merges: str) -> list[tuple[str, int, int]]:
        return [(text, column, rows) for row in cells(report(*merges)) for text, column, _, rows, _ in row if column == 0]

    assert rows("restart", "continue", "continue") == [("组", 0, 3)]
    assert rows("restart", "continue", "restart") == [("组", 0, 2), ("组", 0, 1)]
    assert rows("continue", "restart", "continue") == [("", 0, 1), ("组", 0, 2)]


def test_a_table_in_a_cell_is_not_part_of_the_published_one():
    inner = tbl([500], tr(tc("里")), tr(tc("面")))
    docx = word(p("公开01表"), tbl([1000, 1000], tr(tc("甲").replace("</w:tc>", f"{inner}{p('乙', 'cell')}</w:tc>"), tc("1.00")), tr(tc("丙"), tc("2.00"))))
    assert [[cell[0] for cell in row] for row in cells(docx)] == [["甲\n乙", "1.00"], ["丙", "2.00"]]


def test_a_cell_looks_like_its_first_paragraph_that_prints():
    def size(text: str) -> float:
        both = tc(text, "cell").replace("</w:tc>", f"{p('下', 'title')}</w:tc>")
        (table,) = read_public_tables(word(p("公开01表"), tbl([1000], tr(both))))
        return table.rows[0].cells[0].look.size

    assert (size("上"), size(""), size("上")) == (9.0, 18.0, 9.0)
