"""Number formats: what of them changes the meaning of a number for the one who reads the sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.money import MoneyUnit

_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENT_FORMATS = {9: 0, 10: 2}
_COLOURS = re.compile(r"\[[^\]]*\]")
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|!.')
_ZEROS = re.compile("00+")
_UNIT = re.compile(r"\)*(万元|万|元|圆)")


@dataclass(frozen=True, slots=True)
class Format:
    """What of a number format matters for reading.

    `percent_places`: decimals of a percent format. `unit`: a unit that the format prints behind the number.
    `scaled`: the sheet shows a thousandth, or a ten-thousandth, of the number. `digits`: how many digits it shows at least
    (`000000` shows 1001 as 001001); 0 where that changes nothing.
    """

    is_date: bool = False
    percent_places: int | None = None
    unit: MoneyUnit | None = None
    scaled: bool = False
    digits: int = 0


PLAIN = Format()


def format_of(number: int, custom: Mapping[int, str]) -> Format:
    """The format of number `number`; `custom` are the workbook's own codes. PLAIN itself where nothing matters."""
    if number in _PERCENT_FORMATS:
        return Format(percent_places=_PERCENT_FORMATS[number])
    code = custom.get(number)
    found = Format(is_date=number in _DATE_FORMATS) if code is None else _format_of_code(code)
    return PLAIN if found == PLAIN else found


@lru_cache(maxsize=256)
def _format_of_code(code: str) -> Format:
    first = _COLOURS.sub("", code.split(";")[0])
    bare = _LITERALS.sub("", first)
    if "%" in bare:
        return Format(percent_places=len(bare.partition(".")[2].replace("%", "").strip()))
    if re.search(r"[ymdheYMDH年月日]", bare) and "General" not in bare:
        return Format(is_date=True)
    return Format(unit=_unit(first), scaled=_is_scaled(first, bare), digits=len(bare) if _ZEROS.fullmatch(bare) else 0)


def _unit(code: str) -> MoneyUnit | None:
    behind = re.sub(r'_.|\*.|["\\\s]', "", re.split(r"[0#?]", code)[-1]) if re.search(r"[0#?]", code) else ""
    match = _UNIT.match(behind)
    if match is None:
        return None
    return MoneyUnit.WAN if match[1].startswith("万") else MoneyUnit.YUAN


def _is_scaled(code: str, bare: str) -> bool:
    """`0.00,` shows thousands; `0!.0,` and `0\\.0000` put a point where there is none."""
    return bool(re.search(r"[0#?],+(?![0#?,])", bare) or re.search(r'[0#?](?:!\.|\\\.|"\.")[0#?]', code))
