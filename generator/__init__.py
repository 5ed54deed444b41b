"""juesuan: one workbook in, a department's published final accounts out."""

__version__ = "0.1.0"
