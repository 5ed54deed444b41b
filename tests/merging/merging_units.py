"""Made-up units for the tests of the merge: a department's accounts split at random, and small ones from a few figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from accounts_builder import accounts

from generator.merging.subjects import without_subtotals
from generator.model import Accounts, Amount, Count, Line, Row, SubjectTable, Text, Value
from generator.money import MoneyUnit, from_wan, to_wan
from generator.tables.books import Books

CENT = Decimal("0.01")
GENERAL, FUND, CAPITAL = "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"
HEAD_KIND = "参照公务员法管理的事业单位"


def split(whole: Accounts, names: Sequence[str], seed: int) -> list[Accounts]:
    """Units that add up to `whole`: each amount of its details, fields and counts is shared out at random; texts go to the first."""
    random = Random(seed)
    bare = without_subtotals(whole)

    def shares(value: Decimal, step: Decimal) -> list[Decimal]:
        steps = int(value / step)
        cuts = sorted(random.randint(0, abs(steps)) for _ in names[1:])
        parts = [right - left for left, right in zip([0, *cuts], [*cuts, abs(steps)], strict=True)]
        found = [step * part * (1 if steps >= 0 else -1) for part in parts]
        return [value - sum(found[1:], Decimal(0)), *found[1:]]

    def split_value(key: str, value: Value) -> list[Value | None]:
        if isinstance(value, Amount):
            step = to_wan(CENT, bare.unit)
            return [Amount(part, value.sources) for part in shares(value.value, step)]
        if isinstance(value, Count) and key != "基本信息.决算年度":
            return [Count(part, value.source) for part in shares(value.value, Decimal(1))]
        everyone = key in ("基本信息.决算年度", "基本信息.金额单位", "基本信息.版式", "基本信息.单位性质", "基本信息.公开日期")
        return [value, *([value if everyone else None] * (len(names) - 1))]

    fields: list[dict[str, Value]] = [{} for _ in names]
    for key, value in bare.fields.items():
        for unit, part in zip(fields, split_value(key, value), strict=True):
            if part is not None:
                unit[key] = part
    tables: list[dict[str, SubjectTable]] = [{} for _ in names]
    for sheet, table in bare.tables.items():
        lines: list[list[Line]] = [[] for _ in names]
        for line in table:
            cells: list[dict[str, Value]] = [{} for _ in names]
            for key, value in line.row.values.items():
                for cell, part in zip(cells, split_value(key, value), strict=True):
                    if part is not None:
                        cell[key] = part
            for unit_lines, cell in zip(lines, cells, strict=True):
                amounts = {key: value for key, value in cell.items() if isinstance(value, Amount)}
                unit_lines.append(Line(line.code, line.name, amounts, Row(line.row.source, cell)))
        for unit_tables, unit_lines in zip(tables, lines, strict=True):
            unit_tables[sheet] = SubjectTable(sheet, table.columns, tuple(unit_lines))
    units = []
    for number, name in enumerate(names):
        fields[number] |= {"基本信息.单位全称": Text(name), "基本信息.单位简称": Text(name), "基本信息.汇总": Text("否")}
        fields[number].pop("基本信息.公开表所印名称", None)
        rows: Mapping[str, tuple[Row, ...]] = bare.rows if number == 0 else dict.fromkeys(bare.rows, ())
        units.append(replace(bare, file=f"{name}.xlsx", fields=fields[number], tables=tables[number],
                             rows={**rows, "机构与单位": ()}))
    return units


def unit(name: str, **parts: Any) -> Accounts:
    """A small unit: `accounts(**parts)` under a name and a file of its own."""
    fields = {"基本信息.单位全称": name, "基本信息.金额单位": str(parts.get("unit", MoneyUnit.WAN)), "基本信息.汇总": "否",
              "基本信息.单位性质": HEAD_KIND, "基本信息.决算年度": parts.get("year", 2023), **parts.pop("fields", {})}
    layout = parts.pop("layout", "wuhan-2023")
    return replace(accounts(fields=fields, **parts), file=f"{name}.xlsx", layout=layout)


def figures(books: Books) -> dict[tuple[str, ...], Decimal]:
    """Every figure of 公开01表 to 公开09表 that is not zero, in 万元; of the subject tables all levels."""
    found: dict[tuple[str, ...], Decimal | None] = {}

    def put(value: Amount | None, *key: str) -> None:
        found[key] = value.value if value is not None else None

    t1, t4 = books.t1, books.t4
    for name, value in (*t1.income.items(), *t1.expenditure.items()):
        put(value, "T1", name)
    for name in ("income_total", "surplus_used", "opening", "income_grand", "expenditure_total", "distributed", "closing", "expenditure_grand"):
        put(getattr(t1, name), "T1", name)
    for number, table in (("T2", books.t2), ("T3", books.t3), ("T5", books.t5), ("T7", books.t7), ("T8", books.t8)):
        for line in (table.total, *table.lines):
            for column, amount in line.amounts.items():
                put(amount, number, line.code, column)
    for name in ("income", "opening", "spent", "closing", "grand"):
        for fund, value in getattr(t4, name).items():
            put(value, "T4", name, fund)
    for name in ("income_total", "opening_total", "income_grand", "spent_total", "closing_total", "expenditure_grand"):
        put(getattr(t4, name), "T4", name)
    for code, by_fund in t4.expenditure.items():
        for fund, amount in by_fund.items():
            put(amount, "T4", code, fund)
    for code, amount in books.t6.amounts.items():
        put(amount, "T6", code)
    for name in ("personnel", "public", "total"):
        put(getattr(books.t6, name), "T6", name)
    for item, by_column in books.t9.amounts.items():
        for column, amount in by_column.items():
            put(amount, "T9", item, column)
    return {key: value for key, value in found.items() if value}


def added_figures(made: Accounts) -> dict[str, Decimal]:
    """Every amount and count of the forms that is not zero."""
    return {key: value.value for key, value in made.fields.items() if isinstance(value, Amount | Count) and value.value}


def save(made: Accounts, folder: Path) -> Path:
    """The unit's workbook in `folder`."""
    from generator.merging.content import content_of
    from generator.workbook.template import write_workbook

    path = folder / made.file
    write_workbook(path, layout=made.layout, year=made.year, name=made.text("基本信息.单位全称"), content=content_of(made))
    return path


def in_unit(value: Decimal, made: Accounts) -> Decimal:
    """万元 as the workbook has it."""
    return from_wan(value, made.unit)
