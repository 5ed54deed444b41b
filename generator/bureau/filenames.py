"""File names that Windows accepts and that say whose workbook it is."""

from __future__ import annotations

import re

from generator.bureau.roster import Unit

LONGEST_NAME = 50  # characters of the unit's name: three bytes each on Linux, which allows 255 for the whole
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_RESERVED = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))})


def workbook_name(unit: Unit) -> str:
    """`101001_某某局_2024年度决算工作簿.xlsx`; no two units of a list have the same, because no two have the same code."""
    name = _FORBIDDEN.sub(" ", unit.name).strip(" .")[:LONGEST_NAME].strip(" .")
    merged = "（汇总）" if unit.merged else ""
    stem = f"{unit.code}_{name}{merged}_{unit.year}年度决算工作簿"
    reserved = stem.split(".")[0].strip().upper() in _RESERVED
    return f"{'_' if reserved or stem.startswith(('.', '~')) else ''}{stem}.xlsx"
