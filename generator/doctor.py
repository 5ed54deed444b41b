"""`juesuan doctor`: is everything here that a report needs, and what to do about what is not.

Nothing heavy is imported and LibreOffice is not started: versions are read from installed metadata and from files.
"""

from __future__ import annotations

import enum
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.delivery import reason
from generator.font_table import TIMES
from generator.fonts import FontChoice, FontShelf, fallback_font, resolve

OLDEST_PYTHON = (3, 11)
#: The libraries that a build uses, as they are called on PyPI.
LIBRARIES = ("openpyxl", "jinja2", "python-docx", "lxml", "matplotlib", "pillow", "typer", "pypdf", "fonttools")

EXIT_READY = 0
EXIT_ENVIRONMENT = 3


class Blocks(enum.Enum):
    """What cannot be made as things stand."""

    NOTHING = 0
    PDF = 1
    REPORT = 2


class State(enum.Enum):
    """How one thing stands; the value is the mark that is printed."""

    GOOD = "正常"
    STAND_IN = "替代"
    MISSING = "缺少"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was looked at. `advice` is empty where nothing needs doing; `blocks`: what cannot be made without it."""

    group: str
    name: str
    state: State
    detail: str
    advice: str = ""
    blocks: Blocks = Blocks.NOTHING


@dataclass(frozen=True, slots=True)
class Report:
    """All that was looked at, in the order in which it is printed."""

    items: tuple[Item, ...]

    @property
    def blocked(self) -> Blocks:
        """What cannot be made here."""
        return max((item.blocks for item in self.items), key=lambda blocks: blocks.value, default=Blocks.NOTHING)

    @property
    def exit_code(self) -> int:
        """0 where everything needed is here, 3 (environment) where no PDF or no report can be made."""
        return EXIT_READY if self.blocked is Blocks.NOTHING else EXIT_ENVIRONMENT

    def advice(self) -> list[str]:
        """What to do, each thing once."""
        return list(dict.fromkeys(item.advice for item in self.items if item.advice))

    def conclusion(self) -> str:
        """One sentence that says how things stand."""
        if self.blocked is Blocks.REPORT:
            return "暂不能生成报告，请按上面的建议处理。"
        if self.blocked is Blocks.PDF:
            return "暂不能生成 PDF（Word 报告可用 --no-pdf 生成），请按上面的建议处理。"
        if any(item.state is State.MISSING for item in self.items):
            return "可以生成报告，但有缺少的项目，请按上面的建议处理。"
        return "一切就绪，可以生成 Word 和 PDF。"

    def to_lines(self) -> list[str]:
        """The whole report as plain text."""
        lines: list[str] = []
        group = ""
        for item in self.items:
            if item.group != group:
                group = item.group
                lines.append(f"【{group}】")
            lines.append(f"  {item.state.value}  {item.name}：{item.detail}")
        lines += [f"建议：{text}" for text in self.advice()]
        lines.append(self.conclusion())
        return lines


def examine(output: Path = Path("output"), shelf: FontShelf | None = None) -> Report:
    """Look at Python, libraries, LibreOffice, fonts and the output folder (which need not exist yet)."""
    items = [_python(), *_libraries(LIBRARIES), _office(), *_fonts(shelf), _writable(output)]
    return Report(tuple(items))


def _python(version: tuple[int, int, int] = sys.version_info[:3]) -> Item:
    shown = ".".join(map(str, version))
    where = f"{shown}（{sys.executable}，{platform.system()} {platform.machine()}）"
    if version[:2] >= OLDEST_PYTHON:
        return Item("程序", "Python", State.GOOD, where)
    return Item("程序", "Python", State.MISSING, where, "请安装 Python 3.11 或更新的版本", Blocks.REPORT)


def _libraries(names: Sequence[str]) -> list[Item]:
    from importlib.metadata import PackageNotFoundError, version

    items = []
    for name in names:
        try:
            items.append(Item("程序", name, State.GOOD, version(name)))
        except PackageNotFoundError:
            advice = "Python 软件包不全：请重新执行 make report，或 pip install -r requirements.lock"
            items.append(Item("程序", name, State.MISSING, "未安装", advice, Blocks.REPORT))
    return items


def _office() -> Item:
    from generator.pdf import LibreOfficeMissing, require_office

    try:
        office = require_office()
    except LibreOfficeMissing as missing:
        return Item("PDF", "LibreOffice", State.MISSING, "没有找到，或不能用", str(missing), Blocks.PDF)
    return Item("PDF", "LibreOffice", State.GOOD, f"{office.version or '版本不明'}（{office.path}）")


def _fonts(shelf: FontShelf | None) -> list[Item]:
    choices = resolve(shelf)
    items = [_font(choice) for choice in choices]
    fallback = fallback_font(shelf)
    if fallback is None:
        advice = f"缺少收字多的宋体，人名、地名中的罕用字可能无法显示：{_noto_advice()}"
        # Without any Chinese font a PDF would be pages of boxes.
        none_at_all = all(choice.found is None for choice in choices if choice.asked != TIMES)
        items.append(Item("字体", "罕用字", State.MISSING, "没有可借用的字体", advice,
                          Blocks.PDF if none_at_all else Blocks.NOTHING))
    else:
        items.append(Item("字体", "罕用字", State.GOOD, f"借用 {fallback.family}"))
    return items


def _font(choice: FontChoice) -> Item:
    name = f"{choice.asked}（{choice.wanted.use}）"
    if choice.found is None:
        return Item("字体", name, State.MISSING, "没有，也没有可用的替代字体", _font_advice(choice))
    where = f"{choice.found.family}（{choice.found.path}）"
    return Item("字体", name, State.GOOD if choice.exact else State.STAND_IN, where)


def _font_advice(choice: FontChoice) -> str:
    fandol = [face.family for face in choice.wanted.stand_ins if face.family in ("FandolFang", "FandolKai")]
    if not sys.platform.startswith("linux"):
        return f"请安装字体 {choice.asked}（Windows 版 Word 或 WPS 自带），否则 PDF 中的字会走样"
    if fandol:
        return (
            f"{choice.asked}：执行 .ci/setup-system pdf 安装替代字体 {fandol[0]}，"
            "或把单位的正版字体文件放入 ~/.local/share/fonts"
        )
    if choice.asked == TIMES:
        return f"{choice.asked}：sudo apt-get install fonts-liberation"
    return f"{choice.asked}：{_noto_advice()}"


def _noto_advice() -> str:
    if sys.platform.startswith("linux"):
        return "sudo apt-get install fonts-noto-cjk"
    return "请安装思源宋体、思源黑体（Noto Serif/Sans CJK SC）"


def _writable(output: Path) -> Item:
    """The folder, or the nearest one above it that exists, must take a file: on Windows only trying tells."""
    import tempfile

    folder = output.absolute()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".juesuan-"):
            pass
    except OSError as error:
        advice = f"请换一个可写的文件夹（juesuan build … -o 文件夹），或检查 {folder} 的权限"
        detail = f"{folder} 无法写入（{reason(error)}）"
        return Item("输出", "输出文件夹", State.MISSING, detail, advice, Blocks.REPORT)
    return Item("输出", "输出文件夹", State.GOOD, f"{output.absolute()} 可以写入")
