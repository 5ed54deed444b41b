from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from generator import doctor
from generator.doctor import Blocks, Item, Report, State, examine
from generator.fonts import FontShelf


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JUESUAN_SOFFICE", str(tmp_path / "soffice-that-is-not-there"))


def test_without_libreoffice_it_says_what_to_do_and_ends_with_3(no_office: None, tmp_path: Path) -> None:
    report = examine(tmp_path)
    assert report.exit_code == 3
    assert any("JUESUAN_SOFFICE" in advice for advice in report.advice())
    assert "暂不能生成 PDF" in report.to_lines()[-1]


def test_a_missing_font_is_named_with_what_to_install(tmp_path: Path) -> None:
    report = examine(tmp_path, shelf=FontShelf())
    missing = [item for item in report.items if item.group == "字体"]
    assert {item.state for item in missing} == {State.MISSING}
    assert any("仿宋_GB2312" in item.name and item.advice for item in missing)
    assert report.exit_code == 3  # not one Chinese font: a PDF would be pages of boxes


def test_an_output_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    report = examine(tmp_path / "file" / "output")
    assert (report.items[-1].name, report.items[-1].state) == ("输出文件夹", State.MISSING)
    assert report.exit_code == 3 and report.conclusion().startswith("暂不能生成报告")  # Word neither


def test_an_output_folder_that_is_not_there_yet_is_good_and_not_made(tmp_path: Path) -> None:
    item = examine(tmp_path / "a" / "b").items[-1]
    assert item.state is State.GOOD
    assert list(tmp_path.iterdir()) == []


def test_a_library_that_is_not_installed_is_reported() -> None:
    (item,) = doctor._libraries(["no-such-library-here"])
    assert (item.state, item.blocks) == (State.MISSING, Blocks.REPORT)


def test_an_old_python_is_reported() -> None:
    assert doctor._python((3, 10, 4)).blocks is Blocks.REPORT
    assert doctor._python((3, 11, 0)).state is State.GOOD


def test_advice_is_given_once_and_good_things_give_none() -> None:
    twice = Item("字体", "甲", State.MISSING, "没有", "装它")
    report = Report((twice, twice, Item("程序", "乙", State.GOOD, "1.0")))
    assert report.advice() == ["装它"]
    assert report.exit_code == 0
    assert report.to_lines()[4:6] == ["  正常  乙：1.0", "建议：装它"]


def test_every_library_that_the_program_needs_is_looked_at() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert {re.split("[>=<]", one)[0] for one in project["dependencies"]} == set(doctor.LIBRARIES)


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from generator.doctor import examine; examine();"
        "print(sorted({'matplotlib', 'openpyxl', 'docx', 'pypdf', 'numpy', 'lxml', 'fontTools'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
