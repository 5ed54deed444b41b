"""The cells of a sheet without a tree of elements: several times as fast, and as strict.

Spreadsheet programs write <sheetData> in one narrow way. Where every byte of it is of that way, one regular expression
cuts it into cells; what is left, with all texts joined into one, is a small document that lxml checks and decodes.
Anything else, well-formed or not, is left to `generator.workbook.sheet_tree` (None), which decides what is damaged:
both give the same cells or the same refusal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from lxml import etree

from generator.workbook.looks import Line, Looks, UnusualSheet, attributes_in
from generator.workbook.raw import LAST_COLUMN, LAST_ROW, Frame, Grid, RawCell, RawRow, unescaped
from generator.workbook.shared_strings import inlined
from generator.workbook.sheet_tree import frame_in
from generator.workbook.xml_tree import children, is_unusual, parse_pieces

#: Cells that only have a format: the majority, and tens of thousands where somebody formatted whole columns.
_EMPTY_CELLS = rb'(?:<c r="[A-Z]{1,3}+[0-9]{1,7}+"(?: s="[0-9]{1,6}+")?+(?: t="[A-Za-z]++")?+(?:/>|></c>))*+'
_EMPTY_ROW = re.compile(rb'<row r="[0-9]{1,7}+"[^<>]*+(?<=/)>')
_EMPTY_ROWS = re.compile(b"(?:%b)*+" % _EMPTY_ROW.pattern)
_ROW = re.compile(b"(%b)" % _EMPTY_ROWS.pattern + rb'<row r="([0-9]{1,7}+)"([^<>]*+)(?<!/)>' + _EMPTY_CELLS)
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3}+)([0-9]{1,7}+)"((?: [st]="[A-Za-z0-9]{1,9}+")*+)>'
    rb'(?:(<f(?: [a-zA-Z][a-zA-Z0-9]*+="[ !#-%\'-;=?-~]*+")*+)(?:/>|>([^<]*+)</f>))?+'
    rb'(?:<v>([-+.0-9A-Za-z]*+)</v>|<v/>|(?:(<is><t(?: xml:space="preserve")?+>)|<v>)([^<]*+)(?(7)</t></is>|</v>))?+</c>'
    + _EMPTY_CELLS + rb"|([\s\S]++)")
_WORKSHEET = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?[^<>]*\?>)?\s*(<worksheet[^<>]*>)")
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')
LARGE_FRAME = 100_000
_BETWEEN, _MARK = "\ue000", b"&#xE000;"  # a character for private use: a part that holds it is not read here
_made = tuple.__new__  # what a NamedTuple calls: half the time where there are thousands of them
_NOTHING: Line = 0, RawRow()
#: A row that is not known: its place among the rows, as written, its number, what the empty rows above it and its tag say,
#: and how many cells are filled.
Fresh = tuple[int, bytes, bytes, bytes, bytes, int]
Piece = tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes]


def scan_sheet(data: bytes, strings: Sequence[bytes], looks: Looks) -> tuple[Grid, Frame, tuple[int, ...]] | None:
    """As `walk_sheet`; None where the sheet has to be walked. `strings` as in `SharedStrings.written`."""
    start = data.find(b"<sheetData>") + len(b"<sheetData>")
    end = data.find(b"</sheetData>", start)
    if start < len(b"<sheetData>") or end < 0:
        return None
    head, tail = data[:start], data[end:]
    frame = (_known_frame if len(head) + len(tail) < LARGE_FRAME else _frame)(head, tail)
    opening = _WORKSHEET.match(head)
    if frame is None or opening is None:
        return None
    try:
        cells, hidden = _scan_rows(inlined(data[start:end], strings), opening[1], looks)
        return cells, frame, hidden
    except (UnusualSheet, IndexError):
        return None


def _scan_rows(data: bytes, opening: bytes, looks: Looks) -> tuple[Grid, tuple[int, ...]]:
    """The filled cells of what stands in <sheetData>, and which of their rows are hidden. Raises UnusualSheet."""
    *rows, last = data.split(b"</row>")
    if _EMPTY_ROWS.fullmatch(last) is None:
        raise UnusualSheet
    lines = [looks.rows.get(written, _NOTHING) for written in rows]
    elements = set(_EMPTY_ROW.findall(last))
    fresh, pieces = _cut(rows, lines, elements, looks)
    if fresh or elements:
        _fill(lines, fresh, pieces, _texts_of(pieces, opening, elements), looks)
    filled = [line for line in lines if line[1]]
    cells = dict(filled)
    if len(cells) != len(filled):
        raise UnusualSheet
    return cells, tuple(number for number, row in filled if row.hidden)


def _cut(rows: Sequence[bytes], lines: list[Line], elements: set[bytes], looks: Looks) -> tuple[list[Fresh], list[Piece]]:
    """The rows that are not known, and all their filled cells; their <row> tags go into `elements`. Raises UnusualSheet."""
    fresh: list[Fresh] = []
    pieces: list[Piece] = []
    for place, line in enumerate(lines):
        if line is not _NOTHING:
            continue
        written = rows[place]
        known = looks.known(written)
        if known is not None:
            lines[place] = known
            continue
        head = _ROW.match(written)
        if head is None:
            raise UnusualSheet
        above, number, rest = head.groups()
        found = _CELL.findall(written, head.end()) if head.end() < len(written) else []
        pieces += found
        fresh.append((place, written, number, above, rest, len(found)))
        elements.add(b'<row r="1"%b/>' % rest)
        if above:
            elements.update(_EMPTY_ROW.findall(above))
    return fresh, pieces


def _frame(head: bytes, tail: bytes) -> Frame | None:
    """The frame of a sheet with `head` and `tail` around its rows; None where these do not fit."""
    root = None if is_unusual(head) else parse_pieces(head, tail)
    parent = next(children(root, "sheetData"), None) if root is not None else None
    if root is None or parent is None or len(parent) != 1:
        return None
    try:
        return frame_in(root)
    except ValueError:
        return None


#: Widths, drop-downs and conditional formats are the same in all workbooks from one template.
_known_frame = lru_cache(maxsize=128)(_frame)


def _parts(parent: etree._Element, before: int, count: int) -> list[str] | None:
    """The `count` texts of the last child, which stands behind `before` others."""
    if len(parent) != before + 1:
        return None
    parts = (parent[-1].text or "").split(_BETWEEN) if count else []
    return parts if len(parts) == count else None


def _texts_of(pieces: Sequence[Piece], opening: bytes, elements: set[bytes]) -> tuple[Iterator[str], Iterator[str]]:
    """The decoded formulas and values, in the order of their cells, of what is XML as a whole. Raises UnusualSheet."""
    formulas = [piece[4] for piece in pieces if piece[4]]
    values = [piece[7] for piece in pieces if piece[7]]
    root = parse_pieces(opening, b"</worksheet>", elements, _MARK.join(formulas + values))
    decoded = _parts(root, len(elements), len(formulas) + len(values)) if root is not None else None
    if decoded is None:
        raise UnusualSheet
    return iter(decoded[:len(formulas)]), iter(decoded[len(formulas):])


def _fill(lines: list[Line], fresh: Sequence[Fresh], pieces: Sequence[Piece],
          texts: tuple[Iterator[str], Iterator[str]], looks: Looks) -> None:
    """Put the rows that are not known into `lines`. Raises UnusualSheet."""
    formulas, values = texts
    rest = iter(pieces)
    shared: dict[bytes, str] = {}
    for place, written, current, above, attributes, filled in fresh:
        row = RawRow()
        if b'hidden="' in attributes and _HIDDEN.search(attributes):
            row.hidden = True
        alone = b":" not in attributes and b":" not in above  # whether anything outside the row has a part in what it says
        for letters, digits, look, tag, formula, plain, inline, value, _ in islice(rest, filled):
            column = column_of(letters)
            if digits != current or column in row:  # also what is no cell: it has no digits
                raise UnusualSheet
            kind, read, form = looks[look]
            said = ""
            if tag:
                said = _formula(tag, next(formulas) if formula else "", shared)
                alone = alone and b" si=" not in tag
            if value:
                text = next(values)
                if kind == "s" or (inline and kind == "str"):
                    raise UnusualSheet
                if "_x" in text and (inline or kind == "str"):
                    text = unescaped(text)
            elif plain and kind == "s":  # a number that is none, or behind a formula
                raise UnusualSheet
            else:
                text = plain.decode("ascii")
            if text or said:
                row[column] = _made(RawCell, (text, read, said, form))
        number = int(current)
        if row and not 1 <= number <= LAST_ROW:
            raise UnusualSheet
        lines[place] = number, row
        if alone:
            looks.meet(written, lines[place])


@lru_cache(maxsize=1024)
def column_of(letters: bytes) -> int:
    """4 for `D`. Raises UnusualSheet where there is no such column."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    if column > LAST_COLUMN:
        raise UnusualSheet
    return column


def _formula(tag: bytes, text: str, shared: dict[bytes, str]) -> str:
    """The formula of a cell. One that several share stands in the first of them only; `?` where nothing is known."""
    if tag == b"<f":
        return text or "?"
    index = attributes_in(tag).get(b"si", b"")
    if index and text:
        shared[index] = text
    return text or shared.get(index, "") or "?"
