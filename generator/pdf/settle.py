"""Same Word file, same PDF: the three places where LibreOffice writes the clock or chance are overwritten.

The bytes keep their places (the cross-reference table counts them), so each value is replaced by one as long.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

_DATES = (
    (b"/CreationDate", re.compile(rb"/CreationDate\s*\(D:([^)]*)\)")),
    (b"/ModDate", re.compile(rb"/ModDate\s*\(D:([^)]*)\)")),
)
_ID = (b"/ID", re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]{32})>\s*<([0-9A-Fa-f]{32})>\s*\]"))
_CHECKSUM = (b"/DocChecksum", re.compile(rb"/DocChecksum\s*/([0-9A-Fa-f]{32})"))
_MODIFIED = re.compile(rb"<dcterms:(?:modified|created)[^>]*>(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z<")
_NO_DATE = b"19800101000000"  # what the parts of our .docx carry, too: the zip format's first day


def settle(pdf: bytes, docx: Path) -> bytes:
    """The PDF with the Word file's date, and an identifier computed from its content."""
    settled = bytearray(pdf)
    date = _document_date(docx)
    for place in _DATES:
        _overwrite(settled, *place, date)
    for place in (_ID, _CHECKSUM):
        _overwrite(settled, *place, b"0" * 32)
    name = hashlib.md5(settled, usedforsecurity=False).hexdigest().upper().encode("ascii")
    for place in (_ID, _CHECKSUM):
        _overwrite(settled, *place, name)
    return bytes(settled)


def _overwrite(pdf: bytearray, word: bytes, pattern: re.Pattern[bytes], value: bytes) -> None:
    """Overwrite the groups of the pattern wherever it begins; `word` is its beginning, which is found faster."""
    place = pdf.find(word)
    while place >= 0:
        match = pattern.match(pdf, place)
        for start, end in match.regs[1:] if match else ():
            # Shorter than the place: the rest (a time zone) stays as it is.
            length = min(len(value), end - start)
            pdf[start : start + length] = value[:length]
        place = pdf.find(word, place + len(word))


def _document_date(docx: Path) -> bytes:
    """The date in the Word file's core properties as PDF writes it (UTC), or a fixed one."""
    try:
        with zipfile.ZipFile(docx) as package:
            match = _MODIFIED.search(package.read("docProps/core.xml"))
    except (KeyError, zipfile.BadZipFile):
        return _NO_DATE
    return b"".join(match.groups()) if match else _NO_DATE
