"""What a sheet of the standard workbook can be made of.

Blocks are compared by identity: there is one of each, and the reader remembers what it works out of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds. MONEY is in the workbook's unit (元 or 万元, see 基本信息)."""

    MONEY = "金额"
    COUNT = "个数"
    SCORE = "分值"
    TEXT = "文字"
    LONG = "长文字"
    DATE = "日期"
    CHOICE = "选项"
    CODE = "科目编码"


@dataclass(frozen=True, slots=True)
class Item:
    """One cell to fill: a form field, or a column of a table or matrix.

    `computed` marks what the program works out: the workbook shows a locked formula where it can, and a
    value that stands there all the same (a pasted official table) is checked, not trusted. `parts` says from
    which columns of the same row: the sum of those keys, less those marked with a leading minus.
    """

    key: str
    kind: Kind
    label: str = ""
    required: bool = False
    computed: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()
    width: float = 14.0
    parts: tuple[str, ...] = ()

    @property
    def caption(self) -> str:
        """The label as the clerk reads it."""
        return self.label or self.key


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """Label and cell, one below the other. Keys in Accounts: `<sheet>.<item key>`."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Fixed rows by fixed columns. Keys in Accounts: `<sheet>.<row>.<column key>`."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[Item, ...]
    computed_rows: tuple[str, ...] = ()
    row_header: str = "项目"


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Any number of rows below a header. The last block of its sheet.

    `catalogue` names the subject table that the codes belong to: 功能分类 or 经济分类. The rows of such a
    sheet become `Accounts.tables[sheet]`, those of any other `Accounts.rows[sheet]`.
    """

    title: str
    columns: tuple[Item, ...]
    catalogue: str = ""
    prefilled: bool = False
    blank_rows: int = 30
    total: bool = False


Block = Form | Matrix | Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: name, what to fill in, and from which document the clerk takes it."""

    name: str
    guide: str
    blocks: tuple[Block, ...]
    group: str
    optional: bool = False

    @property
    def table(self) -> Table | None:
        """The table block, where there is one."""
        return next((block for block in self.blocks if isinstance(block, Table)), None)

    def fields(self) -> Iterator[tuple[str, Item]]:
        """Every form and matrix cell with its key in `Accounts.fields`."""
        for block in self.blocks:
            if isinstance(block, Form):
                yield from ((f"{self.name}.{item.key}", item) for item in block.items)
            elif isinstance(block, Matrix):
                yield from ((f"{self.name}.{row}.{item.key}", item) for row in block.rows for item in block.columns)
