"""Headings of the filled document: each with a bookmark and the page numbers that it counts in."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import NamedTuple

from generator.document.toc import Heading

_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(tab|br|cr|noBreakHyphen)/>")
_START = re.compile(r'<w:pgNumType [^>]*?w:start="(\d+)"')
_FIRST_BOOKMARK = 100_000_000  # Word's own are as long


class Edit(NamedTuple):
    """What gives way to `new`: so many pieces from `place` on."""

    place: int
    gone: int
    new: tuple[str, ...]


class _Runs:
    """Which run of page numbers a place counts in, and the first number of that run. Asked in order.

    `sections` are the pieces with a section's properties, and the section; the last is that of all that no other holds.
    """

    def __init__(self, sections: Sequence[tuple[int, str]]) -> None:
        self._sections, self._next = sections, 0
        self._end, self._run, self._first = -1, 0, 1

    def at(self, place: int) -> tuple[int, int]:
        """Run and first number at a piece."""
        while self._end < place:
            self._end, section = self._sections[self._next]
            restart = _START.search(section)
            if restart:
                self._run, self._first = (self._run + 1 if self._next else 0), int(restart[1])
            self._next += 1
        return self._run, self._first


def mark_headings(
    pieces: Sequence[str], starts: Sequence[tuple[int, int]], sections: Sequence[tuple[int, str]]
) -> tuple[list[Edit], tuple[Heading, ...]]:
    """The headings in order, and what puts a bookmark around each. `starts`: the pieces that begin one, and its level."""
    runs = _Runs(sections)
    edits: list[Edit] = []
    headings: list[Heading] = []
    for start, level in starts:
        end = _end_of_paragraph(pieces, start)
        text = _visible_text("".join(pieces[start:end]))
        if not text:
            continue
        number = _FIRST_BOOKMARK + len(headings) + 1
        headings.append(Heading(level, text, f"_Toc{number}", *runs.at(start)))
        edits.append(Edit(start + 1, 0, (f'<w:bookmarkStart w:id="{number}" w:name="_Toc{number}"/>',)))
        edits.append(Edit(end, 0, (f'<w:bookmarkEnd w:id="{number}"/>',)))
    return edits, tuple(headings)


def _end_of_paragraph(pieces: Sequence[str], start: int) -> int:
    """The piece that ends the paragraph; paragraphs of text boxes inside it are skipped."""
    depth, place = pieces[start].count("<w:p>") - pieces[start].count("</w:p>"), start
    while depth:
        place += 1
        depth += pieces[place].count("<w:p>") - pieces[place].count("</w:p>")
    return place


def _visible_text(xml: str) -> str:
    pieces = (html.unescape(match[1]) if match[2] is None else " " for match in _TEXT.finditer(xml))
    return " ".join("".join(pieces).split())
