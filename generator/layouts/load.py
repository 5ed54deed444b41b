"""Reads a layout, and reports every mistake of its layout.toml at once."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from generator.figures.values import NumberStyle
from generator.layouts.folders import LayoutError, find_file, folder_of
from generator.layouts.model import Layout
from generator.layouts.rules import rule_settings
from generator.layouts.section import Section
from generator.layouts.sources import HEAD, PARENT, LayoutSource, read_source
from generator.layouts.statements import statements
from generator.layouts.terms import PLACES, wrong_places
from generator.money import MoneyUnit
from generator.phrases import PLACES_IN_WORDS, Words

CAPPED, DEDUCTED = "封顶", "扣减"
_MOST_PLACES, _MOST_LEVELS = 6, 6


def load_layout(name: str) -> Layout:
    """Read templates/<name>. LayoutError with every mistake."""
    return read_layout(folder_of(name))


@cache
def read_layout(folder: Path) -> Layout:
    """Read the layout in `folder`. LayoutError with every mistake."""
    layout, mistakes = read_leniently(folder)
    if mistakes or layout is None:
        raise LayoutError(mistakes)
    return layout


def read_leniently(folder: Path) -> tuple[Layout | None, tuple[str, ...]]:
    """The layout as far as it can be read (what is wrong in it replaced by defaults), and every mistake."""
    try:
        source = read_source(folder)
    except LayoutError as error:
        return None, error.mistakes
    mistakes: list[str] = []
    top = Section(source.data, source.file, source.origins, mistakes)
    layout = _layout(top, source)
    top.done()
    return layout, tuple(mistakes)


def _layout(top: Section, source: LayoutSource) -> Layout | None:
    head = top.section(HEAD, needed=True)
    title, parts = "", tuple[Path | None, ...]()
    base: Path | None = None
    toc_levels = 2
    if HEAD in source.data:
        title = head.text("名称")
        head.take(PARENT, str)
        base = _file(head, source, "样式", head.text("样式"))
        parts = tuple(_file(head, source, "部分", name) for name in head.texts("部分"))
        toc_levels = head.number("目录级数", 1, _MOST_LEVELS, 2)
        head.done()
    drawn, captions = _charts(top.section("图"))
    weight, deducts = _performance(top.section("绩效"))
    terms = _terms(top.section("词"))
    text, tables = _style(top.section("正文数字")), _style(top.section("表格数字"))
    rules = replace(rule_settings(top.section("校验")), printed=text)
    words = _words(top.section("用语"))
    spec = statements(top)
    if base is None or spec is None:
        return None
    return Layout(source.folder.name, title, source.folder, source.folders, tuple(path.name for path in source.parents),
                  base, tuple(path for path in parts if path is not None), toc_levels, text, tables, words, spec,
                  drawn, captions, terms, weight, deducts, rules)


def _file(head: Section, source: LayoutSource, key: str, name: str) -> Path | None:
    found = find_file(source.folders, name) if name else None
    if found is None and name:
        places = "、".join(str(folder) for folder in source.folders if folder.is_dir())
        head.blame(key, f"：找不到模板“{name}”（找过 {places}）")
    return found


def _style(section: Section) -> NumberStyle:
    known: dict[str, tuple[str, type]] = {
        "小数": ("places", int), "千分位": ("thousands", bool), "去尾零": ("strip", bool), "空": ("blank", str), "零": ("zero", str),
        "百分比小数": ("percent_places", int), "百分比去尾零": ("percent_strip", bool),
        "百分比千分位": ("percent_thousands", bool), "单位": ("unit", str)}
    given: dict[str, Any] = {}
    for key, (name, kind) in known.items():
        default = getattr(NumberStyle(), name)
        if kind is int:
            given[name] = section.number(key, 0, _MOST_PLACES, default)
        elif kind is bool:
            given[name] = section.flag(key, default=default)
        else:
            given[name] = section.text(key, default)
    if given["unit"] not in tuple(MoneyUnit):
        section.blame("单位", "只能是 元 或 万元")
        given["unit"] = MoneyUnit.WAN
    given["unit"] = MoneyUnit(given["unit"])
    section.done()
    return NumberStyle(**given)


def _words(section: Section) -> Words:
    given = {}
    for field in fields(Words):
        value = section.take(field.name, str)
        if value is None:
            continue
        known = PLACES_IN_WORDS.get(field.name)
        if known is not None and (wrong := wrong_places(value, known)):
            allowed = "、".join(f"{{{name}}}" for name in known)
            section.blame(field.name, f"的值 {value!r} 中的 {'、'.join(wrong)} 不对，花括号里只能写 {allowed}")
        given[field.name] = value
    section.done()
    return Words(**given)


def _charts(section: Section) -> tuple[bool, dict[str, str]]:
    drawn, captions = section.flag("绘制", default=True), section.section("标题")
    found = {}
    if captions.data:
        from generator.figures.charting import CHART_NAMES

        found = {name: captions.text(name, "") for name in CHART_NAMES}
        captions.done()
    section.done()
    return drawn, {name: caption for name, caption in found.items() if caption}


def _performance(section: Section) -> tuple[int | None, bool]:
    weight = section.number("执行分值", 0, 100, -1)
    deducts = section.choice("超支得分", (CAPPED, DEDUCTED), CAPPED) == DEDUCTED
    section.done()
    return (weight if weight >= 0 else None), deducts


def _terms(section: Section) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in section.data:
        found[name] = section.text(name, "")
        if wrong := wrong_places(found[name], PLACES):
            allowed = "、".join(f"{{{place}}}" for place in PLACES)
            section.blame(name, f"的值 {found[name]!r} 中的 {'、'.join(wrong)} 不对，花括号里只能写 {allowed}")
        if not name.isidentifier():
            section.blame(name, "不能作名称：只用汉字、字母和数字，不以数字开头，中间没有空格和标点")
    return found
