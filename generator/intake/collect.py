"""All official tables of a file: each header with the lines above it and the rows below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.cell_names import cell_name
from generator.intake.economic import read_economic
from generator.intake.grid import Grid
from generator.intake.headers import Head, find_heads
from generator.intake.heading import read_heading
from generator.intake.labels import read_labels
from generator.intake.model import T6, FoundTable, Heading, Left
from generator.intake.recognise import Shape, shape_of, table_below
from generator.intake.subjects import COLUMN_KEYS, Reading, read_subjects
from generator.intake.three_public import read_three_public
from generator.intake.words import is_note, table_in_title
from generator.model import Source
from generator.money import MoneyUnit
from generator.workbook.xlsx import RawBook

REPEATED = "这张表在文件中不止一份，只取了第一份"


@dataclass(frozen=True, slots=True)
class Place:
    """A recognised table before its amounts are read: `parts` are its headers with the rows below each."""

    table: str
    grid: Grid
    heading: Heading
    parts: tuple[tuple[Head, tuple[int, ...]], ...]
    first_row: int


@dataclass(slots=True)
class Survey:
    """The tables of a file, and what is none: sheets without a table, and headers that could not be told apart."""

    places: list[Place] = field(default_factory=list)
    strange_sheets: list[str] = field(default_factory=list)
    unclear: list[Source] = field(default_factory=list)


def survey(book: RawBook, file: str) -> Survey:
    """Where the official tables of a file stand."""
    found = Survey()
    for name in book.sheet_names:
        grid = Grid.of(book.sheet(name), file)
        places, unclear = _places(grid)
        found.places += places
        found.unclear += unclear
        if not places and grid.rows:
            found.strange_sheets.append(name)
    return found


def _places(grid: Grid) -> tuple[list[Place], list[Source]]:
    heads, rows = find_heads(grid), grid.rows
    places: list[Place] = []
    unclear: list[Source] = []
    end = 0
    for index, head in enumerate(heads):
        following = heads[index + 1].first if index + 1 < len(heads) else rows[-1] + 1
        below = [row for row in rows if head.last < row < following]
        above = [row for row in rows if end < row < head.first]
        end = _last_row(grid, below, head, is_last=index + 1 == len(heads))
        data = tuple(row for row in below if row <= end)
        heading = read_heading(grid, above, head)
        before = places[-1] if places else None
        if before is not None and not heading.title and dict(before.parts[0][0].paths) == dict(head.paths):
            places[-1] = replace(before, parts=(*before.parts, (head, data)))
            continue
        table = table_below(grid, head, end, heading, alone=len(heads) == 1 or not places)
        if table:
            places.append(Place(table, grid, heading, ((head, data),), above[0] if above else head.first))
        elif shape_of(head) is not None:
            unclear.append(grid.source(head.first, min(head.columns, default=1)))
    return places, unclear


def _last_row(grid: Grid, below: Sequence[int], head: Head, *, is_last: bool) -> int:
    """The last row of the table: where the title of the next one does not stand yet."""
    if is_last:
        return below[-1] if below else head.last
    end = head.last
    for row in below:
        texts = [text for _, text in grid.texts(row)]
        if any(table_in_title(text) for text in texts):
            break
        if grid.has_number(row) or any(map(is_note, texts)):
            end = row
    return end


def read_place(place: Place, unit: MoneyUnit, year: int | None) -> FoundTable:
    """The amounts of a recognised table, given its unit."""
    reading = Reading()
    for head, rows in place.parts:
        part = _read(place, head, rows, unit, year)
        reading.entries += part.entries
        reading.left += part.left
    last_head, last_rows = place.parts[-1]
    columns = [column for head, _ in place.parts for column in head.columns]
    return FoundTable(
        place.table, place.grid.sheet.name, cell_name(place.first_row, min(columns)),
        cell_name(last_rows[-1] if last_rows else last_head.last, max(columns)), place.heading, unit,
        tuple(reading.entries), tuple(reading.left))


def _read(place: Place, head: Head, rows: Sequence[int], unit: MoneyUnit, year: int | None) -> Reading:
    shape, grid = shape_of(head), place.grid
    if place.table == T6:
        return read_economic(grid, head, rows, unit)
    if place.table in COLUMN_KEYS:
        return read_subjects(grid, head, rows, place.table, unit)
    if shape is Shape.ITEMS:
        return read_three_public(grid, head, rows, unit, year)
    return read_labels(grid, head, rows, place.table, unit)


def drop_repeated(tables: Sequence[FoundTable]) -> list[FoundTable]:
    """Each table once. One that goes on below a second title is put together; a second one that differs is reported."""
    kept: dict[str, FoundTable] = {}
    for table in tables:
        first = kept.get(table.table)
        if first is None:
            kept[table.table] = table
            continue
        known = {(entry.row, entry.column): entry.value for entry in first.entries}
        fresh = tuple(entry for entry in table.entries if known.get((entry.row, entry.column)) != entry.value)
        if _goes_on(first, table) and not any((entry.row, entry.column) in known for entry in fresh):
            kept[table.table] = replace(first, last=table.last, entries=(*first.entries, *fresh), left=(*first.left, *table.left))
            continue
        extra = tuple(Left(table.table, entry.source, f"{entry.name} {entry.value:f}{'万元' if entry.is_money else ''}".strip(), REPEATED)
                      for entry in fresh)
        kept[table.table] = replace(first, left=(*first.left, *extra, *table.left))
    return list(kept.values())


def _goes_on(first: FoundTable, second: FoundTable) -> bool:
    """Whether the second is the next page of the first."""
    same_department = second.heading.department in ("", first.heading.department)
    return same_department and (first.sheet == second.sheet or "续" in second.heading.title)
