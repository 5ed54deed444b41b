"""Headings of the filled document, their bookmarks, and the table of contents made from them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from generator.document.values import escape_text

_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(tab|br|cr|noBreakHyphen)/>")
_OUTLINE = re.compile(r'<w:outlineLvl w:val="(\d)"/>')
_START = re.compile(r'<w:pgNumType [^>]*?w:start="(\d+)"')
_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"')
_FIRST_BOOKMARK = 100_000_000  # Word's own are as long
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


def mark_headings(
    xml: str, last_section: str, styles: Mapping[str, int], levels: int
) -> tuple[str, tuple[Heading, ...]]:
    """Put a bookmark around every heading down to ``levels``; return the XML and the headings in order."""
    runs = _numbering_runs(xml, last_section)
    out: list[str] = []
    headings: list[Heading] = []
    last = 0
    for start, level in _heading_starts(xml, styles, levels):
        end = _paragraph_end(xml, start)
        text = _visible_text(xml[start:end])
        if not text:
            continue
        number = len(headings) + 1
        bookmark = f"_Toc{_FIRST_BOOKMARK + number}"
        run, first = next((run, first) for limit, run, first in runs if limit > start)
        headings.append(Heading(level, text, bookmark, run, first))
        inner = xml.index("</w:pPr>", start) + len("</w:pPr>")
        identity = f'w:id="{_FIRST_BOOKMARK + number}"'
        out += [xml[last:inner], f'<w:bookmarkStart {identity} w:name="{bookmark}"/>', xml[inner:end]]
        out.append(f"<w:bookmarkEnd {identity}/>")
        last = end
    return "".join([*out, xml[last:]]), tuple(headings)


def _heading_starts(xml: str, styles: Mapping[str, int], levels: int) -> list[tuple[int, int]]:
    """Start and level of the paragraphs that are headings by style or by an outline level of their own."""
    wanted = [f'<w:pStyle w:val="{style}"/>' for style, level in styles.items() if level <= levels]
    wanted += [f'<w:outlineLvl w:val="{level}"/>' for level in range(levels)]
    found: dict[int, int] = {}
    for text in wanted:
        position = xml.find(text)
        while position >= 0:
            start = xml.rfind("<w:p>", 0, position)
            properties = xml[start : xml.find("</w:pPr>", start)]
            outline, style = _OUTLINE.search(properties), _STYLE.search(properties)
            level = int(outline[1]) + 1 if outline else styles.get(style[1], 10) if style else 10
            if level <= levels:
                found[start] = level
            position = xml.find(text, position + len(text))
    return sorted(found.items())


def _paragraph_end(xml: str, start: int) -> int:
    """Where the paragraph's ``</w:p>`` begins; paragraphs of text boxes inside it are skipped."""
    end = xml.index("</w:p>", start)
    inside = xml.find("<w:p>", start + 1, end)
    while inside >= 0:
        next_end = xml.index("</w:p>", end + 1)
        inside = xml.find("<w:p>", end, next_end)
        end = next_end
    return end


def _visible_text(xml: str) -> str:
    pieces = (html.unescape(match[1]) if match[2] is None else " " for match in _TEXT.finditer(xml))
    return " ".join("".join(pieces).split())


def _numbering_runs(xml: str, last_section: str) -> list[tuple[int, int, int]]:
    """(end of the section, run of page numbers, first number of that run) for every section."""
    run, first = 0, 1
    runs: list[tuple[int, int, int]] = []
    for end, section in [*_sections(xml), (len(xml) + 1, last_section)]:
        restart = _START.search(section)
        if restart:
            run, first = (run + 1 if runs else 0), int(restart[1])
        runs.append((end, run, first))
    return runs


def _sections(xml: str) -> Iterator[tuple[int, str]]:
    """End and XML of every section's properties. (A regular expression would take as long as all the rest.)"""
    start = xml.find("<w:sectPr")
    while start >= 0:
        end = xml.index("</w:pPr>", start)
        yield end, xml[start:end]
        start = xml.find("<w:sectPr", end)


def contents_xml(
    headings: tuple[Heading, ...],
    styles: Mapping[int, str],
    width: int,
    pages: Mapping[str, int],
    kind: TocKind,
) -> str:
    """The entries: ``field`` inside a real TOC field (see ``contents_end``), ``plain`` as ordinary paragraphs.

    LibreOffice brings PAGEREF up to date in ordinary paragraphs only, so ``plain`` is what it is given.
    """
    entries = list(_entries(headings, styles, width, pages))
    if kind == "field":
        instruction = f' TOC \\o "1-{len(styles)}" \\h \\z \\u '
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
            f"{escape_text(instruction)}</w:instrText></w:r>{_SEPARATE}"
        )
        if not entries:
            entries = [("<w:p>", "</w:p>")]
        entries[0] = (entries[0][0] + begin, entries[0][1])
    return "".join(before + after for before, after in entries)


def contents_end(kind: TocKind) -> str:
    """What stands in the paragraph after the entries."""
    return _END if kind == "field" else ""


def _entries(
    headings: tuple[Heading, ...], styles: Mapping[int, str], width: int, pages: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    for heading in headings:
        page = pages.get(heading.bookmark, "")
        yield (
            f'<w:p><w:pPr><w:pStyle w:val="{styles[heading.level]}"/><w:tabs>'
            f'<w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs></w:pPr>',
            f'<w:hyperlink w:anchor="{heading.bookmark}" w:history="1">'
            f'<w:r><w:t xml:space="preserve">{escape_text(heading.text)}</w:t></w:r><w:r><w:tab/></w:r>'
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> PAGEREF {heading.bookmark} \\h </w:instrText></w:r>'
            f"{_SEPARATE}<w:r><w:t>{page}</w:t></w:r>{_END}</w:hyperlink></w:p>",
        )
