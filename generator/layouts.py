"""A layout: a folder under templates/ with layout.toml and the Word templates of its parts. No Python in it.

All that differs between cities and years is data here; a mistake in layout.toml is a `LayoutError` that names the
file and the key.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from generator.figures.values import NumberStyle
from generator.money import MoneyUnit
from generator.phrases import Words


class LayoutError(Exception):
    """A layout that is missing or wrong; the message (Chinese) names file and key."""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One side of a row of 公开01表 or 04表: printed label and the key of its amount (empty: a blank row)."""

    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Statements:
    """What the statements print: labels and keys by row, 类 by code, and the columns of 公开06表."""

    classes: tuple[tuple[str, str], ...]
    t1_income: tuple[StatementRow, ...]
    t1_income_foot: tuple[StatementRow, ...]
    t1_spending_foot: tuple[StatementRow, ...]
    t4_income: tuple[StatementRow, ...]
    t4_income_foot: tuple[StatementRow, ...]
    t4_spending_foot: tuple[StatementRow, ...]
    t6_columns: tuple[tuple[str, ...], ...]
    levels: tuple[int, ...]
    padded_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout, read. `text` and `tables` print numbers in the sentences and in the tables."""

    name: str
    title: str
    folder: Path
    base: Path
    parts: tuple[Path, ...]
    toc_levels: int
    text: NumberStyle
    tables: NumberStyle
    words: Words
    statements: Statements
    charts: bool
    chart_captions: Mapping[str, str]


def templates_folder() -> Path:
    """The folder of the layouts: JUESUAN_TEMPLATES, or templates/ beside the package or the working folder."""
    own = os.environ.get("JUESUAN_TEMPLATES")
    candidates = [Path(own)] if own else [Path(__file__).resolve().parent.parent / "templates", Path.cwd() / "templates"]
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise LayoutError(f"找不到版式文件夹 templates（找过：{'、'.join(map(str, candidates))}）。请在项目文件夹中运行，"
                      "或用环境变量 JUESUAN_TEMPLATES 指定。")


def layout_names() -> tuple[str, ...]:
    """The layouts there are, by name."""
    return tuple(sorted(path.parent.name for path in templates_folder().glob("*/layout.toml")))


def load_layout(name: str) -> Layout:
    """Read templates/<name>/layout.toml."""
    return _load(templates_folder() / name)


@cache
def _load(folder: Path) -> Layout:
    file = folder / "layout.toml"
    if not file.is_file():
        raise LayoutError(f"没有版式“{folder.name}”。现有版式：{'、'.join(layout_names()) or '（无）'}。"
                          "请核对工作簿“基本信息”中的“版式”。")
    try:
        data = tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LayoutError(f"{file}：不是合规的 TOML 文件（{error}）。中文的键和节名要加英文双引号。") from error
    return _Reader(file, data).layout()


class _Reader:
    """Takes keys out of a TOML table and complains about what is missing, wrong or left over."""

    def __init__(self, file: Path, data: Mapping[str, Any], place: str = "") -> None:
        self.file, self.data, self.place, self.taken = file, data, place, set[str]()

    def take(self, key: str, kind: type, default: Any = None) -> Any:
        self.taken.add(key)
        value = self.data.get(key, default)
        if value is None:
            raise LayoutError(f"{self.file}：缺少“{self.place}{key}”。")
        if not isinstance(value, kind):
            raise LayoutError(f"{self.file}：“{self.place}{key}”的值 {value!r} 类型不对。")
        return value

    def table(self, key: str, *, needed: bool = True) -> _Reader:
        return _Reader(self.file, self.take(key, dict, None if needed else {}), f"{self.place}{key}.")

    def done(self) -> None:
        for key in self.data:
            if key not in self.taken:
                raise LayoutError(f"{self.file}：不认识“{self.place}{key}”。可用的键：{'、'.join(sorted(self.taken))}。")

    def layout(self) -> Layout:
        head, folder = self.table("版式"), self.file.parent
        title = head.take("名称", str)
        base = self._file(folder, head.take("样式", str))
        parts = tuple(self._file(folder, part) for part in head.take("部分", list))
        toc_levels = head.take("目录级数", int, 2)
        head.done()
        text, tables = self._style(self.table("正文数字", needed=False)), self._style(self.table("表格数字", needed=False))
        charts = self.table("图", needed=False)
        drawn, captions = charts.take("绘制", bool, True), charts.take("标题", dict, {})
        charts.done()
        result = Layout(folder.name, title, folder, base, parts, toc_levels, text, tables,
                        self._words(), self._statements(), drawn, captions)
        self.done()
        return result

    def _file(self, folder: Path, name: str) -> Path:
        for path in (folder / name, folder.parent / "共用" / name):
            if path.is_file():
                return path
        raise LayoutError(f"{self.file}：找不到模板“{name}”（应在 {folder} 中）。")

    def _style(self, table: _Reader) -> NumberStyle:
        known = {"小数": ("places", int), "千分位": ("thousands", bool), "去尾零": ("strip", bool),
                 "空": ("blank", str), "零": ("zero", str), "百分比小数": ("percent_places", int),
                 "百分比去尾零": ("percent_strip", bool), "单位": ("unit", str)}
        given = {known[key][0]: table.take(key, known[key][1]) for key in table.data if key in known}
        table.taken.update(known)
        table.done()
        if "unit" in given:
            if given["unit"] not in tuple(MoneyUnit):
                raise LayoutError(f"{self.file}：“{table.place}单位”只能是 元 或 万元。")
            given["unit"] = MoneyUnit(given["unit"])
        return NumberStyle(**given)

    def _words(self) -> Words:
        table = self.table("用语", needed=False)
        names = [field.name for field in fields(Words)]
        given = {name: table.take(name, str) for name in names if name in table.data}
        table.taken.update(names)
        table.done()
        return Words(**given)

    def _statements(self) -> Statements:
        table = self.table("表")

        def rows(key: str) -> tuple[StatementRow, ...]:
            return tuple(_row(text) for text in table.take(key, list))

        classes = tuple(tuple(str(text).split(" ", 1)) for text in table.take("支出类", list))
        result = Statements(
            tuple((code, name) for code, name in classes),
            rows("表1收入"), rows("表1收入末"), rows("表1支出末"), rows("表4收入"), rows("表4收入末"), rows("表4支出末"),
            tuple(tuple(column) for column in table.take("表6栏", list)),
            tuple(table.take("科目级次", list, [1, 2, 3])), tuple(table.take("补零编码的表", list, [])))
        table.done()
        return result


def _row(text: str) -> StatementRow:
    """`标签` alone is its own key; `标签 = 键` prints one word and takes the amount of another."""
    label, _, key = text.partition("=")
    return StatementRow(label.strip(), (key or label).strip().replace(" ", ""))
