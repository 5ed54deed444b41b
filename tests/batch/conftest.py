from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from cluster_farm import SAMPLES

import generator.batch.run as run_module


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "回收"
    folder.mkdir()
    for name in ("水利局", "林业局", "农业局"):
        _renamed(SAMPLES / "示例-江城市水务局-2024.xlsx", folder / f"{name}.xlsx", {"水务局": name})
    shutil.copy(SAMPLES / "错例" / "02-收支不平衡.xlsx", folder)
    return folder


def _renamed(source: Path, target: Path, words: dict[str, str]) -> None:
    """A copy with other words: the workbook of another unit."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            for word, other in words.items():
                data = data.replace(*(one.encode("ascii", "xmlcharrefreplace") for one in (word, other)))
            new.writestr(member, data)


@pytest.fixture
def one_workbook_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The executor is handed one workbook at a time."""
    monkeypatch.setattr(run_module, "CHUNK", 1)
