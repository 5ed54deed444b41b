"""The table of contents, made from the headings (see ``headings.py``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from generator.escaping import escape_text

_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'

TocKind = Literal["field", "plain"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as printed. Page numbers run in ``run``: 0 up to the first section that restarts them, with ``first``."""

    level: int
    text: str
    bookmark: str
    run: int
    first: int


def contents_pieces(
    headings: tuple[Heading, ...],
    styles: Mapping[int, str],
    width: int,
    pages: Mapping[str, int],
    kind: TocKind,
) -> list[str]:
    """The entries, in pieces: ``field`` inside a real TOC field (see ``contents_end``), ``plain`` as ordinary paragraphs.

    LibreOffice brings PAGEREF up to date in ordinary paragraphs only, so ``plain`` is what it is given.
    """
    pieces: list[str] = []
    for heading in headings:
        pieces += _entry(heading, styles[heading.level], width, str(pages.get(heading.bookmark, "")))
    if kind == "field":
        instruction = f' TOC \\o "1-{len(styles)}" \\h \\z \\u '
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
            f"{escape_text(instruction)}</w:instrText></w:r>{_SEPARATE}"
        )
        pieces = pieces or ["<w:p>", "</w:p>"]
        pieces[0] += begin
    return pieces


def contents_end(kind: TocKind) -> str:
    """What stands in the paragraph after the entries."""
    return _END if kind == "field" else ""


def _entry(heading: Heading, style: str, width: int, page: str) -> tuple[str, ...]:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:tabs>'
        f'<w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs></w:pPr>',
        f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1"><w:r><w:t xml:space="preserve">',
        escape_text(heading.text),
        '</w:t></w:r><w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {heading.bookmark} \\h </w:instrText></w:r>{_SEPARATE}<w:r><w:t>',
        page,
        f"</w:t></w:r>{_END}</w:hyperlink></w:p>",
    )
