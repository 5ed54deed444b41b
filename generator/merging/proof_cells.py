"""Every cell of 公开01表 to 公开09表 that the proof compares: how the merged workbook computes it, and how to find it in a unit's books."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from generator.merging.fields import office_cost
from generator.merging.offsets import COLUMNS, INCOME, SPENDING, Transfer
from generator.merging.rules import Rule, field_rule
from generator.model import Amount, Count, total_of
from generator.subjects import FUNCTIONAL, catalogue
from generator.tables.books import FUND_SHEETS, Books
from generator.tables.economic import PERSONNEL_CLASSES
from generator.tables.rollup import RolledTable
from generator.tables.three_public import COLUMNS as THREE_PUBLIC_COLUMNS
from generator.tables.three_public import RECEPTION, TOTAL, VEHICLES
from generator.workbook.live.totals import Grid
from generator.workbook.marks import CODE_KEY
from generator.workbook.schema import BALANCE_SHEET, SHEET_BY_NAME, SHEETS, Kind
from generator.workbook.schema.money_sheets import EXPENDITURE_COLUMNS, FUNDS, INCOME_COLUMNS, THREE_PUBLIC_ITEMS
from generator.workbook.schema.money_sheets import SPENDING as SPENT
from generator.workbook.styles import FIGURES

GENERAL, FUND, CAPITAL = FUNDS
TOTAL_COLUMN = {"一般公共预算": "小计", "政府性基金": "小计", "国有资本经营": "合计"}
OPENING, CLOSING = "年初结转和结余", "年末结转和结余"


@dataclass(slots=True)
class Indexed:
    """Books whose rows are found by code at once."""

    books: Books
    lines: Mapping[str, Mapping[str, Mapping[str, Amount]]] = field(init=False)

    def __post_init__(self) -> None:
        tables = {"T2": self.books.t2, "T3": self.books.t3, "T5": self.books.t5, "T7": self.books.t7, "T8": self.books.t8}
        self.lines = {name: {line.code: line.amounts for line in (table.total, *table.lines)} for name, table in tables.items()}

    def at(self, table: str, code: str, column: str) -> Amount | None:
        """One cell of a subject table; an empty code is 合计."""
        return self.lines[table].get(code, {}).get(column)


Pick = Callable[[Indexed], Amount | None]


def keyed(get: Callable[[Books], Mapping[str, Amount | None] | Mapping[str, Amount]], key: str) -> Pick:
    """The amount under `key` of one of the books' mappings."""
    return lambda indexed: get(indexed.books).get(key)


@dataclass(frozen=True, slots=True)
class Taken:
    """Which transfers are taken out of a cell: those of one kind (None: both), of one side, of the subjects below a code."""

    side: str
    code: str = ""
    kind: Transfer | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its place in words, the formula of the merged workbook's own figure, and the figure of a unit."""

    table: str
    code: str
    name: str
    column: str
    formula: str
    pick: Pick
    taken: Taken | None = None
    counted: bool = False  # a number of things, not an amount


@dataclass(frozen=True, slots=True)
class Formulas:
    """Sums over the merged workbook's sheets."""

    grid: Grid
    spending_given: bool

    def below(self, sheet: str, key: str, code: str) -> str:
        """The sum of a column over a subject and everything below it; an empty code is everything."""
        codes, values = self.grid.places.column(sheet, CODE_KEY), self.grid.places.column(sheet, key)
        if not code:
            return f"SUM({values})"
        return f'SUMIF({codes},"{code}{"*" if len(code) < 7 else ""}",{values})'

    def spent(self, key: str, code: str) -> str:
        """公开03表: the sheet 支出, or the three funds where it is left blank."""
        if self.spending_given:
            return self.below(SPENDING, key, code)
        total = key == "本年支出合计"
        if not total and key not in SPENT:
            return "0"
        return "+".join(self.below(sheet, TOTAL_COLUMN[sheet] if total else key, code) for sheet in FUND_SHEETS.values())

    def derived(self, name: str) -> str:
        """An amount that 勾稽核对 works out."""
        return f"N('{BALANCE_SHEET}'!{self.grid.derived(name).address})"

    def field(self, key: str) -> str:
        """A form cell."""
        return f"N({self.grid.cell(key).address})"


def cells(merged: Books, grid: Grid) -> Iterator[Cell]:
    """Every cell in the order of the tables; those that nobody has a figure in are left out by the sheet."""
    formulas = Formulas(grid, bool(merged.accounts.tables[SPENDING]))
    yield from _t1(merged, formulas)
    yield from _by_subject("公开02表", "T2", merged.t2, [("本年收入合计", Taken(INCOME)), *(
        (key, _taken(INCOME, key)) for key in INCOME_COLUMNS)], partial(formulas.below, INCOME))
    yield from _by_subject("公开03表", "T3", merged.t3, [("本年支出合计", Taken(SPENDING)), *(
        (key, _taken(SPENDING, key)) for key in EXPENDITURE_COLUMNS)], formulas.spent)
    yield from _t4(merged, formulas)
    for number, sheet, table, keys in (
            ("5", "一般公共预算", merged.t5, ("小计", *SPENT, "年初预算数")),
            ("7", "政府性基金", merged.t7, (OPENING, "本年收入", "小计", *SPENT, CLOSING)),
            ("8", "国有资本经营", merged.t8, ("合计", *SPENT))):
        if number == "7":
            yield from _t6(merged, grid)
        yield from _by_subject(f"公开0{number}表", f"T{number}", table, [(key, None) for key in keys],
                               partial(formulas.below, sheet))
    yield from _t9(formulas)
    yield from _others(formulas)


