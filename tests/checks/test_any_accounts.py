"""Properties: accounts that hang together have no error, in 元 or rounded to 万元; any amount moved is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from accounts_builder import base, books
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.checks import run_checks
from generator.model import Severity
from generator.money import MoneyUnit, rounded

GENERAL, FUND, CAPITAL = "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"
CODES = ("2012901", "2012902", "2012999", "2080505", "2080506", "2101101", "2210201", "2130301", "2130399")
ECONOMIC = ("30101", "30102", "30103", "30201", "30202", "30299", "30302", "31002")
CENTS = st.integers(1, 10**9)
Row = dict[str, int]
Cents = dict[str, Row]


def _share(total: int, cuts: list[int]) -> list[int]:
    """`total` 分 in len(cuts) + 1 parts that add up to it."""
    marks = sorted(cut % (total + 1) for cut in cuts)
    return [right - left for left, right in zip([0, *marks], [*marks, total], strict=True)]


def _rolled(details: Cents, total: str, parts: tuple[str, ...]) -> Cents:
    """The table with its 款, 类 and 合计 rows and the column `total` = Σ parts, exact in 分."""
    table: Cents = {}
    for code, row in details.items():
        full = {**row, total: sum(row.get(part, 0) for part in parts)}
        for above in dict.fromkeys(("", code[:3], code[:5], code)):
            sums = table.setdefault(above, {})
            for column, cents in full.items():
                sums[column] = sums.get(column, 0) + cents
    return table


@st.composite
def departments(draw: st.DrawFn) -> tuple[dict[str, Cents], dict[str, int], Cents]:
    """(tables, fields, economic) of a department, generated bottom-up in 分: everything adds up exactly."""
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=7, unique=True))
    general = {code: {"基本支出": draw(CENTS), "项目支出": draw(CENTS)} for code in codes}
    fund = {"2120899": {"年初结转和结余": draw(CENTS), "项目支出": draw(CENTS)}} if draw(st.booleans()) else {}
    for row in fund.values():
        row["本年收入"] = row["项目支出"] + draw(CENTS)
        row["年末结转和结余"] = row["年初结转和结余"] + row["本年收入"] - row["项目支出"]
    capital = {"2230299": {"项目支出": draw(CENTS)}} if draw(st.booleans()) else {}
    spending: Cents = {code: {"基本支出": row["基本支出"] + draw(CENTS), "项目支出": row["项目支出"], "经营支出": draw(CENTS)}
                       for code, row in general.items()}
    spending |= {code: {"项目支出": row["项目支出"]} for code, row in (fund | capital).items()}
    opening, closing = draw(CENTS), draw(CENTS)
    general_spent = sum(sum(row.values()) for row in general.values())
    general_income = general_spent + closing - min(opening, general_spent)
    opening = min(opening, general_spent)
    received = dict(zip(codes, _share(general_income, draw(st.lists(CENTS, min_size=len(codes) - 1,
                                                                    max_size=len(codes) - 1))), strict=True))
    income: Cents = {code: {"财政拨款收入": cents} for code, cents in received.items()}
    income |= {code: {"财政拨款收入": row["本年收入"]} for code, row in fund.items()}
    income |= {code: {"财政拨款收入": row["项目支出"]} for code, row in capital.items()}
    fund_opening, fund_closing = (sum(row[key] for row in fund.values()) for key in ("年初结转和结余", "年末结转和结余"))
    all_spent = sum(sum(row.values()) for row in spending.values())
    all_income = sum(row["财政拨款收入"] for row in income.values())
    kept = draw(CENTS)
    other = all_spent + closing + fund_closing + kept - all_income - opening - fund_opening
    income[codes[0]]["事业收入"] = max(other, 0)
    all_opening = opening + fund_opening + max(-other, 0)
    fields = {"结转结余.年初结转和结余": all_opening, "结转结余.年末结转和结余": closing + fund_closing + kept,
              f"结转结余.{GENERAL}.年初结转和结余": opening, f"结转结余.{GENERAL}.年末结转和结余": closing,
              f"结转结余.{GENERAL}.本年收入": general_income}
    tables = {
        "收入": _rolled(income, "本年收入合计", ("财政拨款收入", "事业收入")),
        "支出": _rolled(spending, "本年支出合计", ("基本支出", "项目支出", "经营支出")),
        "一般公共预算": _rolled(general, "小计", ("基本支出", "项目支出")),
        "政府性基金": _rolled(fund, "小计", ("项目支出",)),
        "国有资本经营": _rolled(capital, "合计", ("项目支出",)),
    }
    basic = sum(row["基本支出"] for row in general.values())
    parts = _share(basic, draw(st.lists(CENTS, min_size=len(ECONOMIC) - 1, max_size=len(ECONOMIC) - 1)))
    economic: Cents = {}
    for code, cents in zip(ECONOMIC, parts, strict=True):
        for key in (code[:3], code):
            row = economic.setdefault(key, {})
            row["决算数"] = row.get("决算数", 0) + cents
    return tables, fields, economic


def _written(cents: int, unit: MoneyUnit) -> str:
    """As the official table prints it: each figure rounded by itself."""
    return str(Decimal(cents) / 100 if unit is MoneyUnit.YUAN else rounded(Decimal(cents) / 1_000_000))


def _built(department: tuple[dict[str, Cents], dict[str, int], Cents], unit: MoneyUnit, pasted: set[int]) -> Any:
    tables, fields, economic = department
    def table(raw: Cents, deepest: int) -> dict[str, dict[str, str]]:
        return {code: {column: _written(cents, unit) for column, cents in row.items()} for code, row in raw.items()
                if len(code) == deepest or len(code) in pasted}
    written = {sheet: table(raw, 7) for sheet, raw in tables.items()} | {"基本支出经济分类": table(economic, 5)}
    return books(unit=unit, tables=written, fields={key: _written(cents, unit) for key, cents in fields.items()},
                 rows={"主要职责": [{"内容": "负责全市档案工作。"}], "机构与单位": [{"单位名称": "样例市档案局", "层级": "本级"}]})


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(departments(), st.sets(st.sampled_from((0, 3, 5))))
@pytest.mark.parametrize("unit", list(MoneyUnit))
def test_accounts_that_hang_together_have_no_error(unit: MoneyUnit, department: Any, pasted: set[int]) -> None:
    """Whichever of 合计 (0), 类 (3) and 款 (5) were pasted beside the 项."""
    findings = run_checks(_built(department, unit, pasted))
    assert [one.message for one in findings if one.severity is Severity.ERROR and one.code != "Y101"] == []


# Figures that nothing else in a workbook can confirm, as documented in docs/校验规则.md.
def _unconfirmed(path: tuple[str, ...], pasted: bool) -> bool:
    if path[1].startswith("三公经费."):
        return True
    return not pasted and path[1:] in {
        *(("一般公共预算", code, "年初预算数") for code in ("2012901", "2012902", "2080505")),
        ("政府性基金", "2120899", "年初结转和结余")}


def _details_only() -> dict[str, Any]:
    """`base()` as a clerk types it who pastes nothing: details, and of the balances what has to be typed."""
    parts = base()
    for sheet, table in parts["tables"].items():
        deepest = 5 if sheet == "基本支出经济分类" else 7
        for code in list(table):
            if len(code) != deepest or sheet == "总表印数":
                del table[code]
        for row in table.values():
            for column in ("本年收入合计", "本年支出合计", "小计", "合计", "年末结转和结余"):
                row.pop(column, None)
    for key in (f"结转结余.{GENERAL}.本年收入", *(f"结转结余.{FUND}.{column}" for column in ("年初结转和结余", "本年收入", "年末结转和结余")),
                f"结转结余.{CAPITAL}.本年收入"):
        del parts["fields"][key]
    return parts


def _amount_paths(parts: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for sheet, table in parts["tables"].items():
        for code, row in table.items():
            yield from (("tables", sheet, code, column) for column in row if "原因" not in column)
    yield from (("fields", key) for key, value in parts["fields"].items()
                if key.startswith(("结转结余.", "三公经费.")) and isinstance(value, str) and "原因" not in key)


@pytest.mark.parametrize("pasted", [True, False], ids=["with subtotals", "details only"])
@pytest.mark.parametrize("unit", list(MoneyUnit))
@pytest.mark.parametrize("change", [Decimal(1), Decimal(-1)])
def test_any_amount_moved_is_an_error(pasted: bool, unit: MoneyUnit, change: Decimal) -> None:
    make = base if pasted else _details_only
    assert [one for one in run_checks(books(**make(), unit=unit)) if one.severity is Severity.ERROR] == []
    unseen = []
    for path in _amount_paths(make()):
        parts = make()
        holder = parts
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = str(Decimal(holder[path[-1]]) + change)
        found = [one for one in run_checks(books(**parts, unit=unit)) if one.severity is Severity.ERROR]
        if not found and not _unconfirmed(path, pasted):
            unseen.append(path)
    assert unseen == []
