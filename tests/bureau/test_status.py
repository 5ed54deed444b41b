"""`juesuan status` on files: known by what they hold, reported on the terminal and as a workbook."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bureau_files import WATER, row, workbook, write_list
from openpyxl import load_workbook
from typed import answered

from generator.bureau.command import day_of
from generator.checking.command import check_files


def described(folder: Path, listed: Path) -> dict[str, tuple[str, str | None]]:
    _, text = answered("status", folder, "--list", listed, "--json", "-j", 1)
    return {one["单位编码"]: (one["情况"], one["工作簿"]) for one in json.loads(text)["单位"]}


@pytest.fixture(scope="module")
def back(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four units of a list; a right, a copied, a damaged and an unknown workbook came back."""
    folder = tmp_path_factory.mktemp("status")
    write_list(folder / "单位名单.xlsx", [row("101", WATER, 主管部门="水务", 联系人="张三"), row("102", "乙局", 主管部门="水务"),
                                      row("103", "丙局"), row("104", "丁局")])
    came = folder / "回收"
    workbook(came / "随便起的名字.xlsx", code="101")
    workbook(came / "乙" / "1.xlsx", code="102", 单位全称="乙局")
    workbook(came / "乙" / "2.xlsx", 单位全称="乙局", 联系电话="1")
    (came / "丙局决算.xlsx").write_bytes(b"PK no")
    workbook(came / "谁.xlsx", 单位全称="戊局")
    (came / "~$锁.xlsx").write_bytes(b"x")
    (came / "说明.txt").write_text("x")
    shutil.copyfile(folder / "单位名单.xlsx", came / "单位名单.xlsx")
    return folder


def test_who_handed_in(back):
    found = described(back / "回收", back / "单位名单.xlsx")
    assert found["101"][1] == "随便起的名字.xlsx" and found["101"][0] in ("通过", "有警告")
    assert found["102"][0] == "重复"
    assert found["103"] == ("读不出", "丙局决算.xlsx")
    assert found["104"] == ("未交", None)


def test_the_terminal_and_the_workbook(back, tmp_path):
    report = tmp_path / "回收情况.xlsx"
    code, text = answered("status", back / "回收", "--list", back / "单位名单.xlsx", "--deadline", "2020-09-20", "-o", report, "-j", 1)
    assert code == 1
    assert "截止日期 2020-09-20，已过" in text and "应交 4，已交 3，未交 1" in text and "谁.xlsx：单位“戊局”不在名单中" in text
    book = load_workbook(report)
    assert book.sheetnames == ["回收情况", "分部门", "文件", "问题清单"]
    states = {line[1]: line[4] for line in book["回收情况"].iter_rows(min_row=4, values_only=True)}
    assert states["102"] == "重复" and states["104"] == "未交"
    assert [cell.value for cell in book["分部门"][3]][:4] == ["水务", 2, 2, 0]
    assert {line[0] for line in book["文件"].iter_rows(min_row=3, values_only=True)} >= {"谁.xlsx", "乙/1.xlsx", "说明.txt"}
    before = report.read_bytes()
    code, text = answered("status", back / "回收", "--list", back / "单位名单.xlsx", "-o", report)
    assert code == 2 and "--force" in text
    assert report.read_bytes() == before


def test_a_complete_collection(tmp_path):
    workbook(tmp_path / "回收" / "1.xlsx", code="101")
    listed = write_list(tmp_path / "回收" / "单位名单.xlsx", [row("101", WATER)])
    report = tmp_path / "回收" / "回收情况.xlsx"
    assert answered("status", tmp_path / "回收", "--list", listed, "-o", report)[0] == 0
    assert answered("status", tmp_path / "回收", "--list", listed)[0] == 0  # our own report is no unit's workbook


def test_an_annotated_copy_keeps_the_code(tmp_path):
    path = workbook(tmp_path / "回收" / "1.xlsx", code="101", 单位全称="")
    check_files([path], annotate=True, strict=False)
    path.unlink()
    assert [copy.name for copy in (tmp_path / "回收").iterdir()] == ["1（校验）.xlsx"]
    listed = write_list(tmp_path / "单.xlsx", [row("101", WATER)])
    assert described(tmp_path / "回收", listed)["101"][1] == "1（校验）.xlsx"


def test_a_workbook_that_nobody_filled(tmp_path):
    listed = write_list(tmp_path / "单.xlsx", [row("101")])
    assert answered("distribute", listed, "-o", tmp_path / "下发")[0] == 0
    found = described(tmp_path / "下发", listed)
    assert found["101"][0] == "未填"


def test_a_bad_list_is_wrong_use(tmp_path):
    listed = write_list(tmp_path / "单.xlsx", [row("101", 版式="没有的")])
    code, text = answered("status", tmp_path, "--list", listed)
    assert code == 2 and "第 2 行 F2" in text


@pytest.mark.parametrize(("text", "expected"), [
    ("2025-09-20", "2025-09-20"), ("2025/9/20", "2025-09-20"), ("2025年9月20日", "2025-09-20"), ("2025-13-01", "None"), ("明天", "None")])
def test_days(text, expected):
    assert str(day_of(text)) == expected


def test_a_deadline_that_is_no_day(tmp_path):
    listed = write_list(tmp_path / "单.xlsx", [row()])
    code, text = answered("status", tmp_path, "--list", listed, "--deadline", "明天")
    assert code == 2 and "2025-09-20" in text


def test_the_status_needs_no_office_library(back):
    words = ["status", str(back / "回收"), "--list", str(back / "单位名单.xlsx"), "--json"]
    code = f"import sys\nfrom generator.cli import app\ntry:\n    app({words!r})\nexcept SystemExit:\n    print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, encoding="utf-8",
                          env={**os.environ, "PYTHONUTF8": "1"}, timeout=120)
    modules = set(done.stdout.splitlines()[-1].split())
    assert "generator.bureau.standing" in modules, done.stderr
    assert not modules & {"openpyxl", "matplotlib", "docx", "jinja2", "pypdf", "generator.pipeline"}
