"""The workbook 公开表.xlsx: its sheets, names and properties in one package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.document import DocumentProperties
from generator.document.blocks import Content
from generator.document.names import RELATIONSHIPS, R
from generator.document.package import (
    Relationship,
    content_types_xml,
    pack,
    relationships_path,
    relationships_xml,
    write_zip,
)
from generator.escaping import escape_text, quote_attribute
from generator.publication.model import PublicTable
from generator.publication.numbers import has_thousands
from generator.publication.sheet import SheetWriter, Strings
from generator.publication.sheet_styles import HEAD, MAIN, SheetStyles
from generator.publication.word import read_public_tables

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_BOOK, _STYLES, _STRINGS, _CORE = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "docProps/core.xml"
_LEVEL = 6


def public_tables(document: Content | bytes, properties: DocumentProperties, part_heading: str = "") -> bytes:
    """公开表.xlsx of a finished report; the same report gives the same bytes.

    `document` is the report's content or its .docx; `properties` what the workbook says about itself; `part_heading` the printed heading of the
    part with the tables, for layouts whose tables bear no 公开01表. NoPublicTables where the report has no such table.
    """
    return workbook_bytes(read_public_tables(document, part_heading), properties)


def workbook_bytes(tables: Sequence[PublicTable], properties: DocumentProperties) -> bytes:
    """The .xlsx with a sheet for each table."""
    writer = SheetWriter(SheetStyles(), Strings(), has_thousands(tables))
    names = sheet_names(table.name for table in tables)
    sheets = {f"xl/worksheets/sheet{number}.xml": writer.sheet(table) for number, table in enumerate(tables, 1)}
    parts = {_BOOK: _workbook_xml(names, tables), **sheets, _STYLES: writer.styles.xml(), _STRINGS: writer.strings.xml()}
    types = dict.fromkeys(sheets, f"{_TYPE}worksheet+xml") | {
        _BOOK: f"{_TYPE}sheet.main+xml", _STYLES: f"{_TYPE}styles+xml", _STRINGS: f"{_TYPE}sharedStrings+xml",
        _CORE: _CORE_TYPE}
    inside = [Relationship(f"rId{number}", f"{R}/worksheet", path) for number, path in enumerate(sheets, 1)]
    inside += [Relationship(f"rId{len(sheets) + 1}", f"{R}/styles", _STYLES),
               Relationship(f"rId{len(sheets) + 2}", f"{R}/sharedStrings", _STRINGS)]
    outside = [Relationship("rId1", f"{R}/officeDocument", _BOOK),
               Relationship("rId2", f"{RELATIONSHIPS}/metadata/core-properties", _CORE)]
    package = {"[Content_Types].xml": content_types_xml(types), relationships_path(""): relationships_xml("", outside),
               _CORE: properties.core_xml(), **parts, relationships_path(_BOOK): relationships_xml(_BOOK, inside)}
    return write_zip(pack(name, data, _LEVEL) for name, data in package.items())


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that differ from each other, also for a program that ignores case."""
    names: list[str] = []
    for name in wanted:
        unique, number = name, 1
        while unique.lower() in (taken.lower() for taken in names):
            number += 1
            unique = f"{name}-{number}"
        names.append(unique)
    return names


def _workbook_xml(names: Sequence[str], tables: Sequence[PublicTable]) -> bytes:
    sheets = "".join(f'<sheet name={quote_attribute(name)} sheetId="{number}" r:id="rId{number}"/>'
                     for number, name in enumerate(names, 1))
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{index}">{escape_text(_header_range(name, table))}</definedName>'
        for index, (name, table) in enumerate(zip(names, tables, strict=True)))
    return (f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{R}"><bookViews><workbookView activeTab="0"/></bookViews>'
            f"<sheets>{sheets}</sheets><definedNames>{titles}</definedNames></workbook>").encode()


def _header_range(name: str, table: PublicTable) -> str:
    first = len(table.above) + 1
    return f"'{name}'!${first}:${first + table.header_rows - 1}"
