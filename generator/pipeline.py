"""Build one report: the stages in order. The only module that knows them all.

read -> check -> compute and fill -> PDF and page numbers -> files. Every file arrives whole or not at all: all are
made beside their place and moved there at the end.
"""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.figures.charting import CHART_NAMES
from generator.layouts import load_layout
from generator.model import Accounts, Finding, Severity
from generator.report import Report, figures_json, make_report

Progress = Callable[[str], None]
_TAG = re.compile(r"<[^>]*>")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for. `output` is the folder that reports get a folder of their own in."""

    output: Path = Path("output")
    pdf: bool = True
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a workbook. `files` by kind (报告, PDF, 公开表, 数据, 图1…); empty where errors stopped it."""

    findings: tuple[Finding, ...]
    folder: Path | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    environment_failed: bool = False

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop a report."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


class OutputError(Exception):
    """The results could not be written; the message (Chinese) says where, why and what to do."""


def build(workbook: Path, options: Options, progress: Progress = lambda stage: None) -> Outcome:
    """Read, check, fill and write one report. Raises LayoutError, TemplateError or OutputError."""
    from generator.checks import run_checks
    from generator.tables.books import make_books
    from generator.workbook.read import read_workbook

    progress("读取工作簿")
    accounts, findings = read_workbook(workbook)
    if accounts is None:
        return Outcome(findings)
    layout = load_layout(accounts.layout)
    progress("核对数据")
    books = make_books(accounts)
    findings = (*findings, *run_checks(books))
    if _stopped(findings) and not options.draft:
        return Outcome(findings)
    progress("计算并填写报告")
    report = make_report(books, layout, draft=options.draft)
    folder = options.output / folder_name(accounts, draft=options.draft)
    with _workshop(options.output) as bench:
        try:
            made, notes, failed = _make_files(report, accounts, bench, options, progress)
        except OSError as error:
            raise OutputError(f"不能写入文件夹 {options.output}：{error.strerror or error}。"
                              "请核对磁盘空间和权限，或换一个输出文件夹（-o）。") from error
        files = _deliver(made, folder)
    return Outcome((*findings, *report.findings), folder, files, (*notes, *report.notes), failed)


