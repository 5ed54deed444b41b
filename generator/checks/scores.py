"""绩效: scores, weights and what the self-evaluations share with the list of projects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.checks.registry import Checked, Problem, Skip, check, check_by_layout
from generator.checks.wording import Side, equal, joined, money
from generator.layouts import Layout
from generator.model import Count, Row, Severity, Source, rows_by
from generator.money import ZERO
from generator.tables.books import Books, once
from generator.workbook.schema.result_sheets import FIRST_LEVEL

WARNING, NOTE = Severity.WARNING, Severity.NOTE
BASIS = "预算绩效自评表"
FULL = Decimal(100)
SHEETS = (("整体绩效自评", "整体绩效指标", "单位名称"), ("项目绩效自评", "项目绩效指标", "项目名称"))
GROUPS = tuple(group.removesuffix("指标") for group in FIRST_LEVEL)
NONE = "没有填列绩效自评"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One self-evaluation with its indicators; `by_goals`: the weights are those of goals, not of single indicators."""

    row: Row
    name: str
    indicators: Sequence[Row]
    groups: Mapping[str, Sequence[Row]]  # the indicators by 一级指标
    by_goals: bool

    def group(self, name: str) -> Sequence[Row]:
        """The indicators of 成本, 产出, 效益 or 满意度."""
        return self.groups.get(f"{name}指标", ())


@once
def evaluations(books: Books) -> Iterator[Evaluation]:
    """Every 整体 and 项目绩效自评."""
    rows = books.accounts.rows
    for sheet, indicator_sheet, key in SHEETS:
        indicators = rows_by(rows.get(indicator_sheet, ()), key)
        for row in rows.get(sheet, ()):
            own = indicators.get(row.text(key), [])
            by_goals = any(one.count("目标分值") is not None for one in own)
            yield Evaluation(row, row.text(key), own, rows_by(own, "一级指标"), by_goals)


def _places(row: Row, *keys: str) -> tuple[Source, ...]:
    return tuple(row.source_of(key) for key in keys)


@check("J101", "得分大于分值", "每个指标和每类指标的得分不大于分值。", BASIS, absent="没有填得分和分值")
def scores_within_weights(books: Books) -> Iterator[Checked]:
    """得分 ≤ 分值 for each indicator and each group."""
    for _, sheet, key in SHEETS:
        for row in books.accounts.rows.get(sheet, ()):
            score, weight = row.count("得分"), row.count("分值")
            if score is not None and weight is not None:
                yield None if score.value <= weight.value else _above(row, "", f"{row.text(key)}·{row.text('三级指标')}")
    for evaluation in evaluations(books):
        for group in GROUPS:
            score, weight = evaluation.row.count(f"{group}得分"), evaluation.row.count(f"{group}分值")
            if score is not None and weight is not None:
                yield None if score.value <= weight.value else _above(evaluation.row, group, f"{evaluation.name}·{group}指标")


def _above(row: Row, group: str, label: str) -> Problem:
    places = _places(row, f"{group}得分", f"{group}分值")
    score, weight = (count.value if count is not None else ZERO for count in map(row.count, (f"{group}得分", f"{group}分值")))
    return Problem(f"{places[0]}（{label}得分）写 {score:f}，大于分值 {weight:f}，相差 {score - weight:f} 分；请核对。", places)


@check("J102", "分值合计", "一张自评表的指标分值之和 + 预算执行分值 = 100（分值都填了的）。", BASIS, WARNING, absent="没有填列绩效自评")
def weights_add_up_to_a_hundred(books: Books) -> Iterator[Checked]:
    """Σ分值 + 执行分值 = 100, where all weights are given."""
    for evaluation in evaluations(books):
        parts = _weights(evaluation)
        if not parts or any(part is None for part in parts):
            yield Skip(f"{evaluation.name}的分值没有填全", missing=True)
            continue
        known = [part for part in parts if part is not None]
        spent = evaluation.row.count("执行分值")
        total = sum((part.value for part in known), ZERO) + (spent.value if spent else ZERO)
        yield None if total == FULL else Problem(
            f"{evaluation.row.source.sheet}“{evaluation.name}”的分值合计 {total:f}，应为 100，相差 {abs(total - FULL):f} 分；"
            "请核对各指标分值和执行分值。",
            tuple(part.source for part in [*known, spent] if part is not None and part.source))


def _weights(evaluation: Evaluation) -> list[Count | None]:
    """The weights by goal where there are such, else of the groups, else of the single indicators."""
    if evaluation.by_goals:
        goals = {row.text("年度目标"): row.count("目标分值") for row in reversed(evaluation.indicators)
                 if row.count("目标分值") is not None}
        return list(goals.values())
    groups = [evaluation.row.count(f"{group}分值") for group in GROUPS]
    if any(group is not None for group in groups):
        return [group for group in groups if group is not None]
    return [row.count("分值") for row in evaluation.indicators]


@check("J103", "指标逐项相加", "填了分类分值、分类得分的：产出、效益、满意度的分值和得分 = 各该类指标逐项之和。", BASIS, absent="没有同时填分类和逐项的分值")
def groups_add_up(books: Books) -> Iterator[Checked]:
    """产出分值, 产出得分 … that were typed = the sums of their indicators."""
    for evaluation in evaluations(books):
        if evaluation.by_goals:
            yield Skip(f"{evaluation.name}按目标打分")
            continue
        for group in GROUPS:
            for key in ("分值", "得分"):
                typed = evaluation.row.count(f"{group}{key}")
                parts = [row.count(key) for row in evaluation.group(group)]
                if typed is None or not parts or any(part is None for part in parts):
                    continue
                yield _group(evaluation, f"{group}{key}", typed, [part for part in parts if part is not None])


