"""Tables whose columns come from a ``{%tc for %}``: their grid is made to fit."""

from __future__ import annotations

import re

_TABLE = re.compile(r"<w:tbl>|</w:tbl>")
_ROW = re.compile(r"<w:tr(?: [^>]*)?>|</w:tr>|<w:tbl>|</w:tbl>|<w:tc>|<w:gridSpan w:val=\"(\d+)\"/>")
_COLUMN = re.compile(r'<w:gridCol(?: w:w="(\d+)")?/>')
_EMPTY_ROW = re.compile(
    r"<w:tr>(?:<w:tblPrEx>(?:(?!</w:tr>).)*</w:tblPrEx>)?(?:<w:trPr>(?:(?!</w:tr>).)*</w:trPr>)?</w:tr>"
)


def fit_grids(xml: str) -> str:
    """Rows without cells go; each table gets as many grid columns as its widest row has, together as wide as before."""
    xml = _EMPTY_ROW.sub("", xml)
    out: list[str] = []
    last = 0
    for start, end in _tables(xml):
        grid_end = xml.index("</w:tblGrid>", start)
        needed = _widest_row(xml[grid_end:end])
        grid = xml[xml.index("<w:tblGrid>", start) : grid_end]
        widths = [int(width or 0) for width in _COLUMN.findall(grid)]
        if needed and needed != len(widths):
            share = sum(widths) // needed
            out += [xml[last:start], xml[start : xml.index("<w:tblGrid>", start)], "<w:tblGrid>"]
            out.append(f'<w:gridCol w:w="{share}"/>' * needed)
            last = grid_end
    return "".join([*out, xml[last:]])


def _tables(xml: str) -> list[tuple[int, int]]:
    """Start and end of each table, in order of their starts."""
    found: list[tuple[int, int]] = []
    starts: list[int] = []
    for match in _TABLE.finditer(xml):
        if match[0] == "<w:tbl>":
            starts.append(match.start())
        else:
            found.append((starts.pop(), match.end()))
    return sorted(found)


def _widest_row(xml: str) -> int:
    """Columns of the widest row of the table itself, not of tables inside it."""
    widest = columns = depth = 0
    for match in _ROW.finditer(xml):
        if match[0] == "<w:tbl>":
            depth += 1
        elif match[0] == "</w:tbl>":
            depth -= 1
        elif depth > 0:
            continue
        elif match[0] == "<w:tc>":
            columns += 1
        elif match[1]:
            columns += int(match[1]) - 1
        else:
            widest, columns = max(widest, columns), 0
    return widest
