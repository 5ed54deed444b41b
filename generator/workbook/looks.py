"""What is known of the cells of workbooks with the same styles: what their attributes say, and rows met before.

Half of the rows of a filled workbook are those of the template: labels, help, sums of nothing. In a worker that reads
many workbooks they are cut into cells once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from generator.workbook.formats import PLAIN, Format
from generator.workbook.raw import TEXT_KINDS, RawRow

_ATTRIBUTE = re.compile(rb' ([A-Za-z0-9]+)="([^"]*)"')
#: Rows that came twice are kept, the others only as a number: few of those of one workbook come in another.
MOST_ROWS, MOST_SEEN, LONGEST_ROW = 1_500, 20_000, 4_000
MOST_LOOKS = 2_000


Line = tuple[int, RawRow]


#: What the attributes of a cell say: its kind as in the file, its kind as it is read (all texts are s), its number format.
Look = tuple[str, str, Format]


class UnusualSheet(Exception):
    """A sheet, or one of its cells, is not of the usual way: it has to be walked."""


class Looks(dict[bytes, Look]):
    """What each of the attributes of cells says in workbooks with these number formats.

    Asking for attributes that are no good raises UnusualSheet.
    """

    def __init__(self, formats: Sequence[Format]) -> None:
        self.formats = formats
        self.rows: dict[bytes, Line] = {}
        self._older: dict[bytes, Line] = {}  # what was in `rows` before it became too many
        self._seen: set[int] = set()

    def __missing__(self, written: bytes) -> Look:
        values = attributes_in(written)
        style = values.get(b"s", b"-1")
        if not (style.isdigit() or style == b"-1"):
            raise UnusualSheet
        kind, index = values.get(b"t", b"n").decode("ascii"), int(style)
        form = self.formats[index] if 0 <= index < len(self.formats) else PLAIN
        look = kind, "s" if kind in TEXT_KINDS else kind, form
        if len(self) >= MOST_LOOKS:
            self.clear()
        self[written] = look
        return look

    def known(self, written: bytes) -> Line | None:
        """The row that is written so, where it was kept and is not in `rows`."""
        line = self._older.get(written)
        if line is not None:
            self._keep(written, line)
        return line

    def meet(self, written: bytes, line: Line) -> None:
        """Keep a row, when it is met again. It must not depend on anything else in its workbook than the styles."""
        mark = hash(written)
        if len(written) > LONGEST_ROW:
            return
        if mark in self._seen:
            self._keep(written, line)
            return
        if len(self._seen) >= MOST_SEEN:
            self._seen.clear()
        self._seen.add(mark)

    def _keep(self, written: bytes, line: Line) -> None:
        if len(self.rows) >= MOST_ROWS:
            self._older, self.rows = self.rows, {}
        self.rows[written] = line


@lru_cache(maxsize=1024)
def attributes_in(written: bytes) -> dict[bytes, bytes]:
    """Attributes by name. Raises UnusualSheet where one is there twice."""
    found = _ATTRIBUTE.findall(written)
    values = dict(found)
    if len(values) != len(found):
        raise UnusualSheet
    return values
