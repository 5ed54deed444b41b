"""The section 表 of layout.toml: rows of 公开01表 and 04表, columns of 公开06表, codes and levels."""

from __future__ import annotations

import re
from typing import Any

from generator.layouts.model import StatementRow, Statements
from generator.layouts.section import KIND_NAMES, Section
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
OTHERS, BY_CODE, AS_TYPED = "默认", "编码", "填报"
SUBJECT_TABLES = ("表2", "表3", "表5", "表7", "表8")
_CLASS = re.compile(r"(\d{3})\s+(\S.*)")
_ECONOMIC_CLASS = re.compile(r"\d{3}(:(\s*\d{2})+)?")


def statements(top: Section) -> Statements | None:
    """The section, read; None where there is none."""
    section = top.section("表", needed=True)
    if "表" not in top.data:
        return None
    rows = {key: _rows(section, key) for key in _ROW_KEYS}
    result = Statements(
        _classes(section, "支出类"), rows["表1收入"], rows["表1收入末"], rows["表1支出末"],
        rows["表4收入"], rows["表4收入末"], rows["表4支出末"],
        _columns(section, "表6栏"), _levels(section, "科目级次"), _as_typed(section, "科目顺序"),
        _padded(section, "补零编码的表"))
    section.done()
    return result


def _rows(section: Section, key: str) -> tuple[StatementRow, ...]:
    rows, known = tuple(_row(text) for text in section.texts(key)), _ROW_KEYS[key]
    for row in rows:
        if row.key and row.key not in known:
            section.blame(key, f"中的“{row.key}”不是可以取的数。可用：{'、'.join(sorted(known))}")
    return rows


def _row(text: str) -> StatementRow:
    """`标签` alone is its own key; `标签 = 键` prints one word and takes the amount of another."""
    label, _, key = text.partition("=")
    return StatementRow(label.strip(), (key or label).strip().replace(" ", ""))


def _classes(section: Section, key: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for text in section.texts(key):
        match = _CLASS.fullmatch(text.strip())
        if match is None:
            section.blame(key, f"中的“{text}”应写成 三位编码、空格、名称，如 201 一般公共服务支出")
        elif match[1] in found:
            section.blame(key, f"中的 {match[1]} 写了两次")
        else:
            found[match[1]] = match[2]
    return tuple(found.items())


def _columns(section: Section, key: str) -> tuple[tuple[str, ...], ...]:
    columns = section.take(key, list, needed=True)
    if columns == []:
        section.blame(key, "至少要有一栏")
    found: list[tuple[str, ...]] = []
    for column in columns or []:
        if not isinstance(column, list):
            section.blame(key, f"中的 {column!r} 类型不对，每一栏都应为方括号中的一列类")
            continue
        for entry in column:
            if not isinstance(entry, str) or not _ECONOMIC_CLASS.fullmatch(entry.strip()):
                section.blame(key, f"中的 {entry!r} 应写成 \"310\" 或 \"310: 02 03\"")
        found.append(tuple(str(entry).strip() for entry in column))
    return tuple(found) or (("301", "303"), ("302",))


def _by_table(section: Section, key: str, kind: type, default: Any) -> dict[str, Any]:
    """A value for all tables, or a section with one for each and one for the others (默认)."""
    section.taken.add(key)
    value = section.data.get(key, default)
    if not isinstance(value, dict):
        value = {OTHERS: value}
    found = {}
    for name, own in value.items():
        if name not in (OTHERS, *SUBJECT_TABLES):
            section.blame(key, f"中的“{name}”不对，只能是 {'、'.join((OTHERS, *SUBJECT_TABLES))}")
        elif not isinstance(own, kind):
            section.blame(key, f"的值 {own!r} 类型不对，应为{KIND_NAMES[kind]}")
        else:
            found[name] = own
    return {table: found.get(table, found.get(OTHERS, default)) for table in SUBJECT_TABLES}


def _levels(section: Section, key: str) -> dict[str, tuple[int, ...]]:
    tables = _by_table(section, key, list, [1, 2, 3])
    for level in (level for levels in tables.values() for level in levels):
        if type(level) is not int or level not in (1, 2, 3):
            section.blame(key, f"中的 {level!r} 不对，只能是 1（类）、2（款）、3（项）")
    if not all(tables.values()):
        section.blame(key, "至少要有一级")
    right = {table: tuple(level for level in levels if level in (1, 2, 3)) for table, levels in tables.items()}
    return {table: levels or (1, 2, 3) for table, levels in right.items()}


def _as_typed(section: Section, key: str) -> tuple[str, ...]:
    tables = _by_table(section, key, str, BY_CODE)
    for order in dict.fromkeys(tables.values()):
        if order not in (BY_CODE, AS_TYPED):
            section.blame(key, f"的值 {order!r} 不对，只能是 {BY_CODE} 或 {AS_TYPED}")
    return tuple(table for table, order in tables.items() if order == AS_TYPED)


def _padded(section: Section, key: str) -> tuple[str, ...]:
    names = section.texts(key, needed=False)
    for name in names:
        if name not in SUBJECT_TABLES:
            section.blame(key, f"中的“{name}”不对，只能是 {'、'.join(SUBJECT_TABLES)}")
    return tuple(names)
