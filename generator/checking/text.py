"""The result of `juesuan check` in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.checking.examination import NO_LAYOUT, Examination, Verdict
from generator.checks import Group, Outcome, Result, Rule, all_rules
from generator.checks.wording import cells, money
from generator.model import Finding, Severity
from generator.money import MoneyUnit
from generator.workbook.problems import PROBLEMS

MOST_OF_ONE_RULE = 12
ADVICE = {
    Verdict.RIGHT: "可以生成报告", Verdict.WARNINGS: "可以生成报告；请核对警告",
    Verdict.WRONG: "改正错误以前不生成正式报告",
}
_CODES_IN_A_LINE = 16


def lines_of(examination: Examination) -> Iterator[str]:
    """One workbook: the ledger, the findings by rule, the verdict last, where the eye is when it ends."""
    yield f"==== {examination.path.name} ===="
    if examination.accounts is not None:
        accounts = examination.accounts
        yield f"{accounts.text('基本信息.单位全称') or '（没有单位名称）'}，{accounts.year} 年度，金额单位{accounts.unit}"
    yield from _findings(examination)
    yield from _ledger(examination.outcomes)
    yield verdict_line(examination)


def verdict_line(examination: Examination) -> str:
    """`甲.xlsx：不通过（错误 2，警告 1，提示 0），改正错误以前不生成正式报告`."""
    counts = "，".join(f"{severity} {examination.count(severity)}" for severity in Severity)
    return f"{examination.path.name}：{examination.verdict}（{counts}），{ADVICE[examination.verdict]}。"


def what_and_remedy(finding: Finding) -> tuple[str, str]:
    """What is wrong, and what to do: the last clause of the message (请……) and the hint."""
    what, parted, last = finding.message.rstrip("。").rpartition("；")
    advice = [last] if parted and last.startswith(("请", "没有的填", "确有")) else []
    return (what if advice else finding.message), "；".join([*advice, *([finding.hint] if finding.hint else [])])


def rule_titles() -> dict[str, tuple[str, str]]:
    """Title and statement by code, of the rules and of the problems of reading."""
    found = {problem.code: (problem.title, "") for problem in PROBLEMS}
    found[NO_LAYOUT] = ("版式读不出", "工作簿“基本信息”写的版式应是现有的版式，layout.toml 没有错误。")
    return found | {rule.code: (rule.title, rule.statement) for rule in all_rules()}


def _findings(examination: Examination) -> Iterator[str]:
    titles = rule_titles()
    for severity in Severity:
        chosen = [group for group in examination.groups if group.finding.severity is severity]
        if chosen:
            yield f"{severity} {len(chosen)} 条"
        for code, same in groupby(chosen, key=lambda group: group.finding.code):
            title, statement = titles.get(code, ("", ""))
            yield f"  [{code}] {title}{'：' if statement else ''}{statement}"
            yield from _of_one_rule(list(same), examination.unit)


def _of_one_rule(groups: Sequence[Group], unit: MoneyUnit) -> Iterator[str]:
    for group in groups[:MOST_OF_ONE_RULE]:
        yield f"    - {group.finding.message}"
        if group.finding.hint:
            yield f"      怎么办：{group.finding.hint}"
        if group.follow_ons:
            yield f"      由此引起，改正后再核对：{'；'.join(_short(finding, unit) for finding in group.follow_ons)}"
    if len(groups) > MOST_OF_ONE_RULE:
        left = groups[MOST_OF_ONE_RULE:]
        places = cells(source for group in left for source in group.finding.sources[:1])
        yield f"    - 还有 {len(left)} 条：{places}"


def _short(finding: Finding, unit: MoneyUnit) -> str:
    difference = finding.difference
    apart = f" 相差 {money(abs(difference), unit)}（{unit}）" if difference is not None else ""
    return f"[{finding.code}] {cells(finding.sources)}{apart}"


def _ledger(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield f"规则 {len(outcomes)} 条：" + "，".join(
        f"{result} {sum(outcome.result is result for outcome in outcomes)}" for result in Result)
    for result in (Result.FAILED, Result.PASSED):
        rules = [outcome.rule for outcome in outcomes if outcome.result is result]
        yield from _codes(f"  {result}：", rules)
    for result in (Result.NOT_CHECKABLE, Result.NOT_APPLICABLE):
        reasons: dict[str, list[Rule]] = {}
        for outcome in outcomes:
            if outcome.result is result:
                reasons.setdefault(outcome.reason, []).append(outcome.rule)
        for reason, rules in reasons.items():
            yield from _codes(f"  {result}（{reason}）：", rules)


def _codes(head: str, rules: Sequence[Rule]) -> Iterator[str]:
    names = [rule.code for rule in rules] if len(rules) > 4 else [f"{rule.code} {rule.title}" for rule in rules]
    for start in range(0, len(names), _CODES_IN_A_LINE):
        lead = head if start == 0 else "    "
        yield lead + ("、" if len(rules) <= 4 else " ").join(names[start:start + _CODES_IN_A_LINE])
