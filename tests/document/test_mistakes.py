from __future__ import annotations

from dataclasses import dataclass

import pytest
from docx.document import Document
from word_workshop import PROPERTIES, Workshop, word_file

from generator.document import TemplateError, TemplateMistake, WrongUse, fill


def mistakes(workshop: Workshop, *parts: Document) -> list[TemplateMistake]:
    with pytest.raises(TemplateError) as caught:
        workshop.compile(*parts)
    return list(caught.value.mistakes)


def test_all_mistakes_of_all_parts_at_once_with_place_and_tag(workshop: Workshop) -> None:
    first, second = word_file(), word_file()
    first.add_paragraph("好的一段")
    first.add_paragraph("收入{{ 收人 }}万元，{{ 收入|增減 }}，{{ 收入 + }}")
    first.add_paragraph("{%p if 收入 %}")
    table = second.add_table(2, 1)
    table.cell(1, 0).text = "{{ 收入.__class__ }}"
    second.add_paragraph("没写完 {{ 收入")
    workshop.base.sections[0].header.paragraphs[0].text = "{{ 草搞 }}"
    workshop.names = {"收入"}
    found = {(m.file, m.paragraph.partition("“")[0], m.tag): m.message for m in mistakes(workshop, first, second)}
    assert found.pop(("第1部分.docx", "第2段", "{{ 收人 }}")) == "没有“收人”这个名称"
    assert found.pop(("第1部分.docx", "第2段", "{{ 收入|增減 }}")) == "没有“增減”这个过滤器"
    assert found.pop(("第1部分.docx", "第2段", "{{ 收入 + }}")).startswith("语法错误")
    assert "endif" in found.pop(("第1部分.docx", "第3段", "{%p if 收入 %}"))
    assert "__class__" in found.pop(("第2部分.docx", "第1个表格第2行", "{{ 收入.__class__ }}"))
    assert "没有结束" in found.pop(("第2部分.docx", "第1段", "{{ 收入"))
    ((header, _, tag), message) = found.popitem()
    assert "页眉" in header
    assert (tag, message) == ("{{ 草搞 }}", "没有“草搞”这个名称")
    assert not found


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        (["{% if 甲 %}跨", "段{% endif %}"], "不在同一段"),
        (["{%p if 甲 %}", "文{% endif %}"], "不是同一种标签"),
        (["{%p if 甲 %}还有字", "{%p endif %}"], "还有别的内容"),
        (["{%p else %}"], "前面没有"),
        (["{%p endfor %}"], "前面没有"),
        (["{%tr for 乙 in 甲 %}"], "只能写在表格里"),
        (["{% include '别处' %}"], "不认识的语句"),
        (["{{ 甲|safe }}"], "没有“safe”这个过滤器"),
        (["{{ 甲 is 奇怪 }}"], "没有“奇怪”这个判断"),
        (["{{ 甲|并组 }}"], "单元格"),
        (["{{ '%s'.format(甲) }}"], "不能使用“format”"),
        (["{% for 乙 in 甲 %}{% endfor %}{{ 乙 }}"], "没有“乙”"),
        (["｛｛ 甲 ｝｝"], "半角"),
        (["多出的 }}"], "前面没有"),
    ],
)
def test_each_kind_of_mistake(workshop: Workshop, lines: list[str], word: str) -> None:
    part = word_file()
    for line in lines:
        part.add_paragraph(line)
    workshop.names = {"甲"}
    assert word in "；".join(mistake.message for mistake in mistakes(workshop, part))


def test_names_made_in_the_template_are_known(workshop: Workshop) -> None:
    part = word_file()
    part.add_paragraph(
        "{% set 乙 = 甲 %}{% for 丙, 丁 in 乙 if 丙 %}{{ loop.index }}{{ 丙 }}{{ 丁 }}{% else %}无{% endfor %}"
    )
    part.add_paragraph("{% with 戊 = 1 %}{{ 戊 }}{% endwith %}{{ 乙|length }}")
    workshop.names = {"甲"}
    workshop.compile(part)


@dataclass
class Row:
    name: str


def fill_error(workshop: Workshop, tag: str, **context: object) -> TemplateMistake:
    part = word_file()
    part.add_paragraph("{{ 好 }}")
    part.add_paragraph(f"第二段{{% if 好 %}}{tag}{{% endif %}}")
    workshop.names = {*context, "好"}
    layout = workshop.compile(part)
    with pytest.raises(TemplateError) as caught:
        fill(layout, {**context, "好": "好"}, PROPERTIES)
    return caught.value.mistakes[0]


def test_missing_attribute_is_told_with_its_place(workshop: Workshop) -> None:
    mistake = fill_error(workshop, "{{ 行.名程 }}", 行=Row("x"))
    assert (mistake.file, mistake.tag) == ("第1部分.docx", "{{ 行.名程 }}")
    assert mistake.paragraph.startswith("第2段“第二段")
    assert "没有“名程”这一项" in mistake.message


def test_wrong_use_of_a_value_or_filter(workshop: Workshop) -> None:
    assert "不能这样用" in fill_error(workshop, "{{ 行 + '字' }}", 行=1).message

    def strict(value: object) -> str:
        raise WrongUse("只能用于金额")

    workshop.filters["金额"] = strict
    assert fill_error(workshop, "{{ 行|金额 }}", 行=1).message == "只能用于金额"
    assert "不能这样用" in fill_error(workshop, "{{ 行|金额(1, 2, 3) }}", 行=1).message
    assert "下划线" in fill_error(workshop, "{{ 行['__class__'] }}", 行=Row("x")).message


def test_a_bug_in_a_filter_is_no_mistake_of_the_template(workshop: Workshop) -> None:
    def broken(value: object) -> object:
        return {}[value]

    workshop.filters["坏"] = broken
    workshop.names = {"甲"}
    part = word_file()
    part.add_paragraph("{{ 甲|坏 }}")
    layout = workshop.compile(part)
    with pytest.raises(KeyError) as caught:
        fill(layout, {"甲": 1}, PROPERTIES)
    assert "{{ 甲|坏 }}" in caught.value.__notes__[0]


def test_what_is_no_word_file_is_told(workshop: Workshop) -> None:
    (path,) = workshop.save(word_file())
    path.write_bytes(b"x")
    from generator.document import compile_layout

    with pytest.raises(TemplateError, match="不是 Word 文件"):
        compile_layout(workshop.folder / "样式.docx", [path], filters={}, names=())
