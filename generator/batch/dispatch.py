"""Hand chunks to the workers of a Dask cluster, one at a time to each: an executor of the standard library's kind.

A chunk is bound to its worker. So Dask itself never gives it to another one, a workbook that kills its worker takes nothing
else with it, and `run` can count how often a worker died of it. Workers that come later are examined and used.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from generator.batch.local import LONGEST_S
from generator.batch.machines import Identity, differences, do_checked, identity
from generator.batch.work import do_chunk

if TYPE_CHECKING:
    from distributed import Client
    from distributed import Future as Remote

LOOK_S, ASK_S = 1.0, 30.0  # how often is looked which workers are there, how long an answer may take
NO_ANSWER = (OSError, TimeoutError, CancelledError, ValueError)  # of Dask, where a connection breaks
GO_ON = "已完成的报告都在，恢复后用同样的命令加 --resume 继续。"
DISCONNECTED = f"与调度器的连接断了（调度器停止或网络中断）。{GO_ON}"
NO_WORKERS = f"集群中已经没有工作进程了。{GO_ON}"


def workers_there(client: Client) -> set[str]:
    """The addresses of the workers. Raises one of NO_ANSWER."""
    if client.scheduler is None:
        raise OSError("the client is closed")
    return set(client.sync(client.scheduler.ncores, workers=None, callback_timeout=ASK_S))


def ask(client: Client, workers: list[str]) -> dict[str, Any]:
    """What `identity` gives on these workers, or the exception that it met there. Raises one of NO_ANSWER."""
    if not workers:
        return {}
    # `Client.run` is this without a bound: one worker that hangs would hold us for ever.
    found: dict[str, Any] = client.sync(client._run, identity, workers=workers, on_error="return", callback_timeout=ASK_S)
    return found


class WorkerLost(Exception):
    """The worker went away before its chunk was here."""


class ClusterGone(Exception):
    """The scheduler or all workers went away while the batch ran; the message is Chinese."""


class Answer(Future[Any]):
    """The results of a chunk, done when the cluster says so. They are fetched only when they are asked for: until then
    they are in the worker's memory and not in ours.
    """

    def __init__(self, task: tuple[Any, ...], fetched: Callable[[Answer], None]) -> None:
        super().__init__()
        self.task, self.worker, self.since_s = task, "", 0.0
        self.remote: Remote[Any] | None = None
        self.lost = False
        self._fetched, self._made = fetched, None
        self._turn = threading.Lock()

    def settle(self, error: Exception | None = None) -> None:
        """The work ended, well or not; only the first word counts."""
        with self._turn:
            if not self.done() and self.set_running_or_notify_cancel():
                if error is None:
                    self.set_result(None)
                else:
                    self.set_exception(error)

    def result(self, timeout: float | None = None) -> Any:
        """What the work returned or raised. Raises WorkerLost or ClusterGone too."""
        from distributed import KilledWorker

        super().result(timeout)
        if self.remote is None:
            return self._made
        try:
            self._made = self.remote.result()
        except KilledWorker as error:
            raise WorkerLost(str(error)) from error
        except (CancelledError, TimeoutError, OSError) as error:  # OSError: Dask's CommClosedError too
            if self.remote.status == "error":  # the work itself raised it
                raise
            raise WorkerLost(self.worker) if self.lost else ClusterGone(DISCONNECTED) from error
        self.remote = None  # the worker may forget it
        self._fetched(self)
        return self._made


class Dispatcher(Executor):
    """At most `count` workers of the cluster at a time. `patience_s`: how long to wait where no worker is left."""

    def __init__(self, client: Client, count: int, patience_s: float) -> None:
        self._client, self._count, self._patience_s = client, count, patience_s
        self._here: Identity = identity()
        self._turn = threading.RLock()
        self._waiting: deque[Answer] = deque()
        self._sent: set[Answer] = set()  # not fetched yet, or not settled
        self._known: dict[str, bool] = {}  # workers by address: whether they print what we print
        self._free: deque[str] = deque()
        self._gone, self._ended = "", threading.Event()
        self._look()
        threading.Thread(target=self._watch, name="juesuan-cluster", daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Give a chunk to the next free worker; `fn` is always `do_chunk`."""
        assert fn is do_chunk and not kwargs, "a cluster does chunks of a batch and nothing else"
        answer = Answer(args, self._fetched)
        with self._turn:
            self._waiting.append(answer)
        self._hand_out()
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Whoever wanted answers has them: what was sent is cancelled, what a worker has begun it throws away."""
        self._ended.set()
        with self._turn:
            open_, self._sent = [*self._waiting, *self._sent], set()
            self._waiting.clear()
        for answer in open_:
            answer.cancel()
        self._cancel(open_)

    def _fetched(self, answer: Answer) -> None:
        with self._turn:
            self._sent.discard(answer)

    def _hand_out(self) -> None:
        """Waiting chunks to free workers."""
        from distributed.client import ClosedClientError

        with self._turn:
            if self._gone:
                for answer in self._waiting:
                    answer.settle(ClusterGone(self._gone))
                self._waiting.clear()
            while self._waiting and self._free and sum(not answer.done() for answer in self._sent) < self._count:
                answer, answer.worker = self._waiting.popleft(), self._free.popleft()
                answer.since_s = time.monotonic()
                self._sent.add(answer)
                with suppress(ClosedClientError):  # `_watch` sees it
                    answer.remote = self._client.submit(
                        do_checked, self._here, *answer.task, pure=False, workers=[answer.worker], allow_other_workers=False)
                    answer.remote.add_done_callback(partial(self._arrived, answer))

    def _arrived(self, answer: Answer, remote: Remote[Any]) -> None:
        """A worker ended its chunk, or nothing will come of it any more."""
        if remote.status == "cancelled":
            answer.settle(WorkerLost(answer.worker) if answer.lost else ClusterGone(DISCONNECTED))
            return
        answer.task = ()
        answer.settle()
        with self._turn:
            if remote.status != "finished":
                self._known.pop(answer.worker, None)  # dead, or not: `_look` will see
            elif self._known.get(answer.worker):
                self._free.append(answer.worker)
        self._hand_out()

    def _watch(self) -> None:
        last = time.monotonic()
        while not self._ended.wait(min(LOOK_S, self._patience_s / 4)):
            answered = self._look()
            if answered and any(self._known.values()):
                last = time.monotonic()
            elif self._client.status != "running":
                self._give_up(DISCONNECTED)
            elif time.monotonic() - last > self._patience_s:
                self._give_up(NO_WORKERS if answered else DISCONNECTED)

    def _give_up(self, why: str) -> None:
        with self._turn:
            self._gone = why
            for answer in self._sent:
                answer.settle(ClusterGone(why))
        self._hand_out()

    def _look(self) -> bool:
        """Workers that went take their chunks with them, workers that came are examined. Whether the scheduler answered."""
        try:
            there = workers_there(self._client)
        except NO_ANSWER:
            return False
        self._drop(there)
        with suppress(*NO_ANSWER):  # asked again next time
            self._take(ask(self._client, [address for address in there if address not in self._known]))
        return True

    def _take(self, said: dict[str, Any]) -> None:
        """New workers and who they say they are."""
        good = {address: isinstance(one, dict) and not differences(self._here, one) for address, one in said.items()}
        with self._turn:
            self._known |= good
            self._free.extend(address for address, fits in good.items() if fits)
        self._hand_out()

    def _drop(self, there: set[str]) -> None:
        """Workers that are gone, or that have not ended for very long, are not used again; their chunks are lost."""
        with self._turn:
            self._known = {address: fits for address, fits in self._known.items() if address in there}
            self._free = deque(address for address in self._free if address in there)
            late = time.monotonic() - LONGEST_S
            hung = {answer.worker for answer in self._sent if not answer.done() and answer.since_s < late}
            self._known |= dict.fromkeys(hung & there, False)  # it hangs, and is not used again
            lost = [answer for answer in self._sent if answer.worker not in there or answer.worker in hung]
            self._sent.difference_update(lost)
        for answer in lost:
            answer.lost = True
            answer.settle(WorkerLost(answer.worker))
        self._cancel(lost)

    def _cancel(self, answers: list[Answer]) -> None:
        remotes = [answer.remote for answer in answers if answer.remote is not None]
        if remotes and self._client.status == "running":
            with suppress(*NO_ANSWER):
                self._client.cancel(remotes)
