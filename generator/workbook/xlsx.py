"""What stands in the cells of an .xlsx file, read straight from its XML.

openpyxl gives either formulas or their last values, so a workbook would have to be loaded twice, and importing
it alone takes longer than everything here. This reader gives both in one pass and skips what only has a format.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from lxml import etree

MAX_UNPACKED = 200 * 1024 * 1024
MAX_BLANK_ROWS = 2_000
TEXT_KINDS = frozenset({"s", "str", "inlineStr"})
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENT_FORMATS = {9: 0, 10: 2}


class UnreadableFile(Exception):
    """The file is not an .xlsx package that can be read; `reason` is one of the keys below."""

    MISSING, IN_USE, NOT_XLSX = "missing", "in_use", "not_xlsx"
    ENCRYPTED, DAMAGED, TOO_LARGE = "encrypted", "damaged", "too_large"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Format:
    """What of a number format matters for reading: date or percent, and the percent's decimals."""

    is_date: bool = False
    percent_places: int | None = None


PLAIN = Format()


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

    def day(self, serial: int) -> date:
        """The date that a serial number stands for."""
        return self.epoch + timedelta(days=serial)


def cell_name(row: int, column: int) -> str:
    """`D12` for row 12, column 4."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def open_book(path: Path) -> RawBook:
    """Open an .xlsx or .xlsm file. Raises UnreadableFile; nothing else for whatever the file holds."""
    parts = _unpack(path)
    try:
        return _book(parts)
    except (etree.XMLSyntaxError, KeyError, ValueError, IndexError) as error:
        raise UnreadableFile(UnreadableFile.DAMAGED) from error


def _unpack(path: Path) -> dict[str, bytes]:
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
            if head.startswith(b"\xd0\xcf\x11\xe0"):
                protected = "EncryptedPackage".encode("utf-16-le") in stream.read()
                raise UnreadableFile(UnreadableFile.ENCRYPTED if protected else UnreadableFile.NOT_XLSX)
            if not head.startswith(b"PK"):
                raise UnreadableFile(UnreadableFile.NOT_XLSX)
            with zipfile.ZipFile(stream) as package:
                if sum(info.file_size for info in package.infolist()) > MAX_UNPACKED:
                    raise UnreadableFile(UnreadableFile.TOO_LARGE)
                parts = {info.filename: package.read(info) for info in package.infolist()
                         if info.filename.endswith((".xml", ".rels"))}
    except FileNotFoundError as error:
        raise UnreadableFile(UnreadableFile.MISSING) from error
    except OSError as error:  # on Windows a file open in Excel may be locked; a folder is no file either
        raise UnreadableFile(UnreadableFile.IN_USE) from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise UnreadableFile(UnreadableFile.DAMAGED) from error
    if "xl/workbook.xml" not in parts:
        raise UnreadableFile(UnreadableFile.NOT_XLSX)
    return parts


def _parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


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
        target = relation.get("Target", "")
        targets[relation.get("Id", "")] = (
            target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}"))
    places: dict[str, str] = {}
    for sheet in _descendants(workbook, "sheet"):
        relation_id = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        target = targets.get(str(relation_id), "")
        if target in parts:
            places[sheet.get("name", "").strip()] = target
    strings = _shared_strings(parts.get("xl/sharedStrings.xml"))
    formats = _formats(parts.get("xl/styles.xml"))
    properties = next(_descendants(workbook, "workbookPr"), None)
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true")

    def load(name: str) -> RawSheet:
        try:
            return _read_sheet(name, _parse(parts[places[name]]), strings, formats)
        except (etree.XMLSyntaxError, ValueError, IndexError) as error:
            raise UnreadableFile(UnreadableFile.DAMAGED) from error

    epoch = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    return RawBook(tuple(places), _custom_properties(parts.get("docProps/custom.xml")), epoch, load)


def _custom_properties(data: bytes | None) -> dict[str, str]:
    if data is None:
        return {}
    return {prop.get("name", ""): "".join(str(text) for text in prop.itertext()).strip() for prop in _parse(data)}


def _string(element: etree._Element) -> str:
    """The text of an <si> or <is>, without phonetic hints."""
    parts = (child for item in element for child in ([item] if _local(item) == "t" else _children(item, "t"))
             if _local(item) != "rPh")
    return unescaped("".join(part.text or "" for part in parts))


def unescaped(text: str) -> str:
    """`_x000D_` and the like turned back into the characters they stand for."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


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
    return [_format(int(item.get("numFmtId", "0")), custom) for item in _children(cell_formats, "xf")]


def _format(number: int, custom: Mapping[int, str]) -> Format:
    if number in _PERCENT_FORMATS:
        return Format(percent_places=_PERCENT_FORMATS[number])
    code = custom.get(number)
    if code is None:
        return Format(is_date=number in _DATE_FORMATS)
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.split(";")[0])
    if "%" in bare:
        return Format(percent_places=len(bare.partition(".")[2].replace("%", "").strip()))
    return Format(is_date=bool(re.search(r"[ymdhYMDH年月日]", bare)) and "General" not in bare)


def _read_sheet(name: str, root: etree._Element, strings: list[str], formats: list[Format]) -> RawSheet:
    cells: Grid = {}
    shared: dict[str, str] = {}
    data = next(_children(root, "sheetData"), None)
    number = blank = 0
    for row in () if data is None else data:
        number = int(row.get("r") or number + 1)
        filled = _read_row(row, strings, formats, shared)
        if filled:
            cells[number], blank = filled, 0
        elif (blank := blank + 1) >= MAX_BLANK_ROWS:
            break
    merged = tuple(_range(item.get("ref", "A1")) for item in _descendants(root, "mergeCell"))
    return RawSheet(name, cells, merged)


def _read_row(row: etree._Element, strings: list[str], formats: list[Format],
              shared: dict[str, str]) -> dict[int, RawCell]:
    filled: dict[int, RawCell] = {}
    column = 0
    for element in row:
        reference = element.get("r")
        column = _position(reference)[1] if reference else column + 1
        if len(element):
            style = element.get("s")
            look = formats[int(style)] if style and int(style) < len(formats) else PLAIN
            cell = _read_cell(element, look, strings, shared)
            if cell.text or cell.formula:
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
