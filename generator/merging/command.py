"""The command `merge`: read the units, merge, prove, write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.checks import run_checks
from generator.merging import problems
from generator.merging.merge import Merge, merge
from generator.merging.offset_file import read_offsets, write_offset_form
from generator.merging.units import name_of
from generator.model import Accounts, Finding, Severity, Source
from generator.money import from_wan
from generator.tables.books import make_books
from generator.workbook.marks import PROOF_SHEET, REVIEW_MARK
from generator.workbook.read import read_workbook

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from generator.merging.proof import Proven
    from generator.workbook.live.totals import Grid


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
    proof = _write(merged, output)
    found = (*findings, *_unchecked(units), *found)
    return Outcome(tuple(sorted(found, key=lambda one: list(Severity).index(one.severity))), tuple(_summary(merged, proof)), True)


def write_form(path: Path, workbooks: Sequence[Path]) -> Outcome:
    """Write the empty form 内部往来 with the names of the workbooks' units; nothing where one cannot be read.

    Raises OSError where `path` cannot be written.
    """
    units, findings = _read(workbooks)
    errors = tuple(finding for finding in findings if finding.severity is Severity.ERROR)
    if not errors:
        write_offset_form(path, [name_of(unit) for unit in units])
    return Outcome(errors, (f"填好后运行：juesuan merge 本级.xlsx 下属单位.xlsx --offset {path}",), not errors)


def _read(paths: Sequence[Path]) -> tuple[list[Accounts], list[Finding]]:
    """The units, and what is wrong with reading them: a unit that is not read in full is not added."""
    units: list[Accounts] = []
    findings: list[Finding] = []
    for path in dict.fromkeys(path.resolve() for path in paths):
        accounts, found = read_workbook(path)
        wrong = [finding for finding in found if finding.severity is Severity.ERROR]
        if wrong:
            findings.append(problems.UNREADABLE.finding(f"{path.name} 有 {len(wrong)} 处读不出的内容，没有汇总：", Source("", "", path.name)))
            findings += wrong
        elif accounts is not None:
            units.append(accounts)
    return units, findings


def _unchecked(units: Sequence[Accounts]) -> Iterator[Finding]:
    for unit in units:
        errors = [finding for finding in run_checks(make_books(unit)) if finding.severity is Severity.ERROR]
        if errors:
            yield problems.HAS_ERRORS.finding(
                f"{unit.file}（{name_of(unit)}）有 {len(errors)} 处校验错误，如：{errors[0].message}", *errors[0].sources)


def _write(merged: Merge, output: Path) -> list[Proven]:
    from generator.layouts import load_layout
    from generator.merging.content import content_of
    from generator.merging.proof import proven, write_proof
    from generator.workbook.template import write_workbook

    accounts = merged.accounts
    lines: list[Proven] = []

    def add_proof(workbook: Workbook, grid: Grid) -> None:
        lines.extend(proven(merged, grid))
        write_proof(workbook, grid, merged)

    weight = load_layout(accounts.layout).execution_weight
    output.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(output, layout=accounts.layout, year=accounts.year, name=name_of(accounts), content=content_of(accounts),
                   execution_weight=weight, extra=add_proof)
    return lines


def _summary(merged: Merge, lines: Sequence[Proven]) -> Iterator[str]:
    from generator.merging.proof import differences

    unit = merged.accounts.unit
    yield f"{name_of(merged.accounts)}：汇总 {len(merged.units)} 个单位，金额单位 {unit}。"
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
