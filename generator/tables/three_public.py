"""公开09表: 一般公共预算财政拨款“三公”经费, budget, result and last year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model import Accounts, Amount, total_of
from generator.workbook.schema.money_sheets import THREE_PUBLIC_ITEMS

ABROAD, PURCHASE, RUNNING, RECEPTION = THREE_PUBLIC_ITEMS
VEHICLES = "公务用车购置及运行维护费"
TOTAL = "合计"
COLUMNS = ("预算数", "决算数", "上年决算数")


@dataclass(frozen=True, slots=True)
class ThreePublic:
    """Amounts (万元) by item, then by column; the items and 公务用车购置及运行维护费 (小计) and 合计."""

    amounts: Mapping[str, Mapping[str, Amount]]

    def amount(self, item: str, column: str) -> Amount | None:
        """The amount of `item` in `column` (预算数, 决算数, 上年决算数)."""
        return self.amounts[item].get(column)

    def __bool__(self) -> bool:
        return any(amount for item in self.amounts.values() for key, amount in item.items() if key != "上年决算数")


def three_public(accounts: Accounts) -> ThreePublic:
    """Add up the sheet 三公经费: 3栏 = 4+5栏, 1栏 = 2+3+6栏, and so for each column."""
    amounts: dict[str, dict[str, Amount]] = {item: {} for item in (*THREE_PUBLIC_ITEMS, VEHICLES, TOTAL)}
    for column in COLUMNS:
        for item in THREE_PUBLIC_ITEMS:
            found = accounts.amount(f"三公经费.{item}.{column}")
            if found is not None:
                amounts[item][column] = found
        sums = {VEHICLES: (PURCHASE, RUNNING), TOTAL: (ABROAD, VEHICLES, RECEPTION)}
        for name, parts in sums.items():
            summed = total_of(amounts[part].get(column) for part in parts)
            if summed is not None:
                amounts[name][column] = summed
    return ThreePublic(amounts)
