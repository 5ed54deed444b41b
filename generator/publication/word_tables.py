"""A table of a Word document as rows of cells with their merged ranges, looks and borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.document.blocks import TableBlock
from generator.publication.model import Cell, Row
from generator.publication.word_forms import CellForm, WordForms


@dataclass(slots=True)
class _Merged:
    """A cell while the rows below it may still belong to it; `place` is its row and where it stands among the cells."""

    text: str
    column: int
    form: CellForm
    shown: int
    place: tuple[int, int]
    rows: int = 1


def read_rows(table: TableBlock, forms: WordForms) -> tuple[tuple[Row, ...], tuple[float, ...]]:
    """The rows, and the width of each column in points."""
    row_forms = [forms.row(row.form) for row in table.rows]
    form = forms.table(table.head)
    columns = max((row.end for row in row_forms), default=0)
    rows: list[list[Cell]] = []
    merged: list[_Merged] = []
    open_below: dict[int, _Merged] = {}
    for number, (row, block) in enumerate(zip(row_forms, table.rows, strict=True)):
        cells: list[Cell] = []
        column = row.first
        looks = forms.looks(form, row, columns, number == 0, number + 1 == len(row_forms))
        for cell, known in zip(row.cells, looks, strict=True):
            above = open_below.get(column)
            if cell.merge == "continue" and above is not None and above.form.columns == cell.columns:
                above.rows += 1
            else:
                text, shown = _read(cell, block.texts)
                if above is not None:
                    del open_below[column]
                if cell.merge:
                    open_below[column] = _Merged(text, column, cell, shown, (number, len(cells)))
                    merged.append(open_below[column])
                cells.append(Cell(text, column, cell.columns, 1, known[shown]))
            column += cell.columns
        rows.append(cells)
    for one in merged:
        number, place = one.place
        edges = (one.column == 0, one.column + one.form.columns == columns, number == 0, number + one.rows == len(rows))
        look = forms.look(form, one.form, one.shown, edges)
        rows[number][place] = Cell(one.text, one.column, one.form.columns, one.rows, look)
    finished = tuple([Row(tuple(cells), row.height, row.header) for cells, row in zip(rows, row_forms, strict=True)])
    return finished, form.widths(columns)


def _read(cell: CellForm, texts: Sequence[str]) -> tuple[str, int]:
    """The text of a cell, and the number of its first paragraph that prints something."""
    if len(cell.paragraphs) == 1:
        text = cell.paragraphs[0][0].fill(texts)
        return (text.replace("\t", " ").strip(" ").strip("\n") if text else text), 0
    lines = [slots.fill(texts).replace("\t", " ").strip(" ") for slots, _ in cell.paragraphs]
    return "\n".join(lines).strip("\n"), next((number for number, line in enumerate(lines) if line), 0)
