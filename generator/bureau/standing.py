"""Who has handed in, who has not, whose workbook is wrong: from the list and the files, without opening any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.bureau.handed import Handed
from generator.bureau.identity import ARCHIVES, SHEETS_OF_OTHERS, WORKBOOKS, bare_name
from generator.bureau.owners import Owners
from generator.bureau.roster import Unit
from generator.workbook.schema import VERSION

SHOWN = 5  # file names in a remark


class State(StrEnum):
    """Where a unit stands, the worst first."""

    MISSING = "未交"
    UNREADABLE = "读不出"
    TWICE = "重复"
    BLANK = "未填"
    WRONG = "不符"
    ERRORS = "有错误"
    WARNINGS = "有警告"
    RIGHT = "通过"


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit and what it handed in. `main` is the workbook that counts; `remarks` what the bureau should know."""

    unit: Unit
    state: State
    files: tuple[Handed, ...] = ()
    main: Handed | None = None
    remarks: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether a report can be made of it."""
        return self.state in (State.RIGHT, State.WARNINGS)


@dataclass(frozen=True, slots=True)
class Stray:
    """A file that belongs to no unit of the list. `serious`: somebody's workbook, perhaps."""

    file: str
    reason: str
    serious: bool
    handed: Handed | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """The state of a collection on a day."""

    standings: tuple[Standing, ...]
    strays: tuple[Stray, ...]
    today: date
    deadline: date | None = None

    def count(self, *states: State) -> int:
        """How many units are in these states."""
        return sum(standing.state in states for standing in self.standings)

    @property
    def complete(self) -> bool:
        """All handed in, none to be sent back, no workbook that nobody knows."""
        return all(one.good for one in self.standings) and not any(stray.serious for stray in self.strays)

    @property
    def days(self) -> int | None:
        """Days to the deadline, below zero after it."""
        return (self.deadline - self.today).days if self.deadline is not None else None


def collection(units: Sequence[Unit], handed: Iterable[Handed], others: Iterable[str], *, today: date,
               deadline: date | None = None) -> Collection:
    """Attribute the files to the units. `others` are files that are no spreadsheets."""
    owners = Owners(units)
    mine: dict[str, list[tuple[Handed, tuple[str, ...]]]] = {}
    strays = [_other(file, owners) for file in others]
    for one in handed:
        if one.document:
            continue
        unit, remarks = _owner(one, owners)
        if unit is None:
            strays.append(_stray(one))
        else:
            mine.setdefault(unit.code, []).append((one, remarks))
    standings = tuple(_standing(unit, mine.get(unit.code, [])) for unit in units)
    return Collection(standings, tuple(sorted(strays, key=lambda stray: (not stray.serious, stray.file))), today, deadline)


def _owner(one: Handed, owners: Owners) -> tuple[Unit | None, tuple[str, ...]]:
    owner = owners.find(one.code, one.name, merged=one.merged)
    if owner is not None:
        other = owner.handed_to
        return owner.unit, (f"用的是下发给 {other.code} {other.title} 的工作簿",) if other is not None else ()
    if one.name:
        return None, ()
    unit = owners.guess(one.file.rpartition("/")[2])
    return unit, ("按文件名认定的单位",) if unit is not None else ()


def _other(file: str, owners: Owners) -> Stray:
    """A file that is no spreadsheet; its name may say whose it is."""
    unit = owners.guess(file.rpartition("/")[2])
    like = f"（文件名像是 {unit.code} {unit.title} 的）" if unit is not None else ""
    if file.lower().endswith(ARCHIVES):
        return Stray(file, f"压缩包，没有打开，请解压到这个文件夹{like}", True)
    return Stray(file, f"不是工作簿{like}", False)


def _stray(one: Handed) -> Stray:
    if one.opened:
        title = f"单位“{one.name}”{'（汇总）' if one.merged else ''}不在名单中" if one.name else "没有填单位全称，也没有单位编码"
        return Stray(one.file, title + (f"，{one.year} 年度" if one.year else ""), True, one)
    return Stray(one.file, f"认不出单位：{_message(one)}", one.file.lower().endswith((*WORKBOOKS, *SHEETS_OF_OTHERS)), one)


def _message(one: Handed) -> str:
    """The first error without the name of the file before it."""
    return one.first_error.removeprefix(f"{one.file.rpartition('/')[2]}：")


Given = Sequence[tuple[Handed, tuple[str, ...]]]


def _standing(unit: Unit, given: Given) -> Standing:
    if not given:
        return Standing(unit, State.MISSING, remarks=tuple(_contact(unit)))
    files = tuple(one for one, _ in given)
    originals = [pair for pair in given if not pair[0].is_copy] or list(given)
    fitting = [pair for pair in originals if pair[0].year in (unit.year, None)] or originals
    remarks = [f"{one.file} 是校验副本，没有计" for one in files if all(one is not other for other, _ in originals)]
    remarks += [f"另有 {one.year} 年度的工作簿 {one.file}，没有计" for one, _ in originals if all(one is not other for other, _ in fitting)]
    newest, own = max(fitting, key=lambda pair: (pair[0].opened, pair[0].saved, pair[0].file))
    remarks = [*own, *remarks]
    if len(fitting) > 1:
        return Standing(unit, State.TWICE, files, newest, (*_twice([one for one, _ in fitting], newest), *remarks))
    wrong = list(_differences(unit, newest)) if newest.opened else []
    if newest.version and newest.version != VERSION:
        remarks.append(f"工作簿版本是 {newest.version}，现在的是 {VERSION}")
    if not newest.opened:
        return Standing(unit, State.UNREADABLE, files, newest, (_message(newest), *remarks))
    if newest.blank:
        return Standing(unit, State.BLANK, files, newest, ("没有填收入和支出", *wrong, *remarks))
    state = (State.WRONG if wrong or own else State.ERRORS if newest.errors else State.WARNINGS if newest.warnings else State.RIGHT)
    first = [newest.first_error] if newest.errors else []
    return Standing(unit, state, files, newest, (*wrong, *remarks, *first))


def _contact(unit: Unit) -> Iterator[str]:
    if unit.contact or unit.phone:
        yield f"联系人：{' '.join(text for text in (unit.contact, unit.phone) if text)}"


def _twice(fitting: Sequence[Handed], newest: Handed) -> Iterator[str]:
    names = "、".join(one.file for one in fitting[:SHOWN]) + ("……" if len(fitting) > SHOWN else "")
    if len({one.sha256 for one in fitting}) == 1:
        yield f"{len(fitting)} 个工作簿内容相同，请只留一个：{names}"
        return
    later = f"；最后保存的是 {newest.file}（{newest.saved}）" if newest.saved and len({one.saved for one in fitting}) > 1 else ""
    yield f"有 {len(fitting)} 个内容不同的工作簿，请核实用哪一个：{names}{later}"


def _differences(unit: Unit, one: Handed) -> Iterator[str]:
    """What the workbook says otherwise than the list."""
    if bare_name(one.name) != unit.key[0]:
        yield f"单位全称是“{one.name}”，名单是“{unit.name}”"
    if one.merged != unit.merged:
        yield f"是否汇总是“{'是' if one.merged else '否'}”，名单是“{'是' if unit.merged else '否'}”"
    for what, actual, wanted in (("决算年度", str(one.year), str(unit.year)), ("版式", one.layout, unit.layout),
                                 ("金额单位", one.money, str(unit.money))):
        if actual != wanted:
            yield f"{what}是 {actual or '空的'}，名单是 {wanted}"
