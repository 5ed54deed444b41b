"""Every figure of the standard workbook is decided: a new field or sheet fails here until somebody says how it is merged."""

from __future__ import annotations

import pytest

from generator.merging.rules import EXCEPTIONS, FIGURE_SHEETS, TABLES, Rule, column_rule, field_rule, table_rule
from generator.workbook.schema import SHEETS, Kind, all_fields

FIGURES = (Kind.MONEY, Kind.COUNT)
ADDING = {Rule.ADD, Rule.SETTLED, Rule.OFFICE, Rule.RECOMPUTE}


@pytest.mark.parametrize(("key", "item"), [(key, item) for key, item in all_fields() if item.kind in FIGURES], ids=lambda value: str(value)[:40])
def test_every_figure_of_a_form_adds_up_but_the_year(key, item):
    assert (field_rule(key, item) in ADDING) == (key != "基本信息.决算年度")


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.table], ids=lambda sheet: sheet.name)
def test_every_table_is_decided(sheet):
    rule = table_rule(sheet.name)
    for item in sheet.table.columns:
        if item.kind in FIGURES:
            decided = column_rule(sheet.name, item)
            assert (decided in ADDING) == (rule in (Rule.SUBJECTS, Rule.ITEMS))
            assert (decided is Rule.RECOMPUTE) == (rule is Rule.SUBJECTS and bool(item.parts))


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
