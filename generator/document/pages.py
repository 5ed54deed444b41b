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
_ENOUGH_VOTES: Final = 8  # so many agreeing headings say how the pages of a run are numbered


def read_heading_pages(pdf: Path | bytes, headings: Sequence[Heading]) -> dict[str, int]:
    """Bookmark -> printed page number. ValueError names the headings that the PDF does not show."""
    reader = _open(pdf if isinstance(pdf, bytes) else pdf.read_bytes())
    sheets = _match_outline(list(_outline(reader)), headings)
    printed = _read_contents(reader, headings, sheets)
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


def _open(data: bytes) -> PdfReader:
    """The PDF, without the look at each of its objects that a lenient reader begins with (half of the time)."""
    from pypdf import PdfReader
    from pypdf.errors import PdfReadError

    try:
        reader = PdfReader(io.BytesIO(data), strict=True)
    except PdfReadError:
        return PdfReader(io.BytesIO(data))
    reader.strict = False
    return reader


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


def _read_contents(reader: PdfReader, headings: Sequence[Heading], sheets: dict[str, int]) -> dict[str, int]:
    """The numbers printed in the contents: of as many headings as it takes to know how each run is numbered, and of
    those that the outline does not have.
    """
    printed: dict[str, int] = {}
    waiting = list(headings)
    text = ""
    for page in _contents_pages(reader):
        text += _plain(page.extract_text())
        while waiting:
            match = re.search(re.escape(_plain(waiting[0].text)) + _LEADER_AND_NUMBER, text)
            if match is None:
                break
            printed[waiting.pop(0).bookmark] = int(match[1])
            text = text[match.end() :]
        if all(heading.bookmark in sheets for heading in waiting) and _known(headings, sheets, printed):
            break
    return printed


def _contents_pages(reader: PdfReader) -> list[Any]:
    """The pages with links, which are those of the contents; the first pages where there are none."""
    first = list(reader.pages[:_PAGES_OF_CONTENTS])
    return [page for page in first if "/Annots" in page] or first


def _known(headings: Sequence[Heading], sheets: dict[str, int], printed: dict[str, int]) -> bool:
    """Whether the contents have told enough of each run."""
    read = [heading for heading in headings if heading.bookmark in printed]
    if len(read) == len(headings):
        return True
    votes = _votes(read, sheets, printed)
    return all(len(votes.get(run, ())) == 1 and votes[run].total() >= _ENOUGH_VOTES for run in {one.run for one in headings})


def _votes(headings: Sequence[Heading], sheets: dict[str, int], printed: dict[str, int]) -> dict[int, Counter[int]]:
    """By run of page numbers: how many headings say which difference between sheet and printed number."""
    votes: dict[int, Counter[int]] = {}
    for heading in headings:
        if heading.bookmark in sheets and heading.bookmark in printed:
            difference = sheets[heading.bookmark] - printed[heading.bookmark]
            votes.setdefault(heading.run, Counter())[difference] += 1
    return votes


def _offsets(headings: Sequence[Heading], sheets: dict[str, int], printed: dict[str, int]) -> dict[int, int]:
    """By run of page numbers: sheet minus printed number, as most headings of the contents have it."""
    votes = _votes(headings, sheets, printed)
    offsets = {run: counter.most_common(1)[0][0] for run, counter in votes.items()}
    for heading in headings:
        if heading.bookmark in sheets and heading.run not in offsets:
            # Nothing legible in the contents: a section that restarts begins with its first heading.
            offsets[heading.run] = sheets[heading.bookmark] - heading.first if heading.run else 0
    return offsets
