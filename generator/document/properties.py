"""docProps/core.xml: what the file says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from generator.document.values import clean_text
from generator.escaping import escape_text


@dataclass(frozen=True, slots=True)
class DocumentProperties:
    """Title, author … of the report. ``moment`` is created and modified: the caller gives it, no clock is read."""

    title: str
    author: str
    moment: datetime
    subject: str = ""
    keywords: str = ""
    language: str = "zh-CN"

    def core_xml(self) -> bytes:
        """The part docProps/core.xml."""
        moment = self.moment.astimezone(UTC) if self.moment.tzinfo else self.moment
        stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        texts = [
            ("dc:title", self.title),
            ("dc:subject", self.subject),
            ("dc:creator", self.author),
            ("cp:keywords", self.keywords),
            ("cp:lastModifiedBy", self.author),
            ("dc:language", self.language),
        ]
        inner = "".join(f"<{tag}>{escape_text(clean_text(text))}</{tag}>" for tag, text in texts if text)
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
            ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f'{inner}<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
        ).encode()
