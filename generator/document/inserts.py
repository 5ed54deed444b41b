"""［插入 表1.docx］: the body of another Word file takes the place of the paragraph."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from generator.document.clean import clean, remove
from generator.document.mistakes import TemplateError, TemplateMistake
from generator.document.names import w
from generator.document.package import Package, parse_xml, read_package
from generator.document.places import own_text
from generator.document.prepare import Insert, PreparedPart, insert_name, low_paragraph_properties, prepare

REFERENCES = (w("headerReference"), w("footerReference"))


@dataclass(slots=True)
class Source:
    """A Word file on its way through compilation, with the files that are inserted into it."""

    prepared: PreparedPart
    package: Package
    last_section: etree._Element
    inserts: list[tuple[Insert, Source]] = field(default_factory=list)

    def all(self) -> Iterator[Source]:
        """This file and those inserted into it, at any depth."""
        yield self
        for _, source in self.inserts:
            yield from source.all()


def open_package(path: Path, file: str) -> Package:
    """Read a .docx; TemplateError when it is none."""
    try:
        return read_package(path)
    except (zipfile.BadZipFile, KeyError) as error:
        message = "不是 Word 文件（.docx），请用 Word 或 WPS 另存为 .docx"
        raise TemplateError([TemplateMistake(file, "整个文件", "", message)]) from error


def read_source(path: Path, folders: Sequence[Path], host: PreparedPart | None = None,
                above: tuple[Path, ...] = ()) -> Source:
    """Prepare a file and, where it asks for them, the files inserted into it (looked up in `folders`).

    `host` is the part it is inserted into, `above` are the files around it. TemplateError when it is no Word file;
    what is wrong with an insert is a mistake of the part.
    """
    file = shown_name(path, folders)
    package = open_package(path, file)
    root = parse_xml(package.members[package.main_part()])
    body = root.find(w("body"))
    if body is None or root.prefix != "w":
        message = "文件的格式不是通常的 .docx，请在 Word 里另存为“Word 文档 (*.docx)”（不要选 Strict）"
        raise TemplateError([TemplateMistake(file, "整个文件", "", message)])
    clean(root)
    for reference in list(root.iter(*REFERENCES)):
        remove(reference)
    section = body[-1] if len(body) and body[-1].tag == w("sectPr") else etree.SubElement(body, w("sectPr"))
    body.remove(section)
    prepared = PreparedPart(file, root) if host is None else host.inserted(file, root)
    prepare(prepared)
    source = Source(prepared, package, section)
    for insert in prepared.inserts:
        found = _find(insert, prepared, folders, (*above, path))
        if found is not None:
            source.inserts.append((insert, read_source(found, folders, prepared, (*above, path))))
    return source


def _find(insert: Insert, part: PreparedPart, folders: Sequence[Path], above: tuple[Path, ...]) -> Path | None:
    """The file to insert; a missing one or a circle is a mistake."""
    path = find_insert(insert.name, folders)
    if path is None:
        part.blame(insert.place, insert.written, f"找不到这个文件（找过 {'、'.join(str(folder) for folder in folders)}）")
    elif path in above:
        circle = " → ".join(shown_name(file, folders) for file in (*above[above.index(path):], path))
        part.blame(insert.place, insert.written, f"插入绕成了一圈（{circle}）")
        return None
    return path


def find_insert(name: str, folders: Sequence[Path]) -> Path | None:
    """The first of `folders` that has the file; the name never leads outside. `.docx` may be left out."""
    parts = Path(name.replace("\\", "/")).parts
    if ".." in parts or Path(name).is_absolute():
        return None
    tried = [folder.joinpath(*parts) for folder in folders]
    if not name.lower().endswith(".docx"):
        tried = [path.with_name(f"{path.name}.docx") for path in tried]
    return next((path for path in tried if path.is_file()), None)


def shown_name(path: Path, folders: Sequence[Path]) -> str:
    """A file as messages call it: within the layout's own folder by its name, elsewhere with that folder."""
    for number, folder in enumerate(folders):
        if path.is_relative_to(folder):
            inside = path.relative_to(folder).as_posix()
            return inside if number == 0 else f"{folder.name}/{inside}"
    return path.name


def splice(source: Source) -> None:
    """Put the bodies of the inserted files where their instructions stand, innermost first."""
    for insert, inner in source.inserts:
        splice(inner)
        body = inner.prepared.root.find(w("body"))
        blocks = [] if body is None else list(body)
        _part_tables(blocks)
        for block in blocks:
            insert.element.addprevious(block)
        remove(insert.element)


def _part_tables(blocks: list[etree._Element]) -> None:
    """A table at the end would grow together with one that follows: a low paragraph parts them.

    Word itself asks for a paragraph after a table; where that is empty it gives way to the low one.
    """
    elements = [block for block in blocks if isinstance(block.tag, str)]
    if len(elements) > 1 and elements[-2].tag == w("tbl") and _is_empty(elements[-1]):
        last = elements[-1]
        for child in list(last):
            last.remove(child)
        last.append(low_paragraph_properties(None))
    elif elements and elements[-1].tag == w("tbl"):
        low = etree.Element(w("p"))
        low.append(low_paragraph_properties(None))
        blocks.insert(blocks.index(elements[-1]) + 1, low)


def _is_empty(block: etree._Element) -> bool:
    if block.tag != w("p") or own_text(block):
        return False
    return next(block.iter(w("sectPr")), None) is None


def inserted_names(path: Path) -> tuple[str, ...]:
    """What a Word file asks to insert, in order."""
    package = open_package(path, path.name)
    root = parse_xml(package.members[package.main_part()])
    clean(root)
    lines = ("".join(piece for _, piece in own_text(paragraph)) for paragraph in root.iter(w("p")))
    return tuple(name for line in lines if (name := insert_name(line)))
