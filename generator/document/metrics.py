"""What decides how tall a paragraph will be: its styles and its letters. No font is opened. All lengths in points."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from generator.document.names import w
from generator.text_columns import is_wide

_TALL = 1.3  # of the font size: a single-spaced line of Chinese without a grid
_ON = (None, "1", "true", "on")
_P_PR, _R_PR, _RUN, _STYLE, _VAL = w("pPr"), w("rPr"), w("r"), w("pStyle"), w("val")


@dataclass(frozen=True, slots=True)
class Look:
    """What decides a paragraph's height. ``line`` is in points, or a factor when ``rule`` is ``auto``."""

    size: float = 10.0
    line: float = 1.0
    rule: str = "auto"
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    keep_next: bool = False
    break_before: bool = False
    snap: bool = True


_WORD_CELL_SIDE = 5.4  # points: Word's usual cell margin


class Looks:
    """The looks of a document's paragraph styles, and of its paragraphs."""

    def __init__(self, styles: etree._Element) -> None:
        self._styles = {style.get(w("styleId"), ""): style for style in styles.iterchildren(w("style"))}
        self._default = next(
            (
                style_id
                for style_id, style in self._styles.items()
                if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true")
            ),
            "",
        )
        defaults = styles.find(w("docDefaults"))
        self._base = Look()
        if defaults is not None:
            run, paragraph = defaults.find(f".//{w('rPr')}"), defaults.find(f".//{w('pPr')}")
            self._base = _changed(self._base, paragraph, run)
        self._known: dict[str, Look] = {}
        self.cell_sides = self._cell_sides()

    def _cell_sides(self) -> float:
        """Left and right cell margin together, in points, of the default table style."""
        for style in self._styles.values():
            if style.get(w("type")) == "table" and style.get(w("default")) in ("1", "true"):
                margins = [style.find(f"{w('tblPr')}/{w('tblCellMar')}/{w(side)}") for side in ("left", "right")]
                return sum(_WORD_CELL_SIDE if side is None else float(side.get(w("w"), "0")) / 20 for side in margins)
        return 2 * _WORD_CELL_SIDE

    def of_style(self, style_id: str) -> Look:
        """The look of a paragraph style, inherited values included."""
        if style_id not in self._known:
            style = self._styles.get(style_id)
            if style is None:
                return self._base
            self._known[style_id] = self._base  # ends a circle
            parent = style.find(w("basedOn"))
            inherited = self._base if parent is None else self.of_style(parent.get(w("val"), ""))
            self._known[style_id] = _changed(inherited, style.find(w("pPr")), style.find(w("rPr")))
        return self._known[style_id]

    def of(self, paragraph: etree._Element) -> Look:
        """The look of a paragraph; the first run's size stands for all."""
        properties = paragraph.find(_P_PR)
        style = None if properties is None else properties.find(_STYLE)
        look = self.of_style(self._default if style is None else style.get(_VAL, ""))
        run = next(paragraph.iter(_RUN), None)
        run_properties = run.find(_R_PR) if run is not None else None
        if run is None and properties is not None:
            run_properties = properties.find(_R_PR)
        if properties is None and run_properties is None:
            return look
        return _changed(look, properties, run_properties)


def _changed(look: Look, paragraph: etree._Element | None, run: etree._Element | None) -> Look:
    """The look with what these properties say."""
    size = None if run is None else run.find(w("sz"))
    new: dict[str, float | str | bool] = {}
    if size is not None:
        new["size"] = float(size.get(w("val"), "20")) / 2
    if paragraph is not None:
        points = float(new.get("size", look.size))
        for child in paragraph:
            if child.tag == w("spacing"):
                _read_spacing(child, look, new)
            elif child.tag == w("ind"):
                _read_indents(child, points, new)
            elif child.tag == w("keepNext"):
                new["keep_next"] = child.get(w("val")) in _ON
            elif child.tag == w("pageBreakBefore"):
                new["break_before"] = child.get(w("val")) in _ON
            elif child.tag == w("snapToGrid"):
                new["snap"] = child.get(w("val")) in _ON
    if not new:
        return look
    values = {name: new.get(name, getattr(look, name)) for name in Look.__slots__}
    return Look(**values)


def _read_spacing(spacing: etree._Element, look: Look, new: dict[str, float | str | bool]) -> None:
    for name in ("before", "after"):
        lines, twips = spacing.get(w(f"{name}Lines")), spacing.get(w(name))
        if lines is not None and lines != "0":
            new[name] = float(lines) / 100 * 15.6  # a line of the usual grid
        elif twips is not None:
            new[name] = float(twips) / 20
    rule = spacing.get(w("lineRule"))
    if rule is not None:
        new["rule"] = rule
    if (line := spacing.get(w("line"))) is not None:
        automatic = (rule or (look.rule if rule is None else "auto")) == "auto"
        new["line"] = float(line) / (240 if automatic else 20)


def _read_indents(indents: etree._Element, size: float, new: dict[str, float | str | bool]) -> None:
    for names, target, sign in (
        (("left", "start"), "left", 1),
        (("right", "end"), "right", 1),
        (("firstLine",), "first", 1),
        (("hanging",), "first", -1),
    ):
        for name in names:
            letters, twips = indents.get(w(f"{name}Chars")), indents.get(w(name))
            if letters is not None and letters != "0":
                new[target] = sign * float(letters) / 100 * size
            elif twips is not None:
                new[target] = sign * float(twips) / 20


_is_wide = lru_cache(maxsize=4096)(is_wide)

# Not ASCII, and not one of the usual characters that are wide and take three bytes in UTF-8.
_UNUSUAL = re.compile("[^\x00-\x7f\u4e00-\u9fff\u3001-\u3011\u2014\u2018\u2019\u201c\u201d\u2026\uff01-\uff5e]")


def width_in_letters(text: str) -> float:
    """Chinese characters are as wide as the font is tall, others half that."""
    if text.isascii():
        return len(text) / 2
    wide = sum(map(_is_wide, text)) if _UNUSUAL.search(text) else (len(text.encode()) - len(text)) // 2
    return wide + (len(text) - wide) / 2


def line_height(look: Look, pitch: float) -> float:
    """Distance of the lines. ``pitch`` is the section's grid of lines, 0 without."""
    if look.rule == "exact":
        return look.line
    natural = look.size * _TALL
    if look.snap and pitch:
        natural = math.ceil(natural / pitch - 0.01) * pitch
    return max(look.line, natural) if look.rule == "atLeast" else look.line * natural
