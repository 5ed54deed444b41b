"""For tests of the batch: a worker that dies when it meets a workbook with a certain name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def poison() -> None:
    """Initializer of a worker process: `杀手` in a workbook's name ends the process at once."""
    import generator.batch.work as work

    good = work.prepare

    def prepare(path: Path, *rest: Any) -> Any:
        if "杀手" in path.name:
            os._exit(9)
        return good(path, *rest)

    work.prepare = prepare
