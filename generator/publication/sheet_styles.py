"""The styles.xml of the workbook: every combination of looks that its cells use, once."""

from __future__ import annotations

from generator.escaping import quote_attribute
from generator.publication.model import SIDES, Look

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
GENERAL, TEXT = "General", "@"
_BUILT_IN = {GENERAL: 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, TEXT: 49}
_FIRST_OWN_FORMAT = 164


class SheetStyles:
    """Numbers the looks as they are asked for."""

    def __init__(self) -> None:
        self._fonts = {_font("宋体", 10.0, bold=False): 0}
        self._fills = {_fill(""): 0, '<fill><patternFill patternType="gray125"/></fill>': 1}
        self._borders = {_border(()): 0}
        self._formats: dict[str, int] = {}
        self._cells: dict[str, int] = {_xf(0, 0, 0, 0, ""): 0}
        self._known: dict[tuple[Look, str], int] = {}
        self._same: dict[tuple[int, str], tuple[int, Look]] = {}  # by identity: hashing a look takes longer than all else

    def number(self, look: Look, number_format: str = GENERAL) -> int:
        """The number of the style for a cell."""
        same = self._same.get((id(look), number_format))
        if same is None:
            same = self._number(look, number_format), look  # the look is kept, and so its identity
            self._same[id(look), number_format] = same
        return same[0]

    def _number(self, look: Look, number_format: str) -> int:
        key = (look, number_format)
        if key not in self._known:
            font = self._fonts.setdefault(_font(look.font, look.size, bold=look.bold), len(self._fonts))
            fill = self._fills.setdefault(_fill(look.fill), len(self._fills))
            border = self._borders.setdefault(_border(look.sides), len(self._borders))
            xf = _xf(self._format(number_format), font, fill, border, _alignment(look))
            self._known[key] = self._cells.setdefault(xf, len(self._cells))
        return self._known[key]

    def _format(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        return self._formats.setdefault(code, _FIRST_OWN_FORMAT + len(self._formats))

    def xml(self) -> bytes:
        """The part xl/styles.xml."""
        formats = [f'<numFmt numFmtId="{number}" formatCode={quote_attribute(code)}/>' for code, number in self._formats.items()]
        pieces = [
            _listed("numFmts", formats) if formats else "",
            _listed("fonts", self._fonts), _listed("fills", self._fills), _listed("borders", self._borders),
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
            _listed("cellXfs", self._cells),
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
        ]
        return f'{HEAD}<styleSheet xmlns="{MAIN}">{"".join(pieces)}</styleSheet>'.encode()


def _listed(name: str, items: dict[str, int] | list[str]) -> str:
    return f'<{name} count="{len(items)}">{"".join(items)}</{name}>'


def _font(name: str, size: float, *, bold: bool) -> str:
    return (f'<font>{"<b/>" if bold else ""}<sz val="{size:g}"/><color rgb="FF000000"/><name val={quote_attribute(name)}/>'
            '<family val="3"/><charset val="134"/></font>')


def _fill(colour: str) -> str:
    if not colour:
        return '<fill><patternFill patternType="none"/></fill>'
    return f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour.upper()}"/></patternFill></fill>'


def _border(sides: tuple[str, ...]) -> str:
    drawn = (f'<{side} style="thin"><color rgb="FF000000"/></{side}>' if side in sides else f"<{side}/>" for side in SIDES)
    return f"<border>{''.join(drawn)}<diagonal/></border>"


def _alignment(look: Look) -> str:
    return f'<alignment horizontal="{look.horizontal}" vertical="{look.vertical}" wrapText="1"/>'


def _xf(number_format: int, font: int, fill: int, border: int, alignment: str) -> str:
    used = "".join(f' apply{what}="1"' for what, number in (
        ("NumberFormat", number_format), ("Font", font), ("Fill", fill), ("Border", border)) if number)
    begin = f'<xf numFmtId="{number_format}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"{used}'
    return f'{begin} applyAlignment="1">{alignment}</xf>' if alignment else f"{begin}/>"
