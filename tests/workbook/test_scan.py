"""Two readers of a sheet's XML: whatever the quick one reads, the one that walks the tree reads just so."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from broken_xml import broken, sheet
from damaged import SAMPLES, Damage, sample
from lxml import etree

from generator.workbook.cells import DASHES, compact, is_blank, tidy
from generator.workbook.formats import Format
from generator.workbook.looks import Looks
from generator.workbook.raw import Frame, RawCell
from generator.workbook.read import read_workbook
from generator.workbook.scan import scan_sheet
from generator.workbook.sheet_tree import walk_sheet
from generator.workbook.xlsx import DAMAGE

STRINGS = tuple(f"字{number}" for number in range(40))
WRITTEN = tuple(text.encode() for text in STRINGS)
FORMATS = tuple(Format(percent_places=number) for number in range(20))
WATER = "示例-江城市水务局-2024"


USUAL = sheet(
    '<row r="1" spans="1:3" a:dyDescent="0.2"><c r="A1" s="2" t="s"><v>3</v></c><c r="B1" s="1"/><c r="C1" s="19"><v>1.5E-3</v></c></row>'
    '<row r="2" ht="20" customHeight="1" hidden="true"/><row r="4"></row>'
    '<row r="5" hidden="1"><c r="A5" t="str" s="7"><f>IF(A1=&quot;&quot;,"",A1)&amp;"_x0041_"</f><v>甲_x0041_</v></c>'
    '<c r="B5" t="inlineStr"><is><t xml:space="preserve"> &#30002;&lt; </t></is></c><c r="C5" t="e"><f t="shared" ref="C5:C6" si="0">A1/0</f><v>#DIV/0!</v></c>'
    '<c r="D5" s="99" t="b"><v>1</v></c><c r="AB5"><f>A1</f><v></v></c><c r="AC5"><f/></c></row>'
    '<row r="6"><c r="C6"><f t="shared" si="0"/><v>2</v></c><c r="D6"><f t="shared" si="9"></f></c><c r="E6" t="d"><v>2024-05-06</v></c></row>',
    head='<cols><col min="1" max="1" hidden="false"/><col min="2" max="3" hidden="true"/></cols>', tail='<mergeCells count="1"><mergeCell ref="A1:$B$2"/></mergeCells>')


def test_the_usual_way_is_read_quickly() -> None:
    quick = scan_sheet(USUAL, WRITTEN, Looks(FORMATS))
    assert quick is not None and quick == walk_sheet(USUAL, STRINGS, FORMATS)
    cells, frame, hidden = quick
    assert frame == Frame(((1, 1, 2, 2),), ((2, 3),)) and hidden == (5,) and sorted(cells) == [1, 5, 6]
    assert cells[1] == {1: RawCell("字3", "s", "", FORMATS[2]), 3: RawCell("1.5E-3", "n", "", FORMATS[19])}
    assert cells[5][1] == RawCell("甲A", "s", 'IF(A1="","",A1)&"_x0041_"', FORMATS[7])
    assert cells[5][2].text == " 甲< " and cells[5][28].lacks_value and cells[5][29].formula == "?"
    assert cells[6][3] == RawCell("2", "n", "A1/0") and cells[6][4].formula == "?"


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.xlsx")))
def test_every_sheet_of_the_samples_is_read_quickly(name: str) -> None:
    for part in sample(name).part_of.values():
        data = sample(name).parts[part]
        assert scan_sheet(data, WRITTEN, Looks(FORMATS)) == walk_sheet(data, STRINGS, FORMATS)


@pytest.mark.parametrize("data", [
    sheet("").replace(b"<sheetData></sheetData>", b"<sheetData/>"), sheet("<row><c><v>1</v></c></row>"), sheet("\n<row r='1'/>"),
    sheet('<row r="1"><c r="A1" cm="1"><v>1</v></c></row>'), sheet('<row r="1"><!-- <c r="A1"><v>1</v></c> --></row>'),
    sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>\ue000</t></is></c></row>'), sheet('<row r="1"/>', "<!-- <sheetData> -->"),
    sheet('<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<a>]]></t></is></c></row>'), sheet('<row r="1"/>').decode().encode("utf-16"),
    sheet('<row r="1"><c r="A1" t="str"><v>甲</v></c></row>').decode().replace("UTF-8", "GBK").encode("gbk"),
    sheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace(b"worksheet", b"a:worksheet"),
])
def test_unusual_sheets_are_left_to_the_other(data: bytes) -> None:
    assert scan_sheet(data, WRITTEN, Looks(FORMATS)) is None
    walk_sheet(data, STRINGS, FORMATS)


@pytest.mark.parametrize("rows", [
    '<row r="1"><c r="A1"><v>1</v></c>', '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>1</v></c></row>', '<row r="1"><c r="A2"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>1</v></c></row>', '<row r="0"><c r="A0"><v>1</v></c></row>',
    '<row r="1"><c r="XFE1"><v>1</v></c></row>', '<row r="1"><c r="A1" t="s"><v>40</v></c></row>', '<row r="1"><c r="A1" s="x"><v>1</v></c></row>',
    '<row r="1"><c r="A1" s="1" s="1"><v>1</v></c></row>', '<row r="1"><c r="A1"><f t="a" t="a">1</f></c></row>', '<row r="1" r="1"/>',
    '<row r="1" b:c="1"/>', '<row r="1"><c r="A1" t="str"><v>&amp</v></c></row>', '<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>', '<row r="1"><c r="A1" t="str"><v>]]></v></c></row>',
    '<row r="1"><c r="A1" t="str"><v>&#1</v></c><c r="B1" t="str"><v>2;</v></c></row>', '<row r="1"/></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><t>甲<c r="B1"/></is></t></c></row>',
])
def test_damage_is_never_read(rows: str) -> None:
    assert scan_sheet(sheet(rows), WRITTEN, Looks(FORMATS)) is None
    with pytest.raises(DAMAGE):
        walk_sheet(sheet(rows), STRINGS, FORMATS)


@cache
def small_sheets() -> tuple[bytes, ...]:
    found = sample(WATER)
    own = (found.parts[found.part_of[name]] for name in ("机构与单位", "三公经费", "政府采购", "国有资本经营"))
    return (USUAL, *own, *(etree.tostring(etree.fromstring(data), encoding="utf-8") for data in own))


@pytest.mark.parametrize("seed", range(4))
def test_both_read_damaged_sheets_alike(seed: int) -> None:
    """Also where most rows are known from sheets read before."""
    chance, read, looks = random.Random(seed), 0, Looks(FORMATS)
    for _ in range(1500):
        data = broken(chance, chance.choice(small_sheets()))
        quick = scan_sheet(data, WRITTEN, looks)
        if quick is not None:
            read += 1
            assert repr(quick) == repr(walk_sheet(data, STRINGS, FORMATS)), data
    assert read > 100 and len(looks.rows) > 50


def test_only_rows_that_say_the_same_everywhere_are_kept() -> None:
    looks = Looks(FORMATS)
    for _ in range(3):
        assert scan_sheet(USUAL, WRITTEN, looks) == walk_sheet(USUAL, STRINGS, FORMATS)
    assert {number for number, _ in looks.rows.values()} == {4}  # 1: a prefix; 5, 6: shared formulas; 2 is without cells
    other = sheet('<row r="1"><c r="A1" t="s"><v>3</v></c></row><row r="2"><c r="A2" t="str"><v>甲</v></c></row>')
    for written, texts in ((WRITTEN, STRINGS), (WRITTEN[::-1], STRINGS[::-1]), (WRITTEN, STRINGS)):
        assert scan_sheet(other, written, looks) == walk_sheet(other, texts, FORMATS)
    cells = [found[0] for found in (scan_sheet(other, WRITTEN, looks), scan_sheet(other, WRITTEN[::-1], looks)) if found is not None]
    assert cells[0][2] is cells[1][2] and cells[0][1] != cells[1][1]


def test_rows_with_the_same_texts_are_kept_whatever_their_numbers() -> None:
    looks, row = Looks(FORMATS), '<row r="1"><c r="A1" s="2" t="s"><v>%d</v></c><c r="B1" t="n"><f aca="false">A1</f><v>1</v></c></row>'
    first, *others = (scan_sheet(sheet(row % (number + 5)), WRITTEN[:number] + WRITTEN, looks) for number in range(4))
    assert first is not None and first[0][1][1] == RawCell("字5", "s", "", FORMATS[2])
    assert [other is not None and other[0][1] is others[0][0][1] for other in others if others[0]] == [True] * 3


@pytest.mark.parametrize("cell", [
    '<c r="A1" t="s" s="1"><v>3</v></c>', '<c r="A1" t="s"><f>B1</f><v>3</v></c>', '<c r="A1" t="s"><v/></c>', '<c r="A1" t="s"></c>',
    '<c r="A1" t="s"><v>+3</v></c>', '<c r="A1" t="s"><v> 3 </v></c>', '<c r="A1" t="str"><v>3</v></c>', '<c r="A1" t="s"><v>0039</v></c>',
])
def test_numbers_of_texts_however_they_are_written(cell: str) -> None:
    """Either read as by walking, or left to it: a number is never taken for a text."""
    data = sheet(f'<row r="1">{cell}<c r="B1"><v>1</v></c></row>')
    assert scan_sheet(data, WRITTEN, Looks(FORMATS)) in (None, walk_sheet(data, STRINGS, FORMATS))


def test_a_format_behind_the_kind_is_read_quickly() -> None:
    data = sheet('<row r="1"><c r="A1" t="s" s="2"><v>3</v></c><c r="B1" t="s"><v>4</v></c></row>')
    assert scan_sheet(data, WRITTEN, Looks(FORMATS)) == ({1: {1: RawCell("字3", "s", "", FORMATS[2]), 2: RawCell("字4", "s")}}, Frame(), ())


def test_a_prefix_has_to_be_declared_in_every_sheet() -> None:
    looks = Looks(FORMATS)
    for rows in ('<row r="2" a:b="1"><c r="A2"><v>1</v></c></row>', '<row r="1" a:b="1"/><row r="2"><c r="A2"><v>1</v></c></row>'):
        for _ in range(3):
            assert scan_sheet(sheet(rows), (), looks) == walk_sheet(sheet(rows), (), FORMATS)
        assert scan_sheet(sheet(rows).replace(b' xmlns:a="urn:a"', b""), (), looks) is None


def test_what_is_kept_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.workbook.looks.MOST_ROWS", 10)
    monkeypatch.setattr("generator.workbook.looks.MOST_SEEN", 40)
    looks = Looks(FORMATS)
    for first in (*range(0, 200, 5), *range(0, 200, 5)):
        rows = "".join(f'<row r="{number}"><c r="A{number}"><v>{number}</v></c></row>' for number in range(first + 1, first + 9))
        for _ in range(3):
            assert scan_sheet(sheet(rows), (), looks) == walk_sheet(sheet(rows), (), FORMATS)
        assert len(looks.rows) <= 10 and len(looks._older) <= 10 and len(looks._seen) <= 40
    assert looks._older


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.xlsx")))
def test_a_workbook_reads_the_same_again(name: str) -> None:
    """Whatever the reader remembers of the workbooks before."""
    path = SAMPLES / f"{name}.xlsx"
    first = repr(read_workbook(path))
    for other in SAMPLES.glob("*.xlsx"):
        read_workbook(other)
    assert repr(read_workbook(path)) == first == repr(read_workbook(path))


def test_short_cuts_over_characters() -> None:
    """What `tidy` and `is_blank` take for granted of every character."""
    for character in map(chr, (*range(0xD800), *range(0xE000, 0x11000), *range(0x1F000, 0x20000))):
        if character.isprintable():
            assert tidy(f"{character}甲{character}") == f"{character}甲{character}".strip()
        assert is_blank(RawCell(character, "s")) == (not set(compact(character)) - DASHES), hex(ord(character))


@pytest.mark.parametrize("rubbish", [" ", "<a>", "<c r=", '<row r="1">'])
def test_the_quick_reader_stops_where_the_usual_way_ends(rubbish: str) -> None:
    """At once, rather than at every byte."""
    assert scan_sheet(sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + rubbish * 300_000), WRITTEN, Looks(FORMATS)) is None


def test_a_star_for_a_code_is_no_crash(tmp_path: Path) -> None:
    damage = Damage(WATER)
    row = max(number for number, cells in damage.sample.sheets["支出"].cells.items() if cells.get(1, RawCell("", "n")).text.isdigit())
    damage.put("支出", row, 1, "*")
    accounts, findings = read_workbook(damage.write(tmp_path / "星.xlsx"))
    assert accounts is not None and [finding.code for finding in findings if f"支出!A{row}" in map(str, finding.sources)] == ["R025"]
