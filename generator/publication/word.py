"""Find the published tables in a finished Word report.

A published table is one whose caption (the paragraphs above it since the last heading, section or page break, or its
own first rows) holds 公开01表 or the like; where no table has that, 表1 in caption or heading will do. A layout that
has neither can name the heading of the part that holds the tables: then all tables of that part are published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.document.blocks import Content, TableBlock, docx_content
from generator.publication.model import Line, NoPublicTables, Page, PublicTable, Row
from generator.publication.numbers import holds_amount
from generator.publication.word_forms import ParagraphForm, WordForms, word_forms
from generator.publication.word_styles import TextStyle
from generator.publication.word_tables import read_rows

_PUBLIC = re.compile(r"公开\s*(\d{1,2})\s*表")
_NUMBERED = re.compile(r"(?<!附)表\s*(\d{1,2}|[一二三四五六七八九十]{1,3})(?![\d月年])")
_ROWS_OF_CAPTION = 3
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph between tables."""

    text: str
    form: ParagraphForm

    @property
    def style(self) -> TextStyle:
        return self.form.style

    @property
    def line(self) -> Line:
        return Line(tuple(part.strip(" ") for part in self.text.strip("\n").split("\t")), self.style.look())

    @property
    def begins_caption(self) -> bool:
        return self.style.align == "center" or _PUBLIC.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class _Found:
    """A table with the paragraphs before and after it, and the headings that it stands under.

    `rows`: what its first rows print.
    """

    block: TableBlock
    before: Sequence[_Paragraph]
    after: Sequence[_Paragraph]
    under: tuple[str, ...]
    page: Page
    rows: tuple[str, ...]

    @property
    def heading(self) -> _Paragraph | None:
        """The heading right above the caption."""
        paragraphs = self.before[:_last_boundary(self.before)]
        last = next((paragraph for paragraph in reversed(paragraphs) if paragraph.text.strip()), None)
        return last if last is not None and last.style.is_heading else None

    @property
    def caption(self) -> list[_Paragraph]:
        """The paragraphs above that belong to this table."""
        return [paragraph for paragraph in self.before[_last_boundary(self.before):] if paragraph.text.strip()]

    @property
    def words(self) -> str:
        """Everything that may say which table this is."""
        return "\n".join([*(paragraph.text for paragraph in self.caption), *self.rows])


def read_public_tables(document: Content | bytes, part_heading: str = "") -> tuple[PublicTable, ...]:
    """The published tables of a report (its content or its .docx) in their order. NoPublicTables where there is none.

    `part_heading` is the heading of the part that holds them, as printed; empty: they are known by their captions.
    """
    content = docx_content(document) if isinstance(document, bytes) else document
    forms = word_forms(content.head, content.styles)
    found = _chosen(_tables(content, forms), part_heading)
    if not found:
        where = f"标题“{part_heading}”下没有表格" if part_heading else "没有认出公开表"
        raise NoPublicTables(f"报告中{where}。表格上方要有“公开01表”这样的表号（或“表1”）。")
    return tuple(_public_table(table, number, forms) for number, table in enumerate(found, 1))


def _chosen(tables: Sequence[_Found], part_heading: str) -> list[_Found]:
    if part_heading:
        wanted = "".join(part_heading.split())
        return [table for table in tables if wanted in table.under]
    return ([table for table in tables if _PUBLIC.search(table.words)]
            or [table for table in tables if _number(table)])


def _number(table: _Found) -> str:
    """表1 or 公开01表 as the caption or the heading has it, without spaces."""
    heading = table.heading.text if table.heading is not None else ""
    match = _PUBLIC.search(table.words) or _NUMBERED.search(heading) or _NUMBERED.search(table.words)
    return "" if match is None else "".join(match[0].split())


def _tables(content: Content, forms: WordForms) -> list[_Found]:
    """Every table of the body itself, from first to last."""
    gaps: list[list[_Paragraph]] = [[]]
    tables: list[TableBlock] = []
    pages: list[Page] = []
    under: list[tuple[str, ...]] = []
    headings: dict[int, str] = {}
    for block in content.blocks:
        if isinstance(block, TableBlock):
            tables.append(block)
            under.append(tuple(headings.values()))
            gaps.append([])
            continue
        form = forms.paragraph(block.form)
        paragraph = _Paragraph(form.slots.fill(block.texts), form)
        gaps[-1].append(paragraph)
        if form.page is not None:
            pages += [form.page] * (len(tables) - len(pages))
        if form.style.is_heading and paragraph.text.strip():
            level = form.style.level
            headings = {known: text for known, text in headings.items() if known < level}
            headings[level] = "".join(paragraph.text.split())
    last = forms.page(content.section) if content.section else Page()
    pages += [last] * (len(tables) - len(pages))
    printed = [_printed(table, forms) for table in tables]
    return [_Found(*each) for each in zip(tables, gaps, gaps[1:], under, pages, printed, strict=False)]


def _printed(table: TableBlock, forms: WordForms) -> tuple[str, ...]:
    """What stands in the rows that may hold a caption."""
    return tuple(slots.fill(row.texts) for row in table.rows[:_ROWS_OF_CAPTION] for slots in forms.row(row.form).printed)


def _last_boundary(gap: Sequence[_Paragraph]) -> int:
    """Where the caption of the table below begins: after the last heading or section, at the last page break."""
    for index in range(len(gap) - 1, -1, -1):
        if gap[index].form.page is not None or gap[index].style.is_heading:
            return index + 1
        if gap[index].form.breaks:
            return index
    return next((index for index, paragraph in enumerate(gap) if paragraph.begins_caption), len(gap))


def _first_boundary(gap: Sequence[_Paragraph]) -> int:
    """Where the notes of the table above end."""
    for index, paragraph in enumerate(gap):
        if paragraph.style.is_heading or paragraph.form.breaks:
            return index
        if paragraph.form.page is not None:
            return index + 1
    return next((index for index, paragraph in enumerate(gap) if paragraph.begins_caption), len(gap))


def _public_table(table: _Found, number: int, forms: WordForms) -> PublicTable:
    caption = table.caption
    above = [paragraph.line for paragraph in caption]
    if table.heading is not None and not any(paragraph.style.align == "center" for paragraph in caption):
        above.insert(0, Line((table.heading.text.strip(),), table.heading.style.look(horizontal="center")))
    below = [paragraph.line for paragraph in table.after[:_first_boundary(table.after)] if paragraph.text.strip()]
    rows, widths = read_rows(table.block, forms)
    name = _SHEET_NAME.sub(" ", _number(table) or f"{number}")[:28]
    return PublicTable(name, tuple(above), rows, tuple(below), widths, table.page, _header_rows(rows))


def _header_rows(rows: Iterable[Row]) -> int:
    """The rows that Word repeats; where the template marks none, those before the first row with an amount."""
    count = 0
    listed = list(rows)
    while count < len(listed) and listed[count].header:
        count += 1
    if count:
        return count
    return next((index for index, row in enumerate(listed) if any(holds_amount(cell) for cell in row.cells)), 1)
