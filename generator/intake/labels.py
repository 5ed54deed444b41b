"""Tables with a label in each row: 公开01, 04表, an upright 公开09表, 机构运行信息表; one list of rows or several side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from generator.intake import words
from generator.intake.grid import Grid, clipped, number_of
from generator.intake.headers import Head, is_numbering
from generator.intake.label_keys import OPERATION_FIELDS, income_key, item_key, spending_key
from generator.intake.model import OPERATION, T1, T4, T9, Entry, Left
from generator.intake.subjects import NOT_HELD, Reading, may_be_amount, row_numbers
from generator.intake.words import is_part, plain, row_label
from generator.money import MoneyUnit, to_wan
from generator.workbook.schema.money_sheets import FUNDS

NOT_KNOWN = "标准工作簿没有这个项目"
_OTHER_SECTIONS = ("机关运行经费", "国有资产占用", "政府采购")
_VALUE_WORDS = (words.RESULT, words.SUM)


@dataclass(frozen=True, slots=True)
class Group:
    """A list of rows: its label column, its columns of numbers with their words, and its side."""

    label: int
    numbers: Mapping[int, tuple[str, ...]]
    side: str


#: What a number is: row key, printed label, column key, whether money; or (a text) why it is not taken over.
Meant = tuple[str, str, str, bool] | str
Meaning = Callable[[Group, str, str, tuple[str, ...]], Meant]


def read_labels(grid: Grid, head: Head, rows: Sequence[int], table: str, unit: MoneyUnit) -> Reading:
    """The amounts of a labelled table below its header."""
    reading = Reading()
    meaning = _MEANINGS[table]
    groups = groups_of(head)
    sections = dict.fromkeys(range(len(groups)), "")
    numbering = row_numbers(grid, head, rows)
    for row in rows:
        if is_numbering(grid, row):
            continue
        for index, group in enumerate(groups):
            label = grid.text(row, group.label, merged=True)
            sections[index] = _section(label, sections[index])
            for column, found in group.numbers.items():
                _read_number(grid, row, column, label, table, unit, reading, meaning(group, label, sections[index], found))
        _report_outside(grid, row, numbering, groups, table, reading)
    return reading


def groups_of(head: Head) -> list[Group]:
    """A list begins at each column of labels; 行次 belongs to none."""
    labels = [column for column in head.columns if head.leaf(column) in (words.LABEL, words.NAME)]
    if not labels:
        labels = [column for column in head.columns if head.leaf(column) in (words.INCOME_SIDE, words.SPENDING_SIDE)]
    groups: list[Group] = []
    for index, label in enumerate(labels):
        end = labels[index + 1] if index + 1 < len(labels) else max(head.columns) + 1
        numbers = {column: head.words(column) for column in range(label + 1, end)
                   if column in head.paths and head.leaf(column) not in (words.ROW_NUMBER, words.REMARK)}
        told = {column: found for column, found in numbers.items() if found[-1] not in (words.INCOME_SIDE, words.SPENDING_SIDE)}
        numbers = told or numbers  # a head 收入 merged over 行次 as well names no column
        side = next((word for word in head.words(label) if word in (words.INCOME_SIDE, words.SPENDING_SIDE)), "")
        groups.append(Group(label, numbers, side or (words.INCOME_SIDE if not index else words.SPENDING_SIDE)))
    return groups


def _section(label: str, before: str) -> str:
    """The labels after which the same words mean something else."""
    bare = row_label(label)
    if bare.startswith(("年初", "上年")) and "结转" in bare:
        return words.OPENING
    if (bare.startswith("年末") or bare.startswith("结转下年")) and "结" in bare:
        return words.CLOSING
    for word in ("本年收入合计", "本年支出合计", "结余分配", "总计", "合计", "相关统计数", "三公经费", "机关运行经费", "国有资产占用", "政府采购"):
        if bare.startswith(word):
            return word
    return before


def _read_number(grid: Grid, row: int, column: int, label: str, table: str, unit: MoneyUnit, reading: Reading,
                 meaning: Meant) -> None:
    number, source = number_of(grid.cell(row, column)), grid.source(row, column)
    if number.value is None:
        if number.problem and (not isinstance(meaning, str) or may_be_amount(grid.text(row, column))):
            reading.left.append(Left(table, source, clipped(grid.text(row, column)), number.problem))
    elif isinstance(meaning, str):
        reading.left.append(Left(table, source, f"{clipped(label)} {number.value:f}".strip(), meaning))
    else:
        key, name, column_key, is_money = meaning
        value = to_wan(number.value, unit) if is_money else number.value
        reading.entries.append(Entry(key, name, column_key, value, source, is_money))


def _report_outside(grid: Grid, row: int, numbering: set[int], groups: Sequence[Group], table: str, reading: Reading) -> None:
    """Numbers in columns that no list has, other than row numbers."""
    known = numbering | {column for group in groups for column in (group.label, *group.numbers)}
    for column, number in grid.numbers(row).items():
        if number.value is not None and column not in known:
            reading.left.append(Left(table, grid.source(row, column), f"{number.value:f}", NOT_HELD))


def _is_result(found: tuple[str, ...]) -> bool:
    known = [word for word in found if word not in ("", words.INCOME_SIDE, words.SPENDING_SIDE)]
    return not known or known[-1] in _VALUE_WORDS


def _column_title(found: tuple[str, ...]) -> str:
    named = [word for word in found if word]
    return f"{NOT_HELD}（{named[-1]}）" if named else NOT_HELD


def _balance(group: Group, label: str, section: str, found: tuple[str, ...]) -> Meant:
    """公开01表: income by source, expenditure by 类."""
    if not _is_result(found):
        return _column_title(found)
    key = income_key(label, section) if group.side == words.INCOME_SIDE else spending_key(label)
    return (key, row_label(label), words.RESULT, True) if key and not is_part(label) else _unknown(label)


def _appropriation(group: Group, label: str, section: str, found: tuple[str, ...]) -> Meant:
    """公开04表: income and balances by fund, expenditure by 类 and fund."""
    if group.side == words.INCOME_SIDE:
        if not _is_result(found):
            return _column_title(found)
        bare = words.header_word(row_label(label))
        if bare in FUNDS:
            return f"{'年初' if section == words.OPENING else '收入'}.{bare}", bare, words.RESULT, True
        key = income_key(label, section)
        return (key, row_label(label), words.RESULT, True) if key and not is_part(label) else _unknown(label)
    fund = next((word for word in reversed(found) if word in FUNDS), "")
    if not fund and not _is_result(found):
        return _column_title(found)
    key = spending_key(label)
    return (key, row_label(label), fund or "小计", True) if key and not is_part(label) else _unknown(label)


def _unknown(label: str) -> str:
    return NOT_KNOWN if plain(label) else "本行没有项目名称"


def _operation(group: Group, label: str, section: str, found: tuple[str, ...]) -> Meant:
    """三公 upright, and 机构运行信息表: items of money and counts."""
    column = next((word for word in reversed(found) if word in (words.BUDGET, words.OPENING_BUDGET, words.PRIOR, words.RESULT)), words.RESULT)
    bare = row_label(label)
    item = item_key(label)
    if item and section not in _OTHER_SECTIONS:
        return item, bare, words.BUDGET if column == words.OPENING_BUDGET else column, True
    field = next((entry for entry in OPERATION_FIELDS if entry.matches(bare, section)), None)
    if field is None:
        return _unknown(label)
    if column != words.RESULT:
        return _column_title(found)
    return field.key, bare, words.RESULT, field.is_money


_MEANINGS: Mapping[str, Meaning] = {T1: _balance, T4: _appropriation, T9: _operation, OPERATION: _operation}
