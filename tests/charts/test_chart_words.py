"""The alternative text says what the picture shows."""

from chart_cases import structure, two_years

from generator.charts import alt_text


def test_two_years_in_words() -> None:
    assert alt_text(two_years("2356.21", "2467.98", "增长4.74%")) == (
        "收、支决算总计变动情况（柱形图）：收入总计2022年度2,356.21万元，2023年度2,467.98万元，增长4.74%；"
        "支出总计2022年度2,356.21万元，2023年度2,467.98万元，增长4.74%。"
    )


def test_a_missing_year_is_said() -> None:
    words = alt_text(two_years(None, "2467.98", "增长4.74%"))
    assert "收入总计2022年度无数据，2023年度2,467.98万元" in words
    assert "增长" not in words


def test_structure_in_words_without_the_parts_that_are_zero() -> None:
    chart = structure(("财政拨款收入", "997"), ("事业收入", "0"), ("其他收入", "3"))
    assert alt_text(chart) == (
        "收入决算结构：收入合计1,000.00万元，其中：财政拨款收入997.00万元，占99.70%；其他收入3.00万元，占0.30%。"
    )


def test_nothing_in_words() -> None:
    assert alt_text(structure(("财政拨款收入", "0"))) == "收入决算结构：无数据。"
    assert alt_text(two_years(None, None)).endswith("：无数据。")
