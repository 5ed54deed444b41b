"""What import and carry-over tell the user: lines for a terminal, and the same for another program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from generator.intake import words
from generator.intake.carry import CarryOver
from generator.intake.importing import Imported
from generator.intake.label_keys import INCOME_GRAND, SPENDING_GRAND
from generator.intake.missing import ToFill
from generator.intake.model import OPERATION, T1, T2, T3, T4, T5, T6, T7, T8, T9, TITLES, TOTAL_ROW, FoundTable
from generator.model import Finding
from generator.money import shown
from generator.workbook.marks import OFFICE_TOTAL, STAFF_TOTAL

_SHOWN = 5
#: The sums by which a clerk knows a table: caption, row, column.
_SUMS: dict[str, tuple[tuple[str, str, str], ...]] = {
    T1: (("收入总计", INCOME_GRAND, words.RESULT), ("支出总计", SPENDING_GRAND, words.RESULT)),
    T2: (("本年收入合计", TOTAL_ROW, "本年收入合计"),), T3: (("本年支出合计", TOTAL_ROW, "本年支出合计"),),
    T4: (("收入总计", INCOME_GRAND, words.RESULT), ("支出总计", SPENDING_GRAND, "小计")),
    T5: (("本年支出", TOTAL_ROW, "小计"),), T6: ((STAFF_TOTAL, STAFF_TOTAL, "决算数"), (OFFICE_TOTAL, OFFICE_TOTAL, "决算数")),
    T7: (("本年支出", TOTAL_ROW, "小计"),), T8: (("本年支出", TOTAL_ROW, "合计"),),
    T9: (("预算数合计", words.SUM, words.BUDGET), ("决算数合计", words.SUM, words.RESULT)), OPERATION: (),
}


def sums_of(table: FoundTable) -> dict[str, Decimal]:
    """The printed totals of a table (万元) that are there."""
    return {caption: value for caption, row, column in _SUMS[table.table] if (value := table.column(row, column)) is not None}


def import_lines(done: Imported) -> Iterator[str]:
    """What was found, and what is still to fill."""
    if done.tables:
        yield f"认出 {len(done.tables)} 张表：{done.name or '（没有部门名称）'}，{done.year} 年度，工作簿金额单位 {done.unit}"
    for table in done.tables:
        sums = "，".join(f"{caption} {shown(value, thousands=True)} 万元" for caption, value in sums_of(table).items())
        left = f"，没有带入 {len(table.left)} 个" if table.left else ""
        where = f"{table.sheet}!{table.first}:{table.last}"
        name = table.table if TITLES[table.table] == table.table else f"{table.table} {TITLES[table.table]}"
        count = f"{len(table.entries)} 个数" if table.entries else "没有数"
        yield f"  {name}　{where}　单位 {table.unit}　{count}{left}" + (f"　{sums}" if sums else "")
    if done.tables and done.absent:
        yield f"没有找到：{'、'.join(f'{table}（{TITLES[table]}）' for table in done.absent)}"


def fill_lines(missing: Sequence[ToFill]) -> Iterator[str]:
    """What is still to fill, a line for each sheet."""
    if missing:
        yield "还要填："
    for item in missing:
        named = "、".join(item.captions[:_SHOWN]) + (f" 等 {len(item.captions)} 项" if len(item.captions) > _SHOWN else "")
        yield f"  {item.sheet}：{'；'.join(part for part in (named, item.note) if part)}"


def carry_lines(done: CarryOver) -> Iterator[str]:
    """What came from last year's workbook."""
    yield "从上年工作簿带入："
    for item in done.carried:
        advice = f"　{item.check}" if item.check else ""
        yield f"  {item.sheet}：{item.what}，{item.count} 项{advice}"


def fill_record(missing: Sequence[ToFill]) -> list[dict[str, Any]]:
    """The list of what is still to fill, for another program."""
    return [{"工作表": item.sheet, "项目": list(item.captions), "说明": item.note} for item in missing]


def carry_record(done: CarryOver) -> list[dict[str, Any]]:
    """What came from last year's workbook, for another program."""
    return [{"工作表": item.sheet, "内容": item.what, "项数": item.count, "说明": item.check} for item in done.carried]


def import_record(done: Imported, output: str | None) -> dict[str, Any]:
    """All of it for another program; amounts in 万元 as texts."""
    tables = [{
        "表": table.table, "名称": TITLES[table.table], "表题": table.heading.title, "工作表": table.sheet,
        "范围": f"{table.first}:{table.last}", "单位": str(table.unit),
        "单位出处": str(table.heading.unit_place) if table.heading.unit_place else "",
        "行数": len({entry.source.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for entry in table.entries}), "个数": len(table.entries),
        "合计": {caption: str(value) for caption, value in sums_of(table).items()},
        "没有带入": [{"位置": str(left.source), "印数": left.printed, "原因": left.reason} for left in table.left],
    } for table in done.tables]
    return {"完成": output is not None, "工作簿": output, "单位": done.name, "年度": done.year or None,
            "金额单位": str(done.unit) if done.tables else None, "找到": tables, "没有找到": list(done.absent),
            "还要填": fill_record(done.still_to_fill), "问题": [finding_record(finding) for finding in done.findings]}


def finding_record(finding: Finding) -> dict[str, Any]:
    """A finding for another program, as `build --json` writes it."""
    return {"规则": finding.code, "级别": str(finding.severity), "说明": finding.message, "怎么办": finding.hint,
            "位置": [str(source) for source in finding.sources],
            "应为": None if finding.expected is None else str(finding.expected),
            "实为": None if finding.actual is None else str(finding.actual)}
