"""Many workbooks: each gets its result, whatever is wrong with it, and costs the others nothing."""

from __future__ import annotations

import shutil
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from batch_damage import BROKEN, DAMAGED, GOOD, OTHER, damage, inbox, unit
from batch_workers import FAST, Inline, go, inline, run

import generator.batch.run as run_module
import generator.batch.work as work_module
from generator.batch.command import NothingToDo
from generator.batch.progress import Watch
from generator.batch.run import Workers, run_batch
from generator.batch.work import Settings, Task, do_chunk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return inbox(tmp_path / "回收")


def test_each_workbook_gets_its_result(folder: Path, tmp_path: Path) -> None:
    done = go([folder], tmp_path / "out")
    assert {name: one.status for name, one in done.items()} == {
        GOOD.name: "完成", OTHER.name: "完成", BROKEN.name: "有错误", "坏.xlsx": "有错误"}
    assert "相差" in done[BROKEN.name].first_error
    assert done[GOOD.name].figures["收支总计"] == "7435.13"
    for one in (done[GOOD.name], done[OTHER.name]):
        assert one.files and all(Path(file).is_file() for file in one.files)


def test_ten_damaged_workbooks_are_told_apart_and_cost_nobody_else_anything(tmp_path: Path) -> None:
    folder = tmp_path / "回收"
    (folder / "二级" / "名称很长的二级单位").mkdir(parents=True)
    damage(folder)
    shutil.copy(GOOD, folder / "二级" / "名称很长的二级单位" / f"{'长' * 70}.xlsx")
    shutil.copy(OTHER, folder / "二级")
    done = go([folder], tmp_path / "out")
    for name, (_, status, words) in DAMAGED.items():
        assert done[name].status == status and words in done[name].first_error, name
        assert not done[name].first_error.startswith(name) and not done[name].files
    assert [one.status for name, one in done.items() if name not in DAMAGED] == ["完成", "完成"]


def test_what_to_do_is_said_at_the_end(folder: Path, tmp_path: Path) -> None:
    outcome = run([folder], tmp_path / "out")
    assert outcome.code == 1
    assert "共 4 份：完成 2，有错误 2" in outcome.text and "--resume" in outcome.text and "汇总情况.xlsx" in outcome.text
    (folder / BROKEN.name).unlink()
    (folder / "坏.xlsx").unlink()
    assert run([folder], tmp_path / "out", resume=True).code == 0


def test_of_two_workbooks_of_one_unit_the_first_is_built_and_both_are_named(folder: Path, tmp_path: Path) -> None:
    shutil.copy(GOOD, folder / "另一份.xlsx")
    done = go([folder], tmp_path / "out")
    last = "示例-江城市水务局-2024.xlsx"
    assert done["另一份.xlsx"].status == "完成" and done[last].status == "失败"
    assert "另一份.xlsx" in done[last].first_error and "没有覆盖" in done[last].first_error and not done[last].figures


def test_the_earlier_workbook_has_the_folder_even_when_it_comes_back_later(tmp_path: Path) -> None:
    first, second = unit(tmp_path / "a.xlsx", "甲局"), unit(tmp_path / "b.xlsx", "甲局")
    deaths: list[str] = []

    def dies(name: str) -> bool:  # the first is done again, after the second
        deaths.append(name)
        return name == "a.xlsx" and deaths.count("a.xlsx") == 1

    watch = Watch(2)
    results = run_batch([first, second], tmp_path / "out", FAST, inline(dies), jobs=1, report=watch.add)
    assert [done.status for done in results] == ["完成", "失败"]
    assert (watch.good, watch.not_good) == ({str(first)}, {str(second)}), "each is counted once, as it ended"
    again = run_batch([first, second], tmp_path / "out", FAST, inline(), jobs=1, resume=True)
    assert [done.status for done in again] == ["未变化", "失败"]


def test_a_workbook_that_kills_its_worker_twice_is_given_up_and_the_others_are_done(folder: Path, tmp_path: Path) -> None:
    shutil.move(folder / OTHER.name, folder / "杀手.xlsx")
    tries: list[int] = []

    def dies(name: str) -> bool:
        tries.append(name == "杀手.xlsx")
        return name == "杀手.xlsx"

    done = go([folder], tmp_path / "out", inline(dies))
    assert done["杀手.xlsx"].status == "失败" and "两次意外退出" in done["杀手.xlsx"].first_error and sum(tries) == 2
    assert done[GOOD.name].status == "完成" and done[BROKEN.name].status == "有错误"


def test_a_worker_that_dies_once_costs_nothing(folder: Path, tmp_path: Path) -> None:
    deaths: list[str] = []

    def dies(name: str) -> bool:
        deaths.append(name)
        return name == GOOD.name and deaths.count(name) == 1

    assert go([folder], tmp_path / "out", inline(dies))[GOOD.name].status == "完成"


def test_after_the_end_of_all_workers_the_rest_is_reported(folder: Path, tmp_path: Path) -> None:
    class Gone(Exception):
        pass

    class Ending(Inline):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            if any(task.name == OTHER.name for task in args[0]):
                raise Gone("集群没有了")
            return super().submit(fn, *args, **kwargs)

    outcome = run([folder], tmp_path / "out", Workers(lambda count: Ending(), gone=(Gone,)))
    assert {done.first_error for done in outcome.results if done.status == "失败"} == {"集群没有了"}
    assert (tmp_path / "out" / "汇总情况.xlsx").is_file() and len(outcome.results) == 4


