"""Paint a drawing as PNG with matplotlib's Agg renderer.

Only the renderer is used, without Figure and Axes: their import costs half as much again (axes, projections, 3D), and
a chart of bars and slices needs nothing of them. No global state is changed, and the bytes depend on the drawing and
the font alone. Needs matplotlib 3.11, the first that can open another face of a font collection than the first.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.charts.model import Picture
from generator.charts.png import png
from generator.charts.shapes import MM_PER_PT, Drawing, Label, Line, Polygon

WHITE = "#FFFFFF"
REPLACEMENTS = "〓□？?"
_THREADS = "OPENBLAS_NUM_THREADS"


@contextmanager
def _light_import() -> Iterator[None]:
    """For the first import of matplotlib: quiet, and without threads.

    It lists the machine's fonts when it first runs, which we do not use: nobody needs to be told. numpy's OpenBLAS
    starts a thread for each processor, which costs as much as the rest of numpy: charts do no linear algebra.
    """
    logger = logging.getLogger("matplotlib.font_manager")
    level, threads = logger.level, os.environ.get(_THREADS)
    logger.setLevel(logging.ERROR)
    os.environ.setdefault(_THREADS, "1")
    try:
        yield
    finally:
        logger.setLevel(level)
        if threads is None:
            del os.environ[_THREADS]


class Face:
    """A font file opened for measuring and drawing; in a collection the Simplified Chinese face."""

    def __init__(self, font: Path, index: int | None) -> None:
        """Open face `index` of `font`, by default the Simplified Chinese one.

        Raises OSError or RuntimeError where it is no readable font.
        """
        with _light_import():
            from matplotlib.backends.backend_agg import RendererAgg
            from matplotlib.font_manager import FontPath, FontProperties
            from matplotlib.ft2font import FT2Font
        self._path = FontPath(str(font), _simplified_face(font) if index is None else index)
        self._properties = FontProperties
        self._glyphs = FT2Font(str(font), face_index=self._path.face_index)
        self._ruler: Any = RendererAgg(1, 1, 300)  # type: ignore[no-untyped-call]
        self._sized: dict[float, Any] = {}
        self._widths: dict[tuple[str, float], float] = {}
        self._substitute = next((mark for mark in REPLACEMENTS if self._has(mark)), " ")

    def _has(self, character: str) -> bool:
        return bool(self._glyphs.get_char_index(ord(character)))

    def missing(self, text: str) -> str:
        """The characters of `text` that the font cannot draw."""
        return "".join(character for character in text if not self._has(character) and not character.isspace())

    def printable(self, text: str) -> str:
        """`text` with a mark in the place of every missing character, and plain blanks for line breaks and tabs."""
        return "".join(
            character if self._has(character) else " " if character.isspace() else self._substitute
            for character in text
        )

    def at(self, size: float) -> Any:
        """The font at `size` pt, as matplotlib wants it."""
        if size not in self._sized:
            self._sized[size] = self._properties(fname=self._path, size=size)
        return self._sized[size]

    def measure(self, text: str, size: float) -> float:
        """Width of `text` in mm at `size` pt."""
        key = text, size
        if key not in self._widths:
            if len(self._widths) > 4000:
                self._widths.clear()
            width = self._ruler.get_text_width_height_descent(self.printable(text), self.at(size), False)[0]
            self._widths[key] = float(width) * 25.4 / 300 if text else 0.0
        return self._widths[key]


def _simplified_face(font: Path) -> int:
    """Index of the Simplified Chinese face in a collection (Noto CJK: face 0 is Japanese), otherwise 0."""
    from matplotlib.ft2font import FT2Font

    count = FT2Font(str(font)).num_faces
    for index in range(count if count > 1 else 0):
        if FT2Font(str(font), face_index=index).family_name.endswith(" SC"):
            return index
    return 0


@lru_cache(maxsize=4)
def open_face(font: Path, index: int | None = None) -> Face:
    """The opened font, kept for the next chart; `index` chooses a face of a collection."""
    return Face(font, index)


def paint(drawing: Drawing, dpi: int, opened: Face) -> Picture:
    """The drawing as PNG at `dpi`; characters without a glyph are named in the picture's `missing_glyphs`."""
    from matplotlib.backends.backend_agg import RendererAgg
    from numpy import asarray

    scale = dpi / 25.4
    width, height = round(drawing.width * scale), round(drawing.height * scale)
    renderer: Any = RendererAgg(width, height, dpi)  # type: ignore[no-untyped-call]
    sheet = asarray(renderer.buffer_rgba())
    sheet.fill(255)  # white: cheaper than laying a transparent drawing over it afterwards
    missing: dict[str, None] = {}
    for shape in drawing.shapes:
        if isinstance(shape, Label):
            missing.update(dict.fromkeys(opened.missing(shape.text)))
            _text(renderer, shape, scale, height, opened)
        else:
            _path(renderer, shape, scale)
    return Picture(png(sheet, dpi, {WHITE, *(shape.colour for shape in drawing.shapes)}), "".join(missing))


def _path(renderer: Any, shape: Polygon | Line, scale: float) -> None:
    from matplotlib.colors import to_rgb
    from matplotlib.path import Path as Outline
    from matplotlib.transforms import Affine2D

    context = renderer.new_gc()
    colour = to_rgb(shape.colour)
    if isinstance(shape, Polygon):
        context.set_linewidth(0)
        outline = Outline([*shape.points, shape.points[0]], closed=True)
    else:
        context.set_linewidth(shape.width / MM_PER_PT)
        context.set_foreground(colour, isRGBA=False)
        outline = Outline(list(shape.points))
    outline.should_simplify = False
    renderer.draw_path(context, outline, Affine2D().scale(scale), colour if isinstance(shape, Polygon) else None)
    context.restore()


def _text(renderer: Any, shape: Label, scale: float, height: int, opened: Face) -> None:
    context = renderer.new_gc()
    context.set_foreground(shape.colour)
    text = opened.printable(shape.text)
    renderer.draw_text(context, shape.left * scale, height - shape.baseline * scale, text, opened.at(shape.size), 0)
    context.restore()
