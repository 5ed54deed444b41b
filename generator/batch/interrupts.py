"""Ctrl-C and a polite end (SIGTERM) while files are written: heard at once, obeyed between two reports."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Interrupts:
    """Within `heard()` Ctrl-C raises KeyboardInterrupt, but within `held()` only at its end."""

    def __init__(self) -> None:
        self._asked, self._holding = False, False

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Take over the signals; nothing where this is not the main thread, which alone gets them."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
        asked_for = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]  # as with nohup
        before = {number: signal.signal(number, self._ask) for number in asked_for}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let what is begun be finished. Raises KeyboardInterrupt at the end, if it was asked for meanwhile."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._asked:
            self._asked = False
            raise KeyboardInterrupt

    def _ask(self, number: int, frame: object) -> None:
        self._asked = self._holding
        if not self._holding:
            raise KeyboardInterrupt
