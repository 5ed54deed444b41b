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
#: What stands before a part in the package: its signature, and the lengths of its name and of what comes between.
_HEAD, HEAD_START = struct.Struct("<4s22xHH"), b"PK\x03\x04"
SMALL = MAX_UNPACKED // 1032  # whatever size it claims to have, no part of so many bytes inflates to more than MAX_UNPACKED
USUAL_FLAGS = 0x080E  # UTF-8 names, sizes behind the part, levels of compression: the others change how it is read
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

    def __init__(self, data: bytes) -> None:
        self._data, self._package = data, zipfile.ZipFile(BytesIO(data))
        names = {info.filename.replace("\\", "/"): info for info in self._package.infolist()}
        self._members = {name: info for name, info in names.items() if _is_needed(name)}
        if sum(info.file_size for info in self._members.values()) > MAX_UNPACKED:
            raise UnreadableFile(UnreadableFile.TOO_LARGE)

    def __getitem__(self, name: str) -> bytes:
        info = self._members[name]
        try:
            part = _inflated(self._data, info)
            return self._package.read(info) if part is None else part
        except _DAMAGE as error:
            raise UnreadableFile(UnreadableFile.DAMAGED) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)


def _inflated(data: bytes, info: zipfile.ZipInfo) -> bytes | None:
    """The part as zlib gives it at once; None where anything is unusual, which is left to zipfile to judge."""
    start = info.header_offset + _HEAD.size
    if info.compress_type != zipfile.ZIP_DEFLATED or info.flag_bits & ~USUAL_FLAGS or info.compress_size > SMALL or start > len(data):
        return None
    signature, name_length, extra_length = _HEAD.unpack_from(data, info.header_offset)
    name = data[start:start + name_length]
    if signature != HEAD_START or not name.isascii() or name.decode("ascii") != info.orig_filename:
        return None
    start += name_length + extra_length
    try:
        part = zlib.decompress(data[start:start + info.compress_size], -zlib.MAX_WBITS, min(max(info.file_size, 1), MAX_UNPACKED))
    except zlib.error:
        return None
    return part if len(part) == info.file_size and zlib.crc32(part) == info.CRC else None


def unpack(path: Path) -> Mapping[str, bytes]:
    """The XML parts of the package by name. Raises UnreadableFile, also when a part is asked for."""
    if path.name.startswith(LOCK_STARTS):
        raise UnreadableFile(UnreadableFile.LOCK_FILE)
    try:
        with path.open("rb", buffering=0) as stream:
            head = stream.read(8)
            if head.startswith(OLE_HEAD):
                protected = "EncryptedPackage".encode("utf-16-le") in stream.read()
                raise UnreadableFile(UnreadableFile.ENCRYPTED if protected else UnreadableFile.NOT_XLSX)
            stream.seek(0)
            data = stream.read() if head.startswith(ZIP_HEAD) else b""
    except FileNotFoundError as error:
        raise UnreadableFile(UnreadableFile.MISSING) from error
    except (OSError, ValueError) as error:  # locked by Excel on Windows, a folder, a name that no file can have
        raise UnreadableFile(UnreadableFile.IN_USE) from error
    if not data:
        raise UnreadableFile(UnreadableFile.NOT_XLSX)
    try:
        parts = Parts(data)
    except _DAMAGE as error:
        raise UnreadableFile(UnreadableFile.DAMAGED) from error
    if "xl/workbook.xml" not in parts:
        raise UnreadableFile(UnreadableFile.NOT_XLSX)
    return parts


def _is_needed(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and not name.startswith(_SKIPPED) and name.rpartition("/")[2].rfind(".") > 0
