"""The state of a collection for a terminal: columns that stay in line with Chinese in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator.bureau.standing import Collection, Standing, State
from generator.chinese_cli import columns

_HEADINGS = ("编码", "单位", "情况", "错误", "警告", "版本", "工作簿", "说明")
_WIDEST = (16, 36, 6, 5, 5, 6, 40)
_NUMBERS = (3, 4)
_GAP = "  "


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


def status_lines(state: Collection) -> Iterator[str]:
    """The table, the files that nobody knows, the counts."""
    rows = [_HEADINGS, *map(_row, state.standings)]
    widths = [min(widest, max(columns(row[column]) for row in rows)) for column, widest in enumerate(_WIDEST)]
    for row in rows:
        yield _GAP.join([*(_fitted(row[column], width, right=column in _NUMBERS) for column, width in enumerate(widths)), row[-1]]).rstrip()
    if state.strays:
        yield ""
        yield "不在名单中或认不出的文件："
        yield from (f"  {stray.file}：{stray.reason}" for stray in state.strays)
    yield ""
    if line := deadline_line(state):
        yield line
    yield headline(state)


def _row(one: Standing) -> Sequence[str]:
    main = one.main
    opened = main is not None and main.opened
    return (one.unit.code, one.unit.title, str(one.state), str(main.errors) if main and opened else "",
            str(main.warnings) if main and opened else "", main.version if main else "", main.file if main else "",
            "；".join(one.remarks))


def _fitted(text: str, width: int, *, right: bool) -> str:
    """The text in exactly `width` columns, shortened with … where it is longer."""
    if columns(text) > width:
        while columns(text) > width - 2:
            text = text[:-1]
        text += "…"
    blanks = " " * (width - columns(text))
    return blanks + text if right else text + blanks


def record(state: Collection) -> dict[str, Any]:
    """For another program."""
    return {
        "统计日期": str(state.today), "截止日期": str(state.deadline) if state.deadline else None, "剩余天数": state.days,
        "应交": len(state.standings), "未交": state.count(State.MISSING), "齐全无误": state.complete,
        "单位": [{
            "单位编码": one.unit.code, "单位名称": one.unit.name, "是否汇总": one.unit.merged, "主管部门": one.unit.parent, "情况": str(one.state),
            "错误": one.main.errors if one.main else None, "警告": one.main.warnings if one.main else None,
            "工作簿": one.main.file if one.main else None, "全部文件": [file.file for file in one.files], "说明": list(one.remarks)}
            for one in state.standings],
        "其他文件": [{"文件": stray.file, "说明": stray.reason} for stray in state.strays]}
