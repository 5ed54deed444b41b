"""Dates, and whether the list of units fits 汇总."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.checks.registry import Checked, Problem, Skip, check
from generator.model import Severity
from generator.tables.books import Books

WARNING, NOTE = Severity.WARNING, Severity.NOTE
LATEST = 2  # years after the year of the accounts in which a report may still be published


@check("D101", "公开日期", "公开日期应在决算年度结束之后、两年之内；部门决算在批复后 20 日内公开。", "《中华人民共和国预算法》第十四条", WARNING)
def published_after_the_year(books: Books) -> Iterator[Checked]:
    """公开日期 lies after the end of the year and not more than two years later."""
    day, year = books.accounts.day("基本信息.公开日期"), books.accounts.year
    place = books.accounts.place("基本信息.公开日期")
    if day is None:
        yield Skip("公开日期没有填列", missing=True)
    elif date(year, 12, 31) < day <= date(year + LATEST, 12, 31):
        yield None
    else:
        when = "决算年度结束前" if day.year <= year else f"决算年度的 {day.year - year} 年以后"
        yield Problem(f"{place}（公开日期）写 {day.isoformat()}，在{when}（{year} 年度）；请核对日期和决算年度。",
                      (place, books.accounts.place("基本信息.决算年度")))


@check("D102", "填报日期", "绩效自评表的填报日期应在决算年度结束之后、公开日期之前；早于决算年度或在两年以后的为警告。", "预算绩效自评表", NOTE, absent="没有填报日期")
def evaluated_between_year_and_publication(books: Books) -> Iterator[Checked]:
    """填报日期 of a self-evaluation lies after the year and not after 公开日期."""
    published, year = books.accounts.day("基本信息.公开日期"), books.accounts.year
    for sheet in ("整体绩效自评", "项目绩效自评"):
        for row in books.accounts.rows.get(sheet, ()):
            day = row.day("填报日期")
            if day is None:
                continue
            place = row.source_of("填报日期")
            if day <= date(year, 12, 31):
                yield Problem(f"{place}（填报日期）写 {day.isoformat()}，在 {year} 年度结束前；请核对。", (place,),
                              severity=WARNING if day.year < year else None)
            elif day.year > year + LATEST:
                yield Problem(f"{place}（填报日期）写 {day.isoformat()}，在 {year} 年度的 {day.year - year} 年以后；请核对。", (place,),
                              severity=WARNING)
            elif published is not None and day > published:
                yield Problem(f"{place}（填报日期）写 {day.isoformat()}，晚于公开日期 {published.isoformat()}；请核对。",
                              (place, books.accounts.place("基本信息.公开日期")))
            else:
                yield None


@check("D201", "是否汇总与单位清单", "填“汇总”的应列出下属单位；不汇总的列出下属单位，只为汇总时认出本级和单位的顺序（提示）；单位清单有且只有一个本级。", "部门决算公开范围", WARNING)
def units_fit_the_scope(books: Books) -> Iterator[Checked]:
    """汇总 has 下属单位; a single unit has them only for the merge; there is one 本级."""
    accounts = books.accounts
    rows = accounts.rows.get("机构与单位", ())
    if not rows:
        yield Skip("没有填列决算单位")
        return
    below = [row for row in rows if row.text("层级") == "下属单位"]
    place = accounts.place("基本信息.汇总")
    if accounts.text("基本信息.汇总") == "是":
        yield None if below else Problem(f"{place}（是否汇总）填“是”，机构与单位表没有下属单位；请核对。", (place, rows[0].source))
    else:
        yield None if not below else Problem(
            f"{place}（是否汇总）填“否”，{below[0].source_of('层级')} 列有下属单位：用于汇总（juesuan merge）认出本级的，不必改；"
            "单独公开本单位决算的，请删去下属单位，否则报告会写入它们。", (place, *(row.source_of("层级") for row in below)), severity=NOTE)
    heads = [row for row in rows if row.text("层级") == "本级"]
    yield None if len(heads) == 1 else Problem(
        f"机构与单位表有 {len(heads)} 个本级，应为 1 个；请核对“层级”列。", tuple(row.source_of("层级") for row in heads or rows))
