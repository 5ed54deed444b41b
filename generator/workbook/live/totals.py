"""勾稽核对: the totals of the subject tables, with what pasted subtotals differ by, and what follows from several tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.workbook.live.codes import Codes
from generator.workbook.live.refs import Places, Ref, Value, combined, plain, unit_cell
from generator.workbook.marks import CODE_KEY, NAME_KEY
from generator.workbook.schema import MONEY_SHEETS, Kind
from generator.workbook.schema.money_sheets import FUNDS, INCOME_COLUMNS

BUDGET = "年初预算数"
GENERAL, FUND, CAPITAL = FUNDS
FUND_KEYS = ("年初结转和结余", "本年收入", "年末结转和结余")
SPENT = {"一般公共预算": "小计", "政府性基金": "小计", "国有资本经营": "合计"}

#: Every amount column of every subject table: one line each.
TOTALS: tuple[tuple[str, str, str], ...] = tuple(
    (sheet.name, item.key, item.caption) for sheet in MONEY_SHEETS if sheet.table and sheet.table.catalogue
    for item in sheet.table.columns if item.kind is Kind.MONEY)

EPSILON = "0.00001"


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of the two lists of totals on the sheet, for whoever refers to them."""

    places: Places
    totals_row: int
    derived_row: int

    def total(self, sheet: str, key: str) -> Ref:
        """合计 of a column: the pasted one where it is the sum of the 项 but for 尾差, else the sum."""
        row = self.totals_row + next(index for index, item in enumerate(TOTALS) if item[:2] == (sheet, key))
        return Ref(f"$G${row}", f'IF($F${row}="",N($C${row}),IF($F${row}=$G${row},1,N($C${row})))')

    def derived(self, name: str) -> Ref:
        """An amount that follows from several tables."""
        row = self.derived_row + next(index for index, item in enumerate(DERIVED) if item.name == name)
        return Ref(f"$G${row}", f"N($C${row})")

    def cell(self, key: str) -> Ref:
        """A form cell."""
        return self.places.cell(key)

    def codes(self, sheet: str) -> Codes:
        """The codes of a subject table."""
        column = self.places.column
        return Codes(column(sheet, CODE_KEY), column(sheet, NAME_KEY), self.places.table(sheet).catalogue)


def slack(figures: str) -> str:
    """The 尾差 allowed: half of 0.01 for each figure where the unit is 万元, nothing in 元."""
    return f'IF({unit_cell()}="元",0,0.005*({figures}))'


def total_formulas(grid: Grid, sheet: str, key: str, row: int) -> dict[int, str]:
    """The formulas of one line by column: sum, count, what 类 and 款 differ by, pasted 合计, adopted 合计, result."""
    codes, values = grid.codes(sheet), grid.places.column(sheet, key)
    count = f"SUMPRODUCT({codes.details}*ISNUMBER({values}))"

    def subtotals(chosen: str, length: int) -> str:
        pasted = f"SUMPRODUCT({chosen}*ISNUMBER({values}))"
        return (f'IF($C{row}="","",IF({pasted}=0,"",'
                f"ROUND(SUMPRODUCT({chosen},{values})-SUMPRODUCT({codes.below(length)},{values}),4)))")

    pasted_total = f"SUMPRODUCT({codes.totals}*ISNUMBER({values}))"
    functional = codes.digits == 7
    within = f"ABS($F{row}-$B{row})<={slack(f'$C{row}+1')}+{EPSILON}"
    return {
        2: f'=IF($C{row}="","",SUMPRODUCT({codes.details},{values}))',
        3: f'=IF({count}=0,"",{count})',
        4: f"={subtotals(codes.classes, 3)}",
        **({5: f"={subtotals(codes.sections, 5)}"} if functional else {}),
        6: f'=IF({pasted_total}=0,"",SUMPRODUCT({codes.totals},{values}))',
        7: f'=IF($B{row}="",$F{row},IF($F{row}="",$B{row},IF({within},$F{row},$B{row})))',
        8: f"={_verdict(codes, values, key, row)}",
    }


def _verdict(codes: Codes, values: str, key: str, row: int) -> str:
    """平, or which level differs by how much; only where there is anything pasted to compare."""
    def differs(cell: str, chosen: str) -> str:
        pasted = f"SUMPRODUCT({chosen}*ISNUMBER({values}))"
        return f"ABS(N({cell}))>{slack(f'$C{row}+{pasted}')}+{EPSILON}"

    def said(level: str, difference: str) -> str:
        return f'"{level}差 "&TEXT(ABS({difference}),"#,##0.00")'

    total = f"$F{row}-$B{row}"
    steps = f'IF(AND($D{row}="",$E{row}="",$F{row}=""),"已合计","平")'
    steps = f'IF($F{row}="",{steps},IF(ABS({total})>{slack(f"$C{row}+1")}+{EPSILON},{said("合计", total)},{steps}))'
    if codes.digits == 7:
        steps = f'IF($E{row}="",{steps},IF({differs(f"$E{row}", codes.sections)},{said("款级", f"$E{row}")},{steps}))'
    steps = f'IF($D{row}="",{steps},IF({differs(f"$D{row}", codes.classes)},{said("类级", f"$D{row}")},{steps}))'
    if key == BUDGET:  # a budget may be given by 类 alone
        nothing = '"未填"'
    else:
        above = f"{codes.classes}+{codes.sections}" if codes.digits == 7 else codes.classes
        nothing = (f'IF(AND($F{row}="",SUMPRODUCT(({above})*ISNUMBER({values}))=0),"未填",'
                   f'"未填到{"项" if codes.digits == 7 else "款"}级")')
    return f'IFERROR(IF($B{row}="",{nothing},{steps}),"无法核对")'


