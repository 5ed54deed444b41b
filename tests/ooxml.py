"""Microsoft's Open XML validator for the tests: would Word open this file without repairing it?

`make test` puts it into .cache/ooxml where node is there (.ci/setup-validator). Use:

    from ooxml import assert_valid, require_validator

    def test_opens_in_word(tmp_path):
        require_validator()                      # skips, saying why, where there is no node
        assert_valid(report, workbook)           # one start of node for all files: give many at once
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent
_VALIDATOR = _ROOT / ".cache" / "ooxml" / "node_modules" / "@ooxml-tools" / "validate" / "dist" / "npm" / "index.js"
_SCRIPT = Path(__file__).with_name("ooxml_validate.mjs")


@functools.cache
def why_not() -> str:
    """Why files cannot be validated here; empty where they can."""
    if shutil.which("node") is None:
        return "没有 node，跳过 Open XML 校验（安装 Node.js 20 以上版本后重新 make test）"
    if not _VALIDATOR.is_file():
        return "没有安装 Open XML 校验器，跳过（.ci/setup-validator 会安装它）"
    return ""


def require_validator() -> None:
    """Skip the running test, saying why, where files cannot be validated."""
    if why_not():
        pytest.skip(why_not())


def validate(paths: Sequence[Path], timeout_s: float = 300.0) -> dict[Path, list[str]]:
    """The validator's errors for each file (.docx, .xlsx): an empty list where Word or Excel is content."""
    node = shutil.which("node")
    assert node is not None, why_not()
    done = subprocess.run(
        [node, str(_SCRIPT), _VALIDATOR.as_uri(), *map(str, paths)],
        capture_output=True,
        encoding="utf-8",
        timeout=timeout_s,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"NODE_NO_WARNINGS": "1"},
        check=False,
    )
    assert done.returncode == 0, f"the validator itself failed ({done.returncode}):\n{done.stderr[-2000:]}"
    found = json.loads(done.stdout.splitlines()[-1])
    return {path: found[str(path)] for path in paths}


def assert_valid(*paths: Path) -> None:
    """Fail, listing the errors, unless every file passes."""
    wrong = {path.name: errors for path, errors in validate(paths).items() if errors}
    listed = "\n".join(f"{name}: {error}" for name, errors in wrong.items() for error in errors[:15])
    assert not wrong, f"Open XML errors:\n{listed}"
