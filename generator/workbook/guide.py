"""The first sheet (填报说明) and the hidden subject table behind the names of codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.subjects import ECONOMIC, FUNCTIONAL, catalogue
from generator.workbook import formulas, styles
from generator.workbook.frame import basics_cell
from generator.workbook.live import colours
from generator.workbook.live.balance import summary_cell
from generator.workbook.live.progress import status_cell, total_cells
from generator.workbook.marks import CATALOGUE_SHEET, LAYOUT_LABEL, VERSION_LABEL
from generator.workbook.schema import BALANCE_SHEET, PROGRESS_SHEET, VERSION, Kind
from generator.workbook.sheets import Written
from generator.workbook.writing import lines_needed, link, put

WIDTHS = (18.0, 20.0, 62.0, 12.0)
STEPS = (
    "先填“基本信息”，选定金额单位：有以元为单位的数就选“元”，由程序统一换算成万元、只舍入一次。",
    "按工作表顺序填写。每个数只填一次，合计、占比、增减额由程序计算；带 * 的为必填。",
    "决算数各表按官方公开表逐项填列：可以复制官方报表后“选择性粘贴—数值”，类、款小计行和“合计”行可以保留。",
    "没有数的单元格留空；确实是 0 的填 0。",
    "文字一格可写多段，用 Alt+Enter 分段。原因、用途只写内容，不写“主要原因是”“主要用于”。",
    "行不够时可在表中插入行，也可直接往下填；不要改动表头文字和工作表名称。标“可选”的表没有数据时不填。",
    "随时看“填报进度”（还缺什么）和“勾稽核对”（哪里不平）两张表；填写中单元格变红、变黄的，含义见下面。",
    "填完保存后运行：juesuan build 本工作簿.xlsx 。有问题时程序会指出工作表和单元格。",
)
LEGEND = (
    (styles.input_style(Kind.TEXT), "填写", "单位填写的单元格"),
    (styles.formula_style(Kind.TEXT), "公式", "自动计算或自动显示，一般不用填；粘贴官方报表时可以覆盖"),
    (styles.WRONG, "红底", "不对：科目编码重复或位数不对，粘贴的小计、合计与明细之和不等，得分大于分值，名称重复"),
    (styles.ASKED, "黄底", "请填或请核对：缺必填项，与上年或预算不等而没有写原因，金额是文字（不计入合计），科目表中没有的编码"),
    (styles.SUBTOTAL, "灰底", "粘贴进来的类、款小计行和合计行：不再相加，表头下的“合计（自动）”只加项级"),
    (styles.LABEL, "项目", "表头和项目名称，已锁定（未设密码），请不要改动"),
)


def write_catalogue(workbook: Workbook) -> dict[str, str]:
    """Write the subject table as a hidden last sheet; the range of code and name for each catalogue."""
    sheet = workbook.create_sheet(CATALOGUE_SHEET)
    sheet.sheet_state = "hidden"
    ranges: dict[str, str] = {}
    for kind, column, letters in ((FUNCTIONAL, 1, "AB"), (ECONOMIC, 4, "DE")):
        sheet.cell(1, column).value, sheet.cell(1, column + 1).value = f"{kind}编码", "科目名称"
        row = 1
        for row, (code, name) in enumerate(_codes_with_padding(kind), 2):
            sheet.cell(row, column).value, sheet.cell(row, column + 1).value = code, name
        ranges[kind] = f"${letters[0]}$2:${letters[1]}${row}"
        sheet.column_dimensions[letters[0]].width, sheet.column_dimensions[letters[1]].width = 14, 50
    sheet.protection.sheet = True
    return ranges


def _codes_with_padding(kind: str) -> Iterator[tuple[str, str]]:
    """Every code and its name, also as printed forms pad it: 201, 20100 and 2010000 are the same 类."""
    longest = 7 if kind == FUNCTIONAL else 5
    subjects = catalogue(kind)
    for code in sorted(subjects):
        for length in range(len(code), longest + 1, 2):
            yield code.ljust(length, "0"), subjects[code].name


def write_guide(sheet: Worksheet, written: Sequence[Written], *, layout: str) -> None:
    """Title, version, steps, legend and the list of sheets with links."""
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    row = _wide(sheet, 1, "部门决算公开标准工作簿", styles.TITLE, 36)
    for label, value in (("单位名称", formulas.shown(basics_cell("单位全称"))),
                         ("决算年度", formulas.shown(basics_cell("决算年度")))):
        row = _about(sheet, row, label)
        sheet.cell(row - 1, 2).value = value
    for label, value in ((VERSION_LABEL, VERSION), (LAYOUT_LABEL, layout)):
        row = _about(sheet, row, label)
        put(sheet.cell(row - 1, 2), value, styles.STEP)
    wanted, there, share = total_cells()
    for name, formula in ((PROGRESS_SHEET, f'="应填 "&{wanted}&" 项，已填 "&{there}&" 项，完成 "&TEXT({share},"0%")'),
                          (BALANCE_SHEET, f"={summary_cell()}")):
        row = _about(sheet, row, name)
        link(sheet.cell(row - 1, 1), name, name, styles.INDEX_LINK)
        sheet.cell(row - 1, 2).value = formula
    summary_row = row - 1
    row = _wide(sheet, row + 1, "一、怎样填", styles.SECTION, 24)
    for number, step in enumerate(STEPS, 1):
        text = f"{number}. {step}"
        row = _wide(sheet, row, text, styles.NOTE, 6 + 15 * lines_needed(text, sum(WIDTHS) * 0.95))
    row = _wide(sheet, row + 1, "二、单元格颜色", styles.SECTION, 24)
    for style, text, meaning in LEGEND:
        sheet.cell(row, 1).value = text
        styles.paint(sheet.cell(row, 1), style)
        sheet.cell(row, 2).value = meaning
        styles.paint(sheet.cell(row, 2), styles.NOTE)
        sheet.merged_cells.add(f"B{row}:D{row}")
        sheet.row_dimensions[row].height = 5 + 15 * lines_needed(meaning, sum(WIDTHS[1:]) * 0.9)
        row += 1
    row = _wide(sheet, row + 1, "三、工作表目录（点击表名直接打开）", styles.SECTION, 24)
    _write_index(sheet, row, written)
    colours.summary(sheet, f"B{summary_row}:C{summary_row}", f"$B${summary_row}")
    colours.verdicts(sheet, f"D{row + 1}:D{row + len(written)}")
    styles.protect(sheet)
    styles.set_page(sheet, 90, pages_high=1)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = "1F3864"


def _about(sheet: Worksheet, row: int, label: str) -> int:
    """A line on the workbook itself: label and value."""
    sheet.cell(row, 1).value = label
    styles.paint(sheet.cell(row, 1), styles.LABEL)
    for column in (2, 3):
        styles.paint(sheet.cell(row, column), styles.STEP)
    sheet.merged_cells.add(f"B{row}:C{row}")
    sheet.row_dimensions[row].height = 20
    return row + 1


def _wide(sheet: Worksheet, row: int, text: str, style: str, height: float) -> int:
    for column in range(1, 5):
        styles.paint(sheet.cell(row, column), style)
    sheet.cell(row, 1).value = text
    sheet.merged_cells.add(f"A{row}:D{row}")
    sheet.row_dimensions[row].height = height
    return row + 1


def _write_index(sheet: Worksheet, row: int, written: Sequence[Written]) -> None:
    for column, caption in enumerate(("分组", "工作表", "填什么", "填报情况"), 1):
        sheet.cell(row, column).value = caption
        styles.paint(sheet.cell(row, column), styles.HEADER)
    sheet.row_dimensions[row].height = 22
    start = row + 1
    for item in written:
        row += 1
        name, guide = item.sheet.name, item.sheet.guide
        guide = f"（可选）{guide}" if item.sheet.optional else guide
        for column, value in enumerate((item.sheet.group, name, guide, f"={status_cell(item.sheet)}"), 1):
            sheet.cell(row, column).value = value
            styles.paint(sheet.cell(row, column), styles.STEP)
        styles.paint(sheet.cell(row, 1), styles.LABEL)
        link(sheet.cell(row, 2), name, name, styles.INDEX_LINK)
        sheet.row_dimensions[row].height = 6 + 14 * lines_needed(guide, WIDTHS[2])
    _merge_groups(sheet, start, written)


def _merge_groups(sheet: Worksheet, start: int, written: Sequence[Written]) -> None:
    first = 0
    for index in range(1, len(written) + 1):
        if index == len(written) or written[index].sheet.group != written[first].sheet.group:
            if index - first > 1:
                sheet.merged_cells.add(f"A{start + first}:A{start + index - 1}")
            first = index
