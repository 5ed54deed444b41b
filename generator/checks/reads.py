"""Which sheets the rules read: a rule that reads a cell that could not be read has not been checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.checks.registry import Outcome, Result
from generator.model import Source

_FUNDS = ("一般公共预算", "政府性基金", "国有资本经营")
_TABLES = ("收入", "支出", *_FUNDS, "结转结余", "总表印数")
_EVALUATIONS = ("整体绩效自评", "整体绩效指标", "项目绩效自评", "项目绩效指标", "项目支出")
_COMPARED = ("上年数", "变动原因", *_TABLES, "三公经费")
SHEETS: Mapping[str, tuple[str, ...]] = {
    "T1": _TABLES, "T2": ("收入", "结转结余", *_FUNDS[1:]), "T3": ("支出", *_FUNDS, "总表印数"), "T4": _TABLES,
    "T5": ("支出", *_FUNDS), "T6": ("基本支出经济分类", "一般公共预算", "机关运行经费"), "T7": ("政府性基金", "结转结余"),
    "T8": ("国有资本经营",), "T9": ("三公经费", "基本支出经济分类", "一般公共预算"),
    "K": (*_TABLES, "基本支出经济分类", "项目支出", "各类用途"), "Y": _COMPARED,
    "F": ("机关运行经费", "政府采购", "国有资产", "一般性支出", "基本信息", "机构与单位", "基本支出经济分类", "三公经费", "支出"),
    "P": ("项目支出", "项目绩效自评", "整体绩效自评", *_FUNDS), "J": _EVALUATIONS, "D": ("基本信息", "机构与单位", *_EVALUATIONS),
    "H1": (*_COMPARED, "机关运行经费", *_EVALUATIONS),
}


def hold_back(outcomes: Iterable[Outcome], unread: Iterable[Source]) -> tuple[Outcome, ...]:
    """A rule that passed, or had nothing to look at, while a cell of its sheets could not be read is not checkable."""
    cells: dict[str, list[Source]] = {}
    for source in unread:
        cells.setdefault(source.sheet, []).append(source)
    return tuple(_held(outcome, cells) for outcome in outcomes) if cells else tuple(outcomes)


def _held(outcome: Outcome, cells: Mapping[str, list[Source]]) -> Outcome:
    if outcome.result not in (Result.PASSED, Result.NOT_APPLICABLE):
        return outcome
    sheets = _sheets(outcome.rule.code)
    blind = [str(source) for sheet, sources in cells.items() if sheet in sheets or not sheets for source in sources]
    if not blind:
        return outcome
    shown = "、".join(blind[:3]) + (f" 等 {len(blind)} 处" if len(blind) > 3 else "")
    return replace(outcome, result=Result.NOT_CHECKABLE, reason=f"{shown}没有读出")


def _sheets(code: str) -> tuple[str, ...]:
    return SHEETS.get(code[:2], SHEETS.get(code[:1], ()))
