"""What the workbook says before anyone runs a command: balance checks, progress and colours, all as formulas.

Everything here is help for the clerk and is never read back. Only functions that Excel, WPS and LibreOffice share.
"""
