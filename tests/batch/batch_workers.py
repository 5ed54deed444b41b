"""Workers for the tests of the batch: here and now, or dying as told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import Any

from generator.batch.command import Outcome, batch
from generator.batch.record import Done
from generator.batch.run import Workers
from generator.batch.work import Settings

FAST = Settings(pdf=False, charts="native")


class Inline(Executor):
    """Does the work here and now; `dies` says for which workbooks the "worker" is lost."""

    def __init__(self, dies: Callable[[str], bool] = lambda name: False) -> None:
        self.dies = dies

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if any(self.dies(task.name) for task in args[0]):
            future.set_exception(BrokenExecutor("worker lost"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def inline(dies: Callable[[str], bool] = lambda name: False) -> Workers:
    return Workers(lambda count: Inline(dies))


def run(places: list[Path], output: Path, workers: Workers | None = None, *, resume: bool = False,
        settings: Settings = FAST) -> Outcome:
    return batch(places, output, settings, jobs=2, resume=resume, workers=workers or inline())


def go(places: list[Path], output: Path, workers: Workers | None = None, *, resume: bool = False,
       settings: Settings = FAST) -> dict[str, Done]:
    """The results by the workbooks' names."""
    outcome = run(places, output, workers, resume=resume, settings=settings)
    return {Path(done.workbook).name: done for done in outcome.results}
