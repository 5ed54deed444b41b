"""Money: Decimal from the door on, rounded once, for display.

Amounts are kept exact in 万元 (a figure typed in 元 is divided by 10 000, which Decimal does exactly).
A difference between a total and its parts is 尾差 when it is within the rounding of the printed figures:
half a unit of the last place for each addend and for the total. There is never a relative tolerance.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

ZERO = Decimal(0)
YUAN_PER_WAN = Decimal(10_000)
CENT = Decimal("0.01")
HALF_CENT = Decimal("0.005")
_PLAINLY = 6
_PLACES = tuple(Decimal(1).scaleb(-places) for places in range(9))


class MoneyUnit(StrEnum):
    """The unit that the clerk's figures are in."""

    YUAN = "元"
    WAN = "万元"


def to_wan(value: Decimal, unit: MoneyUnit) -> Decimal:
    """An amount typed in `unit`, in 万元, exact."""
    return value / YUAN_PER_WAN if unit is MoneyUnit.YUAN else value


def from_wan(value: Decimal, unit: MoneyUnit) -> Decimal:
    """An amount in 万元, in `unit`, exact."""
    return value * YUAN_PER_WAN if unit is MoneyUnit.YUAN else value


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """Rounded half up (四舍五入) to `places` decimals; never minus zero."""
    unit = _PLACES[places] if 0 <= places < len(_PLACES) else Decimal(1).scaleb(-places)
    result = value.quantize(unit, ROUND_HALF_UP)
    return result if result else abs(result)


def shown(value: Decimal, places: int = 2, *, thousands: bool = False, strip: bool = False) -> str:
    """The printed form: `2467.98`, `2,467.98` with thousands, `45` for 45.00 with strip."""
    exact = rounded(value, places)
    # up to six decimals str writes no exponent, and is three times as fast as a format
    text = f"{exact:,f}" if thousands else str(exact) if 0 <= places <= _PLAINLY else f"{exact:f}"
    if strip and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


def rounding_slack(addends: int, unit: MoneyUnit) -> Decimal:
    """How far (万元) a total may stand from the sum of `addends` parts and still be 尾差.

    Figures in 元 are exact to the 分, so nothing is allowed; figures in 万元 with two decimals may each
    be half a 0.01 off, and so may the total.
    """
    return ZERO if unit is MoneyUnit.YUAN else HALF_CENT * (addends + 1)


def add_up(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is there; None where everything is blank (blank is not zero)."""
    present = [value for value in values if value is not None]
    return sum(present, ZERO) if present else None
