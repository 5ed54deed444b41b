"""Shared strings: a table of texts beside the sheets, and in a cell the number of its text.

What Excel, WPS or LibreOffice saved holds thousands of them, most for the list of subjects, which is not read. They are
checked all at once and stay as they are written. A sheet that is read gets them in the place of their numbers: then its
rows are the same in all workbooks that say the same, whatever the numbers are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from generator.workbook.sheet_tree import string_of, walk_strings
from generator.workbook.xml_tree import is_unusual, parse_pieces

_STRING = re.compile(
    rb'<si><t(?: xml:space="preserve")?+>([^<]*+)</t>(?:<phoneticPr fontId="[0-9]++"(?: type="[A-Za-z]++")?+/>)?+</si>'
    rb'|(<si>(?:<(?![!?]|/si>)[^<]*+){1,2000}+</si>)|([\s\S]++)')
#: A run of a text in several fonts: so LibreOffice writes all that mix Chinese with digits.
_RUN_START = re.compile(rb'<r>(?:<rPr>(?:<[A-Za-z]++(?: [A-Za-z]++="[^"<>]*+")*+/>)*+</rPr>)?+<t(?: xml:space="preserve")?+')
_RUN_END = b"</t></r>"
_KIND = b' t="s"'
_NUMBER = re.compile(rb' t="s"><v>([0-9]{1,9}+)(?=</v>)')
_KIND_FIRST = re.compile(rb' t="s"( s="[0-9]{1,6}+")><v>')


class SharedStrings:
    """The shared strings of a workbook: `written` as they would stand in the XML of a cell, `texts` as they read.

    Raises XMLSyntaxError or ValueError where the table is damaged.
    """

    __slots__ = ("_data", "_texts", "written")

    def __init__(self, data: bytes | None) -> None:
        self._data = data
        self._texts: list[str] | None = None
        written = scan_strings(data) if data is not None else []
        if data is not None and written is None:
            self._texts = walk_strings(data)
            written = [as_written(text) for text in self._texts]
        self.written: Sequence[bytes] = written or []

    @property
    def texts(self) -> Sequence[str]:
        """All of them decoded, for a sheet that has to be walked."""
        if self._texts is None:
            self._texts = walk_strings(self._data) if self._data is not None else []
        return self._texts


def scan_strings(data: bytes) -> list[bytes] | None:
    """The shared strings as they would be written in a cell; None where the part has to be walked."""
    start, end = data.find(b"<si>"), len(data) - len(b"</sst>")
    if start < 0 or not data.endswith(b"</sst>") or is_unusual(data[:start]):
        return None
    found: list[tuple[bytes, bytes, bytes]] = _STRING.findall(data[start:end])
    if found and found[-1][2]:  # what is wrong reaches to the end
        return None
    texts = [text for text, _, _ in found]
    rich = dict.fromkeys((item for _, item, _ in found if item), b"")
    looks, parts, walked = _cut_runs(rich)
    root = parse_pieces(data[:start], data[end:], (*walked, *looks), b" ".join(texts + parts))
    if root is None or len(root) != len(walked) + len(looks) + 1:
        return None
    rich.update((item, as_written(string_of(element))) for item, element in zip(walked, root, strict=False))
    return [rich[item] if item else text for text, item, _ in found] if rich else texts


def _cut_runs(rich: dict[bytes, bytes]) -> tuple[set[bytes], list[bytes], list[bytes]]:
    """Fill in what the texts in several fonts say; what has to be checked of them, fonts and texts, and which have to be walked."""
    starts: set[bytes] = set()
    parts: list[bytes] = []
    walked: list[bytes] = []
    for item in rich:
        *runs, end = item[len(b"<si>"):].split(_RUN_END)
        cut = [run.rpartition(b">") for run in runs]
        if end == b"</si>" and cut and b"\r" not in item and all(_is_start(start) for start, _, _ in cut):
            starts.update(start for start, _, _ in cut)
            texts = [text for _, _, text in cut]
            parts += texts
            rich[item] = b"".join(texts)
        else:
            walked.append(item)
    return {start + b">" + _RUN_END for start in starts}, parts, walked


@lru_cache(maxsize=1024)
def _is_start(written: bytes) -> bool:
    """Whether this, but for its last character, is what stands before the text of a run."""
    return _RUN_START.fullmatch(written) is not None


def as_written(text: str) -> bytes:
    """A text as it would stand in the XML of a cell."""
    escaped = text.replace("_x", "_x005F_x").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\r", "&#13;").encode()


def inlined(rows: bytes, written: Sequence[bytes]) -> bytes:
    """The rows with shared strings in the place of their numbers. Raises IndexError where there is none of that number."""
    first = rows.find(_KIND) if written else -1
    if first < 0:
        return rows
    if rows.startswith(b" ", first + len(_KIND)):  # some programs put the format behind the kind, in all cells
        rows = _KIND_FIRST.sub(rb'\1 t="s"><v>', rows)
    parts = _NUMBER.split(rows)
    parts[1::2] = [b' t="str"><v>' + written[int(number)] for number in parts[1::2]]
    return b"".join(parts)
