"""Same Word file, same PDF: the three places where LibreOffice writes the clock or chance are overwritten.

The bytes keep their places (the cross-reference table counts them), so each value is replaced by one as long.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

_DATE = re.compile(rb"/(?:CreationDate|ModDate)\s*\(D:([^)]*)\)")
_ID = re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]{32})>\s*<([0-9A-Fa-f]{32})>\s*\]")
_CHECKSUM = re.compile(rb"/DocChecksum\s*/([0-9A-Fa-f]{32})")
_MODIFIED = re.compile(rb"<dcterms:(?:modified|created)[^>]*>(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z<")
_NO_DATE = b"19800101000000"  # what the parts of our .docx carry, too: the zip format's first day


def settle(pdf: bytes, docx: Path) -> bytes:
    """The PDF with the Word file's date, and an identifier computed from its content."""
    dated = _overwrite(pdf, _DATE, _document_date(docx))
    blank = _overwrite(_overwrite(dated, _ID, b"0" * 32), _CHECKSUM, b"0" * 32)
    name = hashlib.md5(blank, usedforsecurity=False).hexdigest().upper().encode("ascii")
    return _overwrite(_overwrite(blank, _ID, name), _CHECKSUM, name)


def _overwrite(data: bytes, pattern: re.Pattern[bytes], value: bytes) -> bytes:
    result = bytearray(data)
    for match in pattern.finditer(data):
        for group in range(1, len(match.groups()) + 1):
            start, end = match.span(group)
            # Shorter than the place: the rest (a time zone) stays as it is.
            length = min(len(value), end - start)
            result[start : start + length] = value[:length]
    return bytes(result)


def _document_date(docx: Path) -> bytes:
    """The date in the Word file's core properties as PDF writes it (UTC), or a fixed one."""
    try:
        with zipfile.ZipFile(docx) as package:
            match = _MODIFIED.search(package.read("docProps/core.xml"))
    except (KeyError, zipfile.BadZipFile):
        return _NO_DATE
    return b"".join(match.groups()) if match else _NO_DATE
