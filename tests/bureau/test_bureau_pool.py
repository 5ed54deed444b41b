"""A file that kills its process costs only itself."""

from __future__ import annotations

import pytest
from pool_work import die, double

from generator.bureau.pool import NoProcesses, in_processes


def test_one_dies_the_others_are_done(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", __file__.rpartition("test_")[0])
    assert dict(in_processes(double, range(12), 2)) == {number: None if number == 5 else number * 2 for number in range(12)}


def test_processes_that_always_die_are_not_the_files_fault(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", __file__.rpartition("test_")[0])
    with pytest.raises(NoProcesses, match="-j 1"):
        list(in_processes(die, range(100), 2))


def test_few_are_done_here():
    assert list(in_processes(double, range(3), 8)) == [(0, 0), (1, 2), (2, 4)]
