"""Every figure can be traced: its inputs are cells of the workbook, and its value is computed from those cells."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from accounts_builder import accounts, base, desk

from generator.figures.registry import Desk, entries, figure, printed_figures, vocabulary
from generator.figures.values import Money, Number, Percent
from generator.layouts import load_layout
from generator.model import Accounts, Amount, Count, Source
from generator.tables.books import make_books
from generator.workbook.read import read_workbook

SAMPLES = sorted((Path(__file__).parents[2] / "input_samples").glob("*.xlsx"))


@cache
def _accounts(name: str) -> Accounts:
    if name == "base":
        return accounts(**base())
    read, findings = read_workbook(next(path for path in SAMPLES if path.stem == name))
    assert read is not None, findings
    return read


@cache
def _figures(name: str) -> dict[str, Money | Percent | Number]:
    made = make_books(_accounts(name))
    return dict(printed_figures(vocabulary(Desk(made, load_layout("wuhan-2023")))))


def _cells(accounts: Accounts) -> dict[Source, Any]:
    """Every cell of the workbook that the figures may name, with its value."""
    found: dict[Source, Any] = dict.fromkeys(accounts.places.values())

    def note(value: Any) -> None:
        for source in value.sources if isinstance(value, Amount) else (getattr(value, "source", None),):
            if source is not None:
                found[source] = value

    def rows() -> Iterator[Any]:
        for table in accounts.rows.values():
            yield from table
        for subject_table in accounts.tables.values():
            yield from (line.row for line in subject_table)

    for row in rows():
        found.setdefault(row.source, None)
        for key in row.columns:  # a blank cell can be named too
            found.setdefault(row.source_of(key), None)
        for value in row.values.values():
            note(value)
    for value in accounts.fields.values():
        note(value)
    return found


def _is_nothing(figure: Money | Percent | Number) -> bool:
    """A zero because nothing stands anywhere this year (printed beside last year's): there is no cell to name."""
    return isinstance(figure, Money) and figure.value == 0


NAMES = ["base", *(path.stem for path in SAMPLES)]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_names_cells_of_the_workbook(name: str) -> None:
    cells, figures = _cells(_accounts(name)), _figures(name)
    assert len(figures) > 300
    assert [path for path, figure in figures.items() if not figure.inputs and not _is_nothing(figure)] == []
    assert [(path, str(source)) for path, figure in figures.items() for source in figure.inputs if source not in cells] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_blank_is_not_a_figure_and_names_are_unique(name: str) -> None:
    made = vocabulary(Desk(make_books(_accounts(name)), load_layout("wuhan-2023")))
    pairs = list(printed_figures(made))
    assert len(pairs) == len({path for path, _ in pairs})
    assert all(figure.value is not None for _, figure in pairs if isinstance(figure, Number))
    assert all(figure.known for _, figure in pairs if isinstance(figure, Money))


@pytest.mark.parametrize("name", NAMES)
def test_an_amount_from_one_cell_is_the_number_in_that_cell(name: str) -> None:
    cells = _cells(_accounts(name))
    single = [(path, figure) for path, figure in _figures(name).items() if isinstance(figure, Money)
              and len(figure.inputs) == 1 and isinstance(cells[figure.inputs[0]], Amount)]
    assert len(single) > 50
    assert [path for path, figure in single if abs(figure.value) != abs(cells[figure.inputs[0]].value)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_count_from_one_cell_is_the_number_in_that_cell(name: str) -> None:
    cells = _cells(_accounts(name))
    wrong = [path for path, figure in _figures(name).items() if isinstance(figure, Number) and len(figure.inputs) == 1
             and isinstance(cells[figure.inputs[0]], Count) and figure.value != cells[figure.inputs[0]].value]
    assert wrong == []


def test_differences_and_rates_are_computed_from_the_exact_amounts() -> None:
    figures = _figures("base")
    assert str(figures["收支总计"]) == "860.00" and str(figures["收支总计.上年"]) == "900.00"
    change, rate = figures["收支总计.增减额"], figures["收支总计.增减率"]
    assert isinstance(change, Money) and change.value == -40
    assert isinstance(rate, Percent) and rate.ratio == Decimal(-40) / Decimal(900) and str(rate) == "-4.44%"
    assert set(change.inputs) == set(figures["收支总计"].inputs) | set(figures["收支总计.上年"].inputs)


def test_the_vocabulary_is_documented_and_a_name_is_registered_once() -> None:
    assert all(entry.group and entry.about for entry in entries().values())
    with pytest.raises(ValueError, match="收支总计"):
        figure("收支总计", "组", "说明")(lambda desk: None)


def test_an_empty_workbook_has_every_name_and_no_figure_but_counts_of_nothing() -> None:
    empty = desk()
    made = vocabulary(empty)
    assert set(made) == set(entries())
    assert [(path, str(figure)) for path, figure in printed_figures(made)] == [
        ("绩效.项目个数", "0"), ("绩效.整体单位数", "0")]
