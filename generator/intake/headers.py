"""Where tables begin: their header rows, found by the words in them, and what each column is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.intake.grid import Grid
from generator.intake.words import CODE, COLUMN_NUMBER, STRONG, header_word, plain

MOST_BEFORE_NUMBERING = 3  # header rows that may stand above 栏次 without two words of ours
LEAST_NUMBERED = 3  # columns that a row of 1, 2, 3 … has at least, where nothing says 栏次
_LEVELS = frozenset({"类", "款", "项"})


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a table: its rows, and the texts above each column from top to bottom."""

    first: int
    last: int
    paths: Mapping[int, tuple[str, ...]]

    def words(self, column: int) -> tuple[str, ...]:
        """The header words above a column; empty strings for texts that are not ours."""
        return tuple(header_word(text) for text in self.paths.get(column, ()))

    def leaf(self, column: int) -> str:
        """The last header word of a column."""
        words = self.words(column)
        return words[-1] if words else ""

    @property
    def columns(self) -> Sequence[int]:
        """The columns that have a head, from left to right."""
        return sorted(self.paths)


def find_heads(grid: Grid) -> list[Head]:
    """The headers of a sheet from top to bottom."""
    heads: list[Head] = []
    rows = grid.rows
    index = 0
    while index < len(rows):
        if not _begins(grid, rows[index]):
            index += 1
            continue
        end = index
        while end + 1 < len(rows) and _continues(grid, rows[end + 1]):
            end += 1
        for ahead in range(end + 1, min(end + 1 + MOST_BEFORE_NUMBERING, len(rows))):
            if is_numbering(grid, rows[ahead]):
                end = ahead
            elif grid.has_number(rows[ahead]):
                break
        heads.append(_head(grid, rows[index:end + 1]))
        index = end + 1
    return heads


def _words(grid: Grid, row: int) -> list[str]:
    return [header_word(text) for _, text in grid.texts(row)]


def _begins(grid: Grid, row: int) -> bool:
    """Two words of ours or more, one of them strong, hardly anything else, and no numbers."""
    words = _words(grid, row)
    known = [word for word in words if word]
    return len(known) >= 2 and len(known) * 2 > len(words) and not STRONG.isdisjoint(known) and not grid.has_number(row)


def _continues(grid: Grid, row: int) -> bool:
    if is_numbering(grid, row):
        return True
    words = _words(grid, row)
    known = [word for word in words if word]
    return len(known) >= 2 and len(known) * 2 > len(words) and not grid.has_number(row)


def is_numbering(grid: Grid, row: int) -> bool:
    """Whether the row only counts the columns: 栏次, or 1, 2, 3 … without a label."""
    texts = [text for _, text in grid.texts(row)]
    numbers = [number.value for number in grid.numbers(row).values() if number.value is not None]
    small = all(number == number.to_integral_value() and 0 < number < 100 for number in numbers if number is not None)
    if not small:
        return False
    labels = [header_word(text) for text in texts]
    if COLUMN_NUMBER in labels:
        return all(word in (COLUMN_NUMBER, CODE) for word in labels)
    counted = [int(number) for number in numbers if number is not None]
    steps = counted == list(range(counted[0], counted[0] + len(counted))) if counted else False
    return steps and len(counted) >= LEAST_NUMBERED and all(plain(text) in _LEVELS for text in texts)


def counts_on(grid: Grid, rows: Sequence[int], column: int) -> bool:
    """Whether a column only numbers the rows: whole numbers, each one more than the one above."""
    numbers = [value for row in rows if column in grid.numbers(row) and (value := grid.numbers(row)[column].value) is not None]
    return len(numbers) >= LEAST_NUMBERED and 0 < numbers[0] < 100 and numbers == [numbers[0] + index for index in range(len(numbers))]


def _head(grid: Grid, rows: Sequence[int]) -> Head:
    """The paths of the columns: merged cells reach over their range, and so does a text with blanks to its right."""
    named = [row for row in rows if not is_numbering(grid, row)]
    numbered = [row for row in rows if row not in named]
    last_column = max((column for row in rows for column, _ in grid.cells(row)), default=0)
    table = [[_header_text(grid, row, column) for column in range(1, last_column + 1)] for row in named]
    levels = [[text if plain(text) in _LEVELS else "" for text in
               (grid.text(row, column) for column in range(1, last_column + 1))] for row in numbered]
    table += [row for row in levels if any(row)]
    paths: dict[int, tuple[str, ...]] = {}
    for column in range(last_column):
        texts: list[str] = []
        for index, row in enumerate(table):
            text = row[column]
            if not text and any(later[column] for later in table[index + 1:]):
                text = next((row[left] for left in range(column - 1, -1, -1) if row[left]), "")
            if text and (not texts or texts[-1] != text):
                texts.append(text)
        if texts:
            paths[column + 1] = tuple(texts)
    return Head(rows[0], rows[-1], paths)


def _header_text(grid: Grid, row: int, column: int) -> str:
    cell = grid.shared(row, column)
    return cell.text.strip() if cell is not None and cell.is_text else ""
