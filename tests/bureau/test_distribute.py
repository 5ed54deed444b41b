"""Workbooks for a whole list, and what comes back."""

from __future__ import annotations

import hashlib
import json
import os
from decimal import Decimal
from pathlib import Path

import pytest
from bureau_files import WATER, row, workbook, write_list
from interrupted import ONE_LINE, contents, stopped_at_move
from openpyxl import load_workbook
from typed import answered

import generator.bureau.distribute as module
from generator.bureau.distribute import Plan, distribute
from generator.bureau.identity import Identity, identify, properties_of
from generator.bureau.previous import in_unit, match
from generator.bureau.roster import Unit, read_roster
from generator.money import MoneyUnit
from generator.workbook.read import read_workbook
from generator.workbook.template import Content

ROWS = (row("101001", "水务局", 单位性质="行政单位", 决算年度=2025, 金额单位="元", 联系电话="13800000000"),
        row("101002", "乙局", 是否汇总="是", 金额单位="万元"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A list of two units handed out; the first has a workbook of last year, under another name and file name."""
    folder = tmp_path_factory.mktemp("bureau")
    workbook(folder / "去年" / "改了名.xlsx", code="101001")
    workbook(folder / "去年" / "别人.xlsx", 单位全称="丙局")
    (folder / "去年" / "坏.xlsx").write_bytes(b"no")
    (folder / "去年" / "老版.xls").write_bytes(b"no")
    (folder / "去年" / "说明.docx").write_bytes(b"no")
    code, text = answered("distribute", write_list(folder / "单位名单.xlsx", ROWS), "-o", folder / "下发", "--previous", folder / "去年")
    assert code == 0
    return folder, text


FIRST, SECOND = "101001_水务局_2025年度决算工作簿.xlsx", "101002_乙局（汇总）_2024年度决算工作簿.xlsx"


def test_what_is_in_the_folder(out):
    folder, text = out
    assert sorted(path.name for path in (folder / "下发").iterdir()) == sorted([FIRST, SECOND, "清单.xlsx", "清单.json"])
    assert "名单 2 个单位，写出工作簿 2 个，其中带入上年数 1 个" in text
    assert "上年的文件有 1 个没有用上（不是上年的，或单位不在名单中）：别人.xlsx" in text
    assert "上年的文件有 2 个读不出，或不是决算工作簿（.xls 请用 Excel 或 WPS 另存为 .xlsx，压缩包请解压）：坏.xlsx、老版.xls" in text
    assert f"上年的单位全称是“{WATER}”" in text
    assert "没有 2023 年度的工作簿" in text


def test_workbooks_are_personal(out):
    first = identify(out[0] / "下发" / FIRST)
    assert (first.code, first.name, first.merged, first.year) == ("101001", "水务局", False, 2025)
    accounts, _ = read_workbook(out[0] / "下发" / SECOND)
    assert accounts is not None
    assert (accounts.text("基本信息.单位全称"), accounts.text("基本信息.汇总"), accounts.layout, accounts.unit) == (
        "乙局", "是", "wuhan-2023", MoneyUnit.WAN)


def test_last_years_figures_are_carried_over(out):
    before, _ = read_workbook(out[0] / "去年" / "改了名.xlsx")
    accounts, _ = read_workbook(out[0] / "下发" / FIRST)
    assert before is not None and accounts is not None
    spent = accounts.amount("上年数.本年支出合计")
    assert spent is not None and spent.value > 0
    assert accounts.text("基本信息.单位性质") == "行政单位"
    assert accounts.rows["主要职责"] and len(accounts.rows["主要职责"]) == len(before.rows["主要职责"])


def test_the_contact_does_not_go_into_the_workbook(out):
    accounts, _ = read_workbook(out[0] / "下发" / FIRST)
    assert accounts is not None and "13800000000" not in str(accounts.fields)


def test_the_manifest(out):
    entries = json.loads((out[0] / "下发" / "清单.json").read_text("utf-8"))
    assert [entry["单位编码"] for entry in entries] == ["101001", "101002"]
    for entry in entries:
        assert entry["sha256"] == hashlib.sha256((out[0] / "下发" / entry["工作簿"]).read_bytes()).hexdigest()
    assert (entries[0]["版式"], entries[0]["决算年度"], entries[0]["上年数取自"]) == ("wuhan-2023", 2025, "改了名.xlsx")
    sheet = load_workbook(out[0] / "下发" / "清单.xlsx").worksheets[0]
    assert [cell.value for cell in sheet["H"]][2:] == [FIRST, SECOND]
    assert sheet.row_dimensions[4].height > 30, "the long remark of the second unit is seen in full"
    assert sheet["H3"].border.left.style and sheet.print_title_rows == "$2:$2" and sheet.page_setup.fitToWidth == 1


def test_nothing_is_overwritten(out):
    folder, before = out[0] / "下发", {path: path.read_bytes() for path in (out[0] / "下发").iterdir()}
    code, text = answered("distribute", out[0] / "单位名单.xlsx", "-o", folder)
    assert code == 2 and "没有覆盖" in text and "--missing" in text
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_only_what_is_missing(tmp_path, out):
    kept = tmp_path / FIRST
    kept.write_bytes((out[0] / "下发" / FIRST).read_bytes() + b"filled")
    code, text = answered("distribute", out[0] / "单位名单.xlsx", "-o", tmp_path, "--missing")
    assert code == 0 and "写出工作簿 1 个" in text
    assert kept.read_bytes().endswith(b"filled")
    assert (tmp_path / SECOND).read_bytes() == (out[0] / "下发" / SECOND).read_bytes()  # the same list, the same bytes
    entries = json.loads((tmp_path / "清单.json").read_text("utf-8"))
    assert entries[0]["sha256"] == hashlib.sha256(kept.read_bytes()).hexdigest()


def test_a_workbook_under_another_name_is_not_missing(tmp_path, out):
    """Renamed by somebody, or handed out before the list was corrected: a second one would be filled beside it."""
    folder = tmp_path / "下发"
    folder.mkdir()
    (folder / "改名.xlsx").write_bytes((out[0] / "下发" / FIRST).read_bytes())
    listed = write_list(tmp_path / "单.xlsx", [{**ROWS[0], "单位名称": "水利局"}, ROWS[1]])
    assert answered("distribute", listed, "-o", folder)[0] == 2
    code, text = answered("distribute", listed, "-o", folder, "--missing")
    assert code == 0 and "写出工作簿 1 个" in text and "原有的（文件名不同，其中的单位全称是“水务局”），没有重新生成" in text
    assert sorted(path.name for path in folder.glob("*.xlsx")) == sorted([SECOND, "改名.xlsx", "清单.xlsx"])
    code, text = answered("distribute", listed, "-o", folder, "--force")
    assert code == 0 and "文件夹中另有该单位的工作簿 改名.xlsx，请只留一个" in text


def test_last_years_workbook_in_the_folder_is_another(tmp_path, out):
    folder = tmp_path / "下发"
    folder.mkdir()
    (folder / SECOND).write_bytes((out[0] / "下发" / SECOND).read_bytes())
    code, text = answered("distribute", write_list(tmp_path / "单.xlsx", [{**ROWS[1], "决算年度": 2025}]), "-o", folder)
    assert code == 0 and "写出工作簿 1 个" in text


def test_missing_and_force_exclude_each_other(tmp_path):
    with pytest.raises(module.DistributeError, match="只能用一个"):
        distribute(plan(tmp_path, force=True, missing=True), lambda stage: None)


def test_our_own_lists_among_last_years_files_are_not_told(tmp_path, out):
    folder = tmp_path / "去年"
    folder.mkdir()
    (folder / "清单.xlsx").write_bytes((out[0] / "下发" / "清单.xlsx").read_bytes())
    text = answered("distribute", write_list(tmp_path / "单.xlsx", [row("1")]), "-o", tmp_path / "下发", "--previous", folder)[1]
    assert "读不出" not in text


@pytest.mark.parametrize("nth", [1, 3, 4, 6, 10])  # two workbooks and two lists, each made and moved; what stood there is moved too
def test_ctrl_c_leaves_what_was_there(tmp_path, monkeypatch, nth):
    words = ("distribute", write_list(tmp_path / "名单.xlsx", ROWS), "-o", tmp_path / "下发", "--force")
    assert answered(*words)[0] == 0
    (tmp_path / "下发" / FIRST).write_bytes(b"filled in")
    before = contents(tmp_path)
    stopped_at_move(monkeypatch, nth)
    assert answered(*words) == (130, ONE_LINE)
    assert contents(tmp_path) == before


def test_a_file_in_place_of_a_folder_is_said(tmp_path):
    listed = write_list(tmp_path / "名单.xlsx", ROWS)
    for words in (("distribute", listed, "-o", tmp_path / "下发", "--previous", listed), ("status", listed, "--list", listed)):
        code, text = answered(*words)
        assert (code, text) == (2, f"{listed} 是文件，请给出一个文件夹。\n")
    shown = answered("distribute", "--help")[1].replace("\n", "").replace(" ", "")
    assert "不能与--force同用" in shown and "不能与--missing同用" in shown


def test_a_bad_list_writes_nothing(tmp_path):
    code, text = answered("distribute", write_list(tmp_path / "单.xlsx", [row("1", 版式="x"), row("2", "", 决算年度=9)]), "-o", tmp_path / "下发")
    assert code == 1
    assert all(place in text for place in ("第 2 行 F2", "第 3 行 B3", "第 3 行 J3"))
    assert not (tmp_path / "下发").exists()


@pytest.mark.parametrize("words", [("distribute",), ("distribute", "没有.xlsx"), ("status", "没有", "--list", "没有.xlsx"),
                                   ("distribute", "--form", "x.txt")])
def test_wrong_use(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert answered(*words)[0] == 2
    assert list(tmp_path.iterdir()) == []


def test_the_form_is_not_overwritten(tmp_path):
    assert answered("distribute", "--form", tmp_path / "单位名单.xlsx")[0] == 0
    assert answered("distribute", "--form", tmp_path / "单位名单.xlsx")[0] == 2


def plan(tmp_path: Path, **other: object) -> Plan:
    units = read_roster(write_list(tmp_path / "单.xlsx", [row("1"), row("2", "乙局")])).units
    return Plan(units, tmp_path / "下发", **other)  # type: ignore[arg-type]


def fake_make(order: module.Order) -> module.Made:
    order.path.write_bytes(order.unit.code.encode())
    return module.Made("x")


def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch):
    def full(order: module.Order) -> module.Made:
        return module.Made(problem="磁盘满") if order.unit.code == "2" else fake_make(order)

    monkeypatch.setattr(module, "make", full)
    with pytest.raises(module.DistributeError, match="2 乙局 的工作簿没有生成：磁盘满"):
        distribute(plan(tmp_path), lambda stage: None)
    assert list((tmp_path / "下发").iterdir()) == []


def test_a_locked_file_brings_everything_back(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "make", fake_make)
    output = tmp_path / "下发"
    distribute(plan(tmp_path), lambda stage: None)
    names = sorted(path.name for path in output.iterdir())
    (output / "清单.xlsx").unlink()
    (output / "清单.xlsx").mkdir()
    (output / "清单.xlsx" / "x").touch()
    (output / names[0]).write_bytes(b"filled")
    real = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if self.name == "清单.xlsx":
            raise PermissionError(13, "in use")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(module.DistributeError, match="请先关闭"):
        distribute(plan(tmp_path, force=True), lambda stage: None)
    assert sorted(path.name for path in output.iterdir()) == names
    assert (output / names[0]).read_bytes() == b"filled"


def test_the_output_must_be_a_folder(tmp_path):
    (tmp_path / "下发").touch()
    with pytest.raises(module.DistributeError, match="不是文件夹"):
        distribute(plan(tmp_path), lambda stage: None)


def test_what_a_killed_run_left_is_cleared_away(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "make", fake_make)
    old, other = (tmp_path / "下发" / f"{module.BENCH}{name}" for name in ("old", "other"))
    for folder in (old, other):
        folder.mkdir(parents=True)
        (folder / "半.xlsx").touch()
    os.utime(old, (0, 0))
    distribute(plan(tmp_path), lambda stage: None)
    assert not old.exists() and other.exists(), "another run may be at work"


def units() -> tuple[Unit, ...]:
    return (Unit("1", "甲局", "wuhan-2023", MoneyUnit.YUAN, 2024), Unit("2", "甲局", "wuhan-2023", MoneyUnit.YUAN, 2024, merged=True))


def test_last_years_workbooks_by_code_name_and_kind(tmp_path):
    a, b, c, d = (tmp_path / name for name in "abcd")
    for path in (a, b, c, d):
        path.write_text(path.name)
    found = match([Identity(a, "1", "旧名", False, 2023), Identity(b, "", "甲局（汇总）", True, 2023), Identity(c, "", "丙局", False, 2023),
                   Identity(d, "1", "甲局", False, 2022)], units())
    assert found.files == {"1": a, "2": b}
    assert found.unused == (c, d)


def test_two_different_workbooks_of_last_year_are_not_chosen_from(tmp_path):
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text("1")
    b.write_text("2")
    both = [Identity(a, "", "甲局", False, 2023), Identity(b, "", "甲局", False, 2023)]
    assert match(both, units()).remarks["1"] == "2023 年度的工作簿有 2 个（a、b），没有带入"
    b.write_text("1")
    assert match(both, units()).files == {"1": a}


def test_amounts_change_their_unit_counts_do_not():
    content = Content({"上年数.本年支出合计": Decimal("12.5"), "基本信息.单位全称": "甲局"}, {"绩效基础数据": [{"上年决算数": Decimal("0.3")}]})
    turned = in_unit(content, MoneyUnit.WAN, MoneyUnit.YUAN)
    assert turned.fields == {"上年数.本年支出合计": Decimal(125000), "基本信息.单位全称": "甲局"}
    assert turned.rows == {"绩效基础数据": [{"上年决算数": Decimal(3000)}]}
    assert in_unit(turned, MoneyUnit.YUAN, MoneyUnit.WAN) == content


def test_properties_of_anything(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 and no more")
    assert properties_of(tmp_path / "a.xlsx").unit == ""
    assert properties_of(tmp_path / "none.xlsx").unit == ""
    assert properties_of(workbook(tmp_path / "b.xlsx", code="007")).unit == "007"
