"""What was taken over from last year: figures that repeat to the cent, sentences about another year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.checks.reasons import MAIN, three_public_changes, year_changes
from generator.checks.registry import Checked, Problem, Right, Skip, check
from generator.checks.subject_tables import rows_of
from generator.checks.texts import places_of, shortened, texts
from generator.checks.wording import money
from generator.model import Severity, Source, Text
from generator.money import MoneyUnit, from_wan
from generator.tables.books import Books, value_of

WARNING, NOTE = Severity.WARNING, Severity.NOTE
FEWEST_ROWS = 5
SMALLEST = Decimal(1)  # 万元: smaller amounts repeat
NARRATIVES = frozenset({"重点工作概述", "重点工作事项", "绩效概况", "项目支出", "整体绩效自评", "项目绩效自评", "变动原因"})
_OF_ANY_YEAR = frozenset({"主要职责", "名词解释", "其他事项"})
_COMPARED = re.compile(r"(?:比|较|与|同)(20\d\d)年")
_ACCOUNTS_OF = re.compile(r"(20\d\d)年度?(?:部门|单位)?(?:决算|支出决算|收入决算)")
_OPENING = re.compile(r"\s*(20\d\d)年(?!以来|至|起|底|初|-|—|－|来)")


@check("H201", "上年数照抄", "本年的总数与上年数分文不差的很少见；相等的请确认不是照抄（“三公”经费等小额为提示，整数不核对）。", "上年公开表", WARNING)
def figures_are_not_last_years(books: Books) -> Iterator[Checked]:
    """A total that equals last year's to the cent, and is no round figure, was copied as a rule."""
    changes = [*year_changes(books), *three_public_changes(books)]
    if not changes:
        yield Skip("没有填列上年数")
    for change in changes:
        current = value_of(change.current)
        if change.base_name != "上年" or not current:
            continue
        if current != value_of(change.base) or current < SMALLEST or _is_round(books, current):
            yield None
            continue
        unit = books.accounts.unit
        place = change.base.sources[0] if change.base is not None and change.base.sources else change.reason_place
        yield Problem(f"{place}（{change.name}的上年数）与本年数同为 {money(current, unit)}（{unit}）；请核对是否照抄。",
                      (place, *(change.current.sources if change.current is not None else ())),
                      severity=None if change.name in MAIN else NOTE)


def _is_round(books: Books, value: Decimal) -> bool:
    """A whole number of 万元, or hundreds of 元: such figures repeat."""
    step = Decimal(100) if books.accounts.unit is MoneyUnit.YUAN else Decimal(1)
    return from_wan(value, books.accounts.unit) % step == 0


@check("H202", "预算数照抄决算数", "公开05表各科目的年初预算数与决算数不应全部分文不差。", "部门预算批复", NOTE)
def budgets_are_not_results(books: Books) -> Iterator[Checked]:
    """Not every budget of 公开05表 equals its result."""
    rows = [line for line in rows_of(books.t5) if line.code and line.parts == 0 and line.given.get("年初预算数")]
    if len(rows) < FEWEST_ROWS:
        yield Skip(f"填了年初预算数的科目不足 {FEWEST_ROWS} 个")
        return
    same = all(line.given["年初预算数"].value == value_of(line.amount("小计")) for line in rows)
    yield None if not same else Problem(
        f"一般公共预算表 {len(rows)} 个科目的年初预算数都与决算数相等；请核对是否照抄。",
        tuple(source for line in rows for source in line.given["年初预算数"].sources))


@check("H203", "写的是其他年度", "文字中“与某年相比”应为上年，“某年度决算”应为决算年度，叙述本年工作的段落不应以其他年度开头；不符的多半是照抄上年。",
       "情况说明的文字与年度一致", NOTE)
def sentences_are_about_this_year(books: Books) -> Iterator[Checked]:
    """A year named as that of the comparison, of the accounts or of the work is the right one."""
    year = books.accounts.year
    ours = [found for found in texts(books) if found[0] not in _OF_ANY_YEAR]
    dated = [(sheet, text) for sheet, text in ours if "20" in text.value]  # most texts name no year at all
    for sheet, text in dated:
        found = _wrong_year(text.value, year, narrative=sheet in NARRATIVES)
        if found is not None:
            named, at = found
            yield Problem(f"{_place(text)}写“{shortened(text.value, at)}”，其中 {named} 年与决算年度 {year} 年不符；请核对是否照抄上年。",
                          places_of(text))
        else:
            yield None
    yield Right(len(ours) - len(dated)) if ours else Skip("没有填写文字")


def _wrong_year(text: str, year: int, *, narrative: bool) -> tuple[str, int] | None:
    for pattern, right in ((_COMPARED, year - 1), (_ACCOUNTS_OF, year)):
        for match in pattern.finditer(text):
            if int(match[1]) != right and not (pattern is _ACCOUNTS_OF and int(match[1]) == year - 1):
                return match[1], match.start()
    opening = _OPENING.match(text) if narrative else None
    if opening is not None and int(opening[1]) != year and str(year) not in text and "本年" not in text:
        return opening[1], 0
    return None


def _place(text: Text) -> Source | str:
    return text.source or ""
