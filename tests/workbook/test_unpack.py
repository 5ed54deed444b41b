"""Parts of a package: inflated at once where they are of the usual way, judged by zipfile where they are not."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from damaged import SAMPLES

from generator.workbook import unpack as unpacking
from generator.workbook.unpack import UnreadableFile, unpack

PART = "xl/workbook.xml"


def package(path: Path, text: bytes = b"<a>" + b"x" * 5_000 + b"</a>", how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as target:
        target.writestr(PART, text)
    return path


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xlsx")), ids=lambda path: str(path.stem))
def test_every_part_as_zipfile_gives_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = unpack(path)
    with zipfile.ZipFile(path) as source:
        expected = {name: source.read(name) for name in parts}
    monkeypatch.setattr(zipfile.ZipFile, "read", None)  # none of them needs it
    assert dict(parts) == expected


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_left_to_zipfile(how: int, tmp_path: Path) -> None:
    assert unpack(package(tmp_path / "甲.xlsx", how=how))[PART].endswith(b"xx</a>")


def test_an_empty_part(tmp_path: Path) -> None:
    assert unpack(package(tmp_path / "甲.xlsx", b""))[PART] == b""


@pytest.mark.parametrize(("offset", "form", "value"), [(16, "<I", 1), (24, "<I", 40), (24, "<I", 0), (8, "<H", 1), (42, "<I", 9)],
                         ids=["crc", "shorter", "empty", "encrypted", "elsewhere"])
def test_a_directory_that_says_something_else_is_damage(offset: int, form: str, value: int, tmp_path: Path) -> None:
    path = package(tmp_path / "甲.xlsx")
    data = bytearray(path.read_bytes())
    struct.pack_into(form, data, data.index(b"PK\x01\x02") + offset, value)
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as raised:
        unpack(path)[PART]
    assert raised.value.reason == UnreadableFile.DAMAGED


def test_a_part_that_may_become_too_large_is_not_inflated_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small it says it is: a part of SMALL bytes cannot inflate to more than MAX_UNPACKED."""
    monkeypatch.setattr(unpacking, "SMALL", 1_000)
    path = package(tmp_path / "甲.xlsx", b"\0" * 5_000_000)
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 1_000)
    path.write_bytes(data)
    monkeypatch.setattr(zlib, "decompress", None)
    with pytest.raises(UnreadableFile):
        unpack(path)[PART]
