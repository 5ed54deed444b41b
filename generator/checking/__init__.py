"""`juesuan check`: examine workbooks, say what was found, and mark it in a copy.

`examine` reads and checks one workbook; `text` and `record` put the result into lines and into JSON; `annotate`
writes a copy of the workbook with the cells marked. The workbook itself is only read.
"""

from __future__ import annotations

from generator.checking.examination import Examination, Verdict, examine

__all__ = ["Examination", "Verdict", "examine"]
