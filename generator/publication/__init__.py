"""公开表.xlsx: the published tables of the finished report as a workbook, one sheet each.

The workbook is made from the Word report, so titles, headings, notes, widths and fonts are those that the finance
officer set in the Word templates, and every figure equals the printed one::

    data = public_tables(report.document.content(), report.properties)  # a .docx will do as well
    tables = read_public_tables(report.document.content())              # the same tables as plain values

No openpyxl here: importing it takes longer than writing the nine sheets.
"""

from generator.publication.book import public_tables
from generator.publication.model import NoPublicTables, PublicTable
from generator.publication.word import read_public_tables

__all__ = ["NoPublicTables", "PublicTable", "public_tables", "read_public_tables"]
