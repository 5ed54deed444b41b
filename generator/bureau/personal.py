"""The workbook of each unit. Blank ones are copies of one pattern with another name and code in it.

openpyxl takes a third of a second for a workbook. Of two blank ones of the same layout, year and money only the parts of the
package that hold the name or the code differ (基本信息 and the properties); these alone are written for each unit.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from generator.bureau.identity import UNIT_PROPERTY
from generator.bureau.roster import Unit
from generator.escaping import escape_text
from generator.workbook.frame import BASICS
from generator.workbook.template import Content, workbook_bytes
from generator.workbook.writing import cell_text, lines_needed
from generator.zip_entries import entry_of

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

NAME, CODE = "juesuan-unit-name", "juesuan-unit-code"  # what stands in the pattern
PATTERNS = 64  # 200 kB each


@dataclass(frozen=True, slots=True)
class Pattern:
    """A blank workbook: the package without the parts that hold the unit's name or code, and those parts.

    `width` is that of the column of the name: a name that needs two lines needs a higher row.
    """

    common: bytes
    parts: Mapping[str, bytes]
    width: float

    def fits(self, name: str) -> bool:
        """Whether the workbook of a unit of this name differs in the name alone."""
        return lines_needed(name, self.width) == 1 and cell_text(name) == name

    def copy(self, name: str, code: str) -> bytes:
        """The workbook for a unit."""
        target = BytesIO()
        target.write(self.common)
        with zipfile.ZipFile(target, "a") as package:
            for part, data in self.parts.items():
                own = data.replace(NAME.encode(), escape_text(name).encode()).replace(CODE.encode(), escape_text(code).encode())
                package.writestr(entry_of(part), own, compresslevel=6)
        return target.getvalue()


def personal_workbook(unit: Unit, weight: int | None, content: Content) -> bytes:
    """The workbook for `unit` with any `content` of last year; `weight` is the layout's 执行分值."""
    if not content.fields and not content.rows:
        pattern = _pattern(replace(unit, code=CODE, name=NAME, parent="", contact="", phone=""), weight)
        if pattern.fits(unit.name):
            return pattern.copy(unit.name, unit.code)
    return _written(unit, weight, content)[0]


@lru_cache(maxsize=PATTERNS)
def _pattern(unit: Unit, weight: int | None) -> Pattern:
    whole, width = _written(unit, weight, Content())
    common, parts = BytesIO(), dict[str, bytes]()
    with zipfile.ZipFile(BytesIO(whole)) as source, zipfile.ZipFile(common, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if NAME.encode() in data or CODE.encode() in data:
                parts[name] = data
            else:
                target.writestr(entry_of(name), data, compresslevel=6)
    return Pattern(common.getvalue(), parts, width)


def _written(unit: Unit, weight: int | None, content: Content) -> tuple[bytes, float]:
    """The workbook, and how wide the column of the unit's name is."""
    own: dict[str, object] = {"基本信息.单位全称": unit.name, "基本信息.金额单位": str(unit.money), "基本信息.汇总": "是" if unit.merged else "否"}
    own |= {"基本信息.单位性质": unit.kind} if unit.kind else {}
    widths: list[float] = []

    def finish(workbook: Workbook, grid: object) -> None:
        from openpyxl.packaging.custom import StringProperty

        # the code travels inside, so that a renamed file is known
        workbook.custom_doc_props.append(StringProperty(name=UNIT_PROPERTY, value=unit.code))  # type: ignore[attr-defined]
        widths.append(workbook[BASICS].column_dimensions["B"].width)

    data = workbook_bytes(layout=unit.layout, year=unit.year, name=unit.name, content=Content({**content.fields, **own}, content.rows),
                          execution_weight=weight, extra=finish)
    return data, widths[0]
