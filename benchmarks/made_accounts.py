"""The tables by 科目 of a made-up department: typed as in the official tables, with 合计, 类, 款 and 项.

Amounts are in 万元, to the 分 of the official tables (two decimals).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from random import Random

from made_texts import clause

from generator.subjects import ECONOMIC, FUNCTIONAL, catalogue

YEAR = 2024
CENT = Decimal("0.01")
ZERO = Decimal(0)
Row = dict[str, object]
Amounts = dict[str, Decimal]
ENTERTAINING, CAR_RUNNING, ABROAD = "30217", "30231", "30212"
_USUAL = ("201", "205", "206", "207", "208", "210", "211", "213", "221", "224")
_NEVER = ("230", "231", "232", "233", "234")  # transfers and debt: not a department's


def amount(random: Random, most: int) -> Decimal:
    """An amount up to `most` 万元."""
    return Decimal(random.randint(50, most * 100)) * CENT


def share(value: Decimal, percent: int) -> Decimal:
    """So many percent of an amount, cut to the 分."""
    return value * percent / 100 // CENT * CENT


def split(random: Random, total: Decimal, parts: int) -> list[Decimal]:
    """`total` in `parts` amounts, none below 0.01."""
    most = int(total * 100)
    cuts = sorted(random.sample(range(1, most), parts - 1))
    return [Decimal(after - before) * CENT for before, after in zip([0, *cuts], [*cuts, most], strict=True)]


def functional_codes(random: Random, items: int) -> list[str]:
    """So many 项, of the usual 类 as long as these have enough."""
    known = [code for code, subject in catalogue(FUNCTIONAL).items()
             if len(code) == 7 and subject.valid_in(YEAR) and subject.budget == "一般公共预算" and code[:3] not in _NEVER]
    usual = [code for code in known if code[:3] in _USUAL and catalogue(FUNCTIONAL)[code].certainty == "high"]
    pool = usual if items <= len(usual) else known
    if items > len(pool):
        raise ValueError(f"there are only {len(pool)} subjects")
    return sorted(random.sample(pool, items))


def fund_codes(random: Random) -> list[str]:
    """One to three 项 of 政府性基金预算."""
    known = [code for code, subject in catalogue(FUNCTIONAL).items()
             if len(code) == 7 and subject.valid_in(YEAR) and code[:5] in ("21208", "22960") and subject.certainty == "high"]
    return sorted(random.sample(known, random.randint(1, 3)))


def spending(random: Random, codes: Iterable[str], *, basic: bool) -> dict[str, Amounts]:
    """基本支出 (where there is any) and 项目支出 of each 项."""
    found: dict[str, Amounts] = {}
    for code in codes:
        both = random.random()
        made = {"基本支出": amount(random, 300)} if basic and both < 0.7 else {}
        found[code] = made | ({"项目支出": amount(random, 300)} if not made or both > 0.4 else {})
    return found


def budgets(random: Random, spent: Mapping[str, Amounts]) -> dict[str, Decimal]:
    """年初预算数 of each 项, near what was spent."""
    percents = [*range(88, 98), *range(103, 112)]
    return {code: share(total(amounts.values()), random.choice(percents)) for code, amounts in spent.items()}


def total(values: Iterable[Decimal]) -> Decimal:
    """The sum of amounts."""
    return sum(values, ZERO)


def printed(leaves: Mapping[str, Amounts], sum_key: str = "", parts: Sequence[str] = ()) -> list[Row]:
    """The table as the official one prints it: 合计, then 类, 款 and 项; `sum_key` is the sum of `parts` in each row."""
    lines: dict[str, Amounts] = {}
    for code, amounts in leaves.items():
        for place in ("", code[:3], code[:5], code):
            line = lines.setdefault(place, {})
            for key, value in amounts.items():
                line[key] = line.get(key, ZERO) + value
    rows: list[Row] = []
    for code in sorted(lines):
        amounts = lines[code]
        whole = {sum_key: total(amounts.get(part, ZERO) for part in parts)} if sum_key else {}
        name = catalogue(FUNCTIONAL)[code].name if code else "合计"
        rows.append({**({"科目编码": code.ljust(7, "0")} if code else {}), "科目名称": name, **whole, **amounts})
    return rows


def with_reasons(random: Random, rows: Sequence[Row]) -> list[Row]:
    """差异原因 beside each 项."""
    return [{**row, "差异原因": clause(random)} if _is_item(row) else row for row in rows]


def with_uses(random: Random, rows: Sequence[Row]) -> list[Row]:
    """主要用途 beside each 项."""
    return [{**row, "主要用途": clause(random)} if _is_item(row) else row for row in rows]


def _is_item(row: Row) -> bool:
    code = str(row.get("科目编码", ""))
    return bool(code) and not code.endswith("00")


def economic(random: Random, basic: Decimal, *, most: int) -> Amounts:
    """基本支出 by 款 of 经济分类, 公务接待费 among them; nothing for journeys abroad and cars."""
    usual = [code for code in catalogue(ECONOMIC)
             if len(code) == 5 and code[:3] in ("301", "302", "303") and code not in (ABROAD, CAR_RUNNING, ENTERTAINING)]
    chosen = sorted([*random.sample(usual, random.randint(most * 3 // 5, most)), ENTERTAINING])
    reception = min(amount(random, 5), basic / 10 // CENT * CENT)
    others = [code for code in chosen if code != ENTERTAINING]
    return dict(zip(others, split(random, basic - reception, len(others)), strict=True)) | {ENTERTAINING: reception}


def economic_rows(amounts: Amounts) -> list[Row]:
    """The table by 经济分类 with its 类."""
    kinds = sorted({code[:3] for code in amounts})
    sums = {kind: total(value for code, value in amounts.items() if code.startswith(kind)) for kind in kinds}
    return [{"科目编码": code, "决算数": value} for code, value in sorted((sums | amounts).items())]


def office(amounts: Amounts) -> Decimal:
    """公用经费: what 302 spends."""
    return total(value for code, value in amounts.items() if code.startswith("302"))
