"""The jinja source of a part: XML with tokens becomes text with tags."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.document import names
from generator.document.names import mark
from generator.document.prepare import DRAWING_TOKEN, FIRST_TOKEN, PreparedPart, Tag

_TOKENS = re.compile("<\\?tag (.)\\?>|([\U00100000-\U0010ffff])|<\\?mark (.)([^?]*)\\?>")


def jinja_source(
    part: PreparedPart, xml: str, written: Callable[[Tag, int], str] | None = None
) -> tuple[str, list[Tag]]:
    """The jinja source for XML with tokens, and its tags in order: tag number n stands on line n.

    ``written`` makes the source of tag number n otherwise than ``tag_source``, with its one newline.
    """
    ordered: list[Tag] = []

    def replace(match: re.Match[str]) -> str:
        if match[3]:
            return mark(match[3], match[4])
        tag = part.tags[ord(match[1] or match[2]) - FIRST_TOKEN]
        ordered.append(tag)
        return tag_source(tag) if written is None else written(tag, len(ordered))

    xml = xml.replace("\n", " ").replace(f'"{DRAWING_TOKEN}"', f'"{mark(names.DRAWING_ID)}"')
    return _TOKENS.sub(replace, xml), ordered


def tag_source(tag: Tag) -> str:
    """The tag as jinja reads it, with its one newline."""
    return f"{tag.opener} {tag.code}\n{'}}' if tag.opener == '{{' else '%}'}"
