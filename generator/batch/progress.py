"""How far a batch is: a bar where somebody watches, a line now and then where a log is kept."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from generator.batch.record import Done

_SELDOM_S, _OFTEN_S, _SHARE = 30.0, 5.0, 0.1


class Watch:
    """Counts results; rate and remaining time come from the reports that were really made."""

    def __init__(self, total: int) -> None:
        self.total, self.made = total, 0
        self.good, self.not_good = set[str](), set[str]()  # workbooks
        self.start = time.monotonic()

    @property
    def count(self) -> int:
        """How many workbooks have a result."""
        return len(self.good) + len(self.not_good)

    def add(self, done: Done) -> None:
        """One more result, or another one for a workbook that had one."""
        known = done.workbook in self.good or done.workbook in self.not_good
        self.made += done.seconds > 0 and not known  # what an earlier run found took no time
        self.good.discard(done.workbook)
        self.not_good.discard(done.workbook)
        (self.good if done.good else self.not_good).add(done.workbook)

    @property
    def text(self) -> str:
        """`38 份/分，剩余约 4 分 20 秒，有问题 2 份`; empty while nothing is known."""
        passed = time.monotonic() - self.start
        parts = []
        if self.made and passed > 0:
            rate = self.made / passed
            parts += [f"{rate * 60:.0f} 份/分"] + ([f"剩余约 {duration((self.total - self.count) / rate)}"]
                                                 if self.count < self.total else [])
        return "，".join(parts + ([f"有问题 {len(self.not_good)} 份"] if self.not_good else []))


def duration(seconds: float) -> str:
    """`45 秒`, `4 分 20 秒`, `2 小时 5 分`."""
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole} 秒"
    return f"{whole // 60} 分 {whole % 60} 秒" if whole < 3600 else f"{whole // 3600} 小时 {whole % 3600 // 60} 分"


class Bar:
    """The progress of a batch on stderr; call it with each result."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self.watch, self.stream = Watch(total), stream or sys.stderr
        self.progress, self.told, self.told_at = None, 0, time.monotonic()
        if self.stream is not None and self.stream.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            self.progress = Progress(TextColumn("生成报告"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[text]}"),
                                     console=Console(file=self.stream))
            self.task = self.progress.add_task("", total=total, text="")

    def __enter__(self) -> Bar:
        if self.progress is not None:
            self.progress.start()
        return self

    def __call__(self, done: Done) -> None:
        """Show one more result."""
        self.watch.add(done)
        if self.progress is not None:
            self.progress.update(self.task, completed=self.watch.count, text=self.watch.text)
        elif self.stream is not None:
            self._log()

    def _log(self) -> None:
        """A line each tenth of the way but not too often, at least each half minute, and at the end."""
        watch, now = self.watch, time.monotonic()
        patience = _OFTEN_S if watch.count - self.told >= watch.total * _SHARE else _SELDOM_S
        if watch.count < watch.total and now - self.told_at < patience:
            return
        self.told, self.told_at = watch.count, now
        text = watch.text
        self.stream.write(f"{time.strftime('%H:%M:%S')} 已处理 {watch.count}/{watch.total}" + (f"，{text}" if text else "") + "\n")
        self.stream.flush()

    def __exit__(self, *exception: object) -> None:
        if self.progress is not None:
            self.progress.stop()
