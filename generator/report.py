"""The report of one department, in memory: accounts in, Word document and figures out.

Templates are compiled once for each layout and process; nothing here reads the workbook or writes a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Any

from generator.charts.model import Chart
from generator.document import (
    CompiledLayout,
    DocumentProperties,
    Embedded,
    FilledDocument,
    Picture,
    compile_layout,
    fill,
)
from generator.figures.charting import CHART_NAMES, charts
from generator.figures.registry import Desk, Figure, entries, printed_figures, vocabulary
from generator.figures.values import Money, Percent
from generator.layouts import Layout, load_layout
from generator.model import Charts, Finding, Severity
from generator.money import ZERO, from_wan
from generator.phrases import Counter, Phrases
from generator.tables.books import Books

if TYPE_CHECKING:
    from generator.charts.native import NativeChart

CHART_WIDTH_MM = 140.0


@dataclass(frozen=True, slots=True)
class Report:
    """A filled report: the document, its chart pictures by name (none where they are native), the context it was
    filled from.

    `notes` are hints for who edits the templates (a style that differs from 样式.docx).
    """

    document: FilledDocument
    pictures: Mapping[str, Picture]
    context: Mapping[str, Any]
    properties: DocumentProperties
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


@cache
def compiled(layout: str, *, draft: bool) -> CompiledLayout:
    """The layout's Word templates, compiled; raises TemplateError with all their mistakes."""
    spec = load_layout(layout)
    names = {*entries(), *CHART_NAMES, "编号"}
    filters = Phrases(spec.words, draft=draft, style=spec.text).filters()
    return compile_layout(spec.base, spec.parts, filters=filters, names=names, toc_levels=spec.toc_levels,
                          folders=spec.folders)


def make_report(books: Books, layout: Layout, *, draft: bool = False, kind: Charts = Charts.IMAGE) -> Report:
    """Compute, draw and fill the report. Raises TemplateError where a template is wrong."""
    template = compiled(layout.name, draft=draft)
    desk = Desk(books, layout, draft)
    context = vocabulary(desk)
    pictures, findings = _draw(desk) if layout.charts and kind is Charts.IMAGE else ({}, ())
    drawn: Mapping[str, Embedded] = _native(desk) if layout.charts and kind is Charts.NATIVE else pictures
    document = fill(template, {**context, **dict.fromkeys(CHART_NAMES), **drawn, "编号": Counter()},
                    properties_of(desk), embedded=tuple(drawn.values()))
    return Report(document, pictures, context, properties_of(desk), findings, template.notes)


def properties_of(desk: Desk) -> DocumentProperties:
    """Title and author; the date is the publication's, so that the same input gives the same bytes."""
    name, year = desk.accounts.text("基本信息.单位全称"), desk.accounts.year
    day = desk.accounts.day("基本信息.公开日期") or date(year + 1, 1, 1)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return DocumentProperties(f"{year}年度{name}部门决算公开", name, moment, subject="部门决算公开",
                              keywords=f"部门决算，{year}年度，{name}")


def _draw(desk: Desk) -> tuple[dict[str, Picture], tuple[Finding, ...]]:
    from generator.charts import ChartStyle, alt_text, draw
    from generator.fonts import chart_font

    font = chart_font()
    if font is None:
        return {}, (Finding("G001", Severity.WARNING, "没有可用的中文字体，四张图没有画",
                            "运行 juesuan doctor 查看需要安装的字体，装好后重新生成"),)
    style, phrases = ChartStyle(width_mm=CHART_WIDTH_MM), Phrases(desk.layout.words, draft=desk.draft, style=desk.text)
    pictures: dict[str, Picture] = {}
    findings: list[Finding] = []
    for name, chart in charts(desk, phrases).items():
        drawn = draw(chart, style, font.path, font.face)
        pictures[name] = Picture(name, drawn.png, alt_text(chart), style.width_mm, style.height_mm)
        findings += [Finding("G002", Severity.WARNING, f"{name}：{note}", "安装含有这些字的字体，或改用常用字")
                     for note in drawn.notes]
    return pictures, tuple(findings)


def _native(desk: Desk) -> dict[str, NativeChart]:
    """Charts that can be edited in Word: no matplotlib, no font needed here."""
    from generator.charts.model import ChartStyle
    from generator.charts.native import NativeChart

    style = ChartStyle(width_mm=CHART_WIDTH_MM)
    return {name: NativeChart(name, chart, style) for name, chart in chart_values(desk).items()}


def chart_values(desk: Desk) -> Mapping[str, Chart]:
    """The charts as plain values, for tests and other renderers."""
    return charts(desk, Phrases(desk.layout.words, draft=desk.draft, style=desk.text))


def figures_json(report: Report) -> list[dict[str, Any]]:
    """Every derived figure: name, exact value, shown value, unit and the cells that it came from.

    A figure that the vocabulary offers in two places stands once; should two different ones share a name, the
    second is listed under its path in the vocabulary.
    """
    found: dict[str, dict[str, Any]] = {}
    figures = printed_figures(report.context)
    places: dict[int, str] = {}  # of the sources by identity: a cell that many totals add up is written once
    for path, figure in figures:
        entry = _entry(figure, path, places)
        first = found.setdefault(entry["名称"], entry)
        if first is not entry and first != entry:
            found[path] = {**entry, "名称": path}
    return list(found.values())


def _entry(figure: Figure, path: str, places: dict[int, str]) -> dict[str, Any]:
    if isinstance(figure, Percent):
        exact, unit = figure.ratio * 100, "%"
    else:
        exact, unit = figure.value or ZERO, ""
        if isinstance(figure, Money):
            exact, unit = from_wan(exact, figure.style.unit), figure.style.unit.value
    sources = [places.get(id(source)) or places.setdefault(id(source), str(source)) for source in figure.inputs]
    return {"名称": figure.name or path, "准确值": f"{exact.normalize():f}", "显示值": str(figure), "单位": unit, "来源": sources}


def figures_text(report: Report) -> str:
    """figures.json: what `json.dumps(figures_json(report), ensure_ascii=False, indent=1)` gives, and a line's end.

    (json writes indented text in Python, which takes as long as all the figures.)
    """
    texts = [_entry_text(*entry.values()) for entry in figures_json(report)]
    return "[\n" + ",\n".join(texts) + "\n]\n" if texts else "[]\n"


def _entry_text(name: str, exact: str, shown: str, unit: str, sources: list[str]) -> str:
    listed = "[\n   " + ",\n   ".join(map(quoted, sources)) + "\n  ]" if sources else "[]"
    return (f' {{\n  "名称": {quoted(name)},\n  "准确值": {quoted(exact)},\n  "显示值": {quoted(shown)},\n'
            f'  "单位": {quoted(unit)},\n  "来源": {listed}\n }}')
