"""A workbook copied from the pattern holds what a workbook written from scratch holds."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import pytest
from bureau_files import unit
from openpyxl import load_workbook

import generator.bureau.personal as module
from generator.bureau.identity import properties_of
from generator.bureau.personal import CODE, NAME, personal_workbook
from generator.bureau.roster import Unit
from generator.money import MoneyUnit
from generator.workbook.template import Content

LONG = "江城市" + "很长" * 40 + "管理处"


def parts(data: bytes) -> dict[str, str]:
    """Every part of the package in one form of writing."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None and package.namelist()[0] == "[Content_Types].xml"
        assert len(set(package.namelist())) == len(package.namelist())
        return {name: canonicalize(package.read(name).decode()) for name in package.namelist()}


@pytest.mark.parametrize("made", [
    unit(), unit("002", "江城市水务局", merged=True, kind="行政单位"), unit("3", "乙站", money=MoneyUnit.WAN, layout="zhuzhou-2023", year=2023),
    unit("A&b", 'a & b <局> "引"'), unit("4", "=1+1"), unit("5", "名_x0041_局"), unit("6", LONG), unit("7", "项目"), unit("8", "𠮷野家")],
    ids=lambda made: made.name[:12])
def test_a_copy_is_what_openpyxl_writes(made: Unit):
    assert parts(personal_workbook(made, 20, Content())) == parts(module._written(made, 20, Content())[0])


@pytest.mark.parametrize("length", (21, 22, 43))
def test_a_name_that_needs_more_lines_gets_a_higher_row(length: int):
    made = unit(name="局" * length)
    copy, written = (load_workbook(BytesIO(data))["基本信息"] for data in (personal_workbook(made, 20, Content()), module._written(made, 20, Content())[0]))
    assert copy["B5"].value == written["B5"].value and copy.row_dimensions[5].height == written.row_dimensions[5].height


def test_the_pattern_is_written_once(monkeypatch, tmp_path: Path):
    module._pattern.cache_clear()
    written = []
    real = module._written
    monkeypatch.setattr(module, "_written", lambda made, *rest: (written.append(made.name), real(made, *rest))[1])
    for number in range(5):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(personal_workbook(unit(f"00{number}", f"第{number}局"), 20, Content()))
        assert properties_of(path).unit == f"00{number}" and load_workbook(path)["基本信息"]["B5"].value == f"第{number}局"
    assert written == [NAME]
    personal_workbook(unit(money=MoneyUnit.WAN), 20, Content())
    personal_workbook(unit(), 10, Content())
    assert written == [NAME] * 3
    personal_workbook(unit(), 20, Content({"上年数.收入总计": 1}))
    assert written[3:] == ["甲局"], "with figures of last year it is written as a whole"


def test_no_mark_of_the_pattern_is_left():
    for text in parts(personal_workbook(unit(), 20, Content())).values():
        assert NAME not in text and CODE not in text
