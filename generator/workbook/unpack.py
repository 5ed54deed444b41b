"""From a file to the parts of an .xlsx package, whatever the file is: nothing is trusted, and nothing else is raised."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

MAX_UNPACKED = 200 * 1024 * 1024
OLE_HEAD, ZIP_HEAD = b"\xd0\xcf\x11\xe0", b"PK"
#: What Excel, WPS and LibreOffice put beside a workbook that is open, and leave there when they crash.
LOCK_STARTS = ("~$", ".~lock.", ".~")
_SKIPPED = ("xl/media/", "xl/drawings/", "xl/charts/", "xl/theme/", "xl/pivotCache/", "xl/pivotTables/", "xl/externalLinks/",
            "xl/printerSettings/", "xl/comments", "xl/threadedComments/", "customXml/")


_DAMAGE = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, KeyError, OverflowError,
           zlib.error, lzma.LZMAError, struct.error)


class UnreadableFile(Exception):
    """The file is not an .xlsx package that can be read; `reason` is one of the keys below, `sheet` what is damaged."""

    MISSING, IN_USE, NOT_XLSX = "missing", "in_use", "not_xlsx"
    ENCRYPTED, DAMAGED, TOO_LARGE = "encrypted", "damaged", "too_large"
    LOCK_FILE = "lock_file"

    def __init__(self, reason: str, sheet: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.sheet = sheet


def is_open_elsewhere(path: Path) -> bool:
    """Whether a lock file beside `path` says that Excel, WPS or LibreOffice has it open."""
    names = (f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#")
    try:
        return any(path.with_name(name).exists() for name in names)
    except OSError:  # a name that is too long with two characters more
        return False


class Parts(Mapping[str, bytes]):
    """The XML parts of a package by name, each inflated when it is asked for: sheets that hold nothing of the accounts
    are more than half of a workbook. A part that cannot be inflated raises UnreadableFile.
    """

    def __init__(self, package: zipfile.ZipFile) -> None:
        names = {info.filename.replace("\\", "/"): info for info in package.infolist()}
        self._package = package
        self._members = {name: info for name, info in names.items() if _is_needed(name)}
        if sum(info.file_size for info in self._members.values()) > MAX_UNPACKED:
            raise UnreadableFile(UnreadableFile.TOO_LARGE)

    def __getitem__(self, name: str) -> bytes:
        info = self._members[name]
        try:
            return self._package.read(info)
        except _DAMAGE as error:
            raise UnreadableFile(UnreadableFile.DAMAGED) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)


def unpack(path: Path) -> Mapping[str, bytes]:
    """The XML parts of the package by name. Raises UnreadableFile, also when a part is asked for."""
    if path.name.startswith(LOCK_STARTS):
        raise UnreadableFile(UnreadableFile.LOCK_FILE)
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
            if head.startswith(OLE_HEAD):
                protected = "EncryptedPackage".encode("utf-16-le") in stream.read()
                raise UnreadableFile(UnreadableFile.ENCRYPTED if protected else UnreadableFile.NOT_XLSX)
            data = head + stream.read() if head.startswith(ZIP_HEAD) else b""
    except FileNotFoundError as error:
        raise UnreadableFile(UnreadableFile.MISSING) from error
    except (OSError, ValueError) as error:  # locked by Excel on Windows, a folder, a name that no file can have
        raise UnreadableFile(UnreadableFile.IN_USE) from error
    if not data:
        raise UnreadableFile(UnreadableFile.NOT_XLSX)
    try:
        parts = Parts(zipfile.ZipFile(BytesIO(data)))
    except _DAMAGE as error:
        raise UnreadableFile(UnreadableFile.DAMAGED) from error
    if "xl/workbook.xml" not in parts:
        raise UnreadableFile(UnreadableFile.NOT_XLSX)
    return parts


def _is_needed(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and not name.startswith(_SKIPPED) and name.rpartition("/")[2].rfind(".") > 0
