"""A layout, read: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.figures.values import NumberStyle
from generator.layouts.rules import RuleSettings
from generator.phrases import Words


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One side of a row of 公开01表 or 04表: printed label and the key of its amount (empty: a blank row)."""

    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Statements:
    """What the statements print: labels and keys by row, 类 by code, and the columns of 公开06表."""

    classes: tuple[tuple[str, str], ...]
    t1_income: tuple[StatementRow, ...]
    t1_income_foot: tuple[StatementRow, ...]
    t1_spending_foot: tuple[StatementRow, ...]
    t4_income: tuple[StatementRow, ...]
    t4_income_foot: tuple[StatementRow, ...]
    t4_spending_foot: tuple[StatementRow, ...]
    t6_columns: tuple[tuple[str, ...], ...]
    levels: Mapping[str, tuple[int, ...]]  # by table: 1 类, 2 款, 3 项
    as_typed: tuple[str, ...]  # tables whose subjects stand in the order of the workbook
    padded_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout, read. `text` and `tables` print numbers in the sentences and in the tables.

    `folders` are where its files are looked up: its own, its parents' from the nearest on, the shared one. `terms` are
    words of its own (词). `execution_weight` is the 分值 of 预算执行 that its workbooks should have (None: any);
    `over_budget_deducts`: what is spent beyond the budget costs points, otherwise it counts as 100 %.
    `rules`: thresholds and severities of the checks (校验).
    """

    name: str
    title: str
    folder: Path
    folders: tuple[Path, ...]
    parents: tuple[str, ...]
    base: Path
    parts: tuple[Path, ...]
    toc_levels: int
    text: NumberStyle
    tables: NumberStyle
    words: Words
    statements: Statements
    charts: bool
    chart_captions: Mapping[str, str]
    terms: Mapping[str, str]
    execution_weight: int | None
    over_budget_deducts: bool
    rules: RuleSettings = field(default_factory=RuleSettings)
