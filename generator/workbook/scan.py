"""The cells of a sheet, and shared strings, without a tree of elements: several times as fast, and as strict.

Spreadsheet programs write <sheetData> in one narrow way. Where every byte of it is of that way, one regular expression
cuts it into cells; what is left, with all texts joined into one, is a small document that lxml checks and decodes.
Anything else, well-formed or not, is left to `generator.workbook.sheet_tree` (None), which decides what is damaged:
both give the same cells or the same refusal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from generator.workbook.formats import PLAIN, Format
from generator.workbook.raw import LAST_COLUMN, LAST_ROW, TEXT_KINDS, Grid, Merged, RawCell, unescaped
from generator.workbook.sheet_tree import merged_in, string_of
from generator.workbook.xml_tree import children, parse

#: Cells that only have a format: the majority, and tens of thousands where somebody formatted whole columns. Only
#: between tags, where the other reader passes over them as well.
_EMPTY_CELL = re.compile(
    rb'<c r="(?<=><c r=")[A-Z]{1,3}+[0-9]{1,7}+"(?: s="[0-9]{1,6}+")?+(?: t="[A-Za-z]++")?+(?:/>|></c>)(?=<)')
_PIECE = re.compile(
    rb'<c r="([A-Z]{1,3}+)([0-9]{1,7}+)"((?: [st]="[A-Za-z0-9]{1,9}+")*+)>'
    rb'(?:(<f(?: [a-zA-Z][a-zA-Z0-9]*+="[ !#-%\'-;=?-~]*+")*+)(?:/>|>([^<]*+)</f>))?+'
    rb'(?:<v>(?:([-+.0-9A-Za-z]*+)(?=<)|([^<]*+))</v>|<v/>|<is><t(?: xml:space="preserve")?+>([^<]*+)</t></is>)?+</c>'
    rb'|(</row>)?+<row r="([0-9]{1,7}+)"([^<>]*+)>|</row>|([\s\S]++)')
_STRING = re.compile(
    rb'<si><t(?: xml:space="preserve")?+>([^<]*+)</t>(?:<phoneticPr fontId="[0-9]++"(?: type="[A-Za-z]++")?+/>)?+</si>'
    rb'|(<si>(?:<(?![!?]|/si>)[^<]*+){1,2000}+</si>)|([\s\S]++)')
_ATTRIBUTE = re.compile(rb' ([A-Za-z0-9]+)="([^"]*)"')
_OTHER_ENCODING = re.compile(rb'encoding\s*=\s*["\'](?!utf-8["\'])', re.IGNORECASE)
_WORKSHEET = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?[^<>]*\?>)?\s*(<worksheet[^<>]*>)")
LARGE_FRAME = 100_000
_BETWEEN, _MARK = "\ue000", b"&#xE000;"  # a character for private use: a part that holds it is not read here
Piece = tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes, bytes]
Look = tuple[str, Format]


class Texts(NamedTuple):
    """The decoded texts of a sheet, each kind in the order of its cells."""

    formulas: Iterator[str]
    values: Iterator[str]
    inline: Iterator[str]


def scan_sheet(data: bytes, strings: Sequence[str], formats: Sequence[Format]) -> tuple[Grid, tuple[Merged, ...]] | None:
    """The filled cells and the merged ranges; None where the sheet has to be walked."""
    start = data.find(b"<sheetData>") + len(b"<sheetData>")
    end = data.find(b"</sheetData>", start)
    if start < len(b"<sheetData>") or end < 0:
        return None
    head, tail = data[:start], data[end:]
    merged = (_known_frame if len(head) + len(tail) < LARGE_FRAME else _frame)(head, tail)
    opening = _WORKSHEET.match(head)
    if merged is None or opening is None:
        return None
    pieces: list[Piece] = _PIECE.findall(_EMPTY_CELL.sub(b"", data[start - 1:end + 1])[1:-1])
    if not pieces:
        return {}, merged
    _, _, attributes, tags, formulas, _, values, inlines, _, _, rests, _ = zip(*pieces, strict=True)
    looks, rows = _looks(set(attributes), set(tags), formats), set(rests)
    texts = [*filter(None, formulas), *filter(None, values), *filter(None, inlines)]
    root = _checked(opening[1], [b'<row r="1"%b/>' % row.removesuffix(b"/") for row in rows], texts, b"</worksheet>")
    decoded = _parts(root, len(rows), len(texts)) if root is not None else None
    if decoded is None or looks is None:
        return None
    first, last = sum(map(bool, formulas)), len(texts) - sum(map(bool, inlines))
    cells = _cells(pieces, Texts(iter(decoded[:first]), iter(decoded[first:last]), iter(decoded[last:])), strings, looks)
    return None if cells is None else (cells, merged)


def _frame(head: bytes, tail: bytes) -> tuple[Merged, ...] | None:
    """The merged ranges of a sheet with `head` and `tail` around its rows; None where these do not fit."""
    root = None if _is_unusual(head) else _checked(head, [], [], tail)
    parent = next(children(root, "sheetData"), None) if root is not None else None
    if root is None or parent is None or len(parent) != 1:
        return None
    try:
        return merged_in(root)
    except ValueError:
        return None


#: Widths, drop-downs and conditional formats are the same in all workbooks from one template.
_known_frame = lru_cache(maxsize=128)(_frame)


def scan_strings(data: bytes) -> list[str] | None:
    """The shared strings; None where the part has to be walked."""
    start, end = data.find(b"<si>"), len(data) - len(b"</sst>")
    if start < 0 or not data.endswith(b"</sst>") or _is_unusual(data[:start]):
        return None
    found: list[tuple[bytes, bytes, bytes]] = _STRING.findall(data[start:end])
    if any(wrong for _, _, wrong in found):
        return None
    rich = [item for _, item, _ in found if item]
    texts = [text for text, _, _ in found if text]
    root = _checked(data[:start], rich, texts, data[end:])
    decoded = _parts(root, len(rich), len(texts)) if root is not None else None
    if root is None or decoded is None:
        return None
    plain, elements = iter(decoded), iter(root)
    return [unescaped(next(plain)) if text else string_of(next(elements)) if item else "" for text, item, _ in found]


def _is_unusual(head: bytes) -> bool:
    """Whether what looks like a tag may be part of a comment, of CDATA, of an instruction or of another alphabet."""
    return b"<!" in head or b"<?" in head[5:] or (b"encoding" in head and _OTHER_ENCODING.search(head) is not None)


def _checked(head: bytes, elements: list[bytes], texts: list[bytes], tail: bytes) -> etree._Element | None:
    """The root of the document with `elements` and all `texts` as one more element between `head` and `tail`."""
    try:
        return parse(b"".join((head, *elements, b"<t>", _MARK.join(texts), b"</t>", tail)))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _parts(parent: etree._Element, before: int, count: int) -> list[str] | None:
    """The `count` texts of the last child, which stands behind `before` others."""
    if len(parent) != before + 1:
        return None
    parts = (parent[-1].text or "").split(_BETWEEN) if count else []
    return parts if len(parts) == count else None


def _cells(pieces: list[Piece], texts: Texts, strings: Sequence[str], looks: dict[bytes, Look]) -> Grid | None:
    formulas, values, inlines = texts
    cells: Grid = {}
    shared: dict[bytes, str] = {}
    current: bytes = b""  # the number of the row that is open
    filled: dict[int, RawCell] = {}
    for letters, digits, look, tag, formula, plain, value, inline, closing, row, rest, wrong in pieces:
        if letters:
            column = column_of(letters)
            if digits != current or column in filled or column > LAST_COLUMN:
                return None
            kind, form = looks[look]
            written = _formula(tag, next(formulas) if formula else "", shared) if tag else ""
            if plain:
                text = _plain(plain, kind, strings)
                if text is None:
                    return None
            elif inline:
                if kind in ("s", "str"):
                    return None
                text = unescaped(next(inlines))
            elif value:
                if kind == "s":
                    return None
                text = unescaped(next(values)) if kind == "str" else next(values)
            else:
                text = ""
            if text or written:
                filled[column] = RawCell(text, "s" if kind in TEXT_KINDS else kind, written, form)
            continue
        if wrong or bool(current) != bool(closing or not row):
            return None
        if filled:
            number = int(current)
            if number in cells or not 1 <= number <= LAST_ROW:
                return None
            cells[number] = filled
            filled = {}
        current = b"" if rest.endswith(b"/") else row
    return None if current else cells


def _plain(stored: bytes, kind: str, strings: Sequence[str]) -> str | None:
    """What the letters and digits in <v> stand for."""
    if kind != "s":
        return stored.decode("ascii")
    return strings[int(stored)] if stored.isdigit() and len(stored) < 10 and int(stored) < len(strings) else None


def _looks(cells: set[bytes], formulas: set[bytes], formats: Sequence[Format]) -> dict[bytes, Look] | None:
    """Kind and number format of the cells with each of these attributes; None where an attribute is no good."""
    looks: dict[bytes, Look] = {}
    if any(_attributes(written) is None for written in formulas):
        return None
    for written in cells:
        values = _attributes(written)
        style = values.get(b"s", b"-1") if values is not None else b""
        if values is None or not (style.isdigit() or style == b"-1"):
            return None
        known = 0 <= int(style) < len(formats)
        looks[written] = (values.get(b"t", b"n").decode("ascii"), formats[int(style)] if known else PLAIN)
    return looks


@lru_cache(maxsize=1024)
def _attributes(written: bytes) -> dict[bytes, bytes] | None:
    """Attributes by name; None where one is there twice."""
    found = _ATTRIBUTE.findall(written)
    values = dict(found)
    return values if len(values) == len(found) else None


@lru_cache(maxsize=1024)
def column_of(letters: bytes) -> int:
    """4 for `D`."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column


def _formula(tag: bytes, text: str, shared: dict[bytes, str]) -> str:
    """The formula of a cell. One that several share stands in the first of them only; `?` where nothing is known."""
    if tag == b"<f":
        return text or "?"
    index = (_attributes(tag) or {}).get(b"si", b"")
    if index and text:
        shared[index] = text
    return text or shared.get(index, "") or "?"
