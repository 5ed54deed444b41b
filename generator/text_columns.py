"""How wide a text is where every letter is as wide as the next: in a terminal, and about so in a spreadsheet's column."""

from __future__ import annotations

import unicodedata


def is_wide(char: str) -> bool:
    """Whether a character takes two columns, as Chinese ones do (East Asian Width W, F and A, Unicode Annex 11)."""
    return unicodedata.east_asian_width(char) in "WFA"


def columns_of(text: str) -> int:
    """Columns that `text` takes."""
    return len(text) if text.isascii() else sum(2 if is_wide(char) else 1 for char in text)
