"""Merging in any order or grouping gives the same figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from merging_units import CAPITAL, FUND, GENERAL, added_figures, figures, unit

from generator.merging.content import content_of
from generator.merging.merge import merge
from generator.model import Accounts
from generator.money import MoneyUnit
from generator.tables.books import make_books

PHASES = (Phase.explicit, Phase.generate)  # shrinking whole workbooks takes minutes
CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
CODES = ("2012901", "2012902", "2080505", "2100201")
KINDS = ("行政单位", "公益一类事业单位")


@st.composite
def small_units(draw: st.DrawFn, name: str) -> Accounts:
    """A unit with a few figures, some of them left to be derived, some given by 类 or with pasted subtotals, in 元 or 万元."""
    def table(columns: tuple[str, ...], codes: tuple[str, ...] = CODES) -> dict[str, dict[str, Decimal]]:
        chosen = draw(st.lists(st.sampled_from(codes), max_size=3, unique=True))
        return {code: {column: draw(CENTS) for column in draw(st.lists(st.sampled_from(columns), min_size=1, unique=True))}
                for code in chosen}

    tables: dict[str, Any] = {
        "收入": table(("财政拨款收入", "上级补助收入", "其他收入")),
        "一般公共预算": table(("基本支出", "项目支出", "年初预算数")),
        "政府性基金": table(("年初结转和结余", "本年收入", "项目支出"), ("2120899",)),
        "基本支出经济分类": table(("决算数",), ("30101", "30201", "30301")),
    }
    for row in tables["一般公共预算"].values():  # a pasted 小计
        if draw(st.booleans()) and {"基本支出", "项目支出"} & row.keys():
            row["小计"] = sum((row.get(part, Decimal(0)) for part in ("基本支出", "项目支出")), Decimal(0))
    for row in tables["政府性基金"].values():
        if draw(st.booleans()):
            closing = row.get("年初结转和结余", Decimal(0)) + row.get("本年收入", Decimal(0)) - row.get("项目支出", Decimal(0))
            row["年末结转和结余"] = closing + Decimal(draw(st.sampled_from((0, 1_000, 700_000))))  # 尾差 would be dropped
    if draw(st.booleans()):
        tables["支出"] = table(("基本支出", "项目支出"))
    if draw(st.booleans()):
        tables["一般公共预算"]["208"] = {"年初预算数": draw(CENTS)}
    for one in (tables["收入"], tables["一般公共预算"]):
        if draw(st.booleans()):  # pasted subtotals, right or wrong: they are never added
            for code in [code for code in one if len(code) == 7]:
                one.setdefault(code[:3], {}).update(dict.fromkeys(one[code], draw(CENTS)))
    fields = {f"结转结余.{fund}.{key}": draw(CENTS) for fund in (GENERAL, FUND, CAPITAL)
              for key in ("年初结转和结余", "本年收入", "年末结转和结余") if draw(st.integers(0, 3)) == 0}
    fields |= {"结转结余.结余分配": draw(CENTS), "三公经费.公务接待费.决算数": draw(CENTS), "三公经费.公务接待批次": draw(st.integers(0, 99)),
               "上年数.收入总计": draw(CENTS), "基本信息.单位性质": draw(st.sampled_from(KINDS))}
    if draw(st.booleans()):
        fields["机关运行经费.决算数"] = draw(CENTS)
    return unit(name, unit=draw(st.sampled_from(list(MoneyUnit))), tables=tables, fields=fields)


THREE = st.tuples(small_units("甲局"), small_units("乙院"), small_units("丙站"))


def merged(*units: Accounts) -> Accounts:
    result, findings = merge(units)
    assert result is not None, findings
    return result.accounts


def all_figures(made: Accounts) -> tuple[object, ...]:
    amounts = {(name, line.code, key): amount.value for name, table in made.tables.items() for line in table
               for key, amount in line.amounts.items() if amount.value}
    return amounts, added_figures(made), figures(make_books(made))


@settings(max_examples=25, deadline=None, phases=PHASES)
@given(THREE)
def test_any_grouping_gives_the_same_figures(units):
    first, second, third = units
    together = all_figures(merged(first, second, third))
    assert all_figures(merged(merged(first, second), third)) == together
    assert all_figures(merged(first, merged(second, third))) == together


@settings(max_examples=25, deadline=None, phases=PHASES)
@given(THREE)
def test_any_order_gives_the_same_figures(units):
    first, second, third = units
    assert all_figures(merged(third, first, second)) == all_figures(merged(first, second, third)) == all_figures(merged(second, third, first))


@settings(max_examples=15, deadline=None, phases=PHASES)
@given(THREE)
def test_any_order_of_the_subordinates_gives_the_same_workbook(units):
    first, second, third = units
    assert content_of(merged(first, second, third)) == content_of(merged(first, third, second))


@settings(max_examples=15, deadline=None, phases=PHASES)
@given(THREE)
def test_the_sum_of_every_detail_is_kept(units):
    """Nothing is lost and nothing counted twice, whatever was pasted: 财政拨款收入 of the 项 adds up."""
    total = sum((line.amounts["财政拨款收入"].value for one in units for line in one.tables["收入"]
                 if len(line.code) == 7 and "财政拨款收入" in line.amounts), Decimal(0))
    books = make_books(merged(*units))
    found = books.t2.total.amount("财政拨款收入")
    assert (found.value if found else Decimal(0)) == total
