"""A published table as the Word report shows it: lines above, ruled rows, notes below. Lengths are in points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

SIDES = ("left", "right", "top", "bottom")


class NoPublicTables(ValueError):
    """The report holds no published table that could be recognised; the message (Chinese) says how one is."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a text looks: font and size in points, alignment as in spreadsheets, the sides that are ruled."""

    font: str = "宋体"
    size: float = 10.5
    bold: bool = False
    horizontal: str = "left"
    vertical: str = "center"
    sides: tuple[str, ...] = ()
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph above or below a table; `parts` are what its tabs separate (left, … right)."""

    parts: tuple[str, ...]
    look: Look

    @property
    def text(self) -> str:
        """All of it in one."""
        return " ".join(part for part in self.parts if part)


class Cell(NamedTuple):
    """A cell of the table, as printed; `column` from 0; merged over `columns` and `rows`."""

    text: str
    column: int
    columns: int
    rows: int
    look: Look


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `header` where it repeats at the top of every page. `height` is the least height."""

    cells: tuple[Cell, ...]
    height: float
    header: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The page of the Word section; `margins` are top, right, bottom, left, header, footer."""

    width: float = 595.3
    height: float = 841.9
    margins: tuple[float, float, float, float, float, float] = (54.0, 54.0, 54.0, 54.0, 28.0, 28.0)

    @property
    def landscape(self) -> bool:
        """Whether the page lies on its side."""
        return self.width > self.height

    @property
    def usable_height(self) -> float:
        """What the margins leave."""
        return self.height - self.margins[0] - self.margins[2]


@dataclass(frozen=True, slots=True)
class PublicTable:
    """One published table. `name` is 公开01表 … (or what the caption has instead) and becomes the sheet's name."""

    name: str
    above: tuple[Line, ...]
    rows: tuple[Row, ...]
    below: tuple[Line, ...]
    widths: tuple[float, ...]
    page: Page
    header_rows: int
