"""The charts as native Word charts: DrawingML with an embedded workbook, to be edited in Word and WPS.

The same values and labels as in the pictures. The numbers in the embedded workbook, the numbers cached in the chart
and the printed labels are one: each is the label's number, so that opening the data in Word changes nothing.
A ring cannot carry labels outside in Word, so that the structure is a pie there, or bars.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from generator.charts.alt import alt_text
from generator.charts.model import Chart, ChartStyle, Structure, TwoYears
from generator.charts.native_book import Grid, data_book
from generator.document.embed import EmbeddedPart, drawing_xml, embedded_id
from generator.document.names import A, R
from generator.escaping import escape_text

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FONT = '<a:latin typeface="黑体"/><a:ea typeface="黑体"/><a:cs typeface="黑体"/>'
_NO_TITLE, _FREE = '<c:autoTitleDeleted val="1"/>', "<c:layout/>"
# The circle stands in the middle with room for the labels around it, as the ring of the picture does.
_PIE_PLACE = ('<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
              '<c:x val="0.3"/><c:y val="0.23"/><c:w val="0.4"/><c:h val="0.64"/></c:manualLayout></c:layout>')
MOST_SLICES, THIN = 8, Decimal("0.05")
# Degrees: that a label keeps from 12 and 6 o'clock; how far, and in what steps, the circle is turned for that.
_UPRIGHT, _TURN, _STEP = 25, 45, 5
_AXIS, _OTHER = "91101", "91102"


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A chart to be put into the document (`generator.document.Embedded`)."""

    name: str
    chart: Chart
    style: ChartStyle

    @property
    def rel_type(self) -> str:
        """Type of the relationship from the document to the chart."""
        return f"{R}/chart"

    def parts(self) -> Sequence[EmbeddedPart]:
        """The chart and its data."""
        key = embedded_id(self.name)[3:]
        grid = _grid(self.chart)
        book = f"word/embeddings/data{key}.xlsx"
        chart = EmbeddedPart(f"word/charts/chart{key}.xml", _CHART_TYPE, _chart_xml(self.chart, grid, self.style),
                             (("rId1", f"{R}/package", book),))
        return chart, EmbeddedPart(book, _BOOK_TYPE, data_book(grid))

    def __html__(self) -> str:
        graphic = f'<a:graphicData uri="{C}"><c:chart xmlns:c="{C}" xmlns:r="{R}" r:id="{embedded_id(self.name)}"/></a:graphicData>'
        return drawing_xml(self.name, alt_text(self.chart), self.style.width_mm, self.style.height_mm, graphic)


def _number(label: str, value: Decimal | None) -> Decimal | None:
    """The printed number; the exact one where the label is no number."""
    if value is None:
        return None
    try:
        return Decimal(label.replace(",", ""))
    except InvalidOperation:
        return value


def _format(labels: Sequence[str]) -> str:
    """The number format that prints what the labels print: #,##0.00 or 0.00."""
    places = max((len(label.rpartition(".")[2]) for label in labels if "." in label), default=0)
    whole = "#,##0" if any("," in label for label in labels) else "0"
    return whole + (f".{'0' * places}" if places else "")


def _grid(chart: Chart) -> Grid:
    """Categories down, series across: what the embedded workbook and the chart's caches hold."""
    if isinstance(chart, TwoYears):
        names = tuple(f"{one.name}\n{one.change}" if one.change and None not in one.values else one.name
                      for one in chart.series)
        columns = tuple(tuple(_number(one.labels[year], one.values[year]) for one in chart.series) for year in (0, 1))
        labels = [label for one in chart.series for label in one.labels]
        return Grid(names, chart.years, columns, f'{_format(labels)}"{chart.unit}"')
    names = tuple(f"{part.name} {part.share}".strip() for part in chart.shown)
    values = tuple(_number(part.label, part.value) for part in chart.shown)
    return Grid(names, (f"{chart.total_name or chart.title} {_with_unit(chart)}".strip(),), (values,),
                f'{_format([part.label for part in chart.shown])}"{chart.unit}"')


def _with_unit(chart: Structure) -> str:
    return f"{chart.total_label}{chart.unit}" if chart.total_label else ""


def _chart_xml(chart: Chart, grid: Grid, style: ChartStyle) -> bytes:
    if isinstance(chart, TwoYears):
        plot = _bars(grid, (style.last_year, style.this_year), style, direction="col")
        head, place, legend = _NO_TITLE, _FREE, _legend()
    elif _is_pie(chart):
        plot, head, place, legend = _pie(grid, style), _total(grid, style), _PIE_PLACE, ""
    else:
        plot, head, place, legend = _bars(grid, (style.this_year,), style, direction="bar"), _total(grid, style), _FREE, ""
    text = _text(style.font_pt, style.ink)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:date1904 val="0"/><c:lang val="zh-CN"/>'
        f'<c:roundedCorners val="0"/><c:chart>{head}<c:plotArea>{place}{plot}'
        f'<c:spPr><a:noFill/></c:spPr></c:plotArea>{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>{text}'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _total(grid: Grid, style: ChartStyle) -> str:
    """The total over the parts: the name of the series, so that it changes with the data."""
    text = escape_text(grid.series[0])
    return (f'<c:title><c:tx><c:strRef><c:f>{Grid.SHEET}!$B$1</c:f><c:strCache><c:ptCount val="1"/>'
            f'<c:pt idx="0"><c:v>{text}</c:v></c:pt></c:strCache></c:strRef></c:tx><c:overlay val="0"/>'
            f'{_text(style.font_pt, style.muted)}</c:title><c:autoTitleDeleted val="0"/>')


