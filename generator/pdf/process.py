"""Running a program that may hang or leave children behind. Nothing that was started here outlives this process."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_LOOK_EVERY_S = 0.25


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended; `code` is None where it was stopped because it made no progress for too long."""

    code: int | None
    output: str

    @property
    def died(self) -> bool:
        """Whether it was stopped or broke down, rather than coming to its own end."""
        return self.code != 0


def run(
    command: Sequence[str],
    env: Mapping[str, str],
    patience_s: float,
    progress: Callable[[], object] = lambda: None,
    keep_open: tuple[int, ...] = (),
) -> Ended:
    """Run a program to its end, or stop it and all that it started.

    It is stopped when what `progress` returns has been the same for `patience_s` seconds. `keep_open` are file
    descriptors that it inherits (not on Windows), such as a lock that is to hold for as long as it lives.

    Raises:
        OSError: it cannot be started.
    """
    process = _start(command, env, keep_open)
    owned = _own(process)
    seen, since = progress(), time.monotonic()
    try:
        while True:
            try:
                output, _ = process.communicate(timeout=min(_LOOK_EVERY_S, patience_s))
                return Ended(process.returncode, output)
            except subprocess.TimeoutExpired:
                now = progress()
                if now != seen:
                    seen, since = now, time.monotonic()
                code = process.poll()
                if code is None and time.monotonic() - since < patience_s:
                    continue
            # Hung; or it has ended, and a child of its own keeps the pipe open.
            _stop_tree(process)
            output, _ = process.communicate()
            return Ended(code, output)
    finally:
        # Ctrl-C, or any other way out: nothing may go on running behind the user's back.
        if process.poll() is None:
            _stop_tree(process)
            process.communicate()
        _disown(owned)


if sys.platform == "win32":
    from generator.pdf.windows_job import close_job, job_of

    def _start(command: Sequence[str], env: Mapping[str, str], keep_open: tuple[int, ...]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(env),
            encoding="utf-8", errors="replace",
            creationflags=subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW)  # fmt: skip

    def _own(process: subprocess.Popen[str]) -> int | None:
        return job_of(process)

    def _disown(owned: int | None) -> None:
        close_job(owned)

    def _stop_tree(process: subprocess.Popen[str]) -> None:
        # soffice.com starts soffice.exe, which starts soffice.bin: killing the first leaves the others.
        subprocess.run(
            ["taskkill", "/T", "/F", "/PID", str(process.pid)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        process.kill()

else:

    def _start(command: Sequence[str], env: Mapping[str, str], keep_open: tuple[int, ...]) -> subprocess.Popen[str]:
        # A session of its own, so that its children can be stopped with it.
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(env),
            encoding="utf-8", errors="replace", start_new_session=True, pass_fds=keep_open,
            preexec_fn=_die_with_parent())  # fmt: skip

    def _die_with_parent() -> Callable[[], object] | None:
        """For Linux: when this process is killed, so is what it started, however it was killed."""
        if not sys.platform.startswith("linux"):
            return None
        import ctypes
        import signal

        try:
            prctl = ctypes.CDLL(None).prctl
        except (OSError, AttributeError):
            return None
        set_parent_death_signal = 1
        return lambda: prctl(set_parent_death_signal, int(signal.SIGKILL))

    def _own(process: subprocess.Popen[str]) -> int | None:
        return None  # only Windows needs something to hold

    def _disown(owned: int | None) -> None:
        """Nothing is held."""

    def _stop_tree(process: subprocess.Popen[str]) -> None:
        import contextlib
        import os
        import signal

        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
