"""Pictures for LibreOffice: the same pixels, as a bitmap with a palette.

LibreOffice makes 24-bit pictures of PNGs with a palette and packs them as such into the PDF; a bitmap keeps its
palette. That is a sixth of the whole conversion, and a smaller PDF. It goes by the content, not by the member's name.
"""

from __future__ import annotations

import struct
import zipfile
import zlib

from generator.document.package import Member, unpack

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PALETTE_OF_BYTES = bytes((8, 3, 0, 0, 0))  # depth, kind, compression, filters, no interlacing
_UP = 2
_HEADERS = 14 + 40


def for_libreoffice(member: Member) -> Member:
    """A picture as a bitmap; every other member, and a picture that `generator.charts` has not made, as it is."""
    if not member.name.endswith(".png"):
        return member
    bitmap = _bitmap(unpack(member))
    if bitmap is None:
        return member
    deflate = zlib.compressobj(1, zlib.DEFLATED, -15, 9, zlib.Z_RLE)
    packed = deflate.compress(bitmap) + deflate.flush()
    return Member(member.name, zipfile.ZIP_DEFLATED, zlib.crc32(bitmap), len(bitmap), packed)


def _bitmap(png: bytes) -> bytes | None:
    """The BMP of a PNG with a palette of up to 256 colours whose rows all have the filter "up"; None for another one."""
    chunks = _chunks(png)
    header, palette, packed = chunks.get(b"IHDR", b""), chunks.get(b"PLTE", b""), chunks.get(b"IDAT", b"")
    if header[8:] != _PALETTE_OF_BYTES or not palette or b"tRNS" in chunks:
        return None
    import numpy as np

    width, height = struct.unpack(">II", header[:8])
    lines = np.frombuffer(zlib.decompress(packed, bufsize=height * (width + 1)), np.uint8).reshape(height, width + 1)
    if (lines[:, 0] != _UP).any():
        return None
    rows = np.zeros((height, width + -width % 4), np.uint8)  # a row takes a multiple of four bytes
    above = rows[0, :width]
    for line, row in zip(lines[:, 1:], rows[:, :width], strict=True):
        above = np.add(above, line, out=row)
    colours = np.zeros((len(palette) // 3, 4), np.uint8)
    colours[:, :3] = np.frombuffer(palette, np.uint8).reshape(-1, 3)[:, ::-1]
    start, size = _HEADERS + colours.size, rows.size
    return b"".join((
        struct.pack("<2sIHHI", b"BM", start + size, 0, 0, start),
        struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 0, size, 0, 0, len(colours), 0),
        colours.tobytes(),
        rows[::-1].tobytes(),
    ))  # fmt: skip


def _chunks(png: bytes) -> dict[bytes, bytes]:
    """The chunks by kind, those of one kind joined."""
    chunks: dict[bytes, bytes] = {}
    place = len(_SIGNATURE) if png.startswith(_SIGNATURE) else len(png)
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        kind, data = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        chunks[kind] = chunks.get(kind, b"") + data
        place += length + 12
    return chunks
