"""The zip around an Open XML document: read, relationships, content types, written the same way every time."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree

from generator.document.names import CONTENT_TYPES, RELATIONSHIPS
from generator.escaping import quote_attribute

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DOS_DATE = 0x21  # 1980-01-01, the earliest a zip can say: the same input gives the same bytes
_PACKED_ALREADY = (".png", ".jpg", ".jpeg", ".gif", ".xlsx")


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship of a part. ``target`` is a path from the package's root, or an address when external."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """Last word of the type: ``image``, ``styles`` …"""
        return self.type.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Package:
    """A .docx as it was read: its members and what type each has."""

    members: Mapping[str, bytes]
    types: Mapping[str, str]  # by member name
    defaults: Mapping[str, str]  # by extension

    def relationships(self, part: str) -> list[Relationship]:
        """What a part (``word/document.xml``; ``""`` for the package) refers to."""
        folder, _, name = part.rpartition("/")
        data = self.members.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        if data is None:
            return []
        found = []
        for element in parse_xml(data):
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            if not external:
                target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.append(Relationship(element.get("Id", ""), element.get("Type", ""), target, external))
        return found

    def type_of(self, part: str) -> str:
        """Content type of a member."""
        return self.types.get(part) or self.defaults.get(part.rpartition(".")[2].lower(), "application/octet-stream")

    def main_part(self) -> str:
        """Path of the document itself."""
        return next(rel.target for rel in self.relationships("") if rel.kind == "officeDocument")


def parse_xml(data: bytes) -> etree._Element:
    """Parse without fetching anything from outside."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(data, parser)


def read_package(path: Path) -> Package:
    """Read a .docx. OSError or zipfile.BadZipFile when it is not one."""
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    types, defaults = {}, {}
    for element in parse_xml(members["[Content_Types].xml"]):
        if element.tag == f"{{{CONTENT_TYPES}}}Override":
            types[element.get("PartName", "")[1:]] = element.get("ContentType", "")
        else:
            defaults[element.get("Extension", "").lower()] = element.get("ContentType", "")
    return Package(members, types, defaults)


def relationships_path(part: str) -> str:
    """Where a part's relationships are kept."""
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationships_xml(part: str, relationships: Iterable[Relationship]) -> bytes:
    """The .rels member of a part (``""`` for the package)."""
    folder, lines = part.rpartition("/")[0], []
    for rel in relationships:
        target = rel.target if rel.external else posixpath.relpath(rel.target, folder or ".")
        mode = ' TargetMode="External"' if rel.external else ""
        lines.append(f'<Relationship Id="{rel.id}" Type="{rel.type}" Target={quote_attribute(target)}{mode}/>')
    return f'{_XML}<Relationships xmlns="{RELATIONSHIPS}">{"".join(lines)}</Relationships>'.encode()


def content_types_xml(types: Mapping[str, str]) -> bytes:
    """[Content_Types].xml: every member has its own entry."""
    lines = [
        f'<Override PartName={quote_attribute("/" + name)} ContentType="{kind}"/>'
        for name, kind in sorted(types.items())
    ]
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'{_XML}<Types xmlns="{CONTENT_TYPES}">{rels}{"".join(lines)}</Types>'.encode()


@dataclass(frozen=True, slots=True)
class Member:
    """A zip member, packed already: static ones are packed once per layout."""

    name: str
    method: int
    crc: int
    size: int
    packed: bytes


def pack(name: str, data: bytes, level: int = 9) -> Member:
    """Compress a member (deflate ``level``); what is packed already is stored."""
    crc = zlib.crc32(data)
    if name.lower().endswith(_PACKED_ALREADY):
        return Member(name, zipfile.ZIP_STORED, crc, len(data), data)
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Member(name, zipfile.ZIP_DEFLATED, crc, len(data), deflate.compress(data) + deflate.flush())


@lru_cache(maxsize=64)
def packed_relationships(part: str, relationships: tuple[Relationship, ...], level: int = 9) -> Member:
    """The .rels member of a part. Most reports of a layout have the same ones: they are written once."""
    return pack(relationships_path(part), relationships_xml(part, relationships), level)


@lru_cache(maxsize=64)
def packed_types(types: frozenset[tuple[str, str]], level: int = 9) -> Member:
    """The member [Content_Types].xml, written once for all packages of the same members."""
    return pack("[Content_Types].xml", content_types_xml(dict(types)), level)


def unpack(member: Member) -> bytes:
    """What was packed."""
    return member.packed if member.method == zipfile.ZIP_STORED else zlib.decompress(member.packed, -15)


def write_zip(members: Iterable[Member]) -> bytes:
    """The archive: members in the order given, no clock. (zipfile cannot write what is packed already.)"""
    body, directory, offset, count = [], [], 0, 0
    for member in members:
        name = member.name.encode()
        flags = 0x800 if len(name) != len(member.name) else 0
        common = struct.pack(
            "<HHHHHIIIHH", 20, flags, member.method, 0, _DOS_DATE, member.crc, len(member.packed), member.size,
            len(name), 0,
        )  # fmt: skip
        body += [b"PK\x03\x04", common, name, member.packed]
        directory += [b"PK\x01\x02\x14\x00", common, struct.pack("<HHHII", 0, 0, 0, 0, offset), name]
        offset += 30 + len(name) + len(member.packed)
        count += 1
    entries = b"".join(directory)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(entries), offset, 0)
    return b"".join([*body, entries, end])
