"""A finished document as paragraphs and tables, cut out of its XML without parsing it.

What a template prints is the same in every report but for the texts. So a paragraph or a row is a *form*, its XML
without the texts, and the texts. Reports of a layout share a few dozen forms; who reads blocks parses each form once
(`parse_form`), keeps what it needs of it, and then only looks at texts.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from generator.document.flow import Flowing, flow
from generator.document.names import ROOT_PREFIXES, w
from generator.document.package import parse_xml
from generator.document.pieces import Pieces

# Splits XML into form, text, form, text … form.
_TEXT = re.compile(r"<w:t(?:>| [^>]*>)([^<]*)</w:t>")
_ALT_TEXT = re.compile(r' (?:descr|title)="[^"]*"')  # a picture's, of each report its own: no part of a form
_BOOKMARKS = re.compile(r"(?:<w:bookmark(?:Start|End) [^>]*/>)*")
_DOCUMENT = "word/document.xml"
_BLOCKS = (w("p"), w("tbl"), w("sectPr"))
_OF_TABLE = (w("tblPr"), w("tblGrid"), w("tr"))
_FIRST_SLOT = 0xF0000  # private use: no template prints it, and texts are not in forms
_MOST_SLOTS = 0xFFFD


class Block(NamedTuple):
    """A paragraph, or a row of a table: its XML around the texts, and the texts. A row comes without its end tag."""

    form: tuple[str, ...]
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table: `head` is its XML up to the first row."""

    head: str
    rows: tuple[Block, ...]


class Content:
    """A document: `head` is its XML up to the body, `styles` word/styles.xml (empty where there is none).

    `sections` are the properties of each section, in order. It is read in two ways: `blocks` for what is printed, `flow` (see there) for how much room it takes.
    """

    def __init__(self, head: str, styles: bytes, body: Sequence[str], sections: Sequence[str], known: Pieces) -> None:
        self.head, self.styles, self.sections = head, styles, sections
        self._body, self._known = body, known
        self._cut: _Cut | None = None

    @property
    def blocks(self) -> tuple[Block | TableBlock, ...]:
        """The paragraphs and tables."""
        return self._all_cut().blocks

    @property
    def section(self) -> str:
        """The properties of the last section (may be empty)."""
        return self._all_cut().section

    def _all_cut(self) -> _Cut:
        if self._cut is None:
            self._cut = _cut("".join([self.head, *self._body, "</w:body></w:document>"]))
        return self._cut

    def flow(self) -> Iterator[Flowing]:
        """What takes room, one after the other; only as much of the document is looked at as is asked for."""
        return flow(self._body, self._known)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Content):
            return NotImplemented
        return (self.head, self.styles, self.blocks, self.section) == (other.head, other.styles, other.blocks, other.section)

    __hash__ = None  # type: ignore[assignment]


class _Cut(NamedTuple):
    head: str
    blocks: tuple[Block | TableBlock, ...]
    section: str


class _Irregular(Exception):
    """The XML is not written as ``FilledDocument`` writes it."""


def read_content(document: str, styles: bytes) -> Content:
    """The content of word/document.xml with word/styles.xml."""
    try:
        cut = _cut(document)
    except _Irregular:
        document = _regular(document)
        cut = _cut(document)
    known = Pieces({}, 0)
    body = known.cut(document[len(cut.head) : document.rindex("</w:body>")])
    marks = known.landmarks
    sections = [marks[piece].section for piece in body if piece in marks and marks[piece].section]
    content = Content(cut.head, styles, body, sections, known)
    content._cut = cut
    return content


def _cut(document: str) -> _Cut:
    try:
        return _Cutter(document, nested=False).content()
    except _Irregular:
        return _Cutter(document, nested=True).content()


