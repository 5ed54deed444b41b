"""Small templates made on the spot, and what comes out of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from generator.document import CompiledLayout, DocumentProperties, Embedded, FilledDocument, compile_layout, fill
from generator.document.package import parse_xml

PROPERTIES = DocumentProperties("某局2023年度决算", "某局", datetime(2024, 8, 20, 9, 0))
_EMPTY = io.BytesIO()
docx.Document().save(_EMPTY)


def word_file() -> Document:
    """A new document that can be given headings and styled tables."""
    return docx.Document(io.BytesIO(_EMPTY.getvalue()))


def with_contents(body: Document) -> tuple[Document, Document, Document]:
    """A cover, the contents and this body, whose pages are numbered from 1 again."""
    cover, contents = word_file(), word_file()
    cover.add_paragraph("封面")
    contents.add_paragraph("［目录］")
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    body.sections[0]._sectPr.find(qn("w:cols")).addprevious(start)
    return cover, contents, body


@dataclass
class Workshop:
    """Writes templates into a folder and compiles and fills them."""

    folder: Path
    names: set[str] = field(default_factory=set)
    filters: dict[str, Callable[..., Any]] = field(default_factory=dict)
    base: Document = field(default_factory=word_file)

    def save(self, *parts: Document) -> list[Path]:
        paths = [self.folder / f"第{number}部分.docx" for number in range(1, len(parts) + 1)]
        for path, part in zip(paths, parts, strict=True):
            part.save(str(path))
        self.base.save(str(self.folder / "样式.docx"))
        return paths

    def compile(self, *parts: Document, **options: Any) -> CompiledLayout:
        paths = self.save(*parts)
        return compile_layout(self.folder / "样式.docx", paths, filters=self.filters, names=self.names, **options)

    def fill(
        self, parts: Sequence[Document], context: Mapping[str, object], embedded: Sequence[Embedded] = ()
    ) -> FilledDocument:
        self.names |= set(context)
        return fill(self.compile(*parts), context, PROPERTIES, embedded)

    def read(self, parts: Sequence[Document], **context: object) -> Document:
        """The filled document as python-docx sees it."""
        return docx.Document(io.BytesIO(self.fill(parts, context).docx()))


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def rows(document: Document, table: int = 0) -> list[list[str]]:
    """Cells as they stand in the XML: a merged cell's text stands once."""
    found = document.element.body.findall(qn("w:tbl"))[table]
    return [
        ["".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in row.iterchildren(qn("w:tc"))]
        for row in found.iterchildren(qn("w:tr"))
    ]


def member(data: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read(name)


def body_xml(data: bytes) -> Any:
    return parse_xml(member(data, "word/document.xml"))
