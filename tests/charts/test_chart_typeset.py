"""Wrapping and moving apart."""

from itertools import pairwise

import pytest
from chart_cases import plain_measure
from hypothesis import given
from hypothesis import strategies as st

from generator.charts.typeset import fitting_size, spread, wrap


def test_no_line_starts_with_a_closing_mark_or_splits_a_number() -> None:
    lines = wrap("上年结转（含2,023年度）收入", 6 * 9 * 25.4 / 72, 9, plain_measure)
    assert "".join(lines) == "上年结转（含2,023年度）收入"
    assert not any(line[0] in "）,，" or line[-1] in "（" for line in lines)
    assert any("2,023" in line for line in lines)


def test_lines_are_as_few_and_as_equal_as_can_be() -> None:
    em = 9 * 25.4 / 72
    assert [len(line) for line in wrap("一般公共预算财政拨款结转结余资金收入决算", 11 * em, 9, plain_measure)] == [10, 10]
    assert [len(line) for line in wrap("一般公共预算财政拨款结转结余资金收入决算", 9.5 * em, 9, plain_measure)] == [7, 7, 6]


@given(st.text(min_size=1, max_size=40), st.floats(1, 60))
def test_wrapping_loses_no_character(text: str, width: float) -> None:
    assert "".join(wrap(text, width, 9, plain_measure)) == text


def test_a_number_too_wide_is_made_smaller_never_larger() -> None:
    assert fitting_size(["12"], 50, 9, plain_measure) == 9
    assert fitting_size(["999,999,999,999.99"], 30, 9, plain_measure) < 9


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(1, 10)), min_size=1, max_size=7))
def test_spread_labels_keep_order_and_do_not_overlap(items: list[tuple[float, float]]) -> None:
    wanted = sorted(place for place, _ in items)
    heights = [size for _, size in items]
    centres = spread(wanted, heights, -40, 40)
    edges = [(centre - size / 2, centre + size / 2) for centre, size in zip(centres, heights, strict=True)]
    assert edges[0][0] >= -40 - 1e-6 and edges[-1][1] <= 40 + 1e-6
    assert all(below[1] <= above[0] + 1e-6 for below, above in pairwise(edges))


def test_labels_with_room_stay_where_they_belong() -> None:
    assert spread([-20, 0, 20], [5, 5, 5], -40, 40) == pytest.approx([-20, 0, 20])
