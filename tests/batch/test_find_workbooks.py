"""Which files of a folder or a list are workbooks to build."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.batch.plan import UnreadableList, find_workbooks


def files(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")


def found(root: Path, *places: str, output: str = "out") -> list[str]:
    return [path.relative_to(root).as_posix() for path in find_workbooks([root / place for place in places], root / output)]


def test_workbooks_of_all_folders_by_name_without_lock_files_and_hidden_ones(tmp_path: Path) -> None:
    files(tmp_path, "in/b.xlsx", "in/a.XLSX", "in/二级/c.xlsm", "in/~$b.xlsx", "in/.b.xlsx", "in/.隐藏/d.xlsx", "in/说明.docx")
    assert found(tmp_path, "in") == ["in/a.XLSX", "in/b.xlsx", "in/二级/c.xlsm"]


def test_files_of_other_spreadsheet_programs_are_not_passed_over_in_silence(tmp_path: Path) -> None:
    files(tmp_path, "in/a.xls", "in/b.et", "in/c.ods", "in/d.xlsb", "in/e.csv")
    assert found(tmp_path, "in") == ["in/a.xls", "in/b.et", "in/c.ods", "in/d.xlsb"]


def test_the_output_folder_may_lie_in_the_input_folder_or_be_it(tmp_path: Path) -> None:
    made = ("甲局2024年度部门决算公开/甲局2024年度部门决算公开.docx", "甲局2024年度部门决算公开/公开表.xlsx", "汇总情况.xlsx",
            "汇总情况（2）.xlsx", ".批量/进度.jsonl")
    files(tmp_path, "in/a.xlsx", *(f"in/out/{name}" for name in made))
    assert found(tmp_path, "in", output="in/out") == ["in/a.xlsx"]
    assert found(tmp_path, "in", output="elsewhere") == ["in/a.xlsx"], "an earlier run's output is known by what it holds"
    files(tmp_path, "b/a.xlsx", "b/汇总情况.xlsx", *(f"same/{name}" for name in made), "same/a.xlsx")
    assert found(tmp_path, "same", output="same") == ["same/a.xlsx"]
    assert found(tmp_path, "b", output=".") == ["b/a.xlsx", "b/汇总情况.xlsx"], "a unit's workbook may have that name"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_lists_as_notepad_excel_and_wps_save_them(tmp_path: Path, encoding: str) -> None:
    files(tmp_path, "回收/甲局.xlsx", "回收/乙 局.xlsx")
    (tmp_path / "名单.txt").write_text('# 第一批\r\n回收/甲局.xlsx\r\n\r\n"回收/乙 局.xlsx"\r\n没有.xlsx', encoding=encoding, newline="")
    assert found(tmp_path, "名单.txt") == ["回收/甲局.xlsx", "回收/乙 局.xlsx", "没有.xlsx"]


def test_a_list_may_name_folders_and_nothing_is_taken_twice(tmp_path: Path) -> None:
    files(tmp_path, "in/a.xlsx", "in/b.xlsx")
    (tmp_path / "名单.txt").write_text("in\nin/../in/a.xlsx\n", encoding="utf-8")
    assert found(tmp_path, "名单.txt", "in/b.xlsx", "in") == ["in/a.xlsx", "in/b.xlsx"]


def test_a_list_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "名单.txt").write_bytes(b"\x00\x01\xff\x81" * 10)
    with pytest.raises(UnreadableList, match="记事本"):
        found(tmp_path, "名单.txt")
