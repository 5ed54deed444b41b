"""From last year's workbook to this year's: what does not change, and last year's results as 上年数."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.intake.missing import ToFill, to_fill
from generator.model import Accounts, Amount, Line, Row, Text
from generator.money import MoneyUnit, from_wan
from generator.subjects import ECONOMIC, catalogue
from generator.tables.books import Books, make_books
from generator.tables.rollup import RolledTable
from generator.workbook.cells import plain_number
from generator.workbook.marks import CODE_KEY, NAME_KEY
from generator.workbook.schema.money_sheets import FUNDS, THREE_PUBLIC_ITEMS
from generator.workbook.schema.text_sheets import UNIT_KINDS
from generator.workbook.template import Content

#: Fields that stay from year to year. 公开日期, people, vehicles and reasons are of one year.
KEPT_FIELDS = ("单位全称", "单位简称", "公开表所印名称", "汇总", "金额单位", "单位性质", "联系电话", "本级财政")
KEPT_TEXTS = ("机构与单位.内设机构",)
KEPT_ROWS = ("主要职责", "机构与单位", "各类用途", "名词解释")
SUBJECT_SHEETS = ("收入", "支出", "一般公共预算", "政府性基金", "国有资本经营")
OPENING, CLOSING = "年初结转和结余", "年末结转和结余"
_ADMINISTRATIVE = UNIT_KINDS[:2]
Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Carried:
    """A sheet and what of it comes from last year; `check` where the clerk must look at it again."""

    sheet: str
    what: str
    count: int
    check: str = ""


@dataclass(frozen=True, slots=True)
class CarryOver:
    """The content of the new workbook and the list of what was carried."""

    content: Content
    carried: tuple[Carried, ...]
    still_to_fill: tuple[ToFill, ...]


def carry_over(previous: Accounts, *, year: int, layout: str, unit: MoneyUnit | None = None) -> CarryOver:
    """The start of the workbook of `year` from last year's accounts; the unit of money stays unless `unit` names another.

    Amounts come from the nine tables of last year as they were printed. Nothing of this year is invented: amounts of
    subjects stay blank, 年初结转和结余 is last year's 年末结转和结余.
    """
    books, unit = make_books(previous), unit or previous.unit
    kept = {f"基本信息.{key}": previous.text(f"基本信息.{key}") for key in KEPT_FIELDS} | {key: previous.text(key) for key in KEPT_TEXTS}
    fields: Values = {**{key: text for key, text in kept.items() if text.strip()}, "基本信息.金额单位": str(unit)}
    prior = {**_prior_results(books), **_prior_items(books)}
    opening = _opening(books)
    amounts = {key: _written(amount, unit) for key, amount in (prior | opening).items()}
    rows: dict[str, Sequence[Mapping[str, object]]] = {sheet: [_texts(row) for row in previous.rows.get(sheet, ())] for sheet in KEPT_ROWS}
    rows |= {sheet: list(_subjects(previous, books, sheet, unit)) for sheet in SUBJECT_SHEETS}
    rows["基本支出经济分类"] = [{CODE_KEY: line.code, NAME_KEY: line.name} for line in _own_economic(previous, year)]
    rows["绩效基础数据"] = [_controlled(row, unit) for row in previous.rows.get("绩效基础数据", ())]
    content = Content(fields | amounts, {sheet: lines for sheet, lines in rows.items() if lines})
    described = Content({**content.fields, "基本信息.版式": layout, "基本信息.决算年度": year}, content.rows)
    return CarryOver(content, tuple(_listed(content, prior, opening)), to_fill(described))


def _written(amount: Amount | None, unit: MoneyUnit) -> Decimal:
    """In the workbook's unit; last year's blank is a zero in 上年数."""
    return plain_number(from_wan(amount.value, unit)) if amount is not None else Decimal(0)


def _texts(row: Row) -> Values:
    return {key: value.value for key, value in row.values.items() if isinstance(value, Text)}


def _prior_results(books: Books) -> dict[str, Amount | None]:
    """The sheet 上年数; nothing where last year's workbook has no accounts."""
    t1, t3, t4 = books.t1, books.t3, books.t4
    if t1.income_grand is None and t1.expenditure_grand is None:
        return {}
    found = {"收入总计": t1.income_grand, "本年收入合计": t1.income_total, "本年支出合计": t1.expenditure_total, "财政拨款总计": t4.income_grand}
    found |= {f"{fund}收入": t4.income[fund] for fund in FUNDS} | {f"{fund}支出": t4.spent[fund] for fund in FUNDS}
    found |= {key: t3.total.amount(key) for key in ("基本支出", "项目支出")}
    return {f"上年数.{key}": amount for key, amount in found.items()}


