"""What became of one workbook: the value that the progress, the journal and the summary share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

COMPLETE, UNCHANGED, NO_PDF, STOPPED, FAILED, OPEN = "完成", "未变化", "缺 PDF", "有错误", "失败", "没有做"
#: All results in the order in which they are counted.
STATUSES = (COMPLETE, UNCHANGED, NO_PDF, STOPPED, FAILED, OPEN)


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding as the summary tells it: 错误, 警告 or 提示, the rule, sheet and cell, what is wrong, what to do."""

    level: str
    code: str
    place: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one workbook. `status` is one of STATUSES; `files` are paths, `sizes` their bytes as written;
    `figures` printed amounts in 万元 by name; `key` what the report depends on (`plan.content_key`).
    """

    workbook: str
    status: str
    unit: str = ""
    folder: str = ""
    files: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()
    errors: int = 0
    warnings: int = 0
    first_error: str = ""
    remarks: tuple[Remark, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    key: str = ""

    @property
    def good(self) -> bool:
        """Whether everything that was asked for stands in its folder."""
        return self.status in (COMPLETE, UNCHANGED)
