"""One sheet: title, table number, department and unit above, the ruled table, the notes below. Lengths in points."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from generator.cell_names import cell_name, letters_of
from generator.document.metrics import width_in_letters
from generator.escaping import escape_text
from generator.publication.model import Line, PublicTable
from generator.publication.numbers import is_code, numbers_of
from generator.publication.sheet_styles import GENERAL, HEAD, MAIN, TEXT, SheetStyles

_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
_ONE_LINE, _EACH_LINE, _PADDING = 1.3, 1.4, 6.0
_TALLEST = 409.0
_SHRINK = 1.2  # a table that is at most this much too long for one page is made to fit it
_A3_SHORT_SIDE = 700.0


class Strings:
    """The texts of all sheets, each once (xl/sharedStrings.xml)."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._uses = 0

    def number(self, text: str) -> int:
        """The number of a text."""
        self._uses += 1
        return self._numbers.setdefault(text, len(self._numbers))

    def xml(self) -> bytes:
        """The part xl/sharedStrings.xml."""
        texts = (escape_text(_ESCAPED.sub(r"_x005F_\1", text)) for text in self._numbers)
        items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts)
        return f'{HEAD}<sst xmlns="{MAIN}" count="{self._uses}" uniqueCount="{len(self._numbers)}">{items}</sst>'.encode()


@dataclass(slots=True)
class _Grid:
    """What the sheet will hold: the XML of its cells by row and column from 1, heights, merged ranges."""

    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    text_numbers: list[str] = field(default_factory=list)

    def put(self, row: int, column: int, style: int, content: str, *, columns: int = 1, rows: int = 1) -> None:
        """`content` is the number of a text, or begins with < where it is a number."""
        line = self.cells.setdefault(row, {})
        if columns > 1 or rows > 1:
            self._merge(row, column, style, columns, rows)
        begin = f'<c r="{letters_of(column)}{row}" s="{style}"'
        if not content:
            line[column] = f"{begin}/>"
        elif content[0] == "<":
            line[column] = f"{begin}>{content}</c>"
        else:
            line[column] = f'{begin} t="s"><v>{content}</v></c>'

    def _merge(self, row: int, column: int, style: int, columns: int, rows: int) -> None:
        """All cells of a merged range have its borders."""
        for down in range(row, row + rows):
            line = self.cells.setdefault(down, {})
            for across in range(column, column + columns):
                line[across] = f'<c r="{letters_of(across)}{down}" s="{style}"/>'
        self.merged.append(f"{cell_name(row, column)}:{cell_name(row + rows - 1, column + columns - 1)}")


@dataclass(frozen=True, slots=True)
class SheetWriter:
    """Writes the sheets of one workbook, which share styles and texts."""

    styles: SheetStyles
    strings: Strings
    thousands: bool

    def sheet(self, table: PublicTable) -> bytes:
        """The part xl/worksheets/sheetN.xml."""
        grid = _Grid()
        row = 1
        for line in table.above:
            self._line(grid, row, line, table.widths)
            row += 1
        header = (row, row + table.header_rows - 1)
        self._table(grid, row, table)
        row += len(table.rows)
        for line in table.below:
            self._line(grid, row, Line((line.text,), line.look), table.widths)
            row += 1
        return _sheet_xml(grid, table, header).encode()

    def _line(self, grid: _Grid, row: int, line: Line, widths: Sequence[float]) -> None:
        """A paragraph across the table; what a tab pushes to the right gets columns of its own at the right edge."""
        count = len(widths)
        left, right = " ".join(part for part in line.parts[:-1] if part), line.parts[-1]
        split = count if len(line.parts) == 1 else _split(widths, left, right, line.look.size)
        if split == count:
            alone = replace(line.look, horizontal="right") if len(line.parts) > 1 and not left else line.look
            pieces = [(1, count, line.text, alone)]
        else:
            pieces = [(1, split, left, line.look)] if split else []
            pieces.append((split + 1, count - split, right, replace(line.look, horizontal="right")))
        lines = 1
        for column, columns, text, look in pieces:
            grid.put(row, column, self.styles.number(look), self._text(text), columns=columns)
            lines = max(lines, lines_needed(text, sum(widths[column - 1:column - 1 + columns]), look.size))
        grid.heights[row] = min(_TALLEST, text_height(lines, line.look.size) + 2)

    def _table(self, grid: _Grid, first: int, table: PublicTable) -> None:
        numbers, texts = numbers_of(table), self.strings
        for index, row in enumerate(table.rows):
            height, above = row.height, first + index
            for cell in row.cells:
                text, column, columns, rows, look = cell
                number = numbers.get((index, column)) if text else None
                if number is not None:
                    style, content = self.styles.number(look, self._format(number.places)), f"<v>{number.value:f}</v>"
                else:
                    style = self.styles.number(look, TEXT if is_code(text) else GENERAL)
                    content = str(texts.number(text)) if text else ""
                    if text.isdigit():
                        grid.text_numbers.append(cell_name(above, column + 1))
                grid.put(above, column + 1, style, content, columns=columns, rows=rows)
                if rows == 1:
                    lines = lines_needed(text, sum(table.widths[column:column + columns]), look.size) if text else 1
                    height = max(height, text_height(lines, look.size))
            grid.heights[above] = min(_TALLEST, height)

    def _format(self, places: int | None) -> str:
        """How a number with so many decimals is shown; None: a row number."""
        if places is None:
            return "0"
        whole = "#,##0" if self.thousands else "0"
        return whole + (f".{'0' * places}" if places else "")

    def _text(self, text: str) -> str:
        return str(self.strings.number(text)) if text else ""