def _stopped(findings: tuple[Finding, ...]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def report_name(accounts: Accounts, *, draft: bool) -> str:
    """`<单位全称><年度>年度部门决算公开`, fit for a file name on Windows."""
    name = _FORBIDDEN.sub(" ", accounts.text("基本信息.单位全称")).strip(" .") or "未命名单位"
    return f"{name[:60]}{accounts.year}年度部门决算公开{'（草稿）' if draft else ''}"


def folder_name(accounts: Accounts, *, draft: bool = False) -> str:
    """The report's own folder below the output folder."""
    return report_name(accounts, draft=draft)


class _workshop:
    """A temporary folder in the output folder, gone afterwards whatever happens."""

    def __init__(self, output: Path) -> None:
        self.output = output

    def __enter__(self) -> Path:
        try:
            self.output.mkdir(parents=True, exist_ok=True)
            self.folder = Path(tempfile.mkdtemp(prefix=".正在生成-", dir=self.output))
        except OSError as error:
            raise OutputError(f"不能写入文件夹 {self.output}：{error.strerror or error}。请换一个输出文件夹（-o）。") from error
        return self.folder

    def __exit__(self, *exception: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _make_files(report: Report, accounts: Accounts, bench: Path, options: Options,
                progress: Progress) -> tuple[dict[str, Path], tuple[str, ...], bool]:
    name = report_name(accounts, draft=options.draft)
    made = {"报告": bench / f"{name}.docx"}
    failed, notes = False, list[str]()
    pages: Mapping[str, int] | None = None
    if options.pdf:
        progress("转换 PDF")
        pdf = bench / f"{name}.pdf"
        pages, problem, failed = _convert(report, pdf)
        if problem:
            notes.append(problem)
        else:
            made["PDF"] = pdf
    if pages is None:
        from generator.document import estimate_heading_pages

        pages = estimate_heading_pages(report.document.docx(), report.document.headings)
        notes.append("目录页码按版面推算。在 Word 中全选后按 F9 可以刷新；安装 LibreOffice 并生成 PDF 时页码取自实际排版。")
    progress("写出文件")
    final = report.document.docx(page_numbers=pages)
    made["报告"].write_bytes(final)
    if "PDF" in made and (warning := _unprintable(final)):
        notes.append(warning)
    made |= _write_others(report, final, bench, notes)
    return made, tuple(notes), failed


def _convert(report: Report, pdf: Path) -> tuple[Mapping[str, int] | None, str, bool]:
    """PDF and the page numbers it shows; (None, message, environment?) where there is none."""
    from generator.document import read_heading_pages
    from generator.pdf import LibreOfficeMissing, PdfError, convert

    source = pdf.with_name("目录页码.docx")
    source.write_bytes(report.document.docx(toc="plain"))
    try:
        convert(source, pdf)
    except LibreOfficeMissing as error:
        return None, f"Word 文件已生成，PDF 没有生成：{error}", True
    except PdfError as error:
        return None, f"Word 文件已生成，PDF 没有生成：{error}", True
    finally:
        source.unlink(missing_ok=True)
    return read_heading_pages(pdf, report.document.headings), "", False


def _unprintable(final: bytes) -> str | None:
    """A message naming the characters that no font here can show in the PDF."""
    from generator.fonts import glyph_warning

    with zipfile.ZipFile(io.BytesIO(final)) as archive:
        return glyph_warning(html.unescape(_TAG.sub("", archive.read("word/document.xml").decode("utf-8"))))


def _write_others(report: Report, final: bytes, bench: Path, notes: list[str]) -> dict[str, Path]:
    from generator.publication import NoPublicTables, public_tables

    made: dict[str, Path] = {}
    try:
        tables = public_tables(final, report.properties)
    except NoPublicTables as error:
        notes.append(str(error))
    else:
        made["公开表"] = bench / "公开表.xlsx"
        made["公开表"].write_bytes(tables)
    for name, picture in report.pictures.items():
        made[name] = bench / f"{name}.png"
        made[name].write_bytes(picture.png)
    made["数据"] = bench / "figures.json"
    text = json.dumps(figures_json(report), ensure_ascii=False, indent=1)
    made["数据"].write_text(text + "\n", encoding="utf-8", newline="\n")
    return made


def _deliver(made: Mapping[str, Path], folder: Path) -> dict[str, Path]:
    """Move the finished files to their folder, all or none; a file that is open elsewhere is named."""
    files = {kind: folder / path.name for kind, path in made.items()}
    fresh, target = not folder.exists(), folder
    moved: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, path in made.items():
            target, before = files[kind], path.with_name(f"{path.name}.原")
            if target.is_file():
                target.replace(before)
            moved.append((target, before))
            path.replace(target)
    except OSError as error:
        _put_back(moved)
        if fresh and folder.is_dir():
            folder.rmdir()
        raise OutputError(f"不能写入 {target}：{error.strerror or error}。"
                          "如果文件正在 Word、Excel 或 WPS 中打开，请关闭后重新运行。") from error
    _forget_earlier(folder, files)
    return files


def _forget_earlier(folder: Path, files: Mapping[str, Path]) -> None:
    """Remove what an earlier run left and this one did not write: an old PDF beside a new Word file misleads."""
    ours = {f"{folder.name}.pdf", "公开表.xlsx", *(f"{name}.png" for name in CHART_NAMES)}
    for name in sorted(ours - {path.name for path in files.values()}):
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"上次生成的 {folder / name} 已经过时，但不能删除：{error.strerror or error}。"
                              "请关闭打开它的程序后重新运行。") from error


def _put_back(moved: Sequence[tuple[Path, Path]]) -> None:
    """What stood in the folder before, so that new and old files are never mixed."""
    for target, before in moved:
        if before.is_file():
            before.replace(target)
        elif target.is_file():
            target.unlink()
