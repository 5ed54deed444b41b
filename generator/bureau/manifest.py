"""清单.xlsx and 清单.json: what was handed out to whom, with the digest of every file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.bureau.roster import Unit
from generator.bureau.sheets import Listing, write_listings

SHEET_NAME, JSON_NAME = "清单.xlsx", "清单.json"
MANIFESTS = (SHEET_NAME, JSON_NAME)
DOCUMENT = "下发清单"
_COLUMNS = (("序号", 6.0), ("单位编码", 14.0), ("单位名称", 30.0), ("主管部门", 20.0), ("版式", 14.0), ("年度", 7.0), ("金额单位", 9.0),
            ("工作簿", 42.0), ("上年数取自", 26.0), ("说明", 36.0), ("联系人", 12.0), ("联系电话", 16.0), ("SHA-256", 68.0))


@dataclass(frozen=True, slots=True)
class Entry:
    """One workbook handed out; `carried` is the file that last year's figures came from."""

    unit: Unit
    file: str
    sha256: str
    carried: str = ""
    remark: str = ""

    def record(self) -> dict[str, Any]:
        """For another program."""
        unit = self.unit
        return {"单位编码": unit.code, "单位名称": unit.name, "是否汇总": unit.merged, "主管部门": unit.parent, "单位性质": unit.kind, "版式": unit.layout,
                "决算年度": unit.year, "金额单位": str(unit.money), "工作簿": self.file, "sha256": self.sha256,
                "上年数取自": self.carried or None, "说明": self.remark}


def manifest_files(folder: Path, entries: Sequence[Entry]) -> None:
    """Write both manifests into `folder`. Raises OSError."""
    text = json.dumps([entry.record() for entry in entries], ensure_ascii=False, indent=1) + "\n"
    (folder / JSON_NAME).write_bytes(text.encode())
    rows = [(number, entry.unit.code, entry.unit.title, entry.unit.parent, entry.unit.layout, entry.unit.year, str(entry.unit.money),
             entry.file, entry.carried, entry.remark, entry.unit.contact, entry.unit.phone, entry.sha256)
            for number, entry in enumerate(entries, 1)]
    title = f"决算工作簿下发清单（{len(entries)} 个单位）"
    write_listings(folder / SHEET_NAME, [Listing("下发清单", (title,), _COLUMNS, rows, printed=10)], DOCUMENT)
