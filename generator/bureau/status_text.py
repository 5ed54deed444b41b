"""The state of a collection for a terminal: columns that stay in line with Chinese in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shutil import get_terminal_size
from typing import Any

from generator.bureau.standing import Collection, Standing, State
from generator.chinese_cli import wrapped
from generator.text_columns import columns_of

_HEADINGS = ("编码", "单位", "情况", "错误", "警告", "版本", "工作簿")
_UNIT, _FILE = 1, 6  # the columns that give way where the terminal is narrow
_WIDEST = (16, 40, 6, 5, 5, 6, 60)
_NUMBERS = (3, 4)
_GAP, _INDENT = "  ", "    "
NARROWEST, WIDEST = 60, 160


def headline(state: Collection) -> str:
    """`应交 200，已交 190，未交 10：通过 150，有警告 20，…`."""
    total, missing = len(state.standings), state.count(State.MISSING)
    parts = [f"{one} {state.count(one)}" for one in (*reversed(State),) if one is not State.MISSING and state.count(one)]
    strays = sum(stray.serious for stray in state.strays)
    return (f"应交 {total}，已交 {total - missing}，未交 {missing}" + (f"：{'，'.join(parts)}" if parts else "")
            + (f"；不在名单中或认不出的工作簿 {strays} 个" if strays else ""))


def deadline_line(state: Collection) -> str:
    """How many days remain; empty without a deadline."""
    if state.days is None:
        return ""
    remain = f"还有 {state.days} 天" if state.days > 0 else "今天截止" if state.days == 0 else f"已过 {-state.days} 天"
    return f"统计日期 {state.today}，截止日期 {state.deadline}，{remain}"


def status_lines(state: Collection, width: int = 0) -> Iterator[str]:
    """The table, the files that nobody knows, the counts, in lines of at most `width` columns (0: what the terminal has)."""
    width = min(max(width or get_terminal_size((80, 24)).columns, NARROWEST), WIDEST) - 1
    rows = [_HEADINGS, *map(_row, state.standings)]
    widths = _widths(rows, width)
    yield _line(_HEADINGS, widths)
    for one, row in zip(state.standings, rows[1:], strict=True):
        yield _line(row, widths)
        yield from _indented("；".join(one.remarks), width)
    if state.strays:
        yield ""
        yield "不在名单中或认不出的文件："
        for stray in state.strays:
            yield from _indented(f"{stray.file}：{stray.reason}", width)
    yield ""
    for line in (deadline_line(state), headline(state)):
        yield from wrapped(line, width - 2) if line else ()


def _row(one: Standing) -> Sequence[str]:
    main = one.main
    opened = main is not None and main.opened
    return (one.unit.code, one.unit.title, str(one.state), str(main.errors) if main and opened else "",
            str(main.warnings) if main and opened else "", main.version if main else "", main.file if main else "")


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The width of each column: what stands in it; the names of unit and file share what is left."""
    widths = [min(widest, max(columns_of(row[column]) for row in rows)) for column, widest in enumerate(_WIDEST)]
    left = width - sum(widths) + widths[_UNIT] + widths[_FILE] - len(_GAP) * (len(widths) - 1)
    if widths[_UNIT] + widths[_FILE] > left:
        unit = min(widths[_UNIT], max(left * 3 // 5, left - widths[_FILE]))
        widths[_UNIT], widths[_FILE] = unit, left - unit
    return widths


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return _GAP.join(_fitted(text, width, right=column in _NUMBERS)
                     for column, (text, width) in enumerate(zip(row, widths, strict=True))).rstrip()


def _indented(text: str, width: int) -> Iterator[str]:
    return (f"{_INDENT}{line}" for line in wrapped(text, width - len(_INDENT) - 2))  # a mark of punctuation may stand out


def _fitted(text: str, width: int, *, right: bool) -> str:
    """The text in exactly `width` columns, shortened with … where it is longer."""
    if columns_of(text) > width:
        while columns_of(text) > width - 2:
            text = text[:-1]
        text += "…"
    blanks = " " * (width - columns_of(text))
    return blanks + text if right else text + blanks


def record(state: Collection) -> dict[str, Any]:
    """For another program."""
    return {
        "统计日期": str(state.today), "截止日期": str(state.deadline) if state.deadline else None, "剩余天数": state.days,
        "应交": len(state.standings), "未交": state.count(State.MISSING), "齐全无误": state.complete,
        "单位": [{
            "单位编码": one.unit.code, "单位名称": one.unit.name, "是否汇总": one.unit.merged, "主管部门": one.unit.parent, "情况": str(one.state),
            "错误": one.main.errors if one.main else None, "警告": one.main.warnings if one.main else None,
            "版本": one.main.version if one.main else None, "最后保存": one.main.saved if one.main else None,
            "工作簿": one.main.file if one.main else None, "全部文件": [file.file for file in one.files], "说明": list(one.remarks)}
            for one in state.standings],
        "其他文件": [{"文件": stray.file, "说明": stray.reason} for stray in state.strays]}
