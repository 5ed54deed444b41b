"""Fill a compiled layout: strings rendered, joined, and zipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.document.assemble import DOCUMENT
from generator.document.bitmaps import for_libreoffice
from generator.document.blocks import Content, read_content
from generator.document.embed import Embedded, EmbeddedPart, embedded_id
from generator.document.headings import SECTION, mark_headings
from generator.document.layout import CompiledLayout
from generator.document.names import DRAWING_ID, MARK, RELATIONSHIPS, TOC, TOC_END, R, mark
from generator.document.package import (
    Member,
    Relationship,
    pack,
    packed_relationships,
    packed_types,
    unpack,
    write_zip,
)
from generator.document.properties import DocumentProperties
from generator.document.toc import Heading, TocKind, contents_end, contents_xml

_CORE, _APP = "docProps/core.xml", "docProps/app.xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_AFTER_TABLE = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
# XML of Word's kind shrinks by a factor of 20 even so; a higher level costs more than all the rest of filling.
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class FilledDocument:
    """A filled document, rendered once; ``docx`` writes it with one table of contents or the other."""

    headings: tuple[Heading, ...]
    _layout: CompiledLayout
    _before: tuple[str, ...]  # the body up to the contents, in pieces: it is long, and every copy of it costs
    _inside: tuple[str, ...] | None  # from the contents' end; None: no contents
    _after: tuple[str, ...]
    _members: tuple[Member, ...]  # all but the document itself

    @property
    def has_contents(self) -> bool:
        """Whether there is a place for the table of contents."""
        return self._inside is not None

    def document_xml(self, *, page_numbers: Mapping[str, int] | None = None, toc: TocKind = "field") -> str:
        """The text of word/document.xml, as ``docx`` packs it."""
        layout = self._layout
        pieces = [layout.head, *self._before]
        if self._inside is not None:
            pages = page_numbers or {}
            pieces.append(contents_xml(self.headings, layout.toc_styles, layout.toc_width, pages, toc))
            pieces += [*self._inside, contents_end(toc)]
        pieces += [*self._after, "</w:body></w:document>"]
        return "".join(pieces)

    def content(self) -> Content:
        """The paragraphs and tables, for who reads what is printed; the contents without page numbers."""
        styles = [member for member in self._layout.members if member.name.endswith("styles.xml")]
        return read_content(self.document_xml(), unpack(min(styles, key=lambda member: len(member.name))))

    def docx(self, *, page_numbers: Mapping[str, int] | None = None, toc: TocKind = "field") -> bytes:
        """The .docx. ``page_numbers``: printed page by bookmark of the headings; ``toc="plain"`` is for LibreOffice."""
        document = pack(DOCUMENT, self.document_xml(page_numbers=page_numbers, toc=toc).encode(), _LEVEL)
        first, *others = map(for_libreoffice, self._members) if toc == "plain" else self._members
        return write_zip([first, document, *others])


def fill(
    layout: CompiledLayout,
    context: Mapping[str, object],
    properties: DocumentProperties,
    embedded: Sequence[Embedded] = (),
) -> FilledDocument:
    """Fill every part. TemplateError when a tag asks for what is not there.

    ValueError when the text shows a picture that is not among ``embedded``; those that it does not show are left out.
    """
    styles = layout.heading_styles
    body, shown = _number_drawings([part.render(context, styles) for part in layout.parts])
    landmarks = [part.landmarks for part in layout.parts]
    body, headings = mark_headings(body, landmarks, layout.last_section, styles, layout.toc_levels)
    body += [_AFTER_TABLE if _ends_with_table(body) else "", layout.last_section]
    _refer_to_headers(body, [*(part.sections for part in landmarks), False, True], layout.references)
    headers = [
        pack(path, part.render(context, styles).replace(mark(DRAWING_ID), "1").encode(), _LEVEL)
        for path, part in layout.headers
    ]
    before, inside, after = _around_contents(body)
    brought = _brought(embedded, shown)
    members = (*_package_members(layout, properties, brought), *headers, *layout.members)
    return FilledDocument(headings, layout, before, inside, after, members)


def _number_drawings(body: Sequence[str]) -> tuple[list[str], set[str]]:
    """Give every drawing its number; return also the relationship ids of the embedded things that are shown."""
    numbered: list[str] = []
    shown: set[str] = set()
    number = 0
    for part in body:
        pieces = part.split(MARK) if MARK in part else [part]
        for index in range(1, len(pieces), 2):
            if pieces[index].startswith(DRAWING_ID):
                shown.add(pieces[index][1:])
                number += 1
                pieces[index] = str(number)
            else:
                pieces[index] = f"{MARK}{pieces[index]}{MARK}"
        numbered.append("".join(pieces) if len(pieces) > 1 else part)
    return numbered, shown - {""}


def _ends_with_table(body: Sequence[str]) -> bool:
    return next((part for part in reversed(body) if part), "").endswith("</w:tbl>")


def _refer_to_headers(body: list[str], sections: Sequence[bool], references: str) -> None:
    """The first section names the headers and footers; later ones inherit them. ``sections``: where one can be."""
    for index, part in enumerate(body):
        position = part.find(SECTION) if sections[index] else -1
        if position < 0:
            continue
        before, section, after = part[:position], part[position : position + len(SECTION) + 2], part[position:]
        if section == "<w:sectPr/>":
            body[index] = f"{before}<w:sectPr>{references}</w:sectPr>{after.removeprefix(section)}"
        else:
            body[index] = f"{before}<w:sectPr>{references}{after.removeprefix('<w:sectPr>')}"
        return


_Pieces = tuple[str, ...]


def _around_contents(body: Sequence[str]) -> tuple[_Pieces, _Pieces | None, _Pieces]:
    if not any(MARK in part for part in body):
        return tuple(body), None, ()
    before, rest = _parted(body, mark(TOC))
    inside, after = _parted(rest, mark(TOC_END))
    for code in (TOC, TOC_END):  # a second marker prints nothing
        after = [part.replace(mark(code), "") if MARK in part else part for part in after]
    return tuple(before), tuple(inside), tuple(after)


def _parted(pieces: Sequence[str], text: str) -> tuple[list[str], list[str]]:
    """What stands before and after the first occurrence of a mark."""
    for index, piece in enumerate(pieces):
        if MARK in piece and text in piece:
            before, _, after = piece.partition(text)
            return [*pieces[:index], before], [after, *pieces[index + 1 :]]
    return list(pieces), []


def _brought(embedded: Iterable[Embedded], shown: set[str]) -> list[tuple[Relationship, Sequence[EmbeddedPart]]]:
    brought = []
    missing = set(shown)
    for thing in embedded:
        identity = embedded_id(thing.name)
        if identity in shown:
            parts = thing.parts()
            brought.append((Relationship(identity, thing.rel_type, parts[0].path), parts))
            missing.discard(identity)
    if missing:
        raise ValueError("the text shows a picture that was not handed to fill(embedded=…)")
    return brought


def _package_members(
    layout: CompiledLayout,
    properties: DocumentProperties,
    brought: Sequence[tuple[Relationship, Sequence[EmbeddedPart]]],
) -> list[Member]:
    """What depends on the report besides the document: content types first, as Word has it."""
    types = dict(layout.types) | {_CORE: _CORE_TYPE}
    members = []
    for _, parts in brought:
        for part in parts:
            types[part.path] = part.content_type
            members.append(pack(part.path, part.data, _LEVEL))
            if part.relationships:
                rels = tuple(Relationship(*relationship) for relationship in part.relationships)
                members.append(packed_relationships(part.path, rels, _LEVEL))
    office = [
        Relationship("rId1", f"{R}/officeDocument", DOCUMENT),
        Relationship("rId2", f"{RELATIONSHIPS}/metadata/core-properties", _CORE),
    ]
    if _APP in types:
        office.append(Relationship("rId3", f"{R}/extended-properties", _APP))
    document = (*layout.relationships, *(relationship for relationship, _ in brought))
    return [
        packed_types(frozenset(types.items()), _LEVEL),
        packed_relationships("", tuple(office), _LEVEL),
        packed_relationships(DOCUMENT, document, _LEVEL),
        pack(_CORE, properties.core_xml(), _LEVEL),
        *members,
    ]
