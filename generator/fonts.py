"""Which of the report's fonts are on this machine, and what stands in for the others.

The table of names is in `generator.font_table`. Nothing here reads a font but `glyphs_missing`; finding files costs
one call of fc-list, or one look at the font folders.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.font_table import FALLBACKS, FANGSONG, HEITI, TIMES, WANTED, Face, Wanted

_FC_FORMAT = "%{slant}\t%{file}\t%{index}\t%{weight}\t%{family}\n"
_FC_DEMIBOLD = 180  # fontconfig's scale: 80 regular, 180 demibold, 200 bold
_FONT_ENDINGS = frozenset({".ttf", ".ttc", ".otf", ".otc"})


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font that is really there. `face` is its number in a collection (.ttc), 0 otherwise.

    For matplotlib: `FontProperties(fname=FontPath(str(font.path), font.face))` (3.11 or newer; a plain path means
    face 0, which is Japanese in the Noto CJK collections).
    """

    family: str
    path: Path
    face: int = 0
    bold: bool = False

    def __fspath__(self) -> str:
        """The file's path, so that a font can be given wherever a path is wanted."""
        return str(self.path)


@dataclass(frozen=True, slots=True)
class FontChoice:
    """What a font of the report becomes here: `found` is None where nothing acceptable is installed."""

    wanted: Wanted
    found: FontFile | None
    exact: bool

    @property
    def asked(self) -> str:
        """The name that the Word file uses."""
        return self.wanted.asked


@dataclass(frozen=True, slots=True)
class FontShelf:
    """The fonts of a machine: by family and boldness (from fontconfig), by file name in lower case (from folders)."""

    families: Mapping[tuple[str, bool], FontFile] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)

    def find(self, face: Face) -> FontFile | None:
        """The installed file of a face, or None."""
        found = self.families.get((face.family.casefold(), face.bold))
        if found is not None:
            return found
        for name in face.files:
            path = self.files.get(name)
            if path is not None:
                return FontFile(face.family, path, face.index, face.bold)
        return None

    def first(self, faces: Iterable[Face]) -> FontFile | None:
        """The first of several faces that is installed, or None."""
        return next((found for face in faces if (found := self.find(face)) is not None), None)


def font_folders() -> tuple[Path, ...]:
    """The folders where this system keeps fonts, its own and the user's."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local")))
        return (windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        office = Path("/Applications/Microsoft Word.app/Contents/Resources/DFonts")
        return (
            home / "Library/Fonts",
            Path("/Library/Fonts"),
            Path("/System/Library/Fonts"),
            office,
        )
    data_home = Path(os.environ.get("XDG_DATA_HOME", str(home / ".local/share")))
    return (data_home / "fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


def scan_folders(folders: Iterable[Path]) -> FontShelf:
    """The fonts lying in folders, known by their file names only; nothing is opened."""
    files: dict[str, Path] = {}
    for folder in folders:
        for where, _, names in os.walk(folder):
            for name in sorted(names):
                if Path(name).suffix.casefold() in _FONT_ENDINGS:
                    files.setdefault(name.casefold(), Path(where) / name)
    return FontShelf(files=files)


def read_fc_list(text: str) -> FontShelf:
    """The fonts that `fc-list` printed in `_FC_FORMAT`."""
    families: dict[tuple[str, bool], FontFile] = {}
    for line in sorted(text.splitlines()):
        slant, file, index, weight, names = [*line.split("\t"), "", "", "", ""][:5]
        if slant != "0":
            continue  # an italic never stands for its family
        face = int(index) & 0xFFFF if index.isdigit() else 0
        # A variable font says "[40 210]" and serves as both.
        boldness = (False, True) if weight.startswith("[") else (weight.isdigit() and int(weight) >= _FC_DEMIBOLD,)
        for family in filter(None, names.split(",")):
            for bold in boldness:
                families.setdefault((family.casefold(), bold), FontFile(family, Path(file), face, bold))
    return FontShelf(families=families)


@functools.cache
def installed() -> FontShelf:
    """The fonts of this machine, looked up once per run."""
    if sys.platform not in ("win32", "darwin"):
        listed = _fc_list()
        if listed:
            return read_fc_list(listed)
    return scan_folders(font_folders())


def _fc_list() -> str:
    import shutil
    import subprocess

    program = shutil.which("fc-list")
    if program is None:
        return ""
    try:
        done = subprocess.run(
            [program, "--format", _FC_FORMAT],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=60,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def resolve(shelf: FontShelf | None = None) -> tuple[FontChoice, ...]:
    """For each font of the report, the file that will be used here, in the order of the table."""
    fonts = installed() if shelf is None else shelf
    return tuple(_choose(wanted, fonts) for wanted in WANTED)


def _choose(wanted: Wanted, shelf: FontShelf) -> FontChoice:
    own = shelf.first(wanted.own)
    if own is not None:
        return FontChoice(wanted, own, exact=True)
    return FontChoice(wanted, shelf.first(wanted.stand_ins), exact=False)


def chart_font(shelf: FontShelf | None = None) -> FontFile | None:
    """The 黑体-like font for charts, or None where no Chinese sans is installed. See `FontFile` for matplotlib."""
    return next(choice.found for choice in resolve(shelf) if choice.asked == HEITI)


def fallback_font(shelf: FontShelf | None = None) -> FontFile | None:
    """The font with many glyphs that rare characters are borrowed from, or None."""
    return (installed() if shelf is None else shelf).first(FALLBACKS)


def glyphs_missing(text: str, asked: str = FANGSONG, shelf: FontShelf | None = None) -> frozenset[str]:
    """The characters of `text` that neither the font in place of `asked` nor a fallback can show.

    Every character is missing where no font at all was found. Spaces and control characters are not looked at.
    """
    fonts = installed() if shelf is None else shelf
    missing = frozenset(char for char in text if char.isprintable() and not char.isspace())
    for number, font in enumerate(_fonts_tried(asked, fonts)):
        if number == 0 and asked != TIMES:
            # Every Chinese font has these; reading a font's table takes a third of a second.
            missing = frozenset(char for char in missing if not _in_every_chinese_font(char))
        if not missing:
            break
        missing -= _characters(font.path, font.face)
    return missing


def glyph_warning(text: str, shelf: FontShelf | None = None) -> str | None:
    """What to tell the user about characters of `text` that the PDF cannot show; None where all can be shown."""
    missing = sorted(glyphs_missing(text, shelf=shelf))
    if not missing:
        return None
    named = "、".join(f"{char}（U+{ord(char):04X}）" for char in missing[:20])
    more = f"等 {len(missing)} 个字" if len(missing) > 20 else ""
    return f"本机没有字体能显示：{named}{more}；它们在 PDF 中会是空白或方框，请安装收字更全的字体。"


def _in_every_chinese_font(char: str) -> bool:
    # GB2312 is the least that a Simplified font has. U+2015 is in it, but not in FandolFang.
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return char != "\u2015"


def _fonts_tried(asked: str, shelf: FontShelf) -> Iterator[FontFile]:
    found = next((choice.found for choice in resolve(shelf) if choice.asked == asked), None)
    if found is not None:
        yield found
    yield from (font for face in FALLBACKS if (font := shelf.find(face)) is not None)


@functools.cache
def _characters(path: Path, face: int) -> frozenset[str]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    # lazy: only the cmap is read, not the outlines.
    with TTFont(path, fontNumber=face, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap() or {}))