def _others(formulas: Formulas) -> Iterator[Cell]:
    """The fields beyond the nine tables that add up: 上年数, 政府采购, 国有资产, people."""
    compared = {f"三公经费.{item}.{column}" for item in THREE_PUBLIC_ITEMS for column in THREE_PUBLIC_COLUMNS}
    compared |= {key for key, _ in SHEET_BY_NAME["结转结余"].fields()}
    for sheet in SHEETS:
        for key, item in sheet.fields():
            if item.kind in FIGURES and field_rule(key, item) in (Rule.ADD, Rule.OFFICE) and key not in compared:
                name, _, column = key.removeprefix(f"{sheet.name}.").rpartition(".")
                pick = _office(key) if field_rule(key, item) is Rule.OFFICE else _field_of(key)
                yield Cell(sheet.name, "", name or item.caption, column if name else "", formulas.field(key), pick,
                           counted=item.kind is Kind.COUNT)


def _office(key: str) -> Pick:
    """机关运行经费: typed, or the 公用经费 of a 行政 or 参公 unit."""
    return lambda indexed: office_cost(key, indexed.books.accounts, indexed.books)


def _field_of(key: str) -> Pick:
    def pick(indexed: Indexed) -> Amount | None:
        value = indexed.books.accounts.fields.get(key)
        return Amount(value.value) if isinstance(value, Count) else value if isinstance(value, Amount) else None

    return pick


def _taken(side: str, column: str) -> Taken | None:
    """The transfers that are part of a column."""
    kind = next((kind for kind, pair in COLUMNS.items() if column in pair), None)
    return Taken(side, kind=kind) if kind is not None else None


def _by_subject(name: str, table: str, rolled: RolledTable, columns: Sequence[tuple[str, Taken | None]],
                formula: Callable[[str, str], str]) -> Iterator[Cell]:
    for line in (rolled.total, *rolled.lines):
        for key, taken in columns:
            def pick(books: Indexed, code: str = line.code, key: str = key) -> Amount | None:
                return books.at(table, code, key)

            own = Taken(taken.side, line.code, taken.kind) if taken is not None else None
            yield Cell(name, line.code, line.name or "合计", key, formula(key, line.code), pick, own)


def _class_name(code: str) -> str:
    subject = catalogue(FUNCTIONAL).get(code)
    return subject.name if subject else code


def _t1(merged: Books, formulas: Formulas) -> Iterator[Cell]:
    def one(name: str, formula: str, pick: Pick, taken: Taken | None = None, code: str = "") -> Cell:
        return Cell("公开01表", code, name, "决算数", formula, pick, taken)

    for fund in FUNDS:
        yield one(f"{fund}收入", formulas.derived(f"{fund}本年收入"), keyed(lambda b: b.t1.income, f"{fund}收入"))
    for key in INCOME_COLUMNS[1:]:
        yield one(key, formulas.below(INCOME, key, ""), keyed(lambda b: b.t1.income, key), _taken(INCOME, key))
    yield one("本年收入合计", formulas.below(INCOME, "本年收入合计", ""), lambda b: b.books.t1.income_total, Taken(INCOME))
    yield one("使用非财政拨款结余", formulas.field("结转结余.使用非财政拨款结余"), lambda b: b.books.t1.surplus_used)
    yield one(OPENING, formulas.field(f"结转结余.{OPENING}"), lambda b: b.books.t1.opening)
    yield one("收入总计", formulas.derived("收入总计"), lambda b: b.books.t1.income_grand, Taken(INCOME))
    for line in merged.t3.level(1):
        yield one(_class_name(line.code), formulas.spent("本年支出合计", line.code),
                  keyed(lambda b: b.t1.expenditure, line.code), Taken(SPENDING, line.code), line.code)
    yield one("本年支出合计", formulas.spent("本年支出合计", ""), lambda b: b.books.t1.expenditure_total, Taken(SPENDING))
    yield one("结余分配", formulas.field("结转结余.结余分配"), lambda b: b.books.t1.distributed)
    yield one(CLOSING, formulas.field(f"结转结余.{CLOSING}"), lambda b: b.books.t1.closing)
    yield one("支出总计", formulas.derived("支出总计"), lambda b: b.books.t1.expenditure_grand, Taken(SPENDING))


def _class_of(code: str) -> Callable[[Books], Mapping[str, Amount]]:
    return lambda books: books.t4.expenditure.get(code, {})


