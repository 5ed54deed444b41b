"""Stopped in the middle: Ctrl-C says what was done, kill -9 leaves nothing half, workers that are killed cost nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_damage import GOOD, ROOT, unit
from batch_jobs import until
from batch_workers import FAST, Inline, inline

from generator.batch.command import batch
from generator.batch.interrupts import Interrupts
from generator.batch.record import Done
from generator.batch.run import Workers, run_batch
from generator.batch.work import Settings
from generator.delivery import deliver

COUNT = 7
posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe as a file and the signals of POSIX")


@pytest.fixture(autouse=True)
def ctrl_c_is_heard() -> Iterator[None]:
    """Whoever runs the tests in the background has Ctrl-C ignored, and what they start would ignore it, too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("回收")
    for number in range(COUNT - 1):
        unit(folder / f"{number:02}.xlsx", f"第{number}局")
    return folder


@pytest.fixture
def brake(folder: Path) -> Iterator[Path]:
    """The last workbook: a pipe, at which a batch waits until somebody writes. So it cannot end before it is stopped."""
    path = folder / "zz.xlsx"
    os.mkfifo(path)
    yield path
    path.unlink()


def command(folder: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "generator.cli", "batch", str(folder), "-o", str(out), "--charts", "native", "--word-only", "-j", "2",
            *more]


def reports(out: Path) -> list[Path]:
    return sorted(out.glob("*公开"))


def started(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    """A batch that has written its first report."""
    process = subprocess.Popen(command(folder, out), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env={**os.environ, "PYTHONUTF8": "1"})
    assert until(lambda: reports(out) or process.poll() is not None, 60) and process.poll() is None
    return process


def resumed(folder: Path, out: Path, brake: Path) -> None:
    """What is missing is done and nothing else; nothing hidden is left over."""
    brake.unlink()
    unit(brake, "最后一局")
    done = whole(out)
    outcome = batch([folder], out, Settings(charts="native", word_only=True), jobs=1, resume=True, workers=inline())
    statuses = [one.status for one in outcome.results]
    assert outcome.code == 0 and len(reports(out)) == COUNT
    assert done - 1 <= statuses.count("未变化") <= done, "between a report and its line in the journal it may be killed"
    assert sorted(path.name for path in (out / ".批量").iterdir()) == ["使用中", "进度.jsonl"]
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == [".批量"]


def whole(out: Path) -> int:
    """How many reports stand; each must be whole."""
    for folder in reports(out):
        assert [path.suffix for path in folder.iterdir()] == [".docx"]
    return len(reports(out))


@posix
def test_a_kill_leaves_no_half_report_and_resume_does_the_rest(folder: Path, tmp_path: Path, brake: Path) -> None:
    out = tmp_path / "out"
    process = started(folder, out)
    process.kill()
    process.communicate()
    assert 0 < whole(out) < COUNT
    (out / ".批量" / ".正在生成-0123").mkdir()  # as if the kill had hit while files were written
    resumed(folder, out, brake)


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_says_what_was_done_and_how_to_go_on(folder: Path, tmp_path: Path, brake: Path, number: int) -> None:
    out = tmp_path / "out"
    process = started(folder, out)
    process.send_signal(number)
    text = process.communicate(timeout=20)[0].decode()
    assert process.returncode == 130 and "Traceback" not in text
    assert f"完成 {whole(out)}" in text and "没有做" in text and "--resume" in text and "没有留下半份文件" in text
    assert (out / "汇总情况.xlsx").is_file()
    resumed(folder, out, brake)


@posix
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the workers in /proc")
def test_a_worker_that_is_killed_costs_nothing(folder: Path, tmp_path: Path, brake: Path) -> None:
    out = tmp_path / "out"
    process = started(folder, out)
    children = [int(child) for task in Path(f"/proc/{process.pid}/task").iterdir() for child in (task / "children").read_text().split()]
    workers = [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
    assert workers
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    with brake.open("wb") as pipe:
        brake.unlink()
        brake.write_bytes(GOOD.read_bytes())  # it may go to a dead worker first, and is read again then
        pipe.write(GOOD.read_bytes())
    text = process.communicate(timeout=60)[0].decode()
    assert process.returncode == 0 and f"完成 {COUNT}" in text, text


def test_what_a_stopped_batch_did_not_do_is_told(folder: Path, tmp_path: Path) -> None:
    def stop(done: Done) -> None:
        raise KeyboardInterrupt

    results = run_batch(sorted(folder.iterdir())[:3], tmp_path, FAST, inline(), jobs=1, report=stop)
    assert [done.status for done in results] == ["完成", "没有做", "没有做"]
    assert "--resume" in results[1].first_error


def test_ctrl_c_waits_until_a_report_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The signal comes in the middle of the files: they are all written and told as done, then the batch stops."""
    import generator.batch.store as store_module

    def interrupted(files: object, folder: Path, workshop: Path) -> dict[str, Path]:
        signal.raise_signal(signal.SIGINT)
        return deliver(files, folder, workshop)  # type: ignore[arg-type]

    monkeypatch.setattr(store_module, "deliver", interrupted)
    folder = tmp_path / "回收"
    folder.mkdir()
    for name in ("甲局", "乙局"):
        unit(folder / f"{name}.xlsx", name)
    outcome = batch([folder], tmp_path / "out", FAST, jobs=1, resume=False, workers=inline())
    assert outcome.code == 130 and len(reports(tmp_path / "out")) == 1
    assert [done.status for done in outcome.results] == ["完成", "没有做"]
    again = batch([folder], tmp_path / "out", FAST, jobs=1, resume=True, workers=inline())
    assert again.code == 0 and len(reports(tmp_path / "out")) == 2  # the signal came when everything was done


def test_a_second_ctrl_c_does_not_cut_the_end_short(folder: Path, tmp_path: Path) -> None:
    """The workers are still leaving, and their temporary files with them."""
    left: list[str] = []

    class Leaving(Inline):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            signal.raise_signal(signal.SIGINT)
            left.append("everything is cleared")

    def stop(done: Done) -> None:
        raise KeyboardInterrupt

    results = run_batch(sorted(folder.iterdir())[:2], tmp_path, FAST, Workers(lambda count: Leaving()), jobs=1, report=stop)
    assert left and [done.status for done in results] == ["完成", "没有做"]


def test_signals_are_given_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    interrupts = Interrupts()
    with pytest.raises(KeyboardInterrupt), interrupts.heard():
        with interrupts.held():
            signal.raise_signal(signal.SIGINT)
            held = True
        raise AssertionError
    assert held and signal.getsignal(signal.SIGINT) is before


def test_a_report_interrupted_while_files_are_exchanged_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, real = tmp_path / "甲", Path.replace
    deliver({"a": ("a.txt", b"1"), "b": ("b.txt", b"1")}, folder)

    def replace(path: Path, target: Path) -> Path:
        if path.name == "b.txt" and path.parent != folder:
            raise KeyboardInterrupt
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            deliver({"a": ("a.txt", b"2"), "b": ("b.txt", b"2")}, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.txt": b"1", "b.txt": b"1"}
    assert [path.name for path in tmp_path.iterdir()] == ["甲"]