def _prior_items(books: Books) -> dict[str, Amount | None]:
    """上年决算数 of 三公 and 机关运行经费."""
    found: dict[str, Amount | None] = {}
    if any(books.t9.amount(item, "决算数") is not None for item in THREE_PUBLIC_ITEMS):
        found |= {f"三公经费.{item}.上年决算数": books.t9.amount(item, "决算数") for item in THREE_PUBLIC_ITEMS}
    accounts = books.accounts
    spent = accounts.amount("机关运行经费.决算数")
    if spent is None and accounts.text("基本信息.单位性质") in _ADMINISTRATIVE:
        spent = books.t6.public
    if spent is not None:
        found["机关运行经费.上年决算数"] = spent
    return found


def _opening(books: Books) -> dict[str, Amount | None]:
    """年初结转和结余 = last year's 年末结转和结余; blanks stay blank."""
    found = {f"结转结余.{OPENING}": books.t1.closing} | {f"结转结余.{fund}.{OPENING}": books.t4.closing[fund] for fund in FUNDS}
    return {key: amount for key, amount in found.items() if amount}


def _subjects(previous: Accounts, books: Books, sheet: str, unit: MoneyUnit) -> Iterator[Values]:
    """The detail subjects of a table without their amounts: code, name, what it is used for, opening balance of a fund."""
    table: RolledTable = {"收入": books.t2, "支出": books.t3, "一般公共预算": books.t5, "政府性基金": books.t7, "国有资本经营": books.t8}[sheet]
    if not previous.tables[sheet]:
        return
    details = {line.code for line in table.leaves()}
    seen: set[str] = set()
    for line in previous.tables[sheet]:
        if line.code not in details or line.code in seen:
            continue
        seen.add(line.code)
        row: Values = {CODE_KEY: line.code, NAME_KEY: line.name}
        if use := line.row.text("主要用途"):
            row["主要用途"] = use
        rolled = table.at(line.code)
        closing = rolled.amount(CLOSING) if sheet == "政府性基金" and rolled is not None else None
        if closing:
            row[OPENING] = _written(closing, unit)
        yield row


def _own_economic(previous: Accounts, year: int) -> Iterator[Line]:
    """Economic subjects that the new workbook does not list by itself; its list has all that are in force."""
    known = catalogue(ECONOMIC)
    for line in previous.tables["基本支出经济分类"]:
        subject = known.get(line.code)
        if line.code and any(line.amounts.values()) and (subject is None or not subject.valid_in(year)):
            yield line


def _controlled(row: Row, unit: MoneyUnit) -> Values:
    """A row of 经费控制情况: last year's 决算数 becomes 上年决算数."""
    spent = row.amount("决算数")
    return _texts(row) | ({"上年决算数": _written(spent, unit)} if spent is not None else {})


def _listed(content: Content, prior: Mapping[str, object], opening: Mapping[str, object]) -> Iterator[Carried]:
    texts = [key for key in content.fields if key not in prior and key not in opening]
    basics = [key.split(".")[1] for key in texts if key.startswith("基本信息.")]
    yield Carried("基本信息", "、".join(basics), len(basics))
    for sheet, what in (("上年数", "上年决算数"), ("三公经费", "上年决算数"), ("机关运行经费", "上年决算数")):
        count = sum(key.startswith(f"{sheet}.") for key in prior)
        if count:
            yield Carried(sheet, what, count, "取自上年工作簿的决算数，上年没有的填了 0")
    if opening:
        yield Carried("结转结余", OPENING, len(opening), "取上年年末数；本年有调整的，请按公开01表、公开04表改")
    for key in (key for key in texts if not key.startswith("基本信息.")):
        yield Carried(key.split(".")[0], key.split(".")[1], 1, "请核对有没有变化")
    for sheet, rows in content.rows.items():
        if sheet in SUBJECT_SHEETS:
            balances = "、年初结转和结余" if any(OPENING in row for row in rows) else ""
            yield Carried(sheet, f"科目编码、名称{balances}（没有金额）", len(rows), "本年没有的科目可以删去，留空也不影响")
        else:
            yield Carried(sheet, "各行的文字" if sheet != "绩效基础数据" else "项目和上年决算数", len(rows), "请核对有没有变化")


__all__ = ["Carried", "CarryOver", "carry_over"]
