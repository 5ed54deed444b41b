"""The values that flow through the house: frozen, without behaviour that reads or writes files.

All money is Decimal in 万元, exact (see `generator.money`); a blank cell is None, never 0.
Chinese keys are the field names of the standard workbook (`generator.workbook.schema`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeVar, dataclass_transform

from generator.cell_names import letters_of
from generator.money import ZERO, MoneyUnit

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def made_often(cls: type[T]) -> type[T]:
    """Decorator: a frozen, slotted dataclass of which a report makes hundreds.

    That nothing is assigned to it is left to mypy: Python takes three times as long to make one that it guards itself.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)


class Source(NamedTuple):
    """Where a value stood: sheet and cell (`D12`) of the workbook `file`."""

    sheet: str
    cell: str
    file: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


class Amount(NamedTuple):
    """An amount in 万元, exact, and every cell it comes from."""

    value: Decimal
    sources: tuple[Source, ...] = ()

    def __bool__(self) -> bool:
        return self.value != 0


def total_of(amounts: Iterable[Amount | None]) -> Amount | None:
    """The sum of what is there with all its sources; None where everything is blank."""
    present = [amount for amount in amounts if amount is not None]
    if not present:
        return None
    if len(present) == 1 and len(present[0].sources) < 2:  # most sums: nothing to add up, no cell to be there twice
        return Amount(ZERO + present[0].value, present[0].sources)
    value = sum([amount.value for amount in present], ZERO)
    return Amount(value, tuple(dict.fromkeys([source for amount in present for source in amount.sources])))


class Text(NamedTuple):
    """A text as the clerk typed it; line breaks part paragraphs."""

    value: str
    source: Source | None = None

    def __bool__(self) -> bool:
        return bool(self.value.strip())

    def __str__(self) -> str:
        return self.value


class Count(NamedTuple):
    """A whole number (辆, 批次, 人次…) or a score (分) and its cell."""

    value: Decimal
    source: Source | None = None

    def __bool__(self) -> bool:
        return self.value != 0


class Day(NamedTuple):
    """A date and its cell."""

    value: date
    source: Source | None = None


Value = Amount | Text | Count | Day


@made_often
class Row:
    """One row of a table sheet: column key -> value; blank cells are absent.

    `columns` says in which column (from 1) each key stands, also that of a blank cell.
    """

    source: Source
    values: Mapping[str, Value]
    columns: Mapping[str, int] = field(default_factory=dict, compare=False)

    def amount(self, key: str) -> Amount | None:
        """The money in column `key`, None where blank."""
        value = self.values.get(key)
        return value if isinstance(value, Amount) else None

    def count(self, key: str) -> Count | None:
        """The count or score in column `key`, None where blank."""
        value = self.values.get(key)
        return value if isinstance(value, Count) else None

    def text(self, key: str) -> str:
        """The text in column `key`, empty where blank."""
        value = self.values.get(key)
        return value.value if isinstance(value, Text) else ""

    def day(self, key: str) -> date | None:
        """The date in column `key`, None where blank."""
        value = self.values.get(key)
        return value.value if isinstance(value, Day) else None

    def source_of(self, key: str) -> Source:
        """The cell of column `key`, blank or not (the row's first cell where the column is not known)."""
        value = self.values.get(key)
        found = (value.sources[0] if value.sources else None) if isinstance(value, Amount) else (
            value.source if value is not None else None)
        if found is not None:
            return found
        if key not in self.columns:
            return self.source
        digits = self.source.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return Source(self.source.sheet, f"{letters_of(self.columns[key])}{digits}", self.source.file)


def rows_by(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """The rows by their text in column `key`, in the order in which these texts first occur."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        text = row.text(key)
        if text in found:
            found[text].append(row)
        else:
            found[text] = [row]
    return found


@made_often
class Line:
    """One subject (科目) of a table: 类, 款 or 项 by the length of its code (3, 5, 7), or 合计 (empty code).

    `amounts` holds the amounts as given, by column key; `row` has the texts beside them (原因, 用途).
    """

    code: str
    name: str
    amounts: Mapping[str, Amount]
    row: Row

    @property
    def level(self) -> int:
        """0 合计, 1 类, 2 款, 3 项."""
        return {0: 0, 3: 1, 5: 2, 7: 3}.get(len(self.code), 3)


@dataclass(frozen=True, slots=True)
class SubjectTable:
    """A table by subject as the clerk gave it: details and, where pasted, the subtotals and 合计."""

    sheet: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    def __bool__(self) -> bool:
        return bool(self.lines)

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)


@dataclass(frozen=True, slots=True)
class Accounts:
    """The whole workbook.

    `fields` holds the form cells by key (`三公经费.公务接待费.决算数`), `rows` the table sheets by sheet name,
    `tables` the subject tables by sheet name (收入, 支出, 一般公共预算, 政府性基金, 国有资本经营, 基本支出经济分类).
    """

    file: str
    unit: MoneyUnit
    year: int
    layout: str
    fields: Mapping[str, Value]
    rows: Mapping[str, tuple[Row, ...]]
    tables: Mapping[str, SubjectTable]
    places: Mapping[str, Source] = field(default_factory=dict)  # cell of every field, also of the blank ones

    def amount(self, key: str) -> Amount | None:
        """The money in form cell `key`, None where blank."""
        value = self.fields.get(key)
        return value if isinstance(value, Amount) else None

    def count(self, key: str) -> Count | None:
        """The count in form cell `key`, None where blank."""
        value = self.fields.get(key)
        return value if isinstance(value, Count) else None

    def text(self, key: str) -> str:
        """The text in form cell `key`, empty where blank."""
        value = self.fields.get(key)
        return value.value if isinstance(value, Text) else ""

    def day(self, key: str) -> date | None:
        """The date in form cell `key`, None where blank."""
        value = self.fields.get(key)
        return value.value if isinstance(value, Day) else None

    def place(self, key: str) -> Source:
        """The cell of form field `key`, blank or not."""
        return self.places.get(key) or Source(key.split(".")[0], "A1", self.file)


class Charts(StrEnum):
    """How the charts stand in the Word file: pictures, or charts that Word and WPS can edit."""

    IMAGE = "image"
    NATIVE = "native"


class Severity(StrEnum):
    """What a finding does: 错误 stops the report, 警告 and 提示 do not."""

    ERROR = "错误"
    WARNING = "警告"
    NOTE = "提示"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the data: place, both numbers, what to do. Amounts in 万元."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    sources: tuple[Source, ...] = ()
    expected: Decimal | str | None = None
    actual: Decimal | str | None = None

    @property
    def difference(self) -> Decimal | None:
        """actual − expected in 万元, where both are numbers."""
        if isinstance(self.expected, Decimal) and isinstance(self.actual, Decimal):
            return self.actual - self.expected
        return None
