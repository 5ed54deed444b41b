"""The text of a template for review and diff."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from generator.document.clean import clean
from generator.document.names import w
from generator.document.package import parse_xml, read_package
from generator.document.places import OBJECT, own_text


def template_text(path: Path) -> str:
    """Paragraphs in order, ``［样式］`` before those that have one, tags as written; table rows as ``甲 | 乙``."""
    package = read_package(path)
    root = parse_xml(package.members[package.main_part()])
    clean(root)
    styles = next(rel.target for rel in package.relationships(package.main_part()) if rel.kind == "styles")
    names = {
        style.get(w("styleId"), ""): name.get(w("val"), "")
        for style in parse_xml(package.members[styles]).iter(w("style"))
        if (name := style.find(w("name"))) is not None
    }
    body = root.find(w("body"))
    return "\n".join([] if body is None else _blocks(body, names)) + "\n"


def _blocks(parent: etree._Element, styles: dict[str, str]) -> Iterator[str]:
    for element in parent:
        if element.tag == w("p"):
            yield from _paragraph(element, styles)
        elif element.tag == w("tbl"):
            yield "［表格］"
            for row in element.iterchildren(w("tr")):
                yield " | ".join(_cell(cell, styles) for cell in row.iterchildren(w("tc")))
            yield "［表格完］"
        elif element.tag == w("sectPr"):
            yield _section(element)


def _paragraph(paragraph: etree._Element, styles: dict[str, str]) -> Iterator[str]:
    pieces = []
    for element, text in own_text(paragraph):
        if text != OBJECT:
            pieces.append(text.replace("\n", "↵"))
        elif element.tag in (w("drawing"), w("pict"), w("object")):
            pieces.append("［图片］")
        elif element.tag == w("instrText"):
            pieces.append(f"［域 {(element.text or '').strip()}］")
        elif element.tag == w("br"):
            pieces.append("［分页］")
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    name = "" if style is None else styles.get(style.get(w("val"), ""), style.get(w("val"), ""))
    yield (f"［{name}］" if name else "") + "".join(pieces)
    for box in paragraph.iter(w("txbxContent")):
        if next(box.iterancestors("{*}Fallback"), None) is None:
            yield "［文本框］"
            yield from _blocks(box, styles)
    section = paragraph.find(f"{w('pPr')}/{w('sectPr')}")
    if section is not None:
        yield _section(section)


def _cell(cell: etree._Element, styles: dict[str, str]) -> str:
    return " / ".join(line for line in _blocks(cell, styles) if line)


def _section(section: etree._Element) -> str:
    size, numbers = section.find(w("pgSz")), section.find(w("pgNumType"))
    words = ["分节"]
    if size is not None:
        words.append("横向" if size.get(w("orient")) == "landscape" else "纵向")
    if numbers is not None and numbers.get(w("start")):
        words.append(f"页码从 {numbers.get(w('start'))} 起")
    return f"［{' '.join(words)}］"
