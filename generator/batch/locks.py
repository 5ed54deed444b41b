"""A file as a lock. The operating system lets go when the process ends, however it ends: no lock is ever stale."""

from __future__ import annotations

import sys
from typing import IO

if sys.platform == "win32":

    def try_lock(file: IO[bytes]) -> bool:
        """Take the lock, to be held until the file is closed; False where another process has it."""
        import msvcrt

        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def try_lock(file: IO[bytes]) -> bool:
        """Take the lock, to be held until the file is closed; False where another process has it."""
        import fcntl

        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a network disk that knows no locks: nobody can be kept out
            return True
        return True
