"""How much of a page the paragraphs and rows of a layout take, read once from their forms. All lengths in points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from generator.document.blocks import Slots, parse_form
from generator.document.metrics import Look, Looks, line_height, width_in_letters
from generator.document.names import WP, W, w
from generator.document.package import parse_xml
from generator.document.places import OBJECT, own_text

BORDER = 0.5
_LAYOUTS, _FORMS = 8, 1024  # kept at most
_EMU_PER_POINT = 12700
_EXTENT = f"{{{WP}}}extent"
_NOT_PLAIN = (w("br"), w("cr"), w("drawing"), w("pict"), w("txbxContent"))
_P, _TBL, _TC = w("p"), w("tbl"), w("tc")
_NO_STYLES = f'<w:styles xmlns:w="{W}"/>'.encode()


@dataclass(frozen=True, slots=True)
class SectionForm:
    """The room on a section's pages, and how the section begins; `pitch` is its grid of lines (0: none)."""

    width: float = 442.2
    height: float = 637.8
    pitch: float = 0.0
    kind: str = "nextPage"
    first_number: int | None = None


@dataclass(frozen=True, slots=True)
class ParagraphForm:
    """A paragraph: `pictures` are the heights of those in its lines; `section` is the one that ends with it."""

    look: Look
    slots: Slots
    pictures: tuple[float, ...]
    bookmarks: tuple[str, ...]
    breaks_after: bool
    section: SectionForm | None

    def room(self, width: float) -> float:
        """What the indents leave of `width`."""
        return max(width - self.look.left - self.look.right, self.look.size)

    def letters_in_line(self, width: float) -> int:
        """So many letters fit into the first line, whichever they are."""
        return int((self.room(width) - self.look.first) / self.look.size)

    def line_heights(self, texts: Sequence[str], width: float, pitch: float) -> list[float]:
        """Heights of the lines, one after the other."""
        look, room = self.look, self.room(width)
        first, *others = self.slots.fill(texts).split("\n")
        count = _lines(first, look, room, look.first) + sum(_lines(line, look, room, 0.0) for line in others)
        height = line_height(look, pitch)
        heights = [height] * count
        if self.pictures:
            heights += [max(picture, height) for picture in self.pictures[:-1]]
            heights[-1] = max(heights[-1], self.pictures[-1])
        return heights


def _lines(text: str, look: Look, room: float, indent: float) -> int:
    """How many lines a text takes that has no line break."""
    return max(1, math.ceil((width_in_letters(text) * look.size + indent) / room - 0.001))


@dataclass(frozen=True, slots=True)
class CellForm:
    """A cell that may grow with its texts: its paragraphs, and the rows of tables inside."""

    blocks: tuple[ParagraphForm | RowForm, ...]
    width: float
    pitch: float

    def limits(self) -> list[tuple[int, int]] | None:
        """(number of a text, letters up to which it does not make the cell taller); None: that cannot be said so simply."""
        found: list[tuple[int, int]] = []
        for block in self.blocks:
            number = block.slots.only if isinstance(block, ParagraphForm) else None
            if number is not None and isinstance(block, ParagraphForm):
                found.append((number, block.letters_in_line(self.width)))
            elif not isinstance(block, ParagraphForm) or block.slots.pieces:
                return None
        return found

    def height(self, texts: Sequence[str]) -> float:
        """With these texts."""
        height = 0.0
        for block in self.blocks:
            if isinstance(block, ParagraphForm):
                height += block.look.before + block.look.after
                height += sum(block.line_heights(texts, self.width, self.pitch))
            else:
                height += block.height(texts)
        return height


@dataclass(frozen=True, slots=True)
class RowForm:
    """A row of a certain table: `least` is its height as long as no text needs more room than `limits` say.

    `limits` are (number of the text, letters that fit, its cell); `cells` are those that always have to be measured.
    """

    least: float
    header: bool
    bookmarks: tuple[str, ...]
    limits: tuple[tuple[int, int, CellForm], ...]
    cells: tuple[CellForm, ...]

    def height(self, texts: Sequence[str]) -> float:
        """With these texts."""
        tallest = self.least
        for number, letters, cell in self.limits:
            text = texts[number]
            if len(text) > letters and width_in_letters(text) > letters:
                tallest = max(tallest, cell.height(texts))
        for cell in self.cells:
            tallest = max(tallest, cell.height(texts))
        return tallest + BORDER


