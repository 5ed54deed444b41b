"""Where LibreOffice is. Nothing is started: folders are looked at, and the version is read from a file beside it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.pdf.errors import LibreOfficeMissing, how_to_install

#: The environment variable that names soffice, for a LibreOffice in an unusual place.
VARIABLE = "JUESUAN_SOFFICE"

# The JSON form of filter options ("…:{…}") is understood from 7.4 on.
_JSON_OPTIONS_SINCE = (7, 4)
_WRITER_LIBRARIES = ("libswlo.so", "swlo.dll", "libswlo.dylib")


@dataclass(frozen=True, slots=True)
class Office:
    """A LibreOffice: how to call it, where it is, its version (empty where unknown), whether Writer is there."""

    command: tuple[str, ...]
    path: Path
    version: str = ""
    has_writer: bool = True

    @property
    def takes_json_options(self) -> bool:
        """Whether filter options may be given as JSON; an unknown version is taken for a recent one."""
        numbers = tuple(int(part) for part in re.findall(r"\d+", self.version)[:2])
        return not numbers or numbers >= _JSON_OPTIONS_SINCE


def find_office(environ: Mapping[str, str] | None = None) -> Office | None:
    """The LibreOffice to use, or None. One with Writer is preferred to one without.

    Order: the variable JUESUAN_SOFFICE, PATH, the usual places of the system.

    Raises:
        LibreOfficeMissing: JUESUAN_SOFFICE is set and names no file.
    """
    env = os.environ if environ is None else environ
    named = env.get(VARIABLE)
    if named:
        if not Path(named).is_file():
            raise LibreOfficeMissing(f"环境变量 {VARIABLE} 指向的文件不存在：{named}；请改正或删去这个变量。")
        return examine(Path(named))
    found = [examine(path) for path in _candidates(env)]
    return next((office for office in found if office.has_writer), found[0] if found else None)


def require_office(environ: Mapping[str, str] | None = None) -> Office:
    """The LibreOffice to use.

    Raises:
        LibreOfficeMissing: there is none, or it came without Writer.
    """
    office = find_office(environ)
    if office is None:
        raise LibreOfficeMissing(
            f"没有找到 LibreOffice，无法生成 PDF（Word 不受影响）。{how_to_install()}；"
            f"已装在别处的，请把环境变量 {VARIABLE} 设为 soffice 的完整路径。"
        )
    if not office.has_writer:
        raise LibreOfficeMissing(f"{office.path} 没有 Writer 组件，无法生成 PDF（Word 不受影响）。{how_to_install()}。")
    return office


def examine(soffice: Path) -> Office:
    """What can be seen of a soffice without starting it."""
    program = soffice.resolve().parent
    binary = program / "soffice.bin"
    if sys.platform.startswith("linux") and binary.is_file():
        # The shell script around it costs a tenth of a second and looks for Java.
        return Office((str(binary),), soffice, _version(program), _has_writer(program))
    if sys.platform == "win32" and (program / "soffice.com").is_file():
        # soffice.exe is a window program: soffice.com waits for it and passes its output on.
        return Office((str(program / "soffice.com"),), soffice, _version(program), _has_writer(program))
    # A snap, a flatpak or another wrapper: what it is made of lies elsewhere, so it is believed.
    return Office((str(soffice),), soffice, _version(program), not binary.is_file() or _has_writer(program))


def _has_writer(program: Path) -> bool:
    folders = (program, program.parent / "Frameworks")
    return any((folder / name).is_file() for folder in folders for name in _WRITER_LIBRARIES)


def _version(program: Path) -> str:
    for name in ("bootstraprc", "bootstrap.ini", "../Resources/bootstraprc"):
        file = program / name
        if file.is_file():
            match = re.search(r"^ProductKey=\D*([\d.]+)", file.read_text(encoding="utf-8", errors="replace"), re.M)
            if match:
                return match.group(1)
    return ""


def _candidates(env: Mapping[str, str]) -> Iterator[Path]:
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name, path=env.get("PATH"))
        if found:
            yield Path(found)
    yield from (path for path in _usual_places(env) if path.is_file())


def _usual_places(env: Mapping[str, str]) -> Iterator[Path]:
    if sys.platform == "win32":
        for variable in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA"):
            if env.get(variable):
                for folder in sorted(Path(env[variable]).glob("LibreOffice*"), reverse=True):
                    yield folder / "program" / "soffice.exe"
    elif sys.platform == "darwin":
        for applications in (Path("/Applications"), Path.home() / "Applications"):
            yield applications / "LibreOffice.app/Contents/MacOS/soffice"
    else:
        yield from map(Path, ("/usr/lib/libreoffice/program/soffice", "/usr/lib64/libreoffice/program/soffice"))
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
        yield Path("/snap/bin/libreoffice")
