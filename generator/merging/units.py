"""The units of a merge: which may be merged at all, which is 本级, in which order, and the list 决算单位."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.merging import problems
from generator.model import Accounts, Finding, Row, Source, Text, Value
from generator.workbook.cells import compact

NAME, SHORT, LIST = "基本信息.单位全称", "基本信息.单位简称", "机构与单位"
_OWN = re.compile(r"[（(](?:局|部|委|机关)?本级[）)]$")


def plain_name(name: str) -> str:
    """A name to compare by: without blanks, full or half width, without （本级）."""
    return _OWN.sub("", compact(name))


def department_name(name: str) -> str:
    """The name of the whole department from that of 本级."""
    return _OWN.sub("", name.strip())


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
    for unit in filter(is_merged, units):
        listed = {plain_name(row.text("单位名称")) for row in unit.rows.get(LIST, ())}
        for other in units:
            if other is not unit and plain_name(name_of(other)) in listed - {plain_name(name_of(unit))}:
                yield problems.COUNTED_TWICE.finding(
                    f"{unit.file} 是汇总的工作簿，已包含“{name_of(other)}”（{other.file}）", _basics(unit), _basics(other))


def _files(units: Sequence[Accounts]) -> str:
    return "、".join(unit.file for unit in units)


def _basics(unit: Accounts) -> Source:
    return unit.place(NAME)


def ordered(units: Sequence[Accounts]) -> tuple[Accounts, ...]:
    """本级 first, then in the order of its list, then by name: the same whatever the order on the command line.

    本级 is the one unit whose list names others of these units as 下属单位; where there is none, the first.
    """
    heads = [unit for unit in units if _below(unit) & {plain_name(name_of(other)) for other in units if other is not unit}]
    head = heads[0] if len(heads) == 1 else units[0]
    place = {plain_name(row.text("单位名称")): number for number, row in enumerate(head.rows.get(LIST, ()))}

    def position(unit: Accounts) -> tuple[bool, int, str]:
        name = plain_name(name_of(unit))
        return unit is not head, place.get(name, len(place)), name

    return tuple(sorted(units, key=position))


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
