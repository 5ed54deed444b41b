"""Messages: place, both numbers, difference, remedy. And the comparison of amounts, which allows 尾差 and no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from generator.checks.registry import Problem
from generator.model import Amount, Line, Severity, Source, made_often
from generator.money import ZERO, MoneyUnit, from_wan, rounded, rounding_slack
from generator.tables.books import Books
from generator.tables.rollup import RolledLine

MAX_RANGES = 6
_CELL = re.compile(r"([A-Z]+)(\d+)")


@made_often
class Side:
    """One side of a comparison: what it is called, the amount, and where to write it where it is blank."""

    label: str
    amount: Amount | None
    place: Source | None = None

    @property
    def value(self) -> Decimal:
        """万元; a blank counts as zero in a comparison."""
        return self.amount.value if self.amount is not None else ZERO

    @property
    def sources(self) -> tuple[Source, ...]:
        """Its cells."""
        if self.amount is not None and self.amount.sources:
            return self.amount.sources
        return (self.place,) if self.place is not None else ()


def money(value: Decimal, unit: MoneyUnit) -> str:
    """An amount (万元) in the workbook's unit: 12,345.60. More decimals only where two would hide the amount."""
    typed = from_wan(value, unit)
    return f"{rounded(typed):,f}" if typed == rounded(typed, 2) else f"{typed.normalize():,f}"


def cells(sources: Iterable[Source], home: str = "") -> str:
    """`D13:D16、支出!E4`: neighbours drawn together, the sheet `home` not named.

    More than six ranges are drawn together to one block for each sheet: `收入!D6:I22`.
    """
    by_sheet: dict[str, list[tuple[str, int]]] = {}
    plain: list[str] = []
    for source in dict.fromkeys(sources):
        match = _CELL.fullmatch(source.cell)
        if match is None:
            plain.append(str(source))
        else:
            by_sheet.setdefault(source.sheet, []).append((match[1], int(match[2])))
    names = [*plain, *(f"{_prefix(sheet, home)}{name}" for sheet, found in by_sheet.items() for name in _ranges(found))]
    if len(names) > MAX_RANGES:
        names = [*plain, *(f"{_prefix(sheet, home)}{_block(found)}" for sheet, found in by_sheet.items())]
    return "、".join(names)


def _prefix(sheet: str, home: str) -> str:
    return "" if sheet == home else f"{sheet}!"


def _ranges(found: Iterable[tuple[str, int]]) -> list[str]:
    ranges: list[tuple[str, int, int]] = []
    for column, row in found:
        if ranges and ranges[-1][0] == column and ranges[-1][2] == row - 1:
            ranges[-1] = (column, ranges[-1][1], row)
        else:
            ranges.append((column, row, row))
    return [f"{column}{first}" if first == last else f"{column}{first}:{column}{last}" for column, first, last in ranges]


def _block(found: Sequence[tuple[str, int]]) -> str:
    columns = sorted({column for column, _ in found}, key=lambda column: (len(column), column))
    rows = [row for _, row in found]
    first, last = f"{columns[0]}{min(rows)}", f"{columns[-1]}{max(rows)}"
    return first if first == last else f"{first}:{last}"


def slack(unit: MoneyUnit, *sides: Side) -> Decimal:
    """尾差 (万元): half a unit of the last place for each typed figure that enters either side; none in 元."""
    if unit is MoneyUnit.YUAN:
        return ZERO
    figures = sum([max(len(side.amount.sources), 1) for side in sides if side.amount is not None])
    return rounding_slack(max(figures, 1) - 1, unit)


def agrees(unit: MoneyUnit, left: Side, right: Side) -> bool:
    """Whether both sides are equal but for 尾差."""
    apart = abs(left.value - right.value)
    return not apart or apart <= slack(unit, left, right)


def _said(side: Side, unit: MoneyUnit) -> str:
    if side.amount is None:
        return f"{side.place}（{side.label}）空着" if side.place else f"{side.label}空着"
    amount = money(side.value, unit)
    if len(side.sources) == 1:
        return f"{side.sources[0]}（{side.label}）写 {amount}"
    return f"{side.label} {amount}"


def disagreement(books: Books, left: Side, right: Side, *, advice: str = "", hint: str = "",
                 severity: Severity | None = None, verb: str = "，") -> Problem:
    """The message for two sides that should agree: 支出!D12（…）写 310.00，下级合计 300.00，相差 10.00（万元）；…"""
    unit = books.accounts.unit
    home = left.sources[0].sheet if len(left.sources) == 1 else ""
    to_check = [*(left.sources if len(left.sources) > 1 else ()), *(right.sources if len(right.sources) > 1 else ())]
    remedy = advice or f"请核对{' ' + cells(to_check, home) if to_check else '这两处'}"
    text = (f"{_said(left, unit)}{verb}{_said(right, unit)}，相差 {money(abs(left.value - right.value), unit)}"
            f"（{unit}）；{remedy}。")
    return Problem(text, (*left.sources, *right.sources), hint, right.value, left.value, severity)


def equal(books: Books, left: Side, right: Side, *, advice: str = "", hint: str = "",
          severity: Severity | None = None) -> Iterator[Problem | None]:
    """Compare two sides; nothing to compare where both are blank."""
    if left.amount is None and right.amount is None:
        return
    if agrees(books.accounts.unit, left, right):
        yield None
    else:
        yield disagreement(books, left, right, advice=advice, hint=hint, severity=severity)


def at_most(books: Books, part: Side, whole: Side, *, advice: str = "", hint: str = "",
            severity: Severity | None = None) -> Iterator[Problem | None]:
    """The part must not exceed the whole (but for 尾差); nothing to compare where there is no part."""
    if part.amount is None:
        return
    more = part.value - whole.value
    if more <= ZERO or more <= slack(books.accounts.unit, part, whole):
        yield None
    else:
        yield disagreement(books, part, whole, advice=advice, hint=hint, severity=severity, verb="，大于 ")


def field(books: Books, key: str, label: str = "") -> Side:
    """The form cell `key` as one side of a comparison."""
    return Side(label or key.split(".")[-1], books.accounts.amount(key), books.accounts.place(key))


def subject(line: Line | RolledLine) -> str:
    """`2012901 行政运行`, `合计`."""
    return f"{line.code} {line.name}".strip() if line.code else "合计"


def joined(names: Sequence[str]) -> str:
    """甲、乙、丙."""
    return "、".join(names)


def missing(message: str, *places: Source, severity: Severity | None = None, hint: str = "") -> Problem:
    """Something that has to be filled in."""
    return Problem(message, places, hint, None, None, severity)

