"""What stands in the cells of an .xlsx file, read straight from its XML.

openpyxl gives either formulas or their last values, so a workbook would have to be loaded twice, and importing
it alone takes longer than everything here. This reader gives both in one pass and skips what only has a format.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from lxml import etree

from generator.workbook.formats import PLAIN, Format, format_of
from generator.workbook.unpack import UnreadableFile, unpack

LARGE_SHEET = 1_000_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LAST_SERIAL = 2_950_000  # in the year 9976, or 9980 counted from 1904
TEXT_KINDS = frozenset({"s", "str", "inlineStr"})
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: Cells and rows that only have a format: tens of thousands of them where somebody formatted whole columns.
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]+[0-9]+"(?: [a-z]+="[^"<>]*")*(?:/>|></c>)')
_EMPTY_ROW = re.compile(rb'<row r="[0-9]+"(?: [A-Za-z0-9:]+="[^"<>]*")*(?:/>|></row>)')


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell: `text` as stored, `kind` as in the file (n, s, b, e, d), `formula` empty where there is none."""

    text: str
    kind: str
    formula: str = ""
    format: Format = PLAIN

    @property
    def is_text(self) -> bool:
        """Whether the cell holds a text rather than a number, date, truth value or error."""
        return self.kind == "s"

    @property
    def lacks_value(self) -> bool:
        """A formula that no spreadsheet program has calculated yet."""
        return bool(self.formula) and not self.text and self.kind == "n"


Grid = dict[int, dict[int, RawCell]]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The filled cells by row and column (both from 1) and the merged ranges (row, column, row, column)."""

    name: str
    cells: Grid
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(slots=True)
class RawBook:
    """The package: sheets are parsed when asked for."""

    sheet_names: tuple[str, ...]
    properties: Mapping[str, str]
    epoch: date
    _load: Callable[[str], RawSheet]
    _sheets: dict[str, RawSheet] = field(default_factory=dict)

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


def cell_name(row: int, column: int) -> str:
    """`D12` for row 12, column 4."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def open_book(path: Path) -> RawBook:
    """Open an .xlsx or .xlsm file. Raises UnreadableFile; nothing else for whatever the file holds."""
    return open_parts(unpack(path))


def open_parts(parts: Mapping[str, bytes]) -> RawBook:
    """The workbook made of these parts of a package. Raises UnreadableFile."""
    try:
        return _book(parts)
    except (etree.XMLSyntaxError, KeyError, ValueError, IndexError, TypeError) as error:
        raise UnreadableFile(UnreadableFile.DAMAGED) from error


def _parse(data: bytes) -> etree._Element:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.getroottree().docinfo.internalDTD is not None:  # no spreadsheet program writes one
        raise ValueError("DTD")
    return root


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in parent if _local(child) == name)


