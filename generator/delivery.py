"""Files to their folder: all of a report or none, never half a file, the old ones put back where one is locked."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

PUBLIC_TABLES, FIGURES = "公开表.xlsx", "figures.json"

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_WINDOWS_FULL = frozenset({39, 112})  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
_REASONS = {errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EROFS: "磁盘是只读的", errno.ENOTDIR: "路径中有的不是文件夹",
            errno.ENAMETOOLONG: "路径太长", errno.ENOENT: "没有这个文件或文件夹", errno.EISDIR: "这是文件夹，不是文件", errno.EEXIST: "同名的已存在",
            errno.EBUSY: "正在被其他程序使用", errno.EMFILE: "打开的文件太多", errno.ENFILE: "打开的文件太多", errno.EIO: "磁盘读写出错",
            errno.ENOMEM: "内存不足", errno.ENOEXEC: "不是可以运行的程序", errno.EINVAL: "名称或内容不合要求"}


class OutputError(Exception):
    """The results could not be written; the message (Chinese) says where, why and what to do."""


def is_full(error: BaseException | None) -> bool:
    """Whether an error says that a disk is full."""
    return isinstance(error, OSError) and (error.errno in _FULL or getattr(error, "winerror", None) in _WINDOWS_FULL)


def reason(error: OSError) -> str:
    """Why something could not be written, in Chinese where we know it; Windows says it in the user's language, and more exactly."""
    if is_full(error):
        return "磁盘已满"
    known = None if getattr(error, "winerror", None) else _REASONS.get(error.errno or 0)
    return known or error.strerror or str(error)


def deliver(files: Mapping[str, tuple[str, bytes]], folder: Path, workshop: Path | None = None) -> dict[str, Path]:
    """Write the files (kind -> name and bytes) into `folder`; their paths by kind.

    A new folder appears at once with all its files. They are made in a hidden folder beside it, or in `workshop`, a folder
    in the same place. Raises OutputError; then `folder` holds what it held before.
    """
    with _bench(workshop or folder.parent) as bench:
        try:
            for name, data in files.values():
                (bench / name).write_bytes(data)
        except OSError as error:
            raise OutputError(f"不能写入文件夹 {folder.parent}：{reason(error)}。"
                              "请核对磁盘空间和权限，或换一个输出文件夹（-o）。") from error
        if folder.exists() or not _moved(bench, folder):
            _exchange(bench, [name for name, _ in files.values()], folder)
    return {kind: folder / name for kind, (name, _) in files.items()}


@contextmanager
def _bench(place: Path) -> Iterator[Path]:
    """A temporary folder in `place`, gone afterwards whatever happens."""
    folder = place / f".正在生成-{uuid4().hex}"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise OutputError(f"不能写入文件夹 {place}：{reason(error)}。请换一个输出文件夹（-o）。") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _moved(bench: Path, folder: Path) -> bool:
    """The folder with the finished files to its place, whole at once; False where Windows holds it: a virus scanner looks into it."""
    try:
        bench.rename(folder)
    except PermissionError:
        return False
    except OSError as error:
        raise _cannot_write(folder, error) from error
    return True


def _exchange(bench: Path, names: Sequence[str], folder: Path) -> None:
    """The finished files in place of those that stand there; a file that is open elsewhere is named."""
    moved: list[tuple[Path, Path]] = []
    target = folder
    try:
        folder.mkdir(exist_ok=True)
        for name in names:
            target, before = folder / name, bench / f"{name}.原"
            if target.is_file():
                target.replace(before)
            moved.append((target, before))
            (bench / name).replace(target)
    except BaseException as error:  # Ctrl-C too: never new and old files mixed
        _put_back(moved)
        with suppress(OSError):
            folder.rmdir()  # it was new
        if isinstance(error, OSError):
            raise _cannot_write(target, error) from error
        raise
    _forget_earlier(folder, names)


def _cannot_write(target: Path, error: OSError) -> OutputError:
    return OutputError(f"不能写入 {target}：{reason(error)}。"
                       "如果文件正在 Word、Excel 或 WPS 中打开，请关闭后重新运行。")


def _forget_earlier(folder: Path, written: Sequence[str]) -> None:
    """Remove what an earlier run left and this one did not write: an old PDF beside a new Word file misleads."""
    from generator.figures.charting import CHART_NAMES

    ours = {f"{folder.name}.pdf", PUBLIC_TABLES, FIGURES, *(f"{name}.png" for name in CHART_NAMES)}
    for name in sorted(ours.difference(written)):
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"上次生成的 {folder / name} 已经过时，但不能删除：{reason(error)}。"
                              "请关闭打开它的程序后重新运行。") from error


def _put_back(moved: Sequence[tuple[Path, Path]]) -> None:
    """What stood in the folder before, so that new and old files are never mixed."""
    for target, before in moved:
        if before.is_file():
            before.replace(target)
        elif target.is_file():
            target.unlink()
