"""CPU seconds of whole processes, the results of comparisons, and how they are told.

Both programs of a comparison run in turn (A B A B …), so that a machine that drifts drifts for both; each run is a fresh
process, and its CPU seconds are user + system of the process and all its children.
"""

import argparse
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
class Told:
    """A result as it is printed; `kept` is False where a bound is not kept."""

    text: str
    kept: bool = True


def at_least(what: str, ours: float, other: float, other_name: str, unit: str, bound: float | None = None) -> Told:
    """How many times as fast: other / ours, and the bound that it must reach."""
    ratio = other / ours
    kept = bound is None or ratio >= bound
    return Told(f"{what}\n    juesuan {ours:.4f}　{other_name} {other:.4f}（{unit}）　快 {ratio:.2f} 倍　"
                f"{verdict(kept, bound and f'至少 {bound:g} 倍')}", kept)


def at_most(what: str, ours: float, other: float, other_name: str, unit: str, bound: float | None = None) -> Told:
    """What part of the other's time: ours / other, and the bound that it must not pass."""
    ratio = ours / other
    kept = bound is None or ratio <= bound
    return Told(f"{what}\n    juesuan {ours:.3f}　{other_name} {other:.3f}（{unit}）　比值 {ratio:.2f}　"
                f"{verdict(kept, bound and f'限 {bound:g}')}", kept)


def verdict(kept: bool, bound: str | None) -> str:
    return f"{bound}　{'合格' if kept else '不合格'}" if bound else "（只作参考）"


def rounds(text: str) -> int:
    """The type of the option --rounds."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError("要 1 以上的整数")
    return int(text)


def children_seconds() -> float:
    """CPU seconds of all finished child processes and their children."""
    if resource is None:
        raise SystemExit("Windows 不报告子进程的 CPU 秒，请在 Linux 或 macOS 上测速。")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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
