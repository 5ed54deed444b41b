"""Cells as they stand in the file, before anybody asks what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from generator.workbook.formats import PLAIN, Format

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
TRUE = frozenset({"1", "true"})
TEXT_KINDS = frozenset({"s", "str", "inlineStr"})
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class RawCell(NamedTuple):  # made by the thousand: three times as fast as a frozen dataclass
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


class RawRow(dict[int, RawCell]):
    """The filled cells of a row by column. A row of the template serves many workbooks: it is never changed.

    Once asked for, `labels` are its constant texts in the form in which labels are compared (`generator.workbook.locate`),
    and `blank_in` is a set of columns in which nothing was read of it (`generator.workbook.tables`).
    """

    labels: Mapping[int, str] | None = None
    blank_in: object = None
    hidden = False


Grid = Mapping[int, Mapping[int, RawCell]]
Merged = tuple[int, int, int, int]
Span = tuple[int, int]


class Frame(NamedTuple):
    """What stands around the rows: the merged ranges (row, column, row, column), the hidden columns (first, last)."""

    merged: tuple[Merged, ...] = ()
    hidden_columns: tuple[Span, ...] = ()


NO_FRAME = Frame()


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The filled cells by row and column (both from 1), what stands around them, and the filled rows that are hidden."""

    name: str
    cells: Grid
    frame: Frame = NO_FRAME
    hidden_rows: tuple[int, ...] = ()

    @property
    def merged(self) -> tuple[Merged, ...]:
        """The merged ranges (row, column, row, column)."""
        return self.frame.merged


def unescaped(text: str) -> str:
    """`_x000D_` and the like turned back into the characters they stand for; halves of characters are dropped."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
