"""What a chart says: plain values with labels that the caller has formatted.

The label is the number that the text prints; the value only sets the size of a bar or a slice. So a chart can never
show another number than the sentence beside it. The same values serve a native Word chart.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """One amount in two years, such as 收入总计: `values` and `labels` in the order of `TwoYears.years`.

    `None` is "no figure" (a new unit has no last year) and is drawn without a bar; 0 is drawn as 0.
    `change` is the turn of phrase between the years (增长4.74%), or empty.
    """

    name: str
    values: tuple[Decimal | None, Decimal | None]
    labels: tuple[str, str]
    change: str = ""


@dataclass(frozen=True, slots=True)
class TwoYears:
    """图1 and 图4: amounts of two years side by side. `years` reads left to right (2022年度, 2023年度)."""

    title: str
    unit: str
    years: tuple[str, str]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """One part of a whole: `label` is the amount without its unit (2,467.98), `share` its share (100.00%) or empty."""

    name: str
    value: Decimal | None
    label: str
    share: str = ""


@dataclass(frozen=True, slots=True)
class Structure:
    """图2 and 图3: the parts of a total, in the order of the table; `total_label` is printed in the middle."""

    title: str
    unit: str
    slices: tuple[Slice, ...]
    total_label: str = ""
    total_name: str = "合计"

    @property
    def shown(self) -> tuple[Slice, ...]:
        """The slices that can be seen: those with an amount other than zero."""
        return tuple(part for part in self.slices if part.value)


Chart = TwoYears | Structure


@dataclass(frozen=True, slots=True)
class ChartStyle:
    """The look of the charts: lengths in mm, font sizes in pt, colours as #RRGGBB.

    The defaults print well in black and white: the two years differ in lightness, and each slice has its own label.
    """

    width_mm: float = 140.0
    height_mm: float = 80.0
    dpi: int = 300
    font_pt: float = 9.0
    small_pt: float = 8.0
    total_pt: float = 11.0
    title_pt: float = 11.0
    show_title: bool = False
    ink: str = "#262626"
    muted: str = "#666666"
    line: str = "#8A8A8A"
    last_year: str = "#A9B6C6"
    this_year: str = "#9B2226"
    palette: tuple[str, ...] = (
        "#9B2226", "#A9B6C6", "#1F3A5F", "#D9A79C", "#5B7FA3", "#7A7A7A", "#6A1417", "#CFD4DA", "#33475B", "#B85C55",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished chart. `missing_glyphs` are the characters that the font does not have: they are printed as 〓."""

    png: bytes
    missing_glyphs: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user has to know about the picture, in Chinese; empty when all is well."""
        if not self.missing_glyphs:
            return ()
        shown = "".join(f"“{character}”(U+{ord(character):04X})" for character in self.missing_glyphs)
        return (f"图表字体缺少字形：{shown}，图中以“〓”代替；请安装字形更全的中文字体。",)
