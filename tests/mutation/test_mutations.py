"""Thousands of damaged workbooks: no traceback, and the same figures or a finding that names the damage.

600 of them by default, in parts of 50; all with `JUESUAN_MUTATIONS=6000 pytest -n 2 tests/mutation` (make mutation).
A failure prints its seed: `JUESUAN_SEED=1234 pytest tests/mutation/test_mutations.py -k one`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from cell_damage import CELL_DAMAGE
from damaged import SAMPLES, Damage
from file_damage import FILE_DAMAGE, zip_bytes
from outcome import Harm, Verdict, clean, judge, read_and_check

from generator.workbook.xlsx import RawBook, open_book

CASES = int(os.environ.get("JUESUAN_MUTATIONS", "600"))
PART = 50
NAMES = sorted(path.stem for path in SAMPLES.glob("*.xlsx"))


def damaged_by(seed: int, folder: Path) -> tuple[Harm, str, Callable[[], RawBook]]:
    """The damage of this seed, the sample's name and how to open the damaged copy."""
    random = Random(seed)
    name = random.choice(NAMES)
    group = random.random()
    if group < 0.1:
        path = folder / f"{name}.xlsx"
        harm, data = zip_bytes(random, (SAMPLES / f"{name}.xlsx").read_bytes())
        path.write_bytes(data)
        return harm, name, lambda: open_book(path)
    damage = Damage(name)
    harm = random.choice(CELL_DAMAGE if group < 0.75 else FILE_DAMAGE)(random, damage)
    if group < 0.15:  # the way through the file as well
        path = damage.write(folder / f"{name}.xlsx")
        return harm, name, lambda: open_book(path)
    return harm, name, damage.book


def verdict_of(seed: int, folder: Path) -> tuple[Harm, str, Verdict]:
    harm, name, opened = damaged_by(seed, folder)
    return harm, name, judge(harm, clean(name), read_and_check(opened, name))


@pytest.mark.parametrize("part", range(-(-CASES // PART)))
def test_damaged_workbooks(part: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("mutation")
    wrong: list[str] = []
    outcomes: Counter[str] = Counter()
    for seed in range(part * PART, min((part + 1) * PART, CASES)):
        harm, name, verdict = verdict_of(seed, folder)
        outcomes[verdict.outcome] += 1
        if verdict.problem:
            told = "; ".join(f"{finding.code} {finding.message[:80]}" for finding in verdict.new[:3]) or "no finding"
            wrong.append(f"seed {seed}: {harm.name} {harm.cells[:2] or harm.sheets[:2]} in {name}: {verdict.problem} | {told}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.skipif("JUESUAN_SEED" not in os.environ, reason="to look at one seed")
def test_one_seed(tmp_path: Path) -> None:
    harm, name, verdict = verdict_of(int(os.environ["JUESUAN_SEED"]), tmp_path)
    print(harm, name, verdict, sep="\n")
    assert not verdict.problem
