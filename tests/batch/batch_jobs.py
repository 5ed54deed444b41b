"""Work for the processes of a pool: what can be done, and what goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def pid(_: object = None) -> int:
    return os.getpid()


def die(code: int = 9) -> None:
    os._exit(code)


def die_among_files() -> None:
    """As a worker that is killed while LibreOffice works."""
    Path(tempfile.mkdtemp(prefix="juesuan-"), "profile").write_bytes(b"x")
    os._exit(9)


def sleep(seconds: float, mark: Path | None = None) -> int:
    """Sleep; leave `mark` with the process's number, and remove it on the way out."""
    if mark is not None:
        mark.write_text(str(os.getpid()))
    try:
        time.sleep(seconds)
    finally:
        if mark is not None:
            mark.unlink()
    return os.getpid()


def office(mark: Path) -> None:
    """As LibreOffice is run: a process in a group of its own, stopped on the way out."""
    from generator.pdf.process import run

    code = f"import time, pathlib, os; pathlib.Path({str(mark)!r}).write_text(str(os.getpid())); time.sleep(60)"
    run([sys.executable, "-c", code], dict(os.environ), 60)


def pool_that_waits(mark: Path) -> None:
    """A process with a pool whose worker sleeps; for killing."""
    from generator.batch.local import LocalPool

    LocalPool(1).submit(sleep, 60.0, mark).result()


def alive(process: int) -> bool:
    if sys.platform == "win32":
        listed = subprocess.run(["tasklist", "/FI", f"PID eq {process}"], capture_output=True, text=True, check=False).stdout
        return str(process) in listed
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def until(condition: object, seconds: float = 20.0) -> bool:
    """Wait for a condition (a function without arguments)."""
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


if __name__ == "__main__":
    pool_that_waits(Path(sys.argv[1]))
