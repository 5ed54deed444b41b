"""For tests of the batch on a cluster: `dask worker --preload cluster_poison` makes a worker that a workbook kills."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from generator.batch import machines
from generator.batch.work import Result, Settings, Task


def dask_setup(worker: Any) -> None:
    """Called by Dask in each worker before it works: 杀手 in a workbook's name ends the process."""
    good = machines.do_chunk

    def do_chunk(tasks: Sequence[Task], settings: Settings) -> list[Result]:
        if any("杀手" in task.name for task in tasks):
            os._exit(9)
        return good(tasks, settings)

    machines.do_chunk = do_chunk
