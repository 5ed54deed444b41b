"""An estimate of the printed pages of the headings without LibreOffice.

Our reports have exact line spacing, Chinese text and tables of known heights, so that counting characters and lines comes
close. It is what a report without a PDF prints in its contents; Word corrects it when the officer updates the field.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.document.blocks import Content, TableBlock, docx_content
from generator.document.metrics import Look, line_height
from generator.document.page_forms import BORDER, PageForms, ParagraphForm, SectionForm, page_forms
from generator.document.toc import Heading

_Placed = tuple[ParagraphForm, Sequence[str]] | TableBlock


def estimate_heading_pages(document: Content | bytes, headings: Sequence[Heading]) -> dict[str, int]:
    """Bookmark -> estimated printed page, for the content of a ``FilledDocument`` or the .docx that it wrote."""
    content = docx_content(document) if isinstance(document, bytes) else document
    forms = page_forms(content.head, content.styles)
    pages = _Pages(forms, {heading.bookmark for heading in headings})
    for number, (blocks, section) in enumerate(_sections(content, forms)):
        pages.begin_section(section, number == 0)
        pages.place(blocks)
        if pages.complete:  # what follows the last heading is a quarter of a report
            break
    return pages.found


def _sections(content: Content, forms: PageForms) -> Iterator[tuple[list[_Placed], SectionForm]]:
    """The blocks of each section with its properties."""
    blocks: list[_Placed] = []
    for block in content.blocks:
        if isinstance(block, TableBlock):
            blocks.append(block)
            continue
        form = forms.paragraph(block.form)
        blocks.append((form, block.texts))
        if form.section is not None:
            yield blocks, form.section
            blocks = []
    if content.section:
        yield blocks, forms.section(content.section)


class _Pages:
    """Fills pages from the top."""

    def __init__(self, forms: PageForms, bookmarks: set[str]) -> None:
        self.found: dict[str, int] = {}
        self._forms, self._bookmarks = forms, bookmarks
        self._paper = SectionForm()
        self._page = 1
        self._used = 0.0

    @property
    def complete(self) -> bool:
        """Whether all headings have their pages."""
        return len(self.found) == len(self._bookmarks)

    def begin_section(self, section: SectionForm, first: bool) -> None:
        """Start a new page (unless continuous), and its numbering if the section restarts it."""
        self._paper = section
        if section.kind != "continuous" and not first:
            self._new_page()
            if (section.kind == "oddPage" and self._page % 2 == 0) or (section.kind == "evenPage" and self._page % 2):
                self._page += 1
        if section.first_number is not None:
            self._page = section.first_number

    def _new_page(self) -> None:
        self._page += 1
        self._used = 0.0

    def place(self, blocks: Sequence[_Placed]) -> None:
        """Put the blocks of a section onto pages."""
        for number, block in enumerate(blocks):
            if self.complete:
                return
            if isinstance(block, TableBlock):
                self._place_table(block)
            else:
                self._place_paragraph(*block, blocks[number + 1] if number + 1 < len(blocks) else None)

    def _place_paragraph(self, form: ParagraphForm, texts: Sequence[str], following: _Placed | None) -> None:
        look, room = form.look, self._paper.height + BORDER
        heights = form.line_heights(texts, self._paper.width, self._paper.pitch)
        needed = heights[0]
        if look.keep_next and following is not None:
            needed = sum(heights) + self._first_line(following, look)
        if self._used and (look.break_before or self._used + look.before + needed > room):
            self._new_page()
        else:
            self._used += look.before
        self._note(form.bookmarks)
        for height in heights:
            if self._used and self._used + height > room:
                self._new_page()
            self._used += height
        self._used += look.after
        if form.breaks_after:
            self._new_page()

    def _first_line(self, block: _Placed, look: Look) -> float:
        if not isinstance(block, TableBlock):
            look = block[0].look
        return look.before + line_height(look, self._paper.pitch)

    def _note(self, bookmarks: Sequence[str]) -> None:
        for name in bookmarks:
            if name in self._bookmarks:
                self.found[name] = self._page

    def _place_table(self, table: TableBlock) -> None:
        """Rows do not split unless they are taller than a page; header rows come again on each page."""
        columns, pitch, room = self._forms.columns(table.head), self._paper.pitch, self._paper.height + BORDER
        headers = 0.0
        for row in table.rows:
            form = self._forms.row(row.form, columns, pitch)
            height = form.height(row.texts)
            if self._used and self._used + height > room:
                self._new_page()
                self._used = headers
            self._note(form.bookmarks)
            self._used += height
            while self._used > room:
                rest = self._used - self._paper.height
                self._new_page()
                self._used = rest + headers if headers < self._paper.height / 2 else rest
            if form.header:
                headers += height
