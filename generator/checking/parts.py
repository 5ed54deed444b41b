"""An .xlsx package as its parts: read whole, changed in places, written with everything else untouched.

openpyxl would lose what it does not know (cached results of formulas, pictures, rules of newer Excels, macros), so the
copy is made from the parts themselves.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from lxml import etree

from generator.zip_entries import entry_of

CONTENT_TYPES = "[Content_Types].xml"
TYPES_SPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORKBOOK = "xl/workbook.xml"


def parse(data: bytes) -> etree._Element:
    """An XML part, without anything from outside."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def serialised(root: etree._Element) -> bytes:
    """The part as it is stored."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def local(element: etree._Element) -> str:
    """The name without namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def space(element: etree._Element) -> str:
    """The namespace in braces, which differs between ordinary and strict workbooks."""
    return str(element.tag).rpartition("}")[0] + "}" if "}" in str(element.tag) else ""


def relations_of(part: str) -> str:
    """The name of the part that holds the relationships of `part`."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: id, type and the part that it leads to."""

    id: str
    type: str
    target: str


@dataclass(slots=True)
class Parts:
    """The package. `order` keeps the parts in the order of the file."""

    data: dict[str, bytes]
    trees: dict[str, etree._Element] = field(default_factory=dict)

    def tree(self, part: str) -> etree._Element:
        """The part parsed; changes to it are written."""
        if part not in self.trees:
            self.trees[part] = parse(self.data[part])
        return self.trees[part]

    def put(self, part: str, content: bytes) -> None:
        """A new part, or another content."""
        self.trees.pop(part, None)
        self.data[part] = content

    def drop(self, part: str) -> None:
        """Take a part out, with its relationships and its content type."""
        for name in (part, relations_of(part)):
            self.data.pop(name, None)
            self.trees.pop(name, None)
        types = self.tree(CONTENT_TYPES)
        for entry in [entry for entry in types if entry.get("PartName") == f"/{part}"]:
            types.remove(entry)

    def declare(self, part: str, content_type: str) -> None:
        """Say what a part is."""
        types = self.tree(CONTENT_TYPES)
        if not any(entry.get("PartName") == f"/{part}" for entry in types):
            etree.SubElement(types, f"{{{TYPES_SPACE}}}Override", {"PartName": f"/{part}", "ContentType": content_type})

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Say what all parts with this ending are."""
        types = self.tree(CONTENT_TYPES)
        if not any((entry.get("Extension") or "").lower() == ending for entry in types):
            types.insert(0, etree.Element(f"{{{TYPES_SPACE}}}Default", {"Extension": ending, "ContentType": content_type}))

    def relations(self, part: str) -> Iterator[Relation]:
        """Where a part leads to, within the package."""
        name = relations_of(part)
        if name not in self.data and name not in self.trees:
            return
        folder = posixpath.dirname(part)
        for entry in self.tree(name):
            if entry.get("TargetMode") != "External":
                target = entry.get("Target", "")
                place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                yield Relation(entry.get("Id", ""), entry.get("Type", ""), place)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Lead from `part` to `target`; the id."""
        name = relations_of(part)
        if name not in self.data and name not in self.trees:
            self.put(name, serialised(etree.fromstring(f'<Relationships xmlns="{RELATIONS_SPACE}"/>')))
        root = self.tree(name)
        used = {entry.get("Id") for entry in root}
        identity = next(f"rId{number}" for number in range(1, len(used) + 2) if f"rId{number}" not in used)
        etree.SubElement(root, f"{{{RELATIONS_SPACE}}}Relationship", {
            "Id": identity, "Type": kind, "Target": posixpath.relpath(target, posixpath.dirname(part))})
        return identity

    def unrelate(self, part: str, identity: str) -> None:
        """Take a relationship away."""
        root = self.tree(relations_of(part))
        for entry in [entry for entry in root if entry.get("Id") == identity]:
            root.remove(entry)

    def free_name(self, pattern: str) -> str:
        """`xl/comments3.xml` for `xl/comments{}.xml`: the first that is not there."""
        number = 1
        while pattern.format(number) in self.data or pattern.format(number) in self.trees:
            number += 1
        return pattern.format(number)

    def package(self, seal: bytes) -> bytes:
        """The file. Same parts, same bytes."""
        for name, root in self.trees.items():
            self.data[name] = serialised(root)
        result = BytesIO()
        with zipfile.ZipFile(result, "w") as target:
            for name in sorted(self.data, key=lambda name: name != CONTENT_TYPES):
                target.writestr(entry_of(name), self.data[name], compresslevel=6)
            target.comment = seal
        return result.getvalue()


def read_parts(path: Path) -> Parts:
    """The parts of a file that `open_book` could read."""
    with zipfile.ZipFile(path) as package:
        return Parts({info.filename: package.read(info) for info in package.infolist() if not info.is_dir()})