def test_a_bug_costs_its_report_only_and_is_written_down(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = work_module.prepare

    def prepare(path: Path, *rest: Any) -> Any:
        if path.name == OTHER.name:
            raise KeyError("没想到")
        return real(path, *rest)

    monkeypatch.setattr(work_module, "prepare", prepare)
    done = go([folder], tmp_path / "out")
    assert done[OTHER.name].status == "失败" and "程序内部错误（KeyError" in done[OTHER.name].first_error
    assert done[GOOD.name].status == "完成"
    trace = (tmp_path / "out" / "程序错误.txt").read_text("utf-8")
    assert OTHER.name in trace and "Traceback" in trace


def test_a_bug_at_the_end_is_found_among_the_reports_of_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    real = work_module.finish

    def finish(prepared: Any, options: Any) -> Any:
        if any("江城市" in one.accounts.text("基本信息.单位全称") for one in prepared):
            raise MemoryError
        return real(prepared, options)

    monkeypatch.setattr(work_module, "finish", finish)
    tasks = [Task(number, path.name, path.read_bytes()) for number, path in enumerate((OTHER, GOOD))]
    fine, bad = do_chunk(tasks, FAST)
    assert fine.files and not fine.problem and "内存不足" in bad.problem and not bad.files


def test_a_report_of_an_earlier_workbook_is_not_taken_for_this_one(tmp_path: Path) -> None:
    folder, out = tmp_path / "回收", tmp_path / "out"
    folder.mkdir()
    shutil.copy(GOOD, folder / "a.xlsx")
    assert go([folder], out)["a.xlsx"].status == "完成"
    shutil.copy(BROKEN, folder / "a.xlsx")
    for resume in (False, True):
        done = go([folder], out, resume=resume)["a.xlsx"]
        assert done.status == "有错误" and "以前生成的报告" in done.notes[-1]
    assert list(out.glob("江城市*/*.docx")), "it is told, not deleted"


def test_a_list_names_workbooks_that_are_not_there(tmp_path: Path) -> None:
    shutil.copy(GOOD, tmp_path)
    (tmp_path / "名单.txt").write_text(f"{GOOD.name}\n没有.xlsx\n", encoding="utf-8")
    done = go([tmp_path / "名单.txt"], tmp_path / "out")
    assert done[GOOD.name].status == "完成"
    assert done["没有.xlsx"].status == "失败" and "找不到文件" in done["没有.xlsx"].first_error


def test_a_workbook_that_is_locked_by_excel_is_told(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == OTHER.name:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    done = go([folder], tmp_path / "out")
    assert done[OTHER.name].status == "失败" and "正在 Excel、WPS 中打开" in done[OTHER.name].first_error
    assert [one.code for one in done[GOOD.name].remarks][:1] == ["R016"], "its lock file lies beside it: open, but readable"


def test_nothing_to_do_is_said(tmp_path: Path) -> None:
    with pytest.raises(NothingToDo, match="没有找到工作簿"):
        run([tmp_path], tmp_path / "out")


@pytest.mark.parametrize(("count", "jobs", "pdf", "sizes"), [
    (200, 2, False, [12] * 13 + [11, 9, 6, 5, 4, 3, 2, 1, 1, 1, 1]),
    (5, 2, False, [2, 1, 1, 1]),
    (40, 2, True, [20, 20]),
    (200, 2, True, [20] * 10),
    (45, 2, True, [12, 12, 12, 9]),
    (3, 8, True, [1, 1, 1]),
])
def test_portions_keep_all_workers_busy_to_the_end(count: int, jobs: int, pdf: bool, sizes: list[int]) -> None:
    job = run_module.Job(0, Path("a.xlsx"))
    made = [len(portion) for portion in run_module._chunks([job] * count, jobs, pdf=pdf)]
    assert sum(made) == count and made == sizes


def test_few_workbooks_are_in_memory_at_a_time(tmp_path: Path) -> None:
    inbox = tmp_path / "回收"
    inbox.mkdir()
    for number in range(300):
        (inbox / f"{number:03}.xlsx").write_bytes(b"not a workbook")
    running, most = [0], [0]

    class Slow(Inline):
        """Counts what was sent and not yet taken."""

        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            running[0] += len(args[0])
            most[0] = max(most[0], running[0])
            return super().submit(fn, *args, **kwargs)

    def taken(done: Any) -> None:
        running[0] -= 1

    results = run_batch(sorted(inbox.iterdir()), tmp_path / "out", FAST, Workers(lambda count: Slow()), jobs=2, report=taken)
    assert len(results) == 300 and most[0] <= 4 * run_module.CHUNK


def test_word_only_writes_the_word_file_alone(folder: Path, tmp_path: Path) -> None:
    done = go([folder], tmp_path / "out", settings=Settings(charts="native", word_only=True))
    assert [Path(file).suffix for file in done[GOOD.name].files] == [".docx"]
