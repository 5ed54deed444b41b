"""LibreOffice: from the Word file to the PDF."""

from generator.pdf.convert import Job, convert, convert_many
from generator.pdf.errors import (
    ConversionFailed,
    ConversionTimedOut,
    LibreOfficeMissing,
    PdfError,
    PdfNotWritable,
    how_to_install,
)
from generator.pdf.inspect import bookmarks, page_count, pdf_fonts
from generator.pdf.office import Office, find_office, require_office
from generator.pdf.start import is_whole

__all__ = [
    "ConversionFailed",
    "ConversionTimedOut",
    "Job",
    "LibreOfficeMissing",
    "Office",
    "PdfError",
    "PdfNotWritable",
    "bookmarks",
    "convert",
    "convert_many",
    "find_office",
    "how_to_install",
    "is_whole",
    "page_count",
    "pdf_fonts",
    "require_office",
]
