"""layout.toml: every mistake in it is named with file and key."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_layout import GOOD, mistake, read, without

from generator.layouts import LayoutError, load_layout, templates_folder


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
