"""Which workbooks are to be built, and what a report depends on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from generator import __version__
from generator.batch.record import COMPLETE, FAILED, STOPPED, UNCHANGED, Done
from generator.delivery import PUBLIC_TABLES, reason
from generator.layouts import templates_folder

__all__ = ["COMPLETE", "FAILED", "STATE_FOLDER", "STOPPED", "UNCHANGED", "Done", "content_key", "find_workbooks", "templates_key"]

STATE_FOLDER, SUMMARY = ".批量", "汇总情况"
#: What may be a unit's workbook; the old and foreign kinds cannot be read, but the officer must hear of them.
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")
_LOCKS = ("~$", ".")
_ENCODINGS = ("utf-8-sig", "gb18030")


class UnreadableList(Exception):
    """A list of workbooks cannot be read or is no text; the message (Chinese) says what to do."""


def find_workbooks(places: Iterable[Path], output: Path) -> list[Path]:
    """The workbooks in folders and lists, each once, in the order of their names.

    What a list names is taken even where it is not there, so that it is reported. No lock files, nothing in hidden
    folders, nothing that an earlier run wrote. Raises UnreadableList.
    """
    found: dict[Path, Path] = {}
    for place in places:
        for path in _in_place(place, output.resolve()):
            found.setdefault(path.resolve(), path)
    return list(found.values())


def _in_place(place: Path, output: Path) -> Iterator[Path]:
    if place.is_dir():
        yield from sorted(_in_folder(place, output))
    elif place.suffix.lower() == ".txt":
        for named in _listed(place):
            yield from sorted(_in_folder(named, output)) if named.is_dir() else (named,)
    else:
        yield place


def _in_folder(folder: Path, output: Path) -> Iterator[Path]:
    """The workbooks below `folder`; a folder that cannot be looked into stands for itself, and fails when it is read."""
    unread: list[Path] = []
    for here, folders, names in os.walk(folder, onerror=lambda error: unread.append(Path(error.filename))):
        place = Path(here)
        folders[:] = [name for name in folders if not name.startswith(".") and (place / name).resolve() != output]
        ours = _written_by_us(place, names)
        yield from (place / name for name in names
                    if Path(name).suffix.lower() in _WORKBOOKS and not name.startswith(_LOCKS) and name not in ours)
    yield from unread


def _written_by_us(folder: Path, names: list[str]) -> set[str]:
    """公开表.xlsx beside its report and 汇总情况.xlsx beside the journal: the output folder may be the input folder."""
    ours = {PUBLIC_TABLES} if f"{folder.name}.docx" in names else set()
    if (folder / STATE_FOLDER).is_dir():
        ours |= {name for name in names if name.startswith(SUMMARY)}
    return ours


def _listed(file: Path) -> Iterator[Path]:
    """The paths in a .txt list: one a line, relative to the list, with or without quotation marks; # begins a remark."""
    for line in _text(file).splitlines():
        name = line.strip().strip("\"'“”").strip()
        if name and not name.startswith("#"):
            yield file.parent / name


def _text(file: Path) -> str:
    """As Notepad, Excel and WPS save text: UTF-8 with or without a mark, UTF-16 with one, GBK."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableList(f"读不了名单 {file}：{reason(error)}。") from error
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableList(f"{file} 不是文本文件。名单用记事本保存：每行一个工作簿的路径。")


@cache
def templates_key() -> str:
    """A digest of all layouts: a changed template makes every report anew."""
    digest = hashlib.sha256(__version__.encode())
    folder = templates_folder()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("~$"):
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def content_key(data: bytes, options: str) -> str:
    """What a report depends on: the workbook's bytes, the layouts, the program and the options."""
    return hashlib.sha256(f"{templates_key()}|{options}|".encode() + data).hexdigest()
