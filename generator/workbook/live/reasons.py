"""勾稽核对: this year beside last year, and whether the change has its reason; shown beside the cell of each reason too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.workbook.live.refs import Ref, plain, unit_cell
from generator.workbook.live.totals import SPENT, Grid
from generator.workbook.schema import BALANCE_SHEET
from generator.workbook.schema.money_sheets import FUNDS

ASKED = "请写原因"


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A figure that the report compares with last year's: keys of 变动原因 and 上年数, and this year's figure.

    `main` marks the five totals whose figure of last year every report needs.
    """

    caption: str
    reason: str
    prior: str
    current: Callable[[Grid], Ref]
    main: bool = False


def _income(fund: str) -> ReasonLine:
    return ReasonLine(f"{fund}收入", f"{fund}收入", f"{fund}收入", lambda grid: grid.derived(f"{fund}本年收入"))


def _spent(fund: str, sheet: str) -> ReasonLine:
    return ReasonLine(f"{fund}支出", f"{fund}支出", f"{fund}支出", lambda grid: grid.total(sheet, SPENT[sheet]),
                      main=fund == FUNDS[0])


REASON_LINES: tuple[ReasonLine, ...] = (
    ReasonLine("收、支总计", "收支总计", "收入总计", lambda grid: grid.derived("收入总计"), main=True),
    ReasonLine("本年收入合计", "本年收入", "本年收入合计", lambda grid: grid.total("收入", "本年收入合计"), main=True),
    ReasonLine("本年支出合计", "本年支出", "本年支出合计", lambda grid: grid.derived("本年支出合计"), main=True),
    ReasonLine("财政拨款收、支总计", "财政拨款总计", "财政拨款总计", lambda grid: grid.derived("财政拨款收入总计"), main=True),
    *map(_income, FUNDS),
    *(_spent(fund, sheet) for fund, sheet in zip(FUNDS, SPENT, strict=True)),
)


def printed(cell: str) -> str:
    """An amount as the report prints it, in 万元 with two decimals; a blank is 0."""
    return f'ROUND(N({cell})/IF({unit_cell()}="元",10000,1),2)'


def reason_formulas(grid: Grid, line: ReasonLine, row: int) -> dict[int, str]:
    """The formulas of one line by column: this year, last year, change, its share, and whether there is a reason."""
    current, prior, change = f"$B{row}", f"$D{row}", f"$E{row}"
    reason = grid.cell(f"变动原因.{line.reason}").address
    total = grid.derived("收入总计").address
    no_prior = '"缺上年数"' if line.main else f'IF({current}=0,"未填","缺上年数")'
    nothing_yet = f'AND({current}="",OR({prior}="",COUNT({total})=0))'
    return {
        2: f"={plain(line.current(grid)).formula}",
        4: f"={plain(grid.cell(f'上年数.{line.prior}')).formula}",
        5: f'=IF(OR({prior}="",{nothing_yet}),"",ROUND(N({current})-{prior},4))',
        6: f'=IF({change}="","",IF({prior}=0,"",{change}/ABS({prior})))',
        8: f'=IFERROR(IF({nothing_yet},"未填",IF({prior}="",{no_prior},IF({printed(current)}={printed(prior)},"持平",'
           f'IF(LEN(TRIM({reason}))>0,"已写原因","缺原因")))),"无法核对")',
    }


def reason_note(row: int) -> str:
    """What the sheet 变动原因 shows beside the cell of the reason; `row` is that of the line in 勾稽核对."""
    sheet = f"'{BALANCE_SHEET}'!"
    current, prior, change, said = (f"{sheet}${letter}${row}" for letter in "BDEH")

    def amount(cell: str) -> str:
        return f'TEXT({cell},"#,##0.00")'

    direction = f'IF({change}=0,"持平",IF({change}>0,"增加 ","减少 ")&{amount(f"ABS({change})")})'
    return (f'=IFERROR(IF({change}="","","本年 "&{amount(f"N({current})")}&"，上年 "&{amount(prior)}&"，"&{direction}'
            f'&IF({said}="缺原因","；{ASKED}","")),"")')
