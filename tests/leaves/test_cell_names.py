from __future__ import annotations

import subprocess
import sys

from openpyxl.utils import get_column_letter

from generator.cell_names import cell_name, letters_of


def test_columns_are_called_as_excel_calls_them() -> None:
    assert [letters_of(column) for column in range(1, 18279)] == [get_column_letter(column) for column in range(1, 18279)]
    assert cell_name(12, 28) == "AB12"


def test_the_leaves_bring_nothing_of_the_house_along() -> None:
    leaves = ("cell_names", "locks", "escaping", "text_columns", "zip_entries")
    listed = "import sys; print(*sorted(name for name in sys.modules if name.startswith('generator.')), 'lxml' in sys.modules, 'typer' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", f"from generator import {', '.join(leaves)}; {listed}"], check=True, capture_output=True, text=True)
    assert shown.stdout.split() == [*sorted(f"generator.{name}" for name in leaves), "False", "False"]
