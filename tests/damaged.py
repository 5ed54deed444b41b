"""Damaged copies of the samples, made in their XML: a cell is found by sheet, row label and column label."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

from lxml import etree

from generator.cell_names import cell_name
from generator.workbook.xlsx import RawBook, RawSheet, open_parts
from generator.zip_entries import ZIP_TIME

SAMPLES = Path(__file__).parents[1] / "input_samples"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Label = str | Sequence[str]
Value = str | int | float


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample taken apart: its zip parts, which part is which sheet, and the sheets as the reader parses them."""

    file: str
    parts: dict[str, bytes]
    part_of: dict[str, str]
    sheets: dict[str, RawSheet] = field(default_factory=dict)

    def place(self, sheet: str, row: Label, column: str) -> tuple[int, int]:
        """Row and column of the cell; the row with a constant in that cell where several have the label."""
        wanted = [row] if isinstance(row, str) else list(row)
        cells = self.sheets[sheet].cells
        found: list[tuple[int, int]] = []
        for number in sorted(cells):
            texts = [plain(cell.text) for cell in cells[number].values()]
            if all(any(_is(label, text) for text in texts) for label in wanted):
                place = next((place for above in range(number - 1, 0, -1)
                              for place, cell in cells.get(above, {}).items() if plain(cell.text) == column), 0)
                if place:
                    found.append((number, place))
        if not found:
            raise KeyError(f"{self.file}：{sheet} / {row} / {column}")
        constant = [place for place in found if not _formula(self.sheets[sheet], place)]
        return (constant or found)[0]

    def row(self, sheet: str, row: Label) -> int:
        """The number of the first row with the label."""
        wanted = [row] if isinstance(row, str) else list(row)
        for number, cells in sorted(self.sheets[sheet].cells.items()):
            texts = [plain(cell.text) for cell in cells.values()]
            if all(any(_is(label, text) for text in texts) for label in wanted):
                return number
        raise KeyError(f"{self.file}：{sheet} / {row}")


def plain(text: str) -> str:
    """A label without its required mark."""
    return text.strip().removesuffix("*").strip()


def _is(label: str, text: str) -> bool:
    return text == label or (len(label) > 8 and text.startswith(label))


def _formula(sheet: RawSheet, place: tuple[int, int]) -> str:
    cell = sheet.cells.get(place[0], {}).get(place[1])
    return cell.formula if cell is not None else ""


@cache
def sample(name: str) -> Sample:
    """The sample `name` of input_samples/ (without .xlsx)."""
    with zipfile.ZipFile(SAMPLES / f"{name}.xlsx") as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    book = open_parts(parts)
    names = [sheet.get("name", "") for sheet in etree.fromstring(parts["xl/workbook.xml"]).iter(f"{{{MAIN}}}sheet")]
    assert tuple(names) == book.sheet_names
    part_of = {sheet: f"xl/worksheets/sheet{index}.xml" for index, sheet in enumerate(names, 1)}
    return Sample(f"{name}.xlsx", parts, part_of, {sheet: book.sheet(sheet) for sheet in names})


