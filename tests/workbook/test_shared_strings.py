"""Shared strings: the texts of a table, quickly or by walking it, and in the cells of the sheets that are read."""

from __future__ import annotations

import random
import re

import pytest
from broken_xml import broken, strings
from damaged import Damage, sample
from lxml import etree

from generator.workbook import shared_strings
from generator.workbook.raw import unescaped
from generator.workbook.read import read_book, read_opened
from generator.workbook.shared_strings import SharedStrings, as_written, scan_strings
from generator.workbook.sheet_tree import walk_strings
from generator.workbook.xlsx import DAMAGE, open_parts

WATER = "示例-江城市水务局-2024"
PART = "xl/sharedStrings.xml"
RUN = '<r><rPr><sz val="11"/><color rgb="FF000000"/><rFont val="宋体"/></rPr><t xml:space="preserve">%s</t></r>'
USUAL = strings(
    '<si><t>单位&amp;部门</t></si><si><t xml:space="preserve"> 甲</t><phoneticPr fontId="2" type="noConversion"/></si><si><t></t></si>'
    '<si><r><rPr><b/></rPr><t>上</t></r><r><t>下_x0041_</t></r><rPh sb="0" eb="1"><t>shang</t></rPh></si><si><t>末</t></si>'
    f"<si>{RUN % '支出'}{RUN % '12.5&lt;'}{RUN % '万元_x0041_'}</si><si>{RUN % '年'}</si>")
READ = ["单位&部门", " 甲", "", "上下A", "末", "支出12.5<万元A", "年"]
ITEM = re.compile(rb' t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is>')


def decoded(written: bytes) -> str:
    """What a cell with that XML says."""
    return unescaped(etree.fromstring(b"<v>" + written + b"</v>").text or "")


def saved_elsewhere(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The workbook as other programs save it: all texts in one table."""
    numbers: dict[bytes, int] = {}

    def number(match: re.Match[bytes]) -> bytes:
        return b' t="s"><v>%d</v>' % numbers.setdefault(match[1], len(numbers))

    changed = {name: ITEM.sub(number, data) if "worksheets/" in name else data for name, data in parts.items()}
    return {**changed, PART: strings("".join(f"<si><t>{text.decode()}</t></si>" for text in numbers))}


def test_the_texts_of_a_table() -> None:
    assert [decoded(text) for text in scan_strings(USUAL) or ()] == walk_strings(USUAL) == READ
    assert list(SharedStrings(USUAL).texts) == READ and SharedStrings(None).texts == []


def test_breaks_between_two_fonts_stay_two() -> None:
    data = strings("<si><r><t>上\r</t></r><r><t>\n下</t></r></si><si><t>上\r\n下</t></si>")
    assert [decoded(text) for text in scan_strings(data) or ()] == walk_strings(data) == ["上\n\n下", "上\n下"]


def test_both_read_damaged_tables_alike() -> None:
    chance, read = random.Random(7), 0
    for _ in range(4000):
        data = broken(chance, USUAL)
        quick = scan_strings(data)
        if quick is not None:
            read += 1
            assert [decoded(text) for text in quick] == walk_strings(data), data
    assert read > 100


@pytest.mark.parametrize("item", [
    "<t>&#1</t></si><si><t>2;</t>", "<t>\x01</t>", "<t>]]></t>", "<t>&a;</t>", "<r><t>&#6</t></r><r><t>5;</t></r>", "<t>甲", "<r><rPr><b></rPr><t>甲</t></r>",
    '<r><rPr><b val="&"/></rPr><t>甲</t></r>', '<r><rPr><b val="1" val="1"/></rPr><t>甲</t></r>', "<r><t>]]></t></r>",
])
def test_a_damaged_table_is_refused_whether_the_text_is_used_or_not(item: str) -> None:
    data = strings(f"<si><t>甲</t></si><si>{item}</si>")
    assert scan_strings(data) is None
    with pytest.raises(DAMAGE):
        SharedStrings(data)
    parts = saved_elsewhere(sample(WATER).parts)
    parts[PART] = parts[PART].replace(b"</sst>", f"<si>{item}</si></sst>".encode())
    accounts, findings = read_opened(lambda: open_parts(parts), "甲.xlsx")
    assert accounts is None and [finding.code for finding in findings] == ["R005"]


@pytest.mark.parametrize("text", ["甲", "a&b<c>", "_x0041_", "_x005F_x0041_", "__xx_", "上\r\n下\r", " 甲\t", "]]>", "", "\ue000"])
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert decoded(as_written(text)) == text


def test_a_workbook_saved_elsewhere_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without walking its thousands of texts."""
    expected = read_book(Damage(WATER).book(), "甲.xlsx")
    parts = saved_elsewhere(sample(WATER).parts)
    assert parts[PART].count(b"<si>") > 1000 and b"inlineStr" not in parts[sample(WATER).part_of["收入"]]
    monkeypatch.setattr(shared_strings, "walk_strings", lambda data: pytest.fail("walked"))
    assert read_book(open_parts(parts), "甲.xlsx") == expected


def test_a_sheet_that_has_to_be_walked_has_its_texts_too() -> None:
    expected = read_book(Damage(WATER).book(), "甲.xlsx")
    parts = saved_elsewhere(sample(WATER).parts)
    part = sample(WATER).part_of["主要职责"]
    parts[part] = parts[part].replace(b"<sheetData>", b"<sheetData><!-- -->")
    assert read_book(open_parts(parts), "甲.xlsx") == expected


@pytest.mark.parametrize("rubbish", ["<si><a>", "<si><t>", "<si><r>", "</t></r>", "<si></t></r>"])
def test_the_quick_reader_stops_where_the_usual_way_ends(rubbish: str) -> None:
    """At once, rather than at every byte."""
    assert scan_strings(strings("<si><t>甲</t></si>" + rubbish * 300_000)) is None
