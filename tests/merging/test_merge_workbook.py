"""The command from files to file: the workbook is sound, its proof calculates to green, and turns red when a figure is changed."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from merging_units import figures, save, split, unit
from ooxml import assert_valid, require_validator
from openpyxl import load_workbook
from typed import answered

from generator.merging.command import merge_files
from generator.merging.offset_file import SHEET, write_offset_form
from generator.model import Text
from generator.money import MoneyUnit
from generator.tables.books import make_books
from generator.workbook.marks import PROOF_SHEET
from generator.workbook.read import read_workbook

SAMPLES = Path(__file__).resolve().parents[2] / "input_samples"
SOFFICE = shutil.which("soffice")
CALC = SOFFICE is not None and (Path(SOFFICE).resolve().parent / "libsclo.so").exists()
pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")  # LibreOffice's data bars
NAMES = ("水务局（本级）", "水文站", "水质中心")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("汇总")


@pytest.fixture(scope="module")
def units(folder):
    whole, _ = read_workbook(SAMPLES / "示例-江城市水务局-2024.xlsx")
    made = split(whole, NAMES, 3)
    return made, [save(one, folder) for one in made]


@pytest.fixture(scope="module")
def offset(folder, units):
    """10,000 元 of 上级补助, from whoever paid to whoever received."""
    made, _ = units
    path = folder / "内部往来.xlsx"
    write_offset_form(path, NAMES)
    book = load_workbook(path)
    sheet = book[SHEET]

    def most(table: str, column: str, without: str = "") -> str:
        def amount(one):
            return max((line.amounts[column].value for line in one.tables[table] if column in line.amounts), default=Decimal(0))

        return max((one for one in made if one.text("基本信息.单位全称") != without), key=amount).text("基本信息.单位全称")

    payer = most("支出", "对附属单位补助支出")
    for column, value in enumerate([payer, most("收入", "上级补助收入", payer), "上级补助", None, None, 10_000], 1):
        sheet.cell(5, column).value = value
    book.save(path)
    return path


@pytest.fixture(scope="module")
def merged(folder, units, offset):
    outcome = merge_files(units[1], folder / "汇总.xlsx", offset)
    assert outcome.written, outcome.findings
    return folder / "汇总.xlsx", outcome


def test_the_workbook_reads_back_without_a_word(merged, units):
    path, outcome = merged
    accounts, findings = read_workbook(path)
    assert findings == () and accounts.unit is MoneyUnit.YUAN and accounts.text("基本信息.单位全称") == "水务局"
    whole, _ = read_workbook(SAMPLES / "示例-江城市水务局-2024.xlsx")
    ours, theirs = figures(make_books(accounts)), figures(make_books(whole))
    assert theirs["T1", "income_total"] - ours["T1", "income_total"] == 1 == theirs["T1", "expenditure_total"] - ours["T1", "expenditure_total"]
    assert {key for key in theirs if theirs[key] != ours.get(key)} <= {key for key in theirs if key[0] in ("T1", "T2", "T3")}
    assert any(PROOF_SHEET in line and "都等于" in line for line in outcome.lines)
    assert any("10,000.00 元" in line for line in outcome.lines)


def test_excel_would_open_it(merged, offset, folder):
    require_validator()
    write_offset_form(folder / "空往来.xlsx", NAMES)
    assert_valid(merged[0], folder / "空往来.xlsx")


def test_any_order_of_the_files_gives_the_same_bytes(merged, units, offset, folder):
    first, second, third = units[1]
    outcome = merge_files([first, third, second], folder / "另.xlsx", offset)
    assert outcome.written and (folder / "另.xlsx").read_bytes() == merged[0].read_bytes()


def test_everything_found_stands_below_the_proof(merged):
    sheet = load_workbook(merged[0])[PROOF_SHEET]
    title = next(row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value == "汇总提示")
    told = {(row[1], row[2]) for row in sheet.iter_rows(min_row=title + 2, max_col=3, values_only=True)}
    assert {(finding.code, finding.message) for finding in merged[1].findings} <= told
    above = sheet["D3"]
    assert above.value == f"汇总提示（{len(told)} 条）" and above.hyperlink.location == f"'{PROOF_SHEET}'!A{title}"
    assert sheet.print_title_rows == "$5:$5" and sheet.print_area.endswith(f"N${sheet.max_row}"), "three units fit on the page"


def test_a_terminal_shows_some_of_many(folder):
    many = [unit(f"第{number}小学", fields={"上年数.收入总计": "10"} if number < 3 else {}) for number in range(1, 21)]
    outcome = merge_files([save(replace(one, fields={**one.fields, "基本信息.版式": Text("wuhan-2023")}), folder) for one in many], folder / "小学.xlsx")
    blank = [finding.message for finding in outcome.findings if finding.code == "M024"]
    assert outcome.written and len(blank) == 12 and "还有 7 条" in blank[-1] and PROOF_SHEET in blank[-1]
    sheet = load_workbook(folder / "小学.xlsx")[PROOF_SHEET]
    assert sum(row[1] == "M024" for row in sheet.iter_rows(values_only=True)) == 18
    assert sheet.print_area.split(":")[1].startswith("$K$"), "twenty units do not fit on the page"


@cache
def recalculated(path: Path) -> Path:
    target = path.parent / "calculated"
    subprocess.run([str(SOFFICE), f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless",
                    "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target), str(path)],
                   check=False, capture_output=True, timeout=120)
    return target / path.name


def results(path: Path) -> tuple[str, list[tuple[object, ...]]]:
    sheet = load_workbook(recalculated(path), data_only=True)[PROOF_SHEET]
    rows = [row for row in sheet.iter_rows(min_row=6, values_only=True) if row[10] is not None]
    return str(sheet["A4"].value), rows


@pytest.mark.skipif(not CALC, reason="没有 LibreOffice Calc，不能重算工作簿的公式")
def test_the_proof_is_live(merged, folder):
    summary, rows = results(merged[0])
    assert len(rows) > 400 and {row[10] for row in rows} == {"平"} and summary == f"没有不平的，平 {len(rows)} 项"
    taken = {row[:4]: row[6] for row in rows if row[6]}
    assert taken["公开02表", None, "合计", "上级补助收入"] == taken["公开01表", None, "本年支出合计", "决算数"] == 10_000
    assert {row[0] for row in rows} >= {f"公开0{number}表" for number in range(1, 10)} | {"政府采购", "国有资产", "上年数", "机构与单位"}
    for row in rows:
        assert row[4] == pytest.approx(sum(value or 0 for value in row[11:14]) - (row[6] or 0), abs=0.005), row

    book = load_workbook(merged[0])
    cell = next(cell for cell in book["三公经费"]["C"] if isinstance(cell.value, int | float) and cell.value)
    cell.value += 5
    book.save(folder / "改动.xlsx")
    summary, rows = results(folder / "改动.xlsx")
    assert summary.startswith("不平 ") and {row[0] for row in rows if row[10] != "平"} == {"公开09表"}
    assert "差 5.00" in {row[10] for row in rows}


DAMAGED = {"收入": "公开02表", "支出": "公开03表", "一般公共预算": "公开05表", "政府性基金": "公开07表", "国有资本经营": "公开08表", "结转结余": "公开01表",
           "基本支出经济分类": "公开06表", "三公经费": "公开09表", "上年数": "上年数", "机关运行经费": "机关运行经费", "政府采购": "政府采购",
           "国有资产": "国有资产", "一般性支出": "一般性支出", "机构与单位": "机构与单位"}


@pytest.mark.skipif(not CALC, reason="没有 LibreOffice Calc，不能重算工作簿的公式")
def test_damage_on_any_sheet_shows(merged, folder):
    book = load_workbook(merged[0])
    for sheet in DAMAGED:
        cell = next(cell for row in book[sheet].iter_rows(min_row=5, min_col=2) for cell in row if isinstance(cell.value, int | float) and cell.value)
        cell.value += 7
    book.save(folder / "处处改动.xlsx")
    _, rows = results(folder / "处处改动.xlsx")
    assert {row[0] for row in rows if row[10] != "平"} >= {*DAMAGED.values(), "公开04表"}


@pytest.mark.skipif(not CALC, reason="没有 LibreOffice Calc，不能重算工作簿的公式")
def test_rounding_of_pasted_subtotals_is_green_in_wan(tmp_path):
    parts = {"2080505": {"基本支出": "1.01"}, "2080506": {"基本支出": "1.01"}, "208": {"基本支出": "2.03"}, "": {"小计": "2.02"}}
    made = [unit(name, year=2023, tables={"一般公共预算": parts}, fields={"基本信息.版式": "wuhan-2023"}) for name in ("甲局", "乙院")]
    outcome = merge_files([save(one, tmp_path) for one in made], tmp_path / "汇总.xlsx")
    assert outcome.written and "都等于" in "".join(outcome.lines)
    _, rows = results(tmp_path / "汇总.xlsx")
    found = {row[:4]: (row[4], row[10]) for row in rows}
    assert found["公开05表", "208", "社会保障和就业支出", "基本支出"] == (pytest.approx(4.04), "平（尾差）")
    assert found["公开05表", "2080505", "机关事业单位基本养老保险缴费支出", "基本支出"] == (pytest.approx(2.02), "平")


def test_the_proof_allows_what_the_units_miss_and_no_more(tmp_path):
    """Many rounded figures add up to a wide margin that nobody needs: of two units one misses its own details by a cent."""
    details = {f"21303{number:02d}": {"基本支出": "1.01"} for number in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11)}
    units = [unit(name, tables={"一般公共预算": {**details, "213": {"基本支出": total}}}, fields={"基本信息.版式": "wuhan-2023"})
             for name, total in (("甲局", "10.11"), ("乙院", "10.10"))]
    assert merge_files([save(one, tmp_path) for one in units], tmp_path / "汇总.xlsx").written
    rows = {row[:4]: row[9] for row in load_workbook(tmp_path / "汇总.xlsx")[PROOF_SHEET].iter_rows(min_row=6, values_only=True)}
    assert rows["公开05表", "213", "农林水支出", "基本支出"] == pytest.approx(0.01)
    assert rows["公开05表", "21303", "水利", "基本支出"] is None


def test_the_command(units, offset, tmp_path):
    code, text = answered("merge", *units[1], "-o", tmp_path / "新" / "汇总.xlsx", "--offset", offset)
    assert code == 0 and "已写出" in text and "M031" in text
    code, text = answered("merge", *units[1], "-o", tmp_path / "新" / "汇总.xlsx")
    assert code == 2 and "已存在" in text
    assert answered("merge", *units[1], "-o", tmp_path / "新" / "汇总.xlsx", "--force")[0] == 0
    assert answered("merge", *units[1], "-o", units[1][0], "--force")[0] == 2


def test_the_command_says_what_is_wrong(units, tmp_path):
    assert answered("merge")[0] == 2
    assert answered("merge", tmp_path / "没有.xlsx")[0] == 2
    twice = shutil.copy(units[1][1], tmp_path / "同一单位.xlsx")
    code, text = answered("merge", *units[1], twice, "-o", tmp_path / "汇总.xlsx")
    assert code == 1 and "同一单位.xlsx" in text and not (tmp_path / "汇总.xlsx").exists()
    (tmp_path / "坏.xlsx").write_bytes(b"no")
    code, text = answered("merge", *units[1], tmp_path / "坏.xlsx", "-o", tmp_path / "汇总.xlsx")
    assert code == 1 and "M001" in text and "坏.xlsx" in text


def test_the_form_is_written_on_its_own(units, tmp_path):
    assert answered("merge", "--offset-form", tmp_path / "内部往来.xlsx", *units[1])[0] == 0
    book = load_workbook(tmp_path / "内部往来.xlsx")
    assert [cell.value for cell in book["单位"]["A"]] == list(NAMES)
    assert answered("merge", "--offset-form", tmp_path / "空.xlsx")[0] == 0
