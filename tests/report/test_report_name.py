"""The name of a report's folder: fit for Windows, and never the same for 本级 and 汇总."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.model import Accounts, Source, Text
from generator.pipeline import report_name
from generator.workbook.read import read_workbook

SAMPLE = Path(__file__).resolve().parents[2] / "input_samples" / "示例-江城市水务局-2024.xlsx"


@pytest.fixture(scope="module")
def accounts() -> Accounts:
    found, _ = read_workbook(SAMPLE)
    assert found is not None
    return found


def named(accounts: Accounts, name: str, covers_units: str = "否") -> Accounts:
    place = Source("基本信息", "B4")
    fields = {**accounts.fields, "基本信息.单位全称": Text(name, place), "基本信息.汇总": Text(covers_units, place)}
    return replace(accounts, fields=fields)


@pytest.mark.parametrize(("name", "covers_units", "expected"), [
    ("某市水务局", "否", "某市水务局2024年度部门决算公开"),
    ("某市水务局", "是", "某市水务局（汇总）2024年度部门决算公开"),
    ("某市水务局（汇总）", "是", "某市水务局（汇总）2024年度部门决算公开"),
    ("某市/水务局: 一", "否", "某市 水务局  一2024年度部门决算公开"),
    ("局" * 80, "是", f"{'局' * 60}（汇总）2024年度部门决算公开"),
    (" . ", "否", "未命名单位2024年度部门决算公开"),
])
def test_the_name_says_whose_report_it_is(accounts: Accounts, name: str, covers_units: str, expected: str) -> None:
    assert report_name(named(accounts, name, covers_units), draft=False) == expected
    assert report_name(named(accounts, name, covers_units), draft=True) == f"{expected}（草稿）"
