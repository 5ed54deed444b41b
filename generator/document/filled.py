"""Fill a compiled layout: strings rendered, joined, and zipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from generator.document.assemble import DOCUMENT
from generator.document.bitmaps import for_libreoffice
from generator.document.blocks import Content
from generator.document.compiled import Rendered
from generator.document.embed import Embedded, EmbeddedPart, embedded_id
from generator.document.finishing import finished
from generator.document.layout import CompiledLayout
from generator.document.names import DRAWING_ID, RELATIONSHIPS, TOC, TOC_END, R, mark
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
from generator.document.toc import Heading, TocKind, contents_end, contents_pieces

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
    _before: Sequence[str]  # the body up to the contents, in pieces: see pieces.py
    _inside: Sequence[str] | None  # from the contents' end; None: no contents
    _after: Sequence[str]
    _sections: tuple[str, ...]
    _members: tuple[Member, ...]  # all but the document itself

    @property
    def has_contents(self) -> bool:
        """Whether there is a place for the table of contents."""
        return self._inside is not None

    def document_xml(self, *, page_numbers: Mapping[str, int] | None = None, toc: TocKind = "field") -> str:
        """The text of word/document.xml, as ``docx`` packs it."""
        return "".join([self._layout.head, *self._body(page_numbers or {}, toc), "</w:body></w:document>"])

    def _body(self, pages: Mapping[str, int], toc: TocKind) -> list[str]:
        if self._inside is None:
            return [*self._before]
        contents = contents_pieces(self.headings, self._layout.toc_styles, self._layout.toc_width, pages, toc)
        return [*self._before, *contents, *self._inside, contents_end(toc), *self._after]

    def content(self) -> Content:
        """The paragraphs and tables, for who reads what is printed; the contents without page numbers."""
        styles = [member for member in self._layout.members if member.name.endswith("styles.xml")]
        known = unpack(min(styles, key=lambda member: len(member.name)))
        return Content(self._layout.head, known, self._body({}, "field"), self._sections, self._layout.pieces)

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
    known = layout.pieces
    names = dict(context)
    parts = [part.render(names, known) for part in layout.parts]
    parts.append(Rendered([_AFTER_TABLE] if _ends_with_table(parts) else [], marked=False))
    parts.append(Rendered([layout.last_section], marked=False))
    body = finished(parts, known, layout.references)
    headers = [
        pack(path, "".join(part.render(names, known).pieces).replace(mark(DRAWING_ID), "1").encode(), _LEVEL)
        for path, part in layout.headers
    ]
    before, inside, after = _around_contents(body.pieces)
    brought = _brought(embedded, body.shown)
    members = (*_package_members(layout, properties, brought), *headers, *layout.members)
    return FilledDocument(body.headings, layout, before, inside, after, body.sections, members)


def _ends_with_table(parts: Sequence[Rendered]) -> bool:
    pieces = (piece for part in reversed(parts) for piece in reversed(part.pieces) if piece)
    return next(pieces, "").endswith("</w:tbl>")


def _around_contents(body: list[str]) -> tuple[Sequence[str], Sequence[str] | None, Sequence[str]]:
    """What stands before the contents, between their beginning and their end, and after."""
    beginning, ending = mark(TOC), mark(TOC_END)
    if beginning not in body:
        return body, None, ()
    begin = body.index(beginning)
    end = body.index(ending, begin)
    return body[:begin], body[begin + 1 : end], body[end + 1 :]


def _brought(embedded: Iterable[Embedded], shown: Set[str]) -> list[tuple[Relationship, Sequence[EmbeddedPart]]]:
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
