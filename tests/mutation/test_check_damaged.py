"""`juesuan check --annotate` on damaged workbooks: no traceback, the workbook untouched, and the copy says the same."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from cell_damage import CELL_DAMAGE
from damaged import Damage
from file_damage import FILE_DAMAGE
from test_mutations import NAMES, damaged_by

from generator.checking.command import check_files
from generator.checking.examination import Examination

DAMAGE = (*dict.fromkeys(CELL_DAMAGE), *dict.fromkeys(FILE_DAMAGE))


def _said(examination: Examination, name: str) -> list[tuple[str, str]]:
    return sorted((finding.code, finding.message.replace(name, "")) for finding in examination.findings)


@pytest.mark.parametrize("seed", range(len(DAMAGE)), ids=[damage.__name__ for damage in DAMAGE])
def test_check_and_annotate(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    damage = Damage(random.choice(NAMES))
    DAMAGE[seed](random, damage)
    path = damage.write(tmp_path / "w.xlsx")
    before = path.read_bytes()
    checked = check_files([path], annotate=True, strict=False)
    assert "\n".join(checked.lines()) and json.dumps(checked.record(), ensure_ascii=False)
    assert path.read_bytes() == before
    for copy in checked.copies.values():
        again = check_files([copy], annotate=False, strict=False)
        assert _said(again.examinations[0], copy.name) == _said(checked.examinations[0], path.name)


def test_the_same_seed_is_the_same_damage(tmp_path: Path) -> None:
    assert [damaged_by(seed, tmp_path)[:2] for seed in range(20)] == [damaged_by(seed, tmp_path)[:2] for seed in range(20)]
