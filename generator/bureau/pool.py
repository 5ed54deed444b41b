"""The same small work for many files, in several processes; one that kills its process costs only itself."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import TypeVar

FEW = 6  # so few are done sooner than a process is started
AHEAD = 4
FRUITLESS = 3
Item = TypeVar("Item")
Made = TypeVar("Made")


class NoProcesses(Exception):
    """No process can be started here, or every one dies; the message (Chinese) says what to do."""


def in_processes(work: Callable[[Item], Made], items: Sequence[Item], jobs: int) -> Iterator[tuple[int, Made | None]]:
    """(place in `items`, result) as they come; None for an item whose process died twice. `work` must be importable.

    Raises NoProcesses where nothing at all gets done: then it is not the files.
    """
    if jobs <= 1 or len(items) <= FEW:
        yield from ((number, work(item)) for number, item in enumerate(items))
        return
    waiting, suspects, fruitless = list(range(len(items))), list[int](), 0
    while waiting:
        fruitless += 1
        for made in _round(work, items, waiting, suspects, jobs):
            fruitless = 0
            yield made
        if fruitless >= FRUITLESS:
            raise NoProcesses("工作进程不能启动，或一启动就退出（内存不足，或被安全软件阻止）。请加 -j 1 重新运行。")
    for number in suspects:
        yield number, _alone(work, items[number])


def _executor(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_ignore_interrupt)


def _ignore_interrupt() -> None:
    """Ctrl-C is the main process's affair: it lets the workers finish what they hold."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _round(work: Callable[[Item], Made], items: Sequence[Item], waiting: list[int], suspects: list[int],
           jobs: int) -> Iterator[tuple[int, Made | None]]:
    """Until all are done or a worker dies; what the dead one may have held goes to `suspects`."""
    running: dict[Future[Made], int] = {}
    broken = False
    executor = _executor(min(jobs, len(waiting)))
    try:
        while running or (waiting and not broken):
            while waiting and not broken and len(running) < jobs * AHEAD:
                number = waiting.pop(0)
                try:
                    running[executor.submit(work, items[number])] = number
                except BrokenExecutor:
                    suspects.append(number)
                    broken = True
            for future in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                number = running.pop(future)
                try:
                    made = future.result()
                except BrokenExecutor:
                    suspects.append(number)
                    broken = True
                    continue
                yield number, made
    finally:
        executor.shutdown(wait=not broken, cancel_futures=True)


def _alone(work: Callable[[Item], Made], item: Item) -> Made | None:
    executor = _executor(1)
    try:
        return executor.submit(work, item).result()
    except BrokenExecutor:
        return None
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
