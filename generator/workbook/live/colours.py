"""Conditional colours: of verdicts on the sheets of help, and of cells to fill that are wrong as they are typed.

Plain formulas on cells of the same sheet only: what Excel 2010, WPS and LibreOffice all understand.
"""

from __future__ import annotations

from openpyxl.formatting.rule import DataBarRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from generator.workbook.styles import AMBER, GREEN, RED


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour, bgColor=colour)


FAINT = "8C8C8C"


def rule(worksheet: Worksheet, cells: str, formula: str, colour: tuple[str, str], *, bold: bool = False,
         last: bool = False) -> None:
    """Colour the cells where the formula (written for the first of them) holds; `last` stops further rules there."""
    font = Font(color=colour[1], bold=True) if bold else Font(color=colour[1])
    made = FormulaRule([formula], fill=_fill(colour[0]), font=font, stopIfTrue=last)  # type: ignore[no-untyped-call]
    worksheet.conditional_formatting.add(cells, made)


def faint(worksheet: Worksheet, cells: str, formula: str) -> None:
    """Grey letters where the formula holds."""
    worksheet.conditional_formatting.add(cells, FormulaRule([formula], font=Font(color=FAINT)))  # type: ignore[no-untyped-call]


def red_letters(worksheet: Worksheet, cells: str, formula: str) -> None:
    """Red letters where the formula holds."""
    worksheet.conditional_formatting.add(cells, FormulaRule([formula], font=Font(color="C00000", bold=True)))  # type: ignore[no-untyped-call]


def verdicts(worksheet: Worksheet, cells: str) -> None:
    """Results in words: wrong red, to be looked at amber, right green, nothing yet grey."""
    cell = "$" + cells.split(":")[0]
    has = 'ISNUMBER(FIND("{0}",' + cell + "))"
    asks = (f'OR(LEFT({cell},3)="请核对",RIGHT({cell},3)="边未填",LEFT({cell},4)="未填到",{cell}="无法核对",'
            f'LEFT({cell},1)="缺")')
    rule(worksheet, cells, asks, AMBER, last=True)
    rule(worksheet, cells, f"OR({has.format('差 ')},{has.format('超 ')})", RED, bold=True)
    rule(worksheet, cells, f'OR(LEFT({cell},1)="平",{cell}="符合",{cell}="已填",{cell}="已写原因",{cell}="持平")', GREEN)
    faint(worksheet, cells, f'OR({cell}="未填",{cell}="不适用",{cell}="已合计",LEFT({cell},1)="可",LEFT({cell},1)="看")')


def summary(worksheet: Worksheet, cells: str, cell: str) -> None:
    """The line that sums up the checks: red with anything wrong, amber with anything to look at, else green."""
    rule(worksheet, cells, f'LEFT({cell},2)="不平"', RED, last=True)
    rule(worksheet, cells, f'ISNUMBER(FIND("请核对",{cell}))', AMBER, last=True)
    rule(worksheet, cells, f'LEFT({cell},2)="没有"', GREEN)


def share_bars(worksheet: Worksheet, cells: str) -> None:
    """A bar in each cell for its share between 0 and 1."""
    bar = DataBarRule("num", 0, "num", 1, color="9BC2E6", minLength=0, maxLength=100)  # type: ignore[no-untyped-call]
    worksheet.conditional_formatting.add(cells, bar)
