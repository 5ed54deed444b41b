"""`build` as a user types it: exit codes, messages, what is written and what is not."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typed import run, said
from typer.testing import Result

import generator.pdf
from generator.pdf import LibreOfficeMissing

SAMPLES = Path(__file__).parents[2] / "input_samples"
SAMPLE = SAMPLES / "示例-江城市水务局-2024.xlsx"
CASES = tomllib.loads((SAMPLES / "错例" / "清单.toml").read_text("utf-8"))["case"]
NAME = "江城市水务局2024年度部门决算公开"


def inside(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def words_of(docx: Path) -> str:
    with zipfile.ZipFile(docx) as archive:
        parts = [name for name in archive.namelist() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name)]
        return "".join(re.sub(r"<[^>]+>", "", archive.read(name).decode("utf-8")) for name in parts)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """The sample built without PDF, once for the module."""
    output = tmp_path_factory.mktemp("output")
    return run("build", SAMPLE, "-o", output, "--no-pdf"), output


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without LibreOffice."""
    def missing(*_: object, **__: object) -> None:
        raise LibreOfficeMissing("没有找到 LibreOffice")

    monkeypatch.setattr(generator.pdf, "convert_many", missing)
    yield


# ---- build: done -------------------------------------------------------------------------------------------------

def test_a_good_workbook_is_built_into_a_folder_of_its_own(built: tuple[Result, Path]) -> None:
    result, output = built
    text = said(result)
    assert result.exit_code == 0, text
    assert [path.name for path in output.iterdir()] == [NAME]
    assert {f"{NAME}.docx", "公开表.xlsx", "figures.json", "图1.png", "图2.png", "图3.png", "图4.png"} == {
        path.name for path in (output / NAME).iterdir()}
    assert f"已生成：{output / NAME}" in text and str(output / NAME / f"{NAME}.docx") in text
    assert "草稿" not in words_of(output / NAME / f"{NAME}.docx")


def test_figures_json_tells_exact_and_shown_value_unit_and_cells(built: tuple[Result, Path]) -> None:
    _, output = built
    figures = json.loads((output / NAME / "figures.json").read_text("utf-8"))
    total = next(figure for figure in figures if figure["名称"] == "收支总计")
    assert total["单位"] == "万元" and total["来源"] and all("!" in place for place in total["来源"])
    assert abs(float(total["准确值"]) - float(total["显示值"])) <= 0.005
    assert len({figure["名称"] for figure in figures}) == len(figures)


def test_building_again_replaces_the_report(built: tuple[Result, Path], tmp_path: Path) -> None:
    folder = tmp_path / NAME
    folder.mkdir()
    (folder / "figures.json").write_text("旧", encoding="utf-8")
    (folder / "备注.txt").write_text("自己的文件", encoding="utf-8")
    assert run("build", SAMPLE, "-o", tmp_path, "--no-pdf").exit_code == 0
    again, first = (root / NAME / "figures.json" for root in (tmp_path, built[1]))
    assert again.read_bytes() == first.read_bytes()
    assert (folder / "备注.txt").read_text("utf-8") == "自己的文件"
    assert [name for name in inside(tmp_path) if name.startswith(".") or name.endswith(".原")] == []


def test_word_only_leaves_one_file_and_no_stale_ones(tmp_path: Path) -> None:
    folder = tmp_path / NAME
    folder.mkdir()
    for stale in (f"{NAME}.pdf", "公开表.xlsx", "figures.json", "图1.png"):
        (folder / stale).write_text("旧", encoding="utf-8")
    result = run("build", SAMPLE, "-o", tmp_path, "--word-only", "--charts", "native")
    assert result.exit_code == 0
    assert inside(folder) == [f"{NAME}.docx"]


