"""How the standard workbook looks: named styles, colours of the sheet groups, page setup."""

from __future__ import annotations

from copy import copy
from math import ceil
from typing import Literal
from weakref import WeakKeyDictionary

from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.workbook import Workbook
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from generator.workbook.schema import Kind

BODY_FONT, HEAD_FONT = "宋体", "黑体"
INPUT_FILL, LABEL_FILL, FORMULA_FILL, HEADER_FILL = "FFFBE6", "F2F2F2", "EDEDED", "D9E2F3"
RED, AMBER, GREEN, GREY = ("FFC7CE", "9C0006"), ("FFEB9C", "7F6000"), ("C6EFCE", "006100"), ("EDEDED", "404040")  # fill, letters
LINE = Side(style="thin", color="A6A6A6")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
GROUP_COLOURS = {
    "单位情况": "4472C4", "决算数": "C00000", "上年数和原因": "ED7D31", "项目和绩效": "70AD47",
    "其他说明": "7F7F7F", "重点工作和名词": "7030A0",
}
NUMBER_FORMATS = {
    Kind.MONEY: "#,##0.00", Kind.COUNT: "0", Kind.SCORE: "General", Kind.TEXT: "@", Kind.LONG: "General",
    Kind.DATE: "yyyy-mm-dd", Kind.CHOICE: "@", Kind.CODE: "@",
}
FIGURES = frozenset({Kind.MONEY, Kind.COUNT, Kind.SCORE})
CENTRED_OR_RIGHT = FIGURES | {Kind.DATE, Kind.CHOICE}
LEGIBLE_WIDTH = 250.0  # characters across one landscape page at about half size
PORTRAIT_WIDTH = 96.0  # characters that A4 upright holds without shrinking much

TITLE, GUIDE, UNIT, SECTION, HEADER, LABEL = "表标题", "表说明", "单位注", "分节标题", "表头", "项目名称"
#: Cells that only show what is computed, on the sheets of help.
SHOWN_MONEY, SHOWN_COUNT, SHOWN_SHARE, SHOWN_PERCENT, SLACK, TALLY = "显示-金额", "显示-个数", "显示-比例", "显示-完成", "显示-尾差", "显示-计数"
RESULT, CENTRED, SUMMARY = "显示-结果", "显示-居中", "显示-汇总"
WRONG, ASKED, SUBTOTAL = "示例-红", "示例-黄", "示例-灰"
HELP, LINK, INDEX_LINK, NOTE, TOTAL_TEXT, TOTAL_MONEY, STEP = "填写说明", "返回链接", "目录链接", "正文说明", "合计文字", "合计金额", "目录文字"


def input_style(kind: Kind, *, left: bool = False) -> str:
    """The style of a cell to fill; `left` for short values in a column of texts."""
    return f"填列-{kind.value}{'-左' if left and kind in CENTRED_OR_RIGHT else ''}"


def free_style(kind: Kind) -> str:
    """The style of the cells below the ruled rows: unlocked, formatted, without fill or lines."""
    return f"备用-{kind.value}"


def formula_style(kind: Kind, *, strong: bool = False) -> str:
    """The style of a cell that the workbook computes but where a figure may be pasted; `strong` for 类 rows."""
    return f"公式-{kind.value}{'-类' if strong else ''}"


def _style(name: str, *, font: Font, align: Alignment, fill: str = "", border: bool = True, locked: bool = True,
           number_format: str = "General") -> NamedStyle:
    style = NamedStyle(name=name, font=font, alignment=align, number_format=number_format,
                       protection=Protection(locked=locked))
    if border:
        style.border = BOX
    if fill:
        style.fill = PatternFill("solid", fgColor=fill)
    return style


def _font(size: float = 10.5, *, name: str = BODY_FONT, bold: bool = False, color: str = "000000",
          underline: Literal["single"] | None = None) -> Font:
    return Font(name=name, size=size, bold=bold, color=color, underline=underline)


def _align(horizontal: str, *, vertical: str = "center", wrap: bool = True, indent: int = 0) -> Alignment:
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap, indent=indent)


def _alignment_of(kind: Kind, *, left: bool = False) -> Alignment:
    if kind in FIGURES:
        return _align("left" if left else "right", wrap=False)
    if kind in (Kind.DATE, Kind.CHOICE):
        return _align("left" if left else "center")
    return _align("left")


