"""Where things stand in the four charts: nothing overlaps, nothing leaves the sheet, nothing is out of proportion."""

import math
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from chart_cases import HARD, INCOMES, LONG, plain_measure, structure, two_years

from generator.charts import Chart, ChartStyle, Structure, TwoYears, lay_out
from generator.charts.shapes import Drawing, Label, Line, Polygon

STYLE = ChartStyle()
TITLED = ChartStyle(show_title=True)
SMALL = ChartStyle(width_mm=120, height_mm=70, show_title=True)


def overlap(one: Label, other: Label) -> bool:
    apart = one.right <= other.left or other.right <= one.left
    return not apart and one.bottom < other.top - 0.01 and other.bottom < one.top - 0.01


def height(bar: Polygon) -> float:
    return max(y for _, y in bar.points) - min(y for _, y in bar.points)


def texts(drawing: Drawing) -> list[str]:
    return [label.text for label in drawing.labels]


@pytest.mark.parametrize("style", [STYLE, TITLED, SMALL], ids=["plain", "titled", "small"])
@pytest.mark.parametrize("chart", HARD.values(), ids=HARD.keys())
def test_labels_neither_overlap_nor_leave_the_sheet(chart: Chart, style: ChartStyle) -> None:
    drawing = lay_out(chart, style, plain_measure)
    assert [(a.text, b.text) for a, b in combinations(drawing.labels, 2) if overlap(a, b)] == []
    for label in drawing.labels:
        assert label.left >= 0 and label.right <= drawing.width, label
        assert label.bottom >= 0 and label.top <= drawing.height, label
        assert label.size >= 4, label


@pytest.mark.parametrize("chart", HARD.values(), ids=HARD.keys())
def test_no_label_stands_on_a_bar_or_a_slice(chart: Chart) -> None:
    drawing = lay_out(chart, STYLE, plain_measure)
    for label in drawing.labels:
        for area in drawing.polygons:
            inside = [
                (x, y) for x, y in area.points if label.left < x < label.right and label.bottom < y < label.top - 0.01
            ]
            assert inside == [], (label.text, area.name)


@pytest.mark.parametrize("chart", [c for c in HARD.values() if isinstance(c, Structure)])
def test_every_part_is_named_with_its_printed_amount_and_share(chart: Structure) -> None:
    said = "".join(texts(lay_out(chart, STYLE, plain_measure)))
    for part in chart.slices:
        assert part.name in said
        assert f"{part.label}万元" in said
        assert part.share in said


def test_leader_lines_go_around_the_ring() -> None:
    for name in ("five tiny slices", "tiny slices between halves", "seven kinds, 0.01 to 99999999.99", "long names"):
        drawing = lay_out(HARD[name], STYLE, plain_measure)
        ring = [point for area in drawing.polygons for point in area.points]
        radius = max(y for _, y in ring) - drawing.height / 2
        for line in drawing.shapes:
            if isinstance(line, Line) and len(line.points) == 4:
                (x1, y1), (x2, y2) = line.points[1:3]
                steps = [(x1 + (x2 - x1) * s / 20, y1 + (y2 - y1) * s / 20) for s in range(21)]
                centre = (drawing.width / 2, drawing.height / 2)
                assert min(math.dist(step, centre) for step in steps) > radius - 0.01, name


def test_slices_cover_the_ring_in_proportion() -> None:
    drawing = lay_out(structure(("基本支出", "300"), ("项目支出", "100")), STYLE, plain_measure)

    def area(points: tuple[tuple[float, float], ...]) -> float:
        return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*points, points[0]]))) / 2

    basic, project = (area(slice_.points) for slice_ in drawing.polygons)
    assert basic / project == pytest.approx(3, rel=0.001)


def test_zero_and_missing_parts_are_left_out() -> None:
    chart = structure(("财政拨款收入", "2467.98"), ("事业收入", "0"))
    drawing = lay_out(chart, STYLE, plain_measure)
    assert "事业收入" not in texts(drawing)
    assert len(drawing.polygons) == 1


def test_the_total_stands_in_the_middle() -> None:
    drawing = lay_out(structure(("基本支出", "300"), ("项目支出", "100")), STYLE, plain_measure)
    total = next(label for label in drawing.labels if label.text == "400.00")
    assert (total.left + total.right) / 2 == pytest.approx(drawing.width / 2)


