"""The four charts of the report, from plain values to PNG.

`model` is what a chart says (no accounts, no pictures), `two_years` and `structure` lay it out in millimetres,
`paint` turns the layout into a PNG, `alt` says the same in words. Only `paint` imports matplotlib, and only when it
draws.
"""

from generator.charts.alt import alt_text
from generator.charts.draw import draw, lay_out
from generator.charts.model import Chart, ChartStyle, Picture, Series, Slice, Structure, TwoYears

__all__ = [
    "Chart",
    "ChartStyle",
    "Picture",
    "Series",
    "Slice",
    "Structure",
    "TwoYears",
    "alt_text",
    "draw",
    "lay_out",
]
