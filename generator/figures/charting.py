"""The four charts as plain values: 图1, 图4 two years side by side, 图2, 图3 the structure of the year."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.charts.model import Chart, Series, Slice, Structure, TwoYears
from generator.figures.registry import Desk
from generator.figures.totals import (
    appropriation_total,
    expenditure_kinds,
    expenditure_total,
    grand_total,
    income_sources,
    income_total,
)
from generator.figures.values import Money
from generator.phrases import Phrases

TITLES = {"图1": "收、支决算总计变动情况", "图2": "收入决算结构", "图3": "支出决算结构",
          "图4": "财政拨款收、支决算总计变动情况"}
CHART_NAMES = tuple(TITLES)


def charts(desk: Desk, phrases: Phrases) -> Mapping[str, Chart]:
    """The charts by the name that the templates use; nothing (in both years, or of a structure) has no chart."""
    titles = {**TITLES, **desk.layout.chart_captions}
    made: dict[str, Chart] = {}
    for name, total, names in (("图1", grand_total(desk), ("收入总计", "支出总计")),
                               ("图4", appropriation_total(desk), ("财政拨款收入总计", "财政拨款支出总计"))):
        if total or total.prior:
            made[name] = _two_years(titles[name], total, names, desk, phrases)
    for name, whole, parts in (("图2", income_total, income_sources), ("图3", expenditure_total, expenditure_kinds)):
        structure = _structure(titles[name], whole, parts, desk)
        if structure.slices:
            made[name] = structure
    return {name: made[name] for name in CHART_NAMES if name in made}


def _two_years(title: str, money: Money, names: tuple[str, str], desk: Desk, phrases: Phrases) -> TwoYears:
    year, prior = desk.accounts.year, money.prior
    before = prior.value if prior is not None else None
    labels = (str(prior) if prior is not None else "", str(money))
    change = phrases.growth(money) if prior is not None else ""
    series = tuple(Series(name, (before, money.value), labels, change) for name in names)
    return TwoYears(title, str(money.style.unit), (f"{year - 1}年度", f"{year}年度"), series)


def _structure(title: str, whole: Callable[[Desk], Money], parts: Callable[[Desk], list[dict[str, object]]],
               desk: Desk) -> Structure:
    total, slices = whole(desk), []
    for part in parts(desk):
        money = part["金额"]
        assert isinstance(money, Money)
        slices.append(Slice(str(part["名称"]), money.value, str(money), str(money.占比 or "")))
    return Structure(title, str(total.style.unit), tuple(slices), str(total), total.name)
