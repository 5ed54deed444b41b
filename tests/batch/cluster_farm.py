"""A Dask cluster on this machine, and batches that go there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from generator.batch.cluster import connect
from generator.batch.plan import Done
from generator.batch.run import run_batch
from generator.batch.work import Settings

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "input_samples"
FAST = Settings(pdf=False, charts="native")


@contextmanager
def running(folder: Path, name: str, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """`dask scheduler` or `dask worker` as a process; it ends when the test ends, or by itself soon after."""
    env = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "tests"), **environment}
    command = [sys.executable, "-m", f"distributed.cli.dask_{name}", "--scheduler-file", str(folder / "scheduler.json"),
               "--host", "127.0.0.1", "--no-dashboard", *arguments]
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def scheduler(folder: Path) -> Any:
    return running(folder, "scheduler", "--port", "0", "--idle-timeout", "90s", "--no-jupyter")


def worker(folder: Path, name: str, *arguments: str, **environment: str) -> Any:
    return running(folder, "worker", "--name", name, "--no-nanny", "--nthreads", "1", "--death-timeout", "20",
                   "--local-directory", str(folder), *arguments, **environment)


def address(folder: Path, patience_s: float = 30) -> str:
    """Where the scheduler listens, once it does."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        try:
            return str(json.loads((folder / "scheduler.json").read_text("utf-8"))["address"])
        except (OSError, ValueError):
            time.sleep(0.05)
    raise AssertionError((folder / "scheduler.log").read_text("utf-8"))


class Farm:
    """A scheduler, and workers that a workbook named 杀手 kills; whoever dies is replaced when the next test needs them."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack, self._workers = folder, stack, list[subprocess.Popen[bytes]]()
        stack.enter_context(scheduler(folder))
        self.url = address(folder)

    def need(self, count: int) -> list[subprocess.Popen[bytes]]:
        """So many workers, connected."""
        while len(self.alive()) < count:
            name = f"机{len(self._workers) + 1}"
            self._workers.append(self._stack.enter_context(worker(self.folder, name, "--preload", "cluster_poison")))
        wait_for_workers(self.url, len(self.alive()))
        return self.alive()

    def alive(self) -> list[subprocess.Popen[bytes]]:
        return [process for process in self._workers if process.poll() is None]


def wait_for_workers(url: str, count: int) -> None:
    from distributed import Client

    with Client(url, timeout=10, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=30)


def contents(folder: Path) -> dict[str, bytes]:
    """All files of the reports."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.glob("*/*")
            if path.is_file() and not path.parent.name.startswith(".")}


def build(inbox: Path, output: Path, url: str, report: Callable[[Done], None] = lambda done: None,
          patience_s: float = 60) -> dict[str, Done]:
    """One workbook a chunk, on the cluster."""
    with connect(url, pdf=False, patience_s=patience_s) as cluster:
        done = run_batch(sorted(inbox.iterdir()), output, FAST, cluster.workers, jobs=cluster.slots, report=report)
    return {Path(one.workbook).name: one for one in done}


def after_one_report(kill: Callable[[], None]) -> Callable[[Done], None]:
    """Something dies as soon as the first report is there."""
    made: list[Done] = []

    def watch(done: Done) -> None:
        if done.status == "完成" and not made:
            made.append(done)
            kill()

    return watch
