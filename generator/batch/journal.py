"""The journal of an output folder: what stands there and what it was made from, for --resume.

`<output>/.批量/进度.jsonl` has one line for each result, written after the report's own files; a line that a kill or a
full disk cut short is passed over. A later line about the same folder replaces the earlier one. The folder is
locked while a batch writes, so what a killed batch left there may be cleared by the next.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from io import FileIO
from pathlib import Path
from typing import Any

from generator.batch.plan import STATE_FOLDER
from generator.batch.record import COMPLETE, STOPPED, UNCHANGED, Done, Remark
from generator.locks import try_lock

_FIELDS = tuple(one.name for one in fields(Done))
_NAME, _LOCK = "进度.jsonl", "使用中"
EDITED = "生成后被改动过，没有覆盖；要重新生成，请先删除或改名："


class Busy(Exception):
    """Another batch is writing the output folder; the message is Chinese."""


@dataclass(slots=True)
class Known:
    """The results that stand, by what they were made from; of one folder only the last."""

    results: dict[str, Done] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)  # by folder

    def add(self, done: Done) -> None:
        """Take in a result, in place of the folder's earlier one."""
        if done.folder:
            self.results.pop(self.keys.get(done.folder, ""), None)
            self.keys[done.folder] = done.key
        if done.status in (COMPLETE, STOPPED):
            self.results[done.key] = done


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of the folder `output`, open for writing."""

    output: Path
    known: Known
    stream: FileIO

    @property
    def workshop(self) -> Path:
        """Where reports may be put together: on the output's disk, cleared by the next batch."""
        return self.output / STATE_FOLDER

    def add(self, done: Done) -> None:
        """Remember a result. Raises OSError."""
        self.known.add(done)
        line = b"\n" + _line(done, self.output)  # the line's end first: the last line may be half
        if self.stream.write(line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def recall(self, workbook: Path, key: str) -> Done | None:
        """The earlier result for the same content, if all that it wrote is still there."""
        done = self.known.results.get(key)
        if done is None:
            return None
        edited = []
        for file, size in zip(map(Path, done.files), done.sizes, strict=True):
            state = _compared(file, size)
            if state is None:
                return None
            if state:
                edited.append(file.name)
        status = UNCHANGED if done.status == COMPLETE else done.status
        notes = (*done.notes, *((f"{EDITED}{'、'.join(edited)}",) if edited else ()))
        return replace(done, workbook=str(workbook), status=status, notes=notes, seconds=0.0)


@contextmanager
def open_journal(output: Path) -> Iterator[Journal]:
    """The journal of an output folder, which is ours alone meanwhile. Raises Busy; OSError where nothing can be written."""
    folder = output / STATE_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("a+b") as lock:
        if not try_lock(lock, without_locks=True):  # better no lock than no batch on a network disk
            raise Busy(f"另一个 juesuan batch 正在写 {output}。等它完成后再运行，或换一个输出文件夹（-o）。")
        for leftover in folder.iterdir():
            if leftover.is_dir():
                shutil.rmtree(leftover, ignore_errors=True)
        file, known = folder / _NAME, Known()
        lines = file.read_bytes().splitlines() if file.is_file() else []
        for line in lines:
            if done := _done(line, output):
                known.add(done)
        if len(lines) > 2 * len(known.results) + 10:
            _rewrite(file, known, output)
        with file.open("ab", buffering=0) as stream:
            yield Journal(output, known, stream)


def _rewrite(file: Path, known: Known, output: Path) -> None:
    beside = file.with_suffix(".tmp")
    beside.write_bytes(b"\n".join(_line(done, output) for done in known.results.values()))
    beside.replace(file)


def _line(done: Done, output: Path) -> bytes:
    """Names instead of paths: the output folder may be moved, or called from elsewhere."""
    data = {name: getattr(done, name) for name in _FIELDS}
    data["remarks"] = [(one.level, one.code, one.place, one.message, one.hint) for one in done.remarks]
    if done.folder:
        data["folder"] = Path(done.folder).relative_to(output).as_posix()
        data["files"] = [Path(file).name for file in done.files]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _done(line: bytes, output: Path) -> Done | None:
    """None where the line is empty, half, or of another version."""
    try:
        data: dict[str, Any] = json.loads(line)
        folder = output / data["folder"] if data["folder"] else None
        files = tuple(str(folder / name) for name in data["files"]) if folder else ()
        remarks = tuple(Remark(*one) for one in data["remarks"])
        done = Done(**{**data, "folder": str(folder or ""), "files": files, "sizes": tuple(data["sizes"]),
                       "notes": tuple(data["notes"]), "remarks": remarks})
    except (ValueError, TypeError, KeyError):
        return None
    return done if len(done.files) == len(done.sizes) else None


def _compared(file: Path, size: int) -> bool | None:
    """False as written, True changed by somebody since, None missing or cut short."""
    try:
        if file.stat().st_size == size:
            return False
        return True if _opens(file) else None
    except (OSError, ValueError, zipfile.BadZipFile):
        return None


def _opens(file: Path) -> bool:
    if file.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(file) as package:
            return bool(package.namelist())
    data = file.read_bytes()
    if file.suffix == ".pdf":
        from generator.pdf import is_whole

        return is_whole(data)
    return bool(json.loads(data)) if file.suffix == ".json" else data.endswith(b"IEND\xaeB`\x82")
