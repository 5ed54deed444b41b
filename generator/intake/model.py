"""What is found in a file of official tables: amounts with their meaning and place, and what could not be placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.model import Source
from generator.money import MoneyUnit

T1, T2, T3, T4, T5, T6, T7, T8, T9 = (f"公开0{number}表" for number in range(1, 10))
OPERATION = "机构运行信息表"
TITLES: Mapping[str, str] = {
    T1: "收入支出决算总表", T2: "收入决算表", T3: "支出决算表", T4: "财政拨款收入支出决算总表",
    T5: "一般公共预算财政拨款支出决算表", T6: "一般公共预算财政拨款基本支出决算明细表",
    T7: "政府性基金预算财政拨款收入支出决算表", T8: "国有资本经营预算财政拨款支出决算表",
    T9: "财政拨款“三公”经费支出决算表", OPERATION: "机构运行信息表",
}
OFFICIAL = (T1, T2, T3, T4, T5, T6, T7, T8, T9)
TOTAL_ROW = "合计"


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of an official table and what it is.

    `row` is a subject code, 合计, or the key of a labelled row; `name` is what is printed there. `value` is in 万元
    where `is_money`, else a count.
    """

    row: str
    name: str
    column: str
    value: Decimal
    source: Source
    is_money: bool = True


@dataclass(frozen=True, slots=True)
class Left:
    """A cell of a recognised table that is not taken over, as printed, and why."""

    table: str
    source: Source
    printed: str
    reason: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What the lines above a table say. `place` is the cell of the unit; empty strings and None where nothing is said."""

    title: str = ""
    number: int = 0
    department: str = ""
    year: int | None = None
    unit: MoneyUnit | None = None
    unit_place: Source | None = None


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A recognised table: where it stands (`first` and `last` cell), its heading, amounts, and what was left."""

    table: str
    sheet: str
    first: str
    last: str
    heading: Heading
    unit: MoneyUnit
    entries: tuple[Entry, ...]
    left: tuple[Left, ...] = ()

    def column(self, row: str, column: str) -> Decimal | None:
        """The printed amount (万元), None where there is none."""
        return next((entry.value for entry in self.entries if entry.row == row and entry.column == column), None)
