"""Money and Percent: exact values, what is unknown, signs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.figures.values import Money, Number, NumberStyle, Percent
from generator.model import Amount, Source
from generator.money import MoneyUnit

STYLE = NumberStyle()
HERE, THERE = Source("支出", "C6"), Source("上年数", "B4")


def money(this: str | None, other: str | None) -> Money:
    def amount(text: str | None, place: Source) -> Amount | None:
        return None if text is None else Amount(Decimal(text), (place,))

    base = None if other is None else Money("比", amount(other, THERE), STYLE)
    return Money("数", amount(this, HERE), STYLE, base, base, base)


@pytest.mark.parametrize(("this", "last", "difference", "rate"), [
    ("3", "2", "1.00", "50.00%"), ("2", "4", "-2.00", "-50.00%"), ("-1", "-2", "1.00", "50.00%"), ("-3", "-2", "-1.00", "-50.00%"),
    ("1", "0", "1.00", "None"), ("1", None, "None", "None"), (None, "1", "None", "None"), ("0", "0", "0", "None")])
def test_difference_and_rate(this: str | None, last: str | None, difference: str, rate: str) -> None:
    compared = money(this, last)
    assert (str(compared.增减额), str(compared.增减率)) == (difference, rate)
    assert (str(compared.差额), str(compared.差额率)) == (difference, rate)


@pytest.mark.parametrize(("spent", "budget", "rate"), [
    ("50", "100", "50.00%"), ("0", "100", "0.00%"), ("5", "0", "None"), ("5", "-1", "None"), ("-5", "2", "None"), (None, "100", "None"), ("5", None, "None")])
def test_completion(spent: str | None, budget: str | None, rate: str) -> None:
    assert str(money(spent, budget).完成率) == rate


def test_derived_figures_name_both_cells() -> None:
    compared = money("3", "2")
    for derived in (compared.增减额, compared.增减率, compared.差额, compared.完成率, compared.占比):
        assert derived is not None and derived.inputs == (HERE, THERE)


def test_a_rate_is_exact_and_rounded_only_when_printed() -> None:
    rate = money("2", "3").占比
    assert rate is not None and rate.ratio == Decimal(2) / Decimal(3) and str(rate) == "66.67%"


def test_blank_zero_and_small_print_as_the_layout_says() -> None:
    style = NumberStyle(blank="—", zero="无", strip=True, percent_strip=True, unit=MoneyUnit.YUAN)
    printed = [str(Money("数", Amount(Decimal(value)) if value is not None else None, style)) for value in (None, "0", "1.5", "0.00001")]
    assert printed == ["—", "无", "15000", "0.1"]
    assert style.percent(Decimal("0.5")) == "50%"


def test_truth_is_whether_there_is_something_to_tell() -> None:
    assert money("1", None) and not money("0", None) and not money(None, None)
    assert money("0", None).known and not money(None, None).known
    assert not Number("数", None) and not Number("数", Decimal(0)) and Number("数", Decimal(1))
    assert bool(Percent("率", Decimal(0), STYLE)) and str(Number("数", Decimal("38.50"))) == "38.5"
