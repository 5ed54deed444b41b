"""What a worker does: workbooks come as bytes, reports go back as bytes. Nothing here knows where they stand.

The same function runs in a process pool and on a Dask cluster. Templates are compiled once for each layout and worker;
LibreOffice is started once for each chunk.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.model import Finding, Severity
from generator.pipeline import Options, Prepared, Product, finish, prepare
from generator.report import Charts

KEY_FIGURES = ("收支总计", "收入合计", "支出合计", "一般公共预算支出", "基本支出", "项目支出")


@dataclass(frozen=True, slots=True)
class Task:
    """One workbook: `number` is its place in the batch."""

    number: int
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asked for, as plain values that travel."""

    pdf: bool = True
    draft: bool = False
    charts: str = "image"
    word_only: bool = False

    def options(self) -> Options:
        """For the pipeline; the output folder is the caller's affair."""
        return Options(pdf=self.pdf, draft=self.draft, charts=Charts(self.charts), word_only=self.word_only)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one task: files by kind (name and bytes), or the problem in Chinese."""

    number: int
    name: str = ""
    unit: str = ""
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problem: str = ""
    seconds: float = 0.0

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stopped the report."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def do_chunk(tasks: Sequence[Task], settings: Settings) -> list[Result]:
    """Build the reports of some workbooks; one that is bad costs only itself."""
    options, results = settings.options(), dict[int, Result]()
    ready: list[tuple[Task, Prepared, float]] = []
    for task in tasks:
        start = time.perf_counter()
        prepared = _prepare(task, options)
        spent = time.perf_counter() - start
        if isinstance(prepared, str):
            results[task.number] = Result(task.number, problem=prepared, seconds=spent)
        elif prepared.report is None:
            results[task.number] = Result(task.number, unit=_unit(prepared), findings=prepared.findings, seconds=spent)
        else:
            ready.append((task, prepared, spent))
    start = time.perf_counter()
    products = finish([prepared for _, prepared, _ in ready], options) if ready else []
    share = (time.perf_counter() - start) / max(len(ready), 1)
    for (task, prepared, spent), product in zip(ready, products, strict=True):
        results[task.number] = _result(task, prepared, product, spent + share)
    return [results[task.number] for task in tasks]


def _prepare(task: Task, options: Options) -> Prepared | str:
    """The filled report, or what is wrong with the layout or its templates."""
    from generator.document.mistakes import TemplateError
    from generator.layouts import LayoutError

    with tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, task.name)
        path.write_bytes(task.data)
        try:
            return prepare(path, options)
        except (LayoutError, TemplateError) as error:
            return str(error)


def _unit(prepared: Prepared) -> str:
    return prepared.accounts.text("基本信息.单位全称") if prepared.accounts else ""


def _result(task: Task, prepared: Prepared, product: Product, seconds: float) -> Result:
    assert prepared.report is not None
    context = prepared.report.context
    figures = {name: str(context[name]) for name in KEY_FIGURES if name in context}
    return Result(task.number, product.name, _unit(prepared), product.files, product.findings, figures, product.notes,
                  seconds=seconds)
