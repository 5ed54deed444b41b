"""Headings of the filled document: found part by part, each with a bookmark and the page numbers that it counts in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.document.toc import Heading

_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(tab|br|cr|noBreakHyphen)/>")
_OUTLINE = re.compile(r'<w:outlineLvl w:val="(\d)"/>')
_START = re.compile(r'<w:pgNumType [^>]*?w:start="(\d+)"')
_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"/>')
_FIRST_BOOKMARK = 100_000_000  # Word's own are as long
SECTION = "<w:sectPr"


@dataclass(frozen=True, slots=True)
class Landmarks:
    """What can be found in a part however it is filled: the styles and outline levels of its paragraphs, sections.

    ``one_section``: one, outside of every statement, after all of them.
    """

    styles: frozenset[str]
    outlines: frozenset[str]
    sections: bool
    one_section: bool

    @classmethod
    def of(cls, source: str) -> Landmarks:
        """Of the jinja source of a part."""
        count = source.count(SECTION)
        alone = count == 1 and source.rfind(SECTION) > source.rfind("%}")
        return cls(frozenset(_STYLE.findall(source)), frozenset(_OUTLINE.findall(source)), count > 0, alone)


@dataclass(slots=True)
class _Numbering:
    """The page numbers at a place: which run of them, and the first number of that run."""

    sections: Iterator[tuple[int, int, str]]  # part, end in it, XML
    part: int = -1
    end: int = -1
    run: int = 0
    first: int = 1
    begun: bool = field(default=False)

    def at(self, part: int, position: int) -> tuple[int, int]:
        """Run and first number at a position; positions must be asked for in order."""
        while (self.part, self.end) <= (part, position):
            self.part, self.end, section = next(self.sections)
            restart = _START.search(section)
            if restart:
                self.run, self.first = (self.run + 1 if self.begun else 0), int(restart[1])
            self.begun = True
        return self.run, self.first


def mark_headings(
    parts: Sequence[str], landmarks: Sequence[Landmarks], last_section: str, styles: Mapping[str, int], levels: int
) -> tuple[list[str], tuple[Heading, ...]]:
    """Put a bookmark around every heading down to ``levels``; return the parts and the headings in order.

    ``last_section`` stands after the last part and is that of all that no other section holds.
    """
    numbering = _Numbering(_sections(parts, landmarks, last_section))
    marked: list[str] = []
    headings: list[Heading] = []
    for index, (xml, known) in enumerate(zip(parts, landmarks, strict=True)):
        out, last = list[str](), 0
        for start, level in _heading_starts(xml, known, styles, levels):
            end = _paragraph_end(xml, start)
            text = _visible_text(xml[start:end])
            if not text:
                continue
            number = _FIRST_BOOKMARK + len(headings) + 1
            run, first = numbering.at(index, start)
            headings.append(Heading(level, text, f"_Toc{number}", run, first))
            inner = xml.index("</w:pPr>", start) + len("</w:pPr>")
            out += [xml[last:inner], f'<w:bookmarkStart w:id="{number}" w:name="_Toc{number}"/>', xml[inner:end]]
            out.append(f'<w:bookmarkEnd w:id="{number}"/>')
            last = end
        marked.append("".join([*out, xml[last:]]) if out else xml)
    return marked, tuple(headings)


def _heading_starts(xml: str, known: Landmarks, styles: Mapping[str, int], levels: int) -> list[tuple[int, int]]:
    """Start and level of the paragraphs that are headings by style or by an outline level of their own."""
    wanted = [f'<w:pStyle w:val="{style}"/>' for style in known.styles if styles.get(style, 10) <= levels]
    wanted += [f'<w:outlineLvl w:val="{level}"/>' for level in known.outlines if int(level) < levels]
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


def _sections(
    parts: Sequence[str], landmarks: Sequence[Landmarks], last_section: str
) -> Iterator[tuple[int, int, str]]:
    """Part, end and XML of every section's properties. (A regular expression would take as long as all the rest.)"""
    for index, (xml, known) in enumerate(zip(parts, landmarks, strict=True)):
        start = -1 if not known.sections else xml.rfind(SECTION) if known.one_section else xml.find(SECTION)
        while start >= 0:
            end = xml.index("</w:pPr>", start)
            yield index, end, xml[start:end]
            start = -1 if known.one_section else xml.find(SECTION, end)
    yield len(parts), 0, last_section
