"""A painted sheet as PNG with a palette: few colours, few bytes, quickly.

A chart is mostly runs of one colour, so all is computed from the runs instead of from one and a half million pixels.
Colours that share the four upper bits of red, green and blue become their average (Pillow's FASTOCTREE gives the same
pixels in ten times the time).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

_MOST_COLOURS = 255
_NEAR = 2  # of 255: an average this near to a colour of the drawing is that colour
_UP = 2  # the filter: each row as the difference to the one above


def png(sheet: Any, dpi: int, colours: Iterable[str]) -> bytes:
    """The PNG of an opaque RGBA `sheet` (a buffer of height x width x 4 bytes) without a clock or a program's name in it.

    `colours` (#RRGGBB) are those that the drawing uses: they come out exactly.
    """
    import numpy as np

    pixels = np.asarray(sheet).view("<u4")[..., 0]
    height, width = pixels.shape
    flat = pixels.ravel()
    starts = np.concatenate(([0], np.flatnonzero(flat[1:] != flat[:-1]) + 1))
    lengths = np.diff(starts, append=flat.size)
    palette, indices = _palette(flat[starts], lengths)
    rows = np.repeat(indices, lengths).reshape(height, width)
    lines = np.empty((height, width + 1), np.uint8)
    lines[:, 0] = _UP
    lines[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=lines[1:, 1:])
    return _file(lines.tobytes(), (width, height), _exact(palette, colours), dpi)


def _palette(colours: Any, counts: Any) -> tuple[list[tuple[int, int, int]], Any]:
    """The palette of some runs (colour and length of each), and each run's place in it."""
    import numpy as np

    channels = [(colours >> shift & 255).astype(np.float64) for shift in (0, 8, 16)]
    for kept_bits in (4, 3, 2):  # more than 255 colours that differ in four bits: no chart of ours, but a picture still
        keys = sum((colours >> (shift + 8 - kept_bits) & (2**kept_bits - 1)) << place * kept_bits
                   for place, shift in enumerate((0, 8, 16)))  # fmt: skip
        weights = np.bincount(keys, counts, minlength=8**kept_bits)
        used = np.flatnonzero(weights)
        if len(used) <= _MOST_COLOURS:
            break
    single = np.float32
    sums = [np.bincount(keys, channel * counts, minlength=8**kept_bits)[used] for channel in channels]
    means = [(one.astype(single) / weights[used].astype(single)).astype(int).tolist() for one in sums]
    places = np.zeros(8**kept_bits, np.uint8)
    places[used] = np.arange(len(used))
    return list(zip(*means, strict=True)), places[keys]


def _exact(palette: Sequence[tuple[int, int, int]], colours: Iterable[str]) -> list[tuple[int, int, int]]:
    """The palette with the drawing's own colours as they are: an average turns white into #FEFEFE."""
    exact = list(palette)
    for colour in sorted(set(colours)):
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        for number, (r, g, b) in enumerate(exact):
            if abs(r - red) <= _NEAR and abs(g - green) <= _NEAR and abs(b - blue) <= _NEAR:
                exact[number] = red, green, blue
    return exact


def _file(lines: bytes, size: tuple[int, int], palette: Sequence[tuple[int, int, int]], dpi: int) -> bytes:
    """The chunks of the file. Runs alone are looked for: half of the usual time, and smaller here."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 15, 9, zlib.Z_RLE)
    per_metre = round(dpi / 0.0254)
    return b"\x89PNG\r\n\x1a\n" + b"".join((
        _chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 3, 0, 0, 0)),
        _chunk(b"PLTE", bytes(value for colour in palette for value in colour)),
        _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)),
        _chunk(b"IDAT", packer.compress(lines) + packer.flush()),
        _chunk(b"IEND", b""),
    ))  # fmt: skip


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
