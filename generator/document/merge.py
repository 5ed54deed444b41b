"""What has to be done to rendered XML: vertical merges, paragraphs for line breaks, nothing left invalid."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from generator.document.names import CELL, CELL_END, KEY, MARK, ROW, TABLE
from generator.document.pieces import Pieces

_PARAGRAPHS = re.compile("<w:p>|</w:p>")
_SECTION = re.compile("<w:sectPr>.*?</w:sectPr>|<w:sectPr/>")
_STYLE = re.compile('<w:pStyle w:val="([^"]*)"')
_KEY, _END_OF_PROPERTIES = f"{MARK}{KEY}", "</w:tcPr>"
LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'


@dataclass(slots=True)
class _Cell:
    """A cell of 并组; where its merge is said: in this piece of the output, so far from the end of the piece."""

    slot: int
    row: int  # of the first cell of a group: the last row of the group
    place: int
    behind: int
    key: str | None = None
    merged: bool = False  # a first cell: what says so stands there


@dataclass(slots=True)
class _Table:
    row: int = -1
    groups: dict[int, _Cell] = field(default_factory=dict)  # by slot: the first cell of the group that may go on


def merge_groups(pieces: Sequence[str], blanks: Sequence[str], known: Pieces) -> list[str]:
    """Resolve the marks of 并组: consecutive rows of one template row with an equal key become one merged cell."""
    out: list[str] = []
    tables: list[_Table] = []
    open_cells: list[_Cell] = []
    marked, last = known.marked, 0
    for place in [place for place, piece in enumerate(pieces) if piece in marked or piece >= MARK]:
        out += pieces[last:place]
        last = place + 1
        if pieces[place] not in marked:
            before, key, text = pieces[place].partition(_KEY)
            if key:
                open_cells[-1].key, _, text = text.partition(MARK)
            out.append(before + text)
            continue
        xml, marks = marked[pieces[place]]
        out.append(xml)
        for mark, behind in marks:
            code = mark[0]
            if code == ROW:
                tables[-1].row += 1
            elif code == CELL:
                open_cells.append(_Cell(int(mark[1:]), tables[-1].row, len(out) - 1, behind))
            elif code == CELL_END:
                _close(open_cells.pop(), tables[-1], out, behind, blanks, known)
            elif code == TABLE:
                tables.append(_Table())
            else:
                tables.pop()
    return [*out, *pieces[last:]]


def _close(cell: _Cell, table: _Table, out: list[str], behind: int, blanks: Sequence[str], known: Pieces) -> None:
    """At the end of a cell it is known whether it goes on with the group above: then only its properties are kept.

    `behind`: so much of the last piece stands behind the end of the cell.
    """
    if cell.key is None:
        return
    first = table.groups.get(cell.slot)
    if first is None or first.key != cell.key or first.row != cell.row - 1:
        table.groups[cell.slot] = cell
        return
    first.row = cell.row
    if not first.merged:
        first.merged = True
        out[first.place] = begun = _begun(out[first.place], first.behind)
        known.learn(begun)
    continued, rest = _continued(out[cell.place], cell.behind, blanks[cell.slot]), _parted(out[-1], behind)[1]
    known.learn(continued)
    known.learn(rest)
    out[cell.place :] = [continued, rest]


@lru_cache(maxsize=512)
def _begun(piece: str, behind: int) -> str:
    """The piece with a group's first cell, which is merged with those below."""
    head, tail = _parted(piece, behind)
    return f'{head}<w:vMerge w:val="restart"/>{tail}'


@lru_cache(maxsize=512)
def _continued(piece: str, behind: int, blank: str) -> str:
    """The piece up to the end of a cell that is merged with the one above."""
    head, tail = _parted(piece, behind)
    return f"{head}<w:vMerge/>{tail[: tail.index(_END_OF_PROPERTIES) + len(_END_OF_PROPERTIES)]}{blank}"


@lru_cache(maxsize=512)
def _parted(piece: str, behind: int) -> tuple[str, str]:
    return piece[: len(piece) - behind], piece[len(piece) - behind :]


