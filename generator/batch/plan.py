"""Which workbooks are to be built, and which are done already.

A report is done when its state file says that it was made from the same content, layout and program version. State files
stand in `<output>/.批量/`, one for each workbook, and are written after the report's own files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from generator import __version__
from generator.layouts import templates_folder

STATE_FOLDER = ".批量"
_WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one workbook, as the summary tells it. `status` is 完成, 有错误, 失败 or 未变化."""

    workbook: str
    status: str
    unit: str = ""
    folder: str = ""
    files: tuple[str, ...] = ()
    errors: int = 0
    warnings: int = 0
    first_error: str = ""
    figures: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    key: str = ""

    @property
    def good(self) -> bool:
        """Whether a report stands in its folder."""
        return self.status in (COMPLETE, UNCHANGED)


COMPLETE, STOPPED, FAILED, UNCHANGED = "完成", "有错误", "失败", "未变化"


def find_workbooks(places: Iterable[Path], output: Path) -> list[Path]:
    """The workbooks in folders and lists, in the order of their names; no lock files (~$), nothing in the output folder."""
    found: dict[Path, None] = {}
    kept_out = output.resolve()
    for place in places:
        paths = sorted(place.rglob("*")) if place.is_dir() else _listed(place)
        for path in paths:
            inside = kept_out in path.resolve().parents
            if path.is_file() and path.suffix.lower() in _WORKBOOKS and not path.name.startswith(("~$", ".")) and not inside:
                found[path] = None
    return list(found)


def _listed(place: Path) -> Sequence[Path]:
    """A workbook itself, or the paths in a .txt list (one a line, relative to the list)."""
    if place.suffix.lower() != ".txt":
        return [place]
    lines = place.read_text("utf-8-sig").splitlines()
    return [place.parent / line.strip() for line in lines if line.strip() and not line.startswith("#")]


@cache
def templates_key() -> str:
    """A digest of all layouts: a changed template makes every report anew."""
    digest = hashlib.sha256(__version__.encode())
    folder = templates_folder()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("~$"):
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def content_key(data: bytes, options: str) -> str:
    """What a report depends on: the workbook's bytes, the layouts, the program and the options."""
    return hashlib.sha256(f"{templates_key()}|{options}|".encode() + data).hexdigest()


def state_file(output: Path, workbook: Path) -> Path:
    """Where the state of a workbook is kept."""
    name = hashlib.sha256(str(workbook.resolve()).encode()).hexdigest()[:24]
    return output / STATE_FOLDER / f"{name}.json"


def remember(output: Path, workbook: Path, done: Done) -> None:
    """Write the state of a workbook, whole or not at all. Raises OSError."""
    file = state_file(output, workbook)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".tmp")
    beside.write_text(json.dumps(asdict(done), ensure_ascii=False), encoding="utf-8")
    beside.replace(file)


def recall(output: Path, workbook: Path, key: str) -> Done | None:
    """The earlier result of a workbook, if nothing has changed and all its files are there."""
    try:
        data: dict[str, Any] = json.loads(state_file(output, workbook).read_text("utf-8"))
        done = Done(**{**data, "files": tuple(data["files"]), "notes": tuple(data["notes"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if done.key != key or done.status not in (COMPLETE, STOPPED):
        return None
    return done if all(Path(file).is_file() for file in done.files) else None
