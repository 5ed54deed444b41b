"""Word to PDF. LibreOffice can return 0 and write nothing, hang, or break its profile: every PDF is looked at."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from generator.pdf.errors import ConversionFailed, ConversionTimedOut, PdfError, PdfNotWritable
from generator.pdf.office import Office, require_office
from generator.pdf.process import Ended, run
from generator.pdf.profile import Profile, forget, kept_profile, new_profile
from generator.pdf.settle import settle

# LibreOffice asks by this exit code to be started again: it has just set up a new profile.
_START_AGAIN = 81
_MOST_STARTS = 3
# Each further document of one call may take this share of the time that is allowed for the first.
_SHARE_OF_NEXT = 0.25

# Charts stay as sharp as they were drawn; headings become bookmarks; screen readers find the structure.
_EXPORT_OPTIONS = {
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "UseLosslessCompression": {"type": "boolean", "value": "true"},
    "ReduceImageResolution": {"type": "boolean", "value": "false"},
}

Job = tuple[Path, Path]


def convert(docx: Path, pdf: Path, *, timeout_s: float = 120.0, office: Office | None = None) -> None:
    """Write `docx` as `pdf`, whole or not at all.

    `timeout_s` (seconds) is for each of two tries.

    Raises:
        LibreOfficeMissing: there is no LibreOffice with Writer here.
        PdfError: no PDF was made; the message, in Chinese, says why.
    """
    failed = convert_many([(docx, pdf)], timeout_s=timeout_s, office=office)
    if failed:
        raise failed[docx]


def convert_many(
    jobs: Sequence[Job], *, timeout_s: float = 120.0, office: Office | None = None
) -> dict[Path, PdfError]:
    """Write many Word files as PDF with one start of LibreOffice; those that failed, by Word file, with the reason.

    What fails is tried once more, alone and with a new profile. 25 to 50 files a call are best (measured); several
    processes may call at the same time. The first file of a call always gives the same bytes; in those after it
    LibreOffice orders the fonts by what came before, so they look the same but may differ in bytes.

    Raises:
        LibreOfficeMissing: there is no LibreOffice with Writer here.
    """
    if not jobs:
        return {}
    program = require_office() if office is None else office
    first = _attempt(jobs, program, kept_profile(), timeout_s)
    again = [job for job in jobs if _worth_another_try(first.get(job[0]))]
    failed = {docx: problem for docx, problem in first.items() if not _worth_another_try(problem)}
    for job in again:
        failed |= _attempt([job], program, new_profile(), timeout_s)
    return failed


def _attempt(
    jobs: Sequence[Job], office: Office, profiles: AbstractContextManager[Profile], timeout_s: float
) -> dict[Path, PdfError]:
    with (
        profiles as profile,
        tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True) as work,
    ):
        copies, failed = _copy_all(jobs, Path(work))
        if copies:
            ended = _call(office, profile, list(copies), Path(work), timeout_s)
            for copy, (docx, pdf) in copies.items():
                problem = _take(copy, docx, pdf, ended, timeout_s)
                if problem is not None:
                    failed[docx] = problem
        if any(_worth_another_try(problem) for problem in failed.values()):
            forget(profile)
    return failed


def _copy_all(jobs: Sequence[Job], work: Path) -> tuple[dict[Path, Job], dict[Path, PdfError]]:
    # Plain numbers as names: no Chinese on a command line, no two files of one name, no lock files beside ours.
    copies: dict[Path, Job] = {}
    failed: dict[Path, PdfError] = {}
    for number, (docx, pdf) in enumerate(jobs):
        copy = work / f"{number:04d}.docx"
        try:
            shutil.copyfile(docx, copy)
        except OSError as error:
            failed[docx] = PdfNotWritable(f"无法读取 {docx}：{error.strerror}")
        else:
            copies[copy] = (docx, pdf)
    return copies, failed


def _worth_another_try(problem: PdfError | None) -> bool:
    return isinstance(problem, ConversionFailed | ConversionTimedOut)


def _call(office: Office, profile: Profile, copies: Sequence[Path], outdir: Path, timeout_s: float) -> Ended:
    target = "pdf:writer_pdf_Export"
    if office.takes_json_options:
        target += ":" + json.dumps(_EXPORT_OPTIONS, separators=(",", ":"))
    command = [*office.command, profile.argument, "--headless", "--norestore", "--nolockcheck", "--nodefault"]
    command += ["--nologo", "--convert-to", target, "--outdir", str(outdir), *map(str, copies)]
    allowed = timeout_s * (1 + _SHARE_OF_NEXT * (len(copies) - 1))
    ended = Ended(None, "")
    for _ in range(_MOST_STARTS):
        try:
            ended = run(command, profile.environment(), allowed)
        except OSError as error:
            return Ended(-1, f"无法启动 {office.path}：{error}")
        if ended.code != _START_AGAIN:
            break
    return ended


def _take(copy: Path, docx: Path, pdf: Path, ended: Ended, timeout_s: float) -> PdfError | None:
    """Put one finished PDF in its place; None when it is there."""
    made = copy.with_suffix(".pdf")
    content = made.read_bytes() if made.is_file() else b""
    if not is_whole(content):
        if ended.code is None:
            return ConversionTimedOut(
                f"LibreOffice 转换 {docx.name} 超过 {timeout_s:g} 秒没有完成，已中止（试过两次）。"
                "请关闭其他 LibreOffice 窗口后再试，或在 Word、WPS 中打开报告另存为 PDF。"
            )
        said = " ".join(ended.output.split())[-300:]
        return ConversionFailed(
            f"LibreOffice 没有生成 {docx.name} 的 PDF（返回码 {ended.code}，试过两次）。"
            f"{'它的输出：' + said if said else '它没有任何输出。'}"
        )
    beside = pdf.with_name(f".{pdf.name}.{os.getpid()}.new")
    try:
        pdf.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(settle(content, copy))
        beside.replace(pdf)
    except OSError as error:
        beside.unlink(missing_ok=True)
        return PdfNotWritable(f"无法写入 {pdf}（{error.strerror}）：如果它正被打开，请先关闭再试。")
    return None


def is_whole(content: bytes) -> bool:
    """Whether bytes are a PDF from its first line to its last."""
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:] and b"startxref" in content[-1024:]
