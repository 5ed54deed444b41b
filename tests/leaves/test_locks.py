from __future__ import annotations

from pathlib import Path

import pytest
from no_locks import disk_without_locks, needs_flock

from generator.locks import try_lock


@pytest.mark.parametrize("without_locks", [True, False])
def test_one_has_the_lock_until_the_file_is_closed(tmp_path: Path, without_locks: bool) -> None:
    file = tmp_path / "锁"
    with file.open("a+b") as one:
        assert try_lock(one, without_locks=without_locks)
        with file.open("a+b") as other:
            assert not try_lock(other, without_locks=without_locks)
    with file.open("a+b") as later:
        assert try_lock(later, without_locks=without_locks)


@needs_flock
@pytest.mark.parametrize("answer", [True, False])
def test_on_a_disk_without_locks_the_asker_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bool) -> None:
    disk_without_locks(monkeypatch)
    with (tmp_path / "锁").open("a+b") as file:
        assert try_lock(file, without_locks=answer) is answer
