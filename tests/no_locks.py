"""A disk that knows no locks, as some network disks do."""

from __future__ import annotations

import errno
import sys

import pytest

#: A test of what Windows cannot tell apart from a lock that is taken.
needs_flock = pytest.mark.skipif(sys.platform == "win32", reason="Windows 不区分“不支持锁”和“已被占用”")


def disk_without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no file can be locked: not because another has the lock, but because the disk has none."""
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
