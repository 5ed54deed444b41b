"""What a report costs on a Dask cluster, and what a province would need: the tables of docs/集群.md.

    python benchmarks/cluster.py                 a scheduler and two workers on this machine, a few minutes
    python benchmarks/cluster.py --quick         few reports: does it run

CPU seconds of a worker (with LibreOffice) and of the machine that collects and writes, bytes that come back, and peak
memory of a worker, over made workbooks of the samples' size. CPU seconds, not the clock: other programs may be at work.
"""

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from distributed import Client
from made_workbooks import write_many

from generator.batch.cluster import connect
from generator.batch.run import run_batch
from generator.batch.work import Settings

KINDS = (
    ("只要 Word，图 native", Settings(pdf=False, charts="native", word_only=True), 1),
    ("只要 Word，图 image", Settings(pdf=False, word_only=True), 1),
    ("全部文件和 PDF，图 native", Settings(charts="native"), 4),
    ("全部文件和 PDF，图 image", Settings(), 4),
)
WORKERS, REPORTS = 2, 96
NETWORK = 100e6  # bytes a second: a network of 1 Gbit/s
BUSY_SHARE = 0.8  # of the workers' time that is work; the rest is the last chunks, other programs, machines that fail


@dataclass(frozen=True)
class Cost:
    """Of one report: CPU seconds of a worker and of the collecting machine, bytes; MB that a worker needed."""

    kind: str
    worker_s: float
    master_s: float
    data: int
    memory_mb: float

    def hours(self, reports: int, cores: int) -> float:
        """How long `reports` take: the workers, or the collecting machine or the network where that takes longer."""
        return reports * max(self.worker_s / (cores * BUSY_SHARE), self.master_s, self.data / NETWORK) / 3600


def main() -> int:
    parser = argparse.ArgumentParser(description="测量集群上每份报告的用时，算出一个省需要多少机器")
    parser.add_argument("--quick", action="store_true", help="只用几份工作簿，看是否能运行")
    count = 8 if parser.parse_args().quick else REPORTS
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="juesuan-bench-", ignore_cleanup_errors=True)))
        workbooks = write_many(folder / "工作簿", count, jobs=2)
        url, workers = stack.enter_context(_cluster(folder))
        costs = [_cost(kind, settings, workbooks[:max(8, count // part)], folder / "输出", url, workers)
                 for kind, settings, part in KINDS]
    print("\n".join([*_measured(costs), "", *_needed(costs)]))
    return 0


@contextmanager
def _cluster(folder: Path) -> Iterator[tuple[str, list[psutil.Process]]]:
    """The address of a scheduler and the processes of its workers."""
    file = folder / "scheduler.json"
    commands = [["scheduler", "--port", "0"], *[["worker", "--no-nanny", "--nthreads", "1", "--local-directory", str(folder)]] * WORKERS]
    with (folder / "dask.log").open("ab") as log:
        processes = [
            subprocess.Popen([sys.executable, "-m", f"distributed.cli.dask_{command[0]}", *command[1:], "--no-dashboard",
                              "--scheduler-file", str(file), "--host", "127.0.0.1"],
                             stdin=subprocess.DEVNULL, stdout=log, stderr=log) for command in commands]
        try:
            while not file.exists():
                time.sleep(0.1)
            url = json.loads(file.read_text("utf-8"))["address"]
            with Client(url, timeout=10, set_as_default=False) as client:
                client.wait_for_workers(WORKERS, timeout=60)
            yield url, [psutil.Process(one.pid) for one in processes[1:]]
        finally:
            for process in processes:
                process.kill()
                process.wait()


def _cost(kind: str, settings: Settings, workbooks: Sequence[Path], output: Path, url: str,
          workers: list[psutil.Process]) -> Cost:
    """Of each report, once the workers are warm."""
    with connect(url, pdf=settings.pdf) as cluster:
        if cluster.slots < WORKERS:
            raise SystemExit("工作进程没有都连上，请再试。")
        run_batch(workbooks[:4], output / "热身", settings, cluster.workers, jobs=WORKERS)
        before, mine = _cpu(workers), time.process_time()
        peak = _Peak(workers)
        with peak:
            done = run_batch(workbooks, output / "正式", settings, cluster.workers, jobs=WORKERS)
        worker_s, master_s = _cpu(workers) - before, time.process_time() - mine
    bad = [one for one in done if not one.good]
    if bad:
        raise SystemExit(f"{bad[0].workbook}：{bad[0].first_error}{bad[0].notes}")
    data = sum(path.stat().st_size for path in (output / "正式").glob("*/*"))
    shutil.rmtree(output)
    return Cost(kind, worker_s / len(workbooks), master_s / len(workbooks), data // len(workbooks), peak.highest / 2**20)


def _cpu(workers: list[psutil.Process]) -> float:
    """CPU seconds of the workers and all that they started and that has ended."""
    return sum(sum(worker.cpu_times()[:4]) for worker in workers)


class _Peak:
    """The most memory that one worker and what it started (LibreOffice) held, looked at several times a second."""

    def __init__(self, workers: list[psutil.Process]) -> None:
        import threading

        self.highest, self._workers, self._ended = 0, workers, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *exception: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.2):
            for worker in self._workers:
                self.highest = max(self.highest, sum(map(_held, [worker, *worker.children(recursive=True)])))


def _held(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.Error:  # it has just ended
        return 0


def _measured(costs: Sequence[Cost]) -> list[str]:
    machine = f"{os.cpu_count()} 核，Python {sys.version.split()[0]}"
    return [f"每份报告（{machine}）：", "", "| 生成什么 | 工作进程，秒 `s` | 收集的机器，秒 `m` | 传回，KB | 每个工作进程的内存，MB |",
            "|---|---|---|---|---|",
            *(f"| {one.kind} | {one.worker_s:.3f} | {one.master_s:.3f} | {one.data / 1024:.0f} | {one.memory_mb:.0f} |" for one in costs)]


def _needed(costs: Sequence[Cost]) -> list[str]:
    lines = ["| 生成什么 | 份数 | 4 核用时 | 16 核用时 | 64 核用时 | 1 小时内做完要几核 | 这些核的内存，GB | 报告共，GB |",
             "|---|---|---|---|---|---|---|---|"]
    for one in costs:
        for reports in (1_000, 10_000, 30_000):
            cores = math.ceil(reports * one.worker_s / (3600 * BUSY_SHARE))
            times = " | ".join(_time(one.hours(reports, count)) for count in (4, 16, 64))
            lines.append(f"| {one.kind} | {reports:,} | {times} | {cores} | {cores * one.memory_mb / 1024:.1f} | "
                         f"{reports * one.data / 2**30:.1f} |")
    return lines


def _time(hours: float) -> str:
    return f"{hours:.1f} 小时" if hours >= 1 else f"{max(1, round(hours * 60))} 分"


if __name__ == "__main__":
    raise SystemExit(main())
