"""What became of a damaged workbook, and whether that is right: the same figures, or a finding that names the damage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from damaged import Damage

from generator.checks import run_checks
from generator.checks.catalogue import UNCONFIRMED
from generator.layouts import load_layout
from generator.model import Accounts, Amount, Finding, Row, Severity, Source
from generator.money import MoneyUnit
from generator.subjects import ECONOMIC, FUNCTIONAL, catalogue
from generator.tables.books import make_books
from generator.workbook.marks import TOTAL
from generator.workbook.read import read_opened
from generator.workbook.schema.money_sheets import THREE_PUBLIC_ITEMS
from generator.workbook.xlsx import RawBook

Place = tuple[str, int]  # sheet, row
Figure = tuple[str, ...]  # what it is and what it says
#: The sheets of 公开01表 to 09表 and the tables that a finding may name instead.
T1_TO_T9 = {"收入": "公开02表", "支出": "公开03表", "一般公共预算": "公开05表", "政府性基金": "公开07表", "国有资本经营": "公开08表",
            "基本支出经济分类": "公开06表", "总表印数": "公开01表", "结转结余": "公开04表", "三公经费": "公开09表"}

#: Form cells whose amounts the tables print.
PRINTED_FIELDS = ("结转结余.", *(f"三公经费.{item}." for item in THREE_PUBLIC_ITEMS))


class Kind(StrEnum):
    """SAME: only looks different. EDIT: another workbook that could be meant so. BROKEN: cannot be meant so."""

    SAME = "same"
    EDIT = "edit"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Harm:
    """One damage: where it was done. A finding must name one of `cells`, or else one of `sheets`, or the file."""

    name: str
    kind: Kind
    cells: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    rows: frozenset[Place] = frozenset()
    whole_file: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What was read with the row it stands in, the amounts of the nine tables, and the findings.

    No figures where the workbook was refused. `read` leaves out the amounts that the tables print.
    """

    figures: dict[Figure, Place] | None
    counts: Counter[Figure]
    printed: dict[Figure, Decimal]
    findings: tuple[Finding, ...]
    slack: Decimal = Decimal(0)


@dataclass(slots=True)
class Verdict:
    """How a damaged workbook came out."""

    problem: str = ""
    outcome: str = ""  # same, cell, sheet, file, unconfirmed
    new: tuple[Finding, ...] = field(default=())


def read_and_check(opened: Callable[[], RawBook], name: str) -> Result:
    """The result for the workbook that `opened` opens."""
    accounts, findings = read_opened(opened, f"{name}.xlsx")
    if accounts is None:
        return Result(None, Counter(), {}, findings)
    layout = load_layout(accounts.layout) if accounts.layout in _layouts() else None
    figures, counts = figures_of(accounts)
    books = make_books(accounts)
    printed = {path: amount for table in range(1, 10) for path, amount in _amounts(getattr(books, f"t{table}"), f"t{table}") if amount}
    # a lost subtotal is the sum of its parts, which 尾差 may part from it
    slack = Decimal(0) if accounts.unit is MoneyUnit.YUAN else Decimal("0.10")
    return Result(figures, counts, printed, (*findings, *run_checks(books, layout)), slack)


def _amounts(value: object, *path: str) -> Iterator[tuple[Figure, Decimal]]:
    """Every amount below `value` with its path; what was typed beside what is printed is left out."""
    if isinstance(value, Amount):
        yield path, value.value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _amounts(part, *path, str(key))
    elif isinstance(value, tuple):
        for part in value:
            yield from _amounts(part, *path, str(getattr(part, "code", "")))
    elif is_dataclass(value) and not isinstance(value, Row):
        for part in fields(value):
            if not part.name.startswith("given"):
                yield from _amounts(getattr(value, part.name), *path, part.name)


@cache
def _layouts() -> frozenset[str]:
    return frozenset(path.parent.name for path in (Path(__file__).parents[2] / "templates").glob("*/layout.toml"))


@cache
def clean(name: str) -> Result:
    """The result for the sample as it is."""
    result = read_and_check(Damage(name).book, name)
    assert result.figures
    return result


