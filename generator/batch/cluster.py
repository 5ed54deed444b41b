"""The batch on a Dask cluster: the same chunks, the same executor interface, other machines.

Workbooks travel as bytes and reports come back as bytes; no machine but this one needs the folders. The cluster is
examined before anything is sent: all its machines must print the same. `dispatch` hands the chunks out.
"""

from __future__ import annotations

import asyncio
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.batch.dispatch import ASK_S, NO_ANSWER, ClusterGone, Dispatcher, WorkerLost, ask
from generator.batch.machines import Identity, differences, identity, listed, remarks
from generator.batch.run import Workers

if TYPE_CHECKING:
    from distributed import Client

ANSWER_S = 10.0  # how long a scheduler may take to answer, and the first worker to be there
NO_WORKER_S = 60.0  # how long a running batch waits while no worker is connected: workers that died start again
_ADDRESS = re.compile(r"(?:(tcp|tls)://)?([^\s:/]+|\[[0-9a-fA-F:]+\]):([0-9]{1,5})/?")


class ClusterError(Exception):
    """The cluster cannot be used; the message (Chinese) says why and what to do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster that was examined: `slots` chunks can run at a time; `notes` (Chinese) for the user to read."""

    workers: Workers
    slots: int
    notes: tuple[str, ...] = ()


@contextmanager
def connect(address: str, *, pdf: bool, patience_s: float = NO_WORKER_S) -> Iterator[Cluster]:
    """The cluster whose scheduler listens at `address` (`tcp://host:8786`, or `tls://` with Dask's own configuration).

    `patience_s`: seconds that a running batch waits while no worker is connected. Raises ClusterError.
    """
    client = _client(_address(address), address)
    try:
        counts = _worker_threads(client, address)
        try:
            notes = _examined(client, counts, pdf=pdf)
        except NO_ANSWER as error:
            raise ClusterError(f"有的工作进程 {ASK_S:.0f} 秒没有应答，没有开始。请查看各机器，停掉没有应答的工作进程后再试。") from error
        yield Cluster(Workers(lambda count: Dispatcher(client, count, patience_s), (WorkerLost,), (ClusterGone,)), len(counts),
                      tuple(notes))
    finally:
        with suppress(*NO_ANSWER):  # a broken connection cannot be closed well
            client.close(timeout=5)


def _address(text: str) -> str:
    match = _ADDRESS.fullmatch(text.strip())
    if match is None or not 0 < int(match[3]) < 65536:
        raise ClusterError(f"--scheduler 要写成 tcp://主机:端口 的样子，如 tcp://10.0.0.5:8786，不能是 {text}。")
    return f"{match[1] or 'tcp'}://{match[2]}:{match[3]}"


def _client(address: str, shown: str) -> Client:
    """Raises ClusterError: Dask not installed, nobody answers, no certificates."""
    try:
        import distributed
    except ModuleNotFoundError as error:
        raise ClusterError("--scheduler 需要 Dask，本机没有安装。请安装：pip install \"juesuan[cluster]\"；"
                           "离线安装和其他机器的准备见 docs/集群.md。") from error
    import dask

    for name in ("distributed", "distributed.client", "tornado.application"):  # they speak English to our users
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # A chunk of big workbooks is no mistake.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"})
    try:
        _knock(address)
        with warnings.catch_warnings():
            # We compare versions ourselves, and refuse.
            warnings.simplefilter("ignore", distributed.versions.VersionMismatchWarning)
            return distributed.Client(address, timeout=ANSWER_S, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:  # ValueError: somebody else answers there
        raise ClusterError(f"{shown} 没有 Dask 调度器应答（最多等 {ANSWER_S:.0f} 秒）。请核对地址和端口、调度器是否已启动、"
                           "防火墙是否放行，以及两边的加密方式（tcp 或 tls）是否一致。") from error
    except TypeError as error:
        raise ClusterError("tls:// 需要证书，Dask 的配置中没有。见 docs/集群.md 的“安全”。") from error


def _knock(address: str) -> None:
    """See that a scheduler answers: Dask's client waits for ever where something else listens at the port.

    Raises OSError, TimeoutError, ValueError; TypeError without certificates for tls.
    """
    from distributed.comm.core import connect as reach
    from distributed.security import Security

    async def knock() -> None:
        comm = await asyncio.wait_for(reach(address, timeout=ANSWER_S, **Security().get_connection_args("client")), ANSWER_S)
        await comm.close()

    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:  # Dask's own choice on Windows
        runner.run(knock())


def _worker_threads(client: Client, shown: str) -> dict[str, int]:
    """The workers' addresses and numbers of threads. Raises ClusterError where there is none."""
    try:
        client.wait_for_workers(1, timeout=ANSWER_S)
        return {name: int(worker["nthreads"]) for name, worker in client.scheduler_info(n_workers=-1)["workers"].items()}
    except NO_ANSWER as error:
        raise ClusterError(f"调度器 {shown} 上没有工作进程。请在各机器上启动：dask worker {shown} --nthreads 1 --nworkers=-1"
                           ) from error


def _examined(client: Client, counts: dict[str, int], *, pdf: bool) -> list[str]:
    """What is to be said of the machines. Raises ClusterError where they differ in what must agree."""
    here = identity()
    found, names = ask(client, list(counts)), _names(client)
    wrong = {names.get(address, address): why for address, one in found.items() if (why := _wrong(here, one))}
    scheduler = _wrong(here, _scheduler_identity(client), on_scheduler=True)
    if scheduler:
        wrong = {"调度器": scheduler, **wrong}
    if wrong:
        lines = [f"  {name}：{'；'.join(why)}" for name, why in list(wrong.items())[:20]]
        more = [f"  …… 其余 {len(wrong) - 20} 个"] if len(wrong) > 20 else []
        raise ClusterError("\n".join([
            "集群中的机器与本机不一致，会生成不一样的报告，没有开始：", *lines, *more,
            "请在这些机器上装同一版本、放同一份 templates 文件夹，重新启动工作进程后再试。"]))
    notes = remarks({names.get(address, address): one for address, one in found.items()}, pdf=pdf)
    threaded = [names.get(address, address) for address, threads in counts.items() if threads > 1]
    if threaded:
        notes.append(f"下列工作进程有多个线程，但一个进程同时只生成一批；启动时请用 --nthreads 1 --nworkers=-1：{listed(threaded)}")
    return notes


def _names(client: Client) -> dict[str, str]:
    """`tcp://10.0.0.7:40001` -> `name（tcp://10.0.0.7:40001）` where the worker was given a name."""
    workers = client.scheduler_info(n_workers=-1)["workers"]
    return {address: address if str(one["name"]) in address else f"{one['name']}（{address}）" for address, one in workers.items()}


def _scheduler_identity(client: Client) -> Any:
    try:
        return client.run_on_scheduler(identity)
    except (ImportError, AttributeError) as error:
        return error


def _wrong(here: Identity, there: Any, *, on_scheduler: bool = False) -> list[str]:
    """What a machine answered when asked who it is, compared; it prints nothing where it is the scheduler."""
    if isinstance(there, OSError):
        return [f"没有应答（{there}）"]
    if isinstance(there, Exception):
        return [f"没有安装 juesuan，或者是别的版本（{there}）"]
    if on_scheduler:  # it hands on what it need not understand, but it reads the names of our classes
        here = {name: value for name, value in here.items() if name != "templates"}
        there = {name: value for name, value in there.items() if name != "templates"}
    return differences(here, there)
