"""What a finished PDF holds, for the tests and for whoever wants to be sure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any


def page_count(pdf: Path) -> int:
    """The number of pages."""
    from pypdf import PdfReader

    with PdfReader(pdf) as reader:
        return len(reader.pages)


def bookmarks(pdf: Path) -> list[str]:
    """The titles of the outline, in order, whatever their level."""
    from pypdf import PdfReader

    with PdfReader(pdf) as reader:
        return list(_titles(reader.outline))


def _titles(outline: Any) -> Iterator[str]:
    for item in outline:
        if isinstance(item, list):
            yield from _titles(item)
        else:
            yield str(item.title)


def pdf_fonts(pdf: Path) -> dict[str, bool]:
    """The fonts by name (without the six letters that mark a subset), and whether each is embedded."""
    from pypdf import PdfReader

    fonts: dict[str, bool] = {}
    with PdfReader(pdf) as reader:
        for page in reader.pages:
            listed = page.get("/Resources", {}).get("/Font", {})
            for reference in listed.values():
                font: Any = reference.get_object()
                for part in [font, *(child.get_object() for child in font.get("/DescendantFonts", []))]:
                    if "/FontDescriptor" not in part:
                        continue
                    descriptor = part["/FontDescriptor"].get_object()
                    name = str(part["/BaseFont"]).lstrip("/")
                    bare = name[7:] if name[6:7] == "+" else name
                    fonts[bare] = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return fonts
