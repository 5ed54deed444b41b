"""政府收支分类科目: code -> name, level, parent and explanation, by year.

Codes are 3 (类), 5 (款) or 7 (项) digits; printed forms padded with zeros (2010000) are reduced with
`bare_code`. The tables carry names as of 2023; a workbook's own names win over them.
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


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject. `first_year` and `last_year` are None where it is valid without a known limit."""

    code: str
    name: str
    level: str
    parent: str
    description: str
    certainty: str
    first_year: int | None
    last_year: int | None

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
                   year("valid_from"), year("valid_to"))


def bare_code(code: str) -> str:
    """The code without padding: 2010000 is 201, 2012900 is 20129; no real 项 ends in 00."""
    while len(code) in (5, 7) and code.endswith("00"):
        code = code[:-2]
    return code


def parent_code(code: str) -> str:
    """类 of a 款, 款 of a 项; empty for a 类."""
    return code[:-2] if len(code) > 3 else ""
