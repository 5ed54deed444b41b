"""The page for whoever edits the Word templates (docs/模板词汇.md): names, amounts, filters, statements, layout.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from generator.document.prepare import GROUP, TOC_MARKERS
from generator.figures.charting import CHART_NAMES
from generator.figures.filter_examples import (
    ATTRIBUTES,
    COUNTER_CASES,
    FILTERS,
    Case,
    FilterAbout,
    printed,
)
from generator.figures.registry import entries
from generator.figures.values import NumberStyle
from generator.layouts.terms import PLACES
from generator.phrases import PENDING, Words

HEAD = """# 模板词汇

<!-- 本页由程序生成（generator/figures/document.py），请勿手工修改。 -->

Word 模板里可以使用的名称、过滤器和语句。怎样修改模板，见[改模板](改模板.md)；现有模板的文字和标签用 `juesuan layout text 版式` 打印。
名称写错、过滤器写错、标签不成对，生成时都会指出文件、段落和标签，不会悄悄印成空白。
"""

GROUPS = ("单位情况", "收支总体", "支出明细", "三公、运行、采购、资产", "绩效", "公开表")

STATEMENTS: tuple[tuple[str, str], ...] = (
    ("{{ 名称 }}", "印出一个数或一段文字。没有值的不印；单元格中分段的文字成为几段，格式同所在段落"),
    ("{{ 名称.项目 }}", "印出名称下的一项，如 `{{ 单位.年度 }}`"),
    ("{{ 金额|过滤器 }}", "把金额变成一句话，如 `{{ 收支总计|增减 }}`；过滤器可以有参数：`{{ 收支总计|增减(\"各\") }}`"),
    ("{% if 条件 %}…{% elif 条件 %}…{% else %}…{% endif %}", "在一段之内按条件取舍文字。金额为零或没有填、清单为空，都算“假”"),
    ("{% for 项 in 清单 %}…{% endfor %}", "在一段之内逐项重复。`loop.index` 是第几项，`loop.first`、`loop.last` 是不是首项、末项"),
    ("{% set 名 = 值 %}", "给一个值起名，便于后面使用；`{% with 名 = 值 %}…{% endwith %}` 只在其中有效"),
    ("{%p if 条件 %}、{%p for … %}、{%p endif %}…", "独占一段，对后面的整段起作用；这一段本身不印。段内不要写别的字"),
    ("{%tr for 行 in 表.行 %}、{%tr endfor %}…", "独占表格的一行，对后面的整行起作用；这一行本身不印"),
    ("{%tc if 条件 %}、{%tc endif %}…", "独占一个单元格，对后面的单元格起作用；各行都要写"),
    (f"{{{{ 行.甲|{GROUP} }}}}", f"单元格向下合并，直到值不同；`{{{{ 行.乙|{GROUP}(行.甲) }}}}` 还要求甲相同。写在标签最后，一格一个"),
    ("{# 说明 #}", "给修改模板的人看的说明，不印"),
    ("［插入 表1.docx］", "独占一段，换成这个 Word 文件的正文（页面设置随所在的一节）；文件像各部分的模板一样查找，可以写文件夹，如 `表/表1.docx`，"
     "前后可以有 `{%p if … %}`、`{%p for … %}`"),
    (TOC_MARKERS[0], "独占一段，成为带页码的目录；级数由 layout.toml 的“目录级数”决定"),
)

#: Keys of a section of layout.toml: key, meaning, default.
LAYOUT_KEYS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "版式": (
        ("名称", "版式的全名，`juesuan layout list` 所印", "必写"),
        ("继承", "在另一个版式上修改：写它的文件夹名。这里没有写的键、本文件夹里没有的 Word 文件，都取自它", "无"),
        ("样式", "含样式、页眉、页脚的 Word 文件", "必写"),
        ("部分", "各部分的 Word 模板，按顺序；先在版式文件夹里找，再到所继承的版式里找，最后到 `templates/共用/` 里找", "必写"),
        ("目录级数", "目录列到几级标题", "2")),
    "图": (("绘制", "是否画四张图", "true"), ("标题", "图的名称，用于替代文字，如 { 图1 = \"…\" }；图题写在 Word 模板里", "无")),
    "绩效": (
        ("执行分值", "自评表中预算执行的分值，如 20；工作簿写了别的分值时提醒，空白工作簿的说明里印出。不写则不核对", "无"),
        ("超支得分", "执行率大于 100% 时的得分：封顶（按 100% 计）或 扣减（分值 ×（2 − 执行率），不低于 0）", "\"封顶\"")),
    "表": (
        ("支出类", "公开01表、04表支出方的类，依次编号：“编码 名称”", "必写"),
        ("表1收入", "公开01表收入方的行。“标签”或“标签 = 取数的名称”；空串是空行", "必写"),
        ("表1收入末", "公开01表收入方合计起的各行，与表底对齐", "必写"), ("表1支出末", "公开01表支出方合计起的各行", "必写"),
        ("表4收入", "公开04表收入方的行", "必写"), ("表4收入末", "公开04表收入方合计起的各行", "必写"),
        ("表4支出末", "公开04表支出方合计起的各行", "必写"),
        ("表6栏", "公开06表从左到右每栏的类；“310: 02 03”只列 31002、31003，其余有数的款自动列出", "必写"),
        ("科目级次", "各表印哪几级科目：1 类、2 款、3 项。各表不同时分开写：{ \"默认\" = [1, 2, 3], \"表2\" = [3] }", "[1, 2, 3]"),
        ("科目顺序", "各表科目的顺序：编码，或 填报（工作簿中的先后）。各表不同时分开写，同上", "\"编码\""),
        ("补零编码的表", "科目编码补零到 7 位的表，如 [\"表2\"]", "无")),
}
_NUMBER_KEYS: tuple[tuple[str, str, str], ...] = (
    ("小数", "places", "金额的小数位数"), ("千分位", "thousands", "金额是否分节（1,234.56）"), ("去尾零", "strip", "金额是否去掉末尾的零"),
    ("空", "blank", "没有填的金额印什么"), ("零", "zero", "零印什么"), ("百分比小数", "percent_places", "百分比的小数位数"),
    ("百分比去尾零", "percent_strip", "百分比是否去掉末尾的零"), ("百分比千分位", "percent_thousands", "百分比是否分节（1,866.69%）"),
    ("单位", "unit", "所印金额的单位：万元 或 元"))
_WORD_NOTES = {
    "更多": "增减时用", "更少": "增减时用", "增长": "幅度用", "下降": "幅度用", "持平": "增减额印出来是零时", "无变化": "|增减额 遇到零时",
    "原因引导": "原因前的话", "大于预算": "{预算} 处印预算的叫法", "小于预算": "同上", "等于预算": "同上", "预算原因间隔": "完成百分比与原因之间",
    "零基数": "上年为零时，|增减 的金额之后", "零预算": "预算为零而有决算数时，代替完成百分比", "幅度": "|增减、|比预算 的金额之后", "完成预算": "完成预算的百分比",
    "占比": "占总数的比重", "自称": "`{{ 自称 }}`，可写 {全称}、{简称}", "汇总后缀": "汇总的部门，`{{ 单位.名称 }}` 之后"}


def layout_keys() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Every section of layout.toml with its keys: key, meaning, default."""
    style, words = NumberStyle(), Words()
    numbers = tuple((key, about, _toml(getattr(style, name))) for key, name, about in _NUMBER_KEYS)
    phrases = tuple((field.name, _WORD_NOTES[field.name], _toml(getattr(words, field.name))) for field in fields(Words))
    return {"版式": LAYOUT_KEYS["版式"], "正文数字": numbers, "表格数字": numbers, "用语": phrases,
            "图": LAYOUT_KEYS["图"], "绩效": LAYOUT_KEYS["绩效"], "表": LAYOUT_KEYS["表"]}


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def document() -> str:
    """The page as Markdown."""
    return "\n".join([HEAD, *_statements(), *_names(), *_amounts(), *_filters(), *_layout()]).rstrip("\n") + "\n"


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def _statements() -> Iterator[str]:
    yield from ("## 标签怎么写", "")
    yield from _table(("写法", "作用"), ((f"`{written}`", about) for written, about in STATEMENTS))
    yield from (
        "- 开头和结尾要在同一层：段内的在同一段，`p` 的在同一处正文或同一单元格，`tr` 的在同一张表格。",
        "- 标签里 Word 自动改成的弯引号、全角符号和空格，程序会认得；花括号和百分号要用半角。",
        "- 条件可以用 `and`、`or`、`not`、`==`、`>`；清单的项数写 `清单|length`；没有时印别的，写 `名称 or 0`。",
        "- 页眉、页脚在样式文件里，也可以写标签。脚注、尾注不支持。", "")


