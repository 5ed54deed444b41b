"""Any one amount of 公开01表 to 09表 in the samples changed by 1.00: some check fails, or the amount is on the documented list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from damaged import SAMPLES, Damage

from generator.checks import run_checks
from generator.checks.catalogue import UNCONFIRMED
from generator.layouts import load_layout
from generator.model import Accounts, Amount, Finding, Line, Severity
from generator.money import to_wan
from generator.tables.books import make_books
from generator.workbook.read import read_book

TABLES = ("收入", "支出", "一般公共预算", "政府性基金", "国有资本经营", "基本支出经济分类", "总表印数")
FORMS = ("结转结余.", "三公经费.")
Path = tuple[str, ...]  # sheet, number of the line, column; or the key of a form cell


@cache
def accounts_of(name: str) -> Accounts:
    accounts, findings = read_book(Damage(name).book(), f"{name}.xlsx")
    assert accounts is not None and findings == ()
    return accounts


def checked(accounts: Accounts) -> frozenset[tuple[str, str]]:
    return frozenset((finding.code, finding.message) for finding in _findings(accounts))


def _findings(accounts: Accounts) -> list[Finding]:
    found = run_checks(make_books(accounts), load_layout(accounts.layout))
    return [finding for finding in found if finding.severity is not Severity.NOTE]


def amounts(accounts: Accounts) -> Iterator[Path]:
    for sheet in TABLES:
        for number, line in enumerate(accounts.tables[sheet]):
            yield from ((sheet, str(number), column) for column in line.amounts)
    yield from ((key,) for key, value in accounts.fields.items() if isinstance(value, Amount) and key.startswith(FORMS))


def moved(accounts: Accounts, path: Path, by: Decimal) -> Accounts:
    if len(path) == 1:
        old = accounts.fields[path[0]]
        assert isinstance(old, Amount)
        return replace(accounts, fields={**accounts.fields, path[0]: old._replace(value=old.value + by)})
    sheet, number, column = path
    table = accounts.tables[sheet]
    lines = list(table.lines)
    line = lines[int(number)]
    amount = line.amounts[column]._replace(value=line.amounts[column].value + by)
    changed = {**line.amounts, column: amount}
    lines[int(number)] = Line(line.code, line.name, changed, replace(line.row, values={**line.row.values, column: amount}))
    return replace(accounts, tables={**accounts.tables, sheet: replace(table, lines=tuple(lines))})


def is_documented(path: Path, accounts: Accounts) -> bool:
    """As docs/校验规则.md lists them under 没有其他数可以印证的金额."""
    listed = {name for name, _ in UNCONFIRMED}
    if len(path) == 1:
        return path[0].startswith("三公经费.") and "三公经费" in listed
    pasted = any(not line.code and path[2] in line.amounts for line in accounts.tables[path[0]])
    return not pasted and f"{path[0]} {path[2]}" in listed


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.xlsx")))
@pytest.mark.parametrize("sign", [1, -1])
def test_one_amount_changed_by_one(name: str, sign: int) -> None:
    accounts = accounts_of(name)
    by, clean = to_wan(Decimal(sign), accounts.unit), checked(accounts)
    silent = [path for path in amounts(accounts) if not checked(moved(accounts, path, by)) - clean]
    assert [path for path in silent if not is_documented(path, accounts)] == []
