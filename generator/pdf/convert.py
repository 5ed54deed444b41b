"""Word to PDF. LibreOffice can return 0 and write nothing, hang, die, or break its profile: every PDF is looked at.

One start converts many documents, in their order. It is ended when no further PDF appears within the time that one
document may take; what is finished by then is kept. The document at fault is tried once more, alone and with a new
profile, the others go on together; at fault twice, it is reported and left. So is the rest when LibreOffice itself
does not work: a few starts without any PDF.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.delivery import reason
from generator.pdf.errors import ConversionFailed, ConversionTimedOut, PdfError, PdfNotWritable
from generator.pdf.office import Office, require_office
from generator.pdf.process import Ended
from generator.pdf.profile import kept_profile, new_profile
from generator.pdf.settle import settle
from generator.pdf.start import Start, start

# So many starts in a row without a single PDF, and it is LibreOffice, not the documents.
_MOST_BARREN_STARTS = 3

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
    """Write many Word files as PDF with few starts of LibreOffice; those that failed, by Word file, with the reason.

    `timeout_s` (seconds) is for each document; the start counts with the first. Several processes may call at the
    same time. The first file of a start always gives the same bytes; in those after it LibreOffice orders the fonts
    by what came before, so they look the same but may differ in bytes.

    Raises:
        LibreOfficeMissing: there is no LibreOffice with Writer here.
    """
    if not jobs:
        return {}
    return _Conversion(require_office() if office is None else office, timeout_s).all(jobs)


@dataclass(slots=True)
class _Conversion:
    """What became of the documents so far."""

    office: Office
    timeout_s: float
    failed: dict[Path, PdfError] = field(default_factory=dict)

    def all(self, jobs: Sequence[Job]) -> dict[Path, PdfError]:
        """Together as long as that works, then the suspects one by one."""
        waiting, suspects, barren = list(jobs), list[Job](), 0
        while waiting:
            begun = start(waiting, self.office, kept_profile(), self.timeout_s)
            left = self._left(waiting, begun)
            barren = barren + 1 if left and not begun.made else 0
            if barren == _MOST_BARREN_STARTS:
                self._give_up([*suspects, *left], begun.ended)
                return self.failed
            nothing_at_all = barren and len(left) > 1 and not begun.ended.died
            at_fault = [] if nothing_at_all else _at_fault(left, waiting, begun.ended)
            suspects += at_fault
            waiting = [job for job in left if job not in at_fault]
        for job in suspects:
            begun = start([job], self.office, new_profile(), self.timeout_s)
            for docx, _ in self._left([job], begun):
                self.failed[docx] = _problem(docx, begun.ended, self.timeout_s)
        return self.failed

    def _left(self, jobs: Sequence[Job], begun: Start) -> list[Job]:
        """Put the finished PDFs in their places; the jobs that may still succeed."""
        self.failed |= begun.unreadable
        left = []
        for docx, pdf in jobs:
            content = begun.made.get(docx)
            if content is not None:
                problem = _put(settle(content, docx), pdf)
                if problem is not None:
                    self.failed[docx] = problem
            elif docx not in begun.unreadable:
                left.append((docx, pdf))
        return left

    def _give_up(self, jobs: Sequence[Job], ended: Ended) -> None:
        for docx, _ in jobs:
            self.failed[docx] = ConversionFailed(
                f"LibreOffice 连续 {_MOST_BARREN_STARTS} 次启动都没有生成任何 PDF（{_manner(ended, self.timeout_s)}），"
                f"{docx.name} 和同批的其他报告没有转换。请运行 juesuan doctor 检查 LibreOffice。{_said(ended)}"
            )


def _at_fault(left: Sequence[Job], given: Sequence[Job], ended: Ended) -> list[Job]:
    """The documents without a PDF that were passed over, and the one at which LibreOffice hung or died."""
    if not ended.died:
        return list(left)
    place = {job: number for number, job in enumerate(given)}
    last_made = max((number for job, number in place.items() if job not in left), default=-1)
    passed_over = [job for job in left if place[job] < last_made]
    return passed_over + [job for job in left if place[job] > last_made][:1]


def _problem(docx: Path, ended: Ended, timeout_s: float) -> PdfError:
    """Why a document has no PDF after two tries."""
    if ended.code is None:
        return ConversionTimedOut(
            f"LibreOffice 转换 {docx.name} 超过 {timeout_s:g} 秒没有完成，已中止（试过两次，不再重试）。"
            "请关闭其他 LibreOffice 窗口后再试，或在 Word、WPS 中打开报告另存为 PDF。"
        )
    return ConversionFailed(
        f"LibreOffice 没有生成 {docx.name} 的 PDF（{_manner(ended, timeout_s)}，试过两次，不再重试）。{_said(ended)}"
    )


def _manner(ended: Ended, timeout_s: float) -> str:
    if ended.code is None:
        return f"{timeout_s:g} 秒没有进展，已中止"
    return f"意外退出，返回码 {ended.code}" if ended.died else f"返回码 {ended.code}"


def _said(ended: Ended) -> str:
    said = " ".join(ended.output.split())[-300:]
    return f"它的输出：{said}" if said else "它没有任何输出。"


def _put(content: bytes, pdf: Path) -> PdfError | None:
    """Put one finished PDF in its place; None when it is there."""
    beside = pdf.with_name(f".{pdf.name}.{os.getpid()}.new")
    try:
        pdf.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(pdf)
    except OSError as error:
        beside.unlink(missing_ok=True)
        return PdfNotWritable(f"无法写入 {pdf}（{reason(error)}）：如果它正被打开，请先关闭再试；也请核对磁盘空间。")
    return None