def _names() -> Iterator[str]:
    yield from ("## 名称", "", "“有 上年、原因”等，指金额可以用的比较，见下一节。", "")
    known = entries().values()
    for group in sorted({entry.group for entry in known}, key=_group_order):
        members = [entry for entry in known if entry.group == group]
        yield from (f"### {group}", "")
        yield from _table(("名称", "内容"), ((f"`{entry.name}`", entry.about) for entry in members))
    yield from ("### 图和编号", "")
    yield from _table(("名称", "内容"), iter((
        ("、".join(f"`{name}`" for name in CHART_NAMES),
         "四张图，标签独占一段。没有数可画、没有中文字体或版式不画图时为空，所以写成 `{%p if 图1 %}`"),
        ("`编号`", "编号('名单')：每印一次加一，同名的连着编。适合有的项不一定印的清单。" + "；".join(
            f"{case.situation}：`{case.tag}` 印 {printed(case)}" for case in COUNTER_CASES)))))


def _group_order(group: str) -> tuple[int, str]:
    """The order of the report; modules register in the order of their import, which may differ."""
    return (GROUPS.index(group) if group in GROUPS else len(GROUPS)), group


def _amounts() -> Iterator[str]:
    yield from ("## 金额", "",
                "`{{ 收支总计 }}` 只印数字，`{{ 收支总计|万元 }}` 带单位。金额后面可以加点，取与它相比的数；百分比自带 %。", "")
    rows = ((f"`金额.{name}`", about, printed(Case("", f"多.{name}")) if name != "known" else "")
            for name, about in ATTRIBUTES)
    yield from _table(("写法", "内容", "例：决算 2467.98，上年 2356.21，预算 2452.36"), rows)


