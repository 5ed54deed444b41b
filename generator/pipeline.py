"""Build reports: the stages in order. The only module that knows them all.

read -> check -> compute and fill (`prepare`, one workbook) -> PDF and page numbers (`finish`, many at once, because
starting LibreOffice is what costs) -> files (`generator.delivery`). Everything before the last stage is in memory.
"""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.delivery import FIGURES, PUBLIC_TABLES, OutputError, deliver, reason
from generator.layouts import load_layout
from generator.model import Accounts, Charts, Finding, Severity
from generator.report import Report, figures_text, make_report

if TYPE_CHECKING:
    from generator.document import Content

__all__ = ["Options", "Outcome", "OutputError", "Prepared", "Product", "build", "finish", "prepare", "report_name"]

Progress = Callable[[str], None]
_TAG = re.compile(r"<[^>]*>")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
ESTIMATED = "目录页码按版面推算。在 Word 中全选后按 F9 可以刷新；安装 LibreOffice 并生成 PDF 时页码取自实际排版。"
UNREAD = "从 PDF 里读不出标题的页码，目录页码按版面推算。在 Word 中全选后按 F9 可以刷新；与 PDF 核对后再公开。"


def _silent(stage: str) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for. `output` is the folder that reports get a folder of their own in; `word_only` leaves out
    everything but the Word file, the PDF too.
    """

    output: Path = Path("output")
    pdf: bool = True
    draft: bool = False
    charts: Charts = Charts.IMAGE
    word_only: bool = False

    @property
    def wants_pdf(self) -> bool:
        """Whether a PDF is to be made."""
        return self.pdf and not self.word_only


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a workbook. `files` by kind (报告, PDF, 公开表, 数据, 图1…); empty where errors stopped it.

    `readable` is False for a workbook that could not be read at all: there is nothing to make a draft of.
    """

    findings: tuple[Finding, ...]
    folder: Path | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    environment_failed: bool = False
    readable: bool = True

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop a report."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A workbook read, checked and filled; `report` is None where errors stop it."""

    accounts: Accounts | None
    findings: tuple[Finding, ...]
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A finished report in memory: `name` of its folder, `files` by kind (file name and bytes)."""

    name: str
    findings: tuple[Finding, ...]
    files: Mapping[str, tuple[str, bytes]]
    notes: tuple[str, ...] = ()
    environment_failed: bool = False


def build(workbook: Path, options: Options, progress: Progress = _silent) -> Outcome:
    """Read, check, fill and write one report. Raises LayoutError, TemplateError or OutputError."""
    prepared = prepare(workbook, options, progress)
    if prepared.report is None:
        return Outcome(prepared.findings, readable=prepared.accounts is not None)
    product = finish([prepared], options, progress)[0]
    folder = options.output / product.name
    files = deliver(product.files, folder)
    return Outcome(product.findings, folder, files, product.notes, product.environment_failed)


def prepare(workbook: Path, options: Options, progress: Progress = _silent) -> Prepared:
    """Read, check, compute and fill. Raises LayoutError or TemplateError."""
    from generator.checks import run_checks
    from generator.tables.books import make_books
    from generator.workbook.read import read_workbook

    progress("读取工作簿")
    accounts, findings = read_workbook(workbook)
    if accounts is None:
        return Prepared(None, findings)
    layout = load_layout(accounts.layout)
    progress("核对数据")
    books = make_books(accounts)
    findings = (*findings, *run_checks(books, layout))
    if _stopped(findings) and not options.draft:
        return Prepared(accounts, findings)
    progress("计算并填写报告")
    report = make_report(books, layout, draft=options.draft, kind=options.charts)
    return Prepared(accounts, (*findings, *report.findings), report)


def _stopped(findings: tuple[Finding, ...]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def finish(prepared: Sequence[Prepared], options: Options, progress: Progress = _silent) -> list[Product]:
    """PDF, page numbers and the files of reports that were filled (those with a `report`), in their order."""
    filled = [(one.accounts, one.report, one.findings) for one in prepared if one.accounts and one.report]
    reports = [report for _, report, _ in filled]
    if options.wants_pdf:
        progress("转换 PDF")
    made = _pdfs(reports) if options.wants_pdf else [_Pdf() for _ in reports]
    progress("写出文件")
    return [_product(accounts, report, findings, pdf, options)
            for (accounts, report, findings), pdf in zip(filled, made, strict=True)]


@dataclass(frozen=True, slots=True)
class _Pdf:
    """A PDF and the pages that it prints for the headings, or why there is none."""

    data: bytes | None = None
    pages: Mapping[str, int] | None = None
    problem: str = ""


def _pdfs(reports: Sequence[Report]) -> list[_Pdf]:
    """One call of LibreOffice for all. What goes wrong costs the PDF, never the Word file."""
    from generator.pdf import LibreOfficeMissing, convert_many

    try:
        with tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True) as work:
            jobs = [(Path(work, str(number), "报告.docx"), Path(work, f"{number}.pdf")) for number in range(len(reports))]
            for (source, _), report in zip(jobs, reports, strict=True):
                source.parent.mkdir()
                source.write_bytes(report.document.docx(toc="plain"))
            failed = convert_many(jobs)
            return [_Pdf(problem=str(failed[source])) if source in failed else _pdf(pdf.read_bytes(), report)
                    for (source, pdf), report in zip(jobs, reports, strict=True)]
    except LibreOfficeMissing as error:
        return [_Pdf(problem=str(error)) for _ in reports]
    except OSError as error:
        problem = f"不能写入临时文件夹 {tempfile.gettempdir()}：{reason(error)}。请核对磁盘空间和权限。"
        return [_Pdf(problem=problem) for _ in reports]


def _pdf(data: bytes, report: Report) -> _Pdf:
    """The PDF with the page numbers that it prints; without them where another LibreOffice writes what we cannot read."""
    from generator.document import read_heading_pages

    try:
        return _Pdf(data, read_heading_pages(data, report.document.headings))
    except ValueError:
        return _Pdf(data)


def _product(accounts: Accounts, report: Report, findings: tuple[Finding, ...], pdf: _Pdf, options: Options) -> Product:
    from generator.document import estimate_heading_pages

    name, notes, pages = report_name(accounts, draft=options.draft), list[str](), pdf.pages
    content = report.document.content()
    if pdf.problem:
        notes.append(f"Word 文件已生成，PDF 没有生成：{pdf.problem}")
    if pages is None:
        pages = estimate_heading_pages(content, report.document.headings)
        notes.append(ESTIMATED if pdf.data is None else UNREAD)
    final = report.document.docx(page_numbers=pages)
    files = {"报告": (f"{name}.docx", final)}
    if pdf.data is not None:
        files["PDF"] = (f"{name}.pdf", pdf.data)
        if warning := _unprintable(report):
            notes.append(warning)
    if not options.word_only:
        files |= _beside(content, report, notes)
    return Product(name, findings, files, (*notes, *report.notes), bool(pdf.problem))


def _beside(content: Content, report: Report, notes: list[str]) -> dict[str, tuple[str, bytes]]:
    """What stands beside the report: 公开表, the chart pictures and every figure; `notes` tells what is missing."""
    from generator.publication import NoPublicTables, public_tables

    files: dict[str, tuple[str, bytes]] = {}
    try:
        files["公开表"] = (PUBLIC_TABLES, public_tables(content, report.properties))
    except NoPublicTables as error:
        notes.append(str(error))
    files |= {key: (f"{key}.png", picture.png) for key, picture in report.pictures.items()}
    files["数据"] = (FIGURES, figures_text(report).encode())
    return files


def _unprintable(report: Report) -> str | None:
    """A message naming the characters that no font here can show in the PDF."""
    from generator.fonts import glyph_warning

    return glyph_warning(html.unescape(_TAG.sub("", report.document.document_xml())))


def report_name(accounts: Accounts, *, draft: bool) -> str:
    """`<单位全称>[（汇总）]<年度>年度部门决算公开`, fit for a file name on Windows: the report's folder and files.

    A department's own report (本级) and that of all its units (汇总) stand side by side.
    """
    from generator.figures.department import CONSOLIDATED

    name = _FORBIDDEN.sub(" ", accounts.text("基本信息.单位全称")).strip(" .") or "未命名单位"
    covers_units = accounts.text("基本信息.汇总") == "是" and not name.endswith(CONSOLIDATED)
    return f"{name[:60]}{CONSOLIDATED if covers_units else ''}{accounts.year}年度部门决算公开{'（草稿）' if draft else ''}"