def _sum_of(get: Callable[[Books], Mapping[str, Amount]]) -> Pick:
    return lambda indexed: total_of(get(indexed.books).values())


def _item_of(item: str) -> Callable[[Books], Mapping[str, Amount]]:
    return lambda books: books.t9.amounts[item]


def _t4(merged: Books, formulas: Formulas) -> Iterator[Cell]:
    def one(name: str, column: str, formula: str, pick: Pick, code: str = "") -> Cell:
        return Cell("公开04表", code, name, column, formula, pick)

    income = {fund: formulas.derived(f"{fund}本年收入") for fund in FUNDS}
    balances = {key: {fund: formulas.derived(f"{fund}{key}") if fund == FUND else formulas.field(f"结转结余.{fund}.{key}")
                      for fund in FUNDS} for key in (OPENING, CLOSING)}
    for fund in FUNDS:
        yield one("本年收入", fund, income[fund], keyed(lambda b: b.t4.income, fund))
    yield one("本年收入", "合计", "+".join(income.values()), lambda b: b.books.t4.income_total)
    for fund in FUNDS:
        yield one(OPENING, fund, balances[OPENING][fund], keyed(lambda b: b.t4.opening, fund))
    yield one(OPENING, "合计", "+".join(balances[OPENING].values()), lambda b: b.books.t4.opening_total)
    yield one("收入总计", "合计", formulas.derived("财政拨款收入总计"), lambda b: b.books.t4.income_grand)
    for code in sorted(merged.t4.expenditure):
        parts = {fund: formulas.below(sheet, TOTAL_COLUMN[sheet], code) for fund, sheet in FUND_SHEETS.items()}
        for fund, formula in parts.items():
            yield one(_class_name(code), fund, formula, keyed(_class_of(code), fund), code)
        yield one(_class_name(code), "小计", "+".join(parts.values()),
                  _sum_of(_class_of(code)), code)
    spent = {fund: formulas.below(sheet, TOTAL_COLUMN[sheet], "") for fund, sheet in FUND_SHEETS.items()}
    for fund in FUNDS:
        yield one("本年支出合计", fund, spent[fund], keyed(lambda b: b.t4.spent, fund))
    yield one("本年支出合计", "小计", "+".join(spent.values()), lambda b: b.books.t4.spent_total)
    for fund in FUNDS:
        yield one(CLOSING, fund, balances[CLOSING][fund], keyed(lambda b: b.t4.closing, fund))
    yield one(CLOSING, "小计", "+".join(balances[CLOSING].values()), lambda b: b.books.t4.closing_total)
    for fund in FUNDS:
        yield one("支出总计", fund, f"{spent[fund]}+{balances[CLOSING][fund]}", keyed(lambda b: b.t4.grand, fund))
    yield one("支出总计", "小计", formulas.derived("财政拨款支出总计"), lambda b: b.books.t4.expenditure_grand)


def _t6(merged: Books, grid: Grid) -> Iterator[Cell]:
    codes, values = (grid.places.column("基本支出经济分类", key) for key in (CODE_KEY, "决算数"))
    given = {line.code for line in merged.accounts.tables["基本支出经济分类"]}
    classes: dict[str, str] = {}
    for code in sorted(merged.t6.amounts):
        if len(code) == 5 or code in given:
            formula = f'SUMIF({codes},"{code}",{values})'
        else:  # the sheet's own 类 rows are sums of their 款: they must not count beside them
            formula = f'SUMPRODUCT((LEN({codes})=5)*(LEFT({codes},3)="{code}"),{values})'
        if len(code) == 3:
            classes[code] = formula
        yield Cell("公开06表", code, merged.t6.names.get(code, code), "决算数", formula,
                   keyed(lambda b: b.t6.amounts, code))
    staff = [formula for code, formula in classes.items() if code in PERSONNEL_CLASSES]
    office = [formula for code, formula in classes.items() if code not in PERSONNEL_CLASSES]
    yield Cell("公开06表", "", "人员经费合计", "决算数", "+".join(staff) or "0", lambda b: b.books.t6.personnel)
    yield Cell("公开06表", "", "公用经费合计", "决算数", "+".join(office) or "0", lambda b: b.books.t6.public)
    yield Cell("公开06表", "", "合计", "决算数", "+".join([*staff, *office]) or "0", lambda b: b.books.t6.total)


def _t9(formulas: Formulas) -> Iterator[Cell]:
    abroad, purchase, running, _ = THREE_PUBLIC_ITEMS
    for column in THREE_PUBLIC_COLUMNS:
        parts = {item: formulas.field(f"三公经费.{item}.{column}") for item in THREE_PUBLIC_ITEMS}
        parts[VEHICLES] = f"{parts[purchase]}+{parts[running]}"
        parts[TOTAL] = "+".join(parts[item] for item in (abroad, VEHICLES, RECEPTION))
        for item, formula in parts.items():
            yield Cell("公开09表", "", item, column, formula,
                       keyed(_item_of(item), column))
