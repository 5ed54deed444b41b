"""Many workbooks: one that is bad, a worker that dies, a full disk or a kill costs what it must and no more."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from batch_poison import poison

import generator.batch.run as run_module
from generator.batch.command import NothingToDo, batch
from generator.batch.plan import Done, find_workbooks
from generator.batch.run import Workers
from generator.batch.work import Settings

ROOT = Path(__file__).resolve().parents[2]
GOOD = ROOT / "input_samples" / "示例-江城市水务局-2024.xlsx"
OTHER = ROOT / "input_samples" / "武汉经开区总工会-2023.xlsx"
BROKEN = ROOT / "input_samples" / "错例" / "02-收支不平衡.xlsx"
FAST = Settings(pdf=False, charts="native")


class Inline(Executor):
    """Does the work here and now; `dies` says for which workbooks the "worker" is lost."""

    def __init__(self, dies: Callable[[str], bool] = lambda name: False) -> None:
        self.dies = dies

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if any(self.dies(task.name) for task in args[0]):
            future.set_exception(BrokenExecutor("worker lost"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def inline(dies: Callable[[str], bool] = lambda name: False) -> Workers:
    return Workers(lambda count: Inline(dies))


def go(places: list[Path], output: Path, workers: Workers | None = None, *, resume: bool = False,
       settings: Settings = FAST) -> dict[str, Done]:
    results, _ = batch(places, output, settings, jobs=2, resume=resume, workers=workers or inline())
    return {Path(done.workbook).name: done for done in results}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "回收"
    folder.mkdir()
    for source in (GOOD, OTHER, BROKEN):
        shutil.copy(source, folder)
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (folder / "~$示例-江城市水务局-2024.xlsx").write_bytes(b"lock")
    (folder / "说明.docx").write_bytes(b"no workbook")
    return folder


def test_each_workbook_gets_its_result(inbox: Path, tmp_path: Path) -> None:
    done = go([inbox], tmp_path / "out")
    assert {name: one.status for name, one in done.items()} == {
        GOOD.name: "完成", OTHER.name: "完成", BROKEN.name: "有错误", "坏.xlsx": "有错误"}
    assert "收支不平衡" not in done[BROKEN.name].first_error and "相差" in done[BROKEN.name].first_error
    assert done[GOOD.name].figures["收支总计"] == "7435.13"
    for one in (done[GOOD.name], done[OTHER.name]):
        assert all(Path(file).is_file() for file in one.files)


def test_the_summary_lists_every_workbook(inbox: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    _, text = batch([inbox], tmp_path / "out", FAST, jobs=1, resume=False, workers=inline())
    sheet = load_workbook(tmp_path / "out" / "汇总情况.xlsx").active
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [row[1] for row in rows] == sorted([GOOD.name, OTHER.name, BROKEN.name, "坏.xlsx"])
    assert "完成 2" in text and "有错误 2" in text and sheet["A1"].value in text


def test_resume_does_only_what_is_missing_or_changed(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    go([inbox], out)
    again = go([inbox], out, resume=True)
    assert again[GOOD.name].status == "未变化" and again[BROKEN.name].status == "有错误"
    Path(again[GOOD.name].files[0]).unlink()
    shutil.copy(OTHER, inbox / "坏.xlsx")
    (inbox / OTHER.name).unlink()
    third = go([inbox], out, resume=True)
    assert third[GOOD.name].status == "完成" and third["坏.xlsx"].status == "完成"
    assert go([inbox], out, resume=True, settings=Settings(pdf=False))[GOOD.name].status == "完成", "other options"


def test_two_workbooks_of_one_unit_do_not_overwrite_each_other(inbox: Path, tmp_path: Path) -> None:
    shutil.copy(GOOD, inbox / "改名.xlsx")
    done = go([inbox], tmp_path / "out")
    states = sorted(done[name].status for name in (GOOD.name, "改名.xlsx"))
    assert states == ["失败", "完成"]
    failed = next(one for one in done.values() if one.status == "失败")
    assert "同一单位" in failed.first_error


def test_a_workbook_that_kills_its_worker_is_given_up_and_the_others_are_done(inbox: Path, tmp_path: Path) -> None:
    shutil.copy(OTHER, inbox / "杀手.xlsx")
    (inbox / OTHER.name).unlink()
    workers = Workers(lambda count: ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=poison))
    done = go([inbox], tmp_path / "out", workers)
    assert done["杀手.xlsx"].status == "失败" and "意外退出" in done["杀手.xlsx"].first_error
    assert done[GOOD.name].status == "完成" and done[BROKEN.name].status == "有错误"


def test_a_worker_that_dies_once_costs_nothing(inbox: Path, tmp_path: Path) -> None:
    deaths: list[str] = []

    def dies(name: str) -> bool:
        deaths.append(name)
        return deaths.count(GOOD.name) == 1 and name == GOOD.name

    assert go([inbox], tmp_path / "out", inline(dies))[GOOD.name].status == "完成"


def test_a_full_disk_costs_the_reports_it_hits(inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, out = Path.write_bytes, tmp_path / "out"

    def full(path: Path, data: bytes) -> int:
        if "江城市" in path.name and path.suffix == ".docx":
            real(path, data[:100])
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    done = go([inbox], out)
    assert done[GOOD.name].status == "失败" and "磁盘空间" in done[GOOD.name].first_error
    assert done[OTHER.name].status == "完成"
    assert not [path for path in out.rglob("*") if "江城市" in path.name or path.name.startswith(".正在")]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_kill_leaves_no_half_report_and_resume_finishes(tmp_path: Path) -> None:
    inbox, out = tmp_path / "回收", tmp_path / "out"
    inbox.mkdir()
    shutil.copy(GOOD, inbox)
    shutil.copy(OTHER, inbox)
    command = [sys.executable, "-m", "generator.cli", "batch", str(inbox), "-o", str(out), "--no-pdf", "--charts", "native",
               "-j", "1"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env={**os.environ, "PYTHONUTF8": "1"})
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None and not list(out.glob("*公开/figures.json")):
        time.sleep(0.01)
    process.kill()
    process.wait()
    for folder in out.glob("*公开"):
        names = {path.suffix for path in folder.iterdir()}
        assert names == {".docx", ".xlsx", ".json"}, "a report is there whole or not at all"
        json.loads((folder / "figures.json").read_text("utf-8"))
    done = subprocess.run([*command, "--resume"], cwd=ROOT, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0
    assert len(list(out.glob("*公开/*.docx"))) == 2


def test_lists_and_single_workbooks_are_taken_too(inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "名单.txt").write_text(f"# 名单\n回收/{GOOD.name}\n\n回收/没有.xlsx\n", encoding="utf-8")
    found = find_workbooks([tmp_path / "名单.txt", inbox / OTHER.name], tmp_path / "out")
    assert [path.name for path in found] == [GOOD.name, OTHER.name]


def test_nothing_to_do_is_said(tmp_path: Path) -> None:
    with pytest.raises(NothingToDo, match="没有找到工作簿"):
        batch([tmp_path], tmp_path / "out", FAST, jobs=1, resume=False, workers=inline())


def test_few_workbooks_are_in_memory_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = tmp_path / "回收"
    inbox.mkdir()
    for number in range(40):
        (inbox / f"{number:02}.xlsx").write_bytes(b"not a workbook")
    monkeypatch.setattr(run_module, "CHUNK", 2)
    most = [0]

    class Counting(Inline):
        waiting = 0

        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            most[0] = max(most[0], len(args[0]))
            return super().submit(fn, *args, **kwargs)

    done = go([inbox], tmp_path / "out", Workers(lambda count: Counting()))
    assert len(done) == 40 and all(one.status == "有错误" for one in done.values()) and most[0] == 2
