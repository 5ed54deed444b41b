"""Texts on their way into XML. Imports nothing: html and xml.sax.saxutils take longer to import than all of this."""

from __future__ import annotations


def escape_text(text: str) -> str:
    """Text for between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quote_attribute(text: str) -> str:
    """Text as an attribute's value, with its quotes."""
    return f'"{escape_text(text).replace(chr(34), "&quot;").replace(chr(10), "&#10;").replace(chr(9), "&#9;")}"'