def text_width(text: str, size: float) -> float:
    """The width of a text: a Chinese character is as wide as the font is high, others half of that."""
    return width_in_letters(text) * size


def lines_needed(text: str, width: float, size: float) -> int:
    """The lines that a text takes when it wraps at `width`."""
    letters_in_line = max((width - _PADDING) // size, 1)
    if len(text) <= letters_in_line and "\n" not in text:
        return 1
    room = letters_in_line * size
    return sum(max(1, math.ceil(text_width(part, size) / room)) for part in text.split("\n"))


def text_height(lines: int, size: float) -> float:
    """The height of so many lines; substitutes for the Chinese fonts are a little taller than these."""
    return size * (_ONE_LINE if lines == 1 else _EACH_LINE * lines)


def _split(widths: Sequence[float], left: str, right: str, size: float) -> int:
    """How many columns the left part of a line gets: the right part takes what it needs from the right edge."""
    if not left and not right:
        return len(widths)
    needed, room = text_width(right, size) + _PADDING, 0.0
    for count in range(len(widths) - 1, 0, -1):
        room += widths[count]
        if room >= needed:
            return count
    return 0 if not left else len(widths)


def _sheet_xml(grid: _Grid, table: PublicTable, header: tuple[int, int]) -> str:
    last = max(grid.cells, default=1)
    count = max(len(table.widths), 1)
    body_row = header[1] + 1
    # the character of the default font (宋体 10) is 7 pixels wide, and a cell has 5 pixels of padding
    cols = "".join(f'<col min="{n}" max="{n}" width="{max((width * 96 / 72 - 5) / 7, 0.5):.2f}" customWidth="1"/>'
                   for n, width in enumerate(table.widths, 1))
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in grid.merged)
    ignored = f'<ignoredErrors><ignoredError sqref="{" ".join(grid.text_numbers)}" numberStoredAsText="1"/></ignoredErrors>'
    return "".join((
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        f'<dimension ref="A1:{cell_name(last, count)}"/><sheetViews><sheetView showGridLines="0" workbookViewId="0">',
        f'<pane ySplit="{header[1]}" topLeftCell="A{body_row}" activePane="bottomLeft" state="frozen"/>',
        f'<selection pane="bottomLeft" activeCell="A{body_row}" sqref="A{body_row}"/></sheetView></sheetViews>',
        f'<sheetFormatPr defaultRowHeight="13.5"/><cols>{cols}</cols><sheetData>',
        *_rows_xml(grid),
        "</sheetData>",
        f'<mergeCells count="{len(grid.merged)}">{merged}</mergeCells>' if merged else "",
        _page_xml(table, sum(grid.heights.values())),
        ignored if grid.text_numbers else "",
        "</worksheet>",
    ))


def _rows_xml(grid: _Grid) -> list[str]:
    pieces: list[str] = []
    for row, cells in sorted(grid.cells.items()):
        pieces.append(f'<row r="{row}" ht="{grid.heights[row]:.2f}" customHeight="1">')
        pieces += [xml for _, xml in sorted(cells.items())]
        pieces.append("</row>")
    return pieces


def _page_xml(table: PublicTable, height: float) -> str:
    page = table.page
    top, right, bottom, left, head, foot = (margin / 72 for margin in page.margins)
    inches: Callable[[float], str] = "{:.3f}".format
    paper = 8 if min(page.width, page.height) > _A3_SHORT_SIDE else 9
    one_page = height <= page.usable_height * _SHRINK
    return (
        '<printOptions horizontalCentered="1"/>'
        f'<pageMargins left="{inches(left)}" right="{inches(right)}" top="{inches(top)}" bottom="{inches(bottom)}"'
        f' header="{inches(min(head, top / 2))}" footer="{inches(min(foot, bottom / 2))}"/>'
        f'<pageSetup paperSize="{paper}" fitToHeight="{int(one_page)}"'
        f' orientation="{"landscape" if page.landscape else "portrait"}"/>'
        "<headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter>")
