"""What is done to the pieces of a filled document once all its parts stand together."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from generator.document.compiled import Rendered
from generator.document.headings import Edit, mark_headings
from generator.document.names import DRAWING_ID, MARK, TOC, TOC_END, mark
from generator.document.pieces import SECTION, Pieces
from generator.document.toc import Heading

_DRAWING, _CONTENTS, _END_OF_CONTENTS = mark(DRAWING_ID), mark(TOC), mark(TOC_END)
_END_OF_TABLE, _END_OF_GRID = "</w:tbl>", "</w:tblGrid>"


class Finished(NamedTuple):
    """The body of a document; ``sections`` are the properties of each, ``shown`` relationship ids of embedded things."""

    pieces: list[str]
    headings: tuple[Heading, ...]
    sections: tuple[str, ...]
    shown: frozenset[str]


def finished(parts: Sequence[Rendered], known: Pieces, references: str) -> Finished:
    """The pieces of all parts with bookmarks around the headings, numbers in the drawings, ``references`` to headers and
    footers in the first section, and no tables without rows, which Word refuses.
    """
    body: list[str] = []
    for part in parts:
        body += part.pieces
    landmarks = known.landmarks
    stops = [(place, landmarks[piece]) for place, piece in enumerate(body) if piece in landmarks]
    sections = [(place, stop.section) for place, stop in stops if stop.section]
    edits, headings = mark_headings(body, [(place, stop.level) for place, stop in stops if stop.level], sections)
    edits += [_with_references(body[place], place, references, known) for place, _ in sections[:1]]
    seen: set[str] = set()
    drawings = _embedded(parts, landmarks)
    for place, _ in stops:
        piece = body[place]
        if piece == _END_OF_TABLE and body[place - 1].endswith(_END_OF_GRID):
            edits.append(Edit(place - 1, 2, ()))
        elif piece == _DRAWING:
            drawings.append(place)
        elif piece in (_CONTENTS, _END_OF_CONTENTS):
            edits += [Edit(place, 1, ())] if piece in seen else []  # a second one prints nothing
            seen.add(piece)
    numbered, shown = _number_drawings(body, drawings)
    return Finished(_edited(body, [*edits, *numbered]), headings, tuple([section for _, section in sections]), shown)


def _embedded(parts: Sequence[Rendered], landmarks: Container[str]) -> list[int]:
    """Where embedded things stand: values with a mark inside."""
    found, first = [], 0
    for part in parts:
        if part.marked:
            found += [place for place, piece in enumerate(part.pieces, first) if MARK in piece and piece not in landmarks]
        first += len(part.pieces)
    return found


def _with_references(piece: str, place: int, references: str, known: Pieces) -> Edit:
    """The first section names the headers and footers; later ones inherit them."""
    before, _, after = piece.partition(SECTION)
    empty = after.startswith("/>")
    rest = f"</w:sectPr>{after[2:]}" if empty else after.removeprefix(">")
    changed = f"{before}<w:sectPr>{references}{rest}"
    known.learn(changed)
    return Edit(place, 1, (changed,))


def _number_drawings(body: Sequence[str], places: Iterable[int]) -> tuple[list[Edit], frozenset[str]]:
    """Give every drawing its number; return also the relationship ids of the embedded things that are shown."""
    edits: list[Edit] = []
    shown: set[str] = set()
    number = 0
    for place in sorted(places):
        pieces = body[place].split(MARK)
        for index in range(1, len(pieces), 2):
            shown.add(pieces[index][1:])
            number += 1
            pieces[index] = str(number)
        edits.append(Edit(place, 1, ("".join(pieces),)))
    return edits, frozenset(shown - {""})


def _edited(body: Sequence[str], edits: Iterable[Edit]) -> list[str]:
    out: list[str] = []
    last = 0
    for place, gone, new in sorted(edits):
        out += body[last:place]
        out += new
        last = place + gone
    return [*out, *body[last:]]
