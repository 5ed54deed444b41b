"""Run a batch: chunks to workers, results to folders. This process is the only one that writes the reports.

A worker that dies takes its chunk with it: the chunk's workbooks are then tried one by one, and one that kills its
worker twice is reported and left. Ctrl-C stops after the files that are being written; nothing is left half.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

from generator.batch.plan import COMPLETE, FAILED, STOPPED, UNCHANGED, Done, content_key, recall, remember
from generator.batch.work import Result, Settings, Task, do_chunk
from generator.delivery import OutputError, deliver
from generator.model import Severity

CHUNK, RECYCLE = 12, 40  # workbooks a start of LibreOffice; chunks after which a worker is replaced
MOST_TRIES = 2
DIED = "生成时工作进程两次意外退出（内存不足或 LibreOffice 崩溃），已跳过；请单独用 juesuan build 生成，查看原因"
Report = Callable[[Done], None]


@dataclass(frozen=True, slots=True)
class Workers:
    """Where chunks are done: `make(n)` gives an executor with n workers, `lost` is what a dead worker raises."""

    make: Callable[[int], Executor]
    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)


@dataclass(frozen=True, slots=True)
class Job:
    """A workbook and its place in the batch."""

    number: int
    path: Path


def local_workers() -> Workers:
    """Processes on this machine; each is replaced after some chunks so that memory stays flat."""
    from multiprocessing import get_context

    return Workers(lambda count: ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=_leave_quietly, max_tasks_per_child=RECYCLE))


def _leave_quietly() -> None:
    """Ctrl-C ends a worker without a traceback: nothing is lost, it writes no files."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))


def run_batch(workbooks: Sequence[Path], output: Path, settings: Settings, workers: Workers, *, jobs: int,
              resume: bool = False, report: Report = lambda done: None) -> list[Done]:
    """Build all; the results in the order of `workbooks`. Each result is reported as soon as it is there."""
    results: dict[int, Done] = {}
    folders: dict[str, str] = {}  # of this run, by the workbook that they belong to
    todo: list[Job] = []
    for number, path in enumerate(workbooks):
        known = _known(path, output, settings) if resume else None
        if known is None:
            todo.append(Job(number, path))
        else:
            results[number] = replace(known, status=UNCHANGED if known.status == COMPLETE else known.status)
            folders[known.folder] = str(path)
            report(results[number])
    size = max(1, min(CHUNK, -(-len(todo) // (jobs * 2))))
    waiting = [tuple(todo[start:start + size]) for start in range(0, len(todo), size)]
    for number, done in _work(waiting, _Store(output, settings, folders), settings, workers, jobs):
        results[number] = done
        report(done)
    return [results[number] for number in range(len(workbooks))]


def _known(path: Path, output: Path, settings: Settings) -> Done | None:
    try:
        return recall(output, path, content_key(path.read_bytes(), repr(settings)))
    except OSError:
        return None


Chunk = tuple[Job, ...]


def _work(waiting: list[Chunk], store: _Store, settings: Settings, workers: Workers,
          jobs: int) -> Iterator[tuple[int, Done]]:
    """All chunks; what a dead worker had in hand is done again afterwards, one by one."""
    suspects: list[Job] = []
    while waiting:
        yield from _round(waiting, suspects, store, settings, workers, jobs)
    for job in suspects:
        yield job.number, _alone(job, store, settings, workers)


def _round(waiting: list[Chunk], suspects: list[Job], store: _Store, settings: Settings, workers: Workers,
           jobs: int) -> Iterator[tuple[int, Done]]:
    """Hand out chunks until all are done or a worker dies; never more than two for each worker, so that few
    workbooks and reports are in memory.
    """
    running: dict[Future[list[Result]], Chunk] = {}
    executor, broken = workers.make(jobs), False
    try:
        while running or (waiting and not broken):
            while waiting and not broken and len(running) < jobs * 2:
                chunk = waiting.pop(0)
                tasks, unread = _load(chunk)
                yield from unread
                if tasks:
                    try:
                        running[executor.submit(do_chunk, tasks, settings)] = chunk
                    except workers.lost:
                        suspects += chunk
                        broken = True
            if not running:
                continue
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                chunk = running.pop(future)
                try:
                    made = future.result()
                except workers.lost:
                    suspects += chunk
                    broken = True
                    continue
                paths = {job.number: job for job in chunk}
                for result in made:
                    yield result.number, store.put(paths[result.number], result)
    finally:
        executor.shutdown(wait=not broken, cancel_futures=True)


def _alone(job: Job, store: _Store, settings: Settings, workers: Workers) -> Done:
    """A workbook that was in a dead worker's hands, by itself; one that kills its worker again is given up."""
    tasks, unread = _load((job,))
    for _, done in unread:
        return done
    for _ in range(MOST_TRIES - 1):
        executor = workers.make(1)
        try:
            return store.put(job, executor.submit(do_chunk, tasks, settings).result()[0])
        except workers.lost:
            continue
        finally:
            executor.shutdown(wait=False, cancel_futures=True)
    return Done(str(job.path), FAILED, first_error=DIED)


def _load(chunk: Chunk) -> tuple[list[Task], list[tuple[int, Done]]]:
    tasks, unread = [], []
    for job in chunk:
        try:
            tasks.append(Task(job.number, job.path.name, job.path.read_bytes()))
        except OSError as error:
            problem = f"读不了文件：{error.strerror or error}"
            unread.append((job.number, Done(str(job.path), FAILED, first_error=problem)))
    return tasks, unread


@dataclass(slots=True)
class _Store:
    """Writes the reports to their folders and remembers them. `folders`: which workbook a folder belongs to."""

    output: Path
    settings: Settings
    folders: dict[str, str]

    def put(self, job: Job, result: Result) -> Done:
        """Write a report; what cannot be written costs this report only."""
        start = time.perf_counter()
        done = _outcome(job, result)
        try:
            if result.files:
                done = self._deliver(done, result)
            key = content_key(job.path.read_bytes(), repr(self.settings))
            done = replace(done, key=key, seconds=round(done.seconds + time.perf_counter() - start, 3))
            if done.status != FAILED:
                remember(self.output, job.path, done)
        except OutputError as error:
            return replace(done, status=FAILED, first_error=str(error), files=(), folder="")
        except OSError as error:
            return replace(done, notes=(*done.notes, f"不能记下进度：{error.strerror or error}"))
        return done

    def _deliver(self, done: Done, result: Result) -> Done:
        folder = self.output / result.name
        owner = self.folders.setdefault(str(folder), done.workbook)
        if owner != done.workbook:
            raise OutputError(f"与 {owner} 是同一单位、同一年度的工作簿，报告没有覆盖；请只留一份。")
        files = deliver(result.files, folder)
        return replace(done, folder=str(folder), files=tuple(map(str, files.values())))


def _outcome(job: Job, result: Result) -> Done:
    errors = result.errors
    status = FAILED if result.problem else COMPLETE if result.files else STOPPED
    return Done(
        str(job.path), status, result.unit, errors=len(errors),
        warnings=sum(one.severity is Severity.WARNING for one in result.findings),
        first_error=result.problem or (errors[0].message if errors else ""), figures=dict(result.figures),
        notes=result.notes, seconds=result.seconds)
