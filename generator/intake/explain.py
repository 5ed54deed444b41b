"""What taking over the tables has to say, as findings: one line for what belongs together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from generator.intake import problems, words
from generator.intake.collect import Survey
from generator.intake.model import T1, T2, T3, T4, T5, T7, T8, TITLES, FoundTable, Left
from generator.intake.proof import Difference
from generator.model import Accounts, Finding, Line, Source
from generator.money import rounded, shown
from generator.tables.books import make_books
from generator.workbook.marks import OFFICE_TOTAL
from generator.workbook.schema.money_sheets import FUNDS

_CELLS_SHOWN = 6
_OFFICE_ADVICE = "行政单位和参公单位：在“机关运行经费”的决算数中填原表所印的数，报告就印这个数"
_DETAILS = {T1: (T2, T3), T4: (T5, T7, T8)}


def _cells(sources: Sequence[Source], texts: Sequence[str]) -> str:
    """`公开01表!C7 12.00、D8 3.00 …等 20 处`."""
    listed = [f"{source if not index else source.cell} {text}" for index, (source, text) in enumerate(zip(sources, texts, strict=True))]
    more = f" 等 {len(listed)} 处" if len(listed) > _CELLS_SHOWN else ""
    return "、".join(listed[:_CELLS_SHOWN]) + more


def explain_left(tables: Iterable[FoundTable]) -> list[Finding]:
    """The cells that were not taken over, those of one reason together."""
    findings = []
    for table in tables:
        reasons: dict[str, list[Left]] = {}
        for left in table.left:
            reasons.setdefault(left.reason, []).append(left)
        for reason, same in reasons.items():
            sources = [left.source for left in same]
            cells = _cells(sources, [left.printed for left in same])
            findings.append(problems.NOT_TAKEN.finding(f"{table.table}：{cells} 没有带入，{reason}", *sources))
    return findings


def explain_printed(lines: Sequence[Line]) -> list[Finding]:
    """The 类 that went into 总表印数."""
    if not lines:
        return []
    named = "；".join(f"{line.code} {line.name} " + "、".join(f"{column}印 {shown(amount.value)}" for column, amount in line.amounts.items())
                      for line in lines)
    sources = [source for line in lines for amount in line.amounts.values() for source in amount.sources]
    return [problems.KEPT_AS_PRINTED.finding(f"总表的类级数与明细合计不同，已填入“总表印数”：{named}（万元）", *sources)]


def explain_differences(found: Sequence[Difference], absent: Sequence[str]) -> list[Finding]:
    """Amounts that the new workbook does not add up to."""
    findings: list[Finding] = []
    homeless: dict[str, list[Difference]] = {}
    for difference in found:
        if difference.computed is None and any(table in absent for table in _DETAILS.get(difference.table, ())):
            homeless.setdefault(difference.table, []).append(difference)
            continue
        findings.append(_difference(difference))
    for table, same in homeless.items():
        missing = "、".join(name for name in _DETAILS[table] if name in absent)
        sources = [difference.entry.source for difference in same]
        cells = _cells(sources, [f"{difference.entry.name} {_shown(difference.entry.value, difference)}" for difference in same])
        findings.append(problems.NO_HOME.finding(f"{table}：{cells} 没有地方填，因为文件中没有 {missing}", *sources))
    return findings


def _shown(value: Decimal, difference: Difference) -> str:
    return shown(value) if difference.entry.is_money else f"{value:f}"


def _difference(difference: Difference) -> Finding:
    entry, computed = difference.entry, difference.computed
    unit = "万元" if entry.is_money else ""
    place = f"{entry.source}（{TITLES[difference.table]} {entry.name} {entry.column}）"
    if computed is None:
        return problems.NOT_TAKEN.finding(
            f"{place} 印 {_shown(entry.value, difference)}{unit}，标准工作簿没有地方填这个数", entry.source, actual=f"{entry.value:f}")
    problem = problems.ROUNDING if difference.is_rounding else problems.DIFFERENT
    finding = problem.finding(
        f"{place} 印 {_shown(entry.value, difference)}，按明细相加为 {_shown(computed, difference)}，"
        f"相差 {_shown(entry.value - computed, difference)}{unit and f'（{unit}）'}", entry.source)
    hint = _OFFICE_ADVICE if problem is problems.ROUNDING and entry.row == OFFICE_TOTAL else finding.hint
    return Finding(finding.code, finding.severity, finding.message, hint, finding.sources, computed, entry.value)


def explain_opening(tables: Mapping[str, FoundTable], previous: Accounts | None) -> list[Finding]:
    """年初结转和结余 of the official tables that is not last year's 年末结转和结余 (to the last printed place)."""
    if previous is None:
        return []
    books = make_books(previous)
    closing = {(T1, words.OPENING): books.t1.closing} | {(T4, f"年初.{fund}"): books.t4.closing[fund] for fund in FUNDS}
    findings = []
    for name, table in tables.items():
        for entry in table.entries:
            if (name, entry.row) in closing:
                before = closing[name, entry.row]
                old = before.value if before is not None else Decimal(0)
                if rounded(old) != rounded(entry.value):
                    finding = problems.OPENING_CHANGED.finding(
                        f"{entry.source}（{TITLES[name]} {entry.name} 年初数）印 {shown(entry.value)}，上年年末数为 {shown(old)}，"
                        f"相差 {shown(entry.value - old)}（万元）", entry.source)
                    findings.append(Finding(finding.code, finding.severity, finding.message, finding.hint, finding.sources, old, entry.value))
    return findings


def explain_survey(found: Survey) -> list[Finding]:
    """What of the file is no official table."""
    findings = [problems.UNCLEAR.finding(f"{source} 起的表像公开表，但分不清是哪一张，没有带入", source) for source in found.unclear]
    if found.strange_sheets:
        names = "、".join(f"“{name}”" for name in found.strange_sheets)
        findings.append(problems.UNKNOWN_SHEET.finding(f"工作表 {names} 没有认出公开表，没有带入", *(
            Source(name, "A1") for name in found.strange_sheets)))
    return findings
