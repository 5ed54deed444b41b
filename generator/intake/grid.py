"""A sheet of an exported file: its texts and numbers, with merged cells known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from generator.cell_names import cell_name
from generator.model import Source
from generator.workbook.cells import DASHES, STORED_DIGITS, compact, number_in, plain_number, tidy
from generator.workbook.xlsx import RawCell, RawSheet

NOTHING = frozenset({"无", "无数据", "/", "\\", "不适用", ""})
_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Number:
    """What a cell holds where a number is expected: `value`, or the reason (Chinese) why it is none."""

    value: Decimal | None
    problem: str = ""


BLANK = Number(None)


def number_of(cell: RawCell | None) -> Number:
    """The number in a cell, as printed, in the table's own unit; blanks, dashes and 无 are nothing."""
    if cell is None:
        return BLANK
    if cell.kind == "e":
        return Number(None, f"单元格是错误值 {cell.text}")
    if cell.lacks_value:
        return Number(None, "公式没有计算结果，请用 Excel 或 WPS 打开保存一次再导入")
    if cell.is_text:
        bare = compact(cell.text)
        if bare in NOTHING or not (set(bare) - DASHES):
            return BLANK
        number = number_in(bare)
        return Number(None, "不是数字") if number is None else Number(plain_number(number))
    if cell.kind in ("b", "d") or cell.format.is_date:
        return Number(None, "不是数字")
    if cell.format.percent_places is not None:
        return Number(None, "是百分比")
    try:
        stored = STORED_DIGITS.create_decimal(cell.text)
    except InvalidOperation:
        return Number(None, "不是数字")
    return Number(plain_number(stored)) if stored.is_finite() else Number(None, "不是数字")


@dataclass(slots=True)
class Grid:
    """One sheet. Rows and columns count from 1; `covered` leads from each cell of a merged range to its first cell."""

    sheet: RawSheet
    file: str
    covered: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    _texts: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    _numbers: dict[int, dict[int, Number]] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: RawSheet, file: str) -> Grid:
        """The grid of a sheet of `file`. A range over more cells than a table has is a format, not a merge."""
        grid = cls(sheet, file)
        for top, left, bottom, right in sheet.merged:
            if (bottom - top + 1) * (right - left + 1) <= 5_000:
                grid.covered.update({(row, column): (top, left) for row in range(top, bottom + 1)
                                     for column in range(left, right + 1)})
        return grid

    @property
    def rows(self) -> list[int]:
        """The rows that hold anything."""
        return sorted(row for row, columns in self.sheet.cells.items() if any(map(_holds, columns.values())))

    def cells(self, row: int) -> Iterator[tuple[int, RawCell]]:
        """The filled cells of a row from left to right."""
        columns = self.sheet.cells.get(row, {})
        return ((column, columns[column]) for column in sorted(columns) if _holds(columns[column]))

    def cell(self, row: int, column: int) -> RawCell | None:
        """The cell as stored, None where blank."""
        return self.sheet.cells.get(row, {}).get(column)

    def shared(self, row: int, column: int) -> RawCell | None:
        """The cell, or the one that a merged range shows there."""
        return self.cell(*self.covered.get((row, column), (row, column)))

    def text(self, row: int, column: int, *, merged: bool = False) -> str:
        """The text of a cell; a number in its plain form; empty where blank."""
        cell = self.shared(row, column) if merged else self.cell(row, column)
        return "" if cell is None else shown(cell)

    def texts(self, row: int) -> list[tuple[int, str]]:
        """The cells of a row that hold text which is no number."""
        if row not in self._texts:
            self._texts[row] = [(column, tidy(cell.text)) for column, cell in self.cells(row)
                                if cell.is_text and cell.text.strip() and number_in(cell.text) is None]
        return self._texts[row]

    def numbers(self, row: int) -> dict[int, Number]:
        """What each filled cell of a row is as a number."""
        if row not in self._numbers:
            self._numbers[row] = {column: number_of(cell) for column, cell in self.cells(row)}
        return self._numbers[row]

    def has_number(self, row: int) -> bool:
        """Whether any cell of the row is a number."""
        return any(number.value is not None for number in self.numbers(row).values())

    def source(self, row: int, column: int) -> Source:
        """The place of a cell."""
        return Source(self.sheet.name, cell_name(row, column), self.file)


def _holds(cell: RawCell) -> bool:
    return bool(cell.formula) or bool(cell.text.strip())


def shown(cell: RawCell) -> str:
    """A cell as text: numbers in their plain form."""
    if cell.is_text or cell.kind in ("b", "d", "e"):
        return tidy(cell.text)
    number = number_of(cell)
    return cell.text if number.value is None else f"{number.value:f}"


def clipped(text: str) -> str:
    """A text on one line, short enough for a message."""
    flat = re.sub(r"\s+", " ", text)
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"
