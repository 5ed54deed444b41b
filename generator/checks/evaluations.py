"""The amounts of the self-evaluations, and the weights of their goals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checks.registry import Checked, Problem, Right, Skip, check
from generator.checks.scores import BASIS, GROUPS, NONE, SHEETS, Evaluation, evaluations
from generator.checks.wording import Side, agrees, at_most, disagreement, equal
from generator.model import Count, Row, Severity, rows_by, total_of
from generator.money import ZERO
from generator.tables.books import Books
from generator.workbook.schema.money_sheets import SPENDING
from generator.workbook.schema.result_sheets import FUND_KINDS

WARNING, NOTE = Severity.WARNING, Severity.NOTE
OVERALL = "整体绩效自评"


def _overall(books: Books) -> tuple[Row, ...]:
    return books.accounts.rows.get(OVERALL, ())


@check("J109", "得分为负", "得分和分值不为负数，总分不大于 100。", BASIS, absent="没有填列分值")
def scores_are_not_negative(books: Books) -> Iterator[Checked]:
    """No score or weight below zero."""
    for sheets in SHEETS:
        for sheet in sheets[:2]:
            for row in books.accounts.rows.get(sheet, ()):
                counts = [(key, value.value) for key, value in row.values.items() if type(value) is Count]
                below = [(key, value) for key, value in counts if value < 0]
                for key, value in below:
                    yield Problem(f"{row.source_of(key)}（{key}）写 {value:f}，不能是负数；请改正。", (row.source_of(key),))
                if counts:
                    yield Right(len(counts) - len(below))


@check("J110", "目标分值与指标", "按目标打分的自评表：指标分值都填了的，目标分值 = 该目标各指标分值之和，得分之和不大于目标分值。", BASIS, WARNING)
def goals_are_the_sums_of_their_indicators(books: Books) -> Iterator[Checked]:
    """目标分值 = Σ分值 of its indicators; Σ得分 ≤ 目标分值."""
    found = False
    for evaluation in evaluations(books):
        for rows in rows_by(evaluation.indicators, "年度目标").values() if evaluation.by_goals else ():
            weight = next((one for row in rows if (one := row.count("目标分值")) is not None), None)
            if weight is None:
                continue
            found = True
            yield from _goal(evaluation, rows, weight.value)
    if not found:
        yield Skip("没有按目标打分的自评表")


def _goal(evaluation: Evaluation, rows: list[Row], weight: Decimal) -> Iterator[Checked]:
    for key, word in (("分值", "不等于"), ("得分", "大于")):
        parts = [row.count(key) for row in rows]
        known = [part for part in parts if part is not None]
        if not known or (key == "分值" and len(known) < len(parts)):
            continue
        total = sum((part.value for part in known), ZERO)
        wrong = total != weight if key == "分值" else total > weight
        places = [row.source_of("目标分值") for row in rows if row.count("目标分值") is not None]
        yield None if not wrong else Problem(
            f"{places[0]}（{evaluation.name}目标分值）写 {weight:f}，该目标各指标{key}之和 {total:f}，{word}目标分值；请核对。",
            (*places[:1], *(part.source for part in known if part.source)))


@check("J111", "整体支出的构成", "整体绩效自评表：基本支出总额 + 项目支出总额 = 执行数或预算数；各项预算、各项来源之和 = 预算数。", BASIS, WARNING, absent="没有填整体支出的构成")
def parts_of_overall_spending_add_up(books: Books) -> Iterator[Checked]:
    """基本支出总额 + 项目支出总额 = 执行数 (or 预算数); the parts of 预算数 add up to it."""
    if not _overall(books):
        yield Skip(NONE)
    for row in _overall(books):
        name = row.text("单位名称")
        parts = total_of(row.amount(f"{kind}总额") for kind in SPENDING)
        summed = Side(f"{name} 基本支出总额与项目支出总额之和", parts)
        spent, budget = (Side(f"{name} {key}", row.amount(key)) for key in ("执行数", "预算数"))
        if parts is not None and (spent.amount is not None or budget.amount is not None):
            fits = any(one.amount is not None and agrees(books.accounts.unit, summed, one) for one in (spent, budget))
            yield None if fits else disagreement(books, summed, spent if spent.amount is not None else budget)
        for keys, label in ((tuple(f"{kind}预算数" for kind in SPENDING), "基本支出、项目支出预算数之和"),
                            (tuple(f"来源{kind}" for kind in FUND_KINDS), "各项来源之和")):
            total = total_of(row.amount(key) for key in keys)
            if total is not None and budget.amount is not None:
                yield from equal(books, Side(f"{name} {label}", total), budget)


@check("J112", "整体支出与决算", "整体绩效自评表的基本支出总额、项目支出总额与公开03表相应合计一致；列有几个单位的，各单位之和不大于公开03表合计。",
       "公开03表 2栏、3栏合计", WARNING, absent="没有填基本支出、项目支出总额")
def overall_spending_is_that_of_the_accounts(books: Books) -> Iterator[Checked]:
    """基本支出总额 and 项目支出总额 = 公开03表; of several units ≤ 公开03表."""
    rows = _overall(books)
    if not rows:
        yield Skip(NONE)
    for kind in SPENDING:
        listed = Side(f"整体绩效自评{kind}总额", total_of(row.amount(f"{kind}总额") for row in rows))
        whole = Side(f"公开03表{kind}合计", books.t3.total.amount(kind))
        if listed.amount is None:
            continue
        yield from equal(books, listed, whole) if len(rows) == 1 else at_most(books, listed, whole)


@check("J113", "缺少得分", "打了分的自评表：有分值的指标都有得分（填了该类得分的不需要），否则总分少算；确实得 0 分的填 0。", BASIS, WARNING, absent="没有打分的自评表")
def weights_have_scores(books: Books) -> Iterator[Checked]:
    """Where a form is scored, each weight has its score: a blank would count as nothing in the total."""
    for evaluation in evaluations(books):
        row = evaluation.row
        scored = [one for one in evaluation.indicators if one.count("得分") is not None]
        if not scored and all(row.count(f"{group}得分") is None for group in GROUPS):
            continue
        for group in GROUPS:
            if row.count(f"{group}得分") is not None:
                continue
            parts = evaluation.group(group)
            if not parts and row.count(f"{group}分值"):
                yield _unscored(row, f"{group}得分", f"{evaluation.name} {group}指标", row.count(f"{group}分值"))
            for part in parts:
                weight, score = part.count("分值"), part.count("得分")
                if weight is not None and weight.value:
                    yield None if score is not None else _unscored(part, "得分", f"{evaluation.name}·{part.text('三级指标')}", weight)


def _unscored(row: Row, key: str, name: str, weight: Count | None) -> Problem:
    place = row.source_of(key)
    return Problem(f"{place}（{name}得分）没有填，分值 {weight.value if weight else ZERO:f}，总分里按没有得分计；请填写，得 0 分的填 0。", (place,))
