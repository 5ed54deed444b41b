"""Texts in narrow places: wrapping Chinese names, shrinking numbers, moving labels apart."""

import math
from collections.abc import Sequence

from generator.charts.shapes import Measure

SMALLEST_PT = 5.0
NEVER_FIRST = "，。、；：！？）》〉」』】”’…％%)]},.;:!?"
NEVER_LAST = "（《〈「『【“‘([{"


def wrap(text: str, width: float, size: float, measure: Measure) -> tuple[str, ...]:
    """Break a name into the fewest lines of at most `width` mm, of about equal length.

    No line starts with a closing mark or ends with an opening one; a line may be wider than `width` only where one
    character is.
    """
    whole = measure(text, size)
    if whole <= width:
        return (text,)
    for count in range(math.ceil(whole / width), len(text) + 1):
        lines = _break(text, max(whole / count * 1.04, measure("国", size)), size, measure)
        if len(lines) <= count and all(measure(line, size) <= width for line in lines):
            return lines
    return _break(text, width, size, measure)


def _break(text: str, width: float, size: float, measure: Measure) -> tuple[str, ...]:
    lines: list[str] = []
    rest = text
    while rest:
        end = 1
        while end < len(rest) and measure(rest[:end], size) < width - measure(rest[end], size) / 2:
            end += 1
        natural = end
        while 1 < end < len(rest) and not _may_break(rest, end):
            end -= 1
        if end < len(rest) and not _may_break(rest, end):
            end = natural
        lines.append(rest[:end])
        rest = rest[end:]
    return tuple(lines)


def _may_break(text: str, position: int) -> bool:
    before, after = text[position - 1], text[position]
    number = set("0123456789.,")
    return after not in NEVER_FIRST and before not in NEVER_LAST and not (before in number and after in number)


def fitting_size(texts: Sequence[str], width: float, size: float, measure: Measure) -> float:
    """The font size in pt, at most `size`, at which every text is at most `width` mm wide."""
    widest = max((measure(text, size) for text in texts), default=0.0)
    return size if widest <= width else max(math.floor(size * width / widest * 10) / 10, SMALLEST_PT)


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Centres as near as possible to `wanted` (ascending), none overlapping, all between `low` and `high`.

    Least squares (pool adjacent violators): labels that would overlap form a block around their common middle.
    The caller sees to it that the heights fit into the room.
    """
    offsets: list[float] = []
    below = 0.0
    for height in heights:
        offsets.append(below + height / 2)
        below += height
    blocks: list[tuple[float, int]] = []
    for centre, offset in zip(wanted, offsets, strict=True):
        block = (centre - offset, 1)
        while blocks and blocks[-1][0] >= block[0]:
            mean, count = blocks.pop()
            block = ((mean * count + block[0] * block[1]) / (count + block[1]), count + block[1])
        blocks.append(block)
    starts = [mean for mean, count in blocks for _ in range(count)]
    return [min(max(start, low), high - below) + offset for start, offset in zip(starts, offsets, strict=True)]
