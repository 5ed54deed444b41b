"""`juesuan layout show`: what a layout is made of, and which folder each thing comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from generator.figures.values import NumberStyle
from generator.layout_tools.files import layout_files, origin
from generator.layouts import Layout, load_layout
from generator.phrases import Words

_TABLE_WORDS = {1: "类", 2: "款", 3: "项"}


def show_layout(name: str) -> Iterator[str]:
    """Line by line. LayoutError when there is no such layout, or a wrong one."""
    layout = load_layout(name)
    parent = load_layout(layout.parents[0]) if layout.parents else None
    yield f"{layout.name}　{layout.title}"
    yield f"文件夹　{layout.folder}"
    yield f"继承　{' → '.join((layout.name, *layout.parents)) if parent else '（不继承别的版式）'}"
    yield from ("", f"样式　{_file(layout, layout.base.name, origin(layout.base, layout.folders))}", "部分（后面是文件所在的文件夹）")
    for file in layout_files(layout):
        place = origin(file.path, layout.folders) if file.path is not None else "找不到"
        yield f"{'  ' * (file.depth + 1)}{'插入 ' if file.depth else ''}{_file(layout, file.name, place)}"
    yield from ("", f"目录　列到 {layout.toc_levels} 级标题")
    yield f"正文数字　{_numbers(layout.text)}"
    yield f"表格数字　{_numbers(layout.tables)}"
    yield f"图　{'画' if layout.charts else '不画'}"
    yield f"绩效　{_performance(layout)}"
    yield from _tables(layout)
    yield from _words(layout, parent)


def _file(layout: Layout, name: str, place: str) -> str:
    return f"{name}　［{'本版式' if place == layout.folder.name else place}］"


def _numbers(style: NumberStyle) -> str:
    parts = [f"{style.places} 位小数", "千分位" if style.thousands else "不分节", str(style.unit),
             f"百分比 {style.percent_places} 位小数", f"零印“{style.zero}”", f"没有填的印“{style.blank}”"]
    if style.strip:
        parts.insert(1, "去掉末尾的零")
    return "，".join(parts)


def _performance(layout: Layout) -> str:
    weight = "不核对执行分值" if layout.execution_weight is None else f"执行分值 {layout.execution_weight}"
    return f"{weight}，执行率大于 100% 时{'扣减' if layout.over_budget_deducts else '按 100% 计'}"


def _tables(layout: Layout) -> Iterator[str]:
    spec = layout.statements
    yield f"表　支出方 {len(spec.classes)} 类；公开06表 {len(spec.t6_columns)} 栏：{'｜'.join('、'.join(column) for column in spec.t6_columns)}"
    for table, levels in spec.levels.items():
        order = "按填报顺序" if table in spec.as_typed else "按编码顺序"
        padded = "，编码补零到 7 位" if table in spec.padded_codes else ""
        yield f"  {table}　{'、'.join(_TABLE_WORDS[level] for level in levels)}，{order}{padded}"


def _words(layout: Layout, parent: Layout | None) -> Iterator[str]:
    base, name = (parent.words, parent.name) if parent is not None else (Words(), "默认")
    changed = [field.name for field in fields(Words) if getattr(layout.words, field.name) != getattr(base, field.name)]
    yield f"用语　与{name}{'相同' if not changed else '不同的：'}"
    for word in changed:
        yield f"  {word}　{getattr(layout.words, word) or '（空）'}　［{name}：{getattr(base, word) or '（空）'}］"
    terms = parent.terms if parent is not None else {}
    own = {key: text for key, text in layout.terms.items() if terms.get(key) != text}
    if layout.terms:
        yield f"词　{len(layout.terms)} 个" + (f"，与{name}不同的：" if own and parent is not None else "")
    for key, text in (own if parent is not None else layout.terms).items():
        yield f"  {key}　{text or '（空）'}"
