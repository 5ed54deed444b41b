"""Results to folders and to the journal. Only this process writes; what cannot be written costs that report only."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.batch.journal import Journal
from generator.batch.record import COMPLETE, FAILED, NO_PDF, STOPPED, Done, Remark
from generator.batch.work import Result
from generator.delivery import OutputError, deliver, is_full, reason
from generator.model import Finding, Severity

ERROR_LOG = "程序错误.txt"
OUTDATED = "“{folder}”里是以前生成的报告，与这份工作簿不符，改正并重新生成以前不要公开"
SAME_NAME = ("与 {other} 的单位全称和年度相同，报告会放进同一个文件夹，没有覆盖。是同一单位的，只留一份；"
             "是不同单位的，把单位全称写全（如加上主管部门的名称）；一份是本级、一份是汇总的，核对“是否汇总”")


@dataclass(frozen=True, slots=True)
class Job:
    """A workbook and its place in the batch; `key`: what its report depends on, once the workbook was read."""

    number: int
    path: Path
    key: str = ""
    open_elsewhere: bool = False


def disk_full(place: object) -> str:
    """What is said then."""
    return f"磁盘已满（{place}），这一份没有写出；请腾出空间，再加 --resume 运行"


@dataclass(slots=True)
class Store:
    """Writes reports and remembers them. `owners`: the workbook that a folder of this run belongs to."""

    journal: Journal
    owners: dict[str, Job] = field(default_factory=dict)

    def own(self, folder: str, job: Job) -> Job | None:
        """Take a folder for a workbook; the other workbook that had it already. The earlier in the batch keeps or gets it."""
        place = folder.casefold()  # as Windows compares names
        owner = self.owners.get(place)
        if owner is None or job.number < owner.number:
            self.owners[place] = job
        return owner

    def put(self, job: Job, result: Result) -> dict[int, Done]:
        """Write a report. What became of it, and of a later workbook of the same unit whose report it replaces."""
        start, done, replaced = time.perf_counter(), _outcome(job, result), dict[int, Done]()
        if result.files:
            folder = self.journal.output / result.name
            other = self.own(str(folder), job)
            if other is not None and other.number < job.number:
                return {job.number: rejected(done, other)}
            done = self._written(done, result.files, folder)
            if other is not None and done.status == FAILED:
                self.owners[str(folder).casefold()] = other
            elif other is not None:
                replaced[other.number] = rejected(Done(str(other.path), FAILED, done.unit), job)
        elif result.name and (self.journal.output / result.name).is_dir():
            done = replace(done, notes=(*done.notes, OUTDATED.format(folder=result.name)))
        if result.trace:
            done = replace(done, notes=(*done.notes, self._noted(job, result.trace)))
        done = replace(done, seconds=round(done.seconds + time.perf_counter() - start, 3))
        if done.status != FAILED:
            done = self._remembered(done)
        return {job.number: done, **replaced}

    def _written(self, done: Done, files: Mapping[str, tuple[str, bytes]], folder: Path) -> Done:
        try:
            paths = deliver(files, folder, self.journal.workshop)
        except OutputError as error:
            problem = disk_full(self.journal.output) if is_full(error.__cause__) else str(error)
            return replace(done, status=FAILED, first_error=problem)
        return replace(done, folder=str(folder), files=tuple(map(str, paths.values())),
                       sizes=tuple(len(data) for _, data in files.values()))

    def _noted(self, job: Job, trace: str) -> str:
        """Keep a program error for whoever maintains the program."""
        file = self.journal.output / ERROR_LOG
        try:
            with file.open("a", encoding="utf-8") as stream:
                stream.write(f"{job.path}\n{trace}\n")
        except OSError as error:
            return f"错误记录写不进 {file}：{reason(error)}"
        return f"错误记录在 {file}"

    def _remembered(self, done: Done) -> Done:
        try:
            self.journal.add(done)
        except OSError as error:
            return replace(done, notes=(*done.notes, f"不能记下进度（{reason(error)}），--resume 时会重新生成"))
        return done


def rejected(done: Done, owner: Job) -> Done:
    """The result of a workbook whose folder belongs to another."""
    return replace(done, status=FAILED, first_error=SAME_NAME.format(other=owner.path), folder="", files=(), sizes=(), figures={})


def _outcome(job: Job, result: Result) -> Done:
    errors = [one for one in result.findings if one.severity is Severity.ERROR]
    status = COMPLETE if result.files else STOPPED
    status = FAILED if result.problem else NO_PDF if result.environment_failed else status
    found = (*((_open_finding(job.path.name),) if job.open_elsewhere else ()), *result.findings)
    remarks = tuple(_remark(one, job.path.name) for one in found)
    return Done(
        str(job.path), status, result.unit, errors=len(errors), warnings=sum(one.level == Severity.WARNING for one in remarks),
        first_error=result.problem or (_told(errors[0], job.path.name) if errors else ""), remarks=remarks, figures=dict(result.figures),
        notes=result.notes, seconds=result.seconds, key=job.key)


def _told(finding: Finding, name: str) -> str:
    """An error in a line that begins with the file's name; where it names no cell, with what to do."""
    message = finding.message.removeprefix(f"{name}：")
    return message if any(source.sheet for source in finding.sources) else f"{message}；{finding.hint}"


def _remark(finding: Finding, name: str) -> Remark:
    place = str(finding.sources[0]) if finding.sources and finding.sources[0].sheet else ""
    return Remark(str(finding.severity), finding.code, place, finding.message.removeprefix(f"{name}："), finding.hint)


def _open_finding(name: str) -> Finding:
    from generator.workbook import problems

    return problems.FILE_OPEN.finding(f"{name}：{problems.FILE_OPEN.title}")
