"""Things put into the document that bring parts of their own: pictures now, native charts later."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from generator.document.names import DRAWING_ID, PIC, A, R, mark
from generator.document.values import clean_text
from generator.escaping import quote_attribute

EMU_PER_MM = 36000


@dataclass(frozen=True, slots=True)
class EmbeddedPart:
    """A file of the package. ``path`` is from the package's root, ASCII, e.g. ``word/charts/chart1.xml``.

    ``relationships`` are (id, type, path from the package's root).
    """

    path: str
    content_type: str
    data: bytes
    relationships: tuple[tuple[str, str, str], ...] = ()


class Embedded(Protocol):
    """What ``fill(embedded=…)`` takes. The XML of ``__html__`` refers to the first part by ``embedded_id(name)``.

    ``__html__`` is placed inside a ``<w:t>``: it closes it, and opens another one at its end; for the number of its
    drawing (``wp:docPr/@id``) it writes ``drawing_number(name)``.
    """

    @property
    def name(self) -> str:
        """Unique in the document."""

    @property
    def rel_type(self) -> str:
        """Type of the relationship from the document to the first part."""

    def parts(self) -> Sequence[EmbeddedPart]:
        """All files that it brings; the document refers to the first."""

    def __html__(self) -> str: ...


def embedded_id(name: str) -> str:
    """The relationship id by which the document refers to the thing of this name."""
    return f"rIdE{zlib.crc32(name.encode()):08x}"


def drawing_number(name: str) -> str:
    """Stands for the number of a drawing; becomes a number unique in the document."""
    return mark(DRAWING_ID, embedded_id(name))


def drawing_xml(name: str, alt: str, width_mm: float, height_mm: float, graphic: str) -> str:
    """An inline drawing for inside a ``<w:t>``; the run and its formatting go on after it."""
    title, described = quote_attribute(clean_text(name)), quote_attribute(clean_text(alt).replace("\n", " "))
    size = f'cx="{round(width_mm * EMU_PER_MM)}" cy="{round(height_mm * EMU_PER_MM)}"'
    return (
        f'</w:t><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{drawing_number(name)}" name={title} descr={described} title={title}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{A}">{graphic}</a:graphic>'
        '</wp:inline></w:drawing><w:t xml:space="preserve">'
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG in the text. ``alt`` is what a screen reader says; without ``height_mm`` the picture keeps its proportions."""

    name: str
    png: bytes
    alt: str
    width_mm: float
    height_mm: float | None = None

    @property
    def rel_type(self) -> str:
        """Type of the relationship from the document to the PNG."""
        return f"{R}/image"

    def parts(self) -> Sequence[EmbeddedPart]:
        """The PNG itself."""
        return (EmbeddedPart(f"word/media/{embedded_id(self.name)[3:]}.png", "image/png", self.png),)

    def __html__(self) -> str:
        height = self.height_mm if self.height_mm is not None else self.width_mm * png_proportion(self.png)
        size = f'cx="{round(self.width_mm * EMU_PER_MM)}" cy="{round(height * EMU_PER_MM)}"'
        graphic = (
            f'<a:graphicData uri="{PIC}"><pic:pic xmlns:pic="{PIC}"><pic:nvPicPr>'
            f'<pic:cNvPr id="0" name={quote_attribute(clean_text(self.name))}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{embedded_id(self.name)}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        )
        return drawing_xml(self.name, self.alt, self.width_mm, height, graphic)


def png_proportion(png: bytes) -> float:
    """Height divided by width, from the PNG's header. ValueError when it is no PNG."""
    if png[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("not a PNG")
    width, height = struct.unpack(">II", png[16:24])
    return float(height) / float(width)
