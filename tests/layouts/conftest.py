from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_layout import REAL


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A templates folder of its own with one good layout 某市."""
    monkeypatch.setenv("JUESUAN_TEMPLATES", str(tmp_path))
    (tmp_path / "某市").mkdir()
    for name in ("样式.docx", "正文.docx"):
        shutil.copy(REAL / "样式.docx", tmp_path / "某市" / name)
    return tmp_path