class PageForms:
    """The forms of one layout's documents. Bounded: of forms that differ in every report only the latest are kept."""

    def __init__(self, head: str, styles: bytes) -> None:
        self._head = head
        self._looks = Looks(parse_xml(styles or _NO_STYLES))
        self.paragraph = lru_cache(_FORMS)(self._parsed_paragraph)
        self.row = lru_cache(_FORMS)(self._parsed_row)
        self.columns = lru_cache(_FORMS)(self._parsed_columns)
        self.section = lru_cache(_FORMS)(self._parsed_section)

    def _parsed_paragraph(self, form: tuple[str, ...]) -> ParagraphForm:
        return self._paragraph(parse_form(self._head, form))

    def _parsed_row(self, form: tuple[str, ...], columns: tuple[float, ...], pitch: float) -> RowForm:
        return self._row(parse_form(self._head, (*form[:-1], f"{form[-1]}</w:tr>")), columns, pitch)

    def _parsed_columns(self, table: str) -> tuple[float, ...]:
        """Widths of the columns of a table that begins so."""
        return _columns(parse_form(self._head, (f"{table}</w:tbl>",)))

    def _parsed_section(self, section: str) -> SectionForm:
        return _section(parse_form(self._head, (section,)))

    def _paragraph(self, element: etree._Element) -> ParagraphForm:
        look = self._looks.of(element)
        plain = next(element.iter(*_NOT_PLAIN), None) is None
        extents = [] if plain or look.rule == "exact" else [int(extent.get("cy", "0")) for extent in element.iter(_EXTENT)]
        section = element.find(f"{w('pPr')}/{w('sectPr')}")
        return ParagraphForm(
            look,
            Slots.of(_printed(element, plain=plain)),
            tuple(extent / _EMU_PER_POINT for extent in extents),
            _bookmarks(element),
            any(mark.get(w("type")) == "page" for mark in element.iter(w("br"))),
            None if section is None else _section(section),
        )

    def _row(self, element: etree._Element, columns: Sequence[float], pitch: float) -> RowForm:
        header = element.find(f"{w('trPr')}/{w('tblHeader')}") is not None
        given = element.find(f"{w('trPr')}/{w('trHeight')}")
        least = 0.0 if given is None else float(given.get(w("val"), "0")) / 20
        if given is not None and given.get(w("hRule")) == "exact":
            return RowForm(least - BORDER, header, _bookmarks(element), (), ())
        limits: list[tuple[int, int, CellForm]] = []
        measured: list[CellForm] = []
        for cell in self._cells(element, columns, pitch):
            own = cell.limits()
            if own is None:
                measured.append(cell)
            else:
                no_texts = [""] * (1 + max((number for number, _ in own), default=0))
                least = max(least, cell.height(no_texts))
                limits += [(number, letters, cell) for number, letters in own]
        return RowForm(least, header, _bookmarks(element), tuple(limits), tuple(measured))

    def _cells(self, row: etree._Element, columns: Sequence[float], pitch: float) -> list[CellForm]:
        """The cells that are not merged with those above or below."""
        cells, column = [], 0
        for cell in row.iterchildren(_TC):
            properties = cell.find(w("tcPr"))
            span = None if properties is None else properties.find(w("gridSpan"))
            count = 1 if span is None else int(span.get(w("val"), "1"))
            if properties is None or properties.find(w("vMerge")) is None:
                width = sum(columns[column : column + count]) - self._looks.cell_sides
                cells.append(CellForm(tuple(self._blocks(cell, pitch)), width, pitch))
            column += count
        return cells

    def _blocks(self, cell: etree._Element, pitch: float) -> list[ParagraphForm | RowForm]:
        blocks: list[ParagraphForm | RowForm] = []
        for block in cell.iterchildren(_P, _TBL):
            if block.tag == _P:
                blocks.append(self._paragraph(block))
            else:
                columns = _columns(block)
                blocks += [self._row(row, columns, pitch) for row in block.iterchildren(w("tr"))]
        return blocks


@lru_cache(_LAYOUTS)
def page_forms(head: str, styles: bytes) -> PageForms:
    """The forms of documents that begin so and have these styles."""
    return PageForms(head, styles)


def _printed(paragraph: etree._Element, *, plain: bool) -> str:
    """Tabs count as blanks, and only where lines break by themselves or not at all."""
    if plain:
        return "".join(map(str, paragraph.itertext(w("t"))))
    return "".join(piece for _, piece in own_text(paragraph)).replace(OBJECT, "").replace("\t", " ")


def _bookmarks(element: etree._Element) -> tuple[str, ...]:
    return tuple(mark.get(w("name"), "") for mark in element.iter(w("bookmarkStart")))


def _columns(table: etree._Element) -> tuple[float, ...]:
    return tuple(float(column.get(w("w"), "0")) / 20 for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}"))


def _section(section: etree._Element) -> SectionForm:
    size, margins, grid = (section.find(w(name)) for name in ("pgSz", "pgMar", "docGrid"))
    kind, numbers = section.find(w("type")), section.find(w("pgNumType"))
    start = None if numbers is None else numbers.get(w("start"))
    usual = SectionForm()
    width, height, pitch = usual.width, usual.height, usual.pitch
    if size is not None and margins is not None:
        wide, tall = (float(size.get(w(name), "0")) for name in ("w", "h"))
        sides = {name: abs(float(margins.get(w(name), "0"))) for name in ("left", "right", "top", "bottom")}
        width = (wide - sides["left"] - sides["right"]) / 20
        height = (tall - sides["top"] - sides["bottom"]) / 20
    if grid is not None and grid.get(w("type")) in ("lines", "linesAndChars", "snapToChars"):
        pitch = float(grid.get(w("linePitch"), "0")) / 20
    begins = usual.kind if kind is None else kind.get(w("val"), usual.kind)
    return SectionForm(width, height, pitch, begins, None if start is None else int(start))
