"""Where the figures of a written workbook stand, and sums of them that know how many typed figures they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.workbook.frame import basics_cell, unit_cell
from generator.workbook.schema import SHEET_BY_NAME, Table

if TYPE_CHECKING:
    from generator.workbook.sheets import Written

__all__ = ["Places", "Ref", "Value", "basics_cell", "combined", "filled", "plain", "unit_cell"]


@dataclass(frozen=True, slots=True)
class Ref:
    """One cell with an amount; `figures` is the formula that counts the typed figures in it (for 尾差)."""

    address: str
    figures: str = ""

    @property
    def count(self) -> str:
        """How many typed figures the amount holds, as a formula."""
        return self.figures or f"COUNT({self.address})"


@dataclass(frozen=True, slots=True)
class Value:
    """A formula (without the equals sign) that is blank where nothing was typed, and the count of its figures."""

    formula: str
    figures: str


@dataclass(frozen=True, slots=True)
class Places:
    """Absolute addresses with the sheet: form cells by key, table columns by sheet and column key."""

    cells: Mapping[str, str]
    columns: Mapping[tuple[str, str], str]
    office_total: str = ""
    entries: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, written: Iterable[Written]) -> Places:
        """The places of the sheets as they were written."""
        cells: dict[str, str] = {}
        columns: dict[tuple[str, str], str] = {}
        entries: dict[str, Sequence[str]] = {}
        office = ""
        for item in written:
            name = item.sheet.name
            cells |= {key: f"'{name}'!{place}" for key, place in item.cells.items()}
            columns |= {(name, key): f"'{name}'!{place}" for key, place in item.columns.items()}
            entries[name] = item.entries
            office = f"'{name}'!{item.office_total}" if item.office_total else office
        return cls(cells, columns, office, entries)

    def cell(self, key: str) -> Ref:
        """A form cell by its key (`结转结余.结余分配`)."""
        return Ref(self.cells[key])

    def column(self, sheet: str, key: str) -> str:
        """The cells of a table column, from the first data row to the last that the workbook reaches."""
        return self.columns[sheet, key]

    def table(self, sheet: str) -> Table:
        """The table of a sheet that has one."""
        table = SHEET_BY_NAME[sheet].table
        assert table is not None, sheet
        return table


def plain(ref: Ref) -> Value:
    """One amount; a text or a blank is no amount."""
    return Value(f'IF(COUNT({ref.address})=0,"",{ref.address})', ref.count)


def combined(plus: Sequence[Ref], minus: Sequence[Ref] = ()) -> Value:
    """The sum of some amounts less others; blank where all are blank."""
    if len(plus) == 1 and not minus:
        return plain(plus[0])
    every = ",".join(ref.address for ref in (*plus, *minus))
    taken = f"-SUM({','.join(ref.address for ref in minus)})" if minus else ""
    return Value(f'IF(COUNT({every})=0,"",SUM({",".join(ref.address for ref in plus)}){taken})',
                 "+".join(ref.count for ref in (*plus, *minus)))


def filled(cell: str) -> str:
    """1 where anything stands in the cell, else 0."""
    return f"(LEN({cell})>0)*1"
