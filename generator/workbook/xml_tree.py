"""Walking the XML of a package, whatever prefixes it uses."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree


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
