"""What cannot be written: a full disk, a locked file, an output folder that cannot be used."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
from batch_damage import GOOD, OTHER, inbox
from batch_workers import go, run

import generator.batch.journal as journal_module
import generator.batch.work as work_module
from generator.batch.record import Done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return inbox(tmp_path / "回收")


def fill_disk(monkeypatch: pytest.MonkeyPatch, name: str, suffix: str) -> None:
    """Files with `name` in their path are cut short and refused."""
    real = Path.write_bytes

    def write_bytes(path: Path, data: bytes) -> int:
        if name in path.name and path.suffix == suffix:
            real(path, data[:100])
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)


def test_a_full_disk_costs_the_reports_it_hits(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        fill_disk(patch, "江城市", ".docx")
        done = go([folder], out)
    assert done[GOOD.name].status == "失败" and "磁盘已满" in done[GOOD.name].first_error
    assert done[OTHER.name].status == "完成"
    assert not [path for path in out.rglob("*") if "江城市" in path.name or path.name.startswith(".正在")]
    again = go([folder], out, resume=True)
    assert (again[GOOD.name].status, again[OTHER.name].status) == ("完成", "未变化")


def test_a_full_disk_leaves_the_earlier_report_as_it_was(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    before = {file: Path(file).read_bytes() for file in go([folder], out)[GOOD.name].files}
    fill_disk(monkeypatch, "figures", ".json")
    assert go([folder], out)[GOOD.name].status == "失败"
    assert {file: Path(file).read_bytes() for file in before} == before


def test_a_full_disk_may_cost_the_summary_but_not_the_results(
        folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_disk(monkeypatch, "汇总情况", ".tmp")
    outcome = run([folder], tmp_path / "out")
    assert "汇总情况.xlsx 没有写出：磁盘已满" in outcome.text and outcome.code == 1
    assert sum(done.status == "完成" for done in outcome.results) == 2
    assert not list((tmp_path / "out").glob("*.tmp"))


def test_a_full_disk_may_cost_the_journal_but_not_the_report(
        folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def add(self: journal_module.Journal, done: Done) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(journal_module.Journal, "add", add)
    done = go([folder], tmp_path / "out")[GOOD.name]
    assert done.status == "完成" and any("不能记下进度（磁盘已满）" in note for note in done.notes)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_journal_on_a_full_disk_ends_well(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / ".批量").mkdir(parents=True)
    (tmp_path / "out" / ".批量" / "进度.jsonl").symlink_to("/dev/full")
    done = go([folder], tmp_path / "out")
    assert done[GOOD.name].status == "完成" and "磁盘已满" in done[GOOD.name].notes[-1]


def test_a_full_temporary_folder_is_named(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(path: Path, *rest: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(work_module, "prepare", prepare)
    done = go([folder], tmp_path / "out")[GOOD.name]
    assert done.status == "失败" and "临时文件夹" in done.first_error and "磁盘" in done.first_error


def test_a_summary_that_is_open_in_excel_is_left_and_ours_stands_beside_it(
        folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, real = tmp_path / "out", Path.replace
    run([folder], out)
    before = (out / "汇总情况.xlsx").read_bytes()

    def replace(path: Path, target: Path) -> Path:
        if Path(target).name == "汇总情况.xlsx":
            raise PermissionError(13, "The process cannot access the file")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    outcome = run([folder], out)
    assert (out / "汇总情况.xlsx").read_bytes() == before and (out / "汇总情况（2）.xlsx").is_file()
    assert "正在 Excel 或 WPS 中打开" in outcome.text and "汇总情况（2）.xlsx" in outcome.text


def test_a_report_that_is_open_in_word_costs_only_itself(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, real = tmp_path / "out", Path.replace
    before = {file: Path(file).read_bytes() for file in go([folder], out)[GOOD.name].files}

    def replace(path: Path, target: Path) -> Path:
        if path.name.startswith("江城市") and path.parent.parent == out:
            raise PermissionError(13, "The process cannot access the file")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    done = go([folder], out)
    assert done[GOOD.name].status == "失败" and "请关闭" in done[GOOD.name].first_error
    assert done[OTHER.name].status == "完成"
    assert {file: Path(file).read_bytes() for file in before} == before


def test_an_output_folder_that_cannot_be_used_stops_before_anything_is_done(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(OSError):
        run([folder], tmp_path / "out")