def _filters() -> Iterator[str]:
    yield from ("## 过滤器", "",
                f"一个过滤器就是一种说法，各种情形由程序判断。下面按默认用语印出；版式可以在 layout.toml 的“用语”里改词。缺少原因时正式报告不印，草稿印 {PENDING}。", "")
    for item in FILTERS:
        yield from _filter(item)
    yield from (f"### {GROUP}", "", "用于表格的单元格，见“标签怎么写”。", "",
                "此外可以用 jinja2 自带的过滤器，如 `length`、`first`、`last`、`default`、`join`、`selectattr`；"
                "`safe`、`attr` 等会绕过检查的不能用。", "")


def _filter(item: FilterAbout) -> Iterator[str]:
    yield from (f"### {item.name}", "", f"用于{item.after}。{item.about}。", "")
    if item.parameters:
        yield from (f"参数　{item.parameters}。", "")
    rows = ((case.situation, _code(case.tag), printed(case) or "（不印）") for case in item.cases)
    yield from _table(("情形", "写法", "印出"), rows)


def _code(tag: str) -> str:
    return f"`{{{{ {_general(tag)} }}}}`"


def _general(tag: str) -> str:
    """The samples have names of their own; the page calls every amount 金额."""
    name, sign, rest = tag.partition("|")
    kinds = {"清单": "清单", "一段": "文字", "两段": "文字", "个数": "整数"}
    return f"{kinds.get(name, '金额')}{sign}{rest}" if sign else tag


def _layout() -> Iterator[str]:
    yield from ("## layout.toml", "", "每个版式文件夹里有一个，用记事本修改。节名和键要带英文双引号，如 `[\"用语\"]`、`\"更多\" = \"增加\"`。"
                "不认识的键、写错的值，生成时会指出文件和键。"
                "各版式都一样的键写在 `templates/共用/layout.toml` 里，版式里可以不写（“必写”的也可以）。", "")
    for section, keys in layout_keys().items():
        yield from (f"### {section}", "")
        yield from _table(("键", "内容", "默认"), ((f"`{key}`", about, f"`{default}`" if default not in ("必写", "无")
                                                 else default) for key, about, default in keys))
    yield from ("### 词", "", "版式自己的词，键随意取，模板里写 `{{ 词.键 }}`。几个版式共用一段文字而用词不同时，把不同的词放在这里；"
                f"值里可以写 {'、'.join(f'`{{{place}}}`' for place in PLACES)}。", "")


if __name__ == "__main__":
    from pathlib import Path

    Path("docs/模板词汇.md").write_text(document(), encoding="utf-8", newline="\n")
