"""The sheet 勾稽核对: every rule with both sides, the difference, what 尾差 is allowed, and the result in words."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from generator.workbook import styles
from generator.workbook.live import colours
from generator.workbook.live.page import Page
from generator.workbook.live.reasons import REASON_LINES, reason_formulas, reason_note
from generator.workbook.live.refs import Places
from generator.workbook.live.rules import AT_MOST, SECTIONS, Comparison, Rule
from generator.workbook.live.totals import DERIVED, EPSILON, TOTALS, Grid, slack, total_formulas
from generator.workbook.schema import BALANCE_SHEET, GUIDE_SHEET
from generator.workbook.styles import paint
from generator.workbook.writing import link

WIDTHS = (74.0, 17.0, 8.0, 17.0, 15.0, 16.0, 18.0, 22.0)
HEAD = ("核对关系", "左边", "关系", "右边", "差额", "允许尾差", "到哪张表改", "结果")
TOTALS_HEAD = ("表和栏目", "项级之和", "项数", "类级小计差额", "款级小计差额", "粘贴的合计行", "采用的合计", "结果")
DERIVED_HEAD = ("推算数和来历", "", "项数", "", "", "", "金额", "")
REASON_HEAD = ("与上年比较", "本年", "", "上年", "增减额", "增减%", "到哪张表改", "原因")
GUIDE = ("随填随算，不用填写。平、符合：已相等；差 n、超 n：要改；请核对：可能有正当理由，请看一看；未填：还没有数。金额单位为万元时，按“每个加数和合计各半分”的规则"
         "允许尾差；单位为元时分文不差。粘贴进来的类、款小计和合计行不会重复相加。更细的核对请运行 juesuan check 本工作簿.xlsx。")
TOTALS_NOTE = "只加项级（基本支出经济分类加款级）；类级、款级小计和合计行如果粘贴了，分别与所属项级之和比较。采用的合计：合计行与项级之和相差在尾差以内的，用合计行。"
FIRST_RULE_ROW = 5
REASONS_SHEET = "变动原因"


def grid_of(places: Places) -> Grid:
    """Where the lists of totals stand below the rules."""
    row = FIRST_RULE_ROW + sum(len(rules) + 2 for _, rules in SECTIONS)
    totals = row + 3
    return Grid(places, totals, totals + len(TOTALS) + 2)


def reasons_row(grid: Grid) -> int:
    """The first line of the comparisons with last year."""
    return grid.derived_row + len(DERIVED) + 2


def write_balance(worksheet: Worksheet, places: Places) -> Grid:
    """Write the sheet; where its totals stand."""
    page, grid = Page(worksheet, WIDTHS), grid_of(places)
    page.wide(BALANCE_SHEET, styles.TITLE, 32)
    page.wide(GUIDE, styles.GUIDE, 36)
    back = page.wide("", styles.LINK, 20)
    link(worksheet.cell(back, 1), GUIDE_SHEET, "返回填报说明", styles.LINK)
    page.row = FIRST_RULE_ROW
    for title, rules in SECTIONS:
        page.wide(title, styles.SECTION, 24)
        page.header(HEAD)
        for rule in rules:
            _write_rule(page, rule, grid)
    last_rule = page.row - 1
    page.wide("五、各表合计和逐级汇总", styles.SECTION, 24)
    page.wide(TOTALS_NOTE, styles.GUIDE, 20)
    page.header(TOTALS_HEAD)
    assert page.row == grid.totals_row
    _write_totals(page, grid)
    page.wide("六、推算数（由几张表得出）", styles.SECTION, 24)
    page.header(DERIVED_HEAD)
    assert page.row == grid.derived_row
    _write_derived(page, grid)
    page.wide("七、与上年比较和变动原因", styles.SECTION, 24)
    page.header(REASON_HEAD)
    _write_reasons(page, grid)
    _write_summary(page, last_rule, grid)
    colours.verdicts(worksheet, f"H{FIRST_RULE_ROW}:H{page.row - 1}")
    page.finish("C00000", f"A{FIRST_RULE_ROW}")
    return grid


def _write_rule(page: Page, rule: Rule, grid: Grid) -> None:
    made, row = rule.build(grid), page.row
    amount = styles.SHOWN_COUNT if made.counted else styles.SHOWN_MONEY
    tolerance = "" if made.counted else f'=IF(OR($B{row}="",$D{row}=""),"",{slack(f"{made.left.figures}+{made.right.figures}")})'
    page.line({
        1: (rule.text, styles.STEP), 2: (f"={made.left.formula}", amount), 3: (rule.relation, styles.CENTRED),
        4: (f"={made.right.formula}", amount),
        5: (f'=IF(OR($B{row}="",$D{row}=""),"",ROUND($B{row}-$D{row},4))', amount),
        6: (tolerance or None, styles.SLACK), 8: (f"={verdict(made, rule.relation, row)}", styles.RESULT),
    })
    page.link(row, 7, rule.sheet)


def verdict(made: Comparison, relation: str, row: int) -> str:
    """The result in words: 平, 符合, 差 n, 超 n, 请核对：…, 左边未填, 右边未填, 未填, 不适用."""
    left, right, difference = f"$B{row}", f"$D{row}", f"$E{row}"
    ask = "请核对：" if made.loose else ""
    shape = "0" if made.counted else "#,##0.00"
    within = f"<=N($F{row})+{EPSILON}"
    if relation == AT_MOST:
        over = f'IF({difference}{within},"符合","{ask}超 "&TEXT({difference},"{shape}"))'
        blank_right = '"未填"' if made.partial else f'IF({left}<=0,"符合","右边未填")'
        said = f'IF({left}="","未填",IF({right}="",{blank_right},{over}))'
    else:
        off = f'"{ask}差 "&TEXT(ABS({difference}),"{shape}")'
        same = f'IF(ABS({difference}){within},IF({difference}=0,"平","平（尾差）"),{off})'
        blank_left = '"未填"' if made.partial else f'IF({right}=0,"平","左边未填")'
        said = (f'IF(AND({left}="",{right}=""),"未填",IF({left}="",{blank_left},'
                f'IF({right}="",IF({left}=0,"平","右边未填"),{same})))')
    if made.when:
        said = f'IF(AND({left}="",{right}=""),"未填",IF({made.when},{said},"不适用"))'
    return f'IFERROR({said},"无法核对")'


def _write_totals(page: Page, grid: Grid) -> None:
    for sheet, key, caption in TOTALS:
        formulas = total_formulas(grid, sheet, key, page.row)
        money = dict.fromkeys((2, 4, 5, 6, 7), styles.SHOWN_MONEY) | {3: styles.SHOWN_COUNT, 8: styles.RESULT}
        page.line({1: (f"{sheet}：{caption}", styles.STEP),
                   **{column: (formulas.get(column), style) for column, style in money.items()}})


def _write_derived(page: Page, grid: Grid) -> None:
    for item in DERIVED:
        made, row = item.build(grid), page.row
        page.line({1: (f"{item.name}：{item.how}", styles.STEP),
                   3: (f'=IF(COUNT($G{row})=0,"",{made.figures})', styles.SHOWN_COUNT),
                   7: (f"={made.formula}", styles.SHOWN_MONEY)})


def _write_reasons(page: Page, grid: Grid) -> None:
    for item in REASON_LINES:
        row = page.row
        formulas = reason_formulas(grid, item, row)
        page.line({1: (item.caption, styles.STEP), 2: (formulas[2], styles.SHOWN_MONEY), 4: (formulas[4], styles.SHOWN_MONEY),
                   5: (formulas[5], styles.SHOWN_MONEY), 6: (formulas[6], styles.SHOWN_SHARE), 8: (formulas[8], styles.RESULT)})
        page.link(row, 7, REASONS_SHEET)


def write_reason_notes(worksheet: Worksheet, grid: Grid) -> None:
    """Beside the cell of each reason in 变动原因: this year, last year, the change."""
    for row, item in enumerate(REASON_LINES, reasons_row(grid)):
        place = grid.cell(f"{REASONS_SHEET}.{item.reason}").address.rsplit("$", 1)[1]
        worksheet.cell(int(place), 3).value = reason_note(row)


def _write_summary(page: Page, last_rule: int, grid: Grid) -> None:
    """How many rules hold, fail or wait, above all; every rule and every total counts."""
    results = (f"$H${FIRST_RULE_ROW}:$H${last_rule}", f"$H${grid.totals_row}:$H${grid.derived_row - 3}")
    row = FIRST_RULE_ROW - 1
    for column in range(1, len(WIDTHS) + 1):
        paint(page.ws.cell(row, column), styles.SUMMARY)
    page.ws.row_dimensions[row].height = 24
    wrong, ask, fine = (counted(results, kind) for kind in ("wrong", "ask", "fine"))
    cell = page.ws.cell(row, 1)
    cell.value = (f'=IF({wrong}+{ask}+{fine}=0,"还没有数可以核对",IF({wrong}>0,"不平 "&{wrong}&" 项，","没有不平的，")'
                  f'&IF({ask}>0,"请核对 "&{ask}&" 项，","")&"平 "&{fine}&" 项")')
    page.ws.merged_cells.add(f"A{row}:H{row}")
    colours.summary(page.ws, f"A{row}:H{row}", f"$A${row}")


def counted(results: tuple[str, ...], kind: str) -> str:
    """How many results are wrong (差, 超), ask for a look (请核对, a side not filled) or are fine (平, 符合)."""
    def one(cells: str) -> str:
        failing = f'((ISNUMBER(FIND("差 ",{cells}))+ISNUMBER(FIND("超 ",{cells})))>0)'
        asks = f'((LEFT({cells},3)="请核对")+(RIGHT({cells},3)="边未填")+(LEFT({cells},4)="未填到")+({cells}="无法核对")>0)'
        match kind:
            case "wrong":
                return f'SUMPRODUCT({failing}*(LEFT({cells},3)<>"请核对"))'
            case "ask":
                return f"SUMPRODUCT({asks}*1)"
            case _:
                return f'SUMPRODUCT(((LEFT({cells},1)="平")+({cells}="符合")>0)*1)'

    return f"({'+'.join(one(cells) for cells in results)})"


def summary_cell() -> str:
    """The address of the summary, for the first sheets."""
    return f"'{BALANCE_SHEET}'!$A${FIRST_RULE_ROW - 1}"
