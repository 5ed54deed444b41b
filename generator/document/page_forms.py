"""How much of a page the paragraphs and rows of a layout take, read once from their forms. All lengths in points."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from generator.document.flow import Form, Slots, parse_form
from generator.document.metrics import Look, Looks, line_height, width_in_letters
from generator.document.names import WP, W, w
from generator.document.package import parse_xml
from generator.document.places import OBJECT, own_text

BORDER = 0.5
_LAYOUTS, _TABLES, _FORMS, _ROWS = 8, 64, 1024, 256  # kept at most
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
    breaks_after: bool
    section: SectionForm | None

    def lines(self, width: float, pitch: float) -> Lines:
        """How its text falls into lines on a page, or in a cell, of this width and grid."""
        look = self.look
        room = max(width - look.left - look.right, look.size)
        return Lines(self.slots, look.size, room, look.first, math.floor((room - look.first) / look.size), line_height(look, pitch),
                     self.pictures)


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph where it stands: `room` is what the indents leave, `first` the indent of the first line.

    So many `letters` fit into the first line, whichever they are.
    """

    slots: Slots
    size: float
    room: float
    first: float
    letters: int
    height: float  # of a line
    pictures: tuple[float, ...]

    def heights(self, texts: Sequence[str]) -> list[float]:
        """Heights of the lines, one after the other."""
        text = self.slots.fill(texts)
        if len(text) <= self.letters and "\n" not in text:
            heights = [self.height]
        else:
            first, *others = text.split("\n")
            heights = [self.height] * (self._count(first, self.first) + sum([self._count(line, 0.0) for line in others]))
        if self.pictures:
            heights += [max(picture, self.height) for picture in self.pictures[:-1]]
            heights[-1] = max(heights[-1], self.pictures[-1])
        return heights

    def _count(self, text: str, indent: float) -> int:
        """How many lines a text takes that has no line break."""
        return max(1, math.ceil((width_in_letters(text) * self.size + indent) / self.room - 0.001))


@dataclass(frozen=True, slots=True)
class CellForm:
    """A cell that may grow with its texts: its paragraphs, each with the space around it, and the rows of tables inside."""

    blocks: tuple[tuple[float, Lines] | RowForm, ...]

    def limits(self) -> list[tuple[int, int]] | None:
        """(number of a text, letters up to which it does not make the cell taller); None: that cannot be said so simply."""
        found: list[tuple[int, int]] = []
        for block in self.blocks:
            if isinstance(block, RowForm):
                return None
            lines = block[1]
            if lines.slots.only is not None:
                found.append((lines.slots.only, lines.letters))
            elif not lines.slots.fixed:
                return None
        return found

    def height(self, texts: Sequence[str]) -> float:
        """With these texts."""
        height = 0.0
        for block in self.blocks:
            if isinstance(block, RowForm):
                height += block.height(texts)
            else:
                space, lines = block
                height += space
                height += sum(lines.heights(texts))
        return height


