"""填报进度: what a complete workbook must hold, and how much of it stands there, as formulas.

Follows the rules on completeness in `generator.checks` (缺少…); what only some layouts print is never asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.workbook.live.reasons import REASON_LINES, printed
from generator.workbook.live.refs import Places, filled
from generator.workbook.live.rules import ABROAD, PURCHASE, RECEPTION, RUNNING, administrative
from generator.workbook.live.totals import Grid
from generator.workbook.schema import SHEETS, Form, Kind, Sheet, Table
from generator.workbook.schema.money_sheets import INCOME_COLUMNS, SPENDING, THREE_PUBLIC_ITEMS
from generator.workbook.schema.text_sheets import VEHICLE_KINDS

FIRST = "至少一行"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to fill: how often it is wanted and how often it is there, as formulas, and what to do."""

    sheet: str
    what: str
    wanted: str
    there: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the needs are worked out from; `reasons_row` is the first line of the comparison with last year."""

    grid: Grid
    balance: str
    reasons_row: int

    @property
    def places(self) -> Places:
        """The places of the workbook."""
        return self.grid.places

    def cell(self, key: str) -> str:
        """The address of a form cell."""
        return self.grid.cell(key).address

    def total(self, sheet: str, key: str) -> str:
        """The address of a total on 勾稽核对, 0 where it is blank."""
        return f"N({self.balance}{self.grid.total(sheet, key).address})"


def _any(cells: str) -> str:
    """1 where anything stands in a range."""
    return f"(SUMPRODUCT((LEN({cells})>0)*1)>0)*1"


def _when(condition: str, cell: str, sheet: str, what: str, hint: str) -> Need:
    """A cell wanted under a condition."""
    return Need(sheet, what, f"IF({condition},1,0)", f"IF({condition},{filled(cell)},0)", hint)


def _rows(desk: Desk, sheet: str, key: str, *, hint: str, when: str = "TRUE") -> Need:
    """At least one row in a table, under a condition."""
    there = _any(desk.places.column(sheet, key))
    return Need(sheet, FIRST, f"IF({when},1,0)", f"IF({when},{there},0)", hint)


def _columns(desk: Desk, sheet: str, keys: Sequence[str], *, only: str = "1") -> Iterator[Need]:
    """Columns wanted in every row with anything; `only` limits the rows."""
    table = desk.places.table(sheet)
    typed = [item.key for item in table.columns if not item.computed and item.key != "科目名称"]
    row = "((" + "+".join(f"(LEN({desk.places.column(sheet, key)})>0)" for key in typed) + ")>0)"
    for key in keys:
        label = next(item.caption for item in table.columns if item.key == key)
        yield Need(sheet, label, f"SUMPRODUCT({row}*{only})", f"SUMPRODUCT(({only})*(LEN({desk.places.column(sheet, key)})>0))",
                   "已有内容的各行都要填")


def needs(desk: Desk) -> list[Need]:
    """Everything, sheet by sheet in their order."""
    made = [*_required(desk), *_money(desk), *_three_public(desk), *_last_year(desk), *_others(desk)]
    order = {sheet.name: index for index, sheet in enumerate(SHEETS)}
    return sorted(made, key=lambda need: (order[need.sheet], need.what != FIRST))


def _required(desk: Desk) -> Iterator[Need]:
    """What the schema marks with *: form cells, and columns of every row."""
    for sheet in SHEETS:
        for block in sheet.blocks:
            if isinstance(block, Form):
                for item in block.items:
                    if item.required:
                        yield Need(sheet.name, item.caption, "1", filled(desk.cell(f"{sheet.name}.{item.key}")),
                                   item.help.split("；")[0])
        if sheet.table and not sheet.table.prefilled:
            yield from _first_row(desk, sheet)
            keys = [item.key for item in sheet.table.columns if item.required and item.kind is not Kind.CODE]
            yield from _columns(desk, sheet.name, keys if len(sheet.table.columns) > 1 else ())


#: Sheets that need at least a row, and the column that shows it. Others depend on figures (below) or on the layout.
FIRST_ROWS = {
    "主要职责": ("内容", "填写部门主要职责"), "机构与单位": ("单位名称", "第一行填本级，以下填下属单位"),
    "收入": ("科目编码", "按公开02表填列"), "一般公共预算": ("科目编码", "按公开05表填列"),
    "整体绩效自评": ("单位名称", "一行一个单位"),
}


def _first_row(desk: Desk, sheet: Sheet) -> Iterator[Need]:
    if sheet.name in FIRST_ROWS:
        key, hint = FIRST_ROWS[sheet.name]
        yield _rows(desk, sheet.name, key, hint=hint)
    table: Table | None = sheet.table
    if table and table.catalogue:
        codes = desk.grid.codes(sheet.name).codes
        money = [desk.places.column(sheet.name, item.key) for item in table.columns
                 if item.kind is Kind.MONEY and not item.computed]
        amounts = "((" + "+".join(f"ISNUMBER({cells})" for cells in money) + ")>0)"
        labels = desk.grid.codes(sheet.name).names
        yield Need(sheet.name, "科目编码", f"SUMPRODUCT({amounts}*1)",
                   f"SUMPRODUCT({amounts}*(LEN({codes}&{labels})>0))", "有金额的各行都要填")


def _money(desk: Desk) -> Iterator[Need]:
    others = "+".join(desk.total("收入", key) for key in INCOME_COLUMNS[1:])
    yield _rows(desk, "支出", "科目编码", when=f"({others})<>0", hint="有财政拨款以外收入的，按公开03表填列")
    basic = desk.total("一般公共预算", "基本支出")
    yield _rows(desk, "基本支出经济分类", "决算数", when=f"{basic}<>0", hint="按公开06表填到款级")
    column, sheet = desk.places.column, "一般公共预算"
    codes = desk.grid.codes(sheet)
    spent, budget, reason = (column(sheet, key) for key in ("小计", "年初预算数", "差异原因"))
    rows = f"SUMPRODUCT({codes.details}*ISNUMBER({spent}))"
    own = f"SUMPRODUCT({codes.details}*ISNUMBER({spent})*ISNUMBER({budget}))"
    yield Need(sheet, "年初预算数", rows, f"IF(AND({own}=0,COUNT({budget})>0),{rows},{own})", "没有年初预算的填 0；按类填预算的，填在类级行")
    factor = f'IF({desk.cell("基本信息.金额单位")}="元",10000,1)'
    # a budget by 类 alone is explained in the 类 row
    above = f"({codes.classes}+{codes.sections})*ISNUMBER({spent})*(SUMPRODUCT({codes.details}*ISNUMBER({budget}))=0)"
    pairs = f"({codes.details}+{above})*ISNUMBER({budget})"
    parts = "+".join(column(sheet, key) for key in SPENDING)  # not 小计: a formula that shows nothing is a text
    printed_apart = f"{pairs}*(ABS(ROUND(({parts})/{factor},2)-ROUND({budget}/{factor},2))>0.001)"
    apart = f"{pairs}*({spent}<>{budget})"  # where a text among the amounts forbids arithmetic

    def rows_apart(also: str) -> str:
        return f"IFERROR(SUMPRODUCT({printed_apart}{also}),SUMPRODUCT({apart}{also}))"

    yield Need(sheet, "差异原因", rows_apart("*1"), rows_apart(f"*(LEN({reason})>0)"), "决算数与年初预算数不等的各行都要写")


def _three_public(desk: Desk) -> Iterator[Need]:
    sheet = "三公经费"
    spent = {item: desk.cell(f"{sheet}.{item}.决算数") for item in THREE_PUBLIC_ITEMS}
    yield Need(sheet, "决算数", "1", f"(COUNT({','.join(spent.values())})>0)*1", "四项中有数的填数，没有“三公”经费的填 0")
    for column, reason in (("预算数", "与预算差异原因"), ("上年决算数", "与上年差异原因")):
        bases = {item: desk.cell(f"{sheet}.{item}.{column}") for item in THREE_PUBLIC_ITEMS}
        differs = {item: f"(COUNT({bases[item]})>0)*({printed(spent[item])}<>{printed(bases[item])})" for item in THREE_PUBLIC_ITEMS}
        yield Need(sheet, column, "+".join(f"(N({cell})<>0)" for cell in spent.values()),
                   "+".join(f"(N({spent[item]})<>0)*(COUNT({bases[item]})>0)" for item in THREE_PUBLIC_ITEMS), "有决算数的各项都要填")
        yield Need(sheet, reason, "+".join(differs.values()),
                   "+".join(f"{differs[item]}*{filled(desk.cell(f'{sheet}.{item}.{reason}'))}" for item in THREE_PUBLIC_ITEMS),
                   "两数不等的各项都要写")
    counts = ((ABROAD, ("因公出国（境）团组数", "因公出国（境）人次")), (PURCHASE, ("公务用车购置数",)), (RUNNING, ("公务用车保有量",)))
    for item, keys in counts:
        for key in keys:
            yield _when(f"N({spent[item]})<>0", desk.cell(f"{sheet}.{key}"), sheet, key, f"有{item}的要填")
    for key, other in (("公务接待批次", "外事接待批次"), ("公务接待人次", "外事接待人次")):
        both = f"{desk.cell(f'{sheet}.{key}')}&{desk.cell(f'{sheet}.{other}')}"
        yield _when(f"N({spent[RECEPTION]})<>0", both, sheet, key, "有公务接待费的要填")


def _last_year(desk: Desk) -> Iterator[Need]:
    for index, line in enumerate(REASON_LINES):
        row = desk.reasons_row + index
        current, said = f"{desk.balance}$B${row}", f"{desk.balance}$H${row}"
        prior = desk.cell(f"上年数.{line.prior}")
        condition = "TRUE" if line.main else f"N({current})<>0"
        yield _when(condition, prior, "上年数", line.caption, "取自上年公开表；上年没有的填 0")
        yield Need("变动原因", line.caption, f'(({said}="缺原因")+({said}="已写原因"))', f'({said}="已写原因")*1', "与上年不等的要写原因")


def _others(desk: Desk) -> Iterator[Need]:
    yield from _operating(desk)
    bought = ",".join(desk.cell(f"政府采购.{kind}支出") for kind in ("货物", "工程", "服务"))
    for key in ("中小企业", "小微企业"):
        yield _when(f"SUM({bought})<>0", desk.cell(f"政府采购.{key}"), "政府采购", f"授予{key}合同金额", "有政府采购的要填，没有的填 0")
    assets = [desk.cell(f"国有资产.{kind}.数量") for kind in VEHICLE_KINDS]
    assets += [desk.cell(f"国有资产.{key}") for key in ("百万元设备", "五十万元通用设备", "百万元专用设备", "资产说明")]
    yield Need("国有资产", "车辆、设备数", "1", f"(LEN({'&'.join(assets)})>0)*1", "没有车辆和设备的填 0")
    spent = "+".join(desk.total(sheet, "项目支出") for sheet in ("一般公共预算", "政府性基金", "国有资本经营"))
    yield _rows(desk, "项目支出", "项目名称", when=f"({spent})<>0", hint="有项目支出的，一行一个项目")
    yield from _columns(desk, "项目支出", ("决算数",))
    yield Need("绩效概况", "评价情况或结果应用", "1",
               f"(LEN({'&'.join(desk.cell(f'绩效概况.{key}') for key in ('评价情况', '整体评价情况', '结果应用'))})>0)*1", "写第十三部分的文字")
    yield from _columns(desk, "整体绩效自评", ("预算数", "执行数"))
    yield from _columns(desk, "项目绩效自评", ("预算数", "执行数"))


def _operating(desk: Desk) -> Iterator[Need]:
    sheet = "机关运行经费"
    spent, budget, prior, reason, note = (desk.cell(f"{sheet}.{key}") for key in
                                          ("决算数", "年初预算数", "上年决算数", "变动原因", "说明"))
    asked = f"AND({administrative()},LEN({note})=0)"
    yield _when(asked, f"{prior}&{budget}", sheet, "上年决算数或年初预算数", "行政和参公单位填，用于比较")
    current, base = f"IF(COUNT({spent})>0,{spent},{desk.places.office_total})", f"IF(COUNT({prior})>0,{prior},{budget})"
    differs = f"AND({asked},COUNT({prior},{budget})>0,{printed(current)}<>{printed(base)})"
    yield _when(differs, reason, sheet, "变动原因", "与比较数不等的要写原因")
