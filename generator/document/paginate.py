"""An estimate of the printed pages of the headings without LibreOffice.

Our reports have exact line spacing, Chinese text and tables of known heights, so that counting characters and lines comes
close. It is what a report without a PDF prints in its contents; Word corrects it when the officer updates the field.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from generator.document.metrics import Look, Looks, line_height, line_heights
from generator.document.names import w
from generator.document.package import parse_xml
from generator.document.toc import Heading

_BORDER = 0.5
_P, _TBL, _TC, _TC_PR, _VAL = w("p"), w("tbl"), w("tc"), w("tcPr"), w("val")
_SPAN, _MERGE, _MARK = w("gridSpan"), w("vMerge"), w("bookmarkStart")


def estimate_heading_pages(docx: bytes, headings: Sequence[Heading]) -> dict[str, int]:
    """Bookmark -> estimated printed page, for a .docx that ``FilledDocument.docx`` wrote."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        document = parse_xml(archive.read("word/document.xml"))
        styles = next(name for name in archive.namelist() if name.endswith("styles.xml"))
        looks = Looks(parse_xml(archive.read(styles)))
    pages = _Pages(looks, {heading.bookmark for heading in headings})
    for number, (blocks, section) in enumerate(_sections(document)):
        pages.begin_section(section, number == 0)
        pages.place(blocks)
    return pages.found


def _sections(document: etree._Element) -> Iterator[tuple[list[etree._Element], etree._Element]]:
    """The blocks of each section with its properties."""
    blocks: list[etree._Element] = []
    for block in document.iterfind(f"{w('body')}/*"):
        if block.tag == w("sectPr"):
            yield blocks, block
            return
        blocks.append(block)
        section = block.find(f"{w('pPr')}/{w('sectPr')}") if block.tag == w("p") else None
        if section is not None:
            yield blocks, section
            blocks = []


@dataclass(slots=True)
class _Paper:
    """The room on a page, in points."""

    width: float = 442.2
    height: float = 637.8
    pitch: float = 0.0


def _paper(section: etree._Element) -> _Paper:
    size, margins, grid = (section.find(w(name)) for name in ("pgSz", "pgMar", "docGrid"))
    paper = _Paper()
    if size is not None and margins is not None:
        wide, tall = (float(size.get(w(name), "0")) for name in ("w", "h"))
        sides = {name: abs(float(margins.get(w(name), "0"))) for name in ("left", "right", "top", "bottom")}
        paper.width = (wide - sides["left"] - sides["right"]) / 20
        paper.height = (tall - sides["top"] - sides["bottom"]) / 20
    if grid is not None and grid.get(w("type")) in ("lines", "linesAndChars", "snapToChars"):
        paper.pitch = float(grid.get(w("linePitch"), "0")) / 20
    return paper


class _Pages:
    """Fills pages from the top."""

    def __init__(self, looks: Looks, bookmarks: set[str]) -> None:
        self.found: dict[str, int] = {}
        self._looks, self._bookmarks = looks, bookmarks
        self._paper = _Paper()
        self._page = 1
        self._used = 0.0

    def begin_section(self, section: etree._Element, first: bool) -> None:
        """Start a new page (unless continuous), and its numbering if the section restarts it."""
        self._paper = _paper(section)
        kind, numbers = section.find(w("type")), section.find(w("pgNumType"))
        word = "nextPage" if kind is None else kind.get(w("val"), "nextPage")
        if word == "continuous" or first:
            pass
        else:
            self._new_page()
            if (word == "oddPage" and self._page % 2 == 0) or (word == "evenPage" and self._page % 2):
                self._page += 1
        start = None if numbers is None else numbers.get(w("start"))
        if start is not None:
            self._page = int(start)

    def _new_page(self) -> None:
        self._page += 1
        self._used = 0.0

    def place(self, blocks: Sequence[etree._Element]) -> None:
        """Put the blocks of a section onto pages."""
        for number, block in enumerate(blocks):
            if block.tag == w("p"):
                self._place_paragraph(block, blocks[number + 1] if number + 1 < len(blocks) else None)
            elif block.tag == w("tbl"):
                self._place_table(block)

    def _place_paragraph(self, paragraph: etree._Element, following: etree._Element | None) -> None:
        look = self._looks.of(paragraph)
        heights = line_heights(paragraph, look, self._paper.width, self._paper.pitch)
        needed = heights[0]
        if look.keep_next and following is not None:
            needed = sum(heights) + self._first_line(following, look)
        if self._used and (look.break_before or self._used + look.before + needed > self._paper.height + _BORDER):
            self._new_page()
        else:
            self._used += look.before
        self._note(paragraph)
        for height in heights:
            if self._used and self._used + height > self._paper.height + _BORDER:
                self._new_page()
            self._used += height
        self._used += look.after
        if any(mark.get(w("type")) == "page" for mark in paragraph.iter(w("br"))):
            self._new_page()

    def _first_line(self, block: etree._Element, look: Look) -> float:
        if block.tag == w("p"):
            look = self._looks.of(block)
        return look.before + line_height(look, self._paper.pitch)

    def _note(self, element: etree._Element) -> None:
        for mark in element.iter(_MARK):
            name = mark.get(w("name"), "")
            if name in self._bookmarks:
                self.found[name] = self._page

    def _place_table(self, table: etree._Element) -> None:
        """Rows do not split unless they are taller than a page; header rows come again on each page."""
        columns = [float(column.get(w("w"), "0")) / 20 for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
        headers = 0.0
        for row in table.iterchildren(w("tr")):
            height = self._row_height(row, columns)
            if self._used and self._used + height > self._paper.height + _BORDER:
                self._new_page()
                self._used = headers
            self._note(row)
            self._used += height
            while self._used > self._paper.height + _BORDER:
                rest = self._used - self._paper.height
                self._new_page()
                self._used = rest + headers if headers < self._paper.height / 2 else rest
            if row.find(f"{w('trPr')}/{w('tblHeader')}") is not None:
                headers += height

    def _row_height(self, row: etree._Element, columns: Sequence[float]) -> float:
        given = row.find(f"{w('trPr')}/{w('trHeight')}")
        least = 0.0 if given is None else float(given.get(w("val"), "0")) / 20
        if given is not None and given.get(w("hRule")) == "exact":
            return least
        tallest, column = least, 0
        for cell in row.iterchildren(_TC):
            properties = cell.find(_TC_PR)
            span = None if properties is None else properties.find(_SPAN)
            count = 1 if span is None else int(span.get(_VAL, "1"))
            if properties is None or properties.find(_MERGE) is None:
                tallest = max(tallest, self._cell_height(cell, sum(columns[column : column + count])))
            column += count
        return tallest + _BORDER

    def _cell_height(self, cell: etree._Element, width: float) -> float:
        height = 0.0
        for block in cell:
            if block.tag == _P:
                look = self._looks.of(block)
                height += look.before + look.after
                height += sum(line_heights(block, look, width - self._looks.cell_sides, self._paper.pitch))
            elif block.tag == _TBL:
                inner = [float(grid.get(w("w"), "0")) / 20 for grid in block.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
                height += sum(self._row_height(row, inner) for row in block.iterchildren(w("tr")))
        return height
