"""A subject table added up: 项 into 款 into 类 into 合计.

A subtotal that the clerk pasted is kept where it differs from the sum by 尾差 only, because that is what the
official table prints; beyond that the sum stands and a check reports the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.model import Amount, Line, Row, Source, SubjectTable, made_often, total_of
from generator.money import MoneyUnit, rounding_slack
from generator.subjects import FUNCTIONAL, catalogue, parent_code


@made_often
class RolledLine:
    """One printed row. `amounts` are those to print; `given` those that the clerk typed or pasted (万元).

    `parts` is the number of rows directly below it; 0 for a leaf.
    """

    code: str
    name: str
    amounts: Mapping[str, Amount]
    given: Mapping[str, Amount]
    row: Row
    parts: int = 0

    @property
    def level(self) -> int:
        """0 合计, 1 类, 2 款, 3 项."""
        return {0: 0, 3: 1, 5: 2}.get(len(self.code), 3)

    def amount(self, column: str) -> Amount | None:
        """The amount in `column`, None where the table prints a blank."""
        return self.amounts.get(column)


@dataclass(frozen=True, slots=True)
class RolledTable:
    """A table with all its levels, in the order of the codes; `total` is its 合计 row."""

    columns: tuple[str, ...]
    total: RolledLine
    lines: tuple[RolledLine, ...]
    typed_order: tuple[str, ...] = ()
    _by_code: dict[str, RolledLine] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_code.update((line.code, line) for line in reversed(self.lines))

    def __bool__(self) -> bool:
        return bool(self.lines)

    def at(self, code: str) -> RolledLine | None:
        """The row of subject `code`."""
        return self._by_code.get(code)

    def level(self, level: int) -> tuple[RolledLine, ...]:
        """The rows of one level: 1 类, 2 款, 3 项."""
        return tuple(line for line in self.lines if line.level == level)

    def leaves(self) -> tuple[RolledLine, ...]:
        """The rows with nothing below them (项, as a rule)."""
        return tuple(line for line in self.lines if line.parts == 0)


def settle(given: Amount | None, computed: Amount | None, addends: int, unit: MoneyUnit) -> Amount | None:
    """The amount to print: what was given where it is the sum but for 尾差, else the sum."""
    if given is None or computed is None:
        return computed if given is None else given
    # Every typed figure in the sum may be rounded, also those below a subtotal that was not pasted.
    slack = rounding_slack(max(addends, len(computed.sources)), unit)
    within = abs(given.value - computed.value) <= slack
    return given if within else computed


def roll_up(table: SubjectTable, columns: Sequence[str], total_column: str, parts: Sequence[str],
            unit: MoneyUnit) -> RolledTable:
    """Add up `table`. `total_column` is the sum of the columns `parts` in each row (e.g. 1栏 = 2+3栏)."""
    given = _by_code(table)
    codes = _with_parents(code for code in given if code)
    children = _children(codes)
    lines: dict[str, RolledLine] = {}
    for code in sorted(codes, key=lambda code: (-len(code), code)):
        lines[code] = _rolled(code, given.get(code), [lines[child] for child in children.get(code, ())],
                              columns, total_column, parts, unit)
    tops = [lines[code] for code in sorted(codes) if parent_code(code) not in codes]
    total = _rolled("", given.get(""), tops, columns, total_column, parts, unit)
    typed = tuple(dict.fromkeys(line.code for line in table if line.code))
    return RolledTable(tuple(columns), total, tuple(lines[code] for code in sorted(codes)), typed)


def _by_code(table: SubjectTable) -> dict[str, Line]:
    """Lines by code; a code that stands twice is added up (a check reports it)."""
    found: dict[str, Line] = {}
    for line in table:
        first = found.get(line.code)
        if first is None:
            found[line.code] = line
            continue
        keys = dict.fromkeys([*first.amounts, *line.amounts])
        merged = {key: total_of([first.amounts.get(key), line.amounts.get(key)]) for key in keys}
        found[line.code] = Line(first.code, first.name, {k: v for k, v in merged.items() if v is not None}, first.row)
    return found


def _with_parents(codes: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for code in codes:
        while code:
            found.add(code)
            code = parent_code(code)
    return found


def _children(codes: Iterable[str]) -> dict[str, list[str]]:
    children: dict[str, list[str]] = {}
    for code in sorted(codes):
        children.setdefault(parent_code(code), []).append(code)
    return children


def _rolled(code: str, line: Line | None, below: Sequence[RolledLine], columns: Sequence[str], total_column: str,
            parts: Sequence[str], unit: MoneyUnit) -> RolledLine:
    given = dict(line.amounts) if line else {}
    amounts: dict[str, Amount] = {}
    for column in columns:
        if column == total_column:
            continue
        summed = total_of([child.amounts.get(column) for child in below]) if below else None
        settled = settle(given.get(column), summed, len(below), unit)
        if settled is not None:
            amounts[column] = settled
    if total_column:
        # The sum of the column, as printed below it, goes before the sum of the row: both may differ by 尾差.
        if below:
            computed, addends = total_of([child.amounts.get(total_column) for child in below]), len(below)
        else:
            across = [amounts[part] for part in parts if part in amounts]
            computed, addends = total_of(across), len(across)
        settled = settle(given.get(total_column), computed, addends, unit)
        if settled is not None:
            amounts[total_column] = settled
    row = line.row if line else Row(_first_source(below), {})
    return RolledLine(code, _name(code, line), amounts, given, row, len(below))


def _name(code: str, line: Line | None) -> str:
    if line and line.name:
        return line.name
    subject = catalogue(FUNCTIONAL).get(code)
    return subject.name if subject else ("合计" if not code else "")


def _first_source(below: Sequence[RolledLine]) -> Source:
    return below[0].row.source if below else Source("", "A1")
