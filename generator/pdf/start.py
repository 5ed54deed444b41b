"""One start of LibreOffice: documents in, the PDFs that it finished out."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from generator.delivery import reason
from generator.pdf.errors import ConversionFailed, PdfError, PdfNotWritable
from generator.pdf.office import VARIABLE, Office
from generator.pdf.process import Ended, run
from generator.pdf.profile import Profile, forget

# LibreOffice asks by this exit code to be started again: it has just set up a new profile.
_START_AGAIN = 81
_MOST_STARTS = 3

# Charts stay as sharp as they were drawn; headings become bookmarks; screen readers find the structure.
_EXPORT_OPTIONS = {
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "UseLosslessCompression": {"type": "boolean", "value": "true"},
    "ReduceImageResolution": {"type": "boolean", "value": "false"},
}


class _CannotStart(Exception):
    """The system does not run the program; the message says why."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a start gave: how it ended, the whole PDFs by their Word file, the Word files that another try would not help."""

    ended: Ended
    made: Mapping[Path, bytes]
    unreadable: dict[Path, PdfError] = field(default_factory=dict)


def start(
    jobs: Sequence[tuple[Path, Path]],
    office: Office,
    profiles: AbstractContextManager[Profile],
    patience_s: float,
) -> Start:
    """Convert the Word files (first of each pair) with one start; ended where no PDF appears for `patience_s` seconds.

    A profile with which not all were made is emptied: it may be the reason.
    """
    try:
        with (
            profiles as profile,
            tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True) as folder,
        ):
            work = Path(folder)
            copies, unreadable = _copy_all([docx for docx, _ in jobs], work)
            ended = _call(office, profile, list(copies), work, patience_s) if copies else Ended(0, "")
            made = {docx: content for copy, docx in copies.items() if (content := _whole_pdf(copy)) is not None}
            if len(made) < len(copies):
                forget(profile)
            return Start(ended, made, unreadable)
    except _CannotStart as error:
        cannot = ConversionFailed(f"无法启动 LibreOffice（{office.path}：{error}）。请运行 juesuan doctor 检查；"
                                  f"由环境变量 {VARIABLE} 指定的，请核对它指向的文件。")  # fmt: skip
        return Start(Ended(-1, ""), {}, {docx: cannot for docx, _ in jobs})
    except OSError as error:
        problem = PdfNotWritable(f"没有生成 PDF：临时文件夹 {tempfile.gettempdir()} 或 LibreOffice 的设置文件夹不能写入"
                                 f"（{reason(error)}），请核对磁盘空间和权限。")  # fmt: skip
        return Start(Ended(-1, ""), {}, {docx: problem for docx, _ in jobs})


def _copy_all(documents: Sequence[Path], work: Path) -> tuple[dict[Path, Path], dict[Path, PdfError]]:
    """Copies with plain numbers as names: no Chinese on a command line, no two of one name, no lock files beside ours.

    Raises OSError where they cannot be written.
    """
    copies: dict[Path, Path] = {}
    unreadable: dict[Path, PdfError] = {}
    for number, docx in enumerate(documents):
        try:
            content = docx.read_bytes()
        except OSError as error:
            unreadable[docx] = PdfNotWritable(f"无法读取 {docx}：{reason(error)}")
            continue
        copy = work / f"{number:04d}.docx"
        copy.write_bytes(content)
        copies[copy] = docx
    return copies, unreadable


def _call(office: Office, profile: Profile, copies: Sequence[Path], outdir: Path, patience_s: float) -> Ended:
    target = "pdf:writer_pdf_Export"
    if office.takes_json_options:
        target += ":" + json.dumps(_EXPORT_OPTIONS, separators=(",", ":"))
    command = [*office.command, profile.argument, "--headless", "--norestore", "--nolockcheck", "--nodefault"]
    command += ["--nologo", "--convert-to", target, "--outdir", str(outdir), *map(str, copies)]

    def finished() -> int:
        return sum(1 for _ in outdir.glob("*.pdf"))

    ended, env = Ended(None, ""), profile.environment() | _own_temporary_folder(outdir)
    for _ in range(_MOST_STARTS):
        try:
            ended = run(command, env, patience_s, finished, profile.keep_open)
        except OSError as error:
            raise _CannotStart(reason(error)) from error
        if ended.code != _START_AGAIN:
            break
    return ended


def _own_temporary_folder(outdir: Path) -> dict[str, str]:
    """The variables that keep LibreOffice's temporary files in `outdir`: one that is killed leaves them there, not in /tmp."""
    folder = outdir / "tmp"
    folder.mkdir(exist_ok=True)
    return dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))


def _whole_pdf(copy: Path) -> bytes | None:
    made = copy.with_suffix(".pdf")
    content = made.read_bytes() if made.is_file() else b""
    return content if is_whole(content) else None


def is_whole(content: bytes) -> bool:
    """Whether bytes are a PDF from its first line to its last."""
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:] and b"startxref" in content[-1024:]
