"""回收情况.xlsx: the state of a collection for the bureau to pass on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.bureau.handed import Handed
from generator.bureau.sheets import Listing, Value, write_listings
from generator.bureau.standing import Collection, Standing, State
from generator.bureau.status_text import deadline_line, headline

DOCUMENT = "回收情况"
_COLOURS = {State.MISSING: "F8CBAD", State.UNREADABLE: "F8CBAD", State.TWICE: "FCE4D6", State.BLANK: "F8CBAD", State.WRONG: "FCE4D6",
            State.ERRORS: "FCE4D6", State.WARNINGS: "FFF2CC", State.RIGHT: "E2EFDA"}
_BROUGHT = tuple(one for one in reversed(State) if one is not State.MISSING)


def write_status(path: Path, state: Collection) -> None:
    """Write the lists: by unit, by parent, by file, every error and warning. Raises OSError."""
    title = (f"决算工作簿回收情况：{headline(state)}", *([line] if (line := deadline_line(state)) else []))
    listings = [_units(state, title), _parents(state), _files(state), _troubles(state)]
    write_listings(path, [listing for listing in listings if listing is not None], DOCUMENT)


def _units(state: Collection, title: tuple[str, ...]) -> Listing:
    columns = (("序号", 6.0), ("单位编码", 14.0), ("单位名称", 30.0), ("主管部门", 20.0), ("情况", 9.0), ("错误", 7.0), ("警告", 7.0), ("版本", 7.0),
               ("工作簿", 36.0), ("说明", 48.0), ("联系人", 12.0), ("联系电话", 16.0), ("版式", 16.0), ("年度", 8.0), ("最后保存", 18.0))
    rows = [(number, *_unit(one)) for number, one in enumerate(state.standings, 1)]
    colours = {number: _COLOURS[one.state] for number, one in enumerate(state.standings)}
    return Listing("回收情况", title, columns, rows, colours, 4, printed=10)


def _unit(one: Standing) -> Iterator[Value]:
    unit, main = one.unit, one.main
    yield from (unit.code, unit.title, unit.parent, str(one.state))
    yield from (main.errors, main.warnings, main.version) if main is not None and main.opened else (None, None, None)
    yield from (main.file if main is not None else None, "；".join(one.remarks), unit.contact, unit.phone)
    yield from (main.layout, main.year, main.saved) if main is not None else (None,) * 3


def _parents(state: Collection) -> Listing | None:
    """How each department stands; nothing where the list names none."""
    parents = dict.fromkeys(one.unit.parent for one in state.standings)
    if not any(parents):
        return None
    columns = (("主管部门", 30.0), ("应交", 7.0), ("已交", 7.0), ("未交", 7.0), *((str(one), 7.5) for one in _BROUGHT), ("未交的单位", 60.0))
    rows: list[tuple[Value, ...]] = []
    for parent in parents:
        mine = [one for one in state.standings if one.unit.parent == parent]
        missing = [one.unit.title for one in mine if one.state is State.MISSING]
        counts = (sum(one.state is wanted for one in mine) for wanted in _BROUGHT)
        rows.append((parent or "（没有填主管部门）", len(mine), len(mine) - len(missing), len(missing), *counts, "、".join(missing)))
    return Listing("分部门", ("各主管部门回收情况",), columns, rows)


def _files(state: Collection) -> Listing:
    columns = (("文件", 44.0), ("单位编码", 14.0), ("单位", 30.0), ("是否计入", 9.0), ("年度", 7.0), ("版式", 14.0), ("版本", 7.0), ("错误", 7.0), ("警告", 7.0),
               ("最后保存", 17.0), ("说明", 44.0), ("SHA-256", 68.0))
    rows: list[tuple[Value, ...]] = []
    for one in state.standings:
        rows += [(file.file, one.unit.code, one.unit.title, "是" if file is one.main and one.state is not State.TWICE else "否",
                  *_inside(file), "；".join(one.remarks) if file is one.main else "", file.sha256) for file in one.files]
    for stray in state.strays:
        inside = tuple(_inside(stray.handed)) if stray.handed else (None,) * 6
        name = stray.handed.name if stray.handed else ""
        rows.append((stray.file, "", name, "否", *inside, stray.reason, stray.handed.sha256 if stray.handed else ""))
    return Listing("文件", ("收到的全部文件",), columns, rows, printed=11)


def _inside(file: Handed) -> Iterator[Value]:
    yield from (file.year, file.layout, file.version)
    yield from (file.errors, file.warnings) if file.opened else (None, None)
    yield file.saved


def _troubles(state: Collection) -> Listing:
    columns = (("单位编码", 14.0), ("单位", 26.0), ("工作簿", 30.0), ("级别", 7.0), ("规则", 7.0), ("位置", 18.0), ("问题", 62.0), ("怎么办", 34.0))
    rows = [(one.unit.code, one.unit.title, file.file, str(trouble.severity), trouble.code, trouble.place, trouble.message, trouble.hint)
            for one in state.standings for file in one.files for trouble in file.troubles]
    return Listing("问题清单", ("各工作簿的错误、警告和提示",), columns, rows)
