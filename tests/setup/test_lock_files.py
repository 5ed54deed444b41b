"""The lock files: what pyproject.toml asks for is pinned, by hash, and nothing says from where it is to be fetched."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-cluster.lock", "requirements-dev.lock")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ]+)(.*)$", re.M)


def pins(name: str) -> set[tuple[str, str]]:
    found = PIN.findall((ROOT / name).read_text(encoding="utf-8"))
    return {(package.lower(), version) for package, version, _ in found}


def asked(extra: str | None = None) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] if extra is None else project["optional-dependencies"][extra]
    return {re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower() for requirement in wanted} - {"juesuan"}  # juesuan[cluster]


def test_the_locks_hold_all_that_pyproject_asks_for() -> None:
    assert asked() <= {name for name, _ in pins("requirements.lock")}
    assert asked() | asked("cluster") <= {name for name, _ in pins("requirements-cluster.lock")}
    assert asked() | asked("cluster") | asked("dev") <= {name for name, _ in pins("requirements-dev.lock")}


def test_all_locks_name_the_same_versions() -> None:
    assert pins("requirements.lock") < pins("requirements-cluster.lock") < pins("requirements-dev.lock")


def test_one_machine_needs_no_dask() -> None:
    assert not {"dask", "distributed", "tornado"} & {name for name, _ in pins("requirements.lock")}


@pytest.mark.parametrize("name", [*LOCKS, ".ci/ooxml/package-lock.json"])
def test_no_lock_names_an_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "index-url" not in text
    assert '"resolved"' not in text


def test_every_pin_has_a_hash() -> None:
    for name in LOCKS:
        blocks = re.split(r"^(?=[a-z0-9])", (ROOT / name).read_text(encoding="utf-8"), flags=re.M)[1:]
        assert all("--hash=sha256:" in block for block in blocks)
