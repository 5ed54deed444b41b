"""layout.toml: what is read."""

from __future__ import annotations

from pathlib import Path

from small_layout import GOOD, read

from generator.layouts import StatementRow, layout_names, load_layout
from generator.money import MoneyUnit


def test_a_small_layout_and_what_it_leaves_to_the_defaults(folder: Path) -> None:
    layout = read(folder)
    assert (layout.name, layout.title, [part.name for part in layout.parts]) == ("某市", "某市", ["正文.docx"])
    assert (layout.toc_levels, layout.charts, layout.words.更多, layout.text.places) == (2, True, "增加", 2)
    spec = layout.statements
    assert spec.classes == (("201", "一般公共服务支出"), ("202", "外交支出"))
    assert spec.t1_income_foot == (StatementRow("本年收入合计", "本年收入合计"), StatementRow("", ""), StatementRow("总　计", "总计"))
    assert (spec.t6_columns, spec.padded_codes, spec.as_typed) == ((("301", "303"), ("310: 02 03",)), (), ())
    assert spec.levels == dict.fromkeys(("表2", "表3", "表5", "表7", "表8"), (1, 2, 3))
    assert (layout.execution_weight, layout.over_budget_deducts, layout.terms) == (None, False, {})


def test_numbers_and_words_are_the_layouts(folder: Path) -> None:
    layout = read(folder, GOOD + """
["正文数字"]
"小数" = 1
"百分比小数" = 0
"单位" = "元"
["表格数字"]
"千分位" = true
"零" = "0.00"
["用语"]
"更多" = "多"
"大于预算" = "大于{预算}"
["图"]
"绘制" = false
""")
    assert (layout.text.places, layout.text.percent_places, layout.text.unit) == (1, 0, MoneyUnit.YUAN)
    assert (layout.tables.thousands, layout.tables.zero, layout.words.更多, layout.charts) == (True, "0.00", "多", False)


def test_a_file_saved_by_notepad_with_a_byte_order_mark_is_read(folder: Path) -> None:
    (folder / "某市" / "layout.toml").write_text(GOOD, encoding="utf-8-sig")
    assert load_layout("某市").title == "某市"


def test_parts_may_stand_in_the_shared_folder(folder: Path) -> None:
    (folder / "共用").mkdir()
    (folder / "某市" / "正文.docx").rename(folder / "共用" / "正文.docx")
    assert read(folder).parts == (folder / "共用" / "正文.docx",)


def test_the_delivered_layouts_are_read() -> None:
    assert "wuhan-2023" in layout_names()
    for name in layout_names():
        layout = load_layout(name)
        assert layout.title and layout.parts and layout.base.is_file()


def test_levels_and_order_may_differ_by_table(folder: Path) -> None:
    spec = read(folder, GOOD + """
"科目级次" = { "默认" = [3], "表2" = [1, 2] }
"科目顺序" = { "表3" = "填报" }
""").statements
    assert (spec.levels["表2"], spec.levels["表3"], spec.as_typed) == ((1, 2), (3,), ("表3",))


def test_words_of_its_own_scores_and_captions(folder: Path) -> None:
    layout = read(folder, GOOD + """
["词"]
"本部门" = "{简称}"
["绩效"]
"执行分值" = 10
"超支得分" = "扣减"
["图"]
"标题" = { "图1" = "两年收支" }
["用语"]
"自称" = "我单位"
"零基数" = "，上年无此项"
""")
    assert (layout.terms, layout.execution_weight, layout.over_budget_deducts) == ({"本部门": "{简称}"}, 10, True)
    assert (layout.chart_captions, layout.words.自称, layout.words.零基数) == ({"图1": "两年收支"}, "我单位", "，上年无此项")
