"""layout.toml: what is read, and every mistake in it named with file and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.layouts import Layout, LayoutError, StatementRow, layout_names, load_layout, templates_folder
from generator.money import MoneyUnit

REAL = Path(__file__).parents[2] / "templates" / "共用"
GOOD = """
["版式"]
"名称" = "某市"
"样式" = "样式.docx"
"部分" = ["正文.docx"]
["表"]
"支出类" = ["201 一般公共服务支出", "202 外交支出"]
"表1收入" = ["事业收入"]
"表1收入末" = ["本年收入合计", "", "总　计 = 总计"]
"表1支出末" = ["本年支出合计"]
"表4收入" = ["一般公共预算财政拨款"]
"表4收入末" = ["本年收入合计"]
"表4支出末" = ["本年支出合计"]
"表6栏" = [["301", "303"], ["310: 02 03"]]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A templates folder of its own with one good layout 某市."""
    monkeypatch.setenv("JUESUAN_TEMPLATES", str(tmp_path))
    (tmp_path / "某市").mkdir()
    for name in ("样式.docx", "正文.docx"):
        shutil.copy(REAL / "样式.docx", tmp_path / "某市" / name)
    return tmp_path


def read(folder: Path, text: str = GOOD) -> Layout:
    (folder / "某市" / "layout.toml").write_text(text, encoding="utf-8")
    return load_layout("某市")


def mistake(folder: Path, text: str) -> str:
    with pytest.raises(LayoutError) as caught:
        read(folder, text)
    message = str(caught.value)
    assert str(folder / "某市" / "layout.toml") in message
    return message


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


# ---- standing on another layout -----------------------------------------------------------------------------------

def child(folder: Path, text: str, name: str = "某市2024") -> Path:
    (folder / name).mkdir()
    (folder / name / "layout.toml").write_text(text, encoding="utf-8")
    return folder / name / "layout.toml"


CHILD = """
["版式"]
"名称" = "某市 2024"
"继承" = "某市"
"""


def test_a_child_takes_over_what_it_does_not_write(folder: Path) -> None:
    read(folder, GOOD + '["用语"]\n"更多" = "多"\n"更少" = "少"\n["词"]\n"甲" = "一"\n')
    child(folder, CHILD + """
