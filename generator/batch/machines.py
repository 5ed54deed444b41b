"""What a machine of the cluster would print: all must print the same, or the reports of one batch differ.

`identity` runs on every machine, `differences` compares, `do_checked` is a chunk of work that looks again: a worker that
joins later, or was started again after an update, must not slip in.
"""

from __future__ import annotations

import gc
import re
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata

from generator import __version__
from generator.batch.plan import templates_key
from generator.batch.work import Result, Settings, Task, do_chunk
from generator.layouts import LayoutError

Identity = Mapping[str, str]
MUST_AGREE = {"juesuan": "juesuan 版本", "python": "Python 版本", "templates": "版式（templates 文件夹）"}
LIBRARY = "第三方库 "
OFFICE, FONTS, NONE = "LibreOffice", "fonts", "没有"

_alone = threading.Lock()  # LibreOffice and its profile: one chunk at a time in a process


@cache
def identity() -> Identity:
    """What the reports of this process depend on, besides the workbook. Plain text, so that any version can read it."""
    return {
        "juesuan": __version__, "python": f"{sys.version_info[0]}.{sys.version_info[1]}", "templates": _templates(),
        **{LIBRARY + name: version for name, version in _libraries().items()}, OFFICE: _office(), FONTS: _fonts(),
    }


def _templates() -> str:
    try:
        return templates_key()
    except LayoutError:  # no folder of layouts
        return NONE


def _libraries() -> dict[str, str]:
    """The libraries that juesuan and the cluster need, with their versions here."""
    try:
        wanted = metadata.requires("juesuan") or []
    except metadata.PackageNotFoundError:  # run from its folder without being installed
        wanted = []
    names = [re.split(r"[^\w.-]", one)[0] for one in wanted if "extra ==" not in one]
    return {name: _version(name) for name in (*names, "dask", "distributed")}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return NONE


def _office() -> str:
    from generator.pdf import LibreOfficeMissing, require_office

    try:
        return require_office().version or "版本不明"
    except LibreOfficeMissing:
        return NONE


def _fonts() -> str:
    from generator.fonts import resolve

    return "、".join(f"{one.asked}={one.found.path.name if one.found else NONE}" for one in resolve())


def differences(mine: Identity, other: Identity) -> list[str]:
    """What must agree and does not, in Chinese; empty where both print the same."""
    found = []
    for name in dict.fromkeys((*mine, *other)):
        label = MUST_AGREE.get(name, name if name.startswith(LIBRARY) else "")
        if label and mine.get(name) != other.get(name):
            values = f"（本机 {mine.get(name, NONE)}，该处 {other.get(name, NONE)}）"
            found.append(label + (values if name != "templates" else "不同"))
    return found


def remarks(others: Mapping[str, Identity], *, pdf: bool) -> list[str]:
    """What does not stop the batch but changes its PDFs: LibreOffice missing or not the same, other fonts."""
    if not pdf:
        return []
    without = [name for name, one in others.items() if one[OFFICE] == NONE]
    lines = [f"下列工作进程所在的机器没有 LibreOffice，分到那里的报告只有 Word：{listed(without)}"] if without else []
    versions = sorted({one[OFFICE] for one in others.values()} - {NONE})
    if len(versions) > 1:
        lines.append(f"各机器的 LibreOffice 版本不同（{'、'.join(versions)}），PDF 的分页可能不同。")
    if len({one[FONTS] for one in others.values() if one[OFFICE] != NONE}) > 1:
        lines.append("各机器的字体不同，PDF 的字形可能不同；在各机器上运行 juesuan doctor 核对。")
    return lines


def listed(names: Sequence[str], most: int = 10) -> str:
    """`a、b 等 12 个`."""
    return "、".join(names[:most]) + (f" 等 {len(names)} 个" if len(names) > most else "")


def do_checked(wanted: Identity, tasks: Sequence[Task], settings: Settings) -> list[Result]:
    """`do_chunk`, by a worker that prints what the others print; otherwise each workbook gets that as its problem."""
    wrong = differences(wanted, identity())
    if wrong:
        problem = f"分到的工作进程与本机不一致：{'；'.join(wrong)}，没有生成；统一后加 --resume 再运行"
        return [Result(task.number, problem=problem) for task in tasks]
    with _alone:
        _settle()
        return do_chunk(tasks, settings)


@cache
def _settle() -> None:
    """As in our own processes (`local`): what a report allocates is in use, looking for garbage finds none."""
    gc.set_threshold(200_000, 20, 20)
