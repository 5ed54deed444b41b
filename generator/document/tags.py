"""Tags in a line of text: find them, and undo what Word's autocorrection did inside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPENING = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}|｛｛|｛[%％]|\{％")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_SCOPE = re.compile(r"(p|tr|tc|r)\s+")
_QUOTES = {"'": "'", '"': '"', "‘": "'", "’": "'", "＇": "'", "“": '"', "”": '"', "＂": '"'}
_CLOSERS = {"'": "'", '"': '"', "‘": "'‘’", "’": "'‘’", "＇": "＇'", "“": '"“”', "”": '"“”', "＂": '＂"'}
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u3000\u2002\u2003\u2009\t\n"), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("。"): ".", ord("、"): ","}
_PLAIN = _BLANKS | _INVISIBLE | _FULL_WIDTH


@dataclass(frozen=True, slots=True)
class FoundTag:
    """A tag found in a text, from ``start`` to ``end``."""

    start: int
    end: int
    opener: str  # {{ {% {#
    scope: str  # "", p, tr, tc
    code: str  # what stands inside, normalised
    written: str


@dataclass(frozen=True, slots=True)
class BrokenTag:
    """Something that looks like a tag and is none."""

    written: str
    message: str


def find_tags(text: str) -> Iterator[FoundTag | BrokenTag]:
    """All tags of one paragraph's text, in order."""
    position = 0
    while match := _OPENING.search(text, position):
        opener, start = match[0], match.start()
        if opener not in _CLOSING:
            wide = opener[0] in "｛{"
            message = "标签要用半角的花括号和百分号" if wide else f"这里的 {opener} 前面没有与它成对的开头"
            yield BrokenTag(text[start : start + 20] if wide else text[max(0, start - 20) : match.end()], message)
            position = match.end()
            continue
        end = _end_of_tag(text, match.end(), opener)
        if end < 0:
            yield BrokenTag(text[start : start + 40], f"标签没有结束：缺少 {_CLOSING[opener]}（标签不能跨段落）")
            position = match.end()
            continue
        code = text[match.end() : end - 2]
        code = code.removeprefix("-").removeprefix("+").removesuffix("-").removesuffix("+")
        scope = _SCOPE.match(code.translate(_BLANKS))
        level = scope[1] if scope and scope[1] != "r" else ""  # {%r is docxtpl's; a tag in a run needs no word here
        inner = normalise(code[scope.end() :] if scope else code)
        yield FoundTag(start, end, opener, level, inner, text[start:end])
        position = end


def _end_of_tag(text: str, position: int, opener: str) -> int:
    """Index after the closing braces; braces inside string literals do not count unless a quote is left open."""
    closer = _CLOSING[opener]
    if opener != "{#":
        for index, literal, depth in _characters(text, position):
            if not literal and depth <= 0 and text.startswith(closer, index):
                return index + 2
    found = text.find(closer, position)
    return found + 2 if found >= 0 else -1


def _characters(text: str, position: int) -> Iterator[tuple[int, bool, int]]:
    """Index, whether it is inside a string literal, depth of braces before it."""
    closers, escaped, depth = "", False, 0
    for index in range(position, len(text)):
        char = text[index]
        yield index, bool(closers), depth
        if closers:
            if not escaped and char in closers:
                closers = ""
            escaped = char == "\\" and not escaped
        elif char in _CLOSERS:
            closers = _CLOSERS[char]
        elif char in "{}":
            depth += 1 if char == "{" else -1


def normalise(code: str) -> str:
    """Curly quotes to straight ones, full-width signs outside string literals to ASCII, odd blanks to blanks."""
    out: list[str] = []
    quote = ""
    for index, literal, _ in _characters(code, 0):
        char = code[index]
        if not literal:
            quote = char if char in _CLOSERS else ""
            out.append(_QUOTES.get(char) or char.translate(_PLAIN))
        elif char in _CLOSERS.get(quote, "") and (index == 0 or code[index - 1] != "\\"):
            out.append(_QUOTES[quote])
            quote = ""
        else:
            out.append(" " if char in "\n\t" else char)
    return "".join(out).strip()
