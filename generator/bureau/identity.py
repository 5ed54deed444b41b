"""Whose workbook it is, by what stands inside: never by the name of the file."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from generator.workbook.cells import compact
from generator.workbook.marks import LAYOUT_PROPERTY, VERSION_PROPERTY
from generator.workbook.read import read_workbook

UNIT_PROPERTY = "juesuan.unit"  # the unit's code in the list
DOCUMENT_PROPERTY = "juesuan.document"  # of the lists that we write ourselves: what it is
WORKBOOKS = (".xlsx", ".xlsm")
SHEETS_OF_OTHERS = (".xls", ".et", ".xlsb", ".ods")  # may well be a unit's figures, but cannot be read
ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz")  # may well hold workbooks
MERGED_ENDING = "(汇总)"
_NOT_FILES = ("~$", ".")
_NOISE = frozenset({"thumbs.db", "desktop.ini", "清单.json"})  # what the system and `distribute` put there
_LARGEST_PROPERTIES = 1_000_000


@dataclass(frozen=True, slots=True)
class Properties:
    """What the properties of an .xlsx file say; empty where it has none or cannot be opened."""

    unit: str = ""
    layout: str = ""
    version: str = ""
    document: str = ""
    saved: str = ""  # 2025-09-01 12:30, as the spreadsheet program wrote it


def properties_of(path: Path) -> Properties:
    """The properties of a file, whatever it is."""
    try:
        with zipfile.ZipFile(path) as package:
            custom = _custom(_part(package, "docProps/custom.xml"))
            saved = _saved(_part(package, "docProps/core.xml"))
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, etree.XMLSyntaxError):
        return Properties()
    return Properties(custom.get(UNIT_PROPERTY, ""), custom.get(LAYOUT_PROPERTY, ""), custom.get(VERSION_PROPERTY, ""),
                      custom.get(DOCUMENT_PROPERTY, ""), saved)


def _part(package: zipfile.ZipFile, name: str) -> etree._Element | None:
    if name not in package.namelist() or package.getinfo(name).file_size > _LARGEST_PROPERTIES:
        return None
    return etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, no_network=True))


def _custom(root: etree._Element | None) -> dict[str, str]:
    if root is None:
        return {}
    return {prop.get("name", ""): "".join(str(text) for text in prop.itertext()).strip() for prop in root}


def _saved(root: etree._Element | None) -> str:
    if root is None:
        return ""
    return (root.findtext("{http://purl.org/dc/terms/}modified") or "")[:16].replace("T", " ")


def bare_name(name: str) -> str:
    """A unit's name for comparing: half width, no blanks, without （汇总） at the end."""
    return compact(name).removesuffix(MERGED_ENDING)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose workbook a file is, and of which year; `year` None where it cannot be read."""

    path: Path
    code: str = ""
    name: str = ""
    merged: bool = False
    year: int | None = None


def identify(path: Path) -> Identity:
    """Code, name and year of a workbook."""
    code = properties_of(path).unit
    accounts, _ = read_workbook(path)
    if accounts is None:
        return Identity(path, code)
    return Identity(path, code, accounts.text("基本信息.单位全称"), accounts.text("基本信息.汇总") == "是", accounts.year)


def digest_of(path: Path) -> str:
    """What tells one file from another: SHA-256 of its bytes, in hexadecimal digits. Raises OSError."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files_in(folder: Path) -> list[Path]:
    """All files of a folder and the folders in it by name, without lock files and what the system puts there. Raises OSError."""
    return [path for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name.casefold() not in _NOISE
            and not any(part.startswith(_NOT_FILES) for part in path.relative_to(folder).parts)]
