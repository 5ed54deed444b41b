"""The Word engine: fills real .docx templates with jinja2 tags. It knows nothing about accounts.

Once per layout and process::

    layout = compile_layout(base, parts, filters=FILTERS, names=KNOWN_NAMES, toc_levels=2)   # TemplateError: all mistakes at once
    layout.notes                                            # Chinese hints (styles that differ from 样式.docx …)

Once per report::

    filled = fill(layout, context, DocumentProperties(title=…, author=…, moment=datetime(…)), embedded=[Picture(…), …])
    filled.headings                                         # tuple[Heading(level, text, bookmark, run, first)]
    pdf_source = filled.docx(toc="plain")                   # bytes for LibreOffice: PAGEREF in ordinary paragraphs
    pages = read_heading_pages(pdf_path_or_bytes, filled.headings)      # dict bookmark -> printed page number
    content = filled.content()                              # paragraphs and tables as forms and texts, see blocks.py
    pages = estimate_heading_pages(content, filled.headings)            # the same without LibreOffice
    final = filled.docx(page_numbers=pages)                 # bytes: a real TOC field with these numbers cached

Templates
---------
``{{ 表达式 }}`` prints; ``{% if %}`` / ``{% for %}`` / ``{% set x = … %}`` / ``{% with %}`` inside one paragraph;
``{%p … %}``, ``{%tr … %}``, ``{%tc … %}`` stand for their whole paragraph, table row, cell (which may hold nothing else);
``{# … #}`` is a comment; opening and closing tag must stand at the same level. ``［目录］`` alone in a paragraph becomes the
table of contents; ``［插入 表1.docx］`` alone in a paragraph gives way to the body of that file, looked up in ``folders``. ``{{ 行.甲|并组 }}``, ``{{ 行.乙|并组(行.甲) }}``: the cell merges down while value and arguments stay equal.
Names begin with no underscore; ``safe``, ``attr``, include, import, macro … are not available (the templates come from outside).
``range``, ``namespace`` and jinja2's usual filters and tests are there besides ``filters`` and ``names``.

Values: ``None`` prints nothing; text is escaped, forbidden control characters are dropped, a newline starts a new paragraph
like the one it stands in, a tab is a tab; an object with ``__html__`` returns raw WordprocessingML for inside ``<w:t>``;
everything else prints its ``str()``. A filter raises ``WrongUse("中文说明")`` to blame the template for how it was called;
other exceptions raised inside a filter go through untouched with a note on where in the template it happened.

Pictures: put ``Picture(name, png, alt, width_mm, height_mm=None)`` into the context where the tag names it, and hand it to
``fill(embedded=…)`` too. Anything that obeys ``Embedded`` (several parts with relationships of their own) works the same.

``trial.try_layout(…)`` fills with samples, goes through every branch and returns all mistakes at once.
``template_text(path)`` prints a template for review and diff.
"""

from generator.document.blocks import Content
from generator.document.embed import Embedded, EmbeddedPart, Picture, embedded_id
from generator.document.filled import FilledDocument, fill
from generator.document.layout import CompiledLayout, compile_layout
from generator.document.mistakes import TemplateError, TemplateMistake, WrongUse
from generator.document.pages import read_heading_pages
from generator.document.paginate import estimate_heading_pages
from generator.document.properties import DocumentProperties
from generator.document.text import template_text
from generator.document.toc import Heading

__all__ = [
    "CompiledLayout",
    "Content",
    "DocumentProperties",
    "Embedded",
    "EmbeddedPart",
    "FilledDocument",
    "Heading",
    "Picture",
    "TemplateError",
    "TemplateMistake",
    "WrongUse",
    "compile_layout",
    "embedded_id",
    "estimate_heading_pages",
    "fill",
    "read_heading_pages",
    "template_text",
]
