"""公开01表 to 公开09表 as rows to print. Blank stays blank; every amount is the one of the books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Any

from generator.figures.department import subject_name
from generator.figures.registry import Desk, figure
from generator.figures.row_formulas import row_formulas
from generator.figures.values import Money
from generator.layouts import StatementRow
from generator.model import Amount, total_of
from generator.phrases import chinese_number
from generator.subjects import ECONOMIC, catalogue
from generator.tables.rollup import RolledLine, RolledTable
from generator.tables.three_public import ABROAD, PURCHASE, RECEPTION, RUNNING, TOTAL, VEHICLES
from generator.workbook.schema.money_sheets import FUNDS

GROUP = "公开表"


def _cell(desk: Desk, name: str, amount: Amount | None) -> Money:
    return Money(name, amount, desk.layout.tables)


def _numbered(rows: Sequence[StatementRow]) -> list[StatementRow]:
    """一、二、… before the labels of a list."""
    return [_numbered_row(number, row.label, row.key) for number, row in enumerate(rows, 1)]


@lru_cache(maxsize=512)
def _numbered_row(number: int, label: str, key: str) -> StatementRow:
    return StatementRow(f"{chinese_number(number)}、{label}", key)


def _classes(desk: Desk) -> list[StatementRow]:
    """The layout's 类, then any other that has an amount: nothing may be missing from the sum below."""
    listed = dict(desk.layout.statements.classes)
    spent = {code for code, amount in desk.books.t1.expenditure.items() if amount}
    spent |= {code for code, funds in desk.books.t4.expenditure.items() if any(funds.values())}
    others = [StatementRow(subject_name(desk, code), code) for code in sorted(spent - listed.keys())]
    return _numbered([*(StatementRow(name, code) for code, name in listed.items()), *others])


def _padded(head: Sequence[StatementRow], foot: Sequence[StatementRow], height: int) -> list[StatementRow]:
    blank = StatementRow("", "")
    return [*head, *[blank] * (height - len(head) - len(foot)), *foot]


@figure("表1", GROUP, "公开01表的行：收入项目、收入行次、收入数、支出项目、支出行次、支出数；公式（表下“27行=（1+2+…+8）行；……”，按实际行次）")
def statement_1(desk: Desk) -> dict[str, Any]:
    """收入支出决算总表: row numbers run down the income side, then down the expenditure side."""
    t1, spec = desk.books.t1, desk.layout.statements
    income: Mapping[str, Amount | None] = {
        **t1.income, "本年收入合计": t1.income_total, "使用非财政拨款结余": t1.surplus_used,
        "年初结转和结余": t1.opening, "总计": t1.income_grand}
    spending: Mapping[str, Amount | None] = {
        **t1.expenditure, "本年支出合计": t1.expenditure_total, "结余分配": t1.distributed,
        "年末结转和结余": t1.closing, "总计": t1.expenditure_grand}
    head, classes = _numbered(spec.t1_income), _classes(desk)
    foot, spent_foot = spec.t1_income_foot, spec.t1_spending_foot
    height = max(len(head) + len(foot), len(classes) + len(spent_foot))
    left, right = _padded(head, foot, height), _padded(classes, spent_foot, height)
    return {"公式": row_formulas(left, right), "行": [{
        "收入项目": ours.label, "收入行次": number, "收入数": _cell(desk, f"表1.{number}行", income.get(ours.key)),
        "支出项目": theirs.label, "支出行次": height + number,
        "支出数": _cell(desk, f"表1.{height + number}行", spending.get(theirs.key)),
        "合计行": ours.key in ("本年收入合计", "总计"),
    } for number, (ours, theirs) in enumerate(zip(left, right, strict=True), 1)]}


@figure("表4", GROUP, "公开04表的行：收入项目、收入行次、收入数、支出项目、支出行次、小计、一般公共预算、政府性基金、国有资本；"
        "公式（按实际行次）")
