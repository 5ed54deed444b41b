"""The name of the annotated copy: beside the workbook, never over it, never over one that somebody has worked on."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

#: Stands at the end of the zip file of a copy as it was written; whatever program saves the file again drops it.
SEAL = b"juesuan check"
_COPY = re.compile(r"(?P<stem>.*)（校验(?P<number>\d*)）")


def is_copy(path: Path) -> bool:
    """Whether the name is that of an annotated copy."""
    return _COPY.fullmatch(path.stem) is not None


def name_of_copy(path: Path) -> Path:
    """`甲（校验）.xlsx` for 甲.xlsx and `甲（校验2）.xlsx` for that one.

    The next number is taken while there is a file of that name that has been saved by another program since.
    """
    match = _COPY.fullmatch(path.stem)
    stem = match["stem"] if match else path.stem
    number = (int(match["number"] or 1) + 1) if match else 1
    while True:
        found = path.with_name(f"{stem}（校验{number if number > 1 else ''}）{path.suffix}")
        if found != path and (not found.exists() or _untouched(found)):
            return found
        number += 1


def _untouched(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as package:
            return package.comment == SEAL
    except (OSError, zipfile.BadZipFile):
        return False
