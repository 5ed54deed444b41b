"""From a chart to its picture: choose the layout, paint it."""

from pathlib import Path

from generator.charts.bars import lay_out_bars, lay_out_empty
from generator.charts.model import Chart, ChartStyle, Picture, TwoYears
from generator.charts.shapes import Drawing, Measure
from generator.charts.structure import lay_out_ring
from generator.charts.two_years import lay_out_two_years


def lay_out(chart: Chart, style: ChartStyle, measure: Measure) -> Drawing:
    """Where everything stands, in mm. A chart without any amount says 无数据."""
    if isinstance(chart, TwoYears):
        if any(value is not None for one in chart.series for value in one.values):
            return lay_out_two_years(chart, style, measure)
        return lay_out_empty(style, measure)
    if not chart.shown:
        return lay_out_empty(style, measure)
    below_zero = any(part.value is not None and part.value < 0 for part in chart.shown)
    ring = None if below_zero else lay_out_ring(chart, style, measure)
    return ring or lay_out_bars(chart, style, measure)


def draw(chart: Chart, style: ChartStyle, font: Path, face: int | None = None) -> Picture:
    """The chart as PNG in `style`, its texts in the Chinese `font` (a .ttf, .otf or .ttc file).

    `face` is the face of a collection; without it the Simplified Chinese one is looked for, else the first.
    Raises OSError or RuntimeError where the font cannot be opened. A character that the font lacks is named in the
    picture's `notes`.
    """
    from generator.charts.paint import open_face, paint

    opened = open_face(font, face)
    return paint(lay_out(chart, style, opened.measure), style.dpi, opened)
