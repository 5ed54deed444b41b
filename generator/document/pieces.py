"""Rendered XML in pieces: those that stand in the templates, the same objects in every report, and the values between them.

A template's XML is cut once, when it is compiled, wherever something may have to be put in, taken out or measured. What is
done to a filled report then looks pieces up instead of searching half a million characters again and again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.document.names import DRAWING_ID, MARK, TOC, TOC_END

BOUNDARY = "\ufffe"  # between pieces, in the source of a template: XML cannot hold it
BOOKMARK = "<w:bookmark"  # so begin pieces that are looked at in every report
SECTION, _END_OF_SECTION = "<w:sectPr", "</w:sectPr>"
_STRUCTURE = re.compile(
    "<w:(tbl|tr|p)(?: [^>]*?)?(/?)>|</w:(tbl|tr|p|pPr)>"
    f"|({MARK}[{DRAWING_ID}{TOC}{TOC_END}][^{MARK}]*{MARK}|<w:bookmark(?:Start|End) [^>]*/>)"
)
_ALONE = tuple(f"{MARK}{code}" for code in (DRAWING_ID, TOC, TOC_END))  # marks that are pieces of their own
_NESTING = re.compile(r"<(/?)w:(?:tbl|tr|p)(?: [^>]*?)?(/?)>")
_CHARACTERS = re.compile("(?:^|(?<=>))([^<>]+)(?=<|$)")
_OUTLINE = re.compile(r'<w:outlineLvl w:val="(\d)"/>')
_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"/>')
_NOT_TEXT = ("<w:tbl>", BOOKMARK, "docPr")
_NO_LEVEL = 10
_MOST_LEARNT = 2048


class Landmark(NamedTuple):
    """What makes a piece worth stopping at: a heading begins with it (its level, else 0), it has a section's properties,
    a mark (see ``names.py``), or a table ends.
    """

    level: int
    section: str


class Marked(NamedTuple):
    """XML that marks of 并组 stand in: without them, and each mark with how far from the end it stood."""

    xml: str
    marks: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class _Open:
    """An element that is open while XML is cut."""

    name: str
    start: int
    heading: bool = False


@dataclass(slots=True)
class Pieces:
    """What is known of the pieces of a layout. ``headings``: level by paragraph style; ``levels``: so many count.

    ``nesting`` is by how many tables, rows and paragraphs deeper one is after a piece, of every piece of XML that is known;
    texts have none. ``landmarks`` are the few that have to be looked at, ``marked`` those with marks of 并组 inside.
    """

    headings: Mapping[str, int]
    levels: int
    nesting: dict[str, int] = field(default_factory=dict)
    landmarks: dict[str, Landmark] = field(default_factory=dict)
    marked: dict[str, Marked] = field(default_factory=dict)
    _learnt: list[str] = field(default_factory=list)

    def know(self, pieces: Iterable[str]) -> None:
        """Pieces that stand in the templates."""
        for piece in pieces:
            self._note(piece)

    def _note(self, piece: str) -> None:
        if MARK in piece and not piece.startswith(_ALONE):
            self.marked[piece] = _without_marks(piece)
            piece = self.marked[piece].xml
        self.nesting[piece] = sum(
            0 if empty else -1 if closed else 1 for closed, empty in _NESTING.findall(piece)
        )  # fmt: skip
        level = self._level(piece) if piece.startswith("<w:p>") and piece.endswith("</w:pPr>") else 0
        section = _section(piece)
        if level or section or piece == "</w:tbl>" or piece.startswith(MARK):
            self.landmarks[piece] = Landmark(level, section)

    def learn(self, piece: str) -> None:
        """XML that came about while a report was filled: it comes again in others. Only so much is kept."""
        if piece in self.nesting or piece in self.marked or "<" not in piece or piece.startswith(BOOKMARK):
            return
        if len(self._learnt) >= _MOST_LEARNT:
            for old in self._learnt:
                for known in (self.nesting, self.landmarks, self.marked):
                    known.pop(old, None)
            self._learnt.clear()
        self._learnt.append(piece)
        self._note(piece)

    def _level(self, properties: str) -> int:
        """Of the heading whose paragraph begins so; 0 where it is none that counts."""
        outline, style = _OUTLINE.search(properties), _STYLE.search(properties)
        level = int(outline[1]) + 1 if outline else self.headings.get(style[1], _NO_LEVEL) if style else _NO_LEVEL
        return level if level <= self.levels else 0

    def bounded(self, xml: str) -> str:
        """XML, or the source of a template, with a BOUNDARY wherever a piece ends: at tables, their rows and the
        paragraphs outside of them, around marks and bookmarks, and inside headings where their bookmarks go.
        """
        cuts: set[int] = set()
        open_: list[_Open] = []
        for match in _STRUCTURE.finditer(xml):
            opened, empty, closed, alone = match.groups()
            start, end = match.span()
            if alone:
                cuts |= {start, end}
            elif opened:
                if opened != "p" or not open_:
                    cuts.add(start)
                if not empty:
                    open_.append(_Open(opened, start))
                elif not open_:
                    cuts.add(end)
            elif closed == "pPr":
                if open_ and self._level(xml[open_[-1].start : start]):
                    open_[-1].heading = True
                    cuts |= {open_[-1].start, end}
            else:
                last = open_.pop() if open_ else _Open(closed, 0)
                if closed == "tbl" or last.heading:
                    cuts.add(start)
                if closed != "p" or not open_:
                    cuts.add(end)
        places = sorted(cuts)
        return BOUNDARY.join(xml[i:j] for i, j in zip([0, *places], [*places, len(xml)], strict=True))

    def cut(self, xml: str) -> list[str]:
        """The pieces of finished XML: texts and what stands between them."""
        return self._parted(self.bounded(xml))

    def cut_paragraphs(self, xml: str) -> list[str]:
        """As `cut`, in a fraction of the time where it is text paragraphs, as it is as a rule."""
        if self._level(xml) or any(sign in xml for sign in _NOT_TEXT):
            return self.cut(xml)
        return self._parted(xml.replace("</w:p><w:p>", f"</w:p>{BOUNDARY}<w:p>"))

    def _parted(self, bounded: str) -> list[str]:
        found = [piece for chunk in bounded.split(BOUNDARY) for piece in _CHARACTERS.split(chunk) if piece]
        for piece in found:
            self.learn(piece)
        return found


def _section(piece: str) -> str:
    """The properties of the section that ends in a piece; empty where none does."""
    start = piece.find(SECTION)
    if start < 0:
        return ""
    end = piece.find(_END_OF_SECTION, start)
    return piece[start : end + len(_END_OF_SECTION)] if end >= 0 else piece[start : piece.index(">", start) + 1]


def _without_marks(piece: str) -> Marked:
    plain, marks = piece.split(MARK), list[tuple[str, int]]()
    behind = sum(map(len, plain[::2]))
    for index in range(1, len(plain), 2):
        behind -= len(plain[index - 1])
        marks.append((plain[index], behind))
    return Marked("".join(plain[::2]), tuple(marks))
