"""What the paragraphs, rows and tables of a Word report look like, read once from their forms (see document/blocks.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from generator.document.blocks import Slots, parse_form
from generator.document.package import parse_xml
from generator.publication.model import SIDES, Look, Page
from generator.publication.word_styles import TextStyle, WordStyles, child_of, flag, is_ruled, side_name, value, w

_TWIPS = 20.0  # in a point
_LAYOUTS, _FORMS = 8, 1024  # kept at most
_ANY_WIDTH = 1000
_EDGES = ("top", "right", "bottom", "left", "header", "footer")
_VERTICAL = {"top": "top", "bottom": "bottom", "center": "center"}
_NOT_PRINTED = {w("txbxContent"), w("del"), w("moveFrom"), w("pPr"), w("rPr")}
_CHARACTERS: dict[object, str] = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_TEXT = w("t")
_INNER = ("insideV", "insideV", "insideH", "insideH")
Edges = tuple[bool, bool, bool, bool]  # in the order of SIDES


@dataclass(frozen=True, slots=True)
class ParagraphForm:
    """A paragraph between tables; `page` where a section ends with it."""

    slots: Slots
    style: TextStyle
    breaks: bool
    page: Page | None


@dataclass(frozen=True, slots=True, eq=False)
class CellForm:
    """A cell; `merge` is restart, continue, or empty: of the cells above and below. `sides` are its own borders."""

    columns: int
    merge: str
    paragraphs: tuple[tuple[Slots, TextStyle], ...]
    vertical: str
    fill: str
    sides: Mapping[str, bool]


@dataclass(frozen=True, slots=True, eq=False)
class RowForm:
    """A row; it begins at column `first`. `printed` is every paragraph in it."""

    height: float
    header: bool
    first: int
    cells: tuple[CellForm, ...]
    printed: tuple[Slots, ...]

    @property
    def end(self) -> int:
        """The column after its last."""
        return self.first + sum(cell.columns for cell in self.cells)


@dataclass(frozen=True, slots=True, eq=False)
class TableForm:
    """What stands before the rows: widths of the columns in points, and which borders the table rules."""

    grid: tuple[float, ...]
    ruled: frozenset[str]

    def widths(self, columns: int) -> tuple[float, ...]:
        """Of so many columns."""
        return (*self.grid, *[_ANY_WIDTH / _TWIPS] * columns)[:columns]


class WordForms:
    """The forms of one layout's reports. Bounded: of forms that differ in every report only the latest are kept."""

    def __init__(self, head: str, styles: bytes) -> None:
        self._head = head
        self._styles = WordStyles(parse_xml(styles) if styles else None)
        self.paragraph = lru_cache(_FORMS)(self._paragraph)
        self.row = lru_cache(_FORMS)(self._row)
        self.table = lru_cache(_FORMS)(self._table)
        self.look = lru_cache(_FORMS)(_look)
        self.looks = lru_cache(_FORMS)(self._looks)
        self.page = lru_cache(_FORMS)(self._page)

    def _paragraph(self, form: tuple[str, ...]) -> ParagraphForm:
        element = parse_form(self._head, form)
        style = self._styles.paragraph(element)
        new_page = any(br.get(w("type")) == "page" for br in element.iter(w("br")))
        section = child_of(child_of(element, "pPr"), "sectPr")
        return ParagraphForm(Slots.of(text_of(element)), style, style.break_before or new_page,
                             None if section is None else _page(section))

    def _row(self, form: tuple[str, ...]) -> RowForm:
        element = parse_form(self._head, (*form[:-1], f"{form[-1]}</w:tr>"))
        properties = child_of(element, "trPr")
        return RowForm(
            float(value(properties, "trHeight") or 0) / _TWIPS, bool(flag(properties, "tblHeader")),
            int(value(properties, "gridBefore") or 0), tuple(self._cell(cell) for cell in children(element, "tc")),
            tuple(Slots.of(text_of(paragraph)) for paragraph in element.iter(w("p"))))

    def _cell(self, element: etree._Element) -> CellForm:
        properties = child_of(element, "tcPr")
        fill = value(properties, "shd", "fill")
        borders, merge = child_of(properties, "tcBorders"), child_of(properties, "vMerge")
        return CellForm(
            int(value(properties, "gridSpan") or 1), "" if merge is None else merge.get(w("val"), "continue"),
            tuple((Slots.of(text_of(p)), self._styles.paragraph(p)) for p in children(element, "p")),
            _VERTICAL.get(value(properties, "vAlign"), "top"), fill if len(fill) == 6 else "",
            {} if borders is None else {side_name(side): is_ruled(side) for side in borders})

    def _table(self, head: str) -> TableForm:
        element = parse_form(self._head, (f"{head}</w:tbl>",))
        columns = element.iterfind(f"{w('tblGrid')}/{w('gridCol')}")
        return TableForm(tuple(float(column.get(w("w")) or _ANY_WIDTH) / _TWIPS for column in columns),
                         self._styles.borders(element))

    def _looks(self, table: TableForm, row: RowForm, columns: int, top: bool, bottom: bool) -> tuple[tuple[Look, ...], ...]:
        """For each cell of a row in a table of so many columns: its look, by the paragraph that gives it."""
        column, found = row.first, []
        for cell in row.cells:
            edges = (column == 0, column + cell.columns == columns, top, bottom)
            numbers = range(max(len(cell.paragraphs), 1))
            found.append(tuple(self.look(table, cell, number, edges) for number in numbers))
            column += cell.columns
        return tuple(found)

    def _page(self, section: str) -> Page:
        return _page(parse_form(self._head, (section,)))


def _look(table: TableForm, cell: CellForm, paragraph: int, edges: Edges) -> Look:
    """The look of a cell that stands at these edges of the table."""
    style = cell.paragraphs[paragraph][1] if cell.paragraphs else TextStyle()
    sides = tuple(side for side, inner, outer in zip(SIDES, _INNER, edges, strict=True)
                  if cell.sides.get(side, (side if outer else inner) in table.ruled))
    return _one(Look(style.font, style.size, style.bold, style.horizontal, cell.vertical, sides, cell.fill))


@lru_cache(_FORMS)
def _one(look: Look) -> Look:
    """One object for all looks that are equal."""
    return look


@lru_cache(_LAYOUTS)
def word_forms(head: str, styles: bytes) -> WordForms:
    """The forms of reports that begin so and have these styles."""
    return WordForms(head, styles)


def children(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of these names, also those inside content controls."""
    tags = {w(name) for name in names}
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag == w("sdt"):
            content = child.find(w("sdtContent"))
            if content is not None:
                yield from children(content, *names)


def text_of(element: etree._Element) -> str:
    """The printed text of a paragraph: tabs as tabs, line breaks as newlines."""
    pieces: list[str] = []
    for child in element:
        tag = child.tag
        if tag == _TEXT:
            pieces.append(child.text or "")
        elif tag in _CHARACTERS:
            pieces.append(_CHARACTERS[tag])
        elif tag not in _NOT_PRINTED and len(child):
            pieces.append(text_of(child))
    return "".join(pieces)


def _page(section: etree._Element) -> Page:
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    default = Page()
    if size is None or margins is None:
        return default
    top, right, bottom, left, header, footer = (
        abs(float(margins.get(w(edge)) or 0)) / _TWIPS or known
        for edge, known in zip(_EDGES, default.margins, strict=True))
    return Page(float(size.get(w("w"), 0)) / _TWIPS, float(size.get(w("h"), 0)) / _TWIPS,
                (top, right, bottom, left, header, footer))
