"""Styles of the base, and those that a part brings along."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from lxml import etree

from generator.document.names import w

_REFERENCES = (w("pStyle"), w("rStyle"), w("tblStyle"))
_LINKS = (w("basedOn"), w("next"), w("link"))
_HEADING = re.compile(r"heading (\d)")
TOC_STYLE = re.compile(r"toc (\d)")


class Styles:
    """The styles.xml of the base; ``adopt`` takes over what a part uses and the base lacks."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.by_id = {style.get(w("styleId"), ""): style for style in root.iter(w("style"))}
        self._by_name = {_name(style): style for style in self.by_id.values()}

    def adopt(self, theirs: etree._Element, body: etree._Element, file: str) -> tuple[list[etree._Element], list[str]]:
        """Point a part's body at the base's styles. Returns the styles taken over, and Chinese notes."""
        notes: list[str] = []
        taken: list[etree._Element] = []
        part = Styles(theirs)
        renamed: dict[str, str] = {}
        waiting = [element.get(w("val"), "") for element in body.iter(*_REFERENCES)]
        for style_id in waiting:  # grows while it is read
            style = part.by_id.get(style_id)
            if style_id in renamed or style is None:
                continue
            ours = self._by_name.get(_name(style))
            if ours is None:
                ours = self._import(style)
                taken.append(ours)
                waiting += [link.get(w("val"), "") for link in style.iter(*_LINKS)]
                notes.append(f"{file}：样式“{_shown_name(style)}”在 样式.docx 里没有，已从这个文件取用")
            elif _definition(ours, self) != _definition(style, part):
                notes.append(f"{file}：样式“{_shown_name(style)}”与 样式.docx 里的不同，以 样式.docx 为准")
            renamed[style_id] = ours.get(w("styleId"), "")
        links = [link for style in taken for link in style.iter(*_LINKS)]
        for element in [*body.iter(*_REFERENCES), *links]:
            element.set(w("val"), renamed.get(element.get(w("val"), ""), element.get(w("val"), "")))
        return taken, notes

    def _import(self, style: etree._Element) -> etree._Element:
        style_id = style.get(w("styleId"), "")
        new_id, number = style_id, 1
        while new_id in self.by_id:
            new_id, number = f"{style_id}-{number}", number + 1
        taken = copy.deepcopy(style)
        taken.set(w("styleId"), new_id)
        if w("default") in taken.attrib:
            del taken.attrib[w("default")]
        self.root.append(taken)
        self.by_id[new_id] = self._by_name[_name(taken)] = taken
        return taken

    def heading_levels(self) -> dict[str, int]:
        """Style id -> level (1 to 9) of the styles that make a heading: by outline level, own or inherited."""
        levels = {}
        for style_id, style in self.by_id.items():
            if style.get(w("type")) != "paragraph" or TOC_STYLE.match(_name(style)):
                continue
            for ancestor in self._ancestry(style):
                outline = ancestor.find(f"{w('pPr')}/{w('outlineLvl')}")
                built_in = _HEADING.fullmatch(_name(ancestor))
                if outline is not None or built_in:
                    level = int(outline.get(w("val"), "9")) + 1 if outline is not None else int(built_in[1])  # type: ignore[index]
                    if level <= 9:
                        levels[style_id] = level
                    break
        return levels

    def _ancestry(self, style: etree._Element) -> Iterator[etree._Element]:
        seen: set[str] = set()
        current: etree._Element | None = style
        while current is not None and current.get(w("styleId"), "") not in seen:
            seen.add(current.get(w("styleId"), ""))
            yield current
            parent = current.find(w("basedOn"))
            current = None if parent is None else self.by_id.get(parent.get(w("val"), ""))

    def toc_styles(self, levels: int) -> dict[int, str]:
        """Level -> style id of TOC 1 … TOC n; those that are missing are made."""
        found = {}
        for level in range(1, levels + 1):
            style = self._by_name.get(f"toc {level}")
            if style is None:
                style = etree.SubElement(self.root, w("style"))
                style.set(w("type"), "paragraph")
                style.set(w("styleId"), f"TOC{level}")
                etree.SubElement(style, w("name")).set(w("val"), f"toc {level}")
                etree.SubElement(style, w("uiPriority")).set(w("val"), "39")
                self.by_id[f"TOC{level}"] = self._by_name[f"toc {level}"] = style
            found[level] = style.get(w("styleId"), "")
        return found


def _name(style: etree._Element) -> str:
    return _shown_name(style).lower()


def _shown_name(style: etree._Element) -> str:
    name = style.find(w("name"))
    return style.get(w("styleId"), "") if name is None else name.get(w("val"), "")


def _definition(style: etree._Element, styles: Styles) -> list[bytes]:
    """What a style looks like, without its id and what only the user interface needs."""
    seen = []
    for name in ("basedOn", "pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr"):
        for element in style.iterchildren(w(name)):
            element = copy.deepcopy(element)
            if name == "basedOn":
                parent = styles.by_id.get(element.get(w("val"), ""))
                element.set(w("val"), "" if parent is None else _name(parent))
            for child in element.iter(etree.Element):
                for attribute in [a for a in child.attrib if str(a).startswith(w("rsid"))]:
                    del child.attrib[attribute]
                child.text = child.tail = None
            for numbering in list(element.iter(w("numId"))):  # numbers differ between files for one and the same list
                numbering.attrib.clear()
            seen.append(etree.tostring(element, method="c14n", exclusive=True))
    return seen
