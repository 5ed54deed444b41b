"""The validator must be able to say no, or its yes is worth nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ooxml import require_validator, validate


def test_the_validator_tells_good_from_bad(tmp_path: Path) -> None:
    require_validator()
    from docx import Document

    good, bad, broken = (tmp_path / name for name in ("好.docx", "坏.docx", "broken.docx"))
    Document().save(str(good))
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"<w:body>", b"<w:body><w:nonsense/>"))
    broken.write_bytes(b"not a package")
    found = validate([good, bad, broken])
    assert found[good] == []
    assert "nonsense" in found[bad][0]
    assert "cannot be opened" in found[broken][0]
