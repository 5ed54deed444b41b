"""Where the blocks of a sheet stand: found by their labels, so that rows and columns may be inserted or moved."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.workbook.cells import compact
from generator.workbook.marks import REQUIRED_MARK, VALUE_HEADER
from generator.workbook.raw import LAST_ROW, Grid, RawCell, RawRow
from generator.workbook.schema import Form, Item, Matrix, Sheet, Table

LONGEST_LABEL = 80
_NONE: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class Region:
    """The rows of one block, first and last included."""

    first: int
    last: int


class Labels:
    """The constant texts of a sheet in the form in which labels are compared, row by row as they are asked for."""

    __slots__ = ("_cells", "_rows")

    def __init__(self, cells: Grid) -> None:
        self._cells, self._rows = cells, sorted(cells)

    def __getitem__(self, row: int) -> Mapping[int, str]:
        """The texts of a row by column; empty where it has none."""
        cells = self._cells.get(row)
        if cells is None:
            return _NONE
        if not isinstance(cells, RawRow):
            return _labels_in(cells)
        if cells.labels is None:
            cells.labels = _labels_in(cells)
        return cells.labels

    def rows(self, first: int = 0, last: int = LAST_ROW) -> Sequence[int]:
        """The numbers of the filled rows from `first` to `last`."""
        return self._rows[bisect_left(self._rows, first):bisect_right(self._rows, last)]


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a table or matrix and the column of each item that was found."""

    row: int
    columns: Mapping[str, int]
    repeated: tuple[int, ...] = ()  # columns with the caption of another column


@dataclass(frozen=True, slots=True)
class Places:
    """Row and column of the cell to fill for each label that was found, and the cells of labels that come again."""

    found: Mapping[str, tuple[int, int]]
    repeated: tuple[tuple[str, int, int], ...] = ()  # caption, row, column


def plain_label(text: str) -> str:
    """A label as it is compared: half width, no blanks, no required mark, no closing colon."""
    return _known_label(text) if len(text) <= LONGEST_LABEL else _plain(text)


@lru_cache(maxsize=2_048)  # the same labels stand in every workbook, and a header's are compared with every row
def _known_label(text: str) -> str:
    return _plain(text)


def _plain(text: str) -> str:
    return compact(text).replace(REQUIRED_MARK, "").rstrip(":")


def _labels_in(cells: Mapping[int, RawCell]) -> dict[int, str]:
    return {column: _known_label(text) for column, (text, kind, formula, _) in cells.items()
            if kind == "s" and not formula and len(text) <= LONGEST_LABEL}


def regions(sheet: Sheet, labels: Labels) -> list[Region]:
    """The rows of each block, by the block titles; a sheet with one block is that block."""
    if len(sheet.blocks) == 1:
        return [Region(1, LAST_ROW)]
    starts: list[int] = []
    for block in sheet.blocks:
        title, after = plain_label(block.title), starts[-1] + 1 if starts else 1
        found = (row for row in labels.rows(after) if title in labels[row].values())
        starts.append(next(found, starts[-1] if starts else 1))
    ends = [*(start - 1 for start in starts[1:]), LAST_ROW]
    return [Region(start, max(start, end)) for start, end in zip(starts, ends, strict=True)]


def names_of(item: Item) -> tuple[str, str]:
    """The texts by which an item is known: its caption and its key."""
    return plain_label(item.caption), plain_label(item.key)


def find_header(block: Table | Matrix, region: Region, labels: Labels) -> Header | None:
    """The row that holds most of the block's captions, where it holds at least half of them (or the only one)."""
    best: Header | None = None
    known = _names(block)
    for row in labels.rows(region.first, region.last):
        texts = labels[row]
        if known.isdisjoint(texts.values()):
            continue
        columns, repeated = _columns(block, tuple(sorted(texts.items())))
        if len(columns) * 2 >= len(block.columns) and (best is None or len(columns) > len(best.columns)):
            best = Header(row, columns, repeated)
            if len(columns) == len(block.columns):
                break
    return best


@lru_cache(maxsize=256)
def _names(block: Table | Matrix) -> frozenset[str]:
    """The names of all columns."""
    return frozenset(name for item in block.columns for name in names_of(item))


@lru_cache(maxsize=512)  # the headers of one template are the same in every workbook
def _columns(block: Table | Matrix, texts: tuple[tuple[int, str], ...]) -> tuple[Mapping[str, int], tuple[int, ...]]:
    """In which column the caption of each item stands, and the columns with such a caption that are left over."""
    by_text: dict[str, int] = {}
    for column, text in texts:
        by_text.setdefault(text, column)
    found: dict[str, int] = {}
    for item in block.columns:
        caption, key = names_of(item)
        place = by_text.get(caption, by_text.get(key))
        if place is not None:
            found[item.key] = place
    known, taken = _names(block), set(found.values())
    return found, tuple(column for column, text in texts if text in known and column not in taken)


def form_places(form: Form, region: Region, labels: Labels) -> Places:
    """Where the cells of a form stand."""
    value_column = 0
    places: dict[str, tuple[int, int]] = {}
    repeated: list[tuple[str, int, int]] = []
    wanted = _wanted(form)
    for row in labels.rows(region.first, region.last):
        texts = labels[row]
        if VALUE_HEADER in texts.values():
            value_column = next(column for column, text in texts.items() if text == VALUE_HEADER)
            continue
        for column in sorted(texts):
            key = wanted.get(texts[column])
            if key is None or (value_column and column >= value_column):
                continue
            if key in places:
                repeated.append((texts[column], row, value_column or column + 1))
            else:
                places[key] = (row, value_column or column + 1)
            break
    return Places(places, tuple(repeated))


@lru_cache(maxsize=256)
def _wanted(form: Form) -> Mapping[str, str]:
    """The item that each label stands for."""
    names = [(item.key, *names_of(item)) for item in form.items]
    wanted = {name: item for item, caption, key in reversed(names) for name in (key, caption)}
    return wanted | {caption: item for item, caption, _ in names}


def matrix_rows(matrix: Matrix, region: Region, header: Header, labels: Labels) -> Places:
    """The row of each row label below the matrix's header, and the column of the label."""
    wanted = {plain_label(name): name for name in matrix.rows}
    first_column = min(header.columns.values())
    found: dict[str, tuple[int, int]] = {}
    repeated: list[tuple[str, int, int]] = []
    for row in labels.rows(header.row + 1, region.last):
        for column, text in labels[row].items():
            if column < first_column and text in wanted:
                if wanted[text] in found:
                    repeated.append((text, row, column))
                else:
                    found[wanted[text]] = (row, column)
    return Places(found, tuple(repeated))
