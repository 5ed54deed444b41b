"""What a layout says about the checks (["校验"] in layout.toml): thresholds, and severities of single rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.figures.values import NumberStyle
from generator.layouts.section import Section
from generator.model import Severity

OFF = "不核对"
_CODE = re.compile(r"[A-Z]\d{3}")
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """`severities` by code of the rule (None: the rule is not applied).

    `change_percent`: a change from this rate on is large and needs a reason of substance. `change_wan`: changes below
    this amount (万元) are never large. `reason_length`: characters that the reason of a large change has at least.
    `printed`: how the sentences print an amount; a change that prints as zero is none.
    `slip_factor`: a figure so many times its neighbour is taken for one in the other unit, from `slip_wan` (万元) on.
    """

    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    change_percent: int = 50
    change_wan: int = 10
    reason_length: int = 4
    slip_factor: int = 1_000
    slip_wan: int = 100
    printed: NumberStyle = field(default_factory=NumberStyle)


_NUMBERS = {
    "变动幅度": ("change_percent", 1, _MOST), "变动金额": ("change_wan", 0, _MOST), "原因字数": ("reason_length", 0, 100),
    "单位倍数": ("slip_factor", 10, 9_999), "单位金额": ("slip_wan", 0, _MOST),
}


def rule_settings(section: Section) -> RuleSettings:
    """Read ["校验"]; mistakes go to the section."""
    defaults = RuleSettings()
    numbers: dict[str, Any] = {name: section.number(key, least, most, getattr(defaults, name))
                               for key, (name, least, most) in _NUMBERS.items()}
    levels = section.section("级别")
    severities: dict[str, Severity | None] = {}
    for code in levels.data:
        chosen = levels.choice(code, (*Severity, OFF), "")
        if not _CODE.fullmatch(code):
            levels.blame(code, "不是规则代码；代码见 docs/校验规则.md，如 Y103")
        elif chosen:
            severities[code] = None if chosen == OFF else Severity(chosen)
    section.done()
    return RuleSettings(severities, **numbers)