def statement_4(desk: Desk) -> dict[str, Any]:
    """财政拨款收入支出决算总表."""
    t4, spec = desk.books.t4, desk.layout.statements
    income: dict[str, Amount | None] = {
        **t4.income, "本年收入合计": t4.income_total, "年初财政拨款结转和结余": t4.opening_total,
        **{f"年初.{fund}": amount for fund, amount in t4.opening.items()}, "总计": t4.income_grand}
    spending: dict[str, Mapping[str, Amount | None]] = {
        **t4.expenditure, "本年支出合计": t4.spent, "年末财政拨款结转和结余": t4.closing, "总计": t4.grand}
    sums: dict[str, Amount | None] = {"本年支出合计": t4.spent_total, "年末财政拨款结转和结余": t4.closing_total,
                                      "总计": t4.expenditure_grand}
    head, classes = _numbered(spec.t4_income), _classes(desk)
    foot, spent_foot = spec.t4_income_foot, spec.t4_spending_foot
    height = max(len(head) + len(foot), len(classes) + len(spent_foot))
    left, right = _padded(head, foot, height), _padded(classes, spent_foot, height)
    rows = []
    for number, (ours, theirs) in enumerate(zip(left, right, strict=True), 1):
        place, own = f"表4.{height + number}行", spending.get(theirs.key, {})
        total = sums[theirs.key] if theirs.key in sums else total_of(own.values())
        rows.append({
            "收入项目": ours.label, "收入行次": number, "收入数": _cell(desk, f"表4.{number}行", income.get(ours.key)),
            "支出项目": theirs.label, "支出行次": height + number, "小计": _cell(desk, f"{place}.小计", total),
            **{name: _cell(desk, f"{place}.{name}", own.get(fund))
               for name, fund in zip(("一般公共预算", "政府性基金", "国有资本"), FUNDS, strict=True)},
            "合计行": ours.key in ("本年收入合计", "总计")})
    return {"公式": row_formulas(left, right), "行": rows}


def _subject_table(desk: Desk, name: str, table: RolledTable, columns: Sequence[str]) -> dict[str, Any]:
    spec = desk.layout.statements
    lines = [line for line in _printed(table, spec.levels[name]) if any(line.amount(c) for c in columns)]
    if name in spec.as_typed:
        lines = _as_typed(lines, table.typed_order)
    pad, style = name in spec.padded_codes, desk.layout.tables
    blank = Money(name, None, style)  # most cells are blank: one stands for all of them

    def view(line: RolledLine) -> dict[str, Any]:
        code = line.code.ljust(7, "0") if pad and line.code else line.code
        place, amounts = f"{name}.{line.code or '合计'}", line.amounts
        return {"编码": code, "类": line.code[:3], "款": line.code[3:5], "项": line.code[5:7], "名称": line.name,
                "级次": line.level,
                **{c: Money(f"{place}.{c}", amounts[c], style) if c in amounts else blank for c in columns}}

    return {"有": bool(lines), "合计": view(table.total), "行": [view(line) for line in lines]}


def _printed(table: RolledTable, levels: Sequence[int]) -> list[RolledLine]:
    """The lines of the levels that the layout prints, and what has nothing below it that could be printed instead."""
    lowest = max(levels)
    return [line for line in table.lines if line.level in levels or (not line.parts and line.level < lowest)]


def _as_typed(lines: Sequence[RolledLine], typed: Sequence[str]) -> list[RolledLine]:
    """In the order of the workbook; where several levels are printed, each stays with what it belongs to."""
    places: dict[str, int] = {}
    for place, other in enumerate(typed):
        for end in range(len(other) + 1):
            places.setdefault(other[:end], place)

    def first(code: str) -> tuple[int, str]:
        return places.get(code, len(typed)), code

    if len({line.level for line in lines}) < 2:
        return sorted(lines, key=lambda line: first(line.code))
    return sorted(lines, key=lambda line: [first(line.code[:end]) for end in (3, 5, 7) if len(line.code) >= end])


