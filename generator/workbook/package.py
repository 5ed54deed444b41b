"""Turning an openpyxl workbook into bytes that depend on its content alone."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from lxml import etree
from openpyxl.workbook import Workbook

from generator.zip_entries import entry_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FONT_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
              "family", "charset", "scheme")
CONTENT_TYPES = "[Content_Types].xml"
_STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")
_ROW = re.compile(rb'<row r="(\d+)"[^>]*>')


@dataclass(frozen=True, slots=True)
class Details:
    """What openpyxl cannot say of a sheet: the codes typed as text, and from which row on heights follow the texts."""

    text_numbers: str = ""
    first_free_height: int = 0


def package_bytes(workbook: Workbook, created: date, details: Mapping[str, Details]) -> bytes:
    """The .xlsx file with fixed dates, in a fixed order; `details` by sheet name."""
    raw = BytesIO()
    workbook.save(raw)
    stamp = f"{created:%Y-%m-%d}T00:00:00Z".encode()
    sheets = {f"xl/worksheets/sheet{index}.xml": details.get(name, Details())
              for index, name in enumerate(workbook.sheetnames, 1)}
    result = BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(result, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != CONTENT_TYPES, name)):
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _STAMPS.sub(rb"\g<1>" + stamp + rb"\g<3>", data)
            elif name == "xl/styles.xml":
                data = _fonts_in_order(data)
            elif name in sheets:
                data = _finished_sheet(data, sheets[name])
            target.writestr(entry_of(name), data, compresslevel=6)
    return result.getvalue()


def _finished_sheet(data: bytes, details: Details) -> bytes:
    """No green triangles on codes, and row heights of a table that follow what is typed."""
    if details.first_free_height:
        def free(match: re.Match[bytes]) -> bytes:
            row = match[0]
            return row.replace(b' customHeight="1"', b"") if int(match[1]) >= details.first_free_height else row

        data = _ROW.sub(free, data)
    if details.text_numbers:
        ignored = f'<ignoredErrors><ignoredError sqref="{details.text_numbers}" numberStoredAsText="1"/></ignoredErrors>'
        data = data.replace(b"</worksheet>", ignored.encode() + b"</worksheet>")
    return data


def _fonts_in_order(styles: bytes) -> bytes:
    """openpyxl writes the properties of a font in an order that the schema of the format does not allow."""
    root = etree.fromstring(styles)
    for font in root.iter(f"{{{MAIN}}}font"):
        font[:] = sorted(font, key=lambda child: FONT_ORDER.index(etree.QName(child).localname))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write beside `path`, then rename: the file arrives whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
