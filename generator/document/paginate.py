"""An estimate of the printed pages of the headings without LibreOffice.

Our reports have exact line spacing, Chinese text and tables of known heights, so that counting characters and lines comes
close. It is what a report without a PDF prints in its contents; Word corrects it when the officer updates the field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.document.blocks import Content, docx_content
from generator.document.flow import Flowing, Form, Kind
from generator.document.metrics import Look, line_height
from generator.document.page_forms import BORDER, Lines, PageForms, ParagraphForm, RowForm, SectionForm, page_forms
from generator.document.toc import Heading

_PARAGRAPH, _ROW, _TABLE = Kind


def estimate_heading_pages(document: Content | bytes, headings: Sequence[Heading]) -> dict[str, int]:
    """Bookmark -> estimated printed page, for the content of a ``FilledDocument`` or the .docx that it wrote."""
    content = docx_content(document) if isinstance(document, bytes) else document
    forms = page_forms(content.head, content.styles)
    pages = _Pages(forms, {heading.bookmark for heading in headings})
    pages.place(content.flow(), map(forms.section, content.sections))
    return pages.found


class _Pages:
    """Fills pages from the top."""

    def __init__(self, forms: PageForms, bookmarks: set[str]) -> None:
        self.found: dict[str, int] = {}
        self._forms, self._bookmarks = forms, bookmarks
        self._paper = SectionForm()
        self._on_paper = forms.on_paper(self._paper.width, self._paper.pitch)
        self._room = 0.0  # on a page
        self._page = 1
        self._used = 0.0
        self._rows: Callable[[Form], RowForm]  # of the table being placed
        self._headers = 0.0  # height of its header rows

    def place(self, flow: Iterator[Flowing], sections: Iterator[SectionForm]) -> None:
        """Put everything onto pages, up to the last heading: what follows it is a quarter of a report."""
        more = self._begin_section(next(sections, None), first=True)
        waiting = next(flow, None)
        while waiting is not None and more and len(self.found) < len(self._bookmarks):
            (kind, form, texts, bookmarks), waiting = waiting, next(flow, None)
            if kind is _ROW:
                self._place_row(self._rows(form), texts, bookmarks)
            elif kind is _TABLE:
                self._rows, self._headers = self._on_paper.rows(form), 0.0
            elif (known := self._on_paper.paragraph(form)) is not None:
                section = known[0].section
                self._place_paragraph(*known, texts, bookmarks, waiting if section is None else None)
                if section is not None:
                    more = self._begin_section(next(sections, None))

    def _begin_section(self, section: SectionForm | None, *, first: bool = False) -> bool:
        """Start a new page (unless continuous), and its numbering if the section restarts it. False where none comes."""
        if section is None:
            return False
        self._paper, self._room = section, section.height + BORDER
        self._on_paper = self._forms.on_paper(section.width, section.pitch)
        if section.kind != "continuous" and not first:
            self._new_page()
            if (section.kind == "oddPage" and self._page % 2 == 0) or (section.kind == "evenPage" and self._page % 2):
                self._page += 1
        if section.first_number is not None:
            self._page = section.first_number
        return True

    def _new_page(self) -> None:
        self._page += 1
        self._used = 0.0

    def _place_paragraph(self, form: ParagraphForm, lines: Lines, texts: Sequence[str], bookmarks: Sequence[str],
                         following: Flowing | None) -> None:
        look, room = form.look, self._room
        heights = lines.heights(texts)
        needed = heights[0]
        if look.keep_next and following is not None:
            needed = sum(heights) + self._first_line(following, look)
        if self._used and (look.break_before or self._used + look.before + needed > room):
            self._new_page()
        else:
            self._used += look.before
        if bookmarks:
            self._note(bookmarks)
        for height in heights:
            if self._used and self._used + height > room:
                self._new_page()
            self._used += height
        self._used += look.after
        if form.breaks_after:
            self._new_page()

    def _first_line(self, following: Flowing, look: Look) -> float:
        """Of the paragraph that follows; a table's is taken to look like the paragraph itself."""
        known = self._on_paper.paragraph(following[1]) if following[0] is _PARAGRAPH else None
        look = known[0].look if known is not None else look
        return look.before + line_height(look, self._paper.pitch)

    def _note(self, bookmarks: Sequence[str]) -> None:
        for name in bookmarks:
            if name in self._bookmarks:
                self.found[name] = self._page

    def _place_row(self, form: RowForm, texts: Sequence[str], bookmarks: Sequence[str]) -> None:
        """Rows do not split unless they are taller than a page; header rows come again on each page."""
        height = form.height(texts)
        if self._used and self._used + height > self._room:
            self._new_page()
            self._used = self._headers
        if bookmarks:
            self._note(bookmarks)
        self._used += height
        while self._used > self._room:
            rest = self._used - self._paper.height
            self._new_page()
            self._used = rest + self._headers if self._headers < self._paper.height / 2 else rest
        if form.header:
            self._headers += height
