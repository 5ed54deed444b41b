"""All files of a report or none, whatever happens on the way."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from generator.delivery import OutputError, deliver, reason

OLD = {"报告": ("甲.docx", b"old"), "数据": ("figures.json", b"old")}
NEW = {"报告": ("甲.docx", b"new"), "数据": ("figures.json", b"new")}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def fail(monkeypatch: pytest.MonkeyPatch, method: str, name: str, error: BaseException) -> None:
    """`Path.<method>` raises for a file or folder with this name."""
    real = getattr(Path, method)

    def failing(path: Path, *rest: object) -> object:
        if path.name == name:
            raise error
        return real(path, *rest)

    monkeypatch.setattr(Path, method, failing)


def test_files_arrive_and_nothing_is_left_beside_them(tmp_path: Path) -> None:
    made = deliver(OLD, tmp_path / "输出" / "甲")
    assert made == {"报告": tmp_path / "输出" / "甲" / "甲.docx", "数据": tmp_path / "输出" / "甲" / "figures.json"}
    assert [path.name for path in (tmp_path / "输出").iterdir()] == ["甲"]


def test_a_new_folder_appears_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is ever moved by itself into a folder that others see."""
    monkeypatch.setattr(Path, "replace", None)
    deliver(NEW, tmp_path / "甲", tmp_path / "作坊")
    assert contents(tmp_path / "甲") == {"甲.docx": b"new", "figures.json": b"new"}
    assert not list((tmp_path / "作坊").iterdir())


def test_a_folder_that_windows_holds_is_filled_file_by_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(path: Path, target: Path) -> Path:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(Path, "rename", rename)
    deliver(NEW, tmp_path / "甲")
    assert contents(tmp_path / "甲") == {"甲.docx": b"new", "figures.json": b"new"}
    fail(monkeypatch, "replace", "figures.json", PermissionError(13, "Access is denied"))
    with pytest.raises(OutputError, match="请关闭"):
        deliver(NEW, tmp_path / "乙")
    assert [path.name for path in tmp_path.iterdir()] == ["甲"]


@pytest.mark.parametrize("error", [OSError(errno.EACCES, "in use"), KeyboardInterrupt()])
def test_what_stood_there_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    deliver(OLD, tmp_path / "甲")
    (tmp_path / "甲" / "我的笔记.txt").write_bytes(b"mine")
    with monkeypatch.context() as patch:
        fail(patch, "replace", "甲.docx", error)
        with pytest.raises(OutputError if isinstance(error, OSError) else KeyboardInterrupt):
            deliver(dict(reversed(NEW.items())), tmp_path / "甲")
    assert contents(tmp_path / "甲") == {"甲.docx": b"old", "figures.json": b"old", "我的笔记.txt": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["甲"]


def test_what_an_earlier_run_wrote_and_this_one_does_not_goes(tmp_path: Path) -> None:
    deliver({**OLD, "PDF": ("甲.pdf", b"old")}, tmp_path / "甲")
    (tmp_path / "甲" / "我的笔记.txt").write_bytes(b"mine")
    deliver({"报告": ("甲.docx", b"new")}, tmp_path / "甲")
    assert contents(tmp_path / "甲") == {"甲.docx": b"new", "我的笔记.txt": b"mine"}


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, "write_bytes", "figures.json", OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(OutputError, match="磁盘空间"):
        deliver(NEW, tmp_path / "甲")
    assert not list(tmp_path.iterdir())


def test_a_place_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "输出").write_bytes(b"")
    with pytest.raises(OutputError, match="请换一个输出文件夹"):
        deliver(NEW, tmp_path / "输出" / "甲")


def test_the_reason_is_said_in_chinese_where_it_is_known() -> None:
    assert reason(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"
    assert reason(PermissionError(errno.EACCES, "Permission denied")) == "没有权限"
    assert reason(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"

    class Held(PermissionError):  # as on Windows
        winerror = 32

    assert reason(Held(errno.EACCES, "另一个程序正在使用此文件，进程无法访问。")) == "另一个程序正在使用此文件，进程无法访问。"
