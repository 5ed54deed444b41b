"""The result of `juesuan check --json`: plain values, amounts as texts in the workbook's unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.checking.examination import Examination, place_of
from generator.checking.text import rule_titles, what_and_remedy
from generator.checks import Group, Result
from generator.model import Finding, Severity
from generator.money import MoneyUnit, from_wan


def record(examinations: Sequence[Examination], copies: Mapping[Path, Path], *, strict: bool) -> dict[str, Any]:
    """All workbooks. `copies`: where the annotated copies are."""
    return {
        "通过": not any(one.fails(strict=strict) for one in examinations),
        "工作簿": [_workbook(one, copies.get(one.path), strict=strict) for one in examinations],
    }


def _workbook(one: Examination, copy: Path | None, *, strict: bool) -> dict[str, Any]:
    titles = rule_titles()
    accounts = one.accounts
    return {
        "文件": str(one.path), "结论": str(one.verdict), "通过": not one.fails(strict=strict),
        "单位": accounts.text("基本信息.单位全称") if accounts else None, "年度": accounts.year if accounts else None,
        "版式": accounts.layout if accounts else None, "金额单位": str(one.unit) if accounts else None,
        "批注副本": str(copy) if copy else None,
        "数量": {str(severity): one.count(severity) for severity in Severity},
        "问题": [_group(group, one.unit, titles) for group in one.groups],
        "规则": [{"代码": outcome.rule.code, "名称": outcome.rule.title, "结果": str(outcome.result),
                "核对数": outcome.compared, "原因": outcome.reason or None} for outcome in one.outcomes],
        "规则数量": {str(result): sum(1 for _ in one.ended(result)) for result in Result},
    }


def _group(group: Group, unit: MoneyUnit, titles: dict[str, tuple[str, str]]) -> dict[str, Any]:
    return {**_finding(group.finding, unit, titles),
            "由此引起": [_finding(finding, unit, titles) for finding in group.follow_ons]}


def _finding(finding: Finding, unit: MoneyUnit, titles: dict[str, tuple[str, str]]) -> dict[str, Any]:
    title, statement = titles.get(finding.code, ("", ""))
    return {
        "规则": finding.code, "名称": title or None, "规则内容": statement or None, "级别": str(finding.severity),
        "说明": finding.message, "怎么办": what_and_remedy(finding)[1] or None,
        "位置": [{"工作表": source.sheet or None, "单元格": source.cell or None, "写法": place_of(source)}
               for source in finding.sources],
        "应为": _shown(finding.expected, unit), "实为": _shown(finding.actual, unit),
        "差额": _shown(finding.difference, unit),
    }


def _shown(value: Decimal | str | None, unit: MoneyUnit) -> str | None:
    return f"{from_wan(value, unit).normalize():f}" if isinstance(value, Decimal) else value
