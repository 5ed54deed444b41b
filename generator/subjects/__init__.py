"""政府收支分类科目: code -> name, level, parent and explanation, by year.

Codes are 3 (类), 5 (款) or 7 (项) digits; printed forms padded with zeros (2010000) are reduced with
`bare_code`. The tables carry names as of 2023, changes.csv the renamings before and after (`name_in`); a workbook's
own names win over them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FUNCTIONAL = "功能分类"
ECONOMIC = "经济分类"
_FILES = {FUNCTIONAL: "functional.csv", ECONOMIC: "economic.csv"}
_NAMES_OF = 2023  # the year whose names the tables carry


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject. `first_year` and `last_year` are None where it is valid without a known limit.

    `budget`: which of the budgets it belongs to (一般公共预算, 政府性基金预算, 国有资本经营预算 …); empty for 经济分类.
    """

    code: str
    name: str
    level: str
    parent: str
    description: str
    certainty: str
    first_year: int | None
    last_year: int | None
    budget: str = ""

    def valid_in(self, year: int) -> bool:
        """Whether the code was in force in `year`, as far as is known."""
        return (self.first_year or 0) <= year <= (self.last_year or 9999)


@cache
def catalogue(kind: str) -> Mapping[str, Subject]:
    """The subjects of 功能分类 or 经济分类 by code."""
    text = files(__package__).joinpath(_FILES[kind]).read_text("utf-8")
    return {row["code"]: _subject(row) for row in csv.DictReader(text.splitlines())}


def _subject(row: dict[str, str]) -> Subject:
    def year(key: str) -> int | None:
        return int(row[key]) if row.get(key) else None

    return Subject(row["code"], row["name"], row["level"], row["parent"], row["description"], row["certainty"],
                   year("valid_from"), year("valid_to"), row.get("budget") or "")


def name_in(subject: Subject, year: int) -> str:
    """The official name of a subject in a year, as far as changes.csv knows its renamings."""
    name = subject.name
    renamed = _renamings().get(subject.code, ())
    for change, old, _ in reversed(renamed):
        if year < change <= _NAMES_OF:
            name = old
    for change, _, new in renamed:
        if _NAMES_OF < change <= year:
            name = new
    return name


@cache
def _renamings() -> Mapping[str, tuple[tuple[int, str, str], ...]]:
    """Year, old and new name by code, oldest first; what became of several codes is no renaming."""
    text = files(__package__).joinpath("changes.csv").read_text("utf-8")
    found: dict[str, list[tuple[int, str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        if row["code"].isdecimal() and row["old_name"] and row["new_name"] and "（" not in row["new_name"]:
            found.setdefault(row["code"], []).append((int(row["year"]), row["old_name"], row["new_name"]))
    return {code: tuple(sorted(changes)) for code, changes in found.items()}


def bare_code(code: str) -> str:
    """The code without padding: 2010000 is 201, 2012900 is 20129; no real 项 ends in 00."""
    while len(code) in (5, 7) and code.endswith("00"):
        code = code[:-2]
    return code


def parent_code(code: str) -> str:
    """类 of a 款, 款 of a 项; empty for a 类."""
    return code[:-2] if len(code) > 3 else ""
