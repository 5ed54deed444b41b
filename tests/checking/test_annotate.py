"""The marked copy: marks where the findings say, everything else as it was, and the marks come out again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from damaged import Damage
from marked_files import BROKEN, SAMPLES, SUBTOTAL, UNREADABLE, coloured, comments, copied, marked, parts
from ooxml import assert_valid, require_validator, validate
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName

from generator.checking import examine
from generator.checking.annotate import LONGEST_NOTE, MOST_NOTES, _note, write_copy
from generator.checking.notes import HEAD
from generator.model import Finding, Severity, Source
from generator.workbook.marks import CHECK_SHEET


def test_the_cells_of_the_findings_are_marked(tmp_path: Path) -> None:
    examination, copy = marked(SUBTOTAL, tmp_path)
    named = {(source.sheet, source.cell) for finding in examination.findings for source in finding.sources}
    assert coloured(copy) == named
    notes = comments(copy)
    assert set(notes) == named  # no finding has more cells than get a comment each
    assert notes["收入", "C14"].startswith(f"{HEAD}错误 T202：收入!C14")
    assert "相差 10.00" in notes["收入", "C14"]


def test_many_addends_are_coloured_but_only_the_first_of_a_run_has_a_comment(tmp_path: Path) -> None:
    examination, copy = marked(BROKEN / "02-收支不平衡.xlsx", tmp_path)
    many = next(finding for finding in examination.findings if len(finding.sources) > MOST_NOTES)
    cells = {(source.sheet, source.cell) for source in many.sources}
    assert cells <= coloured(copy)
    assert 0 < len(cells & set(comments(copy))) < len(cells) / 2


def test_a_comment_holds_a_few_findings_and_says_how_many_more_there_are() -> None:
    def about(text: str) -> Finding:
        return Finding("T101", Severity.ERROR, text, "", (Source("收入", "C1"),))

    said = _note([about(f"第{number}处") for number in range(1, 7)])
    assert "第4处" in said and "第5处" not in said and said.endswith(f"还有 2 条，见“{CHECK_SHEET}”表。")
    assert "还有" not in _note([about("一处")] * 4)
    long = _note([about("长" * 2 * LONGEST_NOTE)])
    assert len(long) < LONGEST_NOTE + 30 and CHECK_SHEET in long


def test_the_results_lead_to_the_cells(tmp_path: Path) -> None:
    examination, copy = marked(SUBTOTAL, tmp_path)
    book = load_workbook(copy)
    sheet = book[CHECK_SHEET]
    assert book.sheetnames[0] == CHECK_SHEET and book.active is sheet
    assert sheet["A1"].value == "校验结果：不通过"
    links = [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert "'收入'!C14:C15" in links and len(links) >= len(examination.findings)
    assert all(link.split("!")[0].strip("'") in book.sheetnames for link in links)
    codes = [str(row[2].value).split("\n")[0] for row in sheet.iter_rows(min_row=6) if row[2].value]
    assert {outcome.rule.code for outcome in examination.outcomes} <= set(codes)
    first = next(row for row in sheet.iter_rows() if str(row[2].value).startswith("T202"))
    assert [round(float(cell.value), 2) for cell in first[6:9]] == [113.26, 123.26, 10.0]


@pytest.mark.parametrize("path", [*sorted(SAMPLES.glob("*.xlsx")), *sorted(BROKEN.glob("*.xlsx"))], ids=lambda path: path.stem)
def test_a_copy_is_checked_like_the_workbook(path: Path, tmp_path: Path) -> None:
    examination, copy = marked(path, tmp_path)
    again = examine(copy)
    assert [(finding.code, finding.message) for finding in again.findings] == [
        (finding.code, finding.message) for finding in examination.findings]


def test_everything_else_stays_byte_for_byte(tmp_path: Path) -> None:
    examination, copy = marked(SUBTOTAL, tmp_path)
    before, after = parts(examination.path), parts(copy)
    touched = {source.sheet for finding in examination.findings for source in finding.sources}
    for name, data in before.items():
        sheet = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
        if sheet is None and name not in ("[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"):
            assert after[name] == data, name
    ours, theirs = load_workbook(copy), load_workbook(examination.path)
    assert ours.sheetnames[1:] == theirs.sheetnames
    for sheet in theirs:
        other = ours[sheet.title]
        assert _contents(other) == _contents(sheet), sheet.title
        assert other.protection.sheet == sheet.protection.sheet
        assert other.print_title_rows == sheet.print_title_rows
        assert len(other.data_validations.dataValidation) == len(sheet.data_validations.dataValidation)
        extra = len(other.conditional_formatting) - len(sheet.conditional_formatting)
        assert extra == (0 if sheet.title not in touched else extra) and extra in (0, 1, 2, 3)
    cached = load_workbook(copy, data_only=True)["收入"]["C5"].value
    assert cached == load_workbook(examination.path, data_only=True)["收入"]["C5"].value  # results of formulas are kept


def _contents(sheet) -> list[tuple[str, object, str, str, bool]]:  # type: ignore[no-untyped-def]
    return [(cell.coordinate, cell.value, cell.number_format, cell.fill.fgColor.rgb, cell.protection.locked)
            for row in sheet.iter_rows() for cell in row]


def test_the_marks_come_out_of_a_mended_copy(tmp_path: Path) -> None:
    _, copy = marked(SUBTOTAL, tmp_path)
    book = load_workbook(copy)  # as a program does that writes every part anew
    book["收入"]["C14"].value = book["收入"]["D14"].value = 113.26
    book.save(copy)
    examination = examine(copy)
    assert not [finding for finding in examination.findings if finding.severity == "错误"]
    second = write_copy(examination)
    assert second.name == "甲（校验2）.xlsx"
    named = {(source.sheet, source.cell) for finding in examination.findings for source in finding.sources}
    assert coloured(second) == set(comments(second)) == named
    assert not {sheet for sheet, _ in named} & {"收入"}
    assert load_workbook(second).sheetnames.count(CHECK_SHEET) == 1


def test_nothing_of_ours_is_left_where_nothing_is_wrong(tmp_path: Path) -> None:
    examination, copy = marked(UNREADABLE, tmp_path)
    damage = Damage("示例-江城市水务局-2024")
    damage.set("三公经费", "公务用车运行维护费", "上年决算数", 250000.5)
    damage.set("三公经费", "公务用车运行维护费", "与上年差异原因", "油价上涨")
    clean = damage.write(tmp_path / "乙.xlsx")
    assert examine(clean).findings == ()
    first = write_copy(examine(clean))
    assert coloured(first) == set() and comments(first) == {}
    assert not [name for name in parts(first) if "comments" in name or name.endswith(".vml")]
    assert "没有发现问题" in str([cell.value for row in load_workbook(first)[CHECK_SHEET].iter_rows() for cell in row])
    assert examination.findings and comments(copy)


def _with_things_of_the_clerk(source: Path, folder: Path) -> Path:
    path = copied(source, folder, "乙.xlsx")
    book = load_workbook(path)
    sheet = book["收入"]
    sheet["C14"].comment = Comment("这里要问预算科", "张会计")
    sheet["A3"].comment = Comment("第二条", "张会计")
    sheet.conditional_formatting.add("C6:C30", CellIsRule("lessThan", ["0"], fill=PatternFill("solid", bgColor="FFFF0000")))
    sheet.defined_names["本表数"] = DefinedName("本表数", attr_text="'收入'!$C$6:$C$30")
    book.save(path)
    return path


def test_what_the_clerk_added_is_kept_and_comes_back_as_it_was(tmp_path: Path) -> None:
    path = _with_things_of_the_clerk(SUBTOTAL, tmp_path)
    first = write_copy(examine(path))
    notes = comments(first)
    assert notes["收入", "C14"].startswith("这里要问预算科\n【校验】错误 T202")
    assert notes["收入", "A3"] == "第二条"
    assert "本表数" in load_workbook(first)["收入"].defined_names
    rules = [rule for one in load_workbook(first)["收入"].conditional_formatting for rule in one.rules]
    assert len({rule.priority for rule in rules}) == len(rules)
    book = load_workbook(first)
    book["收入"]["C14"].value = book["收入"]["D14"].value = 113.26
    book.save(first)
    second = write_copy(examine(first))
    assert comments(second)["收入", "C14"] == "这里要问预算科"
    assert comments(second)["收入", "A3"] == "第二条"
    assert "本表数" in load_workbook(second)["收入"].defined_names
    assert [rule.type for one in load_workbook(second)["收入"].conditional_formatting for rule in one.rules].count("cellIs") >= 1
    assert not {cell for sheet, cell in coloured(second) if sheet == "收入"}


def test_the_same_workbook_gives_the_same_copy(tmp_path: Path) -> None:
    examination, copy = marked(SUBTOTAL, tmp_path)
    first = copy.read_bytes()
    assert write_copy(examination).read_bytes() == first


def test_excel_opens_the_copies(tmp_path: Path) -> None:
    require_validator()
    assert_valid(marked(BROKEN / "02-收支不平衡.xlsx", tmp_path)[1])
    with_more = _with_things_of_the_clerk(SUBTOTAL, tmp_path)
    found = validate([with_more, write_copy(examine(with_more))])
    before, after = found.values()
    assert len(after) == len(before)  # openpyxl writes fonts in an order of its own