def test_amounts_below_zero_become_bars_from_a_common_zero_line() -> None:
    drawing = lay_out(HARD["below zero"], STYLE, plain_measure)
    (zero,) = (shape.points[0][0] for shape in drawing.shapes if isinstance(shape, Line))
    edges = [sorted({x for x, _ in bar.points}) for bar in drawing.polygons]
    assert edges[0][0] == edges[1][1] == edges[2][0] == pytest.approx(zero)
    widths = [right - left for left, right in edges]
    assert widths[0] / widths[1] == pytest.approx(300 / 12.5)


def test_bars_start_at_zero_and_keep_proportion() -> None:
    drawing = lay_out(two_years("2356.21", "2467.98"), STYLE, plain_measure)
    before, after, *_ = drawing.polygons
    assert height(before) / height(after) == pytest.approx(2356.21 / 2467.98)
    axis = drawing.shapes[-1]
    assert isinstance(axis, Line)
    assert {min(y for _, y in bar.points) for bar in drawing.polygons} == {axis.points[0][1]}


def test_each_bar_stands_between_its_amount_and_its_year_and_the_name_below_both() -> None:
    drawing = lay_out(two_years("2356.21", "2467.98"), STYLE, plain_measure)
    middle = {bar.name: (bar.points[0][0] + bar.points[1][0]) / 2 for bar in drawing.polygons}
    found = [(label.text, (label.left + label.right) / 2) for label in drawing.labels]
    for side, (amount, year) in enumerate((("2,356.21", "2022年度"), ("2,467.98", "2023年度"))):
        bars = [middle[f"{name}/{side}"] for name in ("收入总计", "支出总计")]
        for text in (amount, year):
            assert [place for label, place in found if label == text] == pytest.approx(bars)
    for name in ("收入总计", "支出总计"):
        assert dict(found)[name] == pytest.approx((middle[f"{name}/0"] + middle[f"{name}/1"]) / 2)
        assert middle[f"{name}/0"] < middle[f"{name}/1"]


def test_a_label_has_the_name_in_black_and_the_figures_in_grey() -> None:
    drawing = lay_out(structure(("基本支出", "300"), ("项目支出", "100")), STYLE, plain_measure)
    colours = {label.text: label.colour for label in drawing.labels}
    assert colours["基本支出"] == STYLE.ink
    assert {colour for text, colour in colours.items() if "万元  " in text} == {STYLE.muted}


def test_a_year_without_figure_has_no_bar_and_says_so() -> None:
    drawing = lay_out(two_years(None, "2467.98", "增长4.74%"), STYLE, plain_measure)
    assert len(drawing.polygons) == 2
    assert texts(drawing).count("无数据") == 2
    assert "增长4.74%" not in texts(drawing)  # no base, no change


def test_zero_is_a_figure_and_not_a_gap() -> None:
    drawing = lay_out(two_years("0", "12.3"), STYLE, plain_measure)
    assert texts(drawing).count("0.00") == 2
    assert "无数据" not in texts(drawing)


@pytest.mark.parametrize("chart", [structure((INCOMES[0], "0")), structure(), two_years(None, None)])
def test_nothing_to_show_says_so(chart: Chart) -> None:
    assert texts(lay_out(chart, STYLE, plain_measure)) == ["无数据"]


def test_two_years_without_any_series_says_so() -> None:
    assert texts(lay_out(TwoYears("图", "万元", ("甲", "乙"), ()), STYLE, plain_measure)) == ["无数据"]


def test_long_names_wrap_into_lines_of_about_equal_length() -> None:
    drawing = lay_out(structure((LONG, "2000"), ("其他", "300")), STYLE, plain_measure)
    lines = [text for text in texts(drawing) if text in LONG]
    assert "".join(lines) == LONG
    assert max(map(len, lines)) - min(map(len, lines)) <= 2


def test_parts_next_to_each_other_differ_in_colour() -> None:
    for count in range(2, 24):
        drawing = lay_out(structure(*((f"类{n}", "10") for n in range(count))), STYLE, plain_measure)
        if isinstance(drawing.shapes[0], Polygon) and len(drawing.polygons[0].points) > 4:
            colours = [area.colour for area in drawing.polygons]
            assert all(a != b for a, b in zip(colours, [*colours[1:], colours[0]], strict=True)), count


def test_values_may_be_any_decimal() -> None:
    assert lay_out(structure(("甲", str(Decimal("1E+3"))), ("乙", "0.0000001")), STYLE, plain_measure).polygons
