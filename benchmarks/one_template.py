"""A layout's Word templates put together, unfilled, as the single .docx that docxtpl wants.

Done before anything is timed: an engineer would keep such a file from the start.
"""

import copy
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from generator.document.inserts import find_insert
from generator.layouts import Layout

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "word/document.xml"
INSERT = re.compile(r"[［\[]插入\s*(.+?)[］\]]")


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def _blocks(path: Path, folders: Sequence[Path]) -> Iterator[etree._Element]:
    """What stands in a file, with the files that it inserts."""
    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read(MAIN)).find(w("body"))
    for block in list(body):
        insert = INSERT.fullmatch("".join(text.text or "" for text in block.iter(w("t"))).strip())
        inner = find_insert(insert[1], folders) if insert and block.tag == w("p") else None
        if inner is None:
            yield block
        else:
            yield from (inside for inside in _blocks(inner, folders) if inside.tag != w("sectPr"))


def write_one_template(layout: Layout, target: Path) -> None:
    """Base styles, headers and footers, and the bodies of all parts, each part a section of its own."""
    folders = getattr(layout, "folders", ()) or (layout.base.parent,)
    with zipfile.ZipFile(layout.base) as package:
        members = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(members[MAIN])
    whole = root.find(w("body"))
    references = [copy.deepcopy(one) for one in whole.iter(w("headerReference"), w("footerReference"))]
    whole[:] = []
    section = None
    for path in layout.parts:
        if section is not None:
            carrier = etree.SubElement(etree.SubElement(whole, w("p")), w("pPr"))
            carrier.append(section)
        whole.extend(_blocks(path, folders))
        section = whole[-1]
    for text in whole.iter(w("t")):  # docxtpl makes quotes in tags straight, also those of a text
        if "{%" in (text.text or ""):
            text.text = text.text.replace("“", "\\u201c").replace("”", "\\u201d")
    first = next(whole.iter(w("sectPr")))
    first[:0] = references
    members[MAIN] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
