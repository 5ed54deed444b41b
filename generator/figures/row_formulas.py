"""The line under 公开01表 and 04表 that says which row is the sum of which, from the rows that are really printed.

A layout with fewer 类, or a 类 that only this department spends on, shifts the 行次: a formula written by hand would
then be wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.layouts import StatementRow

GRAND, OPENING, PART_OF_OPENING = "总计", "年初财政拨款结转和结余", "年初."
_LISTED = 8  # so many addends are all written, more as 32+33+…+57


def row_formulas(income: Sequence[StatementRow], spending: Sequence[StatementRow]) -> str:
    """`27行=（1+2+3）行；28行=（29+30+31）行；…`: income rows count from 1, spending rows go on from there."""
    lines = [*_side(income, 1, "本年收入合计"), *_side(spending, len(income) + 1, "本年支出合计")]
    return "；".join(lines)


def _side(rows: Sequence[StatementRow], first: int, total: str) -> list[str]:
    at = {row.key: number for number, row in enumerate(rows, first) if row.key}
    if total not in at:
        return []
    opening = [number for key, number in at.items() if key.startswith(PART_OF_OPENING)]
    grand = [number for key, number in at.items()
             if at[total] <= number < at.get(GRAND, 0) and not key.startswith(PART_OF_OPENING)]
    sums = [(total, [number for number in at.values() if number < at[total]]), (OPENING, opening), (GRAND, grand)]
    return [f"{at[key]}行={_sum(addends)}行" for key, addends in sums if key in at and addends]


def _sum(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return str(numbers[0])
    shown = [str(number) for number in numbers]
    if len(shown) > _LISTED and numbers[-1] - numbers[0] == len(numbers) - 1:
        shown = [*shown[:2], "…", shown[-1]]
    return f"（{'+'.join(shown)}）"
