"""The rows of a table whose header was found: which cells each has, by the keys of the columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from generator.cell_names import letters_of
from generator.model import Amount, Count, Source
from generator.money import from_wan, shown
from generator.workbook.cells import Context
from generator.workbook.locate import Header, plain_label
from generator.workbook.marks import NAME_KEY, NAME_LOOKUP
from generator.workbook.raw import RawRow
from generator.workbook.schema import Item, Kind, Table
from generator.workbook.xlsx import RawCell, RawSheet

RowCells = Mapping[str, RawCell]


class Column(NamedTuple):
    """A column of a table that was found: its number (from 1) and letters, and its caption as it is compared."""

    item: Item
    place: int
    letters: str
    caption: str


@dataclass(frozen=True, slots=True)
class Reader:
    """A table whose header was found, and what is needed to read its rows."""

    table: Table
    sheet: RawSheet
    header: Header
    context: Context
    columns: Mapping[str, Column]  # those that are there, by key
    merged: Mapping[int, Mapping[int, RawCell]]  # see _merged_texts
    first_column: str
    has_levels: bool

    def source(self, row: int, key: str) -> Source:
        """The cell of column `key` in `row`."""
        return Source(self.sheet.name, f"{self.columns[key].letters}{row}", self.context.file)

    def first_source(self, row: int) -> Source:
        """The first cell of `row`."""
        return Source(self.sheet.name, f"{self.first_column}{row}", self.context.file)

    def source_of(self, value: Amount | Count) -> Source:
        """The cell of a value that was read here."""
        found = value.sources[0] if isinstance(value, Amount) else value.source
        assert found is not None
        return found

    def written(self, amount: Decimal) -> str:
        """An amount in 万元 as the clerk types it, in the unit of the workbook."""
        return shown(from_wan(amount, self.context.unit), thousands=True)

    def rows(self) -> Iterator[tuple[int, dict[str, RawCell]]]:
        """Each row below the header with its cells that are not blank, without names that we look up ourselves."""
        merged, grid, header = self.merged, self.sheet.cells, self.header.row
        places = [(key, column.place) for key, column in self.columns.items()]
        for row in sorted({*grid, *merged} if merged else grid):
            if row <= header:
                continue
            filled = grid.get(row, {})
            if row in merged:
                filled = {**merged[row], **filled}
            elif isinstance(filled, RawRow) and filled.blank_in is self.columns:
                continue
            cells = {}
            for key, place in places:
                cell = filled.get(place)
                if cell is not None and (cell.kind != "s" or cell.text.strip()):
                    cells[key] = cell
            if NAME_KEY in cells and NAME_LOOKUP in cells[NAME_KEY].formula.upper():
                del cells[NAME_KEY]
            if cells:
                yield row, cells
            else:
                self.pass_over(row)

    def pass_over(self, row: int) -> None:
        """Nothing is read of this row: it need not be looked at in the next workbook if it comes from the template."""
        filled = self.sheet.cells.get(row)
        if isinstance(filled, RawRow) and row not in self.merged:
            filled.blank_in = self.columns


def reader_of(table: Table, sheet: RawSheet, header: Header, context: Context) -> Reader:
    """The reader of `table`, whose header was found in `sheet`."""
    columns = _columns(table, tuple(header.columns.items()))
    return Reader(table, sheet, header, context, columns, _merged_texts(columns, sheet, header), letters_of(min(header.columns.values())),
                  any(item.key == "级次" for item in table.columns))


@lru_cache(maxsize=128)  # the same in all workbooks from one template
def _columns(table: Table, places: tuple[tuple[str, int], ...]) -> Mapping[str, Column]:
    found = dict(places)
    return {item.key: Column(item, found[item.key], letters_of(found[item.key]), plain_label(item.caption))
            for item in table.columns if item.key in found}


def _merged_texts(columns: Mapping[str, Column], sheet: RawSheet, header: Header) -> dict[int, dict[int, RawCell]]:
    """Cells merged down a group stand for their text in every row of the group: by row and column."""
    kinds = (Kind.TEXT, Kind.LONG, Kind.CHOICE)
    texts = {column.place for column in columns.values() if column.item.kind in kinds}
    found: dict[int, dict[int, RawCell]] = {}
    last = max(sheet.cells, default=0)
    for top, left, bottom, _ in sheet.merged:
        if top > header.row and left in texts and bottom > top:
            cell = sheet.cells.get(top, {}).get(left)
            if cell is not None:
                for row in range(top + 1, min(bottom, last) + 1):
                    found.setdefault(row, {})[left] = cell
    return found
