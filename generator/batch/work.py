"""What a worker does: workbooks come as bytes, reports go back as bytes. Nothing here knows where they stand.

The same function runs in the processes of this machine and on a Dask cluster. Templates are compiled once for each layout
and worker; LibreOffice is started once for each chunk.
"""

from __future__ import annotations

import tempfile
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from generator.delivery import reason
from generator.model import Finding, Severity

if TYPE_CHECKING:  # only a worker loads the pipeline: the process that hands out the work need not
    from generator.pipeline import Options, Prepared, Product

KEY_FIGURES = ("收支总计", "收入合计", "支出合计", "一般公共预算支出", "基本支出", "项目支出")
_T = TypeVar("_T")


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

    @property
    def wants_pdf(self) -> bool:
        """Whether a PDF is to be made."""
        return self.pdf and not self.word_only

    def options(self) -> Options:
        """For the pipeline; the output folder is the caller's affair."""
        from generator.model import Charts
        from generator.pipeline import Options

        return Options(pdf=self.pdf, draft=self.draft, charts=Charts(self.charts), word_only=self.word_only)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one task: files by kind (name and bytes) for the folder `name`, or the problem in Chinese, with `trace` where
    it is a bug.
    """

    number: int
    name: str = ""
    unit: str = ""
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problem: str = ""
    seconds: float = 0.0
    environment_failed: bool = False
    trace: str = ""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stopped the report."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class _Problem:
    """Why there is no result, in Chinese."""

    text: str
    trace: str = ""


def prepare(workbook: Path, options: Options) -> Prepared:
    """`pipeline.prepare`, loaded when it is needed."""
    from generator import pipeline

    return pipeline.prepare(workbook, options)


def finish(prepared: Sequence[Prepared], options: Options) -> list[Product]:
    """`pipeline.finish`, loaded when it is needed."""
    from generator import pipeline

    return pipeline.finish(prepared, options)


def do_chunk(tasks: Sequence[Task], settings: Settings) -> list[Result]:
    """Build the reports of some workbooks; one that is bad costs only itself. The results in the order of the tasks."""
    folder = _guarded(partial(tempfile.TemporaryDirectory, prefix="juesuan-", ignore_cleanup_errors=True))
    if isinstance(folder, _Problem):
        return [_failed(task, folder, 0.0) for task in tasks]
    with folder as place:
        return _built(tasks, settings.options(), Path(place))


def _built(tasks: Sequence[Task], options: Options, folder: Path) -> list[Result]:
    results: dict[int, Result] = {}
    ready: list[tuple[Task, Prepared, float]] = []
    for task in tasks:
        start = time.perf_counter()
        prepared = _guarded(partial(_prepare, task, options, folder))
        spent = time.perf_counter() - start
        if isinstance(prepared, _Problem):
            results[task.number] = _failed(task, prepared, spent)
        elif prepared.report is None:
            results[task.number] = Result(task.number, _name(prepared, options), _unit(prepared), findings=prepared.findings, seconds=spent)
        else:
            ready.append((task, prepared, spent))
    start = time.perf_counter()
    products = _finished([prepared for _, prepared, _ in ready], options)
    share = (time.perf_counter() - start) / max(len(ready), 1)
    for (task, prepared, spent), product in zip(ready, products, strict=True):
        results[task.number] = (_failed(task, product, spent + share) if isinstance(product, _Problem)
                                else _result(task, prepared, product, spent + share))
    return [results[task.number] for task in tasks]


def _finished(prepared: Sequence[Prepared], options: Options) -> list[Product | _Problem]:
    """The reports together; where that fails each by itself, so that the bad one is found."""
    if not prepared:
        return []
    made = _guarded(partial(finish, prepared, options))
    if not isinstance(made, _Problem):
        return list(made)
    return [made] if len(prepared) == 1 else [one for each in prepared for one in _finished([each], options)]


def _guarded(step: Callable[[], _T]) -> _T | _Problem:
    """The one place where any exception is caught: a bug, or no memory, or no room for temporary files, must cost one
    report of a thousand and not the night. It is told with its traceback.
    """
    from generator.document.mistakes import TemplateError
    from generator.layouts import LayoutError

    try:
        return step()
    except (LayoutError, TemplateError) as error:
        return _Problem(str(error))
    except MemoryError:
        return _Problem("内存不足。请用 -j 减少进程，或关闭其他程序，再加 --resume 运行")
    except OSError as error:
        return _Problem(f"不能读写临时文件夹 {tempfile.gettempdir()}：{reason(error)}；请核对磁盘空间，再加 --resume 运行",
                        traceback.format_exc())
    except Exception as error:
        return _Problem(f"程序内部错误（{type(error).__name__}：{error}）。请把这个工作簿和错误记录交给维护程序的人", traceback.format_exc())


def _prepare(task: Task, options: Options, folder: Path) -> Prepared:
    """The filled report; the workbook stands in `folder` meanwhile. Raises LayoutError or TemplateError."""
    path = folder / task.name
    path.write_bytes(task.data)
    try:
        return prepare(path, options)
    finally:
        path.unlink()  # a chunk may have two of one name


def _name(prepared: Prepared, options: Options) -> str:
    """The folder that the report would have."""
    from generator.pipeline import report_name

    return report_name(prepared.accounts, draft=options.draft) if prepared.accounts else ""


def _unit(prepared: Prepared) -> str:
    return prepared.accounts.text("基本信息.单位全称") if prepared.accounts else ""


def _failed(task: Task, problem: _Problem, seconds: float) -> Result:
    return Result(task.number, problem=problem.text, trace=problem.trace, seconds=seconds)


def _result(task: Task, prepared: Prepared, product: Product, seconds: float) -> Result:
    assert prepared.report is not None
    context = prepared.report.context
    figures = {name: str(context[name]) for name in KEY_FIGURES if name in context}
    return Result(task.number, product.name, _unit(prepared), product.files, product.findings, figures, product.notes,
                  seconds=seconds, environment_failed=product.environment_failed)
