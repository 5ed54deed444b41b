"""What a paragraph, run or table of a Word document looks like, its styles included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from lxml import etree

from generator.document import names
from generator.publication.model import Look

_OFF = ("0", "false", "off", "none")
_HORIZONTAL = {"center": "center", "right": "right", "end": "right"}
_NO_LEVEL = 10
w = cache(names.w)
_VAL = w("val")


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A paragraph's look; `level` is 1 … 9 for headings, 10 for text; `break_before` starts a page."""

    font: str = "宋体"
    size: float = 10.0
    bold: bool = False
    align: str = "left"
    level: int = _NO_LEVEL
    break_before: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether the paragraph stands in the outline of the document."""
        return self.level < _NO_LEVEL

    @property
    def horizontal(self) -> str:
        """The alignment as spreadsheets have it."""
        return _HORIZONTAL.get(self.align, "left")

    def look(self, horizontal: str = "") -> Look:
        """The same for a line in a spreadsheet."""
        return Look(self.font, self.size, self.bold, horizontal or self.horizontal)


def child_of(parent: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name. (lxml's find() is several times as slow.)"""
    return None if parent is None else next(parent.iterchildren(w(name)), None)


def value(parent: etree._Element | None, name: str, attribute: str = "val") -> str:
    """The attribute of a child element; empty where there is none."""
    child = child_of(parent, name)
    return "" if child is None else child.get(w(attribute), "")


def flag(parent: etree._Element | None, name: str) -> bool | None:
    """A switch such as <w:b/>; None where it is not mentioned."""
    child = child_of(parent, name)
    return None if child is None else child.get(_VAL, "1") not in _OFF


class WordStyles:
    """The styles of a document (`root`: word/styles.xml, or None)."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, TextStyle] = {}
        self._default = ""
        start = TextStyle()
        if root is not None:
            for style in root.iter(w("style")):
                identity = style.get(w("styleId"), "")
                self._elements[identity] = style
                if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true"):
                    self._default = identity
            defaults = root.find(w("docDefaults"))
            if defaults is not None:
                start = _with_run(start, defaults.find(f"{w('rPrDefault')}/{w('rPr')}"))
                start = _with_paragraph(start, defaults.find(f"{w('pPrDefault')}/{w('pPr')}"))
        self._known[""] = start

    def paragraph(self, paragraph: etree._Element) -> TextStyle:
        """The look of a paragraph; font, size and weight are those of its first run that prints."""
        properties = child_of(paragraph, "pPr")
        style = _with_paragraph(self._of(value(properties, "pStyle") or self._default), properties)
        run = next((run for run in paragraph.iter(w("r")) if child_of(run, "t") is not None), None)
        return style if run is None else _with_run(style, child_of(run, "rPr"))

    def borders(self, table: etree._Element) -> frozenset[str]:
        """Which of top, bottom, left, right, insideH, insideV the table rules, by itself or by its style."""
        properties = child_of(table, "tblPr")
        found: dict[str, bool] = {}
        _read_borders(properties, found)
        self._climb(value(properties, "tblStyle"),
                    lambda style: _read_borders(child_of(style, "tblPr"), found))
        return frozenset(side for side, ruled in found.items() if ruled)

    def _of(self, identity: str, depth: int = 0) -> TextStyle:
        if identity not in self._known:
            element = self._elements.get(identity)
            if element is None or depth > 20:  # an unknown style, or styles based on each other
                return self._known[""]
            style = self._of(value(element, "basedOn"), depth + 1)
            style = _with_run(_with_paragraph(style, child_of(element, "pPr")), child_of(element, "rPr"))
            self._known[identity] = style
        return self._known[identity]

    def _climb(self, identity: str, visit: Callable[[etree._Element], None]) -> None:
        seen: set[str] = set()
        while identity in self._elements and identity not in seen:
            seen.add(identity)
            visit(self._elements[identity])
            identity = value(self._elements[identity], "basedOn")


def _with_run(style: TextStyle, properties: etree._Element | None) -> TextStyle:
    if properties is None or not len(properties):
        return style
    size, bold = value(properties, "sz"), flag(properties, "b")
    return replace(style, font=value(properties, "rFonts", "eastAsia") or style.font,
                   size=float(size) / 2 if size else style.size, bold=style.bold if bold is None else bold)


def _with_paragraph(style: TextStyle, properties: etree._Element | None) -> TextStyle:
    if properties is None or all(child.tag == w("pStyle") for child in properties):
        return style
    level, new_page = value(properties, "outlineLvl"), flag(properties, "pageBreakBefore")
    return replace(style, align=value(properties, "jc") or style.align,
                   level=min(int(level) + 1, _NO_LEVEL) if level else style.level,
                   break_before=style.break_before if new_page is None else new_page)


def _read_borders(properties: etree._Element | None, found: dict[str, bool]) -> None:
    borders = child_of(properties, "tblBorders")
    for side in () if borders is None else borders:
        found.setdefault(side_name(side), is_ruled(side))


def side_name(side: etree._Element) -> str:
    """left, right … also where the file says start and end."""
    name = etree.QName(side).localname
    return {"start": "left", "end": "right"}.get(name, name)


def is_ruled(side: etree._Element) -> bool:
    """Whether this border draws a line."""
    return side.get(w("val"), "none") not in ("nil", "none")
