"""Files to their folder: all of a report or none, never half a file, the old ones put back where one is locked."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from generator.figures.charting import CHART_NAMES

PUBLIC_TABLES, FIGURES = "公开表.xlsx", "figures.json"


class OutputError(Exception):
    """The results could not be written; the message (Chinese) says where, why and what to do."""


def deliver(files: Mapping[str, tuple[str, bytes]], folder: Path) -> dict[str, Path]:
    """Write the files (kind -> name and bytes) into `folder`; their paths by kind.

    Raises OutputError; then the folder holds what it held before.
    """
    with _workshop(folder.parent) as bench:
        made: dict[str, Path] = {}
        for kind, (name, data) in files.items():
            made[kind] = bench / name
            try:
                made[kind].write_bytes(data)
            except OSError as error:
                raise OutputError(f"不能写入文件夹 {folder.parent}：{error.strerror or error}。"
                                  "请核对磁盘空间和权限，或换一个输出文件夹（-o）。") from error
        return _move(made, folder)


@contextmanager
def _workshop(output: Path) -> Iterator[Path]:
    """A temporary folder in the output folder, gone afterwards whatever happens."""
    try:
        output.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".正在生成-", dir=output))
    except OSError as error:
        raise OutputError(f"不能写入文件夹 {output}：{error.strerror or error}。请换一个输出文件夹（-o）。") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _move(made: Mapping[str, Path], folder: Path) -> dict[str, Path]:
    """Move the finished files to their folder; a file that is open elsewhere is named."""
    files = {kind: folder / path.name for kind, path in made.items()}
    fresh, target = not folder.exists(), folder
    moved: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, path in made.items():
            target, before = files[kind], path.with_name(f"{path.name}.原")
            if target.is_file():
                target.replace(before)
            moved.append((target, before))
            path.replace(target)
    except OSError as error:
        _put_back(moved)
        if fresh and folder.is_dir():
            folder.rmdir()
        raise OutputError(f"不能写入 {target}：{error.strerror or error}。"
                          "如果文件正在 Word、Excel 或 WPS 中打开，请关闭后重新运行。") from error
    _forget_earlier(folder, files)
    return files


def _forget_earlier(folder: Path, files: Mapping[str, Path]) -> None:
    """Remove what an earlier run left and this one did not write: an old PDF beside a new Word file misleads."""
    ours = {f"{folder.name}.pdf", PUBLIC_TABLES, FIGURES, *(f"{name}.png" for name in CHART_NAMES)}
    for name in sorted(ours - {path.name for path in files.values()}):
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"上次生成的 {folder / name} 已经过时，但不能删除：{error.strerror or error}。"
                              "请关闭打开它的程序后重新运行。") from error


def _put_back(moved: Sequence[tuple[Path, Path]]) -> None:
    """What stood in the folder before, so that new and old files are never mixed."""
    for target, before in moved:
        if before.is_file():
            before.replace(target)
        elif target.is_file():
            target.unlink()
