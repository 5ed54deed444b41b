"""`juesuan layout check`: everything that is wrong with a layout, all at once, each with file and place.

layout.toml is read as far as it goes, the Word files are tried out with the sample accounts, and what is printed of the
nine tables is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.document.mistakes import TemplateMistake
from generator.document.trial import Trial, try_layout
from generator.figures.charting import CHART_NAMES
from generator.figures.registry import Desk, entries, vocabulary
from generator.layout_tools.files import unused_files
from generator.layout_tools.sample_accounts import samples
from generator.layout_tools.watch import TABLES, Watch
from generator.layouts import Layout
from generator.layouts.folders import folder_of
from generator.layouts.load import read_leniently
from generator.model import Severity
from generator.phrases import Counter, Phrases
from generator.tables.books import make_books

SAMPLE_YEAR = 2024


@dataclass(frozen=True, slots=True)
class LayoutProblem:
    """One thing wrong with a layout: the file, the place in it (may be empty), what is wrong (Chinese)."""

    severity: Severity
    file: str
    place: str
    message: str

    def __str__(self) -> str:
        place = f" {self.place}" if self.place else ""
        return f"{self.file}{place}：{self.message}"


def check_layout(name: str) -> tuple[LayoutProblem, ...]:
    """Every problem of the layout, mistakes first. LayoutError only where there is no such layout."""
    folder = folder_of(name)
    layout, mistakes = read_leniently(folder)
    found = [_of_toml(mistake) for mistake in mistakes]
    if layout is not None and layout.parts:
        found += _of_word_files(layout)
    order = list(Severity)
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: order.index(problem.severity)))


def _of_toml(mistake: str) -> LayoutProblem:
    file, _, message = mistake.partition("：")
    return LayoutProblem(Severity.ERROR, file, "", message)


def _of_word_files(layout: Layout) -> list[LayoutProblem]:
    desks = [Desk(make_books(sample.accounts), layout, draft) for sample in samples(SAMPLE_YEAR) for draft in (False, True)]
    watch = Watch()
    contexts = [_context(desk) for desk in desks]
    everything = _context(desks[0])
    trial = try_layout(
        layout.base, layout.parts, names={*entries(), *CHART_NAMES, "编号"}, folders=layout.folders,
        filters=Phrases(layout.words, draft=True, style=layout.text).filters(), contexts=contexts,
        everything={**everything, **watch.watched(everything)})
    found = [_of_template(mistake) for mistake in trial.mistakes]
    found += _tables(layout, trial, watch)
    found += _headings(layout, desks[0], everything) if not trial.mistakes else []
    found += [_of_note(note) for note in trial.notes]
    found += [LayoutProblem(Severity.NOTE, path.name, "", "没有用到：“部分”里没有它，也没有文件插入它") for path in unused_files(layout)]
    return found


def _context(desk: Desk) -> dict[str, Any]:
    drawing = _Drawing() if desk.layout.charts else None
    return {**vocabulary(desk), **dict.fromkeys(CHART_NAMES, drawing), "编号": Counter()}


class _Drawing:
    """Stands for a chart, which nobody looks at here."""

    def __html__(self) -> str:
        return ""


def _of_note(note: str) -> LayoutProblem:
    file, _, message = note.partition("：")
    return LayoutProblem(Severity.NOTE, file, "", message)


def _of_template(mistake: TemplateMistake) -> LayoutProblem:
    tag = f"{mistake.tag}：" if mistake.tag else ""
    return LayoutProblem(Severity.ERROR, mistake.file, mistake.paragraph, f"{tag}{mistake.message}")


def _tables(layout: Layout, trial: Trial, watch: Watch) -> Iterable[LayoutProblem]:
    """Tables whose rows or columns are printed nowhere."""
    for table, title in TABLES.items():
        mention = re.compile(rf"{table}(?!\d)")
        tag = next((tag for tag in trial.tags if mention.search(tag.code)), None)
        file, place = (tag.file, tag.place) if tag is not None else (layout_toml(layout), "")
        missing = watch.missing(table)
        if tag is None:
            yield LayoutProblem(Severity.ERROR, file, place, f"各部分都没有用到“{table}”（{title}）")
        elif not watch.printed(table):
            yield LayoutProblem(Severity.ERROR, file, place, f"没有印出“{table}”（{title}）的任何一行")
        elif missing:
            yield LayoutProblem(Severity.WARNING, file, place, f"“{table}”（{title}）的这些数没有印出：{'、'.join(missing)}")


def layout_toml(layout: Layout) -> str:
    """The layout's own layout.toml, as messages name it."""
    return str(layout.folder / "layout.toml")


def _headings(layout: Layout, desk: Desk, context: Mapping[str, Any]) -> Iterable[LayoutProblem]:
    """A table of contents needs headings, and headings a table of contents."""
    from generator.document import compile_layout, fill
    from generator.report import properties_of

    compiled = compile_layout(layout.base, layout.parts, names={*entries(), *CHART_NAMES, "编号"}, folders=layout.folders,
                              toc_levels=layout.toc_levels, filters=Phrases(layout.words, draft=True).filters())
    filled = fill(compiled, context, properties_of(desk))
    if not filled.headings:
        yield LayoutProblem(Severity.ERROR, layout_toml(layout), "", f"全文没有 1 至 {layout.toc_levels} 级标题：目录是空的。标题段落要用 Word 的标题样式")
    elif not filled.has_contents:
        yield LayoutProblem(Severity.WARNING, layout_toml(layout), "", "各部分都没有独占一段的“［目录］”：报告没有目录")
