"""Which tables are published, what belongs to each, what the sheets are called."""

import pytest
from published_reports import LANDSCAPE, PORTRAIT, PROPERTIES, opened, p, section, tbl, tc, tr, word

from generator.publication import NoPublicTables, public_tables, read_public_tables


def table(text: str = "甲") -> str:
    return tbl([3000, 900], tr(tc("项目"), tc("数"), header=True), tr(tc(text), tc("1.00", "sum")))


def texts(lines: object) -> list[str]:
    return [line.text for line in lines]  # type: ignore[attr-defined]


def test_only_tables_with_a_public_number_count():
    docx = word(p("概况", "h1"), table("无关"), p("决算表", "h1"), p("公开01表"), table("一"), p("附件", "h1"), p("附表1"), table("附"))
    (found,) = read_public_tables(docx)
    assert (found.name, found.rows[1].cells[0].text) == ("公开01表", "一")


def test_caption_and_notes_are_divided_by_heading_section_and_page_break():
    docx = word(
        p("决算表", "h1"), p("一、总表（表1）", "h2"), p("总表", "title"), p("公开01表"), table(), p("注：一"), p("又一", extra=section()),
        p("二、收入（表2）", "h2"), p("收入表", "title"), p("公开02表"), table(), p("注：二"),
        p("支出表", "title", "<w:pageBreakBefore/>"), p("公开03表"), table(), p("注：三"),
        p("情况说明", "h1"), p("正文。"))
    found = read_public_tables(docx)
    assert [texts(table.above) for table in found] == [["总表", "公开01表"], ["收入表", "公开02表"], ["支出表", "公开03表"]]
    assert [texts(table.below) for table in found] == [["注：一", "又一"], ["注：二"], ["注：三"]]


def test_tables_that_nothing_separates_are_divided_at_the_next_title():
    docx = word(p("决算表", "h1"), p("总表", "title"), p("公开01表"), table(), p("注：一"), p("收入表", "title"), p("公开02表"), table())
    first, second = read_public_tables(docx)
    assert (texts(first.below), texts(second.above)) == (["注：一"], ["收入表", "公开02表"])


def test_the_heading_is_the_title_where_there_is_no_other():
    (found,) = read_public_tables(word(p("决算表", "h1"), p("一、收入支出决算总表", "h2"), p("\t公开01表"), table()))
    assert texts(found.above) == ["一、收入支出决算总表", "公开01表"]
    assert found.above[0].look.horizontal == "center"


def test_the_number_may_stand_in_the_table_itself():
    own = tbl([3000, 900], tr(tc("总表", "mid", 2)), tr(tc(""), tc("公开 01 表")), tr(tc("甲"), tc("1.00", "sum")))
    (found,) = read_public_tables(word(p("决算表", "h1"), own))
    assert (found.name, found.header_rows) == ("公开01表", 2)


def test_table_numbers_of_the_headings_do_where_none_is_public():
    docx = word(p("第二部分", "h1"), p("一、总表（表1）", "h2"), table(), p("二、收入（表2）", "h2"), table(), p("附件", "h1"), p("附表3"), table())
    assert [found.name for found in read_public_tables(docx)] == ["表1", "表2"]


def test_a_part_can_be_named():
    docx = word(p("概况", "h1"), table(), p("第二部分　决算表", "h1"), p("总表", "h2"), table("甲"), p("收入", "h2"), table("乙"),
                p("说明", "h1"), table())
    found = read_public_tables(docx, "第二部分 决算表")
    assert [(table.name, table.rows[1].cells[0].text) for table in found] == [("1", "甲"), ("2", "乙")]


@pytest.mark.parametrize("part_heading", ["", "第二部分"])
def test_a_report_without_published_tables_says_so(part_heading: str):
    with pytest.raises(NoPublicTables, match="公开01表"):
        public_tables(word(p("概况", "h1"), table()), PROPERTIES, part_heading)


def test_sheets_with_the_same_number_get_different_names():
    docx = word(p("公开01表"), table(), p("续", "h2"), p("公开01表"), table())
    assert opened(public_tables(docx, PROPERTIES)).sheetnames == ["公开01表", "公开01表-2"]


def test_every_table_has_the_page_of_its_section():
    docx = word(p("公开01表"), table(), p("", extra=section(LANDSCAPE)), p("公开02表"), table(), last=PORTRAIT)
    sheets = opened(public_tables(docx, PROPERTIES)).worksheets
    assert [sheet.page_setup.orientation for sheet in sheets] == ["landscape", "portrait"]


def test_tables_inside_content_controls_are_found():
    docx = word(p("公开01表"), f"<w:sdt><w:sdtContent>{table()}</w:sdtContent></w:sdt>")
    assert [found.name for found in read_public_tables(docx)] == ["公开01表"]