SUBJECT_ABOUT = "：有（真：有数）、合计、行（编码、类、款、项、名称、级次，各栏：{}）"
T2_COLUMNS = ("本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
T3_COLUMNS = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
T7_COLUMNS = ("年初结转和结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和结余")


@figure("表2", GROUP, "公开02表" + SUBJECT_ABOUT.format("、".join(T2_COLUMNS)))
def statement_2(desk: Desk) -> dict[str, Any]:
    """收入决算表."""
    return _subject_table(desk, "表2", desk.books.t2, T2_COLUMNS)


@figure("表3", GROUP, "公开03表" + SUBJECT_ABOUT.format("、".join(T3_COLUMNS)))
def statement_3(desk: Desk) -> dict[str, Any]:
    """支出决算表."""
    return _subject_table(desk, "表3", desk.books.t3, T3_COLUMNS)


@figure("表5", GROUP, "公开05表" + SUBJECT_ABOUT.format("小计、基本支出、项目支出"))
def statement_5(desk: Desk) -> dict[str, Any]:
    """一般公共预算财政拨款支出决算表."""
    return _subject_table(desk, "表5", desk.books.t5, ("小计", "基本支出", "项目支出"))


@figure("表7", GROUP, "公开07表" + SUBJECT_ABOUT.format("、".join(T7_COLUMNS)))
def statement_7(desk: Desk) -> dict[str, Any]:
    """政府性基金预算财政拨款收入支出决算表."""
    return _subject_table(desk, "表7", desk.books.t7, T7_COLUMNS)


@figure("表8", GROUP, "公开08表" + SUBJECT_ABOUT.format("合计、基本支出、项目支出"))
def statement_8(desk: Desk) -> dict[str, Any]:
    """国有资本经营预算财政拨款支出决算表."""
    return _subject_table(desk, "表8", desk.books.t8, ("合计", "基本支出", "项目支出"))


@figure("表6", GROUP, "公开06表：行（编码1、名称1、数1、编码2、名称2、数2……每栏一组），人员经费合计、公用经费合计")
def statement_6(desk: Desk) -> dict[str, Any]:
    """基本支出决算明细表: the layout's lists side by side; a code with an amount that no list has is added."""
    t6 = desk.books.t6
    columns = _economic_columns(desk)
    rows = []
    for codes in zip_longest(*columns, fillvalue=""):
        row: dict[str, Any] = {}
        for number, code in enumerate(codes, 1):
            row |= {f"编码{number}": code, f"名称{number}": t6.names.get(code, ""), f"级次{number}": len(code),
                    f"数{number}": _cell(desk, f"表6.{code}", t6.amounts.get(code))}
        rows.append(row)
    return {"行": rows, "人员经费合计": _cell(desk, "表6.人员经费合计", t6.personnel),
            "公用经费合计": _cell(desk, "表6.公用经费合计", t6.public), "有": bool(t6.amounts)}


@cache
def _economic_items() -> Mapping[str, Sequence[str]]:
    """The 款 of the economic classification by 类."""
    found: dict[str, list[str]] = {}
    for code in catalogue(ECONOMIC):
        if len(code) == 5:
            found.setdefault(code[:3], []).append(code)
    return found


def _economic_columns(desk: Desk) -> list[list[str]]:
    known, amounts = _economic_items(), desk.books.t6.amounts
    columns = []
    listed: set[str] = set()
    for entries in desk.layout.statements.t6_columns:
        codes: list[str] = []
        for entry in entries:
            # `310` is the class with all its 款, `310: 02 03` the class with those; amounts elsewhere still show
            head, _, chosen = entry.partition(":")
            below = [f"{head}{part}" for part in chosen.split()] or list(known.get(head, ()))
            below += [code for code in amounts if len(code) == 5 and code[:3] == head and code not in below]
            codes += [head, *sorted(below)]
        columns.append(codes)
        listed.update(codes)
    rest = sorted(code for code in amounts if code not in listed)
    columns[-1] += rest
    return columns


@figure("表9", GROUP, "公开09表：有、预算合计、预算出国、预算车辆、预算购置、预算运行、预算接待、决算合计、决算出国……（万元）")
def statement_9(desk: Desk) -> dict[str, Any]:
    """财政拨款“三公”经费支出决算表."""
    t9 = desk.books.t9
    items = {"合计": TOTAL, "出国": ABROAD, "车辆": VEHICLES, "购置": PURCHASE, "运行": RUNNING, "接待": RECEPTION}
    cells = {f"{short}{label}": _cell(desk, f"表9.{short}{label}", t9.amount(item, column))
             for short, column in (("预算", "预算数"), ("决算", "决算数")) for label, item in items.items()}
    return {"有": bool(t9), **cells}