def figures_of(accounts: Accounts) -> tuple[dict[Figure, Place], Counter[Figure]]:
    """Each figure and text with its row. Lines of subject tables by code, rows of lists by what they hold."""
    found: dict[Figure, Place] = {}
    counts: Counter[Figure] = Counter()

    def add(figure: Figure, source: Source) -> None:
        found[figure] = _place(source)
        counts[figure] += 1

    add(("year", str(accounts.year), accounts.unit.value), accounts.place("基本信息.决算年度"))
    for key, value in accounts.fields.items():
        if isinstance(value, Amount) and key.startswith(PRINTED_FIELDS):
            continue
        add((key.split(".")[0], key, str(value.value)), accounts.place(key))
    for sheet, rows in accounts.rows.items():
        for row in rows:
            add((sheet, "row", *(f"{key}={value.value}" for key, value in sorted(row.values.items()))), row.source)
    for sheet, table in accounts.tables.items():
        for line in table:
            if line.name != TOTAL and line.name != _usual_name(line.code):
                add((sheet, "name", line.code, line.name), line.row.source)
            for key, value in line.row.values.items():
                if not isinstance(value, Amount) and key != "科目名称":
                    add((sheet, line.code, key, str(value.value)), line.row.source)
    return found, counts


def _usual_name(code: str) -> str:
    """What the code is called anyway: the row of a lost subtotal is printed with it."""
    subject = catalogue(FUNCTIONAL).get(code) or catalogue(ECONOMIC).get(code)
    return subject.name if subject is not None else ""


def _place(source: Source) -> Place:
    return source.sheet, int(source.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)


def judge(harm: Harm, before: Result, after: Result) -> Verdict:
    """Whether `after` is what a good tool makes of `harm`."""
    known = {(finding.code, finding.message) for finding in before.findings}
    new = tuple(finding for finding in after.findings if (finding.code, finding.message) not in known)
    named = _named(harm, new)
    if after.figures is None:
        errors = [finding for finding in new if finding.severity is Severity.ERROR]
        problem = "" if errors and named else "refused without naming the damage"
        return Verdict(problem or ("a good workbook refused" if harm.kind is Kind.SAME else ""), named, new)
    lost, gained = before.counts - after.counts, after.counts - before.counts
    moved = [path for path in before.printed.keys() | after.printed.keys()
             if abs(before.printed.get(path, Decimal(0)) - after.printed.get(path, Decimal(0))) > before.slack]
    if not lost and not gained and not moved:
        errors = [finding for finding in new if finding.severity is Severity.ERROR]
        return Verdict("an error about nothing" if harm.kind is Kind.SAME and errors else "", "same", new)
    if harm.kind is Kind.SAME:
        return Verdict(f"read differently: {_told(lost, gained, moved)}", named, new)
    if named:
        return Verdict("", named, new)
    assert before.figures is not None
    places = {*(before.figures[figure] for figure in lost), *(after.figures[figure] for figure in gained)}
    confined = places <= harm.rows and all(_unconfirmed(figure) for figure in (*lost, *gained))
    if harm.kind is Kind.EDIT and confined and all(_unconfirmed_amount(path) for path in moved):
        return Verdict("", "unconfirmed", new)
    return Verdict(f"changed silently: {_told(lost, gained, moved)}", "", new)


def _told(lost: Counter[Figure], gained: Counter[Figure], moved: list[Figure]) -> str:
    return f"lost {list(lost)[:3]} gained {list(gained)[:3]} moved {moved[:3]}"[:600]


def _named(harm: Harm, new: tuple[Finding, ...]) -> str:
    """How closely the new findings name the damage: cell, sheet, file or not at all."""
    cells = {str(source) for finding in new for source in finding.sources}
    texts = "\n".join(finding.message for finding in new)
    if any(cell in cells or cell in texts for cell in harm.cells):
        return "cell"
    sheets = {source.sheet for finding in new for source in finding.sources}
    if any(sheet in sheets or f"“{sheet}”" in texts or f"{sheet}!" in texts or T1_TO_T9.get(sheet, "…") in texts for sheet in harm.sheets):
        return "sheet"
    return "file" if harm.whole_file and any(finding.code.startswith("R") for finding in new) else ""


def _unconfirmed(figure: Figure) -> bool:
    """Texts, counts, and amounts beyond 公开01表 to 09表; of these only what docs/校验规则.md lists."""
    return figure[0] != "结转结余" and (figure[0] != "三公经费" or _is_listed("三公经费"))


def _unconfirmed_amount(path: Figure) -> bool:
    if path[:2] == ("t6", "amounts"):  # another 款; 人员经费, 公用经费 and 合计 would have moved as well
        return _is_listed("基本支出经济分类 科目编码")
    return (path[0] == "t9" and _is_listed("三公经费")) or (path[-1] == "年初预算数" and _is_listed("一般公共预算 年初预算数"))


def _is_listed(name: str) -> bool:
    return any(name == listed for listed, _ in UNCONFIRMED)
