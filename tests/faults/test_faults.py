"""Every deliberate fault of the set is found: severe enough, and naming the cell. The set is in data/, with a README."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from damaged import SAMPLES, Damage, Sample, sample

from generator.cell_names import cell_name
from generator.checks import run_checks
from generator.model import Finding, Severity
from generator.tables.books import make_books
from generator.workbook.read import read_book
from generator.workbook.xlsx import RawBook

DATA = Path(__file__).parent / "data"
RANK = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}


@dataclass(frozen=True)
class Fault:
    id: str
    name: str
    sample: str
    basis: str
    severity: Severity
    change: tuple[Any, ...] = ()
    clear: tuple[Any, ...] = ()
    names: tuple[Any, ...] = ()


def _faults() -> list[Fault]:
    found: list[Fault] = []
    for path in sorted(DATA.glob("*.toml")):
        for number, raw in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["fault"], 1):
            found.append(Fault(**{**raw, "id": f"{path.stem}-{number}", "severity": Severity(raw["severity"])}))
    return found


FAULTS = _faults()


def _findings(book: RawBook, file: str) -> tuple[Finding, ...]:
    accounts, findings = read_book(book, file)
    return findings if accounts is None else (*findings, *run_checks(make_books(accounts)))


@cache
def _clean(name: str) -> frozenset[tuple[str, str]]:
    return frozenset((finding.code, finding.message) for finding in _findings(Damage(name).book(), f"{name}.xlsx"))


def _damage(fault: Fault) -> Damage:
    damage = Damage(fault.sample)
    for change in fault.change:
        damage.set(*change)
    for clear in fault.clear:
        damage.clear(*clear)
    return damage


def _places(fault: Fault, origin: Sample, damage: Damage) -> list[str]:
    """`收入!C14` for each cell that may be named, `主要职责!` for a sheet."""
    if not fault.names:
        return damage.cells
    return [f"{name[0]}!" if len(name) == 1 else f"{name[0]}!{cell_name(*origin.place(*name))}" for name in fault.names]


def _names(finding: Finding, place: str) -> bool:
    cells = [str(source) for source in finding.sources]
    return any(cell.startswith(place) for cell in cells) if place.endswith("!") else (
        place in cells or place in finding.message)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_the_fault_is_found_and_its_cell_named(fault: Fault) -> None:
    damage = _damage(fault)
    clean = _clean(fault.sample)
    new = [finding for finding in _findings(damage.book(), damage.sample.file)
           if (finding.code, finding.message) not in clean]
    places = _places(fault, damage.sample, damage)
    naming = [finding for finding in new if any(_names(finding, place) for place in places)]
    told = "\n".join(f"  {finding.severity} {finding.code} {finding.message[:150]}" for finding in new) or "  nothing"
    assert naming, f"{fault.name}（{fault.basis}）: none names {places}\n{told}"
    assert max(RANK[finding.severity] for finding in naming) >= RANK[fault.severity], (
        f"{fault.name}（{fault.basis}）: {fault.severity} at least for {places}\n{told}")


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_the_clean_samples_have_no_error(path: Path) -> None:
    findings = _findings(Damage(path.stem).book(), path.name)
    assert [finding.message for finding in findings if finding.severity is Severity.ERROR] == []


def test_the_set_is_large_and_covers_every_sample() -> None:
    assert len(FAULTS) >= 60
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert {fault.sample for fault in FAULTS} <= {path.stem for path in SAMPLES.glob("*.xlsx")}
    assert len({fault.sample for fault in FAULTS}) >= 5


def test_the_samples_stay_as_they_are() -> None:
    before = dict(sample("示例-江城市水务局-2024").parts)
    _damage(FAULTS[0]).book()
    assert sample("示例-江城市水务局-2024").parts == before
