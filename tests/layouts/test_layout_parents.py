"""A layout that stands on another, and what all layouts share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_layout import GOOD, REAL, read, without

from generator.layouts import LayoutError, StatementRow, layout_names, load_layout


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
