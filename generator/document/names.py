"""Names of the Open XML formats: namespaces, relationship types, content types, and our marks in rendered text."""

from __future__ import annotations

from typing import Final

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

ROOT_PREFIXES: Final = {"w": W, "r": R, "wp": WP, "a": A, "pic": PIC, "mc": MC}
WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."

# U+FFFF cannot occur in XML, so neither template nor data can hold it. A mark is MARK + code + payload + MARK.
MARK: Final = "\uffff"
ROW, TABLE, TABLE_END, CELL, CELL_END, KEY = "R", "B", "b", "V", "E", "K"  # 并组, see merge.py
DRAWING_ID: Final = "D"  # number of a drawing; payload: the relationship id of what it shows, or nothing
TOC, TOC_END = "T", "t"


def w(name: str) -> str:
    """The lxml name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


def mark(code: str, payload: str = "") -> str:
    """A mark as it stands in rendered text."""
    return f"{MARK}{code}{payload}{MARK}"