def split_paragraphs(pieces: Sequence[str], known: Pieces) -> list[str]:
    """Newlines of values become paragraphs with the properties of the one they stand in (in a heading: line breaks)."""
    out: list[str] = []
    waiting = list(reversed(pieces))
    while waiting:
        piece = waiting.pop()
        if "\n" not in piece:
            out.append(piece)
            continue
        while (start := _open_paragraph(piece)) < 0:
            piece = out.pop() + piece
        known.learn(before := piece[:start])
        out.append(before)
        paragraph = piece[start:]
        while (end := _paragraph_end(paragraph)) < 0:
            paragraph += waiting.pop()
        known.learn(rest := paragraph[end:])
        waiting.append(rest)
        out += known.cut_paragraphs(_split(paragraph[:end], known.headings))
    return out


def _open_paragraph(xml: str) -> int:
    """Where the innermost paragraph that is still open begins; -1 where none does."""
    open_: list[int] = []
    for match in _PARAGRAPHS.finditer(xml):
        if match[0] == "<w:p>":
            open_.append(match.start())
        elif open_:
            open_.pop()
    return open_[-1] if open_ else -1


def _paragraph_end(xml: str) -> int:
    """Where the paragraph ends that begins here; -1 where it goes on."""
    depth = 0
    for match in _PARAGRAPHS.finditer(xml):
        depth += 1 if match[0] == "<w:p>" else -1
        if not depth:
            return match.end()
    return -1


def _split(xml: str, heading_styles: Collection[str]) -> str:
    """One paragraph, of which values hold newlines."""
    pieces = xml.split("\n")
    out = [pieces[0]]
    stack: list[str] = []  # what stands after each <w:p> that is open
    run = ""
    for before, piece in itertools.pairwise(pieces):
        _follow(before, stack)
        start = before.rfind("<w:r>")
        if start >= 0:
            run = _properties(before[start + 5 :], "w:rPr")
        paragraph = stack[-1]
        properties = _SECTION.sub("", _properties(paragraph, "w:pPr")).replace("<w:pageBreakBefore/>", "")
        style = _STYLE.search(properties)
        linked = paragraph.count("<w:hyperlink") - paragraph.count("</w:hyperlink>")
        if (style and style[1] in heading_styles) or linked or "<w:fldSimple" in paragraph:
            out.append(LINE_BREAK)
        else:
            section = _SECTION.search(_properties(paragraph, "w:pPr"))
            stack[-1] = paragraph = f"{properties}<w:r>"
            if section:  # the break must stand in the last of the paragraphs
                _move_section(out, section[0])
                properties = _with_section(properties, section[0])
                stack[-1] = f"{properties}<w:r>"
            out.append(f'</w:t></w:r></w:p><w:p>{properties}<w:r>{run}<w:t xml:space="preserve">')
        out.append(piece)
    return "".join(out)


def _follow(text: str, stack: list[str]) -> None:
    """Keep the stack of open paragraphs up to date with one more piece of text."""
    last = 0
    for match in _PARAGRAPHS.finditer(text):
        if stack:
            stack[-1] += text[last : match.start()]
        if match[0] == "<w:p>":
            stack.append("")
        else:
            stack.pop()
        last = match.end()
    if stack:
        stack[-1] += text[last:]


def _properties(text: str, name: str) -> str:
    """The properties element at the beginning of a paragraph's or run's content."""
    if not text.startswith(f"<{name}>"):
        return ""
    closing = f"</{name}>"
    return text[: text.index(closing) + len(closing)]


def _move_section(out: list[str], section: str) -> None:
    for index in range(len(out) - 1, -1, -1):
        found = out[index].rfind(section)
        if found >= 0:
            out[index] = out[index][:found] + out[index][found + len(section) :]
            return


def _with_section(properties: str, section: str) -> str:
    if not properties:
        return f"<w:pPr>{section}</w:pPr>"
    return properties.removesuffix("</w:pPr>") + section + "</w:pPr>"


def drop_empty_tables(xml: str) -> str:
    """Remove tables without rows: Word refuses them."""
    ending = "</w:tblGrid></w:tbl>"
    while (end := xml.find(ending)) >= 0:
        start = xml.rfind("<w:tbl>", 0, end)
        xml = xml[:start] + xml[end + len(ending) :]
    return xml


def fill_empty_cells(xml: str) -> str:
    """A cell must end with a paragraph."""
    for tail in ("</w:tbl>", "</w:tcPr>", "<w:tcPr/>", "<w:tc>"):
        if f"{tail}</w:tc>" in xml:
            xml = xml.replace(f"{tail}</w:tc>", f"{tail}<w:p/></w:tc>")
    return xml
