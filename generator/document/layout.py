"""A layout's Word files, read once: base and parts become one document ready to be filled."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from generator.document.assemble import DOCUMENT, Assembly
from generator.document.check import TagCheck
from generator.document.clean import clean
from generator.document.compiled import CompiledPart, ReadPart, compile_part, read_part
from generator.document.environment import WordEnvironment, word_environment
from generator.document.inserts import REFERENCES, Source, open_package, read_source, splice
from generator.document.mistakes import TemplateError, TemplateMistake
from generator.document.names import MC, ROOT_PREFIXES, WORD_TYPE, w
from generator.document.package import Member, Relationship, pack, relationships_path
from generator.document.package import relationships_xml as rels_xml
from generator.document.pieces import Pieces
from generator.document.prepare import PreparedPart, low_paragraph_properties, prepare

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class CompiledLayout:
    """A layout ready to be filled, any number of times. ``notes`` are Chinese hints for who edits the templates."""

    notes: tuple[str, ...]
    parts: tuple[CompiledPart, ...]
    headers: tuple[tuple[str, CompiledPart], ...]
    head: str  # of document.xml, up to and with <w:body>
    references: str  # of the first section: headers and footers
    last_section: str
    members: tuple[Member, ...]
    types: Mapping[str, str]
    relationships: tuple[Relationship, ...]
    pieces: Pieces
    toc_styles: Mapping[int, str]
    toc_width: int  # twips of a line in the section of the table of contents


@dataclass(slots=True)
class ReadLayout:
    """The Word files of a layout on their way: read, checked, not compiled yet."""

    assembly: Assembly
    sources: list[Source]
    environment: WordEnvironment
    parts: list[ReadPart]
    headers: list[ReadPart]
    heads: list[etree._Element]
    pieces: Pieces
    notes: tuple[str, ...]
    mistakes: list[TemplateMistake]


def read_files(
    base: Path,
    parts: Sequence[Path],
    *,
    filters: Mapping[str, Callable[..., Any]],
    names: Collection[str],
    toc_levels: int = 2,
    folders: Sequence[Path] = (),
) -> ReadLayout:
    """Read base and parts, with all mistakes of their tags. TemplateError where the base is no Word file."""
    folders = folders or (base.parent,)
    assembly = Assembly(open_package(base, base.name))
    sources, mistakes = _read_sources(parts, folders)
    environment = word_environment(filters)
    headers = [_prepare_header(base.name, path, root) for path, root in assembly.headers.items()]
    notes: list[str] = []
    heads = [assembly.document]
    for file in (inner for source in sources for inner in source.all()):
        heads.append(file.prepared.root)
        notes += assembly.adopt(file.package, file.prepared.root, file.prepared.file)
    for source in sources:
        splice(source)
    for source in sources[:-1]:
        _break_section(source)
    pieces = Pieces(assembly.styles.heading_levels(), toc_levels)
    read = [read_part(source.prepared, _body_xml(source), environment, pieces) for source in sources]
    read_headers = [read_part(part, etree.tostring(part.root, encoding="unicode"), environment, pieces) for part in headers]
    mistakes += _mistakes(environment, [*read, *read_headers], names)
    shown = tuple(dict.fromkeys(notes))
    return ReadLayout(assembly, sources, environment, read, read_headers, heads, pieces, shown, mistakes)


def compile_layout(
    base: Path,
    parts: Sequence[Path],
    *,
    filters: Mapping[str, Callable[..., Any]],
    names: Collection[str],
    toc_levels: int = 2,
    folders: Sequence[Path] = (),
) -> CompiledLayout:
    """Compile a layout. TemplateError tells every mistake of every part at once; OSError when a file is missing.

    ``names`` are all names a context can hold; ``toc_levels`` is how many levels of headings the contents list;
    ``folders`` are where inserted files are looked up (otherwise in the base's folder).
    """
    read = read_files(base, parts, filters=filters, names=names, toc_levels=toc_levels, folders=folders)
    if read.mistakes:
        raise TemplateError(read.mistakes)
    assembly, sources, environment = read.assembly, read.sources, read.environment
    toc_styles = assembly.styles.toc_styles(toc_levels)
    assembly.finish()
    compiled = tuple(compile_part(part, environment) for part in read.parts)
    last_section = _plain_xml(sources[-1].last_section)
    read.pieces.know([*environment.pieces, *(blank for part in compiled for blank in part.blanks), last_section])
    return CompiledLayout(
        notes=read.notes,
        parts=compiled,
        headers=tuple(
            (path, compile_part(part, environment)) for path, part in zip(assembly.headers, read.headers, strict=True)
        ),
        head=_head(read.heads),
        references=_header_references(assembly.document),
        last_section=last_section,
        members=tuple(_static_members(assembly)),
        types=dict(assembly.types) | {DOCUMENT: f"{WORD_TYPE}document.main+xml"},
        relationships=tuple(assembly.rels[DOCUMENT]),
        pieces=read.pieces,
        toc_styles=toc_styles,
        toc_width=_toc_width(sources),
    )


def _read_sources(parts: Sequence[Path], folders: Sequence[Path]) -> tuple[list[Source], list[TemplateMistake]]:
    """Every part with its inserts, and what is wrong with those that are no Word files."""
    sources: list[Source] = []
    mistakes: list[TemplateMistake] = []
    for path in parts:
        try:
            sources.append(read_source(path, folders))
        except TemplateError as error:
            mistakes += error.mistakes
    return sources, mistakes


def _prepare_header(base: str, path: str, root: etree._Element) -> PreparedPart:
    clean(root)
    word = "页眉" if root.tag == w("hdr") else "页脚"
    part = PreparedPart(f"{base}（{word} {path.rpartition('/')[2]}）", root)
    prepare(part)
    return part


def _mistakes(environment: WordEnvironment, parts: Sequence[ReadPart], names: Collection[str]) -> list[TemplateMistake]:
    found: list[TemplateMistake] = []
    for part in parts:
        check = TagCheck(environment, part.prepared.file, names, part.tree)
        found += part.prepared.mistakes + check.run(part.tags)
    return found


def _break_section(source: Source) -> None:
    """The part's last section ends at its last paragraph, or in a low one of its own after a table or a statement."""
    body = source.prepared.root.find(w("body"))
    last = body[-1] if body is not None and len(body) else None
    if last is not None and last.tag == w("p") and last.find(f"{w('pPr')}/{w('sectPr')}") is None:
        properties = last.find(w("pPr"))
        if properties is None:
            properties = etree.Element(w("pPr"))
            last.insert(0, properties)
        properties.append(source.last_section)
    elif body is not None:
        carrier = etree.SubElement(body, w("p"))
        carrier.append(low_paragraph_properties(source.last_section))


def _plain_xml(element: etree._Element) -> str:
    """The element for the inside of a document whose root declares its namespaces."""
    body = etree.Element(w("body"), nsmap=ROOT_PREFIXES)
    body.append(element)
    xml = etree.tostring(body, encoding="unicode")
    return xml[xml.index(">") + 1 : xml.rindex("<")]


def _body_xml(source: Source) -> str:
    xml = etree.tostring(source.prepared.root, encoding="unicode")
    start = xml.index("<w:body")
    opened = xml.index(">", start) + 1
    return "" if xml[opened - 2] == "/" else xml[opened : xml.rindex("</w:body>")]


def _head(roots: Sequence[etree._Element]) -> str:
    """The beginning of document.xml: all prefixes that any part declares."""
    prefixes: dict[str, str] = dict(ROOT_PREFIXES)
    ignorable: dict[str, None] = {}
    for root in roots:
        prefixes |= {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
        ignorable |= dict.fromkeys(root.get(f"{{{MC}}}Ignorable", "").split())
    prefixes |= ROOT_PREFIXES
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in prefixes.items())
    ignored = f' mc:Ignorable="{" ".join(ignorable)}"' if ignorable else ""
    return f"{_XML}<w:document{declared}{ignored}><w:body>"


def _header_references(document: etree._Element) -> str:
    section = next(document.iter(w("sectPr")), None)
    if section is None:
        return ""
    return "".join(_plain_xml(reference) for reference in list(section.iterchildren(*REFERENCES)))


def _static_members(assembly: Assembly) -> list[Member]:
    """All that is the same in every report, packed once."""
    members = [pack(path, data) for path, data in assembly.parts.items() if path not in assembly.headers]
    for part, rels in assembly.rels.items():
        if part != DOCUMENT:
            members.append(pack(relationships_path(part), rels_xml(part, rels)))
    return members


def _toc_width(sources: Sequence[Source]) -> int:
    """Width of the lines of the contents: of the first section of the part that holds the marker."""
    for source in sources:
        if "<?mark T?>" not in etree.tostring(source.prepared.root, encoding="unicode"):
            continue
        section = next(source.prepared.root.iter(w("sectPr")), source.last_section)
        size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
        if size is not None and margins is not None:
            sides = int(margins.get(w("left"), "0")) + int(margins.get(w("right"), "0"))
            return int(size.get(w("w"), "0")) - sides
    return 8844  # 156 mm, GB/T 9704
