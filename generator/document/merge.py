"""What has to be done to rendered XML: vertical merges, paragraphs for line breaks, nothing left invalid."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from generator.document.names import CELL, CELL_END, KEY, MARK, ROW, TABLE, TABLE_END

_PARAGRAPHS = re.compile("<w:p>|</w:p>")
_SECTION = re.compile("<w:sectPr>.*?</w:sectPr>|<w:sectPr/>")
_STYLE = re.compile('<w:pStyle w:val="([^"]*)"')
LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'


@dataclass(slots=True)
class _Cell:
    slot: int
    row: int  # of the first cell of a group: the last row of the group
    place: int  # in the output, where its merge is said
    key: str | None = None


@dataclass(slots=True)
class _Table:
    row: int = -1
    groups: dict[int, _Cell] = field(default_factory=dict)  # by slot: the first cell of the group that may go on


def merge_groups(xml: str, blanks: Sequence[str]) -> str:
    """Resolve the marks of 并组: consecutive rows of one template row with an equal key become one merged cell."""
    pieces = xml.split(MARK)
    out = [pieces[0]]
    tables: list[_Table] = []
    open_cells: list[_Cell] = []
    for index in range(1, len(pieces), 2):
        piece = pieces[index]
        code = piece[:1]
        if code == ROW:
            tables[-1].row += 1
        elif code == CELL:
            open_cells.append(_Cell(int(piece[1:]), tables[-1].row, len(out)))
            out.append("")
        elif code == KEY:
            open_cells[-1].key = piece[1:]
        elif code == CELL_END:
            _close(open_cells.pop(), tables[-1], out, blanks)
        elif code == TABLE:
            tables.append(_Table())
        elif code == TABLE_END:
            tables.pop()
        else:
            out.append(f"{MARK}{piece}{MARK}")
        out.append(pieces[index + 1])
    return "".join(out)


def _close(cell: _Cell, table: _Table, out: list[str], blanks: Sequence[str]) -> None:
    """At the end of a cell it is known whether it goes on with the group above: then only its properties are kept."""
    if cell.key is None:
        return
    first = table.groups.get(cell.slot)
    if first is None or first.key != cell.key or first.row != cell.row - 1:
        table.groups[cell.slot] = cell
        return
    first.row = cell.row
    out[first.place] = '<w:vMerge w:val="restart"/>'
    properties = out[cell.place + 1]
    end = properties.index("</w:tcPr>") + len("</w:tcPr>")
    out[cell.place :] = ["<w:vMerge/>", properties[:end], blanks[cell.slot]]


def split_paragraphs(xml: str, heading_styles: Collection[str]) -> str:
    """Newlines of values become paragraphs with the properties of the one they stand in (in a heading: line breaks)."""
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
