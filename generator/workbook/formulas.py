"""The formulas of the standard workbook: blank-safe, and the same in Excel, WPS and LibreOffice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.workbook.marks import CATALOGUE_SHEET, STAFF_CLASSES


def unit_note(unit_cell: str) -> str:
    """`单位：万元`, following 基本信息; `unit_cell` is its absolute address."""
    return f'=IF({unit_cell}="","单位：请先在基本信息中选择","单位："&{unit_cell})'


def shown(cell: str) -> str:
    """What stands in another cell, blank where that is blank."""
    return f'=IF({cell}="","",{cell})'


def subject_name(code_cell: str, catalogue_range: str) -> str:
    """The name of the code in `code_cell`, typed as number or text, also padded with zeros."""
    bare = f'SUBSTITUTE(TRIM({code_cell})," ","")'
    return f'=IF({bare}="","",IFERROR(VLOOKUP({bare},\'{CATALOGUE_SHEET}\'!{catalogue_range},2,FALSE),""))'


def row_sum(parts: Iterable[str], cells: Mapping[str, str]) -> str:
    """The sum of the row's parts, less those marked with a minus; blank where all are blank."""
    keys = list(parts)
    plus = ",".join(cells[key] for key in keys if not key.startswith("-"))
    minus = ",".join(cells[key[1:]] for key in keys if key.startswith("-"))
    every = ",".join(cells[key.lstrip("-")] for key in keys)
    return f'=IF(COUNT({every})=0,"",SUM({plus}){f"-SUM({minus})" if minus else ""})'


def column_sum(values: str) -> str:
    """The sum of a range, blank where it is blank."""
    return f'=IF(COUNT({values})=0,"",SUM({values}))'


def bare_codes(codes: str) -> str:
    """The codes of a range without the blanks that some systems print between 类, 款 and 项."""
    return f'SUBSTITUTE({codes}," ","")'


def details(codes: str, length: int) -> str:
    """1 for each row of the lowest level, whose code has `length` digits, in SUMPRODUCT."""
    return f'(LEN({bare_codes(codes)})={length})*(RIGHT({bare_codes(codes)},2)<>"00")'


def detail_sum(codes: str, values: str, length: int, *, staff: bool | None = None) -> str:
    """The sum of the rows with a code of `length` digits, so that pasted 类 and 款 subtotals do not count twice.

    `staff` limits it to 人员经费 (类 301 and 303) or, when False, to the rest (公用经费).
    """
    chosen = details(codes, length)
    if staff is not None:
        bare = bare_codes(codes)
        staffed = "+".join(f'(LEFT({bare},3)="{code}")' for code in STAFF_CLASSES)
        chosen += f"*(({staffed})={int(staff)})"
    return f'=IF(COUNT({values})=0,"",SUMPRODUCT({chosen},{values}))'