def add_styles(workbook: Workbook) -> None:
    """Register every named style of the workbook."""
    workbook._fonts[0] = _font()  # type: ignore[attr-defined]  # the default font measures the column widths
    for style in (
        _style(TITLE, font=_font(16, name=HEAD_FONT), align=_align("center"), border=False),
        _style(GUIDE, font=_font(color="595959"), align=_align("left"), border=False),
        _style(UNIT, font=_font(), align=_align("right", wrap=False), border=False),
        _style(LINK, font=_font(color="0563C1", underline="single"), align=_align("left", wrap=False), border=False),
        _style(INDEX_LINK, font=_font(color="0563C1", underline="single"), align=_align("left", wrap=False)),
        _style(SECTION, font=_font(12, name=HEAD_FONT), align=_align("left", wrap=False), border=False),
        _style(NOTE, font=_font(11), align=_align("left"), border=False),
        _style(HEADER, font=_font(bold=True), align=_align("center"), fill=HEADER_FILL),
        _style(LABEL, font=_font(), align=_align("left"), fill=LABEL_FILL),
        _style(HELP, font=_font(9.5, color="7F7F7F"), align=_align("left"), border=False),
        _style(STEP, font=_font(), align=_align("left")),
        _style(TOTAL_TEXT, font=_font(bold=True), align=_align("center"), fill=FORMULA_FILL, number_format="@"),
        _style(TOTAL_MONEY, font=_font(bold=True), align=_align("right", wrap=False), fill=FORMULA_FILL,
               number_format=NUMBER_FORMATS[Kind.MONEY]),
        *(_style(name, font=_font(), align=_align("right", wrap=False), number_format=form) for name, form in (
            (SHOWN_MONEY, NUMBER_FORMATS[Kind.MONEY]), (SHOWN_COUNT, "0"), (SHOWN_SHARE, "0.00%"),
            (SHOWN_PERCENT, "0%"), (TALLY, "0;-0;"), (SLACK, "0.000;;"))),
        _style(RESULT, font=_font(bold=True), align=_align("center")),
        _style(CENTRED, font=_font(), align=_align("center")),
        *(_style(name, font=_font(color=colour[1]), align=_align("left"), fill=colour[0]) for name, colour in
          ((WRONG, RED), (ASKED, AMBER), (SUBTOTAL, GREY))),
        _style(SUMMARY, font=_font(12, bold=True), align=_align("left", wrap=False)),
    ):
        workbook.add_named_style(style)
    for kind in Kind:
        for style in _styles_of(kind):
            workbook.add_named_style(style)


def _styles_of(kind: Kind) -> list[NamedStyle]:
    form, align = NUMBER_FORMATS[kind], _alignment_of(kind)
    shown = "General" if kind is Kind.TEXT else form  # a formula in a cell of format @ would show as text
    found = [
        _style(input_style(kind), font=_font(), align=align, fill=INPUT_FILL, locked=False, number_format=form),
        _style(free_style(kind), font=_font(), align=align, border=False, locked=False, number_format=form),
        _style(formula_style(kind), font=_font(), align=align, fill=FORMULA_FILL, locked=False, number_format=shown),
        _style(formula_style(kind, strong=True), font=_font(bold=True), align=align, fill=FORMULA_FILL, locked=False,
               number_format=shown),
    ]
    if kind in CENTRED_OR_RIGHT:
        found.append(_style(input_style(kind, left=True), font=_font(), align=_alignment_of(kind, left=True),
                            fill=INPUT_FILL, locked=False, number_format=form))
    return found


_known: WeakKeyDictionary[Workbook, dict[str, StyleArray]] = WeakKeyDictionary()


def paint(cell: Cell | MergedCell, name: str) -> None:
    """Give a cell one of the workbook's named styles; `cell.style = name` searches all of them for each cell."""
    workbook = cell.parent.parent
    assert workbook is not None
    found = _known.get(workbook)
    if found is None:
        named = workbook._named_styles  # type: ignore[attr-defined]
        found = _known[workbook] = {style.name: style.as_tuple() for style in named}
    cell._style = copy(found[name])  # type: ignore[union-attr]


def protect(sheet: Worksheet) -> None:
    """Protection without a password: labels cannot be overtyped, rows and widths can be changed."""
    protection = sheet.protection
    protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter",
                    "insertHyperlinks"):
        setattr(protection, allowed, False)


def set_column(sheet: Worksheet, letter: str, style: str) -> None:
    """Give every cell of the column that is not written the style, which openpyxl offers for single cells only."""
    named = sheet.parent._named_styles[style]  # type: ignore[union-attr]
    sheet.column_dimensions[letter]._style = copy(named.as_tuple())  # type: ignore[attr-defined]


def set_page(sheet: Worksheet, width: float, *, header_row: int = 0, pages_high: int = 0,
             upright: bool = False) -> None:
    """A4, upright or landscape by width, as few pages wide as stay legible, header repeated, page numbers below."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if width > PORTRAIT_WIDTH and not upright else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = ceil(width / LEGIBLE_WIDTH), pages_high
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.7, header=0.3, footer=0.35)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.left.text = "&A"  # type: ignore[union-attr]
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"  # type: ignore[union-attr]
    if header_row:
        sheet.print_title_rows = f"{header_row}:{header_row}"
        if width > LEGIBLE_WIDTH:
            sheet.print_title_cols = "A:A"
