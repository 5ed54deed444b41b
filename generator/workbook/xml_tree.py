"""Walking the XML of a package, whatever prefixes it uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

_OTHER_ENCODING = re.compile(rb'encoding\s*=\s*["\'](?!utf-8["\'])', re.IGNORECASE)


def parse(data: bytes) -> etree._Element:
    """The root of a part. Raises XMLSyntaxError or ValueError; entities are never resolved."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.getroottree().docinfo.internalDTD is not None:  # no spreadsheet program writes one
        raise ValueError("DTD")
    return root


def local(element: etree._Element) -> str:
    """The name of the element without its namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of that name."""
    return (child for child in parent if local(child) == name)


def descendants(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Everything of that name below `parent`."""
    return parent.iter("{*}" + name)


def is_unusual(head: bytes) -> bool:
    """Whether what looks like a tag may be part of a comment, of CDATA, of an instruction or of another alphabet."""
    return b"<!" in head or b"<?" in head[5:] or (b"encoding" in head and _OTHER_ENCODING.search(head) is not None)


def parse_pieces(head: bytes, tail: bytes, elements: Iterable[bytes] = (), text: bytes = b"") -> etree._Element | None:
    """The root of the document with `elements` and one more for `text` between `head` and `tail`; None where it is damaged."""
    try:
        return parse(b"".join((head, *elements, b"<t>", text, b"</t>", tail)))
    except (etree.XMLSyntaxError, ValueError):
        return None
