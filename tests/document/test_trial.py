"""Trying a layout out: mistakes that only filling shows, in every branch, all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import docx
import pytest
from word_workshop import Workshop, word_file

from generator.document import WrongUse
from generator.document.prepare import Tag
from generator.document.trial import Trial, silent_source, try_layout


@dataclass(frozen=True)
class Thing:
    名称: str = "甲"


def lines(*written: str) -> docx.document.Document:
    made = word_file()
    for line in written:
        made.add_paragraph(line)
    return made


def wrong(value: object) -> str:
    raise WrongUse("不能这样用")


FILTERS: dict[str, Callable[..., object]] = {"不行": wrong, "加倍": lambda value: value * 2, "长": len}
FULL = {"数": 5, "项": {"甲": 1, "乙": None}, "清单": [{"名": "子", "丑": 2}], "空单": [], "物": Thing()}


def tried(workshop: Workshop, *written: str, contexts: Sequence[dict[str, object]] = (FULL,)) -> Trial:
    workshop.names |= set(FULL)
    return try_layout(workshop.folder / "样式.docx", workshop.save(lines(*written)), filters=FILTERS, names=set(FULL),
                      contexts=contexts, everything=FULL, folders=[workshop.folder])


def found(workshop: Workshop, *written: str, contexts: Sequence[dict[str, object]] = (FULL,)) -> list[tuple[str, str]]:
    """Paragraph and tag of every mistake."""
    return [(one.paragraph.partition("“")[0], one.tag) for one in tried(workshop, *written, contexts=contexts).mistakes]


def test_a_right_part_has_no_mistakes(workshop: Workshop) -> None:
    assert found(workshop, "{{ 数|加倍 }}{{ 项.甲 }}", "{%p for 行 in 清单 %}", "{{ 行.名 }}{{ loop.index }}", "{%p endfor %}",
                 "{% if 项.乙 %}{{ 项.乙.别的 }}{% else %}{{ 物.名称 }}{% endif %}") == []


def test_all_mistakes_of_filling_are_told_at_once_with_those_of_the_tags(workshop: Workshop) -> None:
    assert found(workshop, "{{ 没有 }}{{ 数 }}", "{{ 项.丙 }}", "{{ 数|没有的 }}", "{{ 项.丁 }}{{ 物.别名 }}", "{{ 数|不行 }}", "{{ 物|长 }}",
                 "{{ 数 + '字' }}", "{%p for 行 in 数 %}", "{{ 行.甲 }}", "{%p endfor %}", "{% set 新 = 项.戊 %}{{ 新 }}") == [
        ("第1段", "{{ 没有 }}"), ("第2段", "{{ 项.丙 }}"), ("第3段", "{{ 数|没有的 }}"), ("第4段", "{{ 项.丁 }}"), ("第4段", "{{ 物.别名 }}"),
        ("第5段", "{{ 数|不行 }}"), ("第6段", "{{ 物|长 }}"), ("第7段", "{{ 数 + '字' }}"), ("第8段", "{%p for 行 in 数 %}"),
        ("第11段", "{% set 新 = 项.戊 %}"), ("第11段", "{{ 新 }}")]


def test_every_branch_is_looked_into(workshop: Workshop) -> None:
    assert found(workshop, "{% if 数 > 100 %}{{ 项.丙 }}{% elif 数 > 50 %}{{ 项.丁 }}{% else %}好{% endif %}",
                 "{%p if not 数 %}", "{{ 物.别名 }}", "{%p endif %}", "{%p for 行 in 清单 if 行.丑 > 9 %}", "{{ 行.寅 }}", "{%p else %}",
                 "{{ 项.戊 }}", "{%p endfor %}") == [
        ("第1段", "{{ 项.丙 }}"), ("第1段", "{{ 项.丁 }}"), ("第3段", "{{ 物.别名 }}"), ("第6段", "{{ 行.寅 }}"), ("第8段", "{{ 项.戊 }}")]


@pytest.mark.parametrize("line", [
    "{% if 项.乙 %}{{ 项.乙.多少 }}{{ 项.乙|长 }}{{ 项.乙 + 1 }}{% endif %}",
    "{% if 空单 %}{{ 空单[0].名 }}{{ (空单|first).名|加倍 }}{% endif %}",
    "{% for 行 in 空单 %}{{ 行.什么 }}{{ 行.什么.又什么 > 1 }}{{ 行.什么() }}{% endfor %}",
    "{% if 项.甲 is string %}{{ 项.甲|长 }}{% endif %}{{ 清单|map(attribute='名')|join('、') }}"])
def test_what_its_condition_makes_right_is_no_mistake(workshop: Workshop, line: str) -> None:
    assert [tag for _, tag in found(workshop, line) if "甲" not in tag] == []


def test_a_file_inserted_for_things_of_two_kinds_may_tell_them_apart(workshop: Workshop) -> None:
    lines("{% if 大 %}{{ 它.大数 }}{% else %}{{ 它.小数 }}{% endif %}{{ 它.没有 }}").save(str(workshop.folder / "块.docx"))
    written = ["{%p set 大 = true %}", "{%p set 它 = 项.大 %}", "［插入 块.docx］", "{%p set 大 = false %}", "{%p set 它 = 项.小 %}", "［插入 块.docx］"]
    context = {**FULL, "项": {"大": {"大数": 1}, "小": {"小数": 2}}}
    trial = try_layout(workshop.folder / "样式.docx", workshop.save(lines(*written)), filters={}, names=set(FULL),
                       contexts=[context], everything=context, folders=[workshop.folder])
    assert {(one.file, one.tag) for one in trial.mistakes} == {("块.docx", "{{ 它.没有 }}")}


def test_every_sample_is_tried(workshop: Workshop) -> None:
    contexts = [{**FULL, "项": {"甲": 1}}, {**FULL, "项": {"乙": 2}}]
    assert found(workshop, "{{ 项.甲 }}", "{{ 项.乙 }}", contexts=contexts) == [("第1段", "{{ 项.甲 }}"), ("第2段", "{{ 项.乙 }}")]


def test_a_part_whose_statements_do_not_pair_is_still_told_about(workshop: Workshop) -> None:
    assert found(workshop, "{% if 数 %}", "{{ 没有 }}") == [("第1段", "{% if 数 %}"), ("第2段", "{{ 没有 }}")]


def test_headers_are_tried_too(workshop: Workshop) -> None:
    workshop.base.sections[0].header.paragraphs[0].text = "{{ 项.没有 }}"
    mistake, = tried(workshop, "好").mistakes
    assert "页眉" in mistake.file and mistake.tag == "{{ 项.没有 }}"


def test_a_base_or_a_part_that_is_no_word_file_is_a_mistake(workshop: Workshop) -> None:
    path, = workshop.save(lines("{{ 没有 }}"))
    bad = workshop.folder / "坏.docx"
    bad.write_text("不是", encoding="utf-8")
    trial = try_layout(workshop.folder / "样式.docx", [bad, path], filters={}, names=(), contexts=[], everything={})
    assert [one.file for one in trial.mistakes] == ["坏.docx", "第1部分.docx"]
    assert [one.file for one in try_layout(bad, [path], filters={}, names=(), contexts=[], everything={}).mistakes] == ["坏.docx"]


@pytest.mark.parametrize(("code", "source"), [
    ("if 甲", "{% if true\n%}"), ("elif 甲", "{% elif true\n%}"), ("for 甲, 乙 in 丙", "{% for 甲, 乙 in ()\n%}"),
    ("set 甲 = 乙", "{% set 甲 = none\n%}"), ("with 甲 = 1", "{% with\n%}"), ("endif", "{% endif\n%}"), ("乱写", "{# \n#}")])
def test_a_tag_out_of_action_keeps_its_line_and_its_pair(code: str, source: str) -> None:
    assert silent_source(Tag("{%", "", code, "", "", None, "")) == source  # type: ignore[arg-type]
