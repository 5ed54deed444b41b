"""公开02, 03, 05, 07 and 08表: a subject in each row, codes in one cell or three."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.intake import words
from generator.intake.grid import Grid, clipped
from generator.intake.headers import Head, counts_on, is_numbering
from generator.intake.model import T2, T3, T5, T6, T7, T8, TOTAL_ROW, Entry, Left
from generator.intake.words import header_word, is_note, plain
from generator.money import MoneyUnit, to_wan
from generator.subjects import bare_code
from generator.workbook.marks import TOTAL_LABELS
from generator.workbook.schema.money_sheets import EXPENDITURE_COLUMNS, INCOME_COLUMNS, SPENDING

#: Table -> header word -> the column's key in the standard workbook; SUM is the column of the row's total.
COLUMN_KEYS: Mapping[str, Mapping[str, str]] = {
    T2: {words.SUM: "本年收入合计", "本年收入合计": "本年收入合计", words.RECEIVED: "本年收入合计", **{key: key for key in INCOME_COLUMNS}},
    T3: {words.SUM: "本年支出合计", "本年支出合计": "本年支出合计", words.SPENT: "本年支出合计", **{key: key for key in EXPENDITURE_COLUMNS}},
    T5: {words.SUM: "小计", words.SPENT: "小计", "本年支出合计": "小计", words.OPENING_BUDGET: "年初预算数", **{key: key for key in SPENDING}},
    T6: {words.SUM: "决算数", words.RESULT: "决算数"},
    T7: {words.SUM: "小计", words.SPENT: "小计", "本年支出合计": "小计", words.OPENING: words.OPENING, words.CLOSING: words.CLOSING,
         words.RECEIVED: words.RECEIVED, "本年收入合计": words.RECEIVED, **{key: key for key in SPENDING}},
    T8: {words.SUM: "合计", words.SPENT: "合计", "本年支出合计": "合计", **{key: key for key in SPENDING}},
}
NEUTRAL = frozenset({words.LABEL, words.RESULT, words.INCOME_SIDE, words.SPENDING_SIDE, words.COLUMN_NUMBER, ""})
#: Heads that a column may stand below without becoming a part of something else.
_OVER = frozenset({words.SPENT, "本年支出合计", "本年收入合计", words.SUM, words.GENERAL, words.FUND, words.CAPITAL})
_JOINED = re.compile(r"([0-9]{3}(?:[0-9]{2}){0,2})[-\s]*([^\d\s-].*)", re.DOTALL)
_CODE = re.compile(r"[0-9]{3}|[0-9]{5}|[0-9]{7}")
NOT_HELD, TWICE, NO_CODE = "标准工作簿没有这一栏", "同一栏出现两次", "本行没有科目编码"


@dataclass(slots=True)
class Reading:
    """What has been read of one table."""

    entries: list[Entry] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def column_key(head: Head, column: int, keys: Mapping[str, str]) -> str:
    """The key of a column; empty where the standard workbook has no such column."""
    found = head.words(column)
    if not found or (found[-1] == "" and len(found) > 1):
        return ""
    if all(word in NEUTRAL for word in found):
        return keys.get(words.RESULT, "") if words.RESULT in found else ""
    known = [word for word in found if word not in NEUTRAL]
    *over, leaf = known
    if leaf == words.SUM and over:
        over, leaf = over[:-1], over[-1]
    allowed = _OVER | ({words.RECEIVED} if leaf in INCOME_COLUMNS else frozenset())
    return keys.get(leaf, "") if all(word in allowed for word in over) else ""


def read_subjects(grid: Grid, head: Head, rows: Sequence[int], table: str, unit: MoneyUnit) -> Reading:
    """The amounts of a table by subject; `rows` are those below its header."""
    reading = Reading()
    codes, name = _code_columns(head), _name_column(head)
    columns = _amount_columns(head, table, codes, name)
    skipped = row_numbers(grid, head, rows)
    coder = _Coder(grid, codes, name)
    for row in rows:
        if is_numbering(grid, row) or _repeats_header(grid, row):
            continue
        code, printed, total = coder.read(row)
        for column, number in grid.numbers(row).items():
            if column in codes or column == name or column in skipped:
                continue
            source, key = grid.source(row, column), columns.get(column, "")
            if number.value is None:
                if number.problem and key and (code or total or may_be_amount(grid.text(row, column))):
                    reading.left.append(Left(table, source, clipped(grid.text(row, column)), number.problem))
            elif not (code or total):
                reading.left.append(Left(table, source, f"{clipped(printed)} {number.value:f}".strip(), NO_CODE))
            elif not key:
                title = "".join(head.paths.get(column, ("无表头",))[-1:])
                reading.left.append(Left(table, source, f"{number.value:f}", f"{NOT_HELD}（{clipped(title)}）"))
            else:
                reading.entries.append(Entry(code or TOTAL_ROW, printed, key, to_wan(number.value, unit), source))
    return reading


def row_numbers(grid: Grid, head: Head, rows: Sequence[int]) -> set[int]:
    """The columns of 行次, also those that have no head and count the rows."""
    columns = {column for row in rows for column in grid.numbers(row)}
    sides = {words.INCOME_SIDE, words.SPENDING_SIDE}  # a head 收入 merged over 行次 as well does not name it
    unnamed = {column for column in columns if sides.issuperset(head.words(column)) and counts_on(grid, rows, column)}
    return unnamed | {column for column in head.columns if head.leaf(column) in (words.ROW_NUMBER, words.COLUMN_NUMBER)}


def may_be_amount(text: str) -> bool:
    """Whether a text that is no number may stand for one: it has digits and is no note."""
    return any(character.isdigit() for character in text) and not is_note(text)


def _code_columns(head: Head) -> list[int]:
    marked = [column for column in head.columns if head.leaf(column) == words.CODE]
    if not marked:
        return []
    name = next((column for column in head.columns if head.leaf(column) == words.NAME and column > marked[0]), marked[-1] + 1)
    between = [column for column in range(marked[-1] + 1, name) if column not in head.paths]
    return [*marked, *between]


def _name_column(head: Head) -> int:
    """The column of names; 0 where names stand behind the codes in one cell."""
    named = [column for column in head.columns if head.leaf(column) in (words.NAME, words.COLUMN_NUMBER)]
    return named[0] if named else next((column for column in head.columns if head.leaf(column) == words.LABEL), 0)


def _amount_columns(head: Head, table: str, codes: Sequence[int], name: int) -> dict[int, str]:
    found: dict[int, str] = {}
    for column in head.columns:
        key = "" if column in codes or column == name else column_key(head, column, COLUMN_KEYS[table])
        if key and key not in found.values():
            found[column] = key
    return found


def _repeats_header(grid: Grid, row: int) -> bool:
    """A header row printed again at the top of a page, or a line of words only."""
    texts = [text for _, text in grid.texts(row)]
    return len(texts) > 1 and all(header_word(text) for text in texts) and len(texts) == sum(1 for _ in grid.cells(row)) \
        and plain(texts[0]) not in TOTAL_LABELS


@dataclass(slots=True)
class _Coder:
    """Reads the code of each row; parts that stand only in the row above are carried down."""

    grid: Grid
    columns: Sequence[int]
    name: int
    carried: tuple[str, ...] = ()

    def read(self, row: int) -> tuple[str, str, bool]:
        """Code (empty where there is none), printed name, and whether the row is the 合计."""
        name = self.grid.text(row, self.name) if self.name else ""
        texts = [self.grid.text(row, column) for column in self.columns]
        labels = [plain(text) for text in (*texts, name) if plain(text)]
        if any(label in TOTAL_LABELS for label in labels):
            return "", TOTAL_ROW, True
        for text in (*texts, name):
            match = _JOINED.fullmatch(text.strip())
            if match and not is_note(text):
                return bare_code(match[1]), match[2].strip(" -—\u3000"), False
        return self._joined(row), name.strip(" \u3000"), False

    def _joined(self, row: int) -> str:
        parts = [_digits(self.grid.text(row, column, merged=self._down(row, column))) for column in self.columns]
        if not any(parts) or not all(part.isdigit() for part in parts if part):
            return ""
        first = next(index for index, part in enumerate(parts) if part)
        if len(parts[first]) <= 2 and len(self.carried) >= first:
            parts[:first] = self.carried[:first]
        self.carried = tuple(parts)
        code = ""
        for part in parts:
            longer = part.startswith(code) and _CODE.fullmatch(part) is not None
            code = part if longer else code + (part.zfill(2) if code and len(part) == 1 else part)
        return bare_code(code) if _CODE.fullmatch(code) else ""

    def _down(self, row: int, column: int) -> bool:
        """Whether the cell is merged with those above it rather than with those beside it."""
        top, left = self.grid.covered.get((row, column), (row, column))
        return top < row and left == column


def _digits(text: str) -> str:
    return re.sub(r"[.\-_/\s]", "", plain(text))


def amounts_by_code(entries: Sequence[Entry]) -> Iterator[tuple[str, str, Mapping[str, Entry]]]:
    """Code (合计 for the total), name and amounts of each printed row, in its order; a code twice comes twice."""
    rows: dict[tuple[str, str, int], dict[str, Entry]] = {}
    for entry in entries:
        place, again = re.sub(r"[A-Z]", "", entry.source.cell) + entry.source.sheet, 0
        while entry.column in rows.get((entry.row, place, again), {}):
            again += 1
        rows.setdefault((entry.row, place, again), {})[entry.column] = entry
    for (code, _, _), found in rows.items():
        yield code, next(iter(found.values())).name, found
