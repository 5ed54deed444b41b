"""The units of a merge: which may be merged at all, which is 本级, in which order, and the list 决算单位."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.merging import problems
from generator.model import Accounts, Finding, Row, Source, Text, Value
from generator.workbook.cells import compact

NAME, SHORT, LIST = "基本信息.单位全称", "基本信息.单位简称", "机构与单位"
_OWN = re.compile(r"(?:[（(](?:局|厅|部|委|办|会|院|机关)?(?:本级|机关)[）)]|(?:机关)?本级)$")
_OFFICE = re.compile(r"(?<=[局厅部委办会院])机关$")  # of a short name: 局机关
_DIGITS = re.compile(r"(\d+)")


def plain_name(name: str) -> str:
    """A name to compare by: without blanks, full or half width, without （本级）."""
    return _OWN.sub("", compact(name))


def department_name(name: str) -> str:
    """The name of the whole department from that of 本级."""
    return _OWN.sub("", name.strip())


def department_short(name: str) -> str:
    """The short name of the whole department from that of 本级; empty where nothing is left to go by."""
    short = _OFFICE.sub("", department_name(name))
    return short if len(short) > 1 else ""


def name_of(unit: Accounts) -> str:
    """The unit's full name; its file where it has none."""
    return unit.text(NAME) or unit.file


def short_name(unit: Accounts) -> str:
    """The name to mark texts and projects with."""
    return unit.text(SHORT) or name_of(unit)


def is_merged(unit: Accounts) -> bool:
    """Whether the workbook is itself a sum of units."""
    return unit.text("基本信息.汇总") == "是"


def refusals(units: Sequence[Accounts]) -> Iterator[Finding]:
    """Why these units cannot be merged."""
    if len(units) < 2:
        yield problems.TOO_FEW.finding(f"只有 {len(units)} 个单位的工作簿，不能汇总", *(_basics(unit) for unit in units))
    for key, problem in (("year", problems.OTHER_YEAR), ("layout", problems.OTHER_LAYOUT)):
        found: dict[str, list[Accounts]] = {}
        for unit in units:
            found.setdefault(str(getattr(unit, key)), []).append(unit)
        if len(found) > 1:
            said = "；".join(f"{value or '没有写'}：{_files(same)}" for value, same in sorted(found.items()))
            yield problem.finding(f"{problem.title}：{said}", *(_basics(unit) for unit in units))
    same_name: dict[str, list[Accounts]] = {}
    for unit in units:
        same_name.setdefault(plain_name(name_of(unit)), []).append(unit)
    for same in same_name.values():
        if len(same) > 1:
            yield problems.TWICE.finding(f"{_files(same)} 都是“{name_of(same[0])}”的工作簿", *(_basics(unit) for unit in same))
    yield from _counted_twice(units)


def _counted_twice(units: Sequence[Accounts]) -> Iterator[Finding]:
    """A unit given beside a workbook that it is part of already, or part of two such workbooks."""
    inside: dict[str, Accounts] = {}
    for unit in filter(is_merged, units):
        for row in unit.rows.get(LIST, ()):
            name = plain_name(row.text("单位名称"))
            if inside.setdefault(name, unit) is not unit:
                yield problems.COUNTED_TWICE.finding(
                    f"{inside[name].file} 和 {unit.file} 都是汇总的工作簿，都包含“{row.text('单位名称')}”", _basics(inside[name]), row.source_of("单位名称"))
    for other in units:
        whole = inside.get(plain_name(name_of(other)))
        if whole is not None and whole is not other:
            yield problems.COUNTED_TWICE.finding(
                f"{whole.file} 是汇总的工作簿，已包含“{name_of(other)}”（{other.file}）", _basics(whole), _basics(other))


def same_figures(units: Sequence[Accounts]) -> Iterator[Finding]:
    """Units whose subject tables agree to the last figure: one workbook copied, and the name changed."""
    found: dict[tuple[object, ...], list[Accounts]] = {}
    for unit in units:
        figures = tuple((sheet, line.code, key, amount.value) for sheet, table in unit.tables.items() for line in table
                        for key, amount in line.amounts.items() if amount.value)
        if figures:
            found.setdefault(figures, []).append(unit)
    for same in found.values():
        if len(same) > 1:
            yield problems.SAME_FIGURES.finding(f"{_files(same)} 的收支数完全相同", *(_basics(unit) for unit in same))


def _files(units: Sequence[Accounts]) -> str:
    return "、".join(unit.file for unit in units)


def _basics(unit: Accounts) -> Source:
    return unit.place(NAME)


