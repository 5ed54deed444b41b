"""docs/模板词汇.md is what the program writes, and leaves nothing out."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from generator.figures import document, filter_examples
from generator.figures.registry import DERIVED, entries
from generator.figures.values import Money
from generator.layouts import LayoutError, read_layout
from generator.phrases import Phrases, Words

ROOT = Path(__file__).resolve().parents[2]


def test_committed_page_is_up_to_date():
    page = (ROOT / "docs" / "模板词汇.md").read_text("utf-8")
    assert page == document.document(), "run: python -m generator.figures.document"


def test_every_name_is_on_the_page_once():
    page = document.document().split("\n## 名称\n")[1].split("\n## ")[0]
    for name in entries():
        assert page.count(f"\n| `{name}` |") == 1


def test_every_group_has_its_place_in_the_order():
    assert {entry.group for entry in entries().values()} == set(document.GROUPS)


def test_every_filter_is_explained():
    explained = {item.name for item in filter_examples.FILTERS}
    assert explained == set(Phrases(Words(), draft=False).filters())
    assert all(item.cases for item in filter_examples.FILTERS)


def test_every_parameter_of_a_filter_is_explained():
    filters = Phrases(Words(), draft=False).filters()
    for item in filter_examples.FILTERS:
        parameters = list(inspect.signature(filters[item.name]).parameters)
        assert bool(item.parameters) == (len(parameters) > 1), item.name


def test_every_figure_derived_from_an_amount_is_explained():
    names = {name for name, _ in filter_examples.ATTRIBUTES}
    assert names - {"known"} == set(DERIVED)
    assert all(hasattr(Money, name) for name in names)


def test_examples_show_each_branch():
    printed = {filter_examples.printed(case) for item in filter_examples.FILTERS for case in item.cases}
    # rise, fall, level, zero base, missing in a draft
    assert {"增加111.77万元，增长4.74%", "减少5.43万元，下降11.06%", "持平", "增加12.50万元",
            "，主要原因是【待填】"} <= printed


def toml_of(sections: dict) -> str:
    required = {"名称": '"例"', "样式": '"样式.docx"', "部分": '["样式.docx"]', "标题": "{}", "补零编码的表": "[]",
                "支出类": "[]", "表6栏": '[["301"]]'}
    lines = []
    for section, keys in sections.items():
        lines.append(f'["{section}"]')
        for key, _, default in keys:
            if key in ("继承", "执行分值"):
                continue
            value = required.get(key, "[]") if default in ("必写", "无") else default
            lines.append(f'"{key}" = {value}')
    return "\n".join(lines)


def load(folder: Path, text: str):
    folder.mkdir()
    (folder / "样式.docx").touch()
    (folder / "layout.toml").write_text(text, encoding="utf-8")
    return read_layout(folder)


def test_layout_keys_are_those_that_a_layout_takes(tmp_path):
    layout = load(tmp_path / "例", toml_of(document.layout_keys()))
    assert layout.words == Words()
    assert layout.toc_levels == 2


@pytest.mark.parametrize("section", list(document.layout_keys()))
def test_no_layout_key_is_left_out(tmp_path, section):
    keys = document.layout_keys()
    text = toml_of({**keys, section: (*keys[section], ("别的键", "", "1"))})
    with pytest.raises(LayoutError) as error:
        load(tmp_path / "例", text)
    taken = re.search("可用的键：(.*)。", str(error.value))
    assert taken is not None, error.value
    assert set(taken[1].split("、")) == {key for key, _, _ in keys[section]}
