"""What templates print: money, percentages and counts that know their name, their exact value and their cells.

Attributes that templates use have Chinese names; `generator.figures.registry` documents them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from generator.model import Amount, Source, made_often
from generator.money import MoneyUnit, from_wan, rounded, shown

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a layout prints numbers in one context (text or tables). `unit` is the printed unit."""

    places: int = 2
    thousands: bool = False
    strip: bool = False
    blank: str = "0"
    zero: str = "0"
    percent_places: int = 2
    percent_strip: bool = False
    unit: MoneyUnit = MoneyUnit.WAN
    percent_thousands: bool = False

    def money(self, value: Decimal | None) -> str:
        """An amount in 万元 as this context prints it, without the unit."""
        if value is None:
            return self.blank
        if not value:
            return self.zero
        return shown(from_wan(value, self.unit), self.places, thousands=self.thousands, strip=self.strip)

    def percent(self, ratio: Decimal) -> str:
        """A ratio (0.2475) as a percentage (24.75%)."""
        return shown(ratio * HUNDRED, self.percent_places, thousands=self.percent_thousands,
                     strip=self.percent_strip) + "%"


@lru_cache(maxsize=64)
def styled(style: NumberStyle, blank: str, zero: str) -> NumberStyle:
    """The style with other words for a blank and for a zero; one object for all amounts that are printed so."""
    return replace(style, blank=blank, zero=zero)


@made_often
class Percent:
    """A ratio, exact; prints as a percentage. `inputs` are the cells it was computed from."""

    name: str
    ratio: Decimal
    style: NumberStyle
    inputs: tuple[Source, ...] = ()

    def __str__(self) -> str:
        return self.style.percent(self.ratio)

    @property
    def prints_zero(self) -> bool:
        """Whether the printed percentage is zero."""
        return not rounded(self.ratio * HUNDRED, self.style.percent_places)

    def printed_as(self, style: NumberStyle) -> Percent:
        """The same ratio in another style."""
        return Percent(self.name, self.ratio, style, self.inputs)

    def __bool__(self) -> bool:
        return True


@made_often
class Number:
    """A count or score; prints without superfluous zeros."""

    name: str
    value: Decimal | None
    inputs: tuple[Source, ...] = ()
    places: int = 2

    @property
    def 已填(self) -> bool:
        """Whether a number stands there at all: a blank is not zero."""
        return self.value is not None

    def __str__(self) -> str:
        return "0" if self.value is None else shown(self.value, self.places, strip=True)

    def __bool__(self) -> bool:
        return bool(self.value)


@made_often
class Money:
    """An amount of 万元 with what it is compared with.

    `prior` is 上年决算数, `budget` 年初预算数 or 全年预算数, `whole` what its share is of.
    """

    name: str
    amount: Amount | None
    style: NumberStyle
    prior: Money | None = None
    budget: Money | None = None
    whole: Money | None = None
    reason: str = ""
    budget_reason: str = ""

    def __str__(self) -> str:
        return self.style.money(self.amount.value) if self.amount is not None else self.style.blank

    def __bool__(self) -> bool:
        return self.amount is not None and self.amount.value != 0

    @property
    def value(self) -> Decimal:
        """In 万元, exact; a blank is zero here (use `known` to tell)."""
        return self.amount.value if self.amount is not None else Decimal(0)

    @property
    def known(self) -> bool:
        """Whether an amount stands there at all."""
        return self.amount is not None

    @property
    def 已填(self) -> bool:
        """Whether an amount stands there at all: a blank is not zero."""
        return self.known

    @property
    def inputs(self) -> tuple[Source, ...]:
        """The cells the amount comes from."""
        return self.amount.sources if self.amount is not None else ()

    @property
    def 上年(self) -> Money | None:
        """上年决算数."""
        return self.prior

    @property
    def 预算(self) -> Money | None:
        """年初预算数, or 全年预算数 where the table says so."""
        return self.budget

    @property
    def 增减额(self) -> Money | None:
        """This year minus last year, exact (rounded once, when printed); None where last year is not known."""
        return _difference(self, self.prior, "增减额")

    @property
    def 增减率(self) -> Percent | None:
        """(this year − last year) / last year, exact; None where last year is unknown or zero."""
        return _growth(self, self.prior, "增减率")

    @property
    def 差额(self) -> Money | None:
        """Result minus budget, exact; None where there is no budget figure."""
        return _difference(self, self.budget, "差额")

    @property
    def 差额率(self) -> Percent | None:
        """(result − budget) / budget; None where the budget is unknown or zero."""
        return _growth(self, self.budget, "差额率")

    @property
    def 完成率(self) -> Percent | None:
        """Result / budget, exact; None where the result is unknown or below zero, or the budget is not above zero."""
        if self.budget is None or self.budget.value <= 0 or not self.known or self.value < 0:
            return None
        ratio = self.value / self.budget.value
        return Percent(f"{self.name}.完成率", ratio, self.style, self.inputs + self.budget.inputs)

    @property
    def 占比(self) -> Percent | None:
        """Share of the total that the sentence names; None where that is zero."""
        if self.whole is None or not self.whole.value:
            return None
        return Percent(f"{self.name}.占比", self.value / self.whole.value, self.style, self.inputs + self.whole.inputs)

    @property
    def prints_zero(self) -> bool:
        """Whether the printed figure is zero (a difference of 30 元 prints as 0.00 万元)."""
        return not rounded(from_wan(self.value, self.style.unit), self.style.places)

    def share_of(self, whole: Money) -> Money:
        """The same amount as a part of `whole`."""
        return Money(self.name, self.amount, self.style, self.prior, self.budget, whole, self.reason, self.budget_reason)

    def printed_as(self, style: NumberStyle) -> Money:
        """The same amount in another style; what it is compared with keeps its own."""
        return Money(self.name, self.amount, style, self.prior, self.budget, self.whole, self.reason, self.budget_reason)


def _difference(money: Money, base: Money | None, label: str) -> Money | None:
    if base is None or not base.known or not money.known:
        return None
    return Money(f"{money.name}.{label}", Amount(money.value - base.value, money.inputs + base.inputs), money.style)


def _growth(money: Money, base: Money | None, label: str) -> Percent | None:
    if base is None or not base.value or not money.known:
        return None
    ratio = (money.value - base.value) / abs(base.value)
    return Percent(f"{money.name}.{label}", ratio, money.style, money.inputs + base.inputs)
