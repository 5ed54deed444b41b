"""Layout of a structure that no ring can show (amounts below zero, very many parts), and of one without any amount."""

import math

from generator.charts.model import ChartStyle, Structure
from generator.charts.shapes import Drawing, Line, Measure, Shape, label, line_height, rectangle
from generator.charts.typeset import fitting_size, wrap

MARGIN = 3.0
GAP = 1.5
NO_DATA = "无数据"


def lay_out_bars(chart: Structure, style: ChartStyle, measure: Measure) -> Drawing:
    """One lying bar for each part, from a common zero line; the amount stands at the end of its bar."""
    parts = chart.shown
    head = line_height(style.title_pt) if style.show_title else 0.0
    row = (style.height_mm - head - 2 * MARGIN) / len(parts)
    size = min(style.font_pt, style.font_pt * row * 0.9 / line_height(style.font_pt))
    names_width = min(max(measure(part.name, size) for part in parts), style.width_mm * 0.3)
    captions = [f"{part.label}{chart.unit}" + (f"  {part.share}" if part.share else "") for part in parts]
    values = [float(part.value or 0) for part in parts]
    left = MARGIN + names_width + 2 * GAP
    widths = [measure(caption, size) + GAP for caption in captions]
    zero, per_unit = _axis(values, widths, left, style.width_mm - MARGIN)
    shapes: list[Shape] = []
    for index, (part, value, caption) in enumerate(zip(parts, values, captions, strict=True)):
        centre = style.height_mm - head - MARGIN - row * (index + 0.5)
        end = zero + value * per_unit
        colour = style.this_year if value > 0 else style.last_year
        bar = min(row * 0.6, 7.0)
        shapes.append(rectangle(min(zero, end), centre - bar / 2, max(zero, end), centre + bar / 2, colour, part.name))
        bottom = centre - line_height(size) / 2
        beyond = end + math.copysign(GAP / 2, value)
        shapes.append(label(caption, beyond, bottom, size, style.ink, measure, "left" if value > 0 else "right"))
        lines, name_size = _name(part.name, names_width, row, size, measure)
        bottom = centre + len(lines) * line_height(name_size) / 2
        for line in lines:
            bottom -= line_height(name_size)
            shapes.append(label(line, MARGIN + names_width, bottom, name_size, style.ink, measure, "right"))
    bottom_of_axis = style.height_mm - head - MARGIN - row * len(parts)
    shapes.append(Line(((zero, bottom_of_axis), (zero, style.height_mm - head - MARGIN)), style.ink, 0.3))
    if style.show_title:
        bottom = style.height_mm - MARGIN - head
        title_size = fitting_size([chart.title], style.width_mm - 2 * MARGIN, style.title_pt, measure)
        shapes.append(label(chart.title, style.width_mm / 2, bottom, title_size, style.ink, measure, "centre"))
    return Drawing(style.width_mm, style.height_mm, tuple(shapes))


def _axis(values: list[float], widths: list[float], left: float, right: float) -> tuple[float, float]:
    """Zero line and mm per unit such that each bar with the caption at its end stays between `left` and `right`."""
    above = [(0.0, 0.0), *((value, width) for value, width in zip(values, widths, strict=True) if value > 0)]
    below = [(0.0, 0.0), *((-value, width) for value, width in zip(values, widths, strict=True) if value < 0)]
    per_unit = min(
        (right - left - low_width - high_width) / (low + high)
        for low, low_width in below
        for high, high_width in above
        if low + high
    )
    return left + max(low * per_unit + width for low, width in below), per_unit


def _name(name: str, width: float, row: float, size: float, measure: Measure) -> tuple[tuple[str, ...], float]:
    """The name in as many lines as its row has room for, smaller where it must be."""
    while True:
        lines = wrap(name, width, size, measure)
        if len(lines) * line_height(size) <= row or size <= 3:
            return lines, size
        size -= 0.25


def lay_out_empty(style: ChartStyle, measure: Measure) -> Drawing:
    """A frame with the words 无数据, for a chart in which nothing is to be seen."""
    left, bottom, right, top = MARGIN, MARGIN, style.width_mm - MARGIN, style.height_mm - MARGIN
    border = Line(((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)), style.line, 0.2)
    size = style.total_pt
    middle = style.height_mm / 2 - line_height(size) / 2
    words = label(NO_DATA, style.width_mm / 2, middle, size, style.muted, measure, "centre")
    return Drawing(style.width_mm, style.height_mm, (border, words))
