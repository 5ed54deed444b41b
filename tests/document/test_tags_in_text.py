from __future__ import annotations

import pytest

from generator.document.tags import BrokenTag, FoundTag, find_tags, normalise


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("甲 ＝＝ “是”", '甲 == "是"'),
        ("‘是’", "'是'"),
        ("金额（甲，乙）｜百分比", "金额(甲,乙)|百分比"),
        ("甲\u00a0+　乙", "甲 + 乙"),
        ("“（全角，不动）”", '"（全角，不动）"'),
        ("行。名称", "行.名称"),
        ("'\\'，'", "'\\'，'"),
        ("甲\u200b", "甲"),
    ],
)
def test_what_word_corrected_is_undone_outside_literals(written: str, read: str) -> None:
    assert normalise(written) == read


def test_kinds_of_tags() -> None:
    tags = list(find_tags("前{{ 甲 }}{%p if 乙 %}{%tr endfor %}{# 注 #}{%- set 丙 = {'a': {'b': 1}} -%}后"))
    assert [(tag.opener, tag.scope, tag.code) for tag in tags if isinstance(tag, FoundTag)] == [
        ("{{", "", "甲"),
        ("{%", "p", "if 乙"),
        ("{%", "tr", "endfor"),
        ("{#", "", "注"),
        ("{%", "", "set 丙 = {'a': {'b': 1}}"),
    ]


def test_braces_inside_a_literal_do_not_end_the_tag() -> None:
    (tag,) = find_tags("{{ 甲|replace('}}', '”') }}")
    assert isinstance(tag, FoundTag)
    assert tag.code == "甲|replace('}}', '”')"


@pytest.mark.parametrize("text", ["{{ 甲", "甲 }}", "｛｛ 甲 ｝｝", "{% if 甲", "{％ if 甲 ％}"])
def test_what_is_no_whole_tag_is_told(text: str) -> None:
    assert any(isinstance(tag, BrokenTag) for tag in find_tags(text))
