"""`juesuan check` as a user types it: exit codes, files, JSON."""

from __future__ import annotations

import json
from pathlib import Path

import typed
from marked_files import CLEAN, SAMPLES, SUBTOTAL, copied, parts
from openpyxl import load_workbook
from typer.testing import Result

WARNED = SAMPLES / "武汉经开区总工会-2023.xlsx"


def run(*words: object) -> Result:
    result = typed.run("check", *words)
    typed.said(result)  # raises a bug
    return result


def test_exit_codes(tmp_path: Path) -> None:
    assert run(CLEAN).exit_code == 0
    assert run(CLEAN, "--strict").exit_code == 0
    assert run(WARNED).exit_code == 0
    assert run(WARNED, "--strict").exit_code == 1
    assert run(SUBTOTAL).exit_code == 1
    assert run(CLEAN, SUBTOTAL).exit_code == 1
    missing = run(CLEAN, tmp_path / "没有.xlsx")
    assert missing.exit_code == 2 and "找不到文件" in missing.output
    assert run(tmp_path).exit_code == 2
    assert run().exit_code == 2
    (tmp_path / "乙.xlsx").write_text("不是工作簿", encoding="utf-8")
    assert run(tmp_path / "乙.xlsx").exit_code == 1


def test_several_files_end_with_one_line_each(tmp_path: Path) -> None:
    copied(CLEAN, tmp_path, "甲.xlsx")
    copied(SUBTOTAL, tmp_path, "乙.xlsx")
    copied(SUBTOTAL, tmp_path, "乙（校验）.xlsx")
    (tmp_path / "~$甲.xlsx").write_bytes(b"lock")
    result = run(tmp_path / "*.xlsx")  # the Windows command line leaves the star to the program
    lines = result.output.rstrip().splitlines()
    assert result.exit_code == 1
    assert lines[-3] == "==== 共 2 个工作簿，通过 1 个 ===="
    assert {line.split("（")[0] for line in lines[-2:]} == {"甲.xlsx：通过", "乙.xlsx：不通过"}


def test_json_is_nothing_but_json(tmp_path: Path) -> None:
    result = run(CLEAN, SUBTOTAL, "--json", "--strict")
    record = json.loads(result.stdout)
    assert [one["结论"] for one in record["工作簿"]] == ["通过", "不通过"]
    assert record["通过"] is False and result.exit_code == 1
    found = {cell["写法"] for problem in record["工作簿"][1]["问题"] for cell in problem["位置"]}
    assert {"收入!C14", "收入!D14"} <= found


def test_the_workbook_is_not_changed_and_a_copy_that_was_worked_on_is_not_overwritten(tmp_path: Path) -> None:
    path = copied(SUBTOTAL, tmp_path)
    before = path.read_bytes()
    first = tmp_path / "甲（校验）.xlsx"
    assert f"批注副本：{first}" in run(path, "--annotate").output.replace("\n", "")
    again = first.read_bytes()
    run(path, "--annotate")
    assert path.read_bytes() == before and first.read_bytes() == again  # written over: nobody had touched it
    load_workbook(first).save(first)  # as a clerk does
    worked_on = first.read_bytes()
    run(path, "--annotate")
    assert first.read_bytes() == worked_on
    assert (tmp_path / "甲（校验2）.xlsx").is_file()
    run(first, "--annotate")  # the mended copy is checked
    assert first.read_bytes() == worked_on
    assert sorted(one.name for one in tmp_path.iterdir()) == ["甲.xlsx", "甲（校验2）.xlsx", "甲（校验）.xlsx"]


def test_json_names_the_copy(tmp_path: Path) -> None:
    path = copied(SUBTOTAL, tmp_path)
    (one,) = json.loads(run(path, "--annotate", "--json").stdout)["工作簿"]
    assert Path(one["批注副本"]).is_file() and parts(Path(one["批注副本"]))


def test_no_copy_of_what_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_text("不是工作簿", encoding="utf-8")
    assert run(path, "--annotate").exit_code == 1
    assert [one.name for one in tmp_path.iterdir()] == ["甲.xlsx"]