def head_of(units: Sequence[Accounts]) -> tuple[Accounts, tuple[Finding, ...]]:
    """本级, and a warning where it is only taken for it.

    It is the one unit whose list names others of these units as 下属单位, else the one that calls itself 本级, else the first.
    """
    names = {plain_name(name_of(unit)): unit for unit in units}
    heads = [unit for unit in units if any(names.get(name, unit) is not unit for name in _below(unit))]
    called = [unit for unit in units if department_name(name_of(unit)) != name_of(unit).strip()]
    for chosen in (heads, called):
        if len(chosen) == 1:
            return chosen[0], ()
    said = f"有 {len(heads)} 个单位的单位名单列出了其他单位" if heads else "没有哪个单位的单位名单列出其他单位，名称中也没有“（本级）”"
    return units[0], (problems.HEAD_GUESSED.finding(
        f"{said}，把写在最前的 {units[0].file}（{name_of(units[0])}）当作本级", units[0].place(f"{LIST}.")),)


def ordered(units: Sequence[Accounts], head: Accounts) -> tuple[Accounts, ...]:
    """本级 first, then in the order of its list, then by name: the same whatever the order on the command line."""
    place = {plain_name(row.text("单位名称")): number for number, row in enumerate(head.rows.get(LIST, ()))}

    def position(unit: Accounts) -> tuple[bool, int, list[tuple[bool, int, str]]]:
        name = plain_name(name_of(unit))
        return unit is not head, place.get(name, len(place)), _counted(name)

    return tuple(sorted(units, key=position))


def _counted(name: str) -> list[tuple[bool, int, str]]:
    """第2局 before 第10局."""
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in _DIGITS.split(name)]


def told_apart(units: Sequence[Accounts]) -> tuple[tuple[Accounts, ...], list[Finding]]:
    """The units; those of one short name go by their full names, or their texts, projects and transfers would be mixed up."""
    same: dict[str, list[Accounts]] = {}
    for unit in units:
        same.setdefault(plain_name(short_name(unit)), []).append(unit)
    clashing = {id(unit): unit for found in same.values() if len(found) > 1 for unit in found}
    findings = [problems.SHORT_TWICE.finding(f"{_files(found)} 的单位简称都是“{short_name(found[0])}”，汇总中用单位全称", *(unit.place(SHORT) for unit in found))
                for found in same.values() if len(found) > 1]
    return tuple(replace(unit, fields={key: value for key, value in unit.fields.items() if key != SHORT}) if id(unit) in clashing else unit
                 for unit in units), findings


def _below(unit: Accounts) -> set[str]:
    return {plain_name(row.text("单位名称")) for row in unit.rows.get(LIST, ()) if row.text("层级") == "下属单位"}


@dataclass(frozen=True, slots=True)
class _Listed:
    """One unit of the list, as its own workbook gives it."""

    name: str
    kind: str
    short: str
    source: Source

    def row(self, level: str) -> Row:
        texts: Mapping[str, str] = {"单位名称": self.name, "层级": level, "单位性质": self.kind, "单位简称": self.short}
        values: dict[str, Value] = {key: Text(text, self.source) for key, text in texts.items() if text}
        return Row(self.source, values)


def unit_list(units: Sequence[Accounts]) -> tuple[tuple[Row, ...], list[Finding]]:
    """决算单位: 本级, then every other unit; a unit that is itself a sum brings its own list."""
    head = units[0]
    given = {plain_name(row.text("单位名称")): row for row in head.rows.get(LIST, ())}
    rows: list[Row] = []
    for unit in units:
        for listed in _own_list(unit, first=unit is head):
            known = given.get(plain_name(listed.name))
            if known is not None:
                listed = _Listed(known.text("单位名称"), known.text("单位性质") or listed.kind,
                                 known.text("单位简称") or listed.short, known.source)
            rows.append(listed.row("本级" if not rows else "下属单位"))
    return tuple(rows), list(_list_findings(head, rows))


def _own_list(unit: Accounts, *, first: bool) -> list[_Listed]:
    own = _Listed(name_of(unit), unit.text("基本信息.单位性质"), unit.text(SHORT), _basics(unit))
    if not is_merged(unit):
        row = next((row for row in unit.rows.get(LIST, ()) if row.text("层级") == "本级"), None)
        if first and row is not None:
            own = _Listed(row.text("单位名称"), row.text("单位性质") or own.kind, row.text("单位简称") or own.short, row.source)
        return [own]
    listed = [_Listed(row.text("单位名称"), row.text("单位性质"), row.text("单位简称"), row.source)
              for row in unit.rows.get(LIST, ())]
    return listed or [own]


def _list_findings(head: Accounts, rows: Sequence[Row]) -> Iterator[Finding]:
    listed = _below(head)
    merged = {plain_name(row.text("单位名称")) for row in rows}
    for row in head.rows.get(LIST, ()):
        name = plain_name(row.text("单位名称"))
        if row.text("层级") == "下属单位" and name not in merged:
            yield problems.UNIT_NOT_GIVEN.finding(
                f"{head.file} 的单位名单有“{row.text('单位名称')}”，没有它的工作簿；汇总数不含该单位", row.source_of("单位名称"))
    for row in rows[1:] if listed else ():
        if plain_name(row.text("单位名称")) not in listed and row.source.file != head.file:
            yield problems.UNIT_NOT_LISTED.finding(f"{head.file} 的单位名单中没有“{row.text('单位名称')}”", row.source)
