"""How much of a sheet a printed page holds, so that ruled blank rows end where a page ends."""

from __future__ import annotations

from math import ceil

from generator.workbook.styles import LEGIBLE_WIDTH, PORTRAIT_WIDTH

CHARACTER = 5.6  # points across that a character of the default font takes
UPRIGHT, LANDSCAPE = (523.0, 748.0), (770.0, 501.0)  # points of A4 within the margins of `styles.set_page`
RESERVE = 0.95  # fonts and programs differ by a few per cent
LEAST_SPARE = 3


def page_height(width: float) -> float:
    """Points of rows that one page holds for a sheet `width` characters wide, scaled to fit across."""
    across, down = LANDSCAPE if width > PORTRAIT_WIDTH else UPRIGHT
    scale = min(1.0, across * ceil(width / LEGIBLE_WIDTH) / (width * CHARACTER))
    return down / scale * RESERVE


def spare_rows(used: float, width: float, head: float, wanted: int, row: float) -> int:
    """How many blank rows of height `row` to rule below `used` points: up to `wanted`, without starting a page for them.

    `head` is the height of the header row, which every page repeats. At least LEAST_SPARE rows, where need be on a new page.
    """
    page = page_height(width)
    further = page - head
    pages = 1 + max(0, ceil((used + LEAST_SPARE * row - page) / further))
    left = page + (pages - 1) * further - used
    return max(LEAST_SPARE, min(wanted, int(left // row)))
