"""--resume: what stands is kept, what is missing, changed or cut short is done."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from batch_damage import BROKEN, GOOD, OTHER, inbox, unit
from batch_workers import FAST, go, inline
from no_locks import disk_without_locks, needs_flock

import generator.batch.journal as journal_module
import generator.batch.plan as plan_module
from generator.batch.journal import Busy, open_journal
from generator.batch.record import COMPLETE, NO_PDF, STOPPED, Done, Remark
from generator.batch.run import run_batch
from generator.batch.work import Settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return inbox(tmp_path / "回收")


def statuses(done: dict[str, Done]) -> list[str]:
    return [done[name].status for name in (GOOD.name, OTHER.name, BROKEN.name)]


def test_what_stands_is_kept_and_its_findings_are_told_again(folder: Path, tmp_path: Path) -> None:
    first, again = go([folder], tmp_path / "out"), go([folder], tmp_path / "out", resume=True)
    assert statuses(again) == ["未变化", "未变化", "有错误"]
    assert again[BROKEN.name].remarks == first[BROKEN.name].remarks != ()
    assert again[GOOD.name].figures == first[GOOD.name].figures and again[GOOD.name].files == first[GOOD.name].files


def test_a_changed_workbook_other_options_and_another_template_are_done_again(
        folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go([folder], tmp_path / "out")
    shutil.copy(OTHER, folder / BROKEN.name)
    (folder / OTHER.name).unlink()
    done = go([folder], tmp_path / "out", resume=True)
    assert done[GOOD.name].status == "未变化" and done[BROKEN.name].status == "未变化", "known by content, not by name"
    changed = unit(folder / BROKEN.name, "别的局")
    assert go([folder], tmp_path / "out", resume=True)[changed.name].status == "完成"
    word = Settings(charts="native", word_only=True)
    assert go([folder], tmp_path / "out", resume=True, settings=word)[GOOD.name].status == "完成"
    assert go([folder], tmp_path / "out", resume=True, settings=word)[GOOD.name].status == "未变化"
    monkeypatch.setattr(plan_module, "templates_key", lambda: "an officer changed a template")
    assert go([folder], tmp_path / "out", resume=True, settings=word)[GOOD.name].status == "完成"


def test_a_changed_template_changes_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "正文.docx").write_bytes(b"1")
    monkeypatch.setattr(plan_module, "templates_folder", lambda: tmp_path)
    key = plan_module.templates_key.__wrapped__
    before = key()
    (tmp_path / "甲" / "~$正文.docx").write_bytes(b"open in Word")
    assert key() == before
    (tmp_path / "甲" / "正文.docx").write_bytes(b"2")
    assert key() != before


@pytest.mark.parametrize("damage", ["missing", "short", "empty"])
@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".json"])
def test_a_report_with_a_file_missing_or_cut_short_is_made_again(tmp_path: Path, suffix: str, damage: str) -> None:
    report(tmp_path, suffix)
    file = tmp_path / "甲" / f"a{suffix}"
    assert recalled(tmp_path) == "未变化"
    whole = file.read_bytes()
    file.write_bytes(whole[:len(whole) // 2] if damage == "short" else b"")
    if damage == "missing":
        file.unlink()
    assert recalled(tmp_path) is None


def test_a_report_that_somebody_edited_is_left_and_that_is_said(tmp_path: Path) -> None:
    report(tmp_path, ".json")
    (tmp_path / "甲" / "a.json").write_text('{"改": "过"}', encoding="utf-8")
    with open_journal(tmp_path) as journal:
        known = journal.recall(Path("a.xlsx"), "key")
    assert known is not None and "改动过，没有覆盖" in known.notes[0] and "a.json" in known.notes[0]


def report(output: Path, suffix: str) -> Done:
    """A report as the journal knows it."""
    folder = output / "甲"
    folder.mkdir()
    file = folder / f"a{suffix}"
    if suffix == ".json":
        file.write_text(json.dumps({"数": list(range(30))}), encoding="utf-8")
    else:
        shutil.copy(GOOD, file)
    done = Done("a.xlsx", COMPLETE, "甲", str(folder), (str(file),), (file.stat().st_size,), key="key",
                remarks=(Remark("警告", "Y1", "收入!A1", "差", "改"),))
    with open_journal(output) as journal:
        journal.add(done)
    return done


def recalled(output: Path) -> str | None:
    with open_journal(output) as journal:
        known = journal.recall(Path("a.xlsx"), "key")
    return known.status if known else None


def test_the_output_folder_can_be_moved(tmp_path: Path) -> None:
    (tmp_path / "旧").mkdir()
    before = report(tmp_path / "旧", ".docx")
    (tmp_path / "旧").rename(tmp_path / "新")
    with open_journal(tmp_path / "新") as journal:
        known = journal.recall(Path("b.xlsx"), "key")
    assert known is not None and known.files == (str(tmp_path / "新" / "甲" / "a.docx"),)
    assert known.remarks == before.remarks and known.workbook == "b.xlsx"


def test_a_folder_that_was_written_over_belongs_to_the_last(tmp_path: Path) -> None:
    def done(key: str, status: str) -> Done:
        return Done("a.xlsx", status, folder=str(tmp_path / "甲"), key=key)

    with open_journal(tmp_path) as journal:
        for key, status in (("old", COMPLETE), ("new", COMPLETE), ("third", NO_PDF)):
            journal.add(done(key, status))
            assert (journal.recall(Path("a.xlsx"), key) is not None) == (status == COMPLETE), "without its PDF it is done again"
            assert journal.recall(Path("a.xlsx"), "old") is None or key == "old"
    with open_journal(tmp_path) as journal:
        assert not journal.known.results


def test_a_half_line_and_lines_of_another_version_are_passed_over(tmp_path: Path) -> None:
    report(tmp_path, ".docx")
    file = tmp_path / ".批量" / "进度.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + b'\n{"workbook": "c.xlsx"}\n[1]\n7\n' + whole[:len(whole) // 2])
    assert recalled(tmp_path) == "未变化"
    with open_journal(tmp_path) as journal:
        journal.add(Done("b.xlsx", STOPPED, key="second"))
    with open_journal(tmp_path) as journal:
        assert journal.recall(Path("b.xlsx"), "second") is not None, "a line after a half one is whole"


def test_the_journal_does_not_grow_for_ever(tmp_path: Path) -> None:
    for _ in range(5):
        with open_journal(tmp_path) as journal:
            for number in range(10):
                journal.add(Done(f"{number}.xlsx", STOPPED, key=str(number)))
    with open_journal(tmp_path) as journal:
        assert len(journal.known.results) == 10
    assert len((tmp_path / ".批量" / "进度.jsonl").read_bytes().splitlines()) <= 40


def test_two_batches_do_not_write_one_folder(folder: Path, tmp_path: Path) -> None:
    with open_journal(tmp_path / "out"), pytest.raises(Busy, match="另一个 juesuan batch"):
        go([folder], tmp_path / "out")
    assert go([folder], tmp_path / "out")[GOOD.name].status == "完成"


@needs_flock
def test_a_batch_runs_where_nothing_can_be_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk_without_locks(monkeypatch)
    with open_journal(tmp_path) as journal:
        journal.add(Done("1.xlsx", STOPPED, key="1"))
        assert len(journal.known.results) == 1


def test_what_a_killed_batch_left_is_cleared(tmp_path: Path) -> None:
    left = tmp_path / ".批量" / ".正在生成-1234"
    left.mkdir(parents=True)
    (left / "半份.docx").write_bytes(b"half")
    with open_journal(tmp_path):
        assert not left.exists()


def test_a_workbook_replaced_while_the_batch_runs_is_done_again_by_resume(tmp_path: Path) -> None:
    workbook = unit(tmp_path / "a.xlsx", "甲局")

    def replaced(name: str) -> bool:  # the old content is on its way when the officer saves the new one
        unit(workbook, "乙局")
        return False

    (done,) = run_batch([workbook], tmp_path / "out", FAST, inline(replaced), jobs=1)
    assert done.unit == "甲局"
    (again,) = run_batch([workbook], tmp_path / "out", FAST, inline(), jobs=1, resume=True)
    assert (again.unit, again.status) == ("乙局", "完成")


def test_a_report_is_remembered_only_after_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real = journal_module.Journal.add

    def add(self: journal_module.Journal, done: Done) -> None:
        order.extend(Path(file).name for file in done.files if not Path(file).is_file())
        real(self, done)

    monkeypatch.setattr(journal_module.Journal, "add", add)
    run_batch([unit(tmp_path / "a.xlsx", "甲局")], tmp_path / "out", FAST, inline(), jobs=1)
    assert not order
