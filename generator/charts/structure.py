"""Layout of 图2 and 图3: a ring with the total in the middle and a label with a leader line for every slice.

The largest slice is centred on the left, so the small ones, which need the room, fan out on the right; the order of the
table is kept, clockwise. A ring cannot show an amount below zero, nor very many slices: then `bars` takes over.
"""

import math
from itertools import pairwise
from typing import NamedTuple

from generator.charts.model import ChartStyle, Slice, Structure
from generator.charts.shapes import Drawing, Line, Measure, Point, Polygon, Shape, label, line_height
from generator.charts.typeset import SMALLEST_PT, fitting_size, spread, wrap

MARGIN = 2.5
HOLE = 0.62  # inner radius of the ring / outer radius
LEADER = 3.0  # mm that a leader line runs outwards from the ring
ELBOW = 5.0  # mm between the ring and the place where leader lines turn level
LABEL_OFFSET = 2.6  # mm from there to the label
LABEL_GAP = 1.6
NEARLY_UPRIGHT = 0.35  # |cos| of the direction below which a label may stand on either side
THIN_ARC = 1.0  # mm: a slice narrower than this gets no white separators, they would cover it
HAIRLINE = 0.25

Lines = tuple[tuple[str, bool], ...]


class Ring(NamedTuple):
    """Centre and outer radius in mm."""

    x: float
    y: float
    radius: float

    def at(self, angle: float, radius: float) -> Point:
        """The point at `angle` (radians, anticlockwise from the right) and `radius` mm."""
        return self.x + radius * math.cos(angle), self.y + radius * math.sin(angle)


class Sector(NamedTuple):
    """A slice on the ring: it runs clockwise from `start` to `end` (radians)."""

    part: Slice
    colour: str
    start: float
    end: float

    @property
    def middle(self) -> float:
        """Angle of the middle of the slice."""
        return (self.start + self.end) / 2


