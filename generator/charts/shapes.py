"""A drawing: polygons, lines and one-line texts in millimetres, the origin at the bottom left.

It knows neither matplotlib nor accounts, so that a layout can be tested by its boxes and painted by anything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

MM_PER_PT = 25.4 / 72
LINE_HEIGHT = 1.3  # of the font size
DESCENT = 0.26  # of the font size: the baseline above the bottom of the line

Measure = Callable[[str, float], float]
"""Width in mm of a text at a font size in pt."""

Point = tuple[float, float]
Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled area."""

    points: tuple[Point, ...]
    colour: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A stroke through `points`, `width` in mm."""

    points: tuple[Point, ...]
    colour: str
    width: float


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text: left edge, bottom of the line, and the room it takes in mm."""

    text: str
    left: float
    bottom: float
    width: float
    height: float
    size: float
    colour: str

    @property
    def top(self) -> float:
        """Upper edge in mm."""
        return self.bottom + self.height

    @property
    def right(self) -> float:
        """Right edge in mm."""
        return self.left + self.width

    @property
    def baseline(self) -> float:
        """Height of the baseline in mm."""
        return self.bottom + self.size * MM_PER_PT * DESCENT


Shape = Polygon | Line | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in painting order on a white sheet."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    @property
    def labels(self) -> tuple[Label, ...]:
        """All texts."""
        return tuple(shape for shape in self.shapes if isinstance(shape, Label))

    @property
    def polygons(self) -> tuple[Polygon, ...]:
        """All filled areas."""
        return tuple(shape for shape in self.shapes if isinstance(shape, Polygon))


def line_height(size: float) -> float:
    """Height in mm of one line of text of `size` pt."""
    return size * MM_PER_PT * LINE_HEIGHT


def rectangle(left: float, bottom: float, right: float, top: float, colour: str, name: str = "") -> Polygon:
    """An upright rectangle."""
    return Polygon(((left, bottom), (right, bottom), (right, top), (left, top)), colour, name)


def label(text: str, x: float, bottom: float, size: float, colour: str, measure: Measure, align: Align) -> Label:
    """A line of text whose left edge, centre or right edge is at `x`."""
    width = measure(text, size)
    left = x - {"left": 0.0, "centre": width / 2, "right": width}[align]
    return Label(text, left, bottom, width, line_height(size), size, colour)
