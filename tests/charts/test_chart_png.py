"""The PNG writer: read back by Pillow, beside what Pillow itself would have made of the same pixels."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from generator.charts.png import png

WHITE, RED, BLUE = (255, 255, 255), (155, 34, 38), (31, 58, 95)


def sheet(height: int = 40, width: int = 60) -> np.ndarray:
    """White paper with a red area, a blue line and a soft edge between them."""
    made = np.full((height, width, 4), 255, np.uint8)
    made[10:30, 5:20, :3] = RED
    made[35, :, :3] = BLUE
    for step in range(16):
        made[10:30, 20 + step, :3] = [255 - step * 16] * 3
    return made


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def test_size_resolution_and_exact_colours() -> None:
    picture = opened(png(sheet(), 300, ["#FFFFFF", "#9B2226", "#1F3A5F"]))
    assert picture.format == "PNG" and picture.size == (60, 40) and picture.mode == "P"
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    shown = picture.convert("RGB")
    assert [shown.getpixel(place) for place in ((0, 0), (6, 12), (59, 35))] == [WHITE, RED, BLUE]


def test_the_pixels_are_those_of_pillow() -> None:
    pixels = sheet()
    whole = Image.frombytes("RGB", (60, 40), pixels.tobytes(), "raw", "RGBX")
    theirs = whole.quantize(255, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).convert("RGB")
    assert opened(png(pixels, 300, [])).convert("RGB").tobytes() == theirs.tobytes()


def test_a_sheet_of_one_colour_and_one_of_very_many() -> None:
    blank = opened(png(np.full((3, 5, 4), 255, np.uint8), 150, ["#FFFFFF"]))
    assert blank.convert("RGB").getcolors() == [(15, WHITE)]
    steps = np.arange(0, 256, 8).astype(np.uint8)
    many = np.full((32, 32 * 32, 4), 255, np.uint8)
    many[..., 0], many[..., 1], many[..., 2] = steps[:, None], np.repeat(steps, 32), np.tile(steps, 32)
    picture = opened(png(many, 300, []))
    difference = np.abs(np.asarray(picture.convert("RGB")).astype(int) - many[..., :3])
    assert len(picture.getcolors() or []) <= 255
    assert difference.max() < 64
