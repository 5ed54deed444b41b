"""The benchmark of batches runs, tells what it found, and its verdicts are right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import batch
import pytest
from batch_ground import Amounts, Ground, slices
from batch_growth import growth, in_a_worker, memory, size
from measure import Told, at_least, at_most

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "batch.py"
FEW = Amounts(word=2, memory=(1, 2), growth=(1, 2), sizes=((4, 2),), rounds=1, large_pdf=False)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground(tmp_path_factory.mktemp("bench"), FEW)


def test_growth_is_told_for_each_number_of_reports(ground: Ground) -> None:
    (told,) = growth(ground)
    assert "1 份" in told.text and "2 份" in told.text and "每份" in told.text


def test_memory_and_size_are_measured_in_a_worker(ground: Ground) -> None:
    (told,) = memory(ground)
    assert "内存" in told.text and told.kept
    (told,) = size(ground)
    assert "4 项" in told.text and told.kept


def test_a_worker_is_timed_on_the_second_half_of_its_workbooks(ground: Ground) -> None:
    assert 0 < in_a_worker(ground, "word", ground.workbooks(2))["seconds"] < 5


def test_the_plain_script_is_one_process_that_waits_between_slices(ground: Ground) -> None:
    first, second = slices(ground.workbooks(2), 2)
    with ground.plain() as script:
        start, warm = script.slice(first), script.slice(second)
        assert script.cpu == pytest.approx(start.cpu + warm.cpu)
    assert 0 < warm.cpu < start.cpu  # the first has the imports with it


def test_a_batch_that_writes_too_little_stops_the_benchmark(ground: Ground) -> None:
    with pytest.raises(SystemExit):
        ground.batch([Path("没有.xlsx")], "--no-pdf")


def test_verdicts() -> None:
    fast = at_least("", 0.1, 1.6, "", "", 15)
    slow = at_least("", 0.1, 1.4, "", "", 15)
    assert fast.kept and "16.00 倍" in fast.text and not slow.kept and "不合格" in slow.text
    assert at_least("", 0.1, 0.01, "", "").kept
    assert at_most("", 1.1, 1.0, "", "", 1.15).kept and not at_most("", 1.2, 1.0, "", "", 1.15).kept


@pytest.mark.parametrize(("options", "kept", "code", "says"), [
    ([], True, 0, "全部合格"), ([], False, 1, "有不合格的项目"), (["--quick"], False, 0, "不判断快慢"),
])
def test_the_exit_code_and_the_last_line_give_the_verdict(
        options: list[str], kept: bool, code: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(batch, "PARTS", {"word": lambda ground: [Told("够快"), Told("甲", kept), Told("够小")]})
    assert batch.main(options) == code
    assert says in capsys.readouterr().out.splitlines()[-1]


def test_it_names_its_parts() -> None:
    said = subprocess.run([sys.executable, str(BENCHMARK), "--help"], capture_output=True, encoding="utf-8", timeout=60,
                          check=True).stdout
    assert all(part in said for part in ("word", "pdf", "memory", "growth", "size", "saved", "profile", "--quick", "退出码"))
