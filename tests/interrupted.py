"""Ctrl-C at a given moment, and what a folder holds before and after."""

from __future__ import annotations

from pathlib import Path

import pytest

ONE_LINE = "已停止，没有留下半份文件。\n"


def stopped_at_move(monkeypatch: pytest.MonkeyPatch, nth: int) -> None:
    """Ctrl-C comes when the `nth` file or folder is to be put in its place; once, so that what was begun can be taken back."""
    moves = 0

    def stopping(move):
        def moved(path: Path, target: Path) -> Path:
            nonlocal moves
            moves += 1
            if moves == nth:
                raise KeyboardInterrupt
            return move(path, target)
        return moved

    for name in ("replace", "rename"):
        monkeypatch.setattr(Path, name, stopping(getattr(Path, name)))


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder and of those in it, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
