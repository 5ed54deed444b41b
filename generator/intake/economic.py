"""公开06表: economic subjects in two or three lists side by side, or in one list with 人员经费 and 公用经费 beside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.intake import words
from generator.intake.grid import Grid, clipped, number_of
from generator.intake.headers import Head, is_numbering
from generator.intake.model import T6, TOTAL_ROW, Entry, Left
from generator.intake.subjects import NO_CODE, NOT_HELD, Reading, row_numbers
from generator.intake.words import plain
from generator.money import MoneyUnit, to_wan
from generator.subjects import bare_code
from generator.workbook.marks import OFFICE_TOTAL, STAFF_TOTAL

RESULT_KEY = "决算数"
_SUMS: Mapping[str, str] = {STAFF_TOTAL: STAFF_TOTAL, OFFICE_TOTAL: OFFICE_TOTAL, "人员经费小计": STAFF_TOTAL, "公用经费小计": OFFICE_TOTAL,
                            "日常公用经费合计": OFFICE_TOTAL, "合计": TOTAL_ROW, "总计": TOTAL_ROW}
_CODE = re.compile(r"[0-9]{3}|[0-9]{5}")
_JOINED = re.compile(r"([0-9]{3}(?:[0-9]{2})?)[-\s]*([^\d\s-].*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Block:
    """One of the lists: its code columns, name column (0: none) and the word of each amount column."""

    codes: tuple[int, ...]
    name: int
    amounts: Mapping[int, str]

    @property
    def columns(self) -> set[int]:
        return {*self.codes, self.name, *self.amounts}


def read_economic(grid: Grid, head: Head, rows: Sequence[int], unit: MoneyUnit) -> Reading:
    """The amounts of 公开06表 below its header."""
    reading = Reading()
    blocks, numbering = _blocks(head), row_numbers(grid, head, rows)
    for row in rows:
        if is_numbering(grid, row):
            continue
        taken: set[int] = set()
        for block in blocks:
            taken |= _read_row(grid, row, block, unit, reading)
        summed = _read_sums(grid, row, blocks, taken | numbering, unit, reading)
        for column, number in grid.numbers(row).items():
            if number.value is not None and column not in taken | summed | numbering and not _is_code(grid, row, column, blocks):
                reading.left.append(Left(T6, grid.source(row, column), f"{number.value:f}", NO_CODE))
    return reading


def _blocks(head: Head) -> list[_Block]:
    """A list begins at each code column that follows something else."""
    found: list[tuple[list[int], list[int], dict[int, str]]] = []
    before, code = "", words.CODE if any(head.leaf(column) == words.CODE for column in head.columns) else words.LABEL
    for column in head.columns:
        leaf = head.leaf(column)
        if leaf == code:
            if before != code or not found:
                found.append(([], [], {}))
            found[-1][0].append(column)
        elif found and leaf == words.NAME:
            found[-1][1].append(column)
        elif found and leaf not in (words.ROW_NUMBER, words.REMARK):
            found[-1][2][column] = leaf
        before = leaf
    return [_Block(tuple(codes), names[0] if names else 0, amounts) for codes, names, amounts in found]


def _code_of(grid: Grid, row: int, block: _Block) -> tuple[str, str]:
    """Code and printed name."""
    texts = [re.sub(r"\s", "", plain(grid.text(row, column))) for column in block.codes]
    name = grid.text(row, block.name) if block.name else ""
    code = ""
    for part in texts:
        code = part if part.startswith(code) and _CODE.fullmatch(part) else code + (part.zfill(2) if code and len(part) == 1 else part)
    if _CODE.fullmatch(code):
        return bare_code(code), name.strip()
    for text in (*texts, name):
        if match := _JOINED.fullmatch(text.strip()):
            return bare_code(match[1]), match[2].strip(" -—\u3000")
    return "", name


def _read_row(grid: Grid, row: int, block: _Block, unit: MoneyUnit, reading: Reading) -> set[int]:
    """Take the amounts of one list in one row; the columns that are dealt with."""
    code, name = _code_of(grid, row, block)
    if not code:
        return set()
    whole = [column for column, word in block.amounts.items() if word in (words.RESULT, words.SUM)]
    parts = [column for column, word in block.amounts.items() if word in (words.STAFF, words.OFFICE)]
    chosen = [column for column in whole if number_of(grid.cell(row, column)).value is not None][:1]
    for column in block.amounts:
        number, source = number_of(grid.cell(row, column)), grid.source(row, column)
        if number.value is None:
            if number.problem and column in whole:
                reading.left.append(Left(T6, source, clipped(grid.text(row, column)), number.problem))
        elif column in chosen or (not chosen and column in parts):
            reading.entries.append(Entry(code, name, RESULT_KEY, to_wan(number.value, unit), source))
        elif column in parts:
            reading.entries.append(Entry(code, name, f"其中{block.amounts[column]}", to_wan(number.value, unit), source))
        else:
            reading.left.append(Left(T6, source, f"{number.value:f}", NOT_HELD))
    return block.columns


def _read_sums(grid: Grid, row: int, blocks: Sequence[_Block], taken: set[int], unit: MoneyUnit, reading: Reading) -> set[int]:
    """人员经费合计, 公用经费合计 and 合计: the numbers to the right of the label."""
    heads = {column: word for block in blocks for column, word in block.amounts.items()}
    summed: set[int] = set()
    label = ""
    for column, number in grid.numbers(row).items():
        if column in taken:
            continue
        if number.value is None:
            label = _SUMS.get(plain(grid.text(row, column)), label)
        elif label:
            key = {words.STAFF: STAFF_TOTAL, words.OFFICE: OFFICE_TOTAL}.get(heads.get(column, ""), label)
            reading.entries.append(Entry(key, key, RESULT_KEY, to_wan(number.value, unit), grid.source(row, column)))
            summed.add(column)
    return summed


def _is_code(grid: Grid, row: int, column: int, blocks: Sequence[_Block]) -> bool:
    return any(column in block.codes for block in blocks) and _CODE.fullmatch(plain(grid.text(row, column))) is not None
