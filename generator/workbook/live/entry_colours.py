"""Colours on the sheets to fill: what is wrong, missing or only a subtotal shows as it is typed or pasted."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from generator.subjects import FUNCTIONAL
from generator.workbook import formulas
from generator.workbook.frame import Frame
from generator.workbook.live import colours
from generator.workbook.live.codes import Codes
from generator.workbook.live.reasons import ASKED
from generator.workbook.marks import CODE_KEY, NAME_KEY
from generator.workbook.schema import Item, Kind, Sheet, Table
from generator.workbook.schema.money_sheets import THREE_PUBLIC_ITEMS
from generator.workbook.schema.result_sheets import FIRST_LEVEL
from generator.workbook.styles import AMBER, GREY, RED

DASHES = "-—－–"
#: Columns in which a name or code may stand only once.
UNIQUE = {"项目绩效自评": "项目名称", "整体绩效自评": "单位名称", "各类用途": CODE_KEY, "机构与单位": "单位名称"}
SCORES = ("得分", *(f"{group.removesuffix('指标')}得分" for group in FIRST_LEVEL))


def colour_sheet(frame: Frame, sheet: Sheet) -> None:
    """All conditional colours of a sheet to fill."""
    for key, item in sheet.fields():
        _form_cell(frame, item, frame.cells[key].replace("$", ""))
    table = sheet.table
    if table is not None:
        _table(frame, sheet, table)
    match sheet.name:
        case "三公经费":
            _three_public(frame)
        case "变动原因":
            for key, _ in sheet.fields():
                cell = frame.cells[key].replace("$", "")
                note = f"$C{cell[1:]}"
                colours.rule(frame.ws, cell, f'RIGHT({note},{len(ASKED)})="{ASKED}"', AMBER)
        case "机关运行经费":
            _operating(frame)


def _factor(frame: Frame) -> str:
    """What an amount is divided by to be in 万元."""
    return f'IF(RIGHT({frame.unit_place},2)="万元",1,10000)'


def _differ(frame: Frame, left: str, right: str) -> str:
    factor = _factor(frame)
    return f"ROUND(N({left})/{factor},2)<>ROUND(N({right})/{factor},2)"


def _form_cell(frame: Frame, item: Item, cell: str) -> None:
    if item.required:
        colours.rule(frame.ws, cell, f"LEN(TRIM({cell}))=0", AMBER)
    if item.kind is Kind.MONEY:
        _amounts(frame, cell, cell)


def _amounts(frame: Frame, cells: str, first: str) -> None:
    """A text where an amount should stand is amber, for no sum counts it; a negative amount has red letters."""
    text = f'AND(ISTEXT({first}),LEN(TRIM({first}))>0,ISERROR(FIND(TRIM({first}),"{DASHES}")))'
    colours.rule(frame.ws, cells, text, AMBER)
    colours.red_letters(frame.ws, cells, f"AND(ISNUMBER({first}),N({first})<0)")


def _table(frame: Frame, sheet: Sheet, table: Table) -> None:
    first, last = frame.first_data_row, frame.last_data_row
    letters = {item.key: get_column_letter(column) for column, item in enumerate(table.columns, 1)}
    for item in table.columns:
        if item.kind is Kind.MONEY and not table.catalogue:
            _amounts(frame, f"{letters[item.key]}{first}:{letters[item.key]}{last}", f"{letters[item.key]}{first}")
    if table.catalogue:
        _subjects(frame, table, letters)
    else:
        _required(frame, table, letters)
    if sheet.name in UNIQUE:
        letter = letters[UNIQUE[sheet.name]]
        cell, cells = f"{letter}{first}", f"${letter}${first}:${letter}${last}"
        colours.rule(frame.ws, f"{cell}:{letter}{last}", f"IF(LEN({cell})=0,FALSE,SUMPRODUCT(({cells}={cell})*1)>1)", RED)
    for score in SCORES:
        weight = f"{score[:-2]}分值"
        if score in letters and weight in letters:
            gained, most = f"${letters[score]}{first}", f"${letters[weight]}{first}"
            colours.rule(frame.ws, f"{letters[score]}{first}:{letters[score]}{last}",
                         f"AND(ISNUMBER({gained}),ISNUMBER({most}),N({gained})>N({most}))", RED)


def _required(frame: Frame, table: Table, letters: dict[str, str]) -> None:
    """A required cell that is blank in a row with anything else."""
    first, last = frame.first_data_row, frame.last_data_row
    row = f"$A{first}:${get_column_letter(len(table.columns))}{first}"
    for item in table.columns:
        if item.required and len(table.columns) > 1:
            cell = f"{letters[item.key]}{first}"
            colours.rule(frame.ws, f"{cell}:{letters[item.key]}{last}",
                         f"IF(LEN(TRIM({cell}))>0,FALSE,SUMPRODUCT((LEN({row})>0)*1)>0)", AMBER)


def _subjects(frame: Frame, table: Table, letters: dict[str, str]) -> None:
    first, last = frame.first_data_row, frame.last_data_row
    code, name = f"${letters[CODE_KEY]}{first}", f"${letters[NAME_KEY]}{first}"
    bare = f'SUBSTITUTE({code}," ","")'
    codes = f"${letters[CODE_KEY]}${first}:${letters[CODE_KEY]}${last}"
    functional = table.catalogue == FUNCTIONAL
    is_code = f'AND(LEN({bare})>0,ISNUMBER(FIND(LEFT({bare},1),"123456789")))'
    column = f"{letters[CODE_KEY]}{first}:{letters[CODE_KEY]}{last}"
    lengths = ",".join(f"LEN({bare})<>{length}" for length in (3, 5, 7)[:3 if functional else 2])
    colours.rule(frame.ws, column, f"AND({is_code},{lengths})", RED)
    colours.rule(frame.ws, column, f"IF({is_code},SUMPRODUCT((SUBSTITUTE({codes},\" \",\"\")={bare})*1)>1,FALSE)", RED)
    colours.rule(frame.ws, column, f"AND({is_code},LEN({name})=0)", AMBER)
    money = [item for item in table.columns if item.kind is Kind.MONEY]
    start, end = letters[money[0].key], letters[money[-1].key]
    cells, cell = f"{start}{first}:{end}{last}", f"{start}{first}"
    amounts = f"${start}{first}:${end}{first}"
    colours.rule(frame.ws, column, f'AND(LEN(TRIM({code}&{name}))=0,COUNT({amounts})>0)', AMBER)
    if functional and table.total:
        pasted = Codes(codes, codes.replace(letters[CODE_KEY], letters[NAME_KEY]), table.catalogue).totals
        colours.faint(frame.ws, f"A{first - 1}:{get_column_letter(len(table.columns))}{first - 1}", f"SUMPRODUCT({pasted})>0")
    if functional:
        _subtotals(frame, cells, cell, code, name, codes)
    for item in money:
        if item.parts:
            _across(frame, item, letters)
    _amounts(frame, cells, cell)
    if functional and not table.prefilled:
        whole = f"A{first}:{get_column_letter(len(table.columns))}{last}"
        subtotal = f'AND({is_code},OR(LEN({bare})=3,LEN({bare})=5,RIGHT({bare},2)="00"))'
        colours.rule(frame.ws, whole, f"OR({subtotal},{_is_total(code, name)})", GREY, bold=True)
    if "差异原因" in letters:
        reason, budget, spent = (f"${letters[key]}{first}" for key in ("差异原因", "年初预算数", "小计"))
        details = formulas.details(codes, 7)
        budgets = f"${letters['年初预算数']}${first}:${letters['年初预算数']}${last}"
        colours.rule(frame.ws, f"{letters['差异原因']}{first}:{letters['差异原因']}{last}",
                     f'AND({is_code},ISNUMBER({budget}),LEN(TRIM({reason}))=0,{_differ(frame, spent, budget)},'
                     f'OR(AND(LEN({bare})=7,RIGHT({bare},2)<>"00"),AND(ISNUMBER({spent}),SUMPRODUCT({details}*ISNUMBER({budgets}))=0)))',
                     AMBER)


def _is_total(code: str, name: str) -> str:
    label = f'SUBSTITUTE(SUBSTITUTE({code}&{name}," ",""),"　","")'
    return f'AND(RIGHT({label},1)="计",LEN({label})<=6)'


def _beyond(frame: Frame, cell: str, chosen: str, values: str) -> str:
    """Whether a typed total differs from the chosen amounts by more than 尾差; not where none of them is typed."""
    slack = f'IF(RIGHT({frame.unit_place},2)="万元",0.005*(SUMPRODUCT({chosen}*ISNUMBER({values}))+1),0)+0.00001'
    return (f"IF(SUMPRODUCT({chosen}*ISNUMBER({values}))=0,FALSE,"
            f"ABS({cell}-SUMPRODUCT({chosen},{values}))>{slack})")


def _subtotals(frame: Frame, cells: str, cell: str, code: str, name: str, codes: str) -> None:
    """Pasted 类, 款 and 合计 that are not the sums of the 项 below them."""
    first, last = frame.first_data_row, frame.last_data_row
    letter = cell.rstrip("0123456789")
    values, bare, all_bare = f"{letter}${first}:{letter}${last}", f'SUBSTITUTE({code}," ","")', f'SUBSTITUTE({codes}," ","")'
    details = formulas.details(codes, 7)
    for length in (3, 5):
        whole = f'AND(ISNUMBER({cell}),LEN({bare})>={length},SUBSTITUTE(MID({bare},{length + 1},4),"0","")="")'
        chosen = f"{details}*(LEFT({all_bare},{length})=LEFT({bare},{length}))"
        colours.rule(frame.ws, cells, f"IF({whole},{_beyond(frame, cell, chosen, values)},FALSE)", RED, bold=True, last=True)
    total = f"AND(ISNUMBER({cell}),{_is_total(code, name)})"
    colours.rule(frame.ws, cells, f"IF({total},{_beyond(frame, cell, details, values)},FALSE)", RED, bold=True, last=True)


def _across(frame: Frame, item: Item, letters: dict[str, str]) -> None:
    """A pasted total that is not the sum of its row."""
    first, last = frame.first_data_row, frame.last_data_row
    cell = f"${letters[item.key]}{first}"
    plus = ",".join(f"${letters[part]}{first}" for part in item.parts if not part.startswith("-"))
    minus = ",".join(f"${letters[part[1:]]}{first}" for part in item.parts if part.startswith("-"))
    every = f"{plus},{minus}" if minus else plus
    slack = f'IF(RIGHT({frame.unit_place},2)="万元",0.005*(COUNT({every})+1),0)+0.00001'
    taken = f"-SUM({minus})" if minus else ""
    colours.rule(frame.ws, f"{letters[item.key]}{first}:{letters[item.key]}{last}",
                 f"AND(ISNUMBER({cell}),COUNT({every})>0,ABS(N({cell})-(SUM({plus}){taken}))>{slack})", RED, bold=True, last=True)


def _three_public(frame: Frame) -> None:
    for item in THREE_PUBLIC_ITEMS:
        cells = {key: frame.cells[f"三公经费.{item}.{key}"] for key in
                 ("预算数", "决算数", "上年决算数", "与预算差异原因", "与上年差异原因")}
        spent = cells["决算数"]
        for base, reason in (("预算数", "与预算差异原因"), ("上年决算数", "与上年差异原因")):
            colours.rule(frame.ws, cells[reason].replace("$", ""),
                         f"AND(ISNUMBER({cells[base]}),LEN(TRIM({cells[reason]}))=0,{_differ(frame, spent, cells[base])})", AMBER)
        colours.rule(frame.ws, spent.replace("$", ""),
                     f"AND(ISNUMBER({spent}),N({spent})>N({cells['预算数']}))", AMBER)


def _operating(frame: Frame) -> None:
    spent, budget, prior, reason = (frame.cells[f"机关运行经费.{key}"] for key in ("决算数", "年初预算数", "上年决算数", "变动原因"))
    base = f"IF(COUNT({prior})>0,{prior},{budget})"
    colours.rule(frame.ws, reason.replace("$", ""),
                 f"AND(LEN(TRIM({reason}))=0,COUNT({spent})>0,COUNT({prior},{budget})>0,{_differ(frame, spent, base)})", AMBER)
