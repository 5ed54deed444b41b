"""The text of a report, for golden files: a paragraph a line, a table row a line with cells parted by ` | `.

A merged cell stands once. `python tests/report_text.py REPORT.docx` prints it; a golden file under tests/golden/ is
replaced by hand, after its difference was read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.table import Table


def report_text(path: Path) -> str:
    """Paragraphs and table rows in document order; blank paragraphs left out."""
    return "".join(f"{line}\n" for line in _lines(docx.Document(str(path))) if line.strip())


def _lines(document: Document) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block._tbl.tr_lst:
                cells = []
                for cell in row.tc_lst:
                    merged = cell.vMerge == "continue"
                    cells.append("" if merged else "／".join(p.text for p in cell.p_lst if p.text))
                yield " | ".join(cells)
        else:
            yield block.text


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(report_text(Path(sys.argv[1])), end="")
