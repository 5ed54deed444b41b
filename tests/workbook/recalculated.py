"""Workbooks calculated by LibreOffice, as Excel or WPS would when they open them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

SOFFICE = shutil.which("soffice")
CALC = SOFFICE is not None and (Path(SOFFICE).resolve().parent / "libsclo.so").exists()
needs_calc = pytest.mark.skipif(not CALC, reason="没有 LibreOffice Calc，不能重算工作簿的公式")
# LibreOffice writes conditional formats a second time in an extension that openpyxl does not know
ignores_extensions = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def calculated(folder: Path, *paths: Path) -> list[Path]:
    """Copies of the workbooks with the results of all formulas, in one start of LibreOffice."""
    assert SOFFICE
    target = folder / "calculated"
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
               "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target), *map(str, paths)]
    subprocess.run(command, check=False, capture_output=True, timeout=120)
    return [target / path.name for path in paths]


def formula_values(original: Path, after: Workbook) -> Iterator[tuple[str, object]]:
    """Each formula of the original with its calculated value, by place."""
    for sheet in load_workbook(original):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield f"{sheet.title}!{cell.coordinate}", after[sheet.title][cell.coordinate].value
