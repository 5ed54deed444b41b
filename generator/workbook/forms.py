"""Writing forms (label, cell, explanation) and matrices (fixed rows by fixed columns)."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.utils import get_column_letter

from generator.workbook import formulas, styles
from generator.workbook.frame import Frame
from generator.workbook.marks import FORM_HEADER, HELP_HEADER, VALUE_HEADER
from generator.workbook.schema import Form, Item, Kind, Matrix
from generator.workbook.writing import lines_needed, marked, put, row_height


def write_form(frame: Frame, form: Form, fields: Mapping[str, object]) -> None:
    """One row per item; on a sheet with wider blocks the cell to fill spans their columns."""
    left = any(item.kind in (Kind.TEXT, Kind.LONG) for item in form.items)
    end = frame.value_end
    frame.header([FORM_HEADER, VALUE_HEADER, *[""] * (end - 2), *([HELP_HEADER] if frame.has_help else [])])
    frame.merge(frame.header_row, 2, end)
    first = frame.row
    for item in form.items:
        _write_field(frame, item, fields.get(f"{frame.sheet.name}.{item.key}"), left=left)
    frame.entries.append(f"$B${first}:$B${frame.row - 1}")


def _write_field(frame: Frame, item: Item, value: object, *, left: bool) -> None:
    ws, row, end = frame.ws, frame.row, frame.value_end
    style = styles.input_style(item.kind, left=left)
    label = ws.cell(row, 1)
    label.value = marked(item)
    styles.paint(label, styles.LABEL)
    for column in range(2, end + 1):
        styles.paint(ws.cell(row, column), style)
    put(ws.cell(row, 2), value, style)
    frame.merge(row, 2, end)
    lines = max(lines_needed(value, sum(frame.widths[1:end])), lines_needed(marked(item), frame.widths[0]))
    if frame.has_help:
        explanation = ws.cell(row, end + 1)
        explanation.value = item.help or None
        styles.paint(explanation, styles.HELP)
        lines = max(lines, lines_needed(item.help, frame.widths[end]))
    ws.row_dimensions[row].height = row_height(lines, 40.0 if item.kind is Kind.LONG else 22.0)
    frame.validate(item, f"B{row}")
    frame.cells[f"{frame.sheet.name}.{item.key}"] = f"$B${row}"
    if item.required:
        frame.required.append(f"$B${row}")
    frame.row += 1


def write_matrix(frame: Frame, matrix: Matrix, fields: Mapping[str, object]) -> None:
    """Row labels to the left, captions above; computed rows are sums of the others."""
    frame.header([matrix.row_header, *(marked(item) for item in matrix.columns)])
    first, last = frame.row, frame.row + len(matrix.rows) - 1
    for name in matrix.rows:
        _write_matrix_row(frame, matrix, name, first, fields)
    for column, item in enumerate(matrix.columns, 2):
        letter = get_column_letter(column)
        frame.validate(item, f"{letter}{first}:{letter}{last}")
    frame.entries.append(f"$B${first}:${get_column_letter(len(matrix.columns) + 1)}${last}")


def _write_matrix_row(frame: Frame, matrix: Matrix, name: str, first: int, fields: Mapping[str, object]) -> None:
    label = frame.ws.cell(frame.row, 1)
    label.value = name
    styles.paint(label, styles.LABEL)
    lines, least = 1, 22.0
    for column, item in enumerate(matrix.columns, 2):
        key = f"{frame.sheet.name}.{name}.{item.key}"
        cell, value = frame.ws.cell(frame.row, column), fields.get(key)
        frame.cells[key] = f"${get_column_letter(column)}${frame.row}"
        if name in matrix.computed_rows and item.kind in styles.FIGURES and value is None:
            letter = get_column_letter(column)
            parts = (f"{letter}{row}" for row, other in enumerate(matrix.rows, first)
                     if other not in matrix.computed_rows)
            styles.paint(cell, styles.formula_style(item.kind))
            cell.value = formulas.column_sum(",".join(parts))
        else:
            put(cell, value, styles.input_style(item.kind))
        lines = max(lines, lines_needed(value, frame.widths[column - 1]))
        least = 34.0 if item.kind is Kind.LONG else least
    frame.ws.row_dimensions[frame.row].height = row_height(lines, least)
    frame.row += 1
