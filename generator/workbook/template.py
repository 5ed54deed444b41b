"""Writing the standard workbook: empty for the clerk, or filled (samples, import, merge)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook import Workbook

from generator.workbook.guide import write_catalogue, write_guide
from generator.workbook.marks import LAYOUT_PROPERTY, VERSION_PROPERTY
from generator.workbook.package import Details, package_bytes, write_whole
from generator.workbook.schema import GUIDE_SHEET, SHEET_BY_NAME, SHEETS, VERSION, all_fields
from generator.workbook.sheets import Written, write_sheet
from generator.workbook.styles import add_styles


@dataclass(frozen=True, slots=True)
class Content:
    """What to write into the cells, by the keys of the schema; amounts in the workbook's own unit.

    `fields` by key (`三公经费.公务接待费.决算数`), `rows` by sheet name with column keys. Values are Decimal,
    int, str or date; None and missing keys leave the cell blank.
    """

    fields: Mapping[str, object] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=dict)


def write_workbook(path: Path, *, layout: str, year: int, name: str = "", content: Content | None = None) -> None:
    """Write the standard workbook for `layout` and `year`, with the department's `name` and any `content`.

    The same arguments give the same bytes. Raises ValueError for a key that is not in the schema.
    """
    content = content or Content()
    _refuse_unknown(content)
    given = {"基本信息.版式": layout, "基本信息.决算年度": year, "基本信息.单位全称": name, **content.fields}
    workbook = Workbook()
    add_styles(workbook)
    guide = workbook.active
    assert guide is not None
    guide.title = GUIDE_SHEET
    ranges = write_catalogue(workbook)
    written: list[Written] = []
    for sheet in SHEETS:
        worksheet = workbook.create_sheet(sheet.name, len(workbook.sheetnames) - 1)
        written.append(write_sheet(worksheet, sheet, ranges, year, given, content.rows.get(sheet.name, ())))
    write_guide(guide, written, layout=layout)
    _describe(workbook, layout, year, name)
    details = {item.sheet.name: Details(item.code_cells, item.first_data_row) for item in written}
    write_whole(path, package_bytes(workbook, date(year + 1, 1, 1), details))


def _refuse_unknown(content: Content) -> None:
    known = {key for key, _ in all_fields()}
    wrong = [key for key in content.fields if key not in known]
    for name, rows in content.rows.items():
        table = SHEET_BY_NAME[name].table if name in SHEET_BY_NAME else None
        columns = {item.key for item in table.columns} if table else set()
        wrong.extend(f"{name}.{key}" for key in {key for row in rows for key in row} - columns)
        if table is None:
            wrong.append(name)
    if wrong:
        raise ValueError(f"not in the standard workbook: {', '.join(sorted(wrong))}")


def _describe(workbook: Workbook, layout: str, year: int, name: str) -> None:
    workbook.properties.title = f"{name}{year}年度部门决算公开工作簿"
    workbook.properties.creator = name or "juesuan"
    workbook.properties.language = "zh-CN"
    for key, value in ((VERSION_PROPERTY, VERSION), (LAYOUT_PROPERTY, layout)):
        workbook.custom_doc_props.append(StringProperty(name=key, value=value))  # type: ignore[attr-defined]
    workbook.calculation.fullCalcOnLoad = True
    workbook.active = 0
