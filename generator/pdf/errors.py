"""What can keep a Word file from becoming a PDF. Each message is Chinese and says what to do."""

from __future__ import annotations

import sys


class PdfError(Exception):
    """No PDF was written; the message says why and what to do."""


class LibreOfficeMissing(PdfError):
    """LibreOffice, or its Writer, is not on this machine (exit code 3 of the commands)."""


class ConversionTimedOut(PdfError):
    """LibreOffice hung and was stopped, twice."""


class ConversionFailed(PdfError):
    """LibreOffice ended, whatever its exit code, without a whole PDF, twice."""


class PdfNotWritable(PdfError):
    """The PDF was made but cannot be put in its place, or the Word file cannot be read."""


def how_to_install(platform: str = sys.platform) -> str:
    """How to get LibreOffice on this kind of system, in Chinese."""
    if platform == "win32":
        return "请从 LibreOffice 官网下载安装 Windows 版（默认安装即可），装好后重新运行"
    if platform == "darwin":
        return "请安装 LibreOffice 的 macOS 版，拖入“应用程序”后重新运行"
    return "Debian、Ubuntu、统信 UOS、麒麟：sudo apt-get install libreoffice-writer-nogui"
