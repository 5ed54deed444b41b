"""Lists merged: projects, 绩效 tables and indicators side by side with their unit; duties from 本级; terms once each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.merging import problems
from generator.merging.rules import Rule, table_rule
from generator.merging.texts import listed, parts_of
from generator.merging.units import LIST, is_merged, name_of, short_name, unit_list
from generator.model import Accounts, Amount, Finding, Row, Text, Value, total_of
from generator.workbook.marks import REVIEW_MARK

#: Sheets whose rows hang together by the name of a project, unit or matter: the same name in two units would mix them up.
NAMED = {"项目名称": ("项目支出", "项目绩效自评", "项目绩效指标"), "单位名称": ("整体绩效自评", "整体绩效指标"), "重要事项": ("重点工作事项",)}
#: The column that says whose row it is, filled where the unit left it blank.
UNIT_COLUMN = {"项目支出": "实施单位", "项目绩效自评": "填报单位"}
OPERATING, ITEM, LEVEL, OVERVIEW = "绩效基础数据", "项目", "级次", "重点工作概述"
SHOWN = 5  # names in a message

Rows = tuple[Row, ...]


@dataclass(slots=True)
class Gathered:
    """What is found on the way."""

    units: Sequence[Accounts]
    findings: list[Finding] = field(default_factory=list)
    renamed: dict[str, list[str]] = field(default_factory=dict)
    known: dict[tuple[int, str], dict[str, dict[str, str]]] = field(default_factory=dict)

    def named(self, unit: Accounts, column: str, sheets: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """See _names; worked out once for each unit."""
        key = id(unit), column
        if key not in self.known:
            self.known[key] = _names(unit, column, sheets)
        return self.known[key]


def merged_rows(units: Sequence[Accounts]) -> tuple[dict[str, Rows], list[Finding]]:
    """Every list of the department, in the order of the units."""
    gathered = Gathered(units)
    names = {id(unit): _new_names(unit, gathered) for unit in units}
    merged = {sheet: _merged(sheet, gathered, names) for sheet in units[0].rows}
    gathered.findings.extend(_told(gathered, merged))
    return merged, gathered.findings


def _told(gathered: Gathered, merged: Mapping[str, Rows]) -> Iterator[Finding]:
    """What was done to the lists, once for all units."""
    if gathered.renamed:
        names = list(dict.fromkeys(name for same in gathered.renamed.values() for name in same))
        yield problems.RENAMED.finding(
            f"{_few(list(gathered.renamed))}：有项目或事项与其他单位的同名（{_few(names)}），名称后加注了单位")
    marked = [row for row in merged[OVERVIEW] if row.text("内容").startswith(REVIEW_MARK)]
    if marked:
        yield problems.TO_REVIEW.finding(f"{OVERVIEW}是逐个单位列出的，待核：{len(marked)} 个单位", marked[0].source)


def _few(texts: Sequence[str]) -> str:
    return "、".join(texts[:SHOWN]) + (f" 等 {len(texts)} 个" if len(texts) > SHOWN else "")


def _merged(sheet: str, gathered: Gathered, names: Mapping[int, Mapping[tuple[str, str], str]]) -> Rows:
    units = gathered.units
    match table_rule(sheet):
        case Rule.HEAD:
            if units[0].rows[sheet]:
                gathered.findings.append(problems.FROM_HEAD.finding(f"{sheet}取自本级（{units[0].file}）", units[0].rows[sheet][0].source))
            return units[0].rows[sheet]
        case Rule.UNITS:
            rows, findings = unit_list(units)
            gathered.findings.extend(findings)
            return rows
        case Rule.CODES:
            return _by_code(sheet, gathered)
        case Rule.ITEMS:
            return _by_item(units)
        case Rule.TERMS:
            return _terms(sheet, gathered)
        case _:
            return tuple(row for unit in units for row in _beside(sheet, unit, names[id(unit)], gathered))


def _new_names(unit: Accounts, gathered: Gathered) -> dict[tuple[str, str], str]:
    """(column, name) -> new name, for projects, matters and units that another unit names too."""
    found: dict[tuple[str, str], str] = {}
    for column, sheets in NAMED.items():
        others = {plain for other in gathered.units if other is not unit for plain in gathered.named(other, column, sheets)}
        for plain, names in gathered.named(unit, column, sheets).items():
            if plain in others:
                found |= {(column, name): f"{name}（{whose}）" for name, whose in names.items() if whose}
    if found:
        gathered.renamed[short_name(unit)] = [name for _, name in found]
    return found


def _names(unit: Accounts, column: str, sheets: Sequence[str]) -> dict[str, dict[str, str]]:
    """The names in a column: without the unit that an earlier merge put behind -> as it stands -> whose it is, empty where it says."""
    inside = {name: short for row in unit.rows.get(LIST, ()) for short in [row.text("单位简称") or row.text("单位名称")]
              for name in (short, row.text("单位名称"))} if is_merged(unit) else {}
    found: dict[str, dict[str, str]] = {}
    for sheet in sheets:
        for row in unit.rows.get(sheet, ()):
            name = row.text(column)
            if not name:
                continue
            mark = next((f"（{short}）" for short in inside.values() if name.endswith(f"（{short}）")), "")
            told = next((inside[text] for key in ("实施单位", "填报单位") if (text := row.text(key)) in inside), short_name(unit))
            found.setdefault(name.removesuffix(mark), {}).setdefault(name, "" if mark else told)
    return found


def _beside(sheet: str, unit: Accounts, names: Mapping[tuple[str, str], str], gathered: Gathered) -> Rows:
    rows = [_renamed(row, names) for row in unit.rows.get(sheet, ())] if any(sheet in sheets for sheets in NAMED.values()) \
        else list(unit.rows.get(sheet, ()))
    column = UNIT_COLUMN.get(sheet)
    if column is not None:
        name = short_name(unit) if sheet == "项目支出" else name_of(unit)
        rows = [row if row.text(column) else _with(row, column, name) for row in rows]
    if rows and sheet == "自评报告" and not rows[0].text("报告名称"):
        rows[0] = _with(rows[0], "报告名称", f"{name_of(unit)}整体支出绩效自评报告")
    if rows and sheet == OVERVIEW and not rows[0].text("内容").startswith(REVIEW_MARK):
        rows[0] = _with(rows[0], "内容", f"{REVIEW_MARK}{short_name(unit)}：{rows[0].text('内容')}")
    return tuple(rows)


def _renamed(row: Row, names: Mapping[tuple[str, str], str]) -> Row:
    for column in NAMED:
        new = names.get((column, row.text(column)))
        if new is not None:
            return _with(row, column, new)
    return row


def _with(row: Row, column: str, text: str) -> Row:
    return replace(row, values={**row.values, column: Text(text, row.source_of(column))})


def _by_code(sheet: str, gathered: Gathered) -> Rows:
    """各类用途: one row for each 类, what each unit writes about it."""
    found: dict[str, list[tuple[Accounts, Row]]] = {}
    for unit in gathered.units:
        for row in unit.rows.get(sheet, ()):
            found.setdefault(row.text("科目编码"), []).append((unit, row))
    rows = []
    for _, same in sorted(found.items()):
        first = same[0][1]
        parts = [part for unit, row in same if isinstance(value := row.values.get("主要用途"), Text) for part in parts_of(unit, value)]
        text = listed(parts, f"{sheet}表 {first.text('科目编码')}", gathered.findings)
        rows.append(replace(first, values={**first.values, **({"主要用途": text} if text is not None else {})}))
    if rows:
        gathered.findings.append(problems.TO_REVIEW.finding(f"{sheet}表的主要用途是逐个单位列出的，待核", rows[0].source))
    return tuple(rows)


def _by_item(units: Sequence[Accounts]) -> Rows:
    """经费控制情况: the amounts of one 项目 added."""
    found: dict[tuple[str, str], list[Row]] = {}
    for unit in units:
        for row in unit.rows.get(OPERATING, ()):
            found.setdefault((row.text(ITEM), row.text(LEVEL)), []).append(row)
    return tuple(_added(same) for same in found.values())


def _added(rows: Sequence[Row]) -> Row:
    keys = dict.fromkeys(key for row in rows for key, value in row.values.items() if isinstance(value, Amount))
    sums: dict[str, Value] = {key: amount for key in keys if (amount := total_of(row.amount(key) for row in rows)) is not None}
    return replace(rows[0], values={**rows[0].values, **sums})


def _terms(sheet: str, gathered: Gathered) -> Rows:
    """名词解释: each term once, as the first unit explains it."""
    found: dict[str, tuple[Row, Accounts]] = {}
    for unit in gathered.units:
        for row in unit.rows.get(sheet, ()):
            first, other = found.setdefault(row.text("名词"), (row, unit))
            if first.text("解释") != row.text("解释"):
                gathered.findings.append(problems.TERMS_DIFFER.finding(
                    f"“{row.text('名词')}”：{other.file} 和 {unit.file} 的解释不同", first.source, row.source))
    return tuple(row for row, _ in found.values())
