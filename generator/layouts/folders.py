"""Where layouts and their files are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

SHARED: Final = "共用"
FILE: Final = "layout.toml"


class LayoutError(Exception):
    """A layout that is missing or wrong; every one of `mistakes` (Chinese) names file and key."""

    def __init__(self, mistakes: str | Iterable[str]) -> None:
        self.mistakes = (mistakes,) if isinstance(mistakes, str) else tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


def templates_folder() -> Path:
    """The folder of the layouts: JUESUAN_TEMPLATES, or templates/ beside the package or the working folder."""
    own = os.environ.get("JUESUAN_TEMPLATES")
    beside = Path(__file__).resolve().parents[2] / "templates"
    candidates = [Path(own)] if own else [beside, Path.cwd() / "templates"]
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise LayoutError(f"找不到版式文件夹 templates（找过：{'、'.join(map(str, candidates))}）。请在项目文件夹中运行，"
                      "或用环境变量 JUESUAN_TEMPLATES 指定。")


def layout_names() -> tuple[str, ...]:
    """The layouts there are, by name."""
    return names_in(templates_folder())


def names_in(templates: Path) -> tuple[str, ...]:
    """The layouts in a folder of layouts; what they share is none."""
    return tuple(sorted(path.parent.name for path in templates.glob(f"*/{FILE}") if path.parent.name != SHARED))


def folder_of(name: str) -> Path:
    """The folder of a layout. LayoutError when there is none of this name."""
    if is_plain_name(name):
        folder = templates_folder() / name
        if name != SHARED and (folder / FILE).is_file():
            return folder
    raise LayoutError(f"没有版式“{name}”。现有版式：{'、'.join(layout_names()) or '（无）'}。请核对工作簿“基本信息”中的“版式”。")


def is_plain_name(name: str) -> bool:
    """Whether `name` is one folder's name and no path."""
    return name not in ("", ".", "..") and Path(name).name == name and "\\" not in name


def find_file(folders: Sequence[Path], name: str) -> Path | None:
    """The first of `folders` that has the file; `name` may hold a folder (表/表1.docx) but never leads outside."""
    parts = Path(name.replace("\\", "/")).parts
    if not parts or ".." in parts or Path(name).is_absolute():
        return None
    return next((path for folder in folders if (path := folder.joinpath(*parts)).is_file()), None)
