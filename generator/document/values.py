"""How a value of the context becomes text of the document."""

from __future__ import annotations

import re

from generator.escaping import escape_text

# What XML 1.0 forbids, and surrogates that cannot be encoded.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
TAB_XML = '</w:t><w:tab/><w:t xml:space="preserve">'


def clean_text(text: str) -> str:
    """The text without characters that XML forbids, with every kind of line break as ``\\n``."""
    return _FORBIDDEN.sub("", _NEWLINES.sub("\n", text))


def xml_text(value: object) -> str:
    """jinja2's ``finalize``: what ``{{ … }}`` puts between ``<w:t>`` and ``</w:t>`` for a value.

    It escapes as well: jinja2's own autoescape would take two more calls for each of thousands of cells, and pass
    quotes through as entities.
    """
    if type(value) is str:
        text = value
    elif value is None:
        return ""
    elif hasattr(value, "__html__"):
        return str(value.__html__())
    else:
        text = str(value)
    # the usual cases are decided in C
    if not text or text.isalnum():
        return text
    if "&" in text or "<" in text or ">" in text:
        text = escape_text(text)
    return text if text.isprintable() else clean_text(text).replace("\t", TAB_XML)
