"""公开09表 lying: 预算数 and 决算数 with their items side by side, one row of amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.intake import words
from generator.intake.grid import Grid, clipped
from generator.intake.headers import Head, is_numbering
from generator.intake.model import T9, Entry, Left
from generator.intake.subjects import NOT_HELD, Reading
from generator.intake.words import plain
from generator.money import MoneyUnit, to_wan

ITEMS = (words.ABROAD, words.VEHICLES, words.PURCHASE, words.RUNNING, words.RECEPTION)
SECOND_ROW = "公开09表只有一行数，这是第二行"
_YEAR = re.compile(r"(20\d\d)年")


def read_three_public(grid: Grid, head: Head, rows: Sequence[int], unit: MoneyUnit, year: int | None) -> Reading:
    """The amounts of a lying 公开09表; `year` tells which 决算数 is last year's where the heads name years."""
    reading = Reading()
    chosen = 0
    for row in rows:
        numbers = grid.numbers(row)
        if is_numbering(grid, row) or not any(number.value is not None for number in numbers.values()):
            continue
        chosen = chosen or row
        for column, number in numbers.items():
            source, meaning = grid.source(row, column), column_meaning(head, column, year)
            if number.value is None:
                if number.problem and meaning and row == chosen:
                    reading.left.append(Left(T9, source, clipped(grid.text(row, column)), number.problem))
            elif row != chosen:
                reading.left.append(Left(T9, source, f"{number.value:f}", SECOND_ROW))
            elif meaning is None:
                title = "".join(head.paths.get(column, ())[-1:])
                reading.left.append(Left(T9, source, f"{number.value:f}", f"{NOT_HELD}（{clipped(title)}）" if title else NOT_HELD))
            else:
                reading.entries.append(Entry(meaning[0], plain("".join(head.paths[column][-1:])), meaning[1],
                                             to_wan(number.value, unit), source))
    return reading


def column_meaning(head: Head, column: int, year: int | None) -> tuple[str, str] | None:
    """Item and 预算数, 决算数 or 上年决算数 of a column; None where it is no amount of 三公."""
    found = head.words(column)
    item = next((word for word in reversed(found) if word in ITEMS), words.SUM if words.SUM in found else "")
    kind = next((word for word in found if word in (words.BUDGET, words.OPENING_BUDGET, words.PRIOR, words.RESULT)), "")
    if not item or not kind:
        return None
    if kind == words.RESULT and year is not None and _year_of(head, column) == year - 1:
        kind = words.PRIOR
    return item, words.BUDGET if kind == words.OPENING_BUDGET else kind


def _year_of(head: Head, column: int) -> int | None:
    match = next((match for text in head.paths.get(column, ()) if (match := _YEAR.search(plain(text)))), None)
    return int(match[1]) if match else None
