"""Every figure of the standard workbook is decided: a new field or sheet fails here until somebody says how it is merged."""

from __future__ import annotations

from datetime import date

import pytest
from merging_units import unit

from generator.merging.merge import merge
from generator.merging.rules import EXCEPTIONS, FIGURE_SHEETS, TABLES, Rule, field_rule, table_rule
from generator.workbook.schema import SHEETS, Kind, all_fields

FIGURES = (Kind.MONEY, Kind.COUNT)
ADDING = {Rule.ADD, Rule.SETTLED, Rule.OFFICE}


@pytest.mark.parametrize(("key", "item"), [(key, item) for key, item in all_fields() if item.kind in FIGURES], ids=lambda value: str(value)[:40])
def test_every_figure_of_a_form_adds_up_but_the_year(key, item):
    assert (field_rule(key, item) in ADDING) == (key != "基本信息.决算年度")


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.table], ids=lambda sheet: sheet.name)
def test_every_table_is_decided(sheet):
    assert table_rule(sheet.name) in set(Rule) - ADDING


def test_no_decision_is_about_something_else():
    names = {sheet.name for sheet in SHEETS}
    assert set(FIGURE_SHEETS) | set(TABLES) <= names
    assert set(EXCEPTIONS) <= {key for key, _ in all_fields()}


def test_scores_never_add_up():
    for sheet in SHEETS:
        for item in sheet.table.columns if sheet.table else ():
            if item.kind is Kind.SCORE:
                assert table_rule(sheet.name) is Rule.BESIDE


def test_subject_tables_are_added_by_subject_or_dropped():
    for sheet in SHEETS:
        if sheet.table and sheet.table.catalogue:
            assert table_rule(sheet.name) in (Rule.SUBJECTS, Rule.DROP)


def filled(name: str, number: int):
    """A unit with something in every cell of the schema: figures `number`, texts that say whose they are."""
    def value(item):
        return {Kind.MONEY: str(number), Kind.COUNT: number, Kind.SCORE: number, Kind.DATE: date(2024, 1, number)}.get(item.kind, f"{name}的{item.caption}")

    fields = {key: value(item) for key, item in all_fields() if not key.startswith("基本信息.")}
    rows: dict[str, list[dict[str, object]]] = {}
    tables: dict[str, dict[str, dict[str, object]]] = {}
    for sheet in SHEETS:
        if sheet.table is None:
            continue
        line = {item.key: value(item) for item in sheet.table.columns}
        if sheet.table.catalogue:
            code = "30101" if sheet.name == "基本支出经济分类" else "2012901"
            tables[sheet.name] = {code: {key: cell for key, cell in line.items() if key not in ("科目编码", "科目名称")}}
        else:
            rows[sheet.name] = [{**line, **({"项目": "会议费", "级次": "省级"} if sheet.name == "绩效基础数据" else {}),
                                 **({"科目编码": "201"} if sheet.name == "各类用途" else {}),
                                 **({"单位名称": name, "层级": "本级", "单位简称": name} if sheet.name == "机构与单位" else {})}]
    return unit(name, fields={**fields, "基本信息.单位简称": name}, rows=rows, tables=tables)


FIRST, SECOND = filled("甲局", 3), filled("乙院", 4)
MERGED, _ = merge([FIRST, SECOND])


@pytest.mark.parametrize(("key", "item"), [(key, item) for key, item in all_fields() if not key.startswith("基本信息.")], ids=lambda value: str(value)[:40])
def test_every_field_arrives(key, item):
    """What the rule says is what happens, for every field there is: nothing is dropped unsaid."""
    found, first, second = (accounts.fields.get(key) for accounts in (MERGED.accounts, FIRST, SECOND))
    assert first is not None and second is not None
    match field_rule(key, item):
        case Rule.ADD | Rule.SETTLED | Rule.OFFICE:
            assert found.value == first.value + second.value
        case Rule.HEAD:
            assert found == first
        case Rule.LIST:
            assert found.value == f"【待核】甲局：{first.value}\n乙院：{second.value}"
        case other:
            pytest.fail(f"{key}: {other}")


#: 层级 is new in the department, 单位性质 is that of the unit's own 基本信息, the name of a 科目 follows from its code
GIVEN_ELSEWHERE = {("机构与单位", "层级"), ("机构与单位", "单位性质"), ("各类用途", "科目名称")}


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.table], ids=lambda sheet: sheet.name)
def test_every_column_of_every_table_arrives(sheet):
    rule, columns = table_rule(sheet.name), sheet.table.columns
    if rule is Rule.SUBJECTS:
        line, = MERGED.accounts.tables[sheet.name].lines
        for item in columns:
            if item.kind is Kind.MONEY and not item.parts:
                assert line.amounts[item.key].value == 7, item.key
            elif item.kind is Kind.LONG:
                assert line.row.text(item.key) == f"【待核】甲局：甲局的{item.caption}\n乙院：乙院的{item.caption}"
        return
    if rule is Rule.DROP:
        assert not MERGED.accounts.tables[sheet.name], "and M023 says so"
        return
    found = MERGED.accounts.rows[sheet.name]
    told = " ".join(str(getattr(cell, "value", "")) for row in found for cell in row.values.values())
    for item in columns:
        for name, number in (("甲局", 3), ("乙院", 4)):
            own = next(iter((FIRST if number == 3 else SECOND).rows[sheet.name])).values[item.key]
            if (rule is Rule.HEAD and number == 4) or (sheet.name, item.key) in GIVEN_ELSEWHERE:
                continue
            if rule is Rule.ITEMS and item.kind is Kind.MONEY:
                assert [row.values[item.key].value for row in found] == [7]
            elif item.kind in FIGURES or item.kind in (Kind.SCORE, Kind.DATE):
                assert own.value in [getattr(row.values.get(item.key), "value", None) for row in found], item.key
            else:
                assert own.value in told, (item.key, own.value, name)
