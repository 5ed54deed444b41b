"""`juesuan layout text`: what the Word templates of a layout say, for review and to compare two versions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.document import template_text
from generator.document.inserts import find_insert
from generator.document.prepare import insert_name
from generator.layout_tools.files import LayoutFile, layout_files, origin
from generator.layouts import LayoutError, load_layout

_STYLE = re.compile(r"^［[^］]*］(?=\s*[［\[])")
_INDENT = "    "


def layout_texts(name: str, part: str = "") -> Iterator[tuple[str, str]]:
    """Title and text of each part, what is inserted indented below the line that asks for it.

    With `part` those files with it in their name, inserted ones too. LayoutError when there is no such layout or file.
    """
    layout = load_layout(name)
    files = layout_files(layout)
    for file in _chosen(files, part) or _refuse(name, part, files):
        assert file.path is not None
        place = origin(file.path, layout.folders)
        title = file.name + (f"［{place}］" if place != layout.folder.name else "")
        yield title, "".join(f"{line}\n" for line in _lines(file.path, layout.folders, ()))


def _chosen(files: Sequence[LayoutFile], part: str) -> list[LayoutFile]:
    """The files asked for, once each; not those that come with another."""
    found: dict[Path, LayoutFile] = {}
    covered = -1  # depth of the file being printed with all that is inserted into it
    for file in files:
        if covered >= 0 and file.depth > covered:
            continue
        covered = -1
        if file.path is not None and (part in file.stem if part else file.depth == 0):
            found.setdefault(file.path, file)
            covered = file.depth
    return list(found.values())


def _refuse(name: str, part: str, files: Sequence[LayoutFile]) -> list[LayoutFile]:
    known = dict.fromkeys(file.stem for file in files)
    raise LayoutError(f"版式 {name} 没有“{part}”。现有：{'、'.join(known)}。")


def _lines(path: Path, folders: Sequence[Path], above: tuple[Path, ...]) -> Iterator[str]:
    for line in template_text(path).splitlines():
        yield line
        asked = insert_name(_STYLE.sub("", line))
        inner = find_insert(asked, folders) if asked else None
        if inner is not None and inner not in (*above, path):
            yield from (_INDENT + below for below in _lines(inner, folders, (*above, path)))
