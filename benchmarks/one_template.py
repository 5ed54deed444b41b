"""A layout's Word templates put together, unfilled, as the single .docx that docxtpl wants."""

import copy
import tomllib
import zipfile
from pathlib import Path

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "word/document.xml"


def w(name):
    return f"{{{W}}}{name}"


def _body(path):
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(MAIN)).find(w("body"))


def write_one_template(layout: Path, target: Path) -> None:
    """Base styles, headers and footers, and the bodies of all parts, each part a section of its own."""
    spec = tomllib.loads((layout / "layout.toml").read_text(encoding="utf-8"))["版式"]
    base = layout / spec["样式"]
    with zipfile.ZipFile(base) as package:
        members = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(members[MAIN])
    whole = root.find(w("body"))
    references = [copy.deepcopy(one) for one in whole.iter(w("headerReference"), w("footerReference"))]
    whole[:] = []
    sections = []
    for name in spec["部分"]:
        blocks = list(_body(layout / name))
        if sections:
            carrier = etree.SubElement(etree.SubElement(whole, w("p")), w("pPr"))
            carrier.append(sections[-1])
        whole.extend(blocks)
        sections.append(blocks[-1])
    first = next(whole.iter(w("sectPr")))
    first[:0] = references
    members[MAIN] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
