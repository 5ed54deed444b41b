"""Why a file or folder could not be used is said in Chinese, not in the system's English."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from generator import pipeline
from generator.batch import local, plan, run, work
from generator.pdf import start

BROKEN = OSError(errno.EIO, os.strerror(errno.EIO))
WHY = "磁盘读写出错"


def broken(*_: object, **__: object) -> Any:
    raise BROKEN


def said_in_chinese(text: str) -> None:
    assert WHY in text and not re.search(r"[A-Za-z]{4,}", text.replace(tempfile.gettempdir(), "").replace("--resume", "")), text


def test_a_list_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", broken)
    with pytest.raises(plan.UnreadableList) as error:
        list(plan.find_workbooks([Path("名单.txt")], Path("结果")))
    said_in_chinese(str(error.value))


def test_a_workbook_that_cannot_be_read() -> None:
    said_in_chinese(run._unread(BROKEN))


def test_temporary_folders_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    said_in_chinese(cast(Any, work._guarded(broken)).text)
    monkeypatch.setattr(local, "Scratch", broken)
    with pytest.raises(local.NoProcesses) as error:
        local.LocalPool(1)
    said_in_chinese(str(error.value))
    monkeypatch.setattr(tempfile, "TemporaryDirectory", broken)
    (made,) = pipeline._pdfs([cast(Any, SimpleNamespace())])
    said_in_chinese(made.problem)


def test_a_document_that_cannot_be_converted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Path, "read_bytes", broken)
    _, unreadable = start._copy_all([Path("报告.字")], tmp_path)
    said_in_chinese(str(unreadable[Path("报告.字")]))
