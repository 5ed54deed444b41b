"""The section 词: words of a layout's own, with places for what differs from department to department."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

PLACES: Final = ("全称", "简称", "年度", "上年")
_PLACE = re.compile(r"\{([^{}]*)\}")


def fill_places(text: str, values: Mapping[str, str]) -> str:
    """`{简称}` and the like give way to their values."""
    return _PLACE.sub(lambda match: values.get(match[1], match[0]), text)


def wrong_places(text: str, known: Collection[str]) -> tuple[str, ...]:
    """What stands in braces and is not known; a brace left alone counts as well."""
    wrong = [match for match in _PLACE.findall(text) if match not in known]
    left = re.findall(r"[{}]", _PLACE.sub("", text))
    return tuple(f"{{{name}}}" for name in wrong) + tuple(left)
