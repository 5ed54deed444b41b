"""Where the blocks of a sheet stand: found by their labels, so that rows and columns may be inserted or moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.workbook.cells import compact
from generator.workbook.marks import REQUIRED_MARK, VALUE_HEADER
from generator.workbook.schema import Form, Item, Matrix, Sheet, Table
from generator.workbook.xlsx import Grid

LONGEST_LABEL = 80
Labels = Mapping[int, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Region:
    """The rows of one block, first and last included."""

    first: int
    last: int

    def rows(self, labels: Labels) -> Iterable[int]:
        """The rows that hold any text."""
        return (row for row in sorted(labels) if self.first <= row <= self.last)


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


def labels_of(cells: Grid) -> Labels:
    """The constant texts of a sheet in the form in which labels are compared."""
    found: dict[int, dict[int, str]] = {}
    for row, columns in cells.items():
        texts = {column: _known_label(text) for column, (text, kind, formula, _) in columns.items()
                 if kind == "s" and not formula and len(text) <= LONGEST_LABEL}
        if texts:
            found[row] = texts
    return found


def regions(sheet: Sheet, labels: Labels) -> list[Region]:
    """The rows of each block, by the block titles; a sheet with one block is that block."""
    last = max(labels, default=0) + 1_000_000
    if len(sheet.blocks) == 1:
        return [Region(1, last)]
    starts: list[int] = []
    for block in sheet.blocks:
        title, after = plain_label(block.title), starts[-1] + 1 if starts else 1
        found = (row for row in sorted(labels) if row >= after and title in labels[row].values())
        starts.append(next(found, starts[-1] if starts else 1))
    ends = [*(start - 1 for start in starts[1:]), last]
    return [Region(start, max(start, end)) for start, end in zip(starts, ends, strict=True)]


def names_of(item: Item) -> tuple[str, str]:
    """The texts by which an item is known: its caption and its key."""
    return plain_label(item.caption), plain_label(item.key)


def find_header(block: Table | Matrix, region: Region, labels: Labels) -> Header | None:
    """The row that holds most of the block's captions, where it holds at least half of them (or the only one)."""
    best: Header | None = None
    names = {item.key: names_of(item) for item in block.columns}
    known = frozenset(name for both in names.values() for name in both)
    for row in region.rows(labels):
        if known.isdisjoint(labels[row].values()):
            continue
        columns = _columns(names, labels[row])
        if len(columns) * 2 >= len(block.columns) and (best is None or len(columns) > len(best.columns)):
            best = Header(row, columns, _repeated(known, columns, labels[row]))
    return best


def _repeated(names: frozenset[str], columns: Mapping[str, int], texts: Mapping[int, str]) -> tuple[int, ...]:
    return tuple(column for column, text in sorted(texts.items()) if text in names and column not in columns.values())


def _columns(names: Mapping[str, tuple[str, str]], texts: Mapping[int, str]) -> dict[str, int]:
    by_text: dict[str, int] = {}
    for column in sorted(texts):
        by_text.setdefault(texts[column], column)
    found: dict[str, int] = {}
    for item, (caption, key) in names.items():
        place = by_text.get(caption, by_text.get(key))
        if place is not None:
            found[item] = place
    return found


def form_places(form: Form, region: Region, labels: Labels) -> Places:
    """Where the cells of a form stand."""
    value_column = 0
    places: dict[str, tuple[int, int]] = {}
    repeated: list[tuple[str, int, int]] = []
    names = [(item.key, *names_of(item)) for item in form.items]
    wanted = {name: item for item, caption, key in reversed(names) for name in (key, caption)}
    wanted.update({caption: item for item, caption, _ in names})
    for row in region.rows(labels):
        texts = labels[row]
        header = next((column for column, text in texts.items() if text == VALUE_HEADER), 0)
        if header:
            value_column = header
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


def matrix_rows(matrix: Matrix, region: Region, header: Header, labels: Labels) -> Places:
    """The row of each row label below the matrix's header, and the column of the label."""
    wanted = {plain_label(name): name for name in matrix.rows}
    first_column = min(header.columns.values())
    found: dict[str, tuple[int, int]] = {}
    repeated: list[tuple[str, int, int]] = []
    for row in region.rows(labels):
        if row <= header.row:
            continue
        for column, text in labels[row].items():
            if column < first_column and text in wanted:
                if wanted[text] in found:
                    repeated.append((text, row, column))
                else:
                    found[wanted[text]] = (row, column)
    return Places(found, tuple(repeated))
