"""Running a program that may hang or leave children behind."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended; `code` is None where it was stopped because its time (seconds) was up."""

    code: int | None
    output: str


def run(command: Sequence[str], env: Mapping[str, str], timeout_s: float) -> Ended:
    """Run a program to its end, or stop it and all that it started.

    Raises:
        OSError: it cannot be started.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(env),
        encoding="utf-8",
        errors="replace",
        # A group of its own, so that the children can be stopped with it. Each system ignores the other's word.
        creationflags=_NEW_GROUP,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=timeout_s)
        return Ended(process.returncode, output)
    except subprocess.TimeoutExpired:
        _stop_tree(process)
        output, _ = process.communicate()
        return Ended(None, output)
    finally:
        # Ctrl-C, or any other way out: nothing may go on running behind the user's back.
        if process.poll() is None:
            _stop_tree(process)
            process.communicate()


if sys.platform == "win32":

    _NEW_GROUP = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW

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
    _NEW_GROUP = 0

    def _stop_tree(process: subprocess.Popen[str]) -> None:
        import contextlib
        import os
        import signal

        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
