"""What stands in the cells of an .xlsx file, read straight from its XML.

openpyxl gives either formulas or their last values, so a workbook would have to be loaded twice, and importing
it alone takes longer than everything here. This reader gives both in one pass and skips what only has a format.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from lxml import etree

from generator.workbook.formats import Format, format_of
from generator.workbook.looks import Looks
from generator.workbook.raw import Grid, RawCell, RawSheet, unescaped
from generator.workbook.scan import scan_sheet
from generator.workbook.shared_strings import SharedStrings
from generator.workbook.sheet_tree import walk_sheet
from generator.workbook.unpack import UnreadableFile, unpack
from generator.workbook.xml_tree import children, descendants, parse

__all__ = ["Format", "Grid", "RawBook", "RawCell", "RawSheet", "open_book", "open_parts", "unescaped"]


LARGE_PART = 200_000
LAST_SERIAL = 2_950_000  # in the year 9976, or 9980 counted from 1904
DAMAGE = (etree.XMLSyntaxError, KeyError, ValueError, IndexError, TypeError)


@dataclass(slots=True)
class RawBook:
    """The package: sheets are parsed when asked for."""

    sheet_names: tuple[str, ...]
    properties: Mapping[str, str]
    epoch: date
    _load: Callable[[str], RawSheet]
    _sheets: dict[str, RawSheet] = field(default_factory=dict)
    hidden_sheets: frozenset[str] = frozenset()

    def sheet(self, name: str) -> RawSheet:
        """The sheet of that name."""
        if name not in self._sheets:
            self._sheets[name] = self._load(name)
        return self._sheets[name]

    def keep(self, sheet: RawSheet) -> None:
        """Take `sheet` as already parsed."""
        self._sheets[sheet.name] = sheet

    def day(self, serial: int) -> date | None:
        """The date that a serial number stands for; None where there is no such date."""
        return self.epoch + timedelta(days=serial) if 0 <= serial <= LAST_SERIAL else None


def open_book(path: Path) -> RawBook:
    """Open an .xlsx or .xlsm file. Raises UnreadableFile; nothing else for whatever the file holds."""
    return open_parts(unpack(path))


def open_parts(parts: Mapping[str, bytes]) -> RawBook:
    """The workbook made of these parts of a package. Raises UnreadableFile."""
    try:
        return _book(parts)
    except DAMAGE as error:
        raise UnreadableFile(UnreadableFile.DAMAGED) from error


def _book(parts: Mapping[str, bytes]) -> RawBook:
    book, relations = parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"]
    places, hidden, epoch = (_known_contents if len(book) + len(relations) < LARGE_PART else _contents)(book, relations)
    strings = SharedStrings(parts.get("xl/sharedStrings.xml"))
    looks = _looks(parts.get("xl/styles.xml"))

    def load(name: str) -> RawSheet:
        try:
            data = parts[places[name]]
            return RawSheet(name, *(scan_sheet(data, strings.written, looks) or walk_sheet(data, strings.texts, looks.formats)))
        except DAMAGE as error:
            raise UnreadableFile(UnreadableFile.DAMAGED, name) from error

    return RawBook(tuple(places), _custom_properties(parts.get("docProps/custom.xml")), epoch, load, hidden_sheets=hidden)


def _contents(book: bytes, relations: bytes) -> tuple[Mapping[str, str], frozenset[str], date]:
    """The part of each sheet by its name, the sheets that are hidden, and the day that dates are counted from."""
    workbook = parse(book)
    targets: dict[str, str] = {}
    for relation in parse(relations):
        target = relation.get("Target", "").replace("\\", "/")
        targets[relation.get("Id", "")] = (
            target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}"))
    places: dict[str, str] = {}
    hidden: set[str] = set()
    for sheet in descendants(workbook, "sheet"):
        relation_id = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        name = sheet.get("name", "").strip()
        if name in places:
            raise UnreadableFile(UnreadableFile.DAMAGED, name)
        places[name] = targets.get(str(relation_id), "")
        if sheet.get("state", "visible") != "visible":
            hidden.add(name)
    properties = next(descendants(workbook, "workbookPr"), None)
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return places, frozenset(hidden), date(1904, 1, 1) if from_1904 else date(1899, 12, 30)


#: The same in all workbooks from one template, as are the styles below.
_known_contents = lru_cache(maxsize=8)(_contents)


def _custom_properties(data: bytes | None) -> dict[str, str]:
    if data is None:
        return {}
    return {prop.get("name", ""): "".join(str(text) for text in prop.itertext()).strip() for prop in parse(data)}


def _looks(data: bytes | None) -> Looks:
    if data is None:
        return Looks(())
    return _known_looks(data) if len(data) < LARGE_PART else _looks_in(data)


def _looks_in(data: bytes) -> Looks:
    return Looks(_formats_in(data))


_known_looks = lru_cache(maxsize=4)(_looks_in)


def _formats_in(data: bytes) -> tuple[Format, ...]:
    styles = parse(data)
    custom = {int(item.get("numFmtId", "0")): item.get("formatCode", "") for item in descendants(styles, "numFmt")}
    cell_formats = next(children(styles, "cellXfs"), None)
    if cell_formats is None:
        return ()
    return tuple(format_of(int(item.get("numFmtId", "0")), custom) for item in children(cell_formats, "xf"))