def _group(evaluation: Evaluation, key: str, typed: Count, parts: list[Count]) -> Problem | None:
    total = sum((part.value for part in parts), ZERO)
    if total == typed.value:
        return None
    place = evaluation.row.source_of(key)
    return Problem(f"{place}（{evaluation.name}{key}）写 {typed.value:f}，各指标之和 {total:f}，"
                   f"相差 {abs(total - typed.value):f} 分；请核对各指标{key[-2:]}。",
                   (place, *(part.source for part in parts if part.source)))


@check("J104", "指标没有自评表", "绩效指标的单位名称、项目名称必须在相应的绩效自评表中。", BASIS, absent="没有绩效指标")
def indicators_belong_to_an_evaluation(books: Books) -> Iterator[Checked]:
    """Every row of indicators names a row of the self-evaluations."""
    for sheet, indicator_sheet, key in SHEETS:
        names = dict.fromkeys(row.text(key) for row in books.accounts.rows.get(sheet, ()))
        for row in books.accounts.rows.get(indicator_sheet, ()):
            name, place = row.text(key), row.source_of(key)
            yield None if name in names else Problem(
                f"{place} 的{key}“{name}”不在{sheet}表中（{joined([*names][:5]) or '该表没有填'}）；请改为一致。", (place,))


@check("J105", "自评表与项目清单", "同名项目在项目绩效自评表和项目支出清单中的预算数、执行数应相等。", "项目支出清单与自评表", WARNING, absent="没有同名的项目")
def evaluations_agree_with_projects(books: Books) -> Iterator[Checked]:
    """预算数 and 执行数 of a self-evaluated project = those of the same project in 项目支出."""
    listed = {row.text("项目名称"): row for row in books.accounts.rows.get("项目支出", ())}
    for row in books.accounts.rows.get("项目绩效自评", ()):
        name = row.text("项目名称")
        same = listed.get(name)
        if same is None:
            if listed:
                yield Problem(f"{row.source_of('项目名称')} 的项目“{name}”不在项目支出表中；请核对项目名称。",
                              (row.source_of("项目名称"),))
            continue
        for here, there in (("预算数", "全年预算数"), ("执行数", "决算数")):
            if row.amount(here) is not None and same.amount(there) is not None:
                yield from equal(books, Side(f"{name}自评{here}", row.amount(here)),
                                 Side(f"项目支出清单{there}", same.amount(there)))


@check("J106", "项目名称重复", "绩效自评表中单位名称、项目名称不重复，否则指标无法对应。", BASIS, absent="没有填列绩效自评")
def names_are_unique(books: Books) -> Iterator[Checked]:
    """A name stands once in each table of self-evaluations."""
    for sheet, _, key in SHEETS:
        seen: dict[str, Row] = {}
        for row in books.accounts.rows.get(sheet, ()):
            name = row.text(key)
            first = seen.setdefault(name, row)
            yield None if first is row else Problem(
                f"{row.source_of(key)} 的{key}“{name}”与 {first.source_of(key)} 重复；请合并或改名。",
                (first.source_of(key), row.source_of(key)))


@check("J107", "执行得分算不出", "写了预算执行分值的自评表，要有预算数和执行数，否则总分缺少执行得分；预算数为零而有执行数的，算不出执行率，执行得分为 0（警告）。", BASIS, absent="没有执行分值")
def execution_can_be_scored(books: Books) -> Iterator[Checked]:
    """执行得分 = 执行分值 × 执行数 / 预算数 needs both amounts where there is a weight; spending without a budget scores 0."""
    for evaluation in evaluations(books):
        row, weight = evaluation.row, evaluation.row.count("执行分值")
        if weight is None:
            continue
        budget, spent = row.amount("预算数"), row.amount("执行数")
        places = _places(row, "执行分值", "预算数", "执行数")
        if budget is None or spent is None or not (budget.value or spent.value):
            yield Problem(f"{row.source_of('执行分值')}（{evaluation.name}）写了执行分值 {weight.value:f}，但预算数或执行数空着或为零，"
                          f"总分会缺少执行得分；请填 {places[1]} 和 {places[2]}，不计分的删去执行分值。", places)
        elif budget.value <= 0:
            yield Problem(f"{places[1]}（{evaluation.name}预算数）为零，执行数 {money(spent.value, books.accounts.unit)}"
                          f"（{books.accounts.unit}）：没有执行率，执行得分按 0 分计；请核对预算数，不计分的删去执行分值 {places[0]}。",
                          places, severity=WARNING)
        else:
            yield None


@check_by_layout("J108", "执行分值与版式不同", "自评表的预算执行分值与版式规定的分值相同（layout.toml 绩效 执行分值；版式没有规定的不核对）。",
                 "版式", WARNING, absent="没有填列绩效自评")
def execution_weight_is_the_layouts(books: Books, layout: Layout) -> Iterator[Checked]:
    """执行分值 is that of the layout, where the layout has one and the evaluation is scored."""
    if layout.execution_weight is None:
        yield Skip("版式没有规定执行分值")
        return
    for evaluation in evaluations(books):
        weight = evaluation.row.count("执行分值")
        if weight is None:
            yield Skip("没有填执行分值")
            continue
        yield None if weight.value == layout.execution_weight else Problem(
            f"{evaluation.row.source_of('执行分值')}（{evaluation.name}）写 {weight.value:f}，版式“{layout.title}”规定 {layout.execution_weight}；请核对。",
            _places(evaluation.row, "执行分值"))
