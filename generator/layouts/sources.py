"""layout.toml of a layout and of those it stands on, merged into one; templates/共用/layout.toml is below them all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generator.layouts.folders import FILE, SHARED, LayoutError, is_plain_name, names_in

HEAD: Final = "版式"
PARENT: Final = "继承"
OWN_KEYS: Final = ("名称", PARENT)  # of the head: what a layout says of itself only


@dataclass(frozen=True, slots=True)
class LayoutSource:
    """The merged keys; `origins` says by place (`表.支出类`) which file wrote the key last."""

    folder: Path
    data: Mapping[str, Any]
    origins: Mapping[str, Path]
    parents: tuple[Path, ...]

    @property
    def file(self) -> Path:
        """The layout's own layout.toml."""
        return self.folder / FILE

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where the files are looked up, in order."""
        return (self.folder, *self.parents, self.folder.parent / SHARED)


def read_source(folder: Path) -> LayoutSource:
    """Read layout.toml and those of the parents. LayoutError for a file that is no TOML, a circle, a missing parent."""
    chain: list[tuple[Path, Mapping[str, Any]]] = []
    current: Path | None = folder
    while current is not None:
        data = _read_toml(current / FILE)
        chain.append((current, data))
        current = _parent(current, data, [path for path, _ in chain])
    parents = tuple(path for path, _ in chain[1:])
    shared = folder.parent / SHARED
    if (shared / FILE).is_file():
        chain.append((shared, _read_toml(shared / FILE)))
    merged: dict[str, Any] = {}
    origins: dict[str, Path] = {}
    for place, data in reversed(chain):
        own = place == folder
        _merge(merged, data if own else _without_own(data), origins, place / FILE, "")
    return LayoutSource(folder, merged, origins, parents)


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LayoutError(f"{file}：不是合规的 TOML 文件，编码不是 UTF-8。用记事本打开，另存为时编码选 UTF-8。") from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(f"{file}：不是合规的 TOML 文件，{_mistake(text, str(error))}") from error


def _mistake(text: str, said: str) -> str:
    """What a person can look for, from what tomllib says in English."""
    found = re.search(r"at line (\d+)", said)
    where = f"第 {found[1]} 行：{text.splitlines()[int(found[1]) - 1].strip()}\n    " if found else ""
    if "twice" in said or "overwrite" in said:
        return f"{where}同一个节名或键写了两次，并成一个。"
    return f"{where}中文的键、节名和文字都要加英文双引号；看看有没有中文引号，少没少引号、等号、方括号。"


def _parent(folder: Path, data: Mapping[str, Any], seen: list[Path]) -> Path | None:
    head = data.get(HEAD)
    name = head.get(PARENT) if isinstance(head, dict) else None
    if name is None:
        return None
    file, place = folder / FILE, f"{HEAD}.{PARENT}"
    if not isinstance(name, str) or not is_plain_name(name):
        raise LayoutError(f"{file}：“{place}”的值 {name!r} 不对，应为另一个版式的文件夹名。")
    parent = folder.parent / name
    if parent in seen:
        circle = " → ".join([*(path.name for path in seen[seen.index(parent):]), name])
        raise LayoutError(f"{file}：“{place}”绕成了一圈（{circle}），请改掉其中一处。")
    if name == SHARED or not (parent / FILE).is_file():
        known = [other for other in names_in(folder.parent) if other != folder.name]
        raise LayoutError(f"{file}：“{place}”所写的版式“{name}”不存在。现有版式：{'、'.join(known) or '（无）'}。")
    return parent


def _without_own(data: Mapping[str, Any]) -> dict[str, Any]:
    head = data.get(HEAD)
    if not isinstance(head, dict):
        return dict(data)
    return {**data, HEAD: {key: value for key, value in head.items() if key not in OWN_KEYS}}


def _merge(into: dict[str, Any], data: Mapping[str, Any], origins: dict[str, Path], file: Path, place: str) -> None:
    """Sections are merged key by key; any other value replaces the parent's."""
    for key, value in data.items():
        origins[place + key] = file
        if isinstance(value, dict):
            below = into.get(key)
            into[key] = dict(below) if isinstance(below, dict) else {}
            _merge(into[key], value, origins, file, f"{place}{key}.")
        else:
            into[key] = value
