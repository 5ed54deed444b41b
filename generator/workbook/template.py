"""Writing the standard workbook: empty for the clerk, or filled (samples, import, merge)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook import Workbook

from generator.workbook.guide import write_catalogue, write_guide
from generator.workbook.live.balance import REASONS_SHEET, write_balance, write_reason_notes
from generator.workbook.live.progress import write_progress
from generator.workbook.live.refs import Places
from generator.workbook.live.totals import Grid
from generator.workbook.marks import LAYOUT_PROPERTY, VERSION_PROPERTY
from generator.workbook.package import Details, package_bytes, write_whole
from generator.workbook.schema import (
    GUIDE_SHEET,
    GUIDE_SHEETS,
    SHEET_BY_NAME,
    SHEETS,
    VERSION,
    Block,
    Sheet,
    Table,
    all_fields,
)
from generator.workbook.schema.result_sheets import USUAL_WEIGHT
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


Extra = Callable[[Workbook, Grid], None]


def write_workbook(path: Path, *, layout: str, year: int, name: str = "", content: Content | None = None,
                   execution_weight: int | None = None, extra: Extra | None = None) -> None:
    """Write the standard workbook; see `workbook_bytes`. Raises OSError as well."""
    write_whole(path, workbook_bytes(layout=layout, year=year, name=name, content=content, execution_weight=execution_weight, extra=extra))


def workbook_bytes(*, layout: str, year: int, name: str = "", content: Content | None = None,
                   execution_weight: int | None = None, extra: Extra | None = None) -> bytes:
    """The standard workbook for `layout` and `year`, with the department's `name` and any `content`.

    `execution_weight` is the layout's 执行分值, for the help beside the cell; `extra` adds a sheet of help. The same arguments give the same bytes.
    Raises ValueError for a key that is not in the schema.
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
        worksheet = workbook.create_sheet(sheet.name, len(workbook.sheetnames) - 1)  # before the hidden subject table
        adapted = _with_weight(sheet, execution_weight)
        written.append(write_sheet(worksheet, adapted, ranges, year, given, content.rows.get(sheet.name, ())))
    grid = _write_help(workbook, written)
    if extra is not None:
        extra(workbook, grid)
    write_guide(guide, written, layout=layout)
    _describe(workbook, layout, year, name)
    details = {item.sheet.name: Details(item.code_cells, item.first_data_row) for item in written}
    return package_bytes(workbook, date(year + 1, 1, 1), details)


def _write_help(workbook: Workbook, written: Sequence[Written]) -> Grid:
    """填报进度 and 勾稽核对, right after 填报说明; and beside each reason what it explains."""
    progress, balance = (workbook.create_sheet(name, index) for index, name in enumerate(GUIDE_SHEETS[1:], 1))
    places = Places.of(written)
    grid = write_balance(balance, places)
    write_progress(progress, grid)
    write_reason_notes(workbook[REASONS_SHEET], grid)
    return grid


def _with_weight(sheet: Sheet, weight: int | None) -> Sheet:
    """The sheet with the layout's weight in the help of 执行分值."""
    if weight is None:
        return sheet

    def adapt(block: Block) -> Block:
        if not isinstance(block, Table):
            return block
        columns = tuple(replace(item, help=item.help.replace(USUAL_WEIGHT, f"本版式 {weight}")) if item.key == "执行分值" else item
                        for item in block.columns)
        return replace(block, columns=columns)

    return replace(sheet, blocks=tuple(adapt(block) for block in sheet.blocks))


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
