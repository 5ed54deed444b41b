"""The command `merge`: read the units, merge, prove, write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.checks import run_checks
from generator.merging import problems
from generator.merging.fields import merged_unit
from generator.merging.merge import Merge, merge
from generator.merging.offset_file import read_offsets, write_offset_form
from generator.merging.offsets import sides
from generator.merging.subjects import without_subtotals
from generator.merging.units import is_merged, name_of
from generator.model import Accounts, Finding, Severity, Source
from generator.money import MoneyUnit, from_wan
from generator.tables.books import make_books
from generator.workbook.marks import PROOF_SHEET, REVIEW_MARK
from generator.workbook.read import read_workbook

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from generator.merging.proof import Proven
    from generator.workbook.live.totals import Grid

SHOWN = 12  # findings of one kind in a terminal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a merge: `written` tells whether there is a workbook; `lines` sum it up (Chinese)."""

    findings: tuple[Finding, ...]
    lines: tuple[str, ...] = ()
    written: bool = False


def merge_files(paths: Sequence[Path], output: Path, offset: Path | None = None) -> Outcome:
    """Merge the workbooks (本级 first) into `output`, taking out the transfers of the form `offset`.

    Raises LayoutError where the layout is not installed, OSError where `output` cannot be written.
    """
    units, findings = _read(paths)
    offsets, wrong = read_offsets(offset) if offset is not None else ((), ())
    findings += wrong
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Outcome(tuple(findings))
    merged, found = merge(units, offsets)
    if merged is None:
        return Outcome((*findings, *found))
    found = _sorted((*findings, *_unchecked(merged.units), *found), merged)
    proof = _write(merged, output, found)
    return Outcome(tuple(_brief(found)), tuple(_summary(merged, proof)), True)


def _sorted(findings: Sequence[Finding], merged: Merge) -> tuple[Finding, ...]:
    """By severity, kind and unit: the same whatever the order on the command line."""
    places = {unit.file: number for number, unit in enumerate(merged.units)}

    def key(one: Finding) -> tuple[int, str, int]:
        return list(Severity).index(one.severity), one.code, min((places.get(place.file, -1) for place in one.sources), default=-1)

    return tuple(sorted(findings, key=key))


def _brief(findings: Sequence[Finding]) -> Iterator[Finding]:
    """For a terminal: of many findings of one kind the first ones; the workbook has them all."""
    count = Counter(finding.code for finding in findings)
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.code] += 1
        if count[finding.code] <= SHOWN or seen[finding.code] < SHOWN:
            yield finding
        elif seen[finding.code] == SHOWN:
            left = count[finding.code] - SHOWN + 1
            yield replace(finding, message=f"同样的还有 {left} 条，见“{PROOF_SHEET}”表下方的“汇总提示”", sources=())


def write_form(path: Path, workbooks: Sequence[Path]) -> Outcome:
    """Write the empty form 内部往来 with the names of the workbooks' units; nothing where one cannot be read.

    Raises OSError where `path` cannot be written.
    """
    units, findings = _read(workbooks)
    errors = tuple(finding for finding in findings if finding.severity is Severity.ERROR)
    if not errors:
        given = tuple(sides([without_subtotals(unit) for unit in units]))
        write_offset_form(path, [name_of(unit) for unit in units], merged_unit(units) if units else MoneyUnit.YUAN, given)
    return Outcome(errors, (f"填好后运行：juesuan merge 本级.xlsx 下属单位.xlsx --offset {path}",), not errors)


def _read(paths: Sequence[Path]) -> tuple[list[Accounts], list[Finding]]:
    """The units, and what is wrong with reading them: a unit that is not read in full is not added."""
    units: list[Accounts] = []
    findings: list[Finding] = []
    for path in dict.fromkeys(path.resolve() for path in paths):
        accounts, found = read_workbook(path)
        wrong = [finding for finding in found if finding.severity is Severity.ERROR]
        if wrong:
            findings.append(problems.UNREADABLE.finding(f"{path.name} 有 {len(wrong)} 处读不出，没有汇总", Source("", "", path.name)))
            findings += [_of_file(finding, path) for finding in wrong]
        elif accounts is not None:
            units.append(accounts)
            findings += [_of_file(finding, path) for finding in found]
    return units, findings


def _of_file(finding: Finding, path: Path) -> Finding:
    """With two hundred workbooks a cell alone does not say where."""
    return finding if path.name in finding.message else replace(finding, message=f"{path.name} 的 {finding.message}")


def _unchecked(units: Sequence[Accounts]) -> Iterator[Finding]:
    for unit in units:
        errors = [finding for finding in run_checks(make_books(unit)) if finding.severity is Severity.ERROR
                  and not (is_merged(unit) and REVIEW_MARK in finding.message)]  # texts still to be reviewed are listed again anyway
        if errors:
            yield problems.HAS_ERRORS.finding(
                f"{unit.file}（{name_of(unit)}）有 {len(errors)} 处校验错误，如：{errors[0].message}", *errors[0].sources)


def _write(merged: Merge, output: Path, findings: Sequence[Finding]) -> list[Proven]:
    from generator.layouts import load_layout
    from generator.merging.content import content_of
    from generator.merging.proof import proven, write_proof
    from generator.workbook.template import write_workbook

    accounts = merged.accounts
    lines: list[Proven] = []

    def add_proof(workbook: Workbook, grid: Grid) -> None:
        lines.extend(proven(merged, grid))
        write_proof(workbook, merged, lines, findings)

    weight = load_layout(accounts.layout).execution_weight
    output.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(output, layout=accounts.layout, year=accounts.year, name=name_of(accounts), content=content_of(accounts),
                   execution_weight=weight, extra=add_proof)
    return lines


def _summary(merged: Merge, lines: Sequence[Proven]) -> Iterator[str]:
    from generator.merging.proof import differences

    unit = merged.accounts.unit
    head = merged.units[0]
    yield f"{name_of(merged.accounts)}：汇总 {len(merged.units)} 个单位，金额单位 {unit}；本级是“{name_of(head)}”（{head.file}）。"
    if merged.offsets:
        total = sum(from_wan(offset.amount, unit) for offset in merged.offsets)
        yield f"抵销内部往来 {len(merged.offsets)} 笔，{total:,.2f} {unit}。"
    wrong = differences(merged, lines)
    if wrong:
        yield f"{PROOF_SHEET}：{len(lines)} 项中有 {len(wrong)} 项与各单位之和不等（单位的小计、合计与明细不符），如："
        for line, difference in wrong[:10]:
            cell = line.cell
            place = " ".join(part for part in (cell.table, cell.code, cell.name, cell.column) if part)
            yield f"  {place}：差 {from_wan(difference, unit):,.2f} {unit}"
    else:
        yield f"{PROOF_SHEET}：{len(lines)} 项，都等于各单位之和{'减抵销数' if merged.offsets else ''}。"
    yield f"请改写标有“{REVIEW_MARK}”的文字，再运行 juesuan check。"
