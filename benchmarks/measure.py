"""Whole-process CPU seconds, measured in pairs.

Both programs run in turn (A B A B …), so that a machine that drifts drifts for both; each run is a fresh process, and
its CPU seconds are user + system of the process and all its children.
"""

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None


@dataclass(frozen=True)
class Result:
    """Two medians of CPU seconds, ours and the other, and the bound that ours / other must keep."""

    what: str
    ours: float
    other: float
    other_name: str
    bound: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.other

    @property
    def kept(self) -> bool:
        return self.bound is None or self.ratio <= self.bound


def children_seconds() -> float:
    """CPU seconds of all finished child processes and their children."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime
    times = os.times()
    return times.children_user + times.children_system


def environment(cache: Path) -> Mapping[str, str]:
    """The environment of every measured process: compiled modules are kept, as on a user's machine, but not in the tree."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(cache), "PYTHONUTF8": "1"}


def run(command: Sequence[str], settings: Mapping[str, str]) -> float:
    """CPU seconds of one run. Stops the benchmark, with what the program said, where it fails."""
    before = children_seconds()
    done = subprocess.run(command, env=settings, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode:
        print(f"不能测量，命令失败（{done.returncode}）：{' '.join(command)}\n{done.stderr[-3000:]}", file=sys.stderr)
        raise SystemExit(1)
    return children_seconds() - before


def paired(ours: Callable[[], float], other: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Medians of both, after one run of each that is not counted."""
    ours(), other()
    pairs = [(ours(), other()) for _ in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)