@dataclass(frozen=True, slots=True)
class Derived:
    """One amount that follows from several tables, and how."""

    name: str
    how: str
    build: Callable[[Grid], Value]


def typed_or(typed: Ref, other: Value) -> Value:
    """What was typed, also a zero; else what follows."""
    return Value(f"IF(COUNT({typed.address})>0,{typed.address},{other.formula})",
                 f"IF(COUNT({typed.address})>0,1,{other.figures})")


def fund_spending(grid: Grid) -> list[Ref]:
    """本年支出 of the three funds."""
    return [grid.total(sheet, key) for sheet, key in SPENT.items()]


def _fund_amount(key: str) -> Derived:
    return Derived(f"{FUND}{key}", "结转结余表填了的按填列数，否则取政府性基金表合计",
                   lambda grid: typed_or(grid.cell(f"结转结余.{FUND}.{key}"), plain(grid.total("政府性基金", key))))


def _expenditure(grid: Grid) -> Value:
    whole, funds = grid.total("支出", "本年支出合计"), combined(fund_spending(grid))
    return Value(f"IF(COUNT({whole.address})>0,{whole.address},{funds.formula})",
                 f"IF(COUNT({whole.address})>0,{whole.count},{funds.figures})")


def _capital_income(grid: Grid) -> Value:
    opening, typed, closing = (grid.cell(f"结转结余.{CAPITAL}.{key}") for key in FUND_KEYS)
    return typed_or(typed, combined([grid.total("国有资本经营", "合计"), closing], [opening]))


def _general_income(grid: Grid) -> Value:
    others = [grid.derived(f"{FUND}本年收入"), grid.derived(f"{CAPITAL}本年收入")]
    whole = grid.total("收入", INCOME_COLUMNS[0])
    return typed_or(grid.cell(f"结转结余.{GENERAL}.本年收入"), combined([whole], others))


def _fiscal_income(grid: Grid) -> list[Ref]:
    return [grid.derived(f"{fund}本年收入") for fund in FUNDS]


def opening_of(grid: Grid, fund: str) -> Ref:
    """年初结转和结余 of a fund."""
    return grid.derived(f"{FUND}年初结转和结余") if fund == FUND else grid.cell(f"结转结余.{fund}.年初结转和结余")


def closing_of(grid: Grid, fund: str) -> Ref:
    """年末结转和结余 of a fund."""
    return grid.derived(f"{FUND}年末结转和结余") if fund == FUND else grid.cell(f"结转结余.{fund}.年末结转和结余")


DERIVED: tuple[Derived, ...] = (
    Derived("本年支出合计", "支出表；支出表不填的，为三张财政拨款表之和", _expenditure),
    *(_fund_amount(key) for key in FUND_KEYS),
    Derived(f"{CAPITAL}本年收入", "结转结余表填了的按填列数，否则 = 本年支出 + 年末 − 年初", _capital_income),
    Derived(f"{GENERAL}本年收入", "结转结余表填了的按填列数，否则 = 收入表财政拨款收入 − 另两项", _general_income),
    Derived("收入总计", "公开01表 31行 = 本年收入 + 使用非财政拨款结余 + 年初结转和结余", lambda grid: combined(
        [grid.total("收入", "本年收入合计"), grid.cell("结转结余.使用非财政拨款结余"), grid.cell("结转结余.年初结转和结余")])),
    Derived("支出总计", "公开01表 62行 = 本年支出 + 结余分配 + 年末结转和结余", lambda grid: combined(
        [grid.derived("本年支出合计"), grid.cell("结转结余.结余分配"), grid.cell("结转结余.年末结转和结余")])),
    Derived("财政拨款收入总计", "公开04表 32行 = 三项资金本年收入 + 年初结转和结余", lambda grid: combined(
        [*_fiscal_income(grid), *(opening_of(grid, fund) for fund in FUNDS)])),
    Derived("财政拨款支出总计", "公开04表 64行 = 三项资金本年支出 + 年末结转和结余", lambda grid: combined(
        [*fund_spending(grid), *(closing_of(grid, fund) for fund in FUNDS)])),
)
