"""A workbook twice as large takes twice the work: each figure, and the walk over all of them."""

from __future__ import annotations

import json

import pytest
from growing_accounts import calls, grown

from generator.figures.registry import Desk, entries, printed_figures, vocabulary
from generator.layouts import load_layout
from generator.model import Charts
from generator.report import figures_json, figures_text, make_report

SMALL, LARGE = 30, 120
MOST = 5.5


def _desk(size: int) -> Desk:
    return Desk(grown(size), load_layout("wuhan-2023"))


@pytest.mark.parametrize("name", entries())
def test_every_figure_grows_with_the_workbook(name):
    entry = entries()[name]
    desks = [_desk(SMALL), _desk(LARGE)]
    entry.make(desks[0])  # what is read once for the whole process
    few, many = (calls(lambda desk=desk: entry.make(desk)) for desk in desks)
    assert many / few < MOST or many < 1_000


def test_the_walk_over_all_figures_grows_with_the_workbook():
    few, many = (calls(lambda made=made: printed_figures(made)) for made in map(vocabulary, (_desk(SMALL), _desk(LARGE))))
    assert many / few < MOST


def test_filling_grows_with_the_workbook_and_figures_text_is_what_json_would_write():
    layout = load_layout("wuhan-2023")
    reports = [make_report(grown(size), layout, draft=True, kind=Charts.NATIVE) for size in (SMALL, LARGE)]
    few, many = (calls(lambda size=size: make_report(grown(size), layout, draft=True, kind=Charts.NATIVE))
                 for size in (SMALL, LARGE))
    assert many / few < MOST
    few, many = (calls(lambda made=made: figures_text(made)) for made in reports)
    assert many / few < MOST
    for made in reports:
        assert figures_text(made) == json.dumps(figures_json(made), ensure_ascii=False, indent=1) + "\n"