def test_json_is_json_and_nothing_else(tmp_path: Path) -> None:
    result = run("build", SAMPLE, "-o", tmp_path, "--no-pdf", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0 and told["完成"] is True and told["文件夹"] == str(tmp_path / NAME)
    assert all(Path(path).is_file() for path in told["文件"].values()) and "报告" in told["文件"]
    assert all(finding["级别"] in ("警告", "提示") for finding in told["问题"])


def test_without_libreoffice_the_word_file_is_there_and_the_exit_code_tells(tmp_path: Path, no_office: None) -> None:
    result = run("build", SAMPLE, "-o", tmp_path)
    assert result.exit_code == 3
    assert "Word 文件已生成，PDF 没有生成：没有找到 LibreOffice" in said(result)
    names = [path.name for path in (tmp_path / NAME).iterdir()]
    assert f"{NAME}.docx" in names and not any(name.endswith(".pdf") for name in names)
    assert "目录页码.docx" not in names


# ---- build: stopped by findings ------------------------------------------------------------------------------------

@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_a_broken_workbook_stops_and_names_the_cell(case: dict[str, Any], tmp_path: Path) -> None:
    output = tmp_path / "输出"
    result = run("build", SAMPLES / "错例" / case["file"], "-o", output, "--no-pdf")
    text = said(result)
    assert result.exit_code == 1
    assert f"[{case['code']}]" in text and "报告没有生成" in text and "--draft" in text
    damage = case["damage"][0]
    assert damage["sheet"] in text
    # a total that is off names the cells that it is made of, a row that is off its own cell
    assert any(one["cell"] in text for one in case["damage"]) or re.search(rf"{damage['sheet']}![A-Z]+\d+:[A-Z]+\d+", text)
    assert not output.exists()


def test_an_error_names_sheet_cell_both_numbers_the_difference_and_what_to_do(tmp_path: Path) -> None:
    text = said(run("build", SAMPLES / "错例" / CASES[0]["file"], "-o", tmp_path / "输出", "--no-pdf"))
    line = next(line for line in text.splitlines() if "[T202]" in line)
    assert "收入!" in line and "14" in line and "123.26" in line and "113.26" in line and "10.00" in line and "请" in line


def test_json_of_a_broken_workbook_has_places_and_numbers(tmp_path: Path) -> None:
    result = run("build", SAMPLES / "错例" / CASES[0]["file"], "-o", tmp_path / "输出", "--no-pdf", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1 and told["完成"] is False and told["文件夹"] is None and told["文件"] == {}
    error = next(finding for finding in told["问题"] if finding["级别"] == "错误")
    assert error["规则"] == "T202" and any(place.startswith("收入!") for place in error["位置"])
    assert float(error["实为"]) - float(error["应为"]) == pytest.approx(10)


def test_a_draft_is_built_all_the_same_and_says_so(tmp_path: Path) -> None:
    result = run("build", SAMPLES / "错例" / CASES[1]["file"], "-o", tmp_path, "--no-pdf", "--draft")
    text = said(result)
    assert result.exit_code == 0 and f"[{CASES[1]['code']}]" in text
    docx = tmp_path / f"{NAME}（草稿）" / f"{NAME}（草稿）.docx"
    assert "草稿" in words_of(docx) and inside(tmp_path)[0] == f"{NAME}（草稿）"


@pytest.mark.parametrize(("name", "content"), [
    ("空.xlsx", b""), ("不是.xlsx", "这是一段文字".encode()), ("旧格式.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)])
def test_what_is_not_a_workbook_is_told_so(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    result = run("build", tmp_path / name, "-o", tmp_path / "输出", "--no-pdf")
    assert result.exit_code == 1 and name in said(result) and not (tmp_path / "输出").exists()


def test_a_damaged_workbook_is_told_so(tmp_path: Path) -> None:
    broken = tmp_path / "断.xlsx"
    broken.write_bytes(SAMPLE.read_bytes()[:20_000])
    result = run("build", broken, "-o", tmp_path / "输出", "--no-pdf")
    assert result.exit_code == 1 and "断.xlsx" in said(result) and not (tmp_path / "输出").exists()


# ---- build: wrong use ----------------------------------------------------------------------------------------------

def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = run("build", tmp_path / "没有.xlsx", "-o", tmp_path / "输出")
    assert result.exit_code == 2 and "找不到文件" in said(result) and "没有.xlsx" in said(result)
    assert inside(tmp_path) == []


def test_a_folder_is_not_a_workbook(tmp_path: Path) -> None:
    result = run("build", tmp_path)
    assert result.exit_code == 2 and "是文件夹" in said(result)


@pytest.mark.parametrize("words", [[], ["build"], ["build", "甲.xlsx", "--没有"], ["没有"], ["build", "甲.xlsx", "乙.xlsx"], ["layout", "text"]])
def test_wrong_words_are_wrong_use(words: list[str]) -> None:
    assert run(*words).exit_code == 2


def renamed(layout: str, folder: Path) -> Path:
    """The sample with another name of a layout in its cells."""
    path = folder / "改.xlsx"
    with zipfile.ZipFile(SAMPLE) as old, zipfile.ZipFile(path, "w") as new:
        for item in old.infolist():
            new.writestr(item, old.read(item).replace(b"wuhan-2023", layout.encode()))
    return path


def test_a_layout_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    result = run("build", renamed("nowhere-1", tmp_path), "-o", tmp_path / "输出", "--no-pdf")
    text = said(result)
    assert result.exit_code == 2 and "没有版式“nowhere-1”" in text and "wuhan-2023" in text
    assert not (tmp_path / "输出").exists()


def test_an_output_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "输出").write_text("", encoding="utf-8")
    result = run("build", SAMPLE, "-o", tmp_path / "输出", "--no-pdf")
    assert result.exit_code == 2 and f"不能写入文件夹 {tmp_path / '输出'}" in said(result)


def test_a_file_in_the_place_of_the_reports_folder(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("我的", encoding="utf-8")
    result = run("build", SAMPLE, "-o", tmp_path, "--no-pdf")
    assert result.exit_code == 2 and "不能写入" in said(result) and inside(tmp_path) == [NAME]


@pytest.mark.parametrize("before", [True, False], ids=["built before", "first time"])
def test_a_file_that_is_open_elsewhere_is_named_and_nothing_is_changed(before: bool, tmp_path: Path, built: tuple[Result, Path],
                                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    if before:
        shutil.copytree(built[1] / NAME, tmp_path / NAME)
        (tmp_path / NAME / f"{NAME}.docx").write_text("旧", encoding="utf-8")
    kept, real = {name: (tmp_path / name).read_bytes() for name in inside(tmp_path) if "/" in name}, Path.replace

    def locked(self: Path, target: Path) -> Path:
        if "图2.png" in (self.name, Path(target).name) and not self.name.endswith(".原"):
            raise PermissionError(13, "另一个程序正在使用此文件", str(target))
        return real(self, target)

    def watched(self: Path, target: Path) -> Path:  # a virus scanner looks into the new folder
        raise PermissionError(13, "拒绝访问", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    monkeypatch.setattr(Path, "rename", watched)
    result = run("build", SAMPLE, "-o", tmp_path, "--no-pdf")
    monkeypatch.undo()
    text = said(result)
    assert result.exit_code == 2 and "图2.png" in text and "请关闭后重新运行" in text
    assert {name: (tmp_path / name).read_bytes() for name in inside(tmp_path) if "/" in name} == kept
    assert inside(tmp_path) == ([NAME, *sorted(kept)] if before else [])


def test_a_full_disk_is_told_so_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "设备上没有空间", str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    result = run("build", SAMPLE, "-o", tmp_path, "--no-pdf")
    assert result.exit_code == 2 and "磁盘已满" in said(result) and inside(tmp_path) == []


def test_a_mistake_in_a_template_names_file_and_tag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    templates, real = tmp_path / "templates", Path(__file__).parents[2] / "templates"
    shutil.copytree(real / "wuhan-2023", templates / "mine")
    shutil.copytree(real / "共用", templates / "共用")
    part = templates / "共用" / "三" / "收支总体.docx"
    with zipfile.ZipFile(part) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["word/document.xml"] = files["word/document.xml"].replace("收支总计|万元".encode(), "收支总汁|万元".encode(), 1)
    with zipfile.ZipFile(part, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    monkeypatch.setenv("JUESUAN_TEMPLATES", str(tmp_path / "templates"))
    result = run("build", renamed("mine", tmp_path), "-o", tmp_path / "输出", "--no-pdf")
    text = said(result)
    assert result.exit_code == 2 and "共用/三/收支总体.docx" in text and "收支总汁" in text
    assert not (tmp_path / "输出").exists() or inside(tmp_path / "输出") == []


def test_a_draft_is_advised_only_where_one_can_be_made(tmp_path: Path) -> None:
    unreadable = tmp_path / "坏.xlsx"
    unreadable.write_bytes(b"no workbook")
    for words in ([], ["--draft"]):
        text = said(run("build", unreadable, "-o", tmp_path, *words))
        assert "报告没有生成。改正后重新运行。" in text and "草稿" not in text
    assert "加 --draft 生成草稿" in said(run("build", SAMPLES / "错例" / CASES[0]["file"], "-o", tmp_path))
