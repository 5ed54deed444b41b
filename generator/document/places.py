"""Where a paragraph stands, in words that help to find it in Word, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from generator.document.names import w

OBJECT: Final = "\ufffc"  # stands for a picture, a field … inside a line
_SIGNS = {
    w("tab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
    w("softHyphen"): "\u00ad",
}
_PROPERTIES = (w("pPr"), w("rPr"), w("sdtPr"))
_LEAVES = {w(name) for name in ("drawing", "pict", "object", "fldChar", "instrText", "sym", "footnoteReference")}
_INNER = w("txbxContent")


def own_text(paragraph: etree._Element) -> list[tuple[etree._Element, str]]:
    """The elements that hold a paragraph's text with the text of each; what stands in text boxes is not its own."""
    found: list[tuple[etree._Element, str]] = []

    def walk(element: etree._Element) -> None:
        for child in element.iterchildren(etree.Element):
            if child.tag == w("t"):
                found.append((child, child.text or ""))
            elif child.tag in _SIGNS:
                page_break = child.get(w("type")) in ("page", "column")
                found.append((child, OBJECT if page_break else _SIGNS[child.tag]))
            elif child.tag in _LEAVES:
                found.append((child, OBJECT))
            elif child.tag not in _PROPERTIES and child.tag != _INNER:
                walk(child)

    walk(paragraph)
    return found


def line_text(paragraph: etree._Element) -> str:
    """What a reader sees of a paragraph."""
    return "".join(piece for _, piece in own_text(paragraph)).replace(OBJECT, "")


def places(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Every paragraph with its place: ``第12段“开头…”``, ``第2个表格第3行“开头…”`` (tables counted as they begin)."""
    tables = {table: number for number, table in enumerate(root.iter(w("tbl")), 1)}
    ordinal = 0
    for paragraph in list(root.iter(w("p"))):
        row = next(paragraph.iterancestors(w("tr")), None)
        if row is None:
            ordinal += 1
            place = f"第{ordinal}段"
        else:
            table = next(row.iterancestors(w("tbl")))
            place = f"第{tables[table]}个表格第{list(table.iterchildren(w('tr'))).index(row) + 1}行"
        text = line_text(paragraph).strip().replace("\n", " ")
        yield paragraph, f"{place}“{text[:30]}{'…' if len(text) > 30 else ''}”" if text else place
