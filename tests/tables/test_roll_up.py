"""roll_up: 项 into 款 into 类 into 合计; pasted subtotals kept within 尾差, never beyond."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from accounts_builder import accounts, cell_of
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Amount
from generator.money import MoneyUnit
from generator.tables.rollup import RolledTable, roll_up, settle

YUAN, WAN = MoneyUnit.YUAN, MoneyUnit.WAN
PARTS = ("基本支出", "项目支出")


def rolled(lines: Any, unit: MoneyUnit = WAN, columns: tuple[str, ...] = ("小计", *PARTS, "年初预算数")) -> RolledTable:
    table = accounts(unit=unit, tables={"一般公共预算": lines}).tables["一般公共预算"]
    return roll_up(table, columns, "小计", PARTS, unit)


def printed(table: RolledTable, column: str) -> dict[str, str | None]:
    return {line.code: str(amount.value) if (amount := line.amount(column)) is not None else None
            for line in (table.total, *table.lines)}


def test_a_detail_reaches_every_level_above_it() -> None:
    table = rolled({"2012901": {"基本支出": "1.10", "项目支出": "2"}, "2012902": {"项目支出": "3"},
                    "2080505": {"基本支出": "4"}})
    assert printed(table, "小计") == {"": "10.10", "201": "6.10", "20129": "6.10", "2012901": "3.10", "2012902": "3",
                                    "208": "4", "20805": "4", "2080505": "4"}
    assert printed(table, "基本支出")["201"] == "1.10"
    assert [(line.code, line.level, line.parts) for line in table.lines] == [
        ("201", 1, 1), ("20129", 2, 2), ("2012901", 3, 0), ("2012902", 3, 0), ("208", 1, 1), ("20805", 2, 1),
        ("2080505", 3, 0)]
    assert [line.code for line in table.level(2)] == ["20129", "20805"]
    assert [line.code for line in table.leaves()] == ["2012901", "2012902", "2080505"]


def test_names_come_from_the_subject_table_unless_the_workbook_has_its_own() -> None:
    table = rolled({"201": {"科目名称": "改过的名称", "基本支出": "1"}, "2012901": {"基本支出": "1"}})
    named = {line.code: line.name for line in table.lines}
    assert named["201"] == "改过的名称" and named["20129"] == "群众团体事务" and named["2012901"] == "行政运行"
    assert table.total.name == "合计"


def test_rows_print_in_the_order_of_their_codes_however_they_were_typed() -> None:
    table = rolled({"2080505": {"基本支出": "1"}, "": {"基本支出": "3"}, "2012902": {"基本支出": "1"}, "2012901": {"基本支出": "1"}})
    assert [line.code for line in table.leaves()] == ["2012901", "2012902", "2080505"]
    assert table.typed_order == ("2080505", "2012902", "2012901")


def test_blank_stays_blank_on_every_level_and_a_typed_zero_stays_zero() -> None:
    table = rolled({"2012901": {"基本支出": "1"}, "2012902": {"基本支出": "1", "项目支出": "0"}, "2080505": {"基本支出": "1"}})
    assert printed(table, "项目支出") == {"": "0", "201": "0", "20129": "0", "2012901": None, "2012902": "0",
                                      "208": None, "20805": None, "2080505": None}
    assert set(printed(table, "年初预算数").values()) == {None}


def test_an_empty_table_is_false_and_its_total_blank() -> None:
    table = rolled({})
    assert not table and table.total.amount("小计") is None and table.lines == ()


# ---- pasted subtotals --------------------------------------------------------------------------------------------

# Two rounded details below a rounded total: each may be half of 0.01 off, 0.015 in all.
@pytest.mark.parametrize(("pasted", "kept"), [
    ("6.01", True), ("5.99", True), ("6.00", True), ("6.02", False), ("5.98", False), ("16.00", False)])
@pytest.mark.parametrize("level", ["20129", "201", ""])
def test_a_pasted_subtotal_is_kept_within_the_tail_difference_only(level: str, pasted: str, kept: bool) -> None:
    table = rolled({level: {"小计": pasted, "基本支出": pasted}, "2012901": {"基本支出": "2.50"}, "2012902": {"基本支出": "3.50"}})
    for column in ("基本支出", "小计"):
        line = table.total if level == "" else table.at(level)
        assert line is not None and line.amount(column) is not None
        assert line.amount(column).value == Decimal(pasted if kept else "6.00")  # type: ignore[union-attr]
        assert line.given[column].value == Decimal(pasted)  # what was typed is not lost: the check reports it


def test_figures_in_yuan_allow_no_difference_at_all() -> None:
    table = rolled({"201": {"基本支出": "60000.01"}, "2012901": {"基本支出": "25000"}, "2012902": {"基本支出": "35000"}}, YUAN)
    assert printed(table, "基本支出")["201"] == "6.0"
    assert printed(table, "基本支出")[""] == "6.0"


def test_every_typed_figure_below_counts_for_the_slack_also_through_levels_that_were_not_pasted() -> None:
    details = {f"20129{number:02}": {"基本支出": "1.00"} for number in (1, 2, 3, 4, 5, 6)}
    assert printed(rolled({"201": {"基本支出": "6.03"}, **details}), "基本支出")["201"] == "6.03"
    assert printed(rolled({"201": {"基本支出": "6.04"}, **details}), "基本支出")["201"] == "6.00"


def test_a_kept_subtotal_is_what_the_total_is_made_of() -> None:
    table = rolled({"201": {"基本支出": "6.01"}, "2012901": {"基本支出": "2.50"}, "2012902": {"基本支出": "3.50"},
                    "2080505": {"基本支出": "1.00"}})
    assert printed(table, "基本支出")[""] == "7.01"


def test_a_subtotal_with_nothing_below_it_stands() -> None:
    table = rolled({"201": {"基本支出": "6.00", "年初预算数": "5.00"}, "2012901": {"基本支出": "6.00"}})
    assert printed(table, "年初预算数") == {"": "5.00", "201": "5.00", "20129": None, "2012901": None}


def test_the_row_total_is_kept_where_its_columns_miss_it_by_a_tail_difference() -> None:
    table = rolled({"2012901": {"小计": "3.01", "基本支出": "1.00", "项目支出": "2.00"},
                    "2012902": {"小计": "3.10", "基本支出": "1.00", "项目支出": "2.00"}})
    assert printed(table, "小计")["2012901"] == "3.01"
    assert printed(table, "小计")["2012902"] == "3.00"


def test_a_row_with_its_total_only_keeps_it() -> None:
    assert printed(rolled({"2012901": {"小计": "3"}}), "小计") == {"": "3", "201": "3", "20129": "3", "2012901": "3"}


def test_a_code_that_stands_twice_is_added_up_and_names_both_cells() -> None:
    table = rolled([("2012901", {"基本支出": "1"}), ("2012901", {"基本支出": "2", "项目支出": "5"})])
    line = table.at("2012901")
    assert line is not None and printed(table, "小计")[""] == "8"
    assert [str(source) for source in line.amounts["基本支出"].sources] == [
        cell_of("一般公共预算", "基本支出", 0), cell_of("一般公共预算", "基本支出", 1)]


def test_a_computed_subtotal_names_the_cells_of_its_details() -> None:
    table = rolled({"2012901": {"基本支出": "1"}, "2012902": {"基本支出": "2", "项目支出": "5"}})
    amount = table.total.amount("小计")
    assert amount is not None and {str(source) for source in amount.sources} == {
        cell_of("一般公共预算", "基本支出", 0), cell_of("一般公共预算", "基本支出", 1), cell_of("一般公共预算", "项目支出", 1)}


def test_settle_takes_what_there_is() -> None:
    given, computed = Amount(Decimal("1.01")), Amount(Decimal("1.00"))
    assert settle(None, None, 1, WAN) is None
    assert settle(given, None, 1, WAN) is given
    assert settle(None, computed, 1, WAN) is computed
    assert settle(given, computed, 1, WAN) is given
    assert settle(given, computed, 1, YUAN) is computed


CODES = ("2012901", "2012902", "2012999", "2013101", "2080505", "2080506", "2101101", "2210201")
DETAILS = st.dictionaries(st.sampled_from(CODES), st.tuples(*[st.none() | st.integers(-(10**10), 10**10)] * 2), min_size=1)


@settings(max_examples=60, deadline=None)
@given(DETAILS, st.sampled_from(MoneyUnit), st.randoms())
def test_every_total_is_the_exact_sum_of_the_details_below_it(details: dict[str, Any], unit: MoneyUnit, random: Any) -> None:
    divisor = 10**6 if unit is YUAN else 100
    cents = list(details.items())
    random.shuffle(cents)
    table = rolled([(code, {part: str(Decimal(one) / 100) for part, one in zip(PARTS, pair, strict=True) if one is not None})
                    for code, pair in cents], unit)
    for line in (table.total, *table.lines):
        for index, part in enumerate(PARTS):
            below = [pair[index] for code, pair in cents if code.startswith(line.code) and pair[index] is not None]
            amount = line.amount(part)
            assert (amount.value if amount is not None else None) == (Decimal(sum(below)) / divisor if below else None)
        both = [one for code, pair in cents if code.startswith(line.code) for one in pair if one is not None]
        amount = line.amount("小计")
        assert (amount.value if amount is not None else None) == (Decimal(sum(both)) / divisor if both else None)
    assert [line.code for line in table.lines] == sorted(line.code for line in table.lines)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=len(CODES)))
def test_an_official_table_rounded_row_by_row_is_printed_as_it_is(yuan_cents: list[int]) -> None:
    exact = dict(zip(CODES, yuan_cents, strict=False))
    codes = sorted({code[:length] for code in exact for length in (0, 3, 5, 7)})
    official = {code: str((Decimal(sum(c for full, c in exact.items() if full.startswith(code))) / 10**6)
                          .quantize(Decimal("0.01"), "ROUND_HALF_UP")) for code in codes}
    table = rolled({code: {"小计": text, "基本支出": text} for code, text in official.items()})
    assert {code: Decimal(value or "nan") for code, value in printed(table, "小计").items()} == {
        code: Decimal(text) for code, text in official.items()}