def docx_content(docx: bytes) -> Content:
    """The content of a .docx. KeyError or zipfile.BadZipFile where it is none."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        styles = min((name for name in package.namelist() if name.endswith("styles.xml")), key=len, default=None)
        return read_content(package.read(_DOCUMENT).decode("utf-8-sig"), package.read(styles) if styles else b"")


def parse_form(head: str, form: Sequence[str]) -> etree._Element:
    """The element of a form, with a character of its own in place of each text: see `Slots`."""
    slots = (f"<w:t>{chr(_FIRST_SLOT + number)}</w:t>" for number in range(len(form) - 1))
    pieces = [form[0], *(piece for pair in zip(slots, form[1:], strict=True) for piece in pair)]
    return parse_xml(f"{head}{''.join(pieces)}</w:body></w:document>".encode())[0][0]


@dataclass(frozen=True, slots=True)
class Slots:
    """What a form prints somewhere: numbers of texts, and characters of its own (tabs, line breaks)."""

    pieces: tuple[int | str, ...]

    @classmethod
    def of(cls, printed: str) -> Slots:
        """From what was read from an element of `parse_form`."""
        return cls(tuple(_slot(character) for character in printed))

    @property
    def only(self) -> int | None:
        """The number of the text, where it is one text and nothing else."""
        return self.pieces[0] if len(self.pieces) == 1 and isinstance(self.pieces[0], int) else None

    def fill(self, texts: Sequence[str]) -> str:
        """With the texts of a block."""
        if len(self.pieces) == 1:
            piece = self.pieces[0]
            return texts[piece] if isinstance(piece, int) else piece
        return "".join([texts[piece] if isinstance(piece, int) else piece for piece in self.pieces])


def _slot(character: str) -> int | str:
    return ord(character) - _FIRST_SLOT if ord(character) >= _FIRST_SLOT else character


def _block(xml: str) -> Block:
    pieces = _TEXT.split(_ALT_TEXT.sub("", xml) if "docPr" in xml else xml)
    if len(pieces) > 2 * _MOST_SLOTS:
        raise ValueError("a row with so many texts cannot be read")
    texts: Sequence[str] = pieces[1::2]
    if "&" in xml:
        texts = [html.unescape(text) for text in texts]
    return Block(tuple(pieces[::2]), texts)


class _Cutter:
    """Cuts a document. _Irregular where that does not come out even.

    `nested`: look for tables in tables, and for paragraphs in paragraphs (those of text boxes). Without it the first end
    is taken for the end. Where that was the end of an inner one, what follows it cannot be a block, or not for long: the
    end of a cell or a text box comes sooner or later. So it does no harm to try without first, and is faster.
    """

    def __init__(self, document: str, nested: bool) -> None:
        self._document, self._nested = document, nested

    def content(self) -> _Cut:
        """All of it."""
        document = self._document
        start = document.find("<w:body>") + len("<w:body>")
        if start < len("<w:body>"):
            raise _Irregular
        blocks: list[Block | TableBlock] = []
        position, end = start, 0
        while position != end:
            end = position
            if document.startswith("<w:p>", position):
                position = self._end("p", position)
                blocks.append(_block(document[end:position]))
            elif document.startswith("<w:tbl>", position):
                position = self._end("tbl", position)
                blocks.append(self._table(end, position))
            elif document.startswith("<w:p/>", position):
                position += len("<w:p/>")
                blocks.append(Block(("<w:p/>",), ()))
            elif bookmarks := _BOOKMARKS.match(document, position):
                position = bookmarks.end()
        section, closed, _ = document[position:].partition("</w:body>")
        if not closed or (section and not section.startswith("<w:sectPr")):
            raise _Irregular
        return _Cut(document[:start], tuple(blocks), section)

    def _end(self, name: str, start: int) -> int:
        """Where the element that begins at `start` ends."""
        opening, closing = f"<w:{name}>", f"</w:{name}>"
        end, depth = start, 0
        while True:
            closed = self._document.find(closing, end)
            if closed < 0:
                raise _Irregular
            if self._nested:
                depth += self._document.count(opening, end, closed) - 1
            end = closed + len(closing)
            if not depth:
                return end

    def _table(self, start: int, end: int) -> TableBlock:
        first = self._document.find("<w:tr>", start, end)
        if first < 0:
            return TableBlock(self._document[start:end].removesuffix("</w:tbl>"), ())
        *rows, rest = self._nested_rows(first, end) if self._nested else self._document[first:end].split("</w:tr>")
        if rest != "</w:tbl>" or not all(row.startswith("<w:tr>") for row in rows):
            raise _Irregular
        return TableBlock(self._document[start:first], tuple([_block(row) for row in rows]))

    def _nested_rows(self, start: int, end: int) -> list[str]:
        """As split("</w:tr>") where there are no tables inside."""
        rows = []
        while self._document.startswith("<w:tr>", start):
            after = self._end("tr", start)
            rows.append(self._document[start : after - len("</w:tr>")])
            start = after
        return [*rows, self._document[start:end]]


def _regular(document: str) -> str:
    """The document as ``FilledDocument`` would have written it: no content controls, no attributes at blocks."""
    root = parse_xml(document.encode())
    body = root.find(w("body"))
    for control in list(root.iter(w("sdt"))):
        _unwrap(control)
    regular = etree.Element(w("document"), nsmap=ROOT_PREFIXES)
    blocks = etree.SubElement(regular, w("body"))
    blocks.extend(() if body is None else list(body.iterchildren(*_BLOCKS)))
    for element in list(blocks.iter(*_BLOCKS, w("tr"))):
        element.attrib.clear()
        element.tail = None
        if element.tag == w("tbl"):
            element[:] = list(element.iterchildren(*_OF_TABLE))
        if element.tag != w("p"):
            element.text = ""  # an empty one gets an end tag too
    return etree.tostring(regular, encoding="unicode")


def _unwrap(control: etree._Element) -> None:
    holder, content = control.getparent(), control.find(w("sdtContent"))
    if holder is not None:
        index = holder.index(control)
        holder[index : index + 1] = [] if content is None else list(content)
