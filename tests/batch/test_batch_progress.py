"""The progress of a batch: rate and remaining time, as a bar or as lines of a log."""

from __future__ import annotations

import io

import pytest

import generator.batch.progress as progress_module
from generator.batch.progress import Bar, duration
from generator.batch.record import COMPLETE, FAILED, UNCHANGED, Done


class Clock:
    now = 0.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress_module.time, "monotonic", lambda: clock.now)
    return clock


def test_the_rate_counts_what_was_really_made(clock: Clock) -> None:
    bar = Bar(100, io.StringIO())
    for number in range(40):
        bar(Done(f"{number}", UNCHANGED))
    assert bar.watch.text == ""
    clock.now = 30.0
    for number, status in enumerate((*[COMPLETE] * 14, FAILED), 40):
        bar(Done(f"{number}", status, seconds=1.0))
    assert bar.watch.text == "30 份/分，剩余约 1 分 30 秒，有问题 1 份"


def test_a_report_that_another_replaces_counts_once_and_as_a_problem(clock: Clock) -> None:
    bar = Bar(3, io.StringIO())
    clock.now = 30.0
    bar(Done("乙", COMPLETE, seconds=1.0))
    bar(Done("甲", COMPLETE, seconds=1.0))
    bar(Done("乙", FAILED, seconds=1.0))
    assert (bar.watch.count, bar.watch.text) == (2, "4 份/分，剩余约 15 秒，有问题 1 份")


def test_a_log_gets_a_line_now_and_then(clock: Clock) -> None:
    log = io.StringIO()
    with Bar(200, log) as bar:
        for number in range(200):
            clock.now += 1.0 if number < 100 else 20.0
            bar(Done(f"{number}", COMPLETE, seconds=1.0))
    lines = log.getvalue().splitlines()
    counts = [int(line.split()[2].split("/")[0]) for line in lines]
    assert [count for count in counts if count <= 100] == [20, 40, 60, 80, 100], "every tenth"
    assert counts[5:] == [*range(102, 200, 2), 200] and lines[-1].endswith("已处理 200/200，6 份/分")
    assert "剩余约" in lines[0] and lines[0][2] == ":"


def test_a_quick_batch_says_one_line(clock: Clock) -> None:
    log = io.StringIO()
    with Bar(50, log) as bar:
        for number in range(50):
            bar(Done(f"{number}", COMPLETE, seconds=1.0))
    assert len(log.getvalue().splitlines()) == 1


def test_a_bar_where_somebody_watches() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    with Bar(2, terminal) as bar:
        bar(Done("甲", COMPLETE, seconds=1.0))
        bar(Done("乙", FAILED))
    assert "2/2" in terminal.getvalue() and "有问题 1 份" in terminal.getvalue()


def test_durations_are_said_in_two_units() -> None:
    assert [duration(seconds) for seconds in (0.2, 59, 61, 3600, 9000)] == ["1 秒", "59 秒", "1 分 1 秒", "1 小时 0 分", "2 小时 30 分"]
