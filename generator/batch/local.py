"""Worker processes of this machine as a `concurrent.futures` executor.

A worker that dies, or that takes longer than any chunk may, costs the work it had in hand and is replaced; the others go
on. Each is replaced after some chunks, so that memory stays flat. A worker whose parent is gone, even by kill -9, ends.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from pickle import UnpicklingError
from queue import SimpleQueue
from typing import Any

from generator.batch.scratch import Scratch
from generator.delivery import reason

RECYCLE = 40  # chunks after which a worker is replaced
START_S, LONGEST_S, LEAVE_S, _TICK_S = 120.0, 3600.0, 5.0, 0.5  # seconds
_READY = "ready"
_Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class WorkerDied(BrokenExecutor):
    """The worker ended before its work did."""


class NoProcesses(Exception):
    """No worker can be started here; the message (Chinese) says what to do."""


CANNOT_START = "工作进程不能启动（内存不足，或被安全软件阻止）。请关闭其他程序，或用 -j 1 减少进程后加 --resume 再运行。"


class LocalPool(Executor):
    """`count` processes; `longest_s` (seconds) is what a piece of work may take before its process is ended.

    Raises NoProcesses where there is no room for temporary files; a future does where no process can be started.
    """

    def __init__(self, count: int, longest_s: float = LONGEST_S) -> None:
        try:
            self._scratch = Scratch()
        except OSError as error:
            raise NoProcesses(f"不能使用临时文件夹 {tempfile.gettempdir()}：{reason(error)}。请核对磁盘空间和权限。") from error
        self._longest_s, self._stopping = longest_s, False
        self._waiting: SimpleQueue[tuple[Future[Any], _Call] | None] = SimpleQueue()
        self._lock, self._working = threading.Lock(), count
        self._workers: set[_Worker] = set()
        _hold_back_interrupts(start=True)
        self._threads = [threading.Thread(target=self._serve, name="juesuan-batch", daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Give work to the next free process."""
        future: Future[Any] = Future()
        self._waiting.put((future, (fn, args, kwargs)))
        if not self._working:
            self._fail_all()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes; with `cancel_futures` at once, what they have in hand is lost."""
        self._stopping = self._stopping or cancel_futures
        if cancel_futures:
            with self._lock:
                for worker in self._workers:
                    worker.interrupt()
        for _ in self._threads:
            self._waiting.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
            self._scratch.remove()

    def _serve(self) -> None:
        """One process after the other, for as long as there is work."""
        _hold_back_interrupts()
        worker: _Worker | None = None
        while (item := self._waiting.get()) is not None:
            future, call = item
            if self._stopping or not future.set_running_or_notify_cancel():
                future.cancel()
                continue
            try:
                worker = worker or self._start()
            except NoProcesses:
                self._give_up(future)
                return
            try:
                future.set_result(worker.do(call, self._longest_s, self._is_stopping))
            except WorkerDied as error:
                future.set_exception(error)
            finally:
                if not future.done():  # a bug here; who waits must hear of it
                    future.set_exception(WorkerDied("its answer cannot be read"))
            if worker.spent:
                self._end(worker)
                worker = None
        if worker is not None:
            self._end(worker)

    def _is_stopping(self) -> bool:
        return self._stopping

    def _start(self) -> _Worker:
        worker = _Worker(str(self._scratch.folder))
        with self._lock:
            self._workers.add(worker)
            if self._stopping:
                worker.interrupt()
        return worker

    def _end(self, worker: _Worker) -> None:
        with self._lock:
            self._workers.discard(worker)
        worker.end()

    def _give_up(self, future: Future[Any]) -> None:
        """No process could be started in this place: the others, if there are any, do the work."""
        with self._lock:
            self._working -= 1
        future.set_exception(WorkerDied("not started") if self._working else NoProcesses(CANNOT_START))
        if not self._working:
            self._fail_all()

    def _fail_all(self) -> None:
        while not self._waiting.empty():
            item = self._waiting.get()
            if item is not None and item[0].set_running_or_notify_cancel():
                item[0].set_exception(NoProcesses(CANNOT_START))


if sys.platform == "win32":

    def _hold_back_interrupts(*, start: bool = False) -> None:
        """Nothing: there a process cannot be started with Ctrl-C held back."""

else:

    def _hold_back_interrupts(*, start: bool = False) -> None:
        """Ctrl-C waits in this thread and in what it starts, until a worker knows how to leave; the main thread hears it."""
        from multiprocessing import resource_tracker

        if start:
            resource_tracker.ensure_running()  # otherwise done by the first process, which opens the mask again
        else:
            signal.pthread_sigmask(signal.SIG_BLOCK, _LEAVE_ON)


_LEAVE_ON = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]


class _Worker:
    """One process and the pipe to it. Raises NoProcesses where it does not come up."""

    def __init__(self, scratch: str) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, scratch), name="juesuan-batch", daemon=True)
        self.done, self.alive = 0, True
        try:
            self.process.start()
            theirs.close()
            if not self.pipe.poll(START_S) or self.pipe.recv() != _READY:
                raise NoProcesses(CANNOT_START)
        except (OSError, EOFError) as error:
            raise NoProcesses(CANNOT_START) from error

    @property
    def spent(self) -> bool:
        """Whether it is to be replaced."""
        return not self.alive or self.done >= RECYCLE

    def do(self, call: _Call, longest_s: float, stopping: Callable[[], bool]) -> Any:
        """The result of the work; the process is ended where it takes longer, or goes on after we are `stopping`. Raises WorkerDied."""
        self.done += 1
        try:
            self.pipe.send(call)
            end, patient = time.monotonic() + longest_s, True
            while not self.pipe.poll(_TICK_S):
                if patient and stopping():
                    end, patient = time.monotonic() + LEAVE_S, False
                if time.monotonic() > end:
                    self.process.kill()
                    raise EOFError
            return self.pipe.recv()
        except (EOFError, OSError, MemoryError, UnpicklingError) as error:
            self.alive = False
            raise WorkerDied("the worker ended before its work did") from error

    def interrupt(self) -> None:
        """End it soon: it may first stop the LibreOffice that it started."""
        if sys.platform == "win32":  # Ctrl-C has reached it already
            return
        if self.process.pid is not None and self.process.is_alive():
            os.kill(self.process.pid, signal.SIGINT)

    def end(self) -> None:
        """End it now; it has nothing in hand that anybody waits for."""
        self.pipe.close()  # an idle worker leaves when it sees that
        self.process.join(LEAVE_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


def _work(pipe: Connection, scratch: str) -> None:
    """The life of a worker: work comes, results go, until the pipe is closed. `scratch`: the folder for temporary files."""
    import gc

    tempfile.tempdir = scratch
    gc.set_threshold(200_000, 20, 20)  # as in generator.cli: what a report allocates is in use
    leave = _Leave()
    for number in _LEAVE_ON:
        signal.signal(number, leave)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _LEAVE_ON)
    threading.Thread(target=_follow_parent, daemon=True).start()
    try:
        pipe.send(_READY)
        while True:
            fn, args, kwargs = pipe.recv()
            leave.busy = True
            result = fn(*args, **kwargs)
            leave.busy = False
            pipe.send(result)
            del fn, args, kwargs, result
    except (EOFError, OSError, KeyboardInterrupt):  # nobody waits any more
        os._exit(0)


def _follow_parent() -> None:
    """When the parent is gone nobody wants the work in hand: leave as on Ctrl-C."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        if sys.platform == "win32":
            _thread.interrupt_main()
        else:
            os.kill(os.getpid(), signal.SIGINT)


class _Leave:
    """What a worker does on Ctrl-C: it leaves; in the middle of work by way of every `finally`, so that LibreOffice is stopped."""

    def __init__(self) -> None:
        self.busy = False

    def __call__(self, number: int, frame: object) -> None:
        for again in _LEAVE_ON:
            signal.signal(again, signal.SIG_IGN)
        if self.busy:
            raise KeyboardInterrupt
        os._exit(130)