class Damage:
    """Changes to a sample, collected sheet by sheet; the sample itself stays as it is."""

    def __init__(self, name: str) -> None:
        self.sample = sample(name)
        self.trees: dict[str, etree._Element] = {}
        self.cells: list[str] = []
        self.others: dict[str, bytes] = {}

    def tree(self, sheet: str) -> etree._Element:
        """The XML of the sheet, to be changed at will."""
        if sheet not in self.trees:
            self.trees[sheet] = etree.fromstring(self.sample.parts[self.sample.part_of[sheet]])
        return self.trees[sheet]

    def set(self, sheet: str, row: Label, column: str, value: Value) -> None:
        """Another value in the cell; "" makes it blank."""
        self.put(sheet, *self.sample.place(sheet, row, column), value)

    def clear(self, sheet: str, row: Label) -> None:
        """Every cell of the row blank."""
        number = self.sample.row(sheet, row)
        for column in self.sample.sheets[sheet].cells[number]:
            self.put(sheet, number, column, "")

    def put(self, sheet: str, row: int, column: int, value: Value) -> None:
        """Another value in the cell of that row and column."""
        name = cell_name(row, column)
        set_value(cell_element(self.tree(sheet), row, column), value)
        self.cells.append(f"{sheet}!{name}")

    def parts(self) -> dict[str, bytes]:
        """The zip parts of the damaged copy."""
        changed = {self.sample.part_of[sheet]: etree.tostring(tree) for sheet, tree in self.trees.items()}
        return {**self.sample.parts, **changed, **self.others}

    def part(self, name: str) -> bytes:
        """A part that is not a sheet, as it is now."""
        return self.others.get(name, self.sample.parts[name])

    def replace(self, name: str, old: str, new: str) -> None:
        """Another text in a part that is not a sheet; it must be there."""
        text = self.part(name).decode("utf-8")
        assert old in text, old
        self.others[name] = text.replace(old, new).encode("utf-8")

    def style(self, code: str) -> int:
        """A new cell style with the number format `code`; its index."""
        styles = etree.fromstring(self.part("xl/styles.xml"))
        formats = styles.find(f"{{{MAIN}}}numFmts")
        if formats is None:
            formats = etree.Element(f"{{{MAIN}}}numFmts")
            styles.insert(0, formats)
        number = 900 + len(formats)
        etree.SubElement(formats, f"{{{MAIN}}}numFmt", numFmtId=str(number), formatCode=code)
        looks = styles.find(f"{{{MAIN}}}cellXfs")
        assert looks is not None
        etree.SubElement(looks, f"{{{MAIN}}}xf", numFmtId=str(number), applyNumberFormat="1")
        self.others["xl/styles.xml"] = etree.tostring(styles)
        return len(looks) - 1

    def cell(self, sheet: str, row: Label, column: str) -> etree._Element:
        """The <c> of a cell, to be changed at will."""
        number, place = self.sample.place(sheet, row, column)
        self.cells.append(f"{sheet}!{cell_name(number, place)}")
        return cell_element(self.tree(sheet), number, place)

    def book(self) -> RawBook:
        """The damaged copy as the reader opens it; only the changed sheets are parsed again."""
        book = open_parts(self.parts())
        changed = {*self.others, *(self.sample.part_of[name] for name in self.trees)}
        if changed <= {*self.sample.part_of.values()}:
            for name, sheet in self.sample.sheets.items():
                if self.sample.part_of[name] not in changed:
                    book.keep(sheet)
        return book

    def write(self, path: Path) -> Path:
        """The damaged copy as a file."""
        path.write_bytes(packed(self.parts()))
        return path


def cell_element(tree: etree._Element, row: int, column: int) -> etree._Element:
    """The <c> of that cell, made where it is not there."""
    data = tree.find(f"{{{MAIN}}}sheetData")
    assert data is not None
    line = _child(data, row, f"{{{MAIN}}}row", lambda item: int(item.get("r", "0")), str(row))
    return _child(line, column, f"{{{MAIN}}}c", lambda item: _column(item.get("r", "A")), cell_name(row, column))


def _child(parent: etree._Element, wanted: int, tag: str, number, name: str) -> etree._Element:  # type: ignore[no-untyped-def]
    for index, child in enumerate(parent):
        if number(child) == wanted:
            return child
        if number(child) > wanted:
            made = etree.Element(tag, r=name)
            parent.insert(index, made)
            return made
    return etree.SubElement(parent, tag, r=name)


def _column(reference: str) -> int:
    column = 0
    for letter in reference.rstrip("0123456789"):
        column = column * 26 + ord(letter) - 64
    return column


def shift(tree: etree._Element, first: int, by: int) -> None:
    """Move the rows from `first` on down (or up) by so many, as inserting or deleting rows does."""
    for row in tree.iter(f"{{{MAIN}}}row"):
        number = int(row.get("r", "0"))
        if number >= first:
            row.set("r", str(number + by))
            for cell in row:
                cell.set("r", cell.get("r", "").rstrip("0123456789") + str(number + by))
    for merged in tree.iter(f"{{{MAIN}}}mergeCell"):
        merged.set("ref", ":".join(_shifted(corner, first, by) for corner in merged.get("ref", "").split(":")))


def _shifted(corner: str, first: int, by: int) -> str:
    letters = corner.rstrip("0123456789")
    number = int(corner[len(letters):])
    return f"{letters}{number + by if number >= first else number}"


def rows_of(tree: etree._Element) -> list[etree._Element]:
    """The <row> elements."""
    return list(tree.iter(f"{{{MAIN}}}row"))


def set_value(cell: etree._Element, value: Value, *, formula: str = "", kind: str = "") -> None:
    """Replace what the <c> holds; its style stays."""
    del cell[:]
    cell.attrib.pop("t", None)
    if formula:
        etree.SubElement(cell, f"{{{MAIN}}}f").text = formula
    if kind:
        cell.set("t", kind)
    elif isinstance(value, str) and value and not formula:
        cell.set("t", "inlineStr")
        holder = etree.SubElement(cell, f"{{{MAIN}}}is")
        etree.SubElement(holder, f"{{{MAIN}}}t").text = value
        return
    if value != "":
        etree.SubElement(cell, f"{{{MAIN}}}v").text = str(value)


def packed(parts: dict[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    """The parts as a zip, uncompressed, which is quickest."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, data in parts.items() if isinstance(parts, dict) else parts:
            package.writestr(zipfile.ZipInfo(name, ZIP_TIME), data)
    return target.getvalue()
