"""A file inside a package (.xlsx, .docx) written with zipfile: the same on every machine and day."""

from __future__ import annotations

import zipfile

#: The first day that the format knows.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def entry_of(name: str) -> zipfile.ZipInfo:
    """The entry for a part of that name, to be compressed, without the time or the system it was written on."""
    entry = zipfile.ZipInfo(name, ZIP_TIME)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
    return entry
