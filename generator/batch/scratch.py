"""The temporary files of a batch's workers in one folder, gone with the batch: also when a worker is killed.

What a batch leaves that is itself killed, the next one clears: its folder's lock can be taken.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import IO

from generator.locks import try_lock

_PREFIX, _LOCK = "juesuan-batch-", "lock"


class Scratch:
    """A folder for temporary files, locked while we live. Raises OSError where none can be made."""

    def __init__(self) -> None:
        _sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock: IO[bytes] = (self.folder / _LOCK).open("wb")
        try_lock(self._lock, without_locks=True)

    def remove(self) -> None:
        """Delete it with all that is in it."""
        self._lock.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _sweep() -> None:
    """Delete the folders of batches that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            with (folder / _LOCK).open("r+b") as lock:
                stale = try_lock(lock, without_locks=False)  # may be another batch's that lives
        except OSError:  # another user's, or only just being made
            continue
        if stale:
            shutil.rmtree(folder, ignore_errors=True)
