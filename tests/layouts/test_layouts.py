"""layout.toml: what is read, and every mistake in it named with file and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.layouts import Layout, LayoutError, StatementRow, layout_names, load_layout, templates_folder
from generator.money import MoneyUnit

REAL = Path(__file__).parents[2] / "templates" / "wuhan-2023"
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
    assert (spec.t6_columns, spec.levels, spec.padded_codes) == ((("301", "303"), ("310: 02 03",)), (1, 2, 3), ())


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
    ("用语", '"等于预算" = "等于{预算!x}"', "“用语.等于预算”"), ("图", '"绘制" = 1', "“图.绘制”")])
def test_a_wrong_number_or_word_is_named(folder: Path, section: str, line: str, named: str) -> None:
    assert named in mistake(folder, f'{GOOD}\n["{section}"]\n{line}\n')


@pytest.mark.parametrize("missing", ["样式.docx", "正文.docx"])
def test_a_missing_word_file_is_named(folder: Path, missing: str) -> None:
    (folder / "某市" / missing).unlink()
    assert f"找不到模板“{missing}”" in mistake(folder, GOOD)


@pytest.mark.parametrize("text", ['[版式]\n名称 = "某市"\n', '["版式"\n', '["版式"]\n"名称" = \n'])
def test_what_is_not_toml_is_explained(folder: Path, text: str) -> None:
    message = mistake(folder, text)
    assert "不是合规的 TOML 文件" in message and "英文双引号" in message


def test_a_file_in_another_encoding_is_explained(folder: Path) -> None:
    (folder / "某市" / "layout.toml").write_bytes(GOOD.encode("gbk"))
    with pytest.raises(LayoutError, match="不是合规的 TOML 文件"):
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
