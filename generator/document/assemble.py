"""The package that a layout's Word files make together: what the base keeps, what a part brings along."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from generator.document.names import WORD_TYPE, R, W, w
from generator.document.numbering import Numbering
from generator.document.package import Package, Relationship, parse_xml
from generator.document.styles import Styles

DOCUMENT = "word/document.xml"
_KEPT_KINDS = {
    "styles", "settings", "theme", "fontTable", "numbering", "webSettings", "header", "footer", "footnotes", "endnotes",
}  # fmt: skip
_STALE = "Template TotalTime Pages Words Characters Lines Paragraphs CharactersWithSpaces HeadingPairs TitlesOfParts"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


class Assembly:
    """Collects parts, types and relationships of the document to be, while the layout is compiled."""

    def __init__(self, base: Package) -> None:
        self.parts: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self.rels: dict[str, list[Relationship]] = {DOCUMENT: []}
        self.base = base
        self.headers: dict[str, etree._Element] = {}  # headers and footers, templates themselves
        self._copies: dict[tuple[int, str], str] = {}
        self.document = parse_xml(base.members[base.main_part()])
        for rel in base.relationships(base.main_part()):
            if rel.kind in _KEPT_KINDS and not rel.external:
                self._keep(rel)
        self.styles = Styles(parse_xml(self.parts[self._path("styles")]))
        self.numbering = Numbering(self._numbering_root())
        self._slim_settings()
        self._slim_application()

    def _keep(self, rel: Relationship) -> None:
        """A part of the base stays under its own name, with what it refers to."""
        target = rel.target
        self.rels[DOCUMENT].append(rel)
        self._take(self.base, target, target)
        if rel.kind in ("header", "footer"):
            self.headers[target] = parse_xml(self.parts[target])

    def _take(self, package: Package, source: str, target: str) -> None:
        self.parts[target] = package.members[source]
        self.types[target] = package.type_of(source)
        rels = []
        for rel in package.relationships(source):
            if rel.kind == "attachedTemplate":
                continue
            if not rel.external:
                if package is not self.base:
                    rel = Relationship(rel.id, rel.type, self._copy(package, rel.target))
                elif rel.target not in self.parts:
                    self._take(package, rel.target, rel.target)
            rels.append(rel)
        if rels:
            self.rels[target] = rels

    def _copy(self, package: Package, source: str) -> str:
        """A part of another package under a new name."""
        key = (id(package), source)
        if key not in self._copies:
            folder, _, name = source.rpartition("/")
            stem, dot, extension = name.rpartition(".")
            number = 1
            while (target := f"{folder}/{stem}-{number}{dot}{extension}") in self.parts:
                number += 1
            self._copies[key] = target
            self._take(package, source, target)
        return self._copies[key]

    def adopt(self, package: Package, body: etree._Element, file: str) -> list[str]:
        """Take over what a part's body refers to: pictures, links, styles, lists. Returns notes."""
        rels = {rel.id: rel for rel in package.relationships(package.main_part())}
        renamed: dict[str, str] = {}
        for element, attribute in _references(body):
            old = str(element.get(attribute))
            if old in rels:
                if old not in renamed:
                    renamed[old] = self._relate(package, rels[old])
                element.set(attribute, renamed[old])
        by_kind = {rel.kind: rel.target for rel in rels.values()}
        notes: list[str] = []
        taken: list[etree._Element] = []
        if "styles" in by_kind:
            taken, notes = self.styles.adopt(parse_xml(package.members[by_kind["styles"]]), body, file)
        lists = by_kind.get("numbering")
        self.numbering.adopt(parse_xml(package.members[lists]) if lists else None, [body, *taken], file)
        return notes

    def _relate(self, package: Package, rel: Relationship) -> str:
        target = rel.target if rel.external else self._copy(package, rel.target)
        new_id = f"rIdP{len(self.rels[DOCUMENT]) + 1}"
        self.rels[DOCUMENT].append(Relationship(new_id, rel.type, target, rel.external))
        return new_id

    def _path(self, kind: str) -> str:
        return next((rel.target for rel in self.rels[DOCUMENT] if rel.kind == kind), "")

    def _numbering_root(self) -> etree._Element:
        path = self._path("numbering")
        return parse_xml(self.parts[path]) if path else etree.Element(w("numbering"), nsmap={"w": W})

    def _slim_settings(self) -> None:
        """No prompt to update fields, no ids of editing sessions, no path of an officer's template."""
        path = self._path("settings")
        if path:
            root = parse_xml(self.parts[path])
            for element in list(root.iterchildren(*map(w, ("updateFields", "rsids", "attachedTemplate")))):
                root.remove(element)
            self.parts[path] = _serialise(root)

    def _slim_application(self) -> None:
        """docProps/app.xml without page and word counts, which are those of the empty base."""
        for rel in self.base.relationships(""):
            if rel.kind == "extended-properties":
                root = parse_xml(self.base.members[rel.target])
                for name in _STALE.split():
                    for element in root.findall(f"{{{_APP}}}{name}"):
                        root.remove(element)
                self.parts["docProps/app.xml"] = _serialise(root)
                self.types["docProps/app.xml"] = self.base.type_of(rel.target)

    def finish(self) -> None:
        """Write back what was changed."""
        self.parts[self._path("styles")] = _serialise(self.styles.root)
        if self.numbering.changed:
            path = self._path("numbering")
            if not path:
                path = "word/numbering.xml"
                self.rels[DOCUMENT].append(Relationship("rIdNumbering", f"{R}/numbering", path))
                self.types[path] = f"{WORD_TYPE}numbering+xml"
            self.parts[path] = _serialise(self.numbering.root)


def _references(body: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    prefix = f"{{{R}}}"
    for element in body.iter(etree.Element):
        for attribute in element.attrib:
            if str(attribute).startswith(prefix) and re.match(r"\S", element.get(attribute) or ""):
                yield element, str(attribute)


def _serialise(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