@dataclass(frozen=True, slots=True)
class RowForm:
    """A row of a certain table: `least` is its height as long as no text needs more room than `limits` say.

    `limits` are (number of the text, letters that fit, its cell); `cells` are those that always have to be measured.
    """

    least: float
    header: bool
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
        self.section = lru_cache(_FORMS)(self._section)
        self.on_paper = lru_cache(_LAYOUTS)(self._on_paper)

    def _section(self, section: str) -> SectionForm:
        return _section(parse_form(self._head, (section,)))

    def _on_paper(self, width: float, pitch: float) -> FormsOnPaper:
        return FormsOnPaper(self, width, pitch)

    def read_paragraph(self, form: Form) -> ParagraphForm | None:
        """None for what is neither paragraph nor table: it takes no room."""
        element = parse_form(self._head, form)
        return self._paragraph(element) if element.tag == _P else None

    def read_row(self, form: Form, columns: Sequence[float], pitch: float) -> RowForm:
        """A row of a table with columns of these widths."""
        return self._row(parse_form(self._head, form), columns, pitch)

    def read_columns(self, table: Form) -> tuple[float, ...]:
        """Widths of the columns of a table that begins so."""
        return _columns(parse_form(self._head, (*table, "</w:tbl>")))

    def _paragraph(self, element: etree._Element) -> ParagraphForm:
        look = self._looks.of(element)
        plain = next(element.iter(*_NOT_PLAIN), None) is None
        extents = [] if plain or look.rule == "exact" else [int(extent.get("cy", "0")) for extent in element.iter(_EXTENT)]
        section = element.find(f"{w('pPr')}/{w('sectPr')}")
        return ParagraphForm(
            look,
            Slots.of(_printed(element, plain=plain)),
            tuple(extent / _EMU_PER_POINT for extent in extents),
            any(mark.get(w("type")) == "page" for mark in element.iter(w("br"))),
            None if section is None else _section(section),
        )

    def _row(self, element: etree._Element, columns: Sequence[float], pitch: float) -> RowForm:
        header = element.find(f"{w('trPr')}/{w('tblHeader')}") is not None
        given = element.find(f"{w('trPr')}/{w('trHeight')}")
        least = 0.0 if given is None else float(given.get(w("val"), "0")) / 20
        if given is not None and given.get(w("hRule")) == "exact":
            return RowForm(least - BORDER, header, (), ())
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
        return RowForm(least, header, tuple(limits), tuple(measured))

    def _cells(self, row: etree._Element, columns: Sequence[float], pitch: float) -> list[CellForm]:
        """The cells that are not merged with those above or below."""
        cells, column = [], 0
        for cell in row.iterchildren(_TC):
            properties = cell.find(w("tcPr"))
            span = None if properties is None else properties.find(w("gridSpan"))
            count = 1 if span is None else int(span.get(w("val"), "1"))
            if properties is None or properties.find(w("vMerge")) is None:
                width = sum(columns[column : column + count]) - self._looks.cell_sides
                cells.append(CellForm(tuple(self._blocks(cell, width, pitch))))
            column += count
        return cells

    def _blocks(self, cell: etree._Element, width: float, pitch: float) -> list[tuple[float, Lines] | RowForm]:
        blocks: list[tuple[float, Lines] | RowForm] = []
        for block in cell.iterchildren(_P, _TBL):
            if block.tag == _P:
                form = self._paragraph(block)
                blocks.append((form.look.before + form.look.after, form.lines(width, pitch)))
            else:
                columns = _columns(block)
                blocks += [self._row(row, columns, pitch) for row in block.iterchildren(w("tr"))]
        return blocks


class FormsOnPaper:
    """The forms as they stand on pages of one width and grid of lines."""

    def __init__(self, forms: PageForms, width: float, pitch: float) -> None:
        self._forms, self._width, self._pitch = forms, width, pitch
        self.paragraph = lru_cache(_FORMS)(self._paragraph)
        self.rows = lru_cache(_TABLES)(self._rows)

    def _paragraph(self, form: Form) -> tuple[ParagraphForm, Lines] | None:
        read = self._forms.read_paragraph(form)
        return None if read is None else (read, read.lines(self._width, self._pitch))

    def _rows(self, table: Form) -> Callable[[Form], RowForm]:
        """The forms of the rows of a table that begins so."""
        columns = self._forms.read_columns(table)
        return lru_cache(_ROWS)(lambda form: self._forms.read_row(form, columns, self._pitch))


@lru_cache(_LAYOUTS)
def page_forms(head: str, styles: bytes) -> PageForms:
    """The forms of documents that begin so and have these styles."""
    return PageForms(head, styles)


def _printed(paragraph: etree._Element, *, plain: bool) -> str:
    """Tabs count as blanks, and only where lines break by themselves or not at all."""
    if plain:
        return "".join(map(str, paragraph.itertext(w("t"))))
    return "".join(piece for _, piece in own_text(paragraph)).replace(OBJECT, "").replace("\t", " ")


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
