"""Money: rounded once, half up, exact between 元 and 万元; 尾差 from the printed decimals only."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.money import MoneyUnit, add_up, from_wan, rounded, rounding_slack, shown, to_wan

CENTS = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(("value", "expected"), [
    ("0.005", "0.01"), ("0.0049999", "0.00"), ("2.675", "2.68"), ("-2.675", "-2.68"), ("-0.004", "0.00"),
    ("1234.565", "1234.57"), ("10", "10.00")])
def test_rounding_is_half_up_and_never_minus_zero(value: str, expected: str) -> None:
    assert str(rounded(Decimal(value))) == expected


@pytest.mark.parametrize(("places", "expected"), [(0, "12346"), (1, "12345.7"), (4, "12345.6789"), (6, "12345.678900")])
def test_places_are_the_layouts(places: int, expected: str) -> None:
    assert shown(Decimal("12345.6789"), places) == expected


@pytest.mark.parametrize(("value", "options", "expected"), [
    ("2467.98", {}, "2467.98"), ("2467.98", {"thousands": True}, "2,467.98"), ("-1234567.5", {"thousands": True}, "-1,234,567.50"),
    ("45", {"strip": True}, "45"), ("45.10", {"strip": True}, "45.1"), ("100", {"strip": True, "places": 0}, "100"),
    ("0", {"strip": True}, "0"), ("-0.001", {"strip": True}, "0"), ("1E+3", {}, "1000.00")])
def test_the_printed_form(value: str, options: dict[str, int], expected: str) -> None:
    assert shown(Decimal(value), **options) == expected  # type: ignore[arg-type]


def test_a_hundred_units_of_a_fen_are_kept_in_wan() -> None:
    assert to_wan(Decimal("73218.46"), MoneyUnit.YUAN) == Decimal("7.321846")
    assert to_wan(Decimal("7.32"), MoneyUnit.WAN) == Decimal("7.32")
    assert from_wan(Decimal("7.321846"), MoneyUnit.YUAN) == Decimal("73218.46")


def test_figures_in_yuan_have_no_slack_and_figures_in_wan_half_a_cent_each() -> None:
    assert rounding_slack(20, MoneyUnit.YUAN) == 0
    assert rounding_slack(1, MoneyUnit.WAN) == Decimal("0.01")
    assert rounding_slack(3, MoneyUnit.WAN) == Decimal("0.02")


def test_blank_is_not_zero_in_a_sum() -> None:
    assert add_up([None, None]) is None
    assert add_up([]) is None
    assert add_up([None, Decimal(0)]) == 0
    assert add_up([Decimal("0.1"), None, Decimal("0.2")]) == Decimal("0.3")


@given(CENTS)
def test_yuan_to_wan_and_back_is_exact(cents: int) -> None:
    yuan = Decimal(cents) / 100
    assert from_wan(to_wan(yuan, MoneyUnit.YUAN), MoneyUnit.YUAN) == yuan


@given(st.decimals(-(10**9), 10**9, places=8), st.integers(0, 6))
def test_rounding_moves_by_half_a_unit_at_most_and_printing_reads_back(value: Decimal, places: int) -> None:
    unit = Decimal(1).scaleb(-places)
    assert abs(rounded(value, places) - value) <= unit / 2
    assert Decimal(shown(value, places, thousands=True).replace(",", "")) == rounded(value, places)
    assert Decimal(shown(value, places, strip=True)) == rounded(value, places)
    assert rounded(-value, places) == -rounded(value, places)


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=30))
def test_rounding_each_figure_by_itself_stays_within_the_slack(yuan_cents: list[int]) -> None:
    exact = [Decimal(cents) / 1_000_000 for cents in yuan_cents]
    printed_parts, printed_total = sum(map(rounded, exact)), rounded(sum(exact, Decimal(0)))
    assert abs(printed_total - printed_parts) <= rounding_slack(len(exact), MoneyUnit.WAN)