class Note(NamedTuple):
    """The label of a slice: lines of (text, is name), its side (-1 left, 1 right), the height of its middle in mm."""

    sector: Sector
    lines: tuple[tuple[str, bool], ...]
    side: int = 1
    centre: float = 0.0

    def leader(self, ring: Ring) -> tuple[Point, ...]:
        """From the slice outwards, then to the label."""
        angle, turn = self.sector.middle, ring.x + self.side * (ring.radius + ELBOW)
        start, out = ring.at(angle, ring.radius), ring.at(angle, ring.radius + LEADER)
        return start, out, (turn, self.centre), (turn + self.side * 2, self.centre)

    def crosses(self, ring: Ring) -> bool:
        """Whether the leader line runs over the ring instead of around it."""
        _, (x1, y1), (x2, y2), _ = self.leader(ring)
        along = ((ring.x - x1) * (x2 - x1) + (ring.y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2 or 1.0)
        nearest = min(max(along, 0.0), 1.0)
        return math.dist((x1 + nearest * (x2 - x1), y1 + nearest * (y2 - y1)), (ring.x, ring.y)) < ring.radius + 0.3


def lay_out_ring(chart: Structure, style: ChartStyle, measure: Measure) -> Drawing | None:
    """The ring with its labels, or None where the labels cannot be placed in a readable size."""
    head = line_height(style.title_pt) if style.show_title else 0.0
    radius = min((style.height_mm - head) * 0.31, style.width_mm * 0.18)
    column = style.width_mm / 2 - radius - ELBOW - LABEL_OFFSET - MARGIN
    # A single slice has no label on the left: the ring moves there, so that ring and label stand in the middle.
    centre = style.width_mm / 2 - (column / 2 if len(chart.shown) == 1 else 0.0)
    ring = Ring(centre, (style.height_mm - head) / 2, radius)
    room = style.height_mm - head - 2 * MARGIN
    size = style.font_pt
    while size >= max(SMALLEST_PT, style.font_pt * 0.6):
        texts = [_lines(part, chart.unit, column, size, measure) for part in chart.shown]
        notes = _place(_sectors(chart.shown, style, 0.0), texts, ring, room, size)
        if notes and max(measure(text, size) for lines in texts for text, _ in lines) <= column:
            if any(note.crosses(ring) for note in notes):
                notes = _turned(chart, style, texts, ring, room, size) or notes
            labels = [shape for note in notes for shape in _label(note, ring, size, style, measure)]
            slices = _slices(ring, [note.sector for note in notes])
            shapes = (*slices, *_total(chart, ring, style, measure), *labels, *_title(chart, style, measure))
            return Drawing(style.width_mm, style.height_mm, shapes)
        size -= 0.25
    return None


def _turned(
    chart: Structure, style: ChartStyle, texts: list[Lines], ring: Ring, room: float, size: float
) -> list[Note] | None:
    """The labels with the ring turned so that as few leader lines as possible run over it."""
    best: tuple[float, list[Note]] | None = None
    for step in range(1, 24):
        notes = _place(_sectors(chart.shown, style, math.tau * step / 24), texts, ring, room, size)
        if notes:
            detour = sum(abs(note.centre - ring.at(note.sector.middle, ring.radius + LEADER)[1]) for note in notes)
            cost = 1000 * sum(note.crosses(ring) for note in notes) + detour
            if best is None or cost < best[0]:
                best = cost, notes
    return best[1] if best else None


def _sectors(parts: tuple[Slice, ...], style: ChartStyle, turn: float) -> list[Sector]:
    """The slices clockwise, the largest centred on the left (a single one on the right), then turned by `turn`."""
    values = [float(part.value or 0) for part in parts]
    total = sum(values)
    edges = [0.0]
    for value in values:
        edges.append(edges[-1] + value / total * math.tau)
    largest = max(range(len(parts)), key=values.__getitem__)
    zero = (math.pi if len(parts) > 1 else 0.0) + (edges[largest] + edges[largest + 1]) / 2 + turn
    return [
        Sector(part, _colour(index, len(parts), style), zero - start, zero - end)
        for index, (part, (start, end)) in enumerate(zip(parts, pairwise(edges), strict=True))
    ]


def _colour(index: int, count: int, style: ChartStyle) -> str:
    """The palette in turn; the last slice never has the colour of the first, which is its neighbour."""
    colours = len(style.palette)
    return style.palette[colours // 2 if index and index == count - 1 and index % colours == 0 else index % colours]


def _lines(part: Slice, unit: str, column: float, size: float, measure: Measure) -> Lines:
    amount = f"{part.label}{unit}"
    together = f"{amount}  {part.share}".rstrip()
    figures = (together,) if not part.share or measure(together, size) <= column else (amount, part.share)
    names = wrap(part.name, column, size, measure)
    return (*((line, True) for line in names), *((line, False) for line in figures))


def _place(sectors: list[Sector], texts: list[Lines], ring: Ring, room: float, size: float) -> list[Note] | None:
    """Every label beside its slice, moved up or down until none overlaps another; None when they do not fit."""

    def height(index: int) -> float:
        return len(texts[index]) * line_height(size) + LABEL_GAP

    sides = {side: [i for i, one in enumerate(sectors) if _side(one) == side] for side in (-1, 1)}
    for side, members in sides.items():
        members.sort(key=lambda index: abs(math.cos(sectors[index].middle)))
        while sum(map(height, members)) > room and abs(math.cos(sectors[members[0]].middle)) < NEARLY_UPRIGHT:
            sides[-side].append(members.pop(0))
    placed: dict[int, Note] = {}
    for side, members in sides.items():
        heights = [height(index) for index in members]
        if sum(heights) > room:
            return None
        members.sort(key=lambda index: math.sin(sectors[index].middle))
        wanted = [ring.at(sectors[index].middle, ring.radius + LEADER)[1] for index in members]
        heights = [height(index) for index in members]
        for index, centre in zip(members, spread(wanted, heights, ring.y - room / 2, ring.y + room / 2), strict=True):
            placed[index] = Note(sectors[index], texts[index], side, centre)
    return [placed[index] for index in range(len(sectors))]


def _side(sector: Sector) -> int:
    return -1 if math.cos(sector.middle) < -1e-9 else 1


def _slices(ring: Ring, sectors: list[Sector]) -> list[Shape]:
    shapes: list[Shape] = []
    thin: list[Shape] = []
    separators: list[Shape] = []
    for index, sector in enumerate(sectors):
        sweep = sector.start - sector.end
        steps = max(2, math.ceil(math.degrees(sweep)))
        angles = [sector.start - sweep * step / steps for step in range(steps + 1)]
        outer = [ring.at(angle, ring.radius) for angle in angles]
        inner = [ring.at(angle, ring.radius * HOLE) for angle in reversed(angles)]
        shapes.append(Polygon((*outer, *inner), sector.colour, sector.part.name))
        if sweep * ring.radius < THIN_ARC:
            # Always to be seen, however small: a line of its colour in the middle of the slice.
            spoke = (ring.at(sector.middle, ring.radius * HOLE), ring.at(sector.middle, ring.radius))
            thin.append(Line(spoke, sector.colour, HAIRLINE))
        before = sectors[index - 1]
        if len(sectors) > 1 and min(sweep, before.start - before.end) * ring.radius >= THIN_ARC:
            spoke = (ring.at(sector.start, ring.radius * HOLE * 0.99), ring.at(sector.start, ring.radius * 1.01))
            separators.append(Line(spoke, "#FFFFFF", HAIRLINE))
    return [*shapes, *thin, *separators]


def _label(note: Note, ring: Ring, size: float, style: ChartStyle, measure: Measure) -> list[Shape]:
    shapes: list[Shape] = [Line(note.leader(ring), style.line, 0.2)]
    edge = ring.x + note.side * (ring.radius + ELBOW + LABEL_OFFSET)
    bottom = note.centre + len(note.lines) * line_height(size) / 2
    for text, is_name in note.lines:
        bottom -= line_height(size)
        colour = style.ink if is_name else style.muted
        shapes.append(label(text, edge, bottom, size, colour, measure, "left" if note.side > 0 else "right"))
    return shapes


def _total(chart: Structure, ring: Ring, style: ChartStyle, measure: Measure) -> list[Shape]:
    if not chart.total_label:
        return []
    width = 2 * ring.radius * HOLE * 0.9
    lines = [(chart.total_name, style.font_pt, style.muted), (chart.total_label, style.total_pt, style.ink)]
    lines.append((chart.unit, style.small_pt, style.muted))
    sized = [(text, fitting_size([text], width, size, measure), ink) for text, size, ink in lines if text]
    bottom = ring.y + sum(line_height(size) for _, size, _ in sized) / 2
    shapes: list[Shape] = []
    for text, size, ink in sized:
        bottom -= line_height(size)
        shapes.append(label(text, ring.x, bottom, size, ink, measure, "centre"))
    return shapes


def _title(chart: Structure, style: ChartStyle, measure: Measure) -> list[Shape]:
    if not style.show_title:
        return []
    size = fitting_size([chart.title], style.width_mm - 2 * MARGIN, style.title_pt, measure)
    bottom = style.height_mm - MARGIN - line_height(style.title_pt)
    return [label(chart.title, style.width_mm / 2, bottom, size, style.ink, measure, "centre")]