def _descendants(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return parent.iter("{*}" + name)


def _book(parts: Mapping[str, bytes]) -> RawBook:
    workbook = _parse(parts["xl/workbook.xml"])
    targets: dict[str, str] = {}
    for relation in _parse(parts["xl/_rels/workbook.xml.rels"]):
        target = relation.get("Target", "").replace("\\", "/")
        targets[relation.get("Id", "")] = (
            target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}"))
    places: dict[str, str] = {}
    for sheet in _descendants(workbook, "sheet"):
        relation_id = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        name = sheet.get("name", "").strip()
        if name in places:
            raise UnreadableFile(UnreadableFile.DAMAGED, name)
        places[name] = targets.get(str(relation_id), "")
    strings = _shared_strings(parts.get("xl/sharedStrings.xml"))
    formats = _formats(parts.get("xl/styles.xml"))
    properties = next(_descendants(workbook, "workbookPr"), None)
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true")

    def load(name: str) -> RawSheet:
        try:
            return _read_sheet(name, _parse(_without_empty(parts[places[name]])), strings, formats)
        except (etree.XMLSyntaxError, KeyError, ValueError, IndexError, TypeError) as error:
            raise UnreadableFile(UnreadableFile.DAMAGED, name) from error

    epoch = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    return RawBook(tuple(places), _custom_properties(parts.get("docProps/custom.xml")), epoch, load)


def _custom_properties(data: bytes | None) -> dict[str, str]:
    if data is None:
        return {}
    return {prop.get("name", ""): "".join(str(text) for text in prop.itertext()).strip() for prop in _parse(data)}


def _string(element: etree._Element) -> str:
    """The text of an <si> or <is>, without phonetic hints."""
    parts = (child for item in element if _local(item) != "rPh"
             for child in ([item] if _local(item) == "t" else _children(item, "t")))
    return unescaped("".join(part.text or "" for part in parts))


def unescaped(text: str) -> str:
    """`_x000D_` and the like turned back into the characters they stand for; halves of characters are dropped."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _shared_strings(data: bytes | None) -> list[str]:
    return [] if data is None else [_string(item) for item in _children(_parse(data), "si")]


def _formats(data: bytes | None) -> list[Format]:
    if data is None:
        return []
    styles = _parse(data)
    custom = {int(item.get("numFmtId", "0")): item.get("formatCode", "") for item in _descendants(styles, "numFmt")}
    cell_formats = next(_children(styles, "cellXfs"), None)
    if cell_formats is None:
        return []
    return [format_of(int(item.get("numFmtId", "0")), custom) for item in _children(cell_formats, "xf")]


def _without_empty(data: bytes) -> bytes:
    """A large sheet without its empty cells and rows: they need not be parsed to be passed over."""
    return data if len(data) < LARGE_SHEET else _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", data))


def _read_sheet(name: str, root: etree._Element, strings: list[str], formats: list[Format]) -> RawSheet:
    cells: Grid = {}
    shared: dict[str, str] = {}
    data = next(_children(root, "sheetData"), None)
    number = 0
    for row in () if data is None else _children(data, "row"):
        number = int(row.get("r") or number + 1)
        filled = _read_row(row, number, strings, formats, shared)
        if filled and (number in cells or not 1 <= number <= LAST_ROW):
            raise ValueError("row")
        if filled:
            cells[number] = filled
    merged = tuple(_range(item.get("ref", "A1")) for item in _descendants(root, "mergeCell"))
    return RawSheet(name, cells, merged)


def _read_row(row: etree._Element, number: int, strings: list[str], formats: list[Format],
              shared: dict[str, str]) -> dict[int, RawCell]:
    filled: dict[int, RawCell] = {}
    column = 0
    for element in _children(row, "c"):
        reference = element.get("r")
        line, column = _position(reference) if reference else (number, column + 1)
        if len(element):
            style = element.get("s")
            look = formats[int(style)] if style and 0 <= int(style) < len(formats) else PLAIN
            cell = _read_cell(element, look, strings, shared)
            if cell.text or cell.formula:
                if line != number or column in filled or not 1 <= column <= LAST_COLUMN:
                    raise ValueError("cell")
                filled[column] = cell
    return filled


def _read_cell(element: etree._Element, look: Format, strings: list[str], shared: dict[str, str]) -> RawCell:
    kind, text, formula = element.get("t", "n"), "", ""
    for child in element:
        name = _local(child)
        if name == "v":
            text = child.text or ""
        elif name == "is":
            text = _string(child)
        elif name == "f":
            index = child.get("si", "")
            formula = child.text or shared.get(index, "") or "?"
            if index and child.text:
                shared[index] = child.text
    if kind == "s" and text:
        if int(text) < 0:
            raise IndexError("shared string")
        text = strings[int(text)]
    elif kind == "str":
        text = unescaped(text)
    return RawCell(text, "s" if kind in TEXT_KINDS else kind, formula, look)


def _position(reference: str) -> tuple[int, int]:
    column = index = 0
    for character in reference:
        if not character.isalpha():
            break
        column = column * 26 + ord(character.upper()) - 64
        index += 1
    return int(reference[index:]), column


def _range(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.replace("$", "").partition(":")
    return (*_position(first), *_position(last or first))