def _is_pie(chart: Structure) -> bool:
    """Bars where a pie cannot show it: negative amounts, too many parts, or thin slices side by side whose labels
    Word and LibreOffice would print over each other.
    """
    values = [part.value for part in chart.shown if part.value is not None]
    if not values or min(values) < 0 or len(values) > MOST_SLICES:
        return False
    return sum(value / sum(values) < THIN for value in values) <= 1


def _text(size_pt: float, colour: str) -> str:
    return (f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(size_pt * 100)}">{_fill(colour)}{_FONT}'
            '</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>')


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill>'


def _series(grid: Grid, column: int, inside: str, after: str = "") -> str:
    """One series with references into the workbook and the cached values that stand there."""
    letter, last = "BCDEFGH"[column], len(grid.categories) + 1
    name = escape_text(grid.series[column])
    categories = "".join(f'<c:pt idx="{row}"><c:v>{escape_text(text)}</c:v></c:pt>'
                         for row, text in enumerate(grid.categories))
    values = "".join(f'<c:pt idx="{row}"><c:v>{value}</c:v></c:pt>'
                     for row, value in enumerate(grid.columns[column]) if value is not None)
    count = f'<c:ptCount val="{len(grid.categories)}"/>'
    return (
        f'<c:ser><c:idx val="{column}"/><c:order val="{column}"/><c:tx><c:strRef><c:f>{Grid.SHEET}!${letter}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx>{inside}'
        f'<c:cat><c:strRef><c:f>{Grid.SHEET}!$A$2:$A${last}</c:f><c:strCache>{count}{categories}</c:strCache></c:strRef></c:cat>'
        f'<c:val><c:numRef><c:f>{Grid.SHEET}!${letter}$2:${letter}${last}</c:f><c:numCache>'
        f'<c:formatCode>{escape_text(grid.number_format)}</c:formatCode>{count}{values}</c:numCache></c:numRef></c:val>'
        f'{after}</c:ser>')


def _labels(grid: Grid, style: ChartStyle, position: str, *, category: bool) -> str:
    number = escape_text(grid.number_format).replace('"', "&quot;")
    parting = "<c:separator>\n</c:separator>" if category else ""
    leaders = "<c:showLeaderLines val=\"1\"/>" if category else ""
    return (f'<c:dLbls><c:numFmt formatCode="{number}" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
            f'{_text(style.small_pt, style.ink)}<c:dLblPos val="{position}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
            f'<c:showCatName val="{int(category)}"/><c:showSerName val="0"/><c:showPercent val="0"/>'
            f'<c:showBubbleSize val="0"/>{parting}{leaders}</c:dLbls>')


def _pie(grid: Grid, style: ChartStyle) -> str:
    edge = _fill("#FFFFFF") if len(grid.categories) > 1 else "<a:noFill/>"
    points = "".join(
        f'<c:dPt><c:idx val="{row}"/><c:bubble3D val="0"/><c:spPr>{_fill(style.palette[row % len(style.palette)])}'
        f'<a:ln w="9525">{edge}</a:ln></c:spPr></c:dPt>' for row in range(len(grid.categories)))
    labels = _labels(grid, style, "outEnd", category=True)
    return (f'<c:pieChart><c:varyColors val="1"/>{_series(grid, 0, points + labels)}'
            f'<c:firstSliceAng val="{_first_angle(grid.columns[0])}"/></c:pieChart>')


def _first_angle(values: Sequence[Decimal | None]) -> int:
    """Where the first slice begins: degrees clockwise from 12 o'clock.

    The largest slice is centred on the left, as in the picture; the circle is turned a little more where a label
    would come to stand at 12 o'clock, under the title, or at 6 o'clock.
    """
    sizes = [float(value or 0) for value in values]
    whole, largest = sum(sizes) or 1.0, sizes.index(max(sizes))
    middles = [(sum(sizes[:row]) + size / 2) / whole * 360 for row, size in enumerate(sizes)]
    left = 270 - middles[largest]

    def clearance(turn: int) -> float:
        return min(abs((left + turn + middle + 90) % 180 - 90) for middle in middles)

    turns = sorted(range(-_TURN, _TURN + 1, _STEP), key=abs)
    return round(left + max(turns, key=lambda turn: min(clearance(turn), _UPRIGHT))) % 360


def _bars(grid: Grid, colours: Sequence[str], style: ChartStyle, *, direction: str) -> str:
    labels = _labels(grid, style, "outEnd", category=False)
    series = "".join(
        _series(grid, column, f'<c:spPr>{_fill(colour)}</c:spPr><c:invertIfNegative val="0"/>{labels}')
        for column, colour in enumerate(colours))
    values = [value for column in grid.columns for value in column if value is not None]
    floor = '<c:min val="0"/>' if not values or min(values) >= 0 else ""
    axis, other = _AXIS, _OTHER
    down = "maxMin" if direction == "bar" else "minMax"
    low, left = ("b", "l") if direction == "col" else ("l", "b")
    line = f'<c:spPr><a:ln w="6350">{_fill(style.line)}</a:ln></c:spPr>'
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="80"/><c:overlap val="-10"/><c:axId val="{axis}"/><c:axId val="{other}"/></c:barChart>'
        f'<c:catAx><c:axId val="{axis}"/><c:scaling><c:orientation val="{down}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{low}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{line}{_text(style.font_pt, style.ink)}'
        f'<c:crossAx val="{other}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{other}"/><c:scaling><c:orientation val="minMax"/>{floor}</c:scaling><c:delete val="1"/>'
        f'<c:axPos val="{left}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="{axis}"/><c:crosses val="autoZero"/></c:valAx>')


def _legend() -> str:
    return '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>'
