"""Run a batch: chunks to workers, results to folders. This process is the only one that writes the reports.

A worker that dies costs its chunk: the chunk's workbooks are tried one by one, and one that kills its worker twice is
reported and left. Ctrl-C stops between two reports; nothing is left half, and what was not done is told.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from generator.batch.interrupts import Interrupts
from generator.batch.journal import Journal, open_journal
from generator.batch.local import LocalPool, NoProcesses
from generator.batch.plan import content_key
from generator.batch.record import FAILED, OPEN, Done
from generator.batch.store import Job, Store, rejected
from generator.batch.work import Result, Settings, Task, do_chunk
from generator.delivery import reason
from generator.workbook.unpack import is_open_elsewhere

CHUNK, PDF_CHUNK = 12, 20  # most workbooks that travel together; with PDFs: that LibreOffice converts in one start
MOST_TRIES, MOST_AHEAD = 2, 8
_TICK_S = 0.5  # Windows hears Ctrl-C only between two waits
DIED = ("生成时工作进程两次意外退出（内存不足、工作簿异常或 LibreOffice 崩溃），已跳过；"
        "请用 Excel 或 WPS 打开该文件并另存，再加 --resume 运行；仍不行的，单独用 juesuan build 生成，查看原因")
NOT_DONE = "没有做：中途停止。加 --resume 再运行就接着做"
Report = Callable[[Done], None]


@dataclass(frozen=True, slots=True)
class Workers:
    """Where chunks are done: `make(n)` gives an executor with n workers. A future that raises one of `lost` lost its worker,
    the executor goes on; after one of `gone` nothing more can be done.
    """

    make: Callable[[int], Executor]
    lost: tuple[type[BaseException], ...] = (BrokenExecutor,)
    gone: tuple[type[BaseException], ...] = ()


def local_workers() -> Workers:
    """Processes on this machine."""
    return Workers(LocalPool, gone=(NoProcesses,))


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Workbooks that travel together; `tries`: how many workers died of them."""

    jobs: tuple[Job, ...]
    tries: int = 0


def run_batch(workbooks: Sequence[Path], output: Path, settings: Settings, workers: Workers, *, jobs: int,
              resume: bool = False, report: Report = lambda done: None) -> list[Done]:
    """Build all; the results in the order of `workbooks`. Each result is reported as soon as it is there,
    again where a later one takes its folder.

    After Ctrl-C the results that are missing are 没有做. Raises Busy; OSError where `output` cannot be written at all.
    """
    results: dict[int, Done] = {}
    interrupts = Interrupts()
    with open_journal(output) as journal, interrupts.heard():
        store = Store(journal)
        everything = [Job(number, path) for number, path in enumerate(workbooks)]
        try:
            for number, done in _earlier(everything, journal, store, settings) if resume else ():
                results[number] = done
                report(done)
            todo = [job for job in everything if job.number not in results]
            chunks = deque(_Chunk(jobs) for jobs in _chunks(todo, jobs, pdf=settings.wants_pdf))
            with closing(_work(chunks, store, settings, workers, jobs, interrupts)) as stored:
                for made in stored:
                    results |= made
                    for done in made.values():
                        report(done)
        except workers.gone as error:
            results = {job.number: Done(str(job.path), FAILED, first_error=str(error)) for job in everything} | results
        except KeyboardInterrupt:
            results = {job.number: Done(str(job.path), OPEN, first_error=NOT_DONE) for job in everything} | results
    return [results[number] for number in range(len(workbooks))]


def _earlier(jobs: Iterable[Job], journal: Journal, store: Store, settings: Settings) -> Iterator[tuple[int, Done]]:
    """The results of earlier runs that still hold."""
    for job in jobs:
        try:
            known = journal.recall(job.path, content_key(job.path.read_bytes(), repr(settings)))
        except OSError:  # told when it is the file's turn
            continue
        if known is None:
            continue
        owner = store.own(known.folder, job) if known.folder else None
        yield job.number, known if owner is None else rejected(known, owner)


def _chunks(jobs: Sequence[Job], workers: int, *, pdf: bool) -> Iterator[tuple[Job, ...]]:
    """The workbooks in portions. Smaller ones towards the end, so that no worker waits long for another; with PDFs equal shares
    for the workers, because each portion costs a start of LibreOffice.
    """
    rounds, start = -(-len(jobs) // (workers * PDF_CHUNK)), 0
    while start < len(jobs):
        size = -(-len(jobs) // (workers * rounds)) if pdf else min(CHUNK, -(-(len(jobs) - start) // (workers * 2)))
        yield tuple(jobs[start:start + size])
        start += size


def _work(chunks: deque[_Chunk], store: Store, settings: Settings, workers: Workers, jobs: int,
          interrupts: Interrupts) -> Generator[dict[int, Done]]:
    """All chunks. Few are sent ahead, so that few workbooks and reports are in memory."""
    if not chunks:
        return
    running: dict[Future[list[Result]], _Chunk] = {}
    executor, ended = workers.make(jobs), False
    try:
        while chunks or running:
            while chunks and len(running) < jobs + min(jobs, MOST_AHEAD):
                chunk, tasks, unread = _load(chunks.popleft(), settings)
                yield unread
                if tasks:
                    running[executor.submit(do_chunk, tasks, settings)] = chunk
            ready = wait(running, _TICK_S, FIRST_COMPLETED).done
            for future in sorted(ready, key=lambda future: running[future].jobs[0].number):
                chunk = running.pop(future)
                try:
                    made = future.result()
                except workers.lost:
                    yield _tried(chunk, chunks)
                    continue
                for job, result in zip(chunk.jobs, made, strict=True):
                    with interrupts.held():  # until it is told as well: what is written must not be called 没有做
                        yield store.put(job, result)
        ended = True
    finally:
        with interrupts.held():  # a second Ctrl-C: the end, a few seconds, is not cut short, so that nothing is left behind
            executor.shutdown(wait=True, cancel_futures=not ended)


def _tried(chunk: _Chunk, chunks: deque[_Chunk]) -> dict[int, Done]:
    """A worker died of a chunk: its workbooks go back one by one, at the front; those that killed two are given up."""
    if chunk.tries + 1 >= MOST_TRIES:
        return {job.number: Done(str(job.path), FAILED, first_error=DIED) for job in chunk.jobs}
    chunks.extendleft(_Chunk((job,), chunk.tries + 1) for job in reversed(chunk.jobs))
    return {}


def _load(chunk: _Chunk, settings: Settings) -> tuple[_Chunk, list[Task], dict[int, Done]]:
    """The chunk as it is sent: its workbooks' bytes, and what these give as keys; those that cannot be read fail."""
    jobs, tasks, unread = list[Job](), list[Task](), dict[int, Done]()
    for job in chunk.jobs:
        try:
            data = job.path.read_bytes()
        except OSError as error:
            unread[job.number] = Done(str(job.path), FAILED, first_error=_unread(error))
            continue
        jobs.append(replace(job, key=content_key(data, repr(settings)), open_elsewhere=is_open_elsewhere(job.path)))
        tasks.append(Task(job.number, job.path.name, data))
    return replace(chunk, jobs=tuple(jobs)), tasks, unread


def _unread(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "找不到文件；请核对名单中的路径，文件是否已被移走"
    why = "没有读取权限，或文件正在 Excel、WPS 中打开" if isinstance(error, PermissionError) else reason(error)
    return f"读不了文件：{why}；请关闭打开它的程序、核对权限后，加 --resume 再运行"
