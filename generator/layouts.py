"""A layout: a folder under templates/ with layout.toml and the Word templates of its parts. No Python in it.

All that differs between cities and years is data here; a mistake in layout.toml is a `LayoutError` that names the
file and the key.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from generator.figures.values import NumberStyle
from generator.money import MoneyUnit
from generator.phrases import Words
from generator.workbook.schema.money_sheets import FUNDS, INCOME_COLUMNS

# The amounts that the rows of 公开01表 and 04表 can take; a key that is none of them would print a blank.
_ROW_KEYS = {
    "表1收入": {*(f"{fund}收入" for fund in FUNDS), *INCOME_COLUMNS[1:]},
    "表1收入末": {"本年收入合计", "使用非财政拨款结余", "年初结转和结余", "总计"},
    "表1支出末": {"本年支出合计", "结余分配", "年末结转和结余", "总计"},
    "表4收入": set(FUNDS),
    "表4收入末": {"本年收入合计", "年初财政拨款结转和结余", *(f"年初.{fund}" for fund in FUNDS), "总计"},
    "表4支出末": {"本年支出合计", "年末财政拨款结转和结余", "总计"},
}
_SUBJECT_TABLES = ("表2", "表3", "表5", "表7", "表8")
_MOST_PLACES, _MOST_LEVELS = 6, 6
_CLASS = re.compile(r"(\d{3})\s+(\S.*)")
_ECONOMIC_CLASS = re.compile(r"\d{3}(:(\s*\d{2})+)?")

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
    if name in ("", ".", "..") or Path(name).name != name:
        raise _unknown(name)
    return _load(templates_folder() / name)


def _unknown(name: str) -> LayoutError:
    return LayoutError(f"没有版式“{name}”。现有版式：{'、'.join(layout_names()) or '（无）'}。请核对工作簿“基本信息”中的“版式”。")


@cache
def _load(folder: Path) -> Layout:
    file = folder / "layout.toml"
    if not file.is_file():
        raise _unknown(folder.name)
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
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.wrong(key, f"的值 {value!r} 类型不对，应为{_KIND_NAMES[kind]}")
        return value

    def wrong(self, key: str, what: str) -> LayoutError:
        return LayoutError(f"{self.file}：“{self.place}{key}”{what}。")

    def number(self, key: str, least: int, most: int, default: int | None = None) -> int:
        value: int = self.take(key, int, default)
        if not least <= value <= most:
            raise self.wrong(key, f"的值 {value} 应在 {least} 到 {most} 之间")
        return value

    def texts(self, key: str, default: list[str] | None = None) -> list[str]:
        values: list[Any] = self.take(key, list, default)
        for value in values:
            if not isinstance(value, str):
                raise self.wrong(key, f"中的 {value!r} 类型不对，每一项都应为文字（加英文双引号）")
        return values

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
        parts = tuple(self._file(folder, part) for part in head.texts("部分"))
        toc_levels = head.number("目录级数", 1, _MOST_LEVELS, 2)
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
        for key in ("小数", "百分比小数"):
            if key in table.data:
                table.number(key, 0, _MOST_PLACES)
        if "unit" in given:
            if given["unit"] not in tuple(MoneyUnit):
                raise table.wrong("单位", "只能是 元 或 万元")
            given["unit"] = MoneyUnit(given["unit"])
        return NumberStyle(**given)

    def _words(self) -> Words:
        table = self.table("用语", needed=False)
        names = [field.name for field in fields(Words)]
        given = {name: table.take(name, str) for name in names if name in table.data}
        table.taken.update(names)
        table.done()
        for name, words in given.items():
            if name.endswith("预算") and re.findall(r"[{].*?[}]|[{}]", words) not in ([], ["{预算}"]):
                raise table.wrong(name, f"的值 {words!r} 中花括号里只能写 {{预算}}")
        return Words(**given)

    def _statements(self) -> Statements:
        table = self.table("表")
        result = Statements(
            table.classes("支出类"), table.rows("表1收入"), table.rows("表1收入末"), table.rows("表1支出末"),
            table.rows("表4收入"), table.rows("表4收入末"), table.rows("表4支出末"),
            table.columns("表6栏"), table.levels("科目级次"), table.padded("补零编码的表"))
        table.done()
        return result

    def rows(self, key: str) -> tuple[StatementRow, ...]:
        rows, known = tuple(_row(text) for text in self.texts(key)), _ROW_KEYS[key]
        for row in rows:
            if row.key and row.key not in known:
                raise self.wrong(key, f"中的“{row.key}”不是可以取的数。可用：{'、'.join(sorted(known))}")
        return rows

    def classes(self, key: str) -> tuple[tuple[str, str], ...]:
        found: dict[str, str] = {}
        for text in self.texts(key):
            match = _CLASS.fullmatch(text.strip())
            if match is None:
                raise self.wrong(key, f"中的“{text}”应写成 三位编码、空格、名称，如 201 一般公共服务支出")
            if match[1] in found:
                raise self.wrong(key, f"中的 {match[1]} 写了两次")
            found[match[1]] = match[2]
        return tuple(found.items())

    def columns(self, key: str) -> tuple[tuple[str, ...], ...]:
        columns: list[Any] = self.take(key, list)
        for column in columns:
            if not isinstance(column, list):
                raise self.wrong(key, f"中的 {column!r} 类型不对，每一栏都应为方括号中的一列类")
            for entry in column:
                if not isinstance(entry, str) or not _ECONOMIC_CLASS.fullmatch(entry.strip()):
                    raise self.wrong(key, f"中的 {entry!r} 应写成 \"310\" 或 \"310: 02 03\"")
        if not columns:
            raise self.wrong(key, "至少要有一栏")
        return tuple(tuple(entry.strip() for entry in column) for column in columns)

    def levels(self, key: str) -> tuple[int, ...]:
        levels: list[Any] = self.take(key, list, [1, 2, 3])
        for level in levels:
            if type(level) is not int or level not in (1, 2, 3):
                raise self.wrong(key, f"中的 {level!r} 不对，只能是 1（类）、2（款）、3（项）")
        return tuple(levels)

    def padded(self, key: str) -> tuple[str, ...]:
        names = self.texts(key, [])
        for name in names:
            if name not in _SUBJECT_TABLES:
                raise self.wrong(key, f"中的“{name}”不对，只能是 {'、'.join(_SUBJECT_TABLES)}")
        return tuple(names)


_KIND_NAMES = {str: "文字（加英文双引号）", int: "整数", bool: "true 或 false", list: "方括号中的列表", dict: "一节"}


def _row(text: str) -> StatementRow:
    """`标签` alone is its own key; `标签 = 键` prints one word and takes the amount of another."""
    label, _, key = text.partition("=")
    return StatementRow(label.strip(), (key or label).strip().replace(" ", ""))
