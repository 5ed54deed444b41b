"""Layout of 图1 and 图4: for each amount the bars of two years side by side, on an axis that starts at zero.

The years stand next to each other because the figure is about the change; each bar carries its year below and its
amount above, so neither legend nor scale is needed, in colour or in grey.
"""

from decimal import Decimal
from typing import NamedTuple

from generator.charts.model import ChartStyle, Series, TwoYears
from generator.charts.shapes import Drawing, Label, Line, Measure, Shape, label, line_height, rectangle
from generator.charts.typeset import fitting_size, wrap

MARGIN = 3.0
GAP = 1.2
HAIRLINE = 0.2
LARGEST_BAR = 17.0
MISSING = "无数据"


class Frame(NamedTuple):
    """Where the bars stand, in mm: the zero line and how high one unit of the amount is."""

    left: float
    right: float
    zero: float
    per_unit: float
    bottom: float


def lay_out_two_years(chart: TwoYears, style: ChartStyle, measure: Measure) -> Drawing:
    """Bars for every series and year; a year without a figure has no bar, and the words 无数据 in its place."""
    group = (style.width_mm - 2 * MARGIN) / len(chart.series)
    slot = min(group * 0.45, 34.0)
    label_size = fitting_size([text for one in chart.series for text in one.labels], slot - GAP, style.font_pt, measure)
    year_size = fitting_size(chart.years, slot - GAP, style.font_pt, measure)
    names = [wrap(one.name, group - 2 * GAP, style.font_pt + 1, measure) for one in chart.series]
    foot = line_height(year_size) + max(map(len, names)) * line_height(style.font_pt + 1) + GAP
    frame = _frame(chart, style, foot, line_height(label_size))
    shapes: list[Shape] = _heading(chart, style, measure)
    for index, one in enumerate(chart.series):
        centre = MARGIN + group * (index + 0.5)
        shapes += _pair(one, centre, slot, frame, style, label_size, measure)
        bottom = MARGIN + foot - line_height(year_size) - GAP / 2
        for side, year in enumerate(chart.years):
            middle = centre + (side - 0.5) * slot
            shapes.append(label(year, middle, bottom, year_size, style.muted, measure, "centre"))
        for line in names[index]:
            bottom -= line_height(style.font_pt + 1)
            shapes.append(label(line, centre, bottom, style.font_pt + 1, style.ink, measure, "centre"))
    shapes.append(Line(((frame.left, frame.zero), (frame.right, frame.zero)), style.ink, 0.3))
    return Drawing(style.width_mm, style.height_mm, tuple(shapes))


def _frame(chart: TwoYears, style: ChartStyle, foot: float, label_height: float) -> Frame:
    values = [value for one in chart.series for value in one.values if value is not None]
    high, low = max([Decimal(0), *values]), min([Decimal(0), *values])
    head = line_height(style.small_pt) + label_height + 2 * GAP
    if style.show_title:
        head += line_height(style.title_pt)
    if any(one.change for one in chart.series):
        head += line_height(style.font_pt) + 2 * GAP
    bottom = MARGIN + foot + (label_height + GAP if low else 0.0)
    room = style.height_mm - MARGIN - head - bottom
    per_unit = room / float(high - low) if high > low else 0.0
    return Frame(MARGIN, style.width_mm - MARGIN, bottom - float(low) * per_unit, per_unit, bottom)


def _heading(chart: TwoYears, style: ChartStyle, measure: Measure) -> list[Shape]:
    top = style.height_mm - MARGIN
    shapes: list[Shape] = []
    if style.show_title:
        top -= line_height(style.title_pt)
        size = fitting_size([chart.title], style.width_mm - 2 * MARGIN, style.title_pt, measure)
        shapes.append(label(chart.title, style.width_mm / 2, top, size, style.ink, measure, "centre"))
    if chart.unit:
        top -= line_height(style.small_pt)
        right = style.width_mm - MARGIN
        shapes.append(label(f"单位：{chart.unit}", right, top, style.small_pt, style.muted, measure, "right"))
    return shapes


def _pair(
    one: Series, centre: float, slot: float, frame: Frame, style: ChartStyle, size: float, measure: Measure
) -> list[Shape]:
    shapes: list[Shape] = []
    tops: list[tuple[float, float]] = []
    bar = min(slot * 0.6, LARGEST_BAR)
    for side, (value, text) in enumerate(zip(one.values, one.labels, strict=True)):
        middle = centre + (side - 0.5) * slot
        if value is None:
            note: Label = label(MISSING, middle, frame.zero + GAP, style.small_pt, style.muted, measure, "centre")
            shapes.append(note)
            tops.append((middle, note.top))
            continue
        end = frame.zero + float(value) * frame.per_unit
        if value:
            colour = (style.last_year, style.this_year)[side]
            low, high = sorted((frame.zero, end))
            shapes.append(rectangle(middle - bar / 2, low, middle + bar / 2, high, colour, f"{one.name}/{side}"))
        bottom = end + GAP / 2 if value >= 0 else end - GAP / 2 - line_height(size)
        amount = label(text, middle, bottom, size, style.ink, measure, "centre")
        shapes.append(amount)
        tops.append((middle, max(amount.top, frame.zero)))
    if one.change and None not in one.values:
        shapes += _bracket(one.change, tops, slot * 2, style, measure)
    return shapes


def _bracket(
    change: str, tops: list[tuple[float, float]], width: float, style: ChartStyle, measure: Measure
) -> list[Shape]:
    (left, left_top), (right, right_top) = tops
    height = max(left_top, right_top) + 2 * GAP
    legs = ((left, left_top + GAP / 2), (left, height), (right, height), (right, right_top + GAP / 2))
    size = fitting_size([change], width, style.font_pt, measure)
    words = label(change, (left + right) / 2, height + GAP / 4, size, style.ink, measure, "centre")
    return [Line(legs, style.line, HAIRLINE), words]
