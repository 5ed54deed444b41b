"""A file as a lock. The operating system lets go when the process ends, however it ends: no lock is ever stale."""

from __future__ import annotations

import sys
from typing import IO

if sys.platform == "win32":

    def try_lock(file: IO[bytes], *, without_locks: bool) -> bool:
        """Take the lock, to be held until the file is closed; False where another process has it.

        `without_locks` is the answer on a disk that knows no locks, where nobody can be kept out (Windows does not tell such a
        disk from a lock that is taken: False).
        """
        import msvcrt

        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def try_lock(file: IO[bytes], *, without_locks: bool) -> bool:
        """Take the lock, to be held until the file is closed; False where another process has it.

        `without_locks` is the answer on a disk that knows no locks (some network disks), where nobody can be kept out.
        """
        import fcntl

        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return without_locks
        return True
