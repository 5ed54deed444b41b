"""What a file holds that was handed in: whose it is, and whether it is right. What a worker of `status` does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.bureau.identity import digest_of, properties_of
from generator.checking.naming import is_copy
from generator.model import Accounts, Severity

SHOWN = 200  # findings of one workbook that are kept


@dataclass(frozen=True, slots=True)
class Trouble:
    """A finding as it is passed on."""

    code: str
    severity: Severity
    message: str
    hint: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file handed in. `opened`: a workbook of ours whose figures were read; `saved`: when, as the file says.

    `errors` and `warnings` count causes, as `juesuan check` does. `document` says what a list of our own is,
    `blank` that no income and no expenditure stands in the workbook.
    """

    file: str
    sha256: str = ""
    opened: bool = False
    code: str = ""
    name: str = ""
    merged: bool = False
    year: int | None = None
    layout: str = ""
    money: str = ""
    version: str = ""
    saved: str = ""
    errors: int = 0
    warnings: int = 0
    troubles: tuple[Trouble, ...] = ()
    document: str = ""
    blank: bool = False

    @property
    def first_error(self) -> str:
        """The message of the first error, empty where there is none."""
        return next((one.message for one in self.troubles if one.severity is Severity.ERROR), "")

    @property
    def is_copy(self) -> bool:
        """Whether it is a copy that `check --annotate` wrote."""
        return is_copy(Path(self.file))


def _is_blank(accounts: Accounts) -> bool:
    """Codes without amounts are what last year left: nobody has typed anything yet."""
    return not any(line.amounts for sheet in ("收入", "支出", "一般公共预算") for line in accounts.tables[sheet])


def inspect(path: Path) -> Handed:
    """Read and check one file. Whatever is wrong with it is in the result; `file` is its whole path."""
    from generator.checking.examination import examine, place_of

    properties = properties_of(path)
    if properties.document:
        return Handed(str(path), document=properties.document)
    try:
        digest = digest_of(path)
    except OSError:
        digest = ""
    examined = examine(path)
    troubles = tuple(Trouble(one.code, one.severity, one.message, one.hint, place_of(one.sources[0]) if one.sources else "")
                     for one in (group.finding for group in examined.groups))[:SHOWN]
    found = Handed(str(path), digest, code=properties.unit, layout=properties.layout, version=properties.version,
                   saved=properties.saved, errors=examined.count(Severity.ERROR), warnings=examined.count(Severity.WARNING),
                   troubles=troubles)
    accounts = examined.accounts
    if accounts is None:
        return found
    return Handed(str(path), digest, True, properties.unit, accounts.text("基本信息.单位全称"), accounts.text("基本信息.汇总") == "是",
                  accounts.year, accounts.layout, str(accounts.unit), properties.version, properties.saved, found.errors,
                  found.warnings, troubles, blank=_is_blank(accounts))
