"""What an 自评结果 written as text needs besides the table: budget against result by kind, and the clerk's paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.figures.registry import Desk
from generator.figures.values import Money
from generator.model import Row
from generator.phrases import paragraphs
from generator.workbook.schema.money_sheets import SPENDING

TEXTS = ("产出分析", "效益分析", "满意度分析", "预算结合情况", "预算差异分析")
ABOUT = "产出分析、效益分析、满意度分析、预算结合情况（各段）"
ABOUT_OVERALL = "支出构成（基本支出、项目支出：名称、金额，有预算、差额、差额率）、预算差异分析（各段）"


def written_texts(row: Row) -> dict[str, list[str]]:
    """The paragraphs of each text; a sheet that does not have one gives none."""
    return {key: paragraphs(row.text(key)) for key in TEXTS}


def spending_kinds(desk: Desk, row: Row, name: str, kinds: Sequence[str] = SPENDING) -> list[dict[str, Any]]:
    """基本支出 and 项目支出 of a unit against their budgets, in 万元; what has neither is left out."""
    found = []
    for kind in kinds:
        spent, budget = row.amount(f"{kind}总额"), row.amount(f"{kind}预算数")
        if spent is not None or budget is not None:
            money: Money = desk.money(f"{name}.支出构成.{kind}", spent, budget=budget)
            found.append({"名称": kind, "金额": money})
    return found
