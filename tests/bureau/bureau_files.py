"""Lists of units and workbooks handed in, for the tests of the bureau's commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from damaged import Damage
from openpyxl import Workbook

from generator.bureau.columns import COLUMNS
from generator.bureau.handed import Handed, Trouble
from generator.bureau.roster import Unit
from generator.model import Severity
from generator.money import MoneyUnit

HEADINGS = tuple(column.key for column in COLUMNS)
SAMPLE = "示例-江城市水务局-2024"
WATER = "江城市水务局"
CUSTOM = "docProps/custom.xml"


def row(code: str = "101001", name: str = "甲局", **other: object) -> dict[str, object]:
    return {"单位编码": code, "单位名称": name, "版式": "wuhan-2023", "金额单位": "元", "决算年度": 2024,
            **other}


def write_list(path: Path, rows: Sequence[Mapping[str, object]], headings: Sequence[str] = HEADINGS, above: int = 0) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "单位名单"
    for _ in range(above):
        sheet.append(["某市财政局 2024 年度决算单位名单"])
    sheet.append(list(headings))
    for line in rows:
        sheet.append([line.get(heading.strip("*")) for heading in headings])
    book.save(path)
    return path


def unit(code: str = "101001", name: str = "甲局", **other: Any) -> Unit:
    return Unit(**{"code": code, "name": name, "layout": "wuhan-2023", "money": MoneyUnit.YUAN, "year": 2024, **other})


def handed(file: str, name: str = "甲局", **other: Any) -> Handed:
    """A workbook that was read and is right, unless `other` says otherwise."""
    return Handed(**{"file": file, "sha256": file, "opened": True, "name": name, "year": 2024, "layout": "wuhan-2023", "money": "元",
                     "version": "1.0", "saved": "2025-08-01 10:00", **other})


def unreadable(file: str, **other: Any) -> Handed:
    trouble = Trouble("R004", Severity.ERROR, f"{file.rpartition('/')[2]}：文件已加密", "")
    return Handed(**{"file": file, "sha256": file, "errors": 1, "troubles": (trouble,), **other})


def workbook(path: Path, *, code: str = "", sample: str = SAMPLE, **basics: str | int) -> Path:
    """A sample with a unit's code in its properties and other 基本信息."""
    damage = Damage(sample)
    for label, value in basics.items():
        damage.set("基本信息", label, "填写内容", value)
    if code:
        value = f'<vt:lpwstr xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{code}</vt:lpwstr>'
        damage.replace(CUSTOM, "</Properties>",
                       f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="99" name="juesuan.unit">{value}</property></Properties>')
    path.parent.mkdir(parents=True, exist_ok=True)
    return damage.write(path)
