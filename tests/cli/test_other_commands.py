"""`template`, `layout`, `doctor` and the program as a process: exit codes, messages, what is written and what is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typed import run, said

SAMPLES = Path(__file__).parents[2] / "input_samples"
SAMPLE = SAMPLES / "示例-江城市水务局-2024.xlsx"


def inside(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


# ---- template --------------------------------------------------------------------------------------------------------

def test_template_writes_a_workbook_with_layout_year_and_name(tmp_path: Path) -> None:
    path = tmp_path / "新文件夹" / "决算工作簿.xlsx"
    result = run("template", "-o", path, "--layout", "wuhan-2023", "--year", 2024, "--name", "某某局")
    assert result.exit_code == 0 and f"juesuan build {path}" in said(result)
    sheet = load_workbook(path)["基本信息"]
    values = {str(left.value).removesuffix(" *"): right.value for left, right in sheet.iter_rows(max_col=2)}
    assert (values["单位全称"], values["决算年度"], values["版式"]) == ("某某局", 2024, "wuhan-2023")


def test_an_empty_workbook_is_not_built(tmp_path: Path) -> None:
    path = tmp_path / "空白.xlsx"
    run("template", "-o", path, "--layout", "wuhan-2023", "--year", 2024)
    result = run("build", path, "-o", tmp_path / "输出", "--no-pdf")
    text = said(result)
    assert result.exit_code == 1 and "报告没有生成" in text and not (tmp_path / "输出").exists()
    assert [word for word in ("单位全称", "金额单位", "单位性质") if f"（{word}）没有填写" not in text] == []


def test_template_does_not_overwrite_unless_told(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_text("我的", encoding="utf-8")
    words = ("template", "-o", path, "--layout", "wuhan-2023", "--year", 2024)
    refused = run(*words)
    assert refused.exit_code == 2 and "已存在，没有覆盖" in said(refused) and path.read_text("utf-8") == "我的"
    assert run(*words, "--force").exit_code == 0 and path.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(("words", "told"), [
    ([], ("--layout", "--year", "wuhan-2023")), (["--layout", "wuhan-2023"], ("--year",)), (["--year", "2024"], ("--layout", "wuhan-2023")),
    (["--layout", "没有", "--year", "2024"], ("没有版式“没有”", "wuhan-2023")),
    (["--layout", "wuhan-2023", "--year", "1999"], ("2000",)), (["--layout", "wuhan-2023", "--year", "今年"], ("--year",))])
def test_template_says_what_is_missing_or_wrong(words: list[str], told: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    result = run("template", "-o", path, *words)
    assert result.exit_code == 2 and not path.exists()
    assert [word for word in told if word not in said(result)] == []


def test_template_writes_xlsx_only(tmp_path: Path) -> None:
    result = run("template", "-o", tmp_path / "甲.xls", "--layout", "wuhan-2023", "--year", 2024)
    assert result.exit_code == 2 and ".xlsx" in said(result) and inside(tmp_path) == []


def test_template_into_a_place_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    result = run("template", "-o", tmp_path / "文件" / "甲.xlsx", "--layout", "wuhan-2023", "--year", 2024)
    assert result.exit_code == 2 and "不能写入" in said(result)


# ---- layout ----------------------------------------------------------------------------------------------------------

def test_layout_list_names_them() -> None:
    result = run("layout", "list")
    assert result.exit_code == 0 and "wuhan-2023\t武汉市 2023 年度部门决算公开" in said(result)


def test_layout_text_prints_words_and_tags_of_one_part() -> None:
    result = run("layout", "text", "wuhan-2023", "第三部分")
    assert result.exit_code == 0 and "==== 第三部分.docx ====" in said(result) and "{{收支总计|万元}}" in said(result)
    assert "第二部分.docx" not in said(result)


def test_layout_text_says_which_parts_there_are() -> None:
    result = run("layout", "text", "wuhan-2023", "第九部分")
    assert result.exit_code == 2 and "没有“第九部分”" in said(result) and "第三部分" in said(result)
    assert run("layout", "text", "没有").exit_code == 2


@pytest.mark.parametrize("words", [("layout", "list"), ("template", "-o", "甲.xlsx"), ("template", "--layout", "x", "--year", "2024"),
                                   ("layout", "text", "x"), ("build", SAMPLE)])
def test_a_templates_folder_that_is_not_there_is_wrong_use(words: tuple[object, ...], tmp_path: Path,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_TEMPLATES", str(tmp_path / "没有"))
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code == 2 and "JUESUAN_TEMPLATES" in said(result) and inside(tmp_path) == []


# ---- doctor and the program as a process -------------------------------------------------------------------------------

def test_doctor_reports_and_its_exit_code_is_the_environments(tmp_path: Path) -> None:
    result = run("doctor", "-o", tmp_path)
    assert result.exit_code in (0, 3) and "LibreOffice" in said(result) and inside(tmp_path) == []


def test_the_program_itself_gives_code_and_utf8_json(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}  # JSON is UTF-8 in any console
    done = subprocess.run([sys.executable, "-m", "generator.cli", "build", SAMPLES / "错例" / "06-金额处写文字.xlsx", "--json", "--no-pdf",
                           "-o", tmp_path / "输出"], capture_output=True, check=False, env=environment, cwd=SAMPLES.parent)
    assert done.returncode == 1 and done.stderr == b""
    told = json.loads(done.stdout.decode("utf-8"))
    assert any("待核" in finding["说明"] for finding in told["问题"]) and not (tmp_path / "输出").exists()


def test_a_console_that_cannot_show_a_character_is_no_reason_to_fail(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-m", "generator.cli", "build", tmp_path / "没有.xlsx"], capture_output=True, check=False,
                          env=environment, cwd=SAMPLES.parent)
    assert done.returncode == 2 and b"Traceback" not in done.stderr
