"""Which Word files a layout reads, and from which folder each comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.document.inserts import find_insert, inserted_names, shown_name
from generator.document.mistakes import TemplateError
from generator.layouts import Layout


@dataclass(frozen=True, slots=True)
class LayoutFile:
    """A part, or a file inserted into the one before it with a smaller `depth`. `path` is None where it is missing."""

    name: str
    path: Path | None
    depth: int

    @property
    def stem(self) -> str:
        """The name without `.docx`, as people say it."""
        return self.name.removesuffix(".docx")


def layout_files(layout: Layout) -> tuple[LayoutFile, ...]:
    """The parts in order, each followed by what is inserted into it."""
    found: list[LayoutFile] = []
    for part in layout.parts:
        found.append(LayoutFile(plain_name(part, layout.folders), part, 0))
        found += _inserted(part, layout.folders, 1, (part,))
    return tuple(found)


def _inserted(path: Path, folders: Sequence[Path], depth: int, above: tuple[Path, ...]) -> Iterator[LayoutFile]:
    try:
        names = inserted_names(path)
    except TemplateError:
        return
    for name in names:
        inner = find_insert(name, folders)
        yield LayoutFile(name if inner is None else plain_name(inner, folders), inner, depth)
        if inner is not None and inner not in above:
            yield from _inserted(inner, folders, depth + 1, (*above, inner))


def plain_name(path: Path, folders: Sequence[Path]) -> str:
    """The file's name within whatever folder it was found in (`表/表1.docx`)."""
    return next((path.relative_to(folder).as_posix() for folder in folders if path.is_relative_to(folder)), path.name)


def origin(path: Path, folders: Sequence[Path]) -> str:
    """The name of the folder that a file was found in."""
    return next((folder.name for folder in folders if path.is_relative_to(folder)), path.parent.name)


def unused_files(layout: Layout) -> tuple[Path, ...]:
    """Word files in the layout's own folder that it never reads (Word's own lock files aside)."""
    read = {layout.base, *(file.path for file in layout_files(layout))}
    own = sorted(path for path in layout.folder.rglob("*.docx") if not path.name.startswith("~$"))
    return tuple(path for path in own if path not in read)


__all__ = ["LayoutFile", "layout_files", "origin", "plain_name", "shown_name", "unused_files"]
