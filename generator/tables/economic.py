"""公开06表: 一般公共预算财政拨款基本支出 by 款 of the economic classification, added up to 类."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from generator.model import Accounts, Amount, Line, total_of
from generator.subjects import ECONOMIC, catalogue
from generator.tables.rollup import settle

PERSONNEL_CLASSES = ("301", "303")


@dataclass(frozen=True, slots=True)
class EconomicTable:
    """Amounts by code (类 and 款, 万元); 人员经费 = 301 + 303, 公用经费 = every other 类."""

    amounts: Mapping[str, Amount]
    names: Mapping[str, str]
    given_classes: Mapping[str, Amount]
    personnel: Amount | None
    public: Amount | None
    total: Amount | None

    def items(self, code: str) -> tuple[tuple[str, str, Amount], ...]:
        """(code, name, amount) of the 款 below 类 `code` that have an amount."""
        return tuple((key, self.names[key], amount) for key, amount in sorted(self.amounts.items())
                     if len(key) == 5 and key.startswith(code) and amount)

    def classes(self) -> tuple[str, ...]:
        """The 类 that have an amount."""
        return tuple(sorted(code for code in self.amounts if len(code) == 3))


def economic_table(accounts: Accounts) -> EconomicTable:
    """Add up the sheet 基本支出经济分类."""
    lines: dict[str, list[Line]] = {}
    for line in accounts.tables["基本支出经济分类"]:
        if "决算数" in line.amounts:
            lines.setdefault(line.code, []).append(line)
    given = {code: total_of(line.amounts["决算数"] for line in same) for code, same in lines.items()}
    amounts = {code: amount for code, amount in given.items() if amount is not None and len(code) == 5}
    for code in sorted({code[:3] for code in given if code}):
        below = [amount for key, amount in amounts.items() if key.startswith(code) and len(key) == 5]
        settled = settle(given.get(code), total_of(below), len(below), accounts.unit)
        if settled is not None:
            amounts[code] = settled
    names = {**_official_names(), **{code: same[0].name for code, same in lines.items() if same[0].name}}
    classes = [code for code in amounts if len(code) == 3]
    personnel = total_of(amounts[code] for code in classes if code in PERSONNEL_CLASSES)
    public = _public(accounts, [amounts[code] for code in classes if code not in PERSONNEL_CLASSES])
    return EconomicTable(amounts, names, {c: a for c, a in given.items() if a is not None and len(c) == 3},
                         personnel, public, total_of([personnel, public]))


@cache
def _official_names() -> Mapping[str, str]:
    return {code: subject.name for code, subject in catalogue(ECONOMIC).items()}


def _public(accounts: Accounts, classes: Sequence[Amount]) -> Amount | None:
    """公用经费: the sum of its 类, or the typed 机关运行经费 where the two differ by 尾差 only (they are one fact)."""
    summed = total_of(classes)
    given = accounts.amount("机关运行经费.决算数")
    if summed is None or given is None:
        return summed
    kept = settle(given, summed, len(classes), accounts.unit)
    return summed if kept is None or kept.value == summed.value else Amount(kept.value, summed.sources + kept.sources)
