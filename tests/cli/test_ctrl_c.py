"""Ctrl-C ends every command with one Chinese line and 130, whenever it comes; what is there stays, nothing is left half."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from interrupted import ONE_LINE, contents, stopped_at_move
from typed import run, said

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "input_samples" / "武汉经开区总工会-2023.xlsx"
#: Raises SIGINT, as a terminal does, when the named module is asked for.
INTERRUPTED_IMPORT = """
import signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Finder())
from generator.__main__ import main
main()
"""


@pytest.mark.parametrize("module", ["generator.cli", "typer", "generator.commands.reports", "generator.pipeline", "generator.checks"])
def test_while_modules_are_loaded(module: str, tmp_path: Path) -> None:
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", INTERRUPTED_IMPORT.format(name=module), "build", str(SAMPLE), "--no-pdf"],
                          cwd=tmp_path, env=settings, capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", ONE_LINE)
    assert not list(tmp_path.iterdir())


def test_the_console_script_is_the_module_that_loads_nothing() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["scripts"] == {"juesuan": "generator.__main__:main"}
    loaded = subprocess.run([sys.executable, "-c", "import sys; before = set(sys.modules); import generator.__main__; "
                             "print(*sorted(set(sys.modules) - before))"], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)
    assert loaded.stdout.split() == ["generator", "generator.__main__"]


@pytest.mark.parametrize(("command", "nth"), [("build", 1), ("build", 2), ("build", 5), ("check", 1), ("merge", 1)])
def test_while_files_are_written(command: str, nth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "甲.xlsx", tmp_path / "结果"
    shutil.copy(SAMPLE, source)
    words: tuple[object, ...] = {
        "build": (source, "-o", out, "--no-pdf"), "check": (source, "--annotate"),
        "merge": ("--offset-form", tmp_path / "往来.xlsx", "--force")}[command]
    first = run(command, *words)
    assert first.exit_code == 0, said(first)
    before = contents(tmp_path)
    with monkeypatch.context() as patch:
        stopped_at_move(patch, nth)
        stopped = run(command, *words)
    assert (stopped.exit_code, said(stopped)) == (130, ONE_LINE)
    assert contents(tmp_path) == before
