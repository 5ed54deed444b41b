"""LibreOffice's own folder: one for each conversion that runs at the same time, kept from run to run.

A kept profile saves half a second of first start. Two LibreOffices in one profile hand their work to each other and
return at once with nothing written, so each profile is locked while it is used.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from generator.escaping import escape_text
from generator.fonts import FontChoice, FontFile, fallback_font, resolve
from generator.locks import try_lock

#: The environment variable that names another folder for what is kept between runs.
CACHE_VARIABLE = "JUESUAN_CACHE"

_MOST_AT_ONCE = 32

# glibc gives memory back and fetches it again all the time while LibreOffice works: a tenth of the time (measured). The
# tunable lets it keep more small pieces at hand, which are most of what LibreOffice asks for: 60,000 of a size (65,535 are
# allowed) took 6 to 8 % less time than 2,000, for 5 % more memory. Before 2.31 glibc counts them in a byte and may break down.
_KEEP_MEMORY = {
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TOP_PAD_": str(1 << 28),
}
_TUNABLES = "GLIBC_TUNABLES"
_QUICK_MEMORY, _QUICK_MEMORY_SINCE = "glibc.malloc.tcache_count=60000", (2, 31)


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile that is ours alone while we hold it; `lock` is the descriptor of the file that says so."""

    folder: Path
    lock: int | None = None

    @property
    def keep_open(self) -> tuple[int, ...]:
        """What the soffice that uses it has to inherit: the lock then holds until that soffice, too, has ended."""
        return () if self.lock is None else (self.lock,)

    @property
    def argument(self) -> str:
        """What tells soffice to use it."""
        return f"-env:UserInstallation={(self.folder / 'user').absolute().as_uri()}"

    def environment(self) -> dict[str, str]:
        """The variables for a soffice that uses it: fonts, memory, and a locale that does not depend on the user's."""
        env = dict(os.environ)
        if sys.platform.startswith("linux"):
            env |= _KEEP_MEMORY
            if _glibc() >= _QUICK_MEMORY_SINCE:
                env[_TUNABLES] = ":".join(filter(None, (env.get(_TUNABLES), _QUICK_MEMORY)))
            env["FONTCONFIG_FILE"] = str(self.folder / "fonts.conf")
            env["LC_ALL"] = "C.UTF-8"
        return env


@contextmanager
def kept_profile() -> Iterator[Profile]:
    """A profile kept from earlier runs, or a new one where all are in use or none can be kept."""
    for number in range(_MOST_AT_ONCE):
        base = cache_folder() / "libreoffice"
        try:
            base.mkdir(parents=True, exist_ok=True)
            lock = (base / f"{number}.lock").open("a+b")
        except OSError:
            break  # nowhere to keep anything, e.g. a home that is read-only
        with lock:
            if try_lock(lock, without_locks=False):  # without locks two LibreOffices might share it
                yield replace(_prepare(base / str(number)), lock=lock.fileno())
                return
    with new_profile() as profile:
        yield profile


@contextmanager
def new_profile() -> Iterator[Profile]:
    """A profile that nobody used before; it is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="juesuan-", ignore_cleanup_errors=True) as folder:
        yield _prepare(Path(folder))


def forget(profile: Profile) -> None:
    """Delete what a profile holds: it may be what made a conversion fail."""
    shutil.rmtree(profile.folder, ignore_errors=True)


def cache_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where this program keeps what can be made again; not necessarily there yet."""
    env = os.environ if environ is None else environ
    named = env.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:  # no home at all, e.g. a service's user
        return Path(tempfile.gettempdir()) / "juesuan-cache"
    if sys.platform == "win32":
        return Path(env.get("LOCALAPPDATA", str(home / "AppData" / "Local"))) / "juesuan"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "juesuan"
    return Path(env.get("XDG_CACHE_HOME") or home / ".cache") / "juesuan"


def _prepare(folder: Path) -> Profile:
    folder.mkdir(parents=True, exist_ok=True)
    choices, fallback = resolve(), fallback_font()
    if sys.platform.startswith("linux"):
        _write_if_new(folder / "fonts.conf", fontconfig(choices, fallback))
    else:
        settings = folder / "user" / "user" / "registrymodifications.xcu"
        if not settings.exists():  # LibreOffice rewrites the file, keeping what it holds
            settings.parent.mkdir(parents=True, exist_ok=True)
            settings.write_text(replacement_table(choices), encoding="utf-8")
    return Profile(folder)


def _write_if_new(file: Path, text: str) -> None:
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")


def _glibc() -> tuple[int, ...]:
    """The version of this system's glibc, such as (2, 36); empty where there is another C library."""
    if sys.platform == "win32":
        return ()
    try:
        name, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
    except (ValueError, OSError):
        return ()
    return tuple(int(part) for part in version.split(".")[:2]) if name == "glibc" else ()


def fontconfig(choices: tuple[FontChoice, ...], fallback: FontFile | None) -> str:
    """A fontconfig file that adds our stand-ins to the system's settings; rare characters come from `fallback`."""
    system = os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    rules = [f'<include ignore_missing="yes">{escape_text(system)}</include>']
    for choice in choices:
        if choice.found is None:
            continue
        families = [choice.found.family] + ([fallback.family] if fallback else [])
        listed = "".join(f"<string>{escape_text(name)}</string>" for name in dict.fromkeys(families))
        edits = f'<edit name="family" mode="assign" binding="strong">{listed}</edit>'
        if choice.found.bold:
            edits += '<edit name="weight" mode="assign" binding="strong"><const>bold</const></edit>'
        for asked in (choice.asked, *choice.wanted.also_asked):
            test = f'<test name="family" qual="any"><string>{escape_text(asked)}</string></test>'
            rules.append(f'<match target="pattern">{test}{edits}</match>')
    head = '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
    return head + "<fontconfig>\n" + "\n".join(rules) + "\n</fontconfig>\n"


def replacement_table(choices: tuple[FontChoice, ...]) -> str:
    """LibreOffice's own font replacement table, for systems without fontconfig."""
    path = "/org.openoffice.Office.Common/Font/Substitution"
    items = [f'<item oor:path="{path}">{_prop("Replacement", "true")}</item>']
    pairs = [
        (asked, choice.found.family)
        for choice in choices
        if choice.found is not None
        for asked in (choice.asked, *choice.wanted.also_asked)
        if asked != choice.found.family
    ]
    for number, (asked, family) in enumerate(pairs):
        props = _prop("Always", "true") + _prop("OnScreenOnly", "false")
        props += _prop("ReplaceFont", asked) + _prop("SubstituteFont", family)
        node = f'<node oor:name="_{number}" oor:op="replace">{props}</node>'
        items.append(f'<item oor:path="{path}/FontPairs">{node}</item>')
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
        + "\n".join(items)
        + "\n</oor:items>\n"
    )


def _prop(name: str, value: str) -> str:
    return f'<prop oor:name="{name}" oor:op="fuse"><value>{escape_text(value)}</value></prop>'
