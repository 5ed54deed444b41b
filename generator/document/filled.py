"""Fill a compiled layout: strings rendered, joined, and zipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.document.assemble import DOCUMENT
from generator.document.embed import Embedded, EmbeddedPart, embedded_id
from generator.document.layout import CompiledLayout
from generator.document.names import DRAWING_ID, MARK, RELATIONSHIPS, TOC, TOC_END, R, mark
from generator.document.package import (
    Member,
    Relationship,
    content_types_xml,
    pack,
    relationships_path,
    relationships_xml,
    write_zip,
)
from generator.document.properties import DocumentProperties
from generator.document.toc import Heading, TocKind, contents_end, contents_xml, mark_headings

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
    _before: str  # the body up to the contents
    _inside: str | None  # from the contents' end; None: no contents
    _after: str
    _members: tuple[Member, ...]  # all but the document itself

    @property
    def has_contents(self) -> bool:
        """Whether there is a place for the table of contents."""
        return self._inside is not None

    def docx(self, *, page_numbers: Mapping[str, int] | None = None, toc: TocKind = "field") -> bytes:
        """The .docx. ``page_numbers``: printed page by bookmark of the headings; ``toc="plain"`` is for LibreOffice."""
        layout = self._layout
        pieces = [layout.head, self._before]
        if self._inside is not None:
            pages = page_numbers or {}
            pieces.append(contents_xml(self.headings, layout.toc_styles, layout.toc_width, pages, toc))
            pieces += [self._inside, contents_end(toc)]
        pieces += [self._after, "</w:body></w:document>"]
        document = pack(DOCUMENT, "".join(pieces).encode(), _LEVEL)
        first, *others = self._members
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
    body = "".join(part.render(context, styles) for part in layout.parts)
    body, shown = _number_drawings(body)
    if body.endswith("</w:tbl>"):
        body += _AFTER_TABLE
    body, headings = mark_headings(body, layout.last_section, styles, layout.toc_levels)
    body = _refer_to_headers(body + layout.last_section, layout.references)
    headers = [
        pack(path, part.render(context, styles).replace(mark(DRAWING_ID), "1").encode(), _LEVEL)
        for path, part in layout.headers
    ]
    before, inside, after = _around_contents(body)
    brought = _brought(embedded, shown)
    members = (*_package_members(layout, properties, brought), *headers, *layout.members)
    return FilledDocument(headings, layout, before, inside, after, members)


def _number_drawings(body: str) -> tuple[str, set[str]]:
    """Give every drawing its number; return also the relationship ids of the embedded things that are shown."""
    shown: set[str] = set()
    if MARK not in body:
        return body, shown
    pieces = body.split(MARK)
    number = 0
    for index in range(1, len(pieces), 2):
        if pieces[index].startswith(DRAWING_ID):
            shown.add(pieces[index][1:])
            number += 1
            pieces[index] = str(number)
        else:
            pieces[index] = f"{MARK}{pieces[index]}{MARK}"
    return "".join(pieces), shown - {""}


def _refer_to_headers(body: str, references: str) -> str:
    """The first section names the headers and footers; later ones inherit them."""
    position = body.find("<w:sectPr")
    if body.startswith("<w:sectPr/>", position):
        return f"{body[:position]}<w:sectPr>{references}</w:sectPr>{body[position + len('<w:sectPr/>') :]}"
    position += len("<w:sectPr>")
    return body[:position] + references + body[position:]


def _around_contents(body: str) -> tuple[str, str | None, str]:
    if MARK not in body:
        return body, None, ""
    before, _, rest = body.partition(mark(TOC))
    inside, _, after = rest.partition(mark(TOC_END))
    for code in (TOC, TOC_END):  # a second marker prints nothing
        after = after.replace(mark(code), "")
    return before, inside, after


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
                rels = [Relationship(*relationship) for relationship in part.relationships]
                members.append(pack(relationships_path(part.path), relationships_xml(part.path, rels), _LEVEL))
    office = [
        Relationship("rId1", f"{R}/officeDocument", DOCUMENT),
        Relationship("rId2", f"{RELATIONSHIPS}/metadata/core-properties", _CORE),
    ]
    if _APP in types:
        office.append(Relationship("rId3", f"{R}/extended-properties", _APP))
    document = relationships_xml(DOCUMENT, [*layout.relationships, *(relationship for relationship, _ in brought)])
    return [
        pack("[Content_Types].xml", content_types_xml(types), _LEVEL),
        pack(relationships_path(""), relationships_xml("", office), _LEVEL),
        pack(relationships_path(DOCUMENT), document, _LEVEL),
        pack(_CORE, properties.core_xml(), _LEVEL),
        *members,
    ]
