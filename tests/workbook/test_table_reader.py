"""What the reader remembers of a row of the template, from one workbook to the next."""

from __future__ import annotations

from datetime import date

from generator.workbook.cells import Context
from generator.workbook.locate import Header
from generator.workbook.raw import Frame, RawCell, RawRow, RawSheet
from generator.workbook.schema import Item, Kind, Table
from generator.workbook.table_reader import reader_of
from generator.workbook.tables import read_rows
from generator.workbook.xlsx import RawBook

TABLE = Table("甲", (Item("名称", Kind.TEXT), Item("数", Kind.COUNT), Item("说明", Kind.TEXT)))
CONTEXT = Context(RawBook((), {}, date(1899, 12, 30), lambda name: RawSheet(name, {})), "甲.xlsx")
NARROW, WIDE = Header(1, {"名称": 1, "数": 2}), Header(1, {"名称": 1, "数": 2, "说明": 3})


def texts(row: RawRow, header: Header, table: Table = TABLE, *, merged: bool = False) -> list[dict[str, str]]:
    first = RawRow({1: RawCell("乙", "s")})
    sheet = RawSheet("甲", {2: first, 3: row}, Frame(((2, 1, 3, 1),) if merged else ()))
    rows, _ = read_rows(reader_of(table, sheet, header, CONTEXT))
    return [{key: str(value) for key, value in found.values.items()} for found in rows if found.source.cell == "A3"]


def test_a_row_without_anything_in_one_table_is_read_in_another() -> None:
    row = RawRow({3: RawCell("丙", "s")})
    assert texts(row, NARROW) == [] == texts(row, NARROW)
    assert row.blank_in is not None
    assert texts(row, WIDE) == [{"说明": "丙"}]
    assert texts(row, NARROW) == []


def test_a_row_without_anything_of_its_own_may_be_part_of_a_merged_group() -> None:
    row = RawRow({3: RawCell("丙", "s")})
    assert texts(row, NARROW) == []
    assert texts(row, NARROW, merged=True) == [{"名称": "乙"}]
    assert texts(row, NARROW) == []


def test_a_row_with_something_wrong_is_never_passed_over() -> None:
    row = RawRow({2: RawCell("约三", "s")})
    sheet = RawSheet("甲", {2: row})
    for _ in range(2):
        _, findings = read_rows(reader_of(TABLE, sheet, WIDE, CONTEXT))
        assert [finding.code for finding in findings] == ["R021"]