"目录级数" = 3
["用语"]
"更少" = "减"
["表"]
"支出类" = ["205 教育支出"]
["词"]
"乙" = "二"
""")
    layout = load_layout("某市2024")
    assert (layout.name, layout.title, layout.toc_levels, layout.parents) == ("某市2024", "某市 2024", 3, ("某市",))
    assert (layout.words.更多, layout.words.更少, layout.terms) == ("多", "减", {"甲": "一", "乙": "二"})
    assert layout.statements.classes == (("205", "教育支出"),)
    assert layout.statements.t1_income == (StatementRow("事业收入", "事业收入"),)


def test_files_are_looked_up_in_the_own_folder_then_the_parents_then_the_shared_one(folder: Path) -> None:
    (folder / "共用").mkdir()
    for place, name in (("某市", "甲.docx"), ("共用", "甲.docx"), ("共用", "乙.docx")):
        shutil.copy(REAL / "样式.docx", folder / place / name)
    read(folder)
    child(folder, CHILD + '"部分" = ["正文.docx", "甲.docx", "乙.docx", "丙.docx"]\n')
    shutil.copy(REAL / "样式.docx", folder / "某市2024" / "丙.docx")
    layout = load_layout("某市2024")
    assert [path.relative_to(folder).as_posix() for path in layout.parts] == [
        "某市/正文.docx", "某市/甲.docx", "共用/乙.docx", "某市2024/丙.docx"]
    assert [path.name for path in layout.folders] == ["某市2024", "某市", "共用"]


def test_a_table_of_values_replaces_a_list(folder: Path) -> None:
    read(folder, GOOD + '"科目级次" = [1]\n')
    child(folder, CHILD + '["表"]\n"科目级次" = { "表2" = [3] }\n')
    assert load_layout("某市2024").statements.levels["表2"] == (3,)
    assert load_layout("某市2024").statements.levels["表3"] == (1, 2, 3)


def test_a_mistake_names_the_file_that_wrote_the_key(folder: Path) -> None:
    with pytest.raises(LayoutError):
        read(folder, GOOD + '["用语"]\n"更多" = 5\n')
    own = child(folder, CHILD + '["用语"]\n"更少" = 6\n')
    with pytest.raises(LayoutError) as caught:
        load_layout("某市2024")
    assert len(caught.value.mistakes) == 2
    assert any(str(own) in line and "更少" in line for line in caught.value.mistakes)
    assert any(str(folder / "某市" / "layout.toml") in line and "更多" in line for line in caught.value.mistakes)


def test_a_child_has_a_name_of_its_own(folder: Path) -> None:
    read(folder)
    child(folder, '["版式"]\n"继承" = "某市"\n')
    with pytest.raises(LayoutError, match=r"缺少“版式[.]名称”"):
        load_layout("某市2024")


@pytest.mark.parametrize(("written", "named"), [('"外市"', "不存在"), ('"../某市"', "不对"), ("5", "不对"), ('""', "不对")])
def test_a_parent_that_is_not_there_is_named(folder: Path, written: str, named: str) -> None:
    read(folder)
    own = child(folder, f'["版式"]\n"名称" = "某市 2024"\n"继承" = {written}\n')
    with pytest.raises(LayoutError) as caught:
        load_layout("某市2024")
    assert str(own) in str(caught.value) and "“版式.继承”" in str(caught.value) and named in str(caught.value)


def test_a_circle_of_parents_is_named(folder: Path) -> None:
    child(folder, CHILD)
    (folder / "某市" / "layout.toml").write_text(GOOD.replace('"名称"', '"继承" = "某市2024"\n"名称"'), encoding="utf-8")
    with pytest.raises(LayoutError, match="某市2024 → 某市 → 某市2024"):
        load_layout("某市2024")
    with pytest.raises(LayoutError, match="某市 → 某市2024 → 某市"):
        load_layout("某市")


# ---- mistakes ----------------------------------------------------------------------------------------------------

def without(key: str) -> str:
    return "\n".join(line for line in GOOD.splitlines() if not line.startswith(f'"{key}"'))


@pytest.mark.parametrize(("section", "key"), [
    ("版式", "名称"), ("版式", "样式"), ("版式", "部分"), ("表", "支出类"), ("表", "表1收入"), ("表", "表1收入末"), ("表", "表1支出末"),
    ("表", "表4收入"), ("表", "表4收入末"), ("表", "表4支出末"), ("表", "表6栏")])
def test_a_missing_key_is_named(folder: Path, section: str, key: str) -> None:
    assert f"缺少“{section}.{key}”" in mistake(folder, without(key))


@pytest.mark.parametrize("section", ["版式", "表"])
def test_a_missing_section_is_named(folder: Path, section: str) -> None:
    kept = [part for part in GOOD.split("\n[") if not part.strip("[").startswith(f'"{section}"')]
    assert f"缺少“{section}”" in mistake(folder, "\n[".join(kept))


def test_every_mistake_is_told_at_once(folder: Path) -> None:
    text = GOOD.replace('"201 一般公共服务支出"', '"一般"').replace('"样式.docx"', '"无.docx"') + '["用语"]\n"更多" = 5\n["多"]\nx = 1\n'
    with pytest.raises(LayoutError) as caught:
        read(folder, text)
    assert len(caught.value.mistakes) == 4
    for named in ("“表.支出类”", "“版式.样式”", "“用语.更多”", "“多”"):
        assert any(named in line for line in caught.value.mistakes)


@pytest.mark.parametrize(("added", "named"), [
    ('"目录级树" = 2', "“目录级树”"), ('["正文数字"]\n"小数位" = 2', "“正文数字.小数位”"), ('["用语"]\n"增大" = "大"', "“用语.增大”"),
    ('["图"]\n"画" = true', "“图.画”"), ('["表"."多"]\n"x" = 1', "“表.多”"), ('["别的"]\n"x" = 1', "“别的”")])
def test_an_unknown_key_is_named_with_those_that_there_are(folder: Path, added: str, named: str) -> None:
    text = f"{added}\n{GOOD}" if not added.startswith("[") else GOOD + added
    message = mistake(folder, text)
    assert f"不认识{named}" in message and "可用的键：" in message


@pytest.mark.parametrize(("old", "new", "named"), [
    ('"名称" = "某市"', '"名称" = 5', "“版式.名称”"),
    ('"部分" = ["正文.docx"]', '"部分" = "正文.docx"', "“版式.部分”"),
    ('"部分" = ["正文.docx"]', '"部分" = [5]', "“版式.部分”"),
    ('"部分" = ["正文.docx"]', '"部分" = ["正文.docx"]\n"目录级数" = "2"', "“版式.目录级数”"),
    ('"部分" = ["正文.docx"]', '"部分" = ["正文.docx"]\n"目录级数" = true', "“版式.目录级数”"),
    ('"部分" = ["正文.docx"]', '"部分" = ["正文.docx"]\n"目录级数" = 0', "“版式.目录级数”"),
    ('"支出类" = ["201 一般公共服务支出"', '"支出类" = ["201"', "“表.支出类”"),
    ('"支出类" = ["201 一般公共服务支出"', '"支出类" = ["一般公共服务支出 201"', "“表.支出类”"),
    ('"支出类" = ["201 一般公共服务支出"', '"支出类" = ["202 一般公共服务支出"', "“表.支出类”"),
    ('"支出类" = ["201 一般公共服务支出"', '"支出类" = [201', "“表.支出类”"),
    ('"表1收入" = ["事业收入"]', '"表1收入" = [1]', "“表.表1收入”"),
    ('"表1收入" = ["事业收入"]', '"表1收入" = ["事业收人"]', "“表.表1收入”"),
    ('"表1支出末" = ["本年支出合计"]', '"表1支出末" = ["本年支出合汁"]', "“表.表1支出末”"),
    ('"表4支出末" = ["本年支出合计"]', '"表4支出末" = ["合计 = 结余分配"]', "“表.表4支出末”"),
    ('[["301", "303"], ["310: 02 03"]]', '["301"]', "“表.表6栏”"),
    ('[["301", "303"], ["310: 02 03"]]', '[[301]]', "“表.表6栏”"),
    ('[["301", "303"], ["310: 02 03"]]', '[["310: 2 3"]]', "“表.表6栏”"),
    ('[["301", "303"], ["310: 02 03"]]', '[["工资"]]', "“表.表6栏”"),
    ('[["301", "303"], ["310: 02 03"]]', '[]', "“表.表6栏”"),
    ('"表1收入" =', '"科目级次" = ["1"]\n"表1收入" =', "“表.科目级次”"),
    ('"表1收入" =', '"科目级次" = [4]\n"表1收入" =', "“表.科目级次”"),
    ('"表1收入" =', '"科目级次" = []\n"表1收入" =', "“表.科目级次”"),
    ('"表1收入" =', '"科目级次" = { "表6" = [1] }\n"表1收入" =', "“表.科目级次”"),
    ('"表1收入" =', '"科目级次" = { "表2" = 3 }\n"表1收入" =', "“表.科目级次”"),
    ('"表1收入" =', '"科目顺序" = "拼音"\n"表1收入" =', "“表.科目顺序”"),
    ('"表1收入" =', '"补零编码的表" = ["表6"]\n"表1收入" =', "“表.补零编码的表”"),
])
def test_a_wrong_value_is_named(folder: Path, old: str, new: str, named: str) -> None:
    assert old in GOOD
    assert named in mistake(folder, GOOD.replace(old, new, 1))


@pytest.mark.parametrize(("section", "line", "named"), [
    ("正文数字", '"小数" = "2"', "“正文数字.小数”"), ("正文数字", '"小数" = true', "“正文数字.小数”"), ("正文数字", '"小数" = -1', "“正文数字.小数”"),
    ("表格数字", '"百分比小数" = 40', "“表格数字.百分比小数”"), ("表格数字", '"千分位" = "是"', "“表格数字.千分位”"),
    ("表格数字", '"单位" = "亿元"', "“表格数字.单位”"), ("用语", '"更多" = 5', "“用语.更多”"),
    ("用语", '"大于预算" = "大于{预算数}"', "“用语.大于预算”"), ("用语", '"小于预算" = "小于{"', "“用语.小于预算”"),
    ("用语", '"等于预算" = "等于{预算!x}"', "“用语.等于预算”"), ("图", '"绘制" = 1', "“图.绘制”"),
    ("图", '"标题" = { "图5" = "甲" }', "“图.标题.图5”"), ("绩效", '"执行分值" = 101', "“绩效.执行分值”"), ("绩效", '"超支得分" = "加分"', "“绩效.超支得分”"),
    ("词", '"本部门" = 5', "“词.本部门”"), ("词", '"本部门" = "{单位}"', "“词.本部门”"), ("词", '"本 部门" = "甲"', "“词.本 部门”"),
    ("用语", '"幅度" = "{率}{数}"', "“用语.幅度”"), ("用语", '"占比" = "占}"', "“用语.占比”")])
def test_a_wrong_number_or_word_is_named(folder: Path, section: str, line: str, named: str) -> None:
    assert named in mistake(folder, f'{GOOD}\n["{section}"]\n{line}\n')


@pytest.mark.parametrize("missing", ["样式.docx", "正文.docx"])
def test_a_missing_word_file_is_named(folder: Path, missing: str) -> None:
    (folder / "某市" / missing).unlink()
    assert f"找不到模板“{missing}”" in mistake(folder, GOOD)


@pytest.mark.parametrize(("text", "line"), [('[版式]\n名称 = "某市"\n', "第 1 行：[版式]"), ('["版式"\n', "第 1 行"),
                                            ('["版式"]\n"名称" = \n', '第 2 行："名称" ='),
                                            ('["版式"]\n"名称" = “甲”\n', "第 2 行")])
def test_what_is_not_toml_is_explained(folder: Path, text: str, line: str) -> None:
    message = mistake(folder, text)
    assert "不是合规的 TOML 文件" in message and "英文双引号" in message and line in message


@pytest.mark.parametrize("text", ['["词"]\n["词"]\n', '["词"]\n"甲" = "一"\n"甲" = "二"\n'])
def test_what_stands_twice_in_a_layout_is_named(folder: Path, text: str) -> None:
    assert "写了两次" in mistake(folder, text)


def test_a_key_whose_section_is_still_a_comment_is_explained(folder: Path) -> None:
    message = mistake(folder, f'{GOOD}# ["用语"]\n"下降" = "降低"\n')
    assert "不认识“表.下降”" in message and "还带着 # 号" in message


def test_a_file_in_another_encoding_is_explained(folder: Path) -> None:
    (folder / "某市" / "layout.toml").write_bytes(GOOD.encode("gbk"))
    with pytest.raises(LayoutError, match="编码不是 UTF-8"):
        load_layout("某市")


@pytest.mark.parametrize("name", ["外市", "", ".", "..", "../某市", "某市/"])
def test_an_unknown_layout_names_those_that_there_are(folder: Path, name: str) -> None:
    read(folder)
    with pytest.raises(LayoutError) as caught:
        load_layout(name)
    assert f"没有版式“{name}”" in str(caught.value) and "现有版式：某市" in str(caught.value)


def test_a_templates_folder_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JUESUAN_TEMPLATES", str(tmp_path / "没有"))
    with pytest.raises(LayoutError, match="JUESUAN_TEMPLATES"):
        templates_folder()


# ---- what all layouts share ----------------------------------------------------------------------------------------

def test_what_the_shared_folder_says_holds_for_all_and_is_below_all(folder: Path) -> None:
    (folder / "共用").mkdir()
    (folder / "共用" / "layout.toml").write_text('["表"]\n"表4收入" = ["政府性基金预算财政拨款"]\n"支出类" = ["205 教育支出"]\n', encoding="utf-8")
    layout = read(folder, without("表4收入"))
    assert layout.statements.t4_income == (StatementRow("政府性基金预算财政拨款", "政府性基金预算财政拨款"),)
    assert layout.statements.classes[0][0] == "201"
    assert (layout.parents, layout_names()) == ((), ("某市",))
    for name in ("共用", "某市2024"):
        with pytest.raises(LayoutError, match=f"没有版式“{name}”"):
            load_layout(name)


def test_a_mistake_in_the_shared_file_names_it(folder: Path) -> None:
    (folder / "共用").mkdir()
    (folder / "共用" / "layout.toml").write_text('["用语"]\n"更多" = 5\n', encoding="utf-8")
    with pytest.raises(LayoutError) as caught:
        read(folder)
    assert str(folder / "共用" / "layout.toml") in str(caught.value)
