"""What the lines above a table say: title, number, department, year, unit of money."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.cell_names import cell_name
from generator.intake.grid import Grid
from generator.intake.headers import Head
from generator.intake.model import Heading
from generator.intake.words import is_note, number_in_title, plain, table_in_title
from generator.model import Source
from generator.money import MoneyUnit

_UNIT = re.compile(r"(?:金额)?单位(?:为)?[:]?(?:人民币)?(万元|元)|[(](?:人民币)?(万元|元)[)]")
_DEPARTMENT = re.compile(r"\s*(?:公开|编制|填报|汇总|预算|决算)?(?:部\s*门|单\s*位)(?:[(（]单位[)）])?(?:名称)?\s*[:：]\s*(.+?)\s*"
                         r"(?:(?:金额)?单位\s*[:：].*|公开0\d表.*)?$")
_YEAR = re.compile(r"(20\d\d)年")
_UNIT_AS_NAME = re.compile(r"(?:人民币)?(?:万元|元)")


def read_heading(grid: Grid, rows: Sequence[int], head: Head) -> Heading:
    """The heading in the lines `rows` above a table; what stands nearest to the table goes before what is far."""
    title, number, department = "", 0, ""
    year: int | None = None
    unit: MoneyUnit | None = None
    place: Source | None = None
    for row in reversed(rows):
        for column, text in reversed(grid.texts(row)):
            if is_note(text):
                continue
            for line in text.splitlines():
                bare = plain(line)
                if not title and table_in_title(line):
                    title = line.strip()
                number = number or number_in_title(line)
                department = department or _department(line)
                year = year or _year(bare)
                if unit is None and (found := _unit(bare)) is not None:
                    unit, place = found, grid.source(row, column)
    if unit is None:
        unit, place = _unit_in_header(grid, head)
    return Heading(title, number, department, year, unit, place)


def _department(line: str) -> str:
    match = _DEPARTMENT.match(line)
    name = " ".join(match[1].split()) if match else ""
    return "" if _UNIT_AS_NAME.fullmatch(plain(name)) else name


def _year(bare: str) -> int | None:
    match = _YEAR.search(bare)
    return int(match[1]) if match else None


def _unit(bare: str) -> MoneyUnit | None:
    match = _UNIT.search(bare)
    return MoneyUnit(match[1] or match[2]) if match else None


def _unit_in_header(grid: Grid, head: Head) -> tuple[MoneyUnit | None, Source | None]:
    """决算数（万元）."""
    for row in range(head.first, head.last + 1):
        for column, text in grid.texts(row):
            if (found := _unit(plain(text))) is not None:
                return found, Source(grid.sheet.name, cell_name(row, column), grid.file)
    return None, None


def summary_name(printed: str) -> tuple[str, bool]:
    """The department's name without （汇总）, and whether that stood there."""
    bare = re.sub(r"[(（]汇总[)）]$", "", printed)
    return bare, bare != printed
