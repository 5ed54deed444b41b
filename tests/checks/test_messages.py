"""Messages as the clerk reads them, one finding for one cause, and 尾差 at its edge."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from accounts_builder import base, books

from generator.checks import run_checks
from generator.checks.wording import Side, agrees, cells, money
from generator.model import Amount, Severity, Source
from generator.money import MoneyUnit


def _codes(parts: dict[str, Any], unit: MoneyUnit = MoneyUnit.WAN) -> list[str]:
    return [finding.code for finding in run_checks(books(**parts, unit=unit)) if finding.severity is Severity.ERROR]


def test_the_message_gives_place_both_numbers_difference_and_remedy() -> None:
    parts = base()
    parts["tables"]["支出"]["20129"] |= {"本年支出合计": "565", "项目支出": "255"}
    parts["tables"]["支出"]["201"] |= {"本年支出合计": "565", "项目支出": "255"}
    parts["tables"]["支出"][""] |= {"本年支出合计": "795", "项目支出": "385"}
    findings = run_checks(books(**parts))
    assert [finding.message for finding in findings if finding.code == "T302"] == [
        "支出!C8（20129 群众团体事务 本年支出合计）写 565.00，下级合计 555.00，相差 10.00（万元）；请核对 C9:C10。",
        "支出!E8（20129 群众团体事务 项目支出）写 255.00，支出!E10（下级合计）写 245.00，相差 10.00（万元）；请核对这两处。"]
    assert findings[0].difference == Decimal(10)


def test_amounts_are_shown_in_the_unit_of_the_workbook() -> None:
    parts = base()
    parts["tables"]["收入"]["201"]["事业收入"] = "51250.5"
    (message,) = [one.message for one in run_checks(books(**parts, unit=MoneyUnit.YUAN)) if one.code == "T202"]
    assert message == ("收入!F7（201 一般公共服务支出 事业收入）写 51,250.50，收入!F8（下级合计）写 50.00，"
                       "相差 51,200.50（元）；请核对这两处。")


def test_one_cause_is_one_finding() -> None:
    parts = base()
    parts["tables"]["支出"]["2012902"] |= {"项目支出": "246", "本年支出合计": "246"}  # one wrong row, its subtotals right
    findings = run_checks(books(**parts))
    assert _codes(parts) == ["T302", "T302"]  # 款 above it, in both columns; neither 类, 合计, 公开01表 nor the balance
    assert "T105" in findings[0].hint + findings[1].hint


def test_a_wrong_subtotal_does_not_make_its_parent_wrong() -> None:
    parts = base()
    parts["tables"]["收入"]["20129"]["财政拨款收入"] = "501"
    assert _codes(parts) == ["T202"]  # neither 201 above it nor its row


def test_two_causes_are_two_findings() -> None:
    parts = base()
    parts["tables"]["收入"]["20129"]["财政拨款收入"] = "501"
    parts["fields"]["结转结余.年末结转和结余"] = "72"
    assert _codes(parts) == ["T105", "T202"]


def test_an_error_is_not_hidden_behind_a_warning() -> None:
    parts = base()
    parts["tables"]["一般公共预算"]["2012902"] |= {"项目支出": "191", "小计": "191"}
    assert "T502" in _codes(parts)


def _amount(value: str, cells_of: int = 1) -> Amount:
    return Amount(Decimal(value), tuple(Source("支出", f"D{10 + n}") for n in range(cells_of)))


@pytest.mark.parametrize("addends", [1, 2, 3, 7])
def test_half_a_unit_for_each_figure_and_not_a_cent_more(addends: int) -> None:
    allowed = Decimal("0.005") * (addends + 1)
    total = Side("合计", _amount("100"))
    assert agrees(MoneyUnit.WAN, total, Side("各项", _amount(str(100 + allowed), addends)))
    assert not agrees(MoneyUnit.WAN, total, Side("各项", _amount(str(100 + allowed + Decimal("0.01")), addends)))
    assert not agrees(MoneyUnit.WAN, total, Side("各项", _amount(str(100 - allowed - Decimal("0.0001")), addends)))


def test_in_yuan_nothing_is_allowed() -> None:
    total = Side("合计", _amount("100"))
    assert agrees(MoneyUnit.YUAN, total, Side("各项", _amount("100", 9)))
    assert not agrees(MoneyUnit.YUAN, total, Side("各项", _amount("100.000001", 9)))


def test_a_subtotal_at_the_edge() -> None:
    parts = base()
    parts["tables"]["支出"]["20129"]["项目支出"] = "245.01"  # one 项 below: 2 × 0.005
    assert _codes(parts) == []
    parts["tables"]["支出"]["20129"]["项目支出"] = "245.02"
    assert _codes(parts) == ["T302"]
    parts["tables"]["支出"]["20129"]["项目支出"] = "245.01"
    assert _codes(parts, MoneyUnit.YUAN) == ["T302"]


def test_a_blank_is_said_to_be_blank() -> None:
    parts = base()
    parts["fields"]["结转结余.年末结转和结余"] = None
    findings = run_checks(books(**parts))
    assert [finding.code for finding in findings] == ["T105", "T106"]
    assert findings[0].hint.startswith("结转结余!C7（年末结转和结余）空着；如有数，请先补填")
    assert "结转结余!C7（公开01表年末结转和结余）空着" in findings[1].message


def test_operating_cost_is_a_warning_where_it_need_not_agree() -> None:
    parts = base()
    parts["fields"]["机关运行经费.决算数"] = "60"
    assert _codes(parts) == ["F101"]
    for key, value in (("基本信息.单位性质", "其他"), ("机关运行经费.说明", "公用经费含事业单位")):
        other = base()
        other["fields"] |= {"机关运行经费.决算数": "60", key: value}
        assert _codes(other) == []
        assert [one.code for one in run_checks(books(**other))] == ["F101"]


def test_budgets_by_class_are_enough() -> None:
    parts = base()
    general = parts["tables"]["一般公共预算"]
    for code in ("2012901", "2012902", "2080505"):
        del general[code]["年初预算数"]
    general["201"] |= {"差异原因": "人员增加"}
    general["208"] = {"年初预算数": "80"}
    assert run_checks(books(**parts)) == ()


def test_what_is_left_over_below_zero_is_reported() -> None:
    parts = base()
    for code in ("", "212", "2120899"):
        del parts["tables"]["政府性基金"][code]["年末结转和结余"]
        parts["tables"]["政府性基金"][code] |= {"年初结转和结余": None, "本年收入": "80"}
    found = [one.message for one in run_checks(books(**parts)) if one.code == "K106"]
    assert len(found) == 1
    assert "推算的年末结转和结余）是负数 -10.00（万元）" in found[0]


def test_cells_are_drawn_together() -> None:
    column = [Source("支出", f"D{row}") for row in (13, 14, 15, 18)]
    assert cells(column, "支出") == "D13:D15、D18"
    assert cells(column) == "支出!D13:D15、支出!D18"
    many = [Source("支出", f"{letter}{row}") for letter in "CDE" for row in range(6, 20, 2)]
    assert cells([*many, Source("收入", "C7")], "收入") == "支出!C6:E18、C7"


def test_small_differences_stay_visible() -> None:
    assert money(Decimal("310"), MoneyUnit.WAN) == "310.00"
    assert money(Decimal("123.456789"), MoneyUnit.YUAN) == "1,234,567.89"
    assert money(Decimal("0.001"), MoneyUnit.WAN) == "0.001"


@pytest.mark.parametrize(("reason", "noted"), [("年中没有追加项目资金", False), ("不再新增项目", False), ("年中追加项目资金", True)])
def test_a_denied_word_says_nothing_on_the_direction(reason: str, noted: bool) -> None:
    parts = base()
    parts["fields"]["变动原因.收支总计"] = reason  # 860 against 900: less
    assert any(one.code == "Y106" for one in run_checks(books(**parts))) is noted
