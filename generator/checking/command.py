"""Several workbooks checked, one after the other, and marked in copies where that is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.checking.examination import Examination, examine
from generator.checking.record import record
from generator.checking.text import lines_of, verdict_line


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of the workbooks; `problems` are copies that could not be written."""

    examinations: tuple[Examination, ...]
    copies: Mapping[Path, Path]
    problems: tuple[str, ...]
    strict: bool

    @property
    def failed(self) -> bool:
        """Whether any workbook does not pass."""
        return any(one.fails(strict=self.strict) for one in self.examinations)

    def lines(self) -> Iterator[str]:
        """For a terminal: each workbook, then, for several, one line each."""
        for number, one in enumerate(self.examinations):
            if number:
                yield ""
            yield from lines_of(one)
            if one.path in self.copies:
                yield f"批注副本：{self.copies[one.path]}"
        if len(self.examinations) > 1:
            right = sum(not one.fails(strict=self.strict) for one in self.examinations)
            yield from ("", f"==== 共 {len(self.examinations)} 个工作簿，通过 {right} 个 ====")
            yield from map(verdict_line, self.examinations)

    def record(self) -> dict[str, Any]:
        """For another program."""
        return {**record(self.examinations, self.copies, strict=self.strict), "没有写出的副本": list(self.problems)}


def expanded(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files meant: `*.xlsx` is spelt out, because the Windows command line does not do it; each file once.

    Lock files of Excel (~$…) and annotated copies that fit such a pattern are left out.
    """
    from generator.checking.naming import is_copy

    found: list[Path] = []
    for path in paths:
        if "*" not in path.name or path.exists():
            found.append(path)
            continue
        fitting = sorted(path.parent.glob(path.name)) if path.parent.is_dir() else []
        chosen = [one for one in fitting if not one.name.startswith("~$") and not is_copy(one)]
        found += chosen or [path]
    return tuple(dict.fromkeys(found))


def check_files(paths: Sequence[Path], *, annotate: bool, strict: bool) -> Checked:
    """Examine every workbook; with `annotate` write a marked copy beside each."""
    examinations = tuple(examine(path) for path in paths)
    copies: dict[Path, Path] = {}
    problems: list[str] = []
    if annotate:
        from generator.checking.annotate import CopyError, can_be_marked, write_copy

        for one in filter(can_be_marked, examinations):
            try:
                copies[one.path] = write_copy(one)
            except CopyError as error:
                problems.append(str(error))
    return Checked(examinations, copies, tuple(problems), strict)
