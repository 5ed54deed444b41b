"""How the sheets look: merged cells, borders, fonts, widths, printing; and the package as a whole."""

from dataclasses import replace

import pytest
from ooxml import assert_valid, require_validator
from published_reports import PROPERTIES, SAMPLES, line, one, opened, p, section, tbl, tc, tr, word

from generator.layouts import load_layout
from generator.publication import public_tables, read_public_tables
from generator.publication.numbers import numbers_of
from generator.report import make_report
from generator.tables.books import make_books
from generator.workbook.read import read_workbook


def two_level_header() -> bytes:
    table = tbl(
        [900, 2400, 1500, 1500],
        tr(tc("科目", "mid", 2), tc("合计\n决算数", "mid", merge="restart"), tc("其中", "mid"), header=True),
        tr(tc("编码", "mid"), tc("名称", "mid"), tc("", merge="continue"), tc("基本", "mid"), header=True),
        tr(tc("201"), tc("一般公共服务支出"), tc("1.00", "sum"), tc("1.00", "sum")))
    return word(p("支出表", "title"), p("\t公开03表"), p("部门：某局\t金额单位：万元"), table, p("注：说明。"), p("", extra=section()))


def test_merged_header_cells_and_two_line_headings():
    sheet = opened(public_tables(two_level_header(), PROPERTIES)).active
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A4:B4", "C4:C5"} <= merged
    assert sheet["C4"].value == "合计\n决算数"
    assert sheet["C5"].border.bottom.style == "thin"


def test_title_over_the_width_number_right_department_left_and_unit_right():
    sheet = opened(public_tables(two_level_header(), PROPERTIES)).active
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:D1", "A7:D7"} <= merged
    assert (sheet["A1"].value, sheet["A1"].alignment.horizontal) == ("支出表", "center")
    right = {cell.value: cell.alignment.horizontal for row in sheet["A2:D3"] for cell in row if cell.value}
    assert right == {"公开03表": "right", "部门：某局": "left", "金额单位：万元": "right"}
    assert sheet["A7"].value == "注：说明。"


def test_fonts_sizes_alignment_and_widths_are_those_of_word():
    sheet = opened(public_tables(two_level_header(), PROPERTIES)).active
    title, cell, amount = sheet["A1"].font, sheet["B6"].font, sheet["C6"]
    assert (title.name, title.size, title.bold) == ("方正小标宋简体", 18, True)
    assert (cell.name, cell.size, bool(cell.bold)) == ("宋体", 9, False)
    assert amount.alignment.horizontal == "right"
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths[0] < widths[2] < widths[1]


def test_printing_repeats_the_header_and_fits_one_page_wide():
    sheet = opened(public_tables(two_level_header(), PROPERTIES)).active
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.freeze_panes == "A6"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (9, "portrait", 1)
    assert sheet.print_options.horizontalCentered
    assert sheet.page_margins.left == pytest.approx(0.787, abs=0.01)


def test_a_long_table_runs_over_several_pages():
    rows = [line(f"第{number}项", str(number), "1.00") for number in range(1, 95)]
    assert opened(public_tables(one(*rows), PROPERTIES)).active.page_setup.fitToHeight == 0


def test_cells_whose_borders_are_switched_off_have_none():
    bare = '<w:tcBorders><w:left w:val="nil"/><w:top w:val="nil"/></w:tcBorders>'
    row = tr(tc("甲", extra=bare), tc("1", "mid"), tc("1.00", "sum"))
    border = opened(public_tables(one(row), PROPERTIES)).active["A4"].border
    assert (border.left.style, border.top.style, border.bottom.style) == (None, None, "thin")


def test_a_long_text_gets_a_higher_row():
    sheet = opened(public_tables(one(line("短", "1", ""), line("很长的项目名称" * 6, "2", "")), PROPERTIES)).active
    assert sheet.row_dimensions[5].height > 2 * sheet.row_dimensions[4].height


def test_properties_and_bytes_depend_on_the_content_alone():
    docx = two_level_header()
    first, second = public_tables(docx, PROPERTIES), public_tables(docx, PROPERTIES)
    assert first == second
    properties = opened(first).properties
    assert (properties.title, properties.creator) == (PROPERTIES.title, PROPERTIES.author)


@pytest.fixture(scope="module")
def sample():
    """A real report, and the books that it was made from."""
    accounts, _ = read_workbook(min(SAMPLES.glob("*.xlsx")))
    assert accounts is not None
    return make_report(make_books(accounts), replace(load_layout(accounts.layout), charts=False))


def test_the_layout_has_its_nine_tables_with_the_figures_of_the_vocabulary(sample):
    tables = read_public_tables(sample.document.docx())
    assert [table.name for table in tables] == [f"公开{number:02}表" for number in range(1, 10)]
    statement, rows = sample.context["表3"], tables[2].rows
    total = rows[tables[2].header_rows]
    assert total.cells[1].text == str(statement["合计"]["本年支出合计"])
    assert [row.cells[0].text for row in rows[tables[2].header_rows + 1:]] == [row["编码"] for row in statement["行"]]
    printed = {str(figure) for row in statement["行"] for figure in row.values() if getattr(figure, "known", False)}
    cells = numbers_of(tables[2])
    assert printed - {str(statement["合计"]["本年支出合计"])} <= {f"{cell.value:,.2f}" for cell in cells.values()}


def test_every_figure_of_the_workbook_is_the_printed_one(sample):
    docx = sample.document.docx()
    book = opened(public_tables(docx, sample.properties))
    amounts = 0
    for table in read_public_tables(docx):
        sheet, first = book[table.name], len(table.above) + 1
        for down, row in enumerate(table.rows):
            for cell in row.cells:
                value = sheet.cell(first + down, cell.column + 1).value
                if isinstance(value, float):
                    amounts += 1
                    assert f"{value:,.2f}" == cell.text
                elif down >= table.header_rows and "." in cell.text:
                    assert value == float(cell.text.replace(",", ""))
                else:
                    assert ("" if value is None else str(value)) == cell.text
    assert amounts > 100


def test_excel_opens_it_without_repair(sample, tmp_path):
    require_validator()
    small, real = tmp_path / "小.xlsx", tmp_path / "公开表.xlsx"
    small.write_bytes(public_tables(two_level_header(), PROPERTIES))
    real.write_bytes(public_tables(sample.document.docx(), sample.properties))
    assert_valid(small, real)
