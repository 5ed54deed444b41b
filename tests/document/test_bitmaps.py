"""Pictures handed to LibreOffice as bitmaps: the same pixels; everything else untouched."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from generator.charts.png import png
from generator.document.bitmaps import for_libreoffice
from generator.document.package import pack, unpack


@pytest.mark.parametrize("width", [60, 61, 62, 63])
def test_a_chart_becomes_a_bitmap_of_the_same_pixels(width: int) -> None:
    sheet = np.full((40, width, 4), 255, np.uint8)
    sheet[10:30, 5:20, :3] = 155, 34, 38
    sheet[35, :, :3] = 31, 58, 95
    chart = png(sheet, 300, ["#9B2226", "#1F3A5F", "#FFFFFF"])
    member = for_libreoffice(pack("word/media/a.png", chart))
    data = unpack(member)
    assert member.name == "word/media/a.png" and member.size == len(data)
    with Image.open(BytesIO(data)) as bitmap, Image.open(BytesIO(chart)) as before:
        assert (bitmap.format, bitmap.mode) == ("BMP", "P")
        assert bitmap.convert("RGB").tobytes() == before.convert("RGB").tobytes()


def test_other_pictures_and_parts_stay_as_they_are() -> None:
    colour, grey, clear = BytesIO(), BytesIO(), BytesIO()
    Image.effect_mandelbrot((30, 20), (-2, -1, 1, 1), 50).convert("RGB").save(colour, "PNG")
    Image.effect_noise((30, 20), 40).convert("P").save(grey, "PNG")  # a palette, but other filters
    Image.new("P", (8, 8)).save(clear, "PNG", transparency=0)
    parts = {"word/media/1.png": colour, "word/media/2.png": grey, "word/media/3.png": clear}
    members = [pack(name, data.getvalue()) for name, data in parts.items()]
    members += [pack("word/media/4.png", b"no picture"), pack("word/document.xml", b"<w:document/>")]
    assert [for_libreoffice(member) for member in members] == members
