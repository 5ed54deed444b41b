"""Processes as an executor: one that dies or hangs costs its own work, and none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import batch_jobs
import pytest
from batch_jobs import alive, until
from no_locks import disk_without_locks, needs_flock

import generator.batch.local as local_module
from generator.batch.local import LocalPool, NoProcesses, WorkerDied
from generator.batch.scratch import Scratch


@pytest.fixture
def pool() -> Iterator[LocalPool]:
    made = LocalPool(2)
    yield made
    made.shutdown(cancel_futures=True)


def test_a_worker_that_dies_costs_its_work_and_the_pool_goes_on(pool: LocalPool) -> None:
    other = pool.submit(batch_jobs.sleep, 0.3)
    with pytest.raises(WorkerDied):
        pool.submit(batch_jobs.die).result(30)
    survivor = other.result(30)
    assert {pool.submit(batch_jobs.sleep, 0.05).result(30) for _ in range(4)} >= {survivor}
    assert survivor != os.getpid()


def test_what_is_raised_in_a_worker_ends_that_worker_only(pool: LocalPool, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(WorkerDied):
        pool.submit(int, "no number").result(30)
    assert pool.submit(batch_jobs.pid).result(30) and "ValueError" in capfd.readouterr().err


def test_a_worker_that_hangs_is_ended() -> None:
    pool = LocalPool(1, longest_s=0.5)
    with pytest.raises(WorkerDied):
        pool.submit(batch_jobs.sleep, 60.0).result(30)
    assert pool.submit(batch_jobs.pid).result(30)
    pool.shutdown()


def test_workers_are_replaced_after_some_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_module, "RECYCLE", 2)
    pool = LocalPool(1)
    made = [pool.submit(batch_jobs.pid).result(30) for _ in range(5)]
    pool.shutdown()
    assert made[0] == made[1] != made[2] == made[3] != made[4]
    assert not any(map(alive, made))


def test_ending_stops_work_in_hand_by_way_of_its_cleaning_up(tmp_path: Path) -> None:
    pool, mark = LocalPool(2), tmp_path / "mark"
    work: list[Any] = [pool.submit(batch_jobs.sleep, 60.0, mark), *(pool.submit(batch_jobs.sleep, 60.0) for _ in range(5))]
    assert until(lambda: mark.exists() and mark.read_text())
    process = int(mark.read_text())
    pool.shutdown(cancel_futures=True)
    assert not mark.exists() and not alive(process)
    assert all(future.done() for future in work)


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl-C comes from the console")
def test_ending_stops_libreoffice_too(tmp_path: Path) -> None:
    pool, mark = LocalPool(1), tmp_path / "mark"
    pool.submit(batch_jobs.office, mark)
    assert until(lambda: mark.exists() and mark.read_text())
    pool.shutdown(cancel_futures=True)
    assert until(lambda: not alive(int(mark.read_text())), 5)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_no_worker_outlives_a_killed_batch(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen([sys.executable, batch_jobs.__file__, str(mark)], cwd=root,
                               env={**os.environ, "PYTHONPATH": str(root)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert until(lambda: mark.exists() and mark.read_text())
    worker = int(mark.read_text())
    process.kill()
    process.wait()
    assert until(lambda: not alive(worker)), "it would work on for nobody"
    assert not mark.exists(), "it left by way of its cleaning up"


def test_where_no_process_starts_all_work_fails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(self: Any) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", start)
    pool = LocalPool(2)
    futures = [pool.submit(batch_jobs.pid) for _ in range(5)]
    kinds = {type(future.exception(10)) for future in futures}
    assert NoProcesses in kinds and kinds <= {NoProcesses, WorkerDied}
    with pytest.raises(NoProcesses, match="不能启动"):
        pool.submit(batch_jobs.pid).result(10)
    pool.shutdown()


def test_temporary_files_of_a_killed_worker_go_with_the_pool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pool = LocalPool(1)
    with pytest.raises(WorkerDied):
        pool.submit(batch_jobs.die_among_files).result(30)
    assert list(tmp_path.glob("juesuan-batch-*/juesuan-*/profile"))
    pool.shutdown()
    assert not list(tmp_path.iterdir())


@needs_flock
def test_where_nothing_can_be_locked_no_other_batch_s_files_are_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    disk_without_locks(monkeypatch)
    alive, other = Scratch(), Scratch()
    assert alive.folder.exists() and other.folder.exists()
    alive.remove()
    other.remove()


def test_temporary_files_of_a_killed_batch_are_cleared_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    killed = tmp_path / "juesuan-batch-killed"
    killed.mkdir()
    (killed / "lock").write_bytes(b"")
    other = tmp_path / "juesuan-other"
    other.mkdir()
    alive, scratch = Scratch(), Scratch()
    assert not killed.exists() and other.exists() and alive.folder.exists()
    scratch.remove()
    alive.remove()
    assert list(tmp_path.iterdir()) == [other]
