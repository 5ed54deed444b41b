"""The pieces of a document as paragraphs and rows of tables, for who measures them.

What a template prints is the same in every report but for the texts. So a paragraph or a row is a *form*, the pieces of its
XML with None for each text, and the texts. Reports of a layout share a few dozen forms, and as the pieces are the same
objects every time, a form is looked up in no time. Who measures parses each form once (`parse_form`), keeps what it needs
of it, and then only looks at texts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from lxml import etree

from generator.document.package import parse_xml
from generator.document.pieces import BOOKMARK, Pieces

Form = tuple[str | None, ...]
_ALT_TEXT = re.compile(r' (?:descr|title)="[^"]*"')  # a picture's, of each report its own: no part of a form
_NAME = re.compile(r' w:name="([^"]*)"')
_FIRST_SLOT = 0xF0000  # private use: no template prints it, and texts are not in forms
_MOST_SLOTS = 0xFFFD
_RUNS = re.compile("[\U000f0000-\U000ffffd]|[^\U000f0000-\U000ffffd]+")


class Kind(IntEnum):
    """What takes room: a paragraph, a row of the last table, or the beginning of a table, up to its first row."""

    PARAGRAPH = 0
    ROW = 1
    TABLE = 2


Flowing = tuple[Kind, Form, Sequence[str], Sequence[str]]  # what it is, its form, its texts, the bookmarks in it
_PARAGRAPH, _ROW, _TABLE = Kind
_BLOCKS = ("<w:p>", "<w:p ", "<w:p/", "<w:tr")


def flow(pieces: Iterable[str], known: Pieces) -> Iterator[Flowing]:
    """The paragraphs and tables outside of others, and the rows of these tables.

    (Plain tuples, and loops without calls: half of all the time of measuring goes here.)
    """
    nesting = known.nesting.get
    form: list[str | None] = []
    texts: list[str] = []
    bookmarks: list[str] = []
    depth = floor = 0  # floor: 1 in a table
    waiting = [iter(pieces)]
    while waiting:
        for piece in waiting[-1]:
            step = nesting(piece)
            if step is not None:
                form.append(piece)
                depth += step
                if depth > floor:
                    if floor or depth > 1 or len(form) > 1 or not piece.startswith("<w:tbl"):
                        continue
                    floor = 1
                    yield _TABLE, (piece,), (), ()
                elif depth < floor:
                    floor = 0
                elif len(form) > 1 or piece.startswith(_BLOCKS):
                    yield _ROW if floor else _PARAGRAPH, tuple(form), texts, bookmarks
                form, texts, bookmarks = [], [], []
            elif "<" not in piece:
                if form:
                    form.append(None)
                    texts.append(piece)
            elif piece.startswith(BOOKMARK):
                bookmarks += _NAME.findall(piece)
            else:
                waiting.append(iter(known.cut(_ALT_TEXT.sub("", piece) if "docPr" in piece else piece)))
                break
        else:
            waiting.pop()


def parse_form(head: str, form: Form) -> etree._Element:
    """The element of a form, with a character of its own in place of each text: see `Slots`."""
    slots = iter(range(_FIRST_SLOT, _FIRST_SLOT + _MOST_SLOTS))
    xml = "".join([chr(next(slots)) if piece is None else piece for piece in form])
    return parse_xml(f"{head}{xml}</w:body></w:document>".encode())[0][0]


@dataclass(frozen=True, slots=True)
class Slots:
    """What a form prints somewhere: numbers of texts, and what stands in the template itself."""

    pieces: tuple[int | str, ...]

    @classmethod
    def of(cls, printed: str) -> Slots:
        """From what was read from an element of `parse_form`."""
        return cls(tuple([ord(run) - _FIRST_SLOT if ord(run[0]) >= _FIRST_SLOT else run for run in _RUNS.findall(printed)]))

    @property
    def fixed(self) -> bool:
        """Whether no text is printed there."""
        return not any(isinstance(piece, int) for piece in self.pieces)

    @property
    def only(self) -> int | None:
        """The number of the text, where it is one text and nothing else."""
        return self.pieces[0] if len(self.pieces) == 1 and isinstance(self.pieces[0], int) else None

    def fill(self, texts: Sequence[str]) -> str:
        """With the texts of a block, as XML writes them."""
        if len(self.pieces) == 1 and isinstance(self.pieces[0], int):
            text = texts[self.pieces[0]]
            return html.unescape(text) if "&" in text else text
        return "".join([html.unescape(texts[piece]) if isinstance(piece, int) else piece for piece in self.pieces])
