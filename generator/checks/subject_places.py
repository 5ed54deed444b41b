"""Where a subject may stand: in the table of its fund, below its own 类 and 款, among those of the project list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from generator.checks.registry import Checked, Problem, Skip, check
from generator.checks.subjects import BASIS, FUNCTIONAL_SHEETS
from generator.model import Line, Severity
from generator.subjects import FUNCTIONAL, bare_code, catalogue
from generator.tables.books import Books

WARNING = Severity.WARNING
BUDGETS: Mapping[str, str] = {"一般公共预算": "一般公共预算", "政府性基金": "政府性基金预算", "国有资本经营": "国有资本经营预算"}


@check("K107", "科目与资金", "一般公共预算表用一般公共预算科目，政府性基金表用政府性基金预算科目，国有资本经营表用国有资本经营预算科目。", BASIS, WARNING, absent="没有款、项级科目")
def subjects_belong_to_the_fund(books: Books) -> Iterator[Checked]:
    """款 and 项 of each fund's table are subjects of that fund; a 类 may be common to several."""
    known = catalogue(FUNCTIONAL)
    for sheet, budget in BUDGETS.items():
        for line in books.accounts.tables[sheet]:
            subject = known.get(line.code)
            if subject is None or not subject.budget or subject.certainty != "high" or len(line.code) < 5:
                continue
            if subject.budget == budget:
                yield None
                continue
            place = line.row.source_of("科目编码")
            yield Problem(
                f"{place} 的科目 {line.code} {subject.name}是{subject.budget}科目，填在{sheet}表；请核对编码，或移到相应的表。", (place,))


@check("K108", "科目排在别的类款下", "粘贴了类、款小计行的表，项级科目排在它所属的类、款小计行之下（所属小计行也粘贴了的）。", BASIS, WARNING, absent="没有填列科目")
def subjects_stand_below_their_own(books: Books) -> Iterator[Checked]:
    """In a table with pasted subtotals no row stands below the subtotal of another 类 or 款 while its own is elsewhere."""
    for sheet in FUNCTIONAL_SHEETS:
        table = books.accounts.tables[sheet]
        own = {line.code for line in table if len(line.code) in (3, 5)}
        if not own:
            if table:
                yield Skip(f"{sheet}表没有粘贴类、款小计行")
            continue
        above: dict[int, str] = {}
        lines = [line for line in table if line.code]
        for line, after in zip(lines, [*lines[1:], None], strict=True):
            if len(line.code) in (3, 5):
                above = {length: code for length, code in above.items() if length < len(line.code)} | {len(line.code): line.code}
            yield from _below(line, after, above, own)


def _below(line: Line, after: Line | None, above: Mapping[int, str], own: Collection[str]) -> Iterator[Checked]:
    """Amid the rows of another subtotal: its own stands elsewhere, and the next row belongs to the other one."""
    wrong = next((code for length, code in above.items()
                  if length < len(line.code) and not line.code.startswith(code) and line.code[:length] in own), None)
    if wrong is None or after is None or not after.code.startswith(wrong):
        if len(line.code) == 7 and above:
            yield None
        return
    place = line.row.source_of("科目编码")
    yield Problem(f"{place} 的科目 {line.code} 排在 {wrong} 的小计之下，不属于 {wrong}；请核对编码，或移到所属的类、款之下。", (place,))


@check("K109", "项目和用途的科目", "项目支出清单的支出功能科目、各类用途的科目编码在科目表中，并且有相应的支出。", BASIS, WARNING, absent="没有填科目编码")
def codes_of_projects_and_uses_exist(books: Books) -> Iterator[Checked]:
    """科目编码 of the project list and of 各类用途: known, and with spending of the year."""
    known = catalogue(FUNCTIONAL)
    spent = {line.code for table in (books.t3, books.t5, books.t7, books.t8) for line in table.lines}
    names = {line.code for table in books.accounts.tables.values() for line in table}
    for sheet, length in (("项目支出", 7), ("各类用途", 3)):
        for row in books.accounts.rows.get(sheet, ()):
            code = bare_code("".join(row.text("科目编码").split()))
            if not code:
                continue
            place = row.source_of("科目编码")
            if code not in known and code not in names:
                yield Problem(f"{place} 的科目编码“{code}”不在科目表中；请核对。", (place,))
            elif len(code) > length:
                yield Problem(f"{place} 的科目编码“{code}”应为 {length} 位；请核对。", (place,))
            elif code not in spent:
                yield Problem(f"{place} 的科目 {code} 在支出表和财政拨款各表中没有支出；请核对编码。", (place,))
            else:
                yield None
