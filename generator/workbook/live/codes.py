"""Which rows of a subject table are 项, 款, 类 or 合计: factors for SUMPRODUCT over the column of codes.

A code may be typed as number or text, with blanks, or padded with zeros (2010000 is 201). Pasted subtotals must
never be added to the 项.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.subjects import FUNCTIONAL
from generator.workbook.formulas import bare_codes, details


@dataclass(frozen=True, slots=True)
class Codes:
    """The columns of codes and names of one table."""

    codes: str
    names: str
    catalogue: str

    @property
    def _bare(self) -> str:
        return bare_codes(self.codes)

    @property
    def details(self) -> str:
        """1 for a row of the lowest level (项; 款 of the economic classification)."""
        return details(self.codes, self.digits)

    @property
    def digits(self) -> int:
        """The length of a code of the lowest level."""
        return 7 if self.catalogue == FUNCTIONAL else 5

    @property
    def _numeric(self) -> str:
        return f'ISNUMBER(FIND(LEFT({self._bare},1),"123456789"))'

    @property
    def classes(self) -> str:
        """1 for a pasted 类 row."""
        return f'(LEN({self._bare})>2)*(SUBSTITUTE(MID({self._bare},4,4),"0","")="")*{self._numeric}'

    @property
    def sections(self) -> str:
        """1 for a pasted 款 row of 功能分类."""
        return (f'(LEN({self._bare})>4)*(SUBSTITUTE(MID({self._bare},6,2),"0","")="")'
                f'*(SUBSTITUTE(MID({self._bare},4,2),"0","")<>"")*{self._numeric}')

    def below(self, length: int) -> str:
        """1 for a row of the lowest level whose 类 (`length` 3) or 款 (5) was pasted too."""
        whole = f'LEFT({self._bare},{length})&SUBSTITUTE(MID({self._bare},{length + 1},4),"0","")'
        return f"{self.details}*ISNUMBER(MATCH(LEFT({self._bare},{length}),{whole},0))"

    @property
    def totals(self) -> str:
        """1 for a pasted 合计 row: 合计, 总计, 小计, 本年支出合计; of the economic classification only 合计 and 总计."""
        label = f'SUBSTITUTE(SUBSTITUTE({self.codes}&{self.names}," ",""),"　","")'
        longest = 6 if self.catalogue == FUNCTIONAL else 2
        return f'(RIGHT({label},1)="计")*(LEN({label})<={longest})'

    @property
    def repeated(self) -> str:
        """1 for a row whose code stands in a row above it too."""
        first = f"MIN(ROW({self.codes}))-1"
        return f'(LEN({self._bare})>0)*{self._numeric}*(MATCH({self._bare},{self._bare},0)<>ROW({self.codes})-({first}))'

    @property
    def misshapen(self) -> str:
        """1 for a row whose code has a length that no code of this catalogue has."""
        lengths = "".join(f"*(LEN({self._bare})<>{length})" for length in range(3, self.digits + 1, 2))
        padded = "" if self.catalogue == FUNCTIONAL else f'*((LEN({self._bare})<>7)+(RIGHT({self._bare},2)<>"00")>0)'
        return f"(LEN({self._bare})>0)*{self._numeric}{lengths}{padded}"
