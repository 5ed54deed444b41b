"""Printed amounts become numbers, row numbers whole numbers, codes stay texts."""

import pytest
from published_reports import PROPERTIES, line, one, opened, p, tbl, tc, tr, values, word

from generator.publication import public_tables


def test_amounts_are_the_printed_numbers_and_blank_stays_blank():
    data = public_tables(one(line("一", "1", "2,467.98"), line("二", "2", ""), line("三", "3", "-0.10"),
                             line("四", "4", "0.00")), PROPERTIES)
    assert values(data, 4, 7) == [("一", 1, 2467.98), ("二", 2, None), ("三", 3, -0.1), ("四", 4, 0)]
    sheet = opened(data).worksheets[0]
    assert sheet["C4"].number_format == "#,##0.00"
    assert sheet["B4"].number_format == "0"


def test_a_layout_without_thousands_separators_or_decimals_gets_its_own_format():
    data = public_tables(one(line("一", "1", "12467.98"), line("二", "2", "45"), line("三", "3", "7.5")), PROPERTIES)
    sheet = opened(data).worksheets[0]
    assert [sheet[f"C{row}"].value for row in (4, 5, 6)] == [12467.98, 45, 7.5]
    assert [sheet[f"C{row}"].number_format for row in (4, 5, 6)] == ["0.00", "0", "0.0"]


def test_codes_stay_text_even_when_they_count_on():
    data = public_tables(one(line("工资", "301", "1.00"), line("商品", "302", "2.00")), PROPERTIES)
    assert [row[1] for row in values(data, 4, 5)] == ["301", "302"]
    assert opened(data).worksheets[0]["B4"].number_format == "@"


@pytest.mark.parametrize("codes", [("01", "02"), ("2", "29"), ("3", "2")])
def test_digits_that_do_not_count_on_are_text(codes: tuple[str, str]):
    data = public_tables(one(line("甲", codes[0], "1.00"), line("乙", codes[1], "2.00")), PROPERTIES)
    assert [row[1] for row in values(data, 4, 5)] == list(codes)


def test_row_numbers_of_the_right_half_begin_later():
    data = public_tables(one(line("甲", "32", "1.00"), line("乙", "33", "")), PROPERTIES)
    assert [row[1] for row in values(data, 4, 5)] == [32, 33]


def test_column_numbers_in_the_header_are_numbers():
    header = tr(tc("项目"), tc("行次"), tc("决算数"), header=True) + tr(tc("栏次"), tc(""), tc("1", "mid"), header=True)
    data = public_tables(one(line("甲", "1", "1.00"), header=header), PROPERTIES)
    assert values(data, 4, 4) == [("栏次", None, 1)]


def test_texts_that_look_like_formulas_or_escapes_stay_as_they_are():
    data = public_tables(one(line("=1+1", "1", "1.00"), line("_x0041_<&>", "2", "")), PROPERTIES)
    sheet = opened(data).worksheets[0]
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("=1+1", "s")
    assert sheet["A5"].value == "_x0041_<&>"


def test_a_figure_longer_than_a_spreadsheet_keeps_stays_text():
    data = public_tables(one(line("甲", "1", "1234567890123456.78"), line("乙", "2", "1,234,567,890,123.45")), PROPERTIES)
    assert [row[2] for row in values(data, 4, 5)] == ["1234567890123456.78", 1234567890123.45]


def test_thousands_are_judged_over_all_tables():
    small = tbl([3000, 900], tr(tc("项目"), tc("数"), header=True), tr(tc("甲"), tc("5.00", "sum")))
    large = tbl([3000, 900], tr(tc("项目"), tc("数"), header=True), tr(tc("甲"), tc("5000.00", "sum")))
    data = public_tables(word(p("公开01表"), small, p("一", "h2"), p("公开02表"), large), PROPERTIES)
    first, second = opened(data).worksheets
    assert (first["B3"].number_format, second["B4"].number_format) == ("0.00", "0.00")
