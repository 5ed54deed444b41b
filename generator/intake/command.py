"""The commands `import` and `template --previous`: files in, a workbook and its story out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.intake.carry import CarryOver, carry_over
from generator.intake.importing import Imported, Wishes, import_tables
from generator.intake.report import carry_lines, carry_record, fill_lines, import_lines, import_record
from generator.layouts import load_layout
from generator.model import Accounts, Finding, Severity
from generator.workbook.template import write_workbook


class Refused(Exception):
    """Nothing was written; the message (Chinese) says why. `findings` are what is wrong with the file, if it is the file."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Previous:
    """Last year's workbook, read and examined; `errors` is how many causes of error a check finds in it."""

    path: Path
    accounts: Accounts
    errors: int

    @property
    def warning(self) -> str:
        """What the user should know before relying on its figures; empty where nothing is wrong."""
        return f"{self.path.name} 有 {self.errors} 处错误，带入的上年数可能不对；请先运行 juesuan check {self.path} 改正。" if self.errors else ""


def read_previous(path: Path) -> Previous:
    """Last year's standard workbook. Raises Refused where it cannot be read."""
    from generator.checking.examination import examine

    examined = examine(path)
    if examined.accounts is None:
        raise Refused(f"{path.name} 读不出来，不能带入上年数。", examined.findings)
    return Previous(path, examined.accounts, examined.count(Severity.ERROR))


@dataclass(frozen=True, slots=True)
class NewYear:
    """This year's workbook, begun from last year's."""

    previous: Previous
    done: CarryOver
    year: int
    layout: str
    name: str

    def lines(self) -> Iterator[str]:
        """For a terminal."""
        yield f"{self.previous.accounts.year} 年度 → {self.year} 年度，版式 {self.layout}，金额单位 {self.previous.accounts.unit}"
        yield from carry_lines(self.done)
        yield from fill_lines(self.done.still_to_fill)

    def write(self, output: Path) -> None:
        """Write the workbook. Raises OSError, LayoutError."""
        write_workbook(output, layout=self.layout, year=self.year, name=self.name, content=self.done.content,
                       execution_weight=load_layout(self.layout).execution_weight)


def begin_year(path: Path, *, year: int | None = None, layout: str = "", name: str = "") -> NewYear:
    """The workbook of the year after the one at `path`. Raises Refused; LayoutError for an unknown layout."""
    previous = read_previous(path)
    accounts = previous.accounts
    wanted = year if year is not None else accounts.year + 1
    if wanted != accounts.year + 1:
        raise Refused(f"{path.name} 是 {accounts.year} 年度的，只能带入 {accounts.year + 1} 年度的工作簿，--year 给的是 {wanted}。")
    chosen = layout or accounts.layout
    load_layout(chosen)
    return NewYear(previous, carry_over(accounts, year=wanted, layout=chosen), wanted, chosen,
                   name or accounts.text("基本信息.单位全称"))


@dataclass(frozen=True, slots=True)
class ImportDone:
    """A file of official tables taken over; `output` is None where nothing was written."""

    imported: Imported
    output: Path | None = None
    warning: str = ""

    def lines(self) -> Iterator[str]:
        """For a terminal, without the findings."""
        yield from import_lines(self.imported)
        if self.imported.carried is not None:
            yield from carry_lines(self.imported.carried)

    def fill_lines(self) -> Iterator[str]:
        """What is still to fill, for a terminal."""
        return fill_lines(self.imported.still_to_fill)

    def record(self) -> dict[str, Any]:
        """For another program."""
        record = import_record(self.imported, str(self.output) if self.output is not None else None)
        carried = self.imported.carried
        return {**record, **({"从上年带入": carry_record(carried)} if carried is not None else {}), "提示": [self.warning] if self.warning else []}


def import_file(source: Path, output: Path, wishes: Wishes, previous: Path | None = None) -> ImportDone:
    """Take over the official tables in `source` into a new workbook at `output`.

    With `previous`, last year's workbook fills what the tables do not say. Raises Refused for a previous workbook that
    cannot be used, LayoutError, OSError.
    """
    weight = load_layout(wishes.layout).execution_weight
    last = read_previous(previous) if previous is not None else None
    imported = import_tables(source, wishes, last.accounts if last is not None else None)
    if imported.content is None:
        return ImportDone(imported)
    if last is not None and imported.year != last.accounts.year + 1:
        raise Refused(f"公开表是 {imported.year} 年度的，--previous 给的是 {last.accounts.year} 年度的工作簿，要用 {imported.year - 1} 年度的。")
    write_workbook(output, layout=wishes.layout, year=imported.year, name=imported.name, content=imported.content,
                   execution_weight=weight)
    return ImportDone(imported, output, last.warning if last is not None else "")
