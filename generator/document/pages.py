"""Printed page numbers of the headings, read from the PDF that LibreOffice made of ``docx(toc="plain")``.

The PDF's outline says on which sheet a heading stands. What number is printed there follows from the contents' own page,
where LibreOffice has written the printed numbers: front matter is not counted, and numbering restarts with a section.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.document.toc import Heading

if TYPE_CHECKING:
    from pypdf import PdfReader

_LEADER_AND_NUMBER: Final = r"[.·]{2,}(\d+)"  # NFKC makes dots of the other leaders
_PAGES_OF_CONTENTS: Final = 12  # further in than this no contents are looked for


def read_heading_pages(pdf: Path | bytes, headings: Sequence[Heading]) -> dict[str, int]:
    """Bookmark -> printed page number. ValueError names the headings that the PDF does not show."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf)
    sheets = _match_outline(list(_outline(reader)), headings)
    printed = _read_contents(reader, headings)
    offsets = _offsets(headings, sheets, printed)
    pages: dict[str, int] = {}
    missing = []
    for heading in headings:
        if heading.bookmark in sheets:
            pages[heading.bookmark] = sheets[heading.bookmark] - offsets[heading.run]
        elif heading.bookmark in printed:
            pages[heading.bookmark] = printed[heading.bookmark]
        else:
            missing.append(heading.text)
    if missing:
        raise ValueError(f"PDF 里找不到这些标题的页码：{'、'.join(missing)}")
    return pages


def _plain(text: str) -> str:
    """Text to compare by: without blanks, and with radicals of some fonts as the characters they stand for."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _outline(reader: PdfReader) -> Iterator[tuple[str, int]]:
    """(title, sheet from 1) of every entry, in order."""
    waiting: list[Any] = list(reversed(reader.outline))
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, list):
            waiting += reversed(entry)
            continue
        number = reader.get_destination_page_number(entry)
        if number is not None and number >= 0:
            yield _plain(entry.title or ""), number + 1


def _match_outline(entries: Sequence[tuple[str, int]], headings: Sequence[Heading]) -> dict[str, int]:
    """Headings found in the outline, which may hold lower levels besides."""
    sheets: dict[str, int] = {}
    position = 0
    for heading in headings:
        title = _plain(heading.text)
        found = next((i for i in range(position, len(entries)) if entries[i][0].endswith(title)), None)
        if found is not None:
            sheets[heading.bookmark] = entries[found][1]
            position = found + 1
    return sheets


def _read_contents(reader: PdfReader, headings: Sequence[Heading]) -> dict[str, int]:
    """The numbers printed in the contents."""
    printed: dict[str, int] = {}
    waiting = list(headings)
    text = ""
    for page in reader.pages[:_PAGES_OF_CONTENTS]:
        text += _plain(page.extract_text())
        while waiting:
            match = re.search(re.escape(_plain(waiting[0].text)) + _LEADER_AND_NUMBER, text)
            if match is None:
                break
            printed[waiting.pop(0).bookmark] = int(match[1])
            text = text[match.end() :]
        if not waiting:
            break
    return printed


def _offsets(headings: Sequence[Heading], sheets: dict[str, int], printed: dict[str, int]) -> dict[int, int]:
    """By run of page numbers: sheet minus printed number, as most headings of the contents have it."""
    votes: dict[int, Counter[int]] = {}
    for heading in headings:
        if heading.bookmark in sheets and heading.bookmark in printed:
            difference = sheets[heading.bookmark] - printed[heading.bookmark]
            votes.setdefault(heading.run, Counter())[difference] += 1
    offsets = {run: counter.most_common(1)[0][0] for run, counter in votes.items()}
    for heading in headings:
        if heading.bookmark in sheets and heading.run not in offsets:
            # Nothing legible in the contents: a section that restarts begins with its first heading.
            offsets[heading.run] = sheets[heading.bookmark] - heading.first if heading.run else 0
    return offsets
