"""One cell of the workbook: from what the clerk typed to a value, or a finding that says what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Context as DecimalContext
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from generator.model import Amount, Count, Day, Finding, Source, Text, Value
from generator.money import MoneyUnit, to_wan
from generator.workbook import problems
from generator.workbook.formats import PLAIN
from generator.workbook.marks import YEAR_KEY
from generator.workbook.problems import Problem
from generator.workbook.schema import Item, Kind
from generator.workbook.xlsx import RawBook, RawCell

DASHES = frozenset("-‐‑‒–—―−─")
NOISE_PLACES = Decimal("0.00000001")  # sums of binary fractions leave noise beyond 8 decimals
STORED_DIGITS = DecimalContext(prec=15)  # Excel stores 163.81 as 163.80999999999997: only 15 digits are meant
CENT_IN = {MoneyUnit.YUAN: Decimal("0.01"), MoneyUnit.WAN: Decimal("0.000001")}
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
TOO_MUCH = {Kind.MONEY: Decimal(10) ** 15, Kind.COUNT: Decimal(10) ** 9, Kind.SCORE: Decimal(10) ** 6}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff]")
_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?", re.IGNORECASE | re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}([,\s]\d{3})+(\.\d*)?", re.ASCII)
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[T ]?\d{1,2}:\d{2}.*)?", re.ASCII)
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xFFE5: "¥", 0xA0: " "}
_MONEY_UNIT, _COUNT_UNIT = re.compile(r"(万元|万|元|圆)$"), re.compile(r"(人次|批次|[年辆个批人次台套件项名场分])$")
_SEPARATORS, _SUBJECT_CODE = re.compile(r"[.\-_/\s]"), re.compile(r"[0-9]{3}|[0-9]{5}|[0-9]{7}")
#: At most 15 digits and no zero at the end: neither noise to take off nor zeros.
_PLAIN_NUMBER = re.compile(r"[0-9]{1,15}|[0-9]{1,9}\.[0-9]{0,5}[1-9]")
#: Amounts of less than 10^15 that are nothing but 分, and whole numbers: nothing to take off, to compare or to warn of.
_PLAIN_AMOUNT = {MoneyUnit.YUAN: re.compile(r"[0-9]{1,15}|[0-9]{1,13}\.[0-9]?[1-9]"),
                 MoneyUnit.WAN: re.compile(r"[0-9]{1,15}|[0-9]{1,9}\.[0-9]{0,5}[1-9]")}
_PLAIN_COUNT, _PLAIN_SCORE = re.compile(r"[0-9]{1,6}"), re.compile(r"[0-9]{1,6}(?:\.[0-9]{0,5}[1-9])?")
_made = tuple.__new__  # what a NamedTuple calls: half the time where there are thousands of them
_NO_NUMBERS, _TEXTS = ("b", "d"), (Kind.TEXT, Kind.LONG)
Reading = tuple[Value | None, Finding | None]


@dataclass(frozen=True, slots=True)
class Context:
    """What a cell's meaning depends on besides itself."""

    book: RawBook
    file: str
    unit: MoneyUnit = MoneyUnit.WAN


def tidy(text: str) -> str:
    """Line breaks as \\n, no control characters, no blanks around any line's end or the whole."""
    if text.isprintable():  # neither breaks nor control characters, and no blanks but the usual one
        return text.strip(" ")
    text = _CONTROL.sub("", _BREAK.sub("\n", text).replace("\xa0", " "))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip(" \t\n\u3000")


def compact(text: str) -> str:
    """Full width made half width and all blanks dropped: the form in which labels and choices are compared."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return "".join(text.split())


def is_blank(cell: RawCell | None) -> bool:
    """Nothing there: no cell, an empty text, blanks, or dashes, which accounts print for nothing."""
    if cell is None or cell.lacks_value:
        return cell is None
    if cell.kind != "s" or cell.text[:1].isalnum():
        return False
    return DASHES.issuperset(compact(cell.text))


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as half-width ones. Nothing else changes: ① is a footnote, not a 1."""
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL.sub("", text).translate(_FULL_WIDTH)


def number_in(text: str) -> Decimal | None:
    """The number that a text stands for: thousands separators, full width, (1,234.50) for a negative one.

    Separators only where they part thousands: `1,5` may be meant for 1.5 or 15, so it is no number.
    """
    bare = half_width(text).strip().lstrip("¥$").strip()
    bare = "".join("-" if character in DASHES else character for character in bare)
    bare = re.sub(r"^([+-]) +", r"\1", bare)
    negative = bare.startswith("(") and bare.endswith(")")
    if negative:
        bare = bare[1:-1].strip().lstrip("¥$")
    if _GROUPED.fullmatch(bare):
        bare = re.sub(r"[,\s]", "", bare)
    if not _NUMBER.fullmatch(bare) or (negative and bare[0] in "+-"):
        return None
    return -Decimal(bare) if negative else Decimal(bare)


def plain_number(value: Decimal) -> Decimal:
    """Without the noise of binary fractions and without trailing zeros or an exponent."""
    try:
        clean = value.quantize(NOISE_PLACES)
    except InvalidOperation:
        return value
    clean = clean.normalize() if clean else Decimal(0)
    return clean.quantize(Decimal(1)) if clean == clean.to_integral_value() else clean


def read_cell(cell: RawCell | None, item: Item, source: Source, context: Context) -> Reading:
    """The value in `cell` as `item` wants it; None where blank. Amounts come out in 万元."""
    if cell is None:
        return None, None
    kind, wanted = cell.kind, item.kind
    if kind != "s":
        if kind == "e":
            return None, _wrong(problems.ERROR_VALUE, item, source, cell)
        if cell.formula and cell.lacks_value:
            return None, _wrong(problems.NOT_CALCULATED, item, source, cell, shown=f"={cell.formula}")
    if wanted in _TEXTS:
        text = tidy(cell.text if kind == "s" else shown_text(cell, context))
        return (_made(Text, (text, source)) if text else None), None
    if kind == "s" and is_blank(cell):
        return None, None
    return _READERS[wanted](cell, item, source, context)


def shown_text(cell: RawCell, context: Context) -> str:
    """The cell as the clerk sees it, when a text is wanted: 0.95 formatted as percent is `95%`, 1001 as 000000 is `001001`."""
    if cell.is_text:
        return cell.text
    if cell.kind == "b":
        return "是" if cell.text in ("1", "true") else "否"
    number = _stored_number(cell)
    if number is None:
        return cell.text
    day = context.book.day(int(number)) if cell.format.is_date and number >= 1 else None
    if day is not None:
        return f"{day.year}年{day.month}月{day.day}日"
    if cell.format.percent_places is not None:
        return f"{plain_number(number * 100):f}%"
    shown = f"{plain_number(number):f}"
    return shown.zfill(cell.format.digits) if shown.isdigit() else shown


def _stored_number(cell: RawCell) -> Decimal | None:
    if cell.is_text or cell.kind in _NO_NUMBERS:
        return None
    try:
        number = STORED_DIGITS.create_decimal(cell.text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _number(cell: RawCell, kind: Kind, units: re.Pattern[str] | None = None) -> Decimal | None:
    """The number in the cell; None where there is none, where it is a date, or where it is beyond all measure."""
    if _PLAIN_NUMBER.fullmatch(cell.text) and not cell.is_text and cell.kind not in _NO_NUMBERS:
        number = Decimal(cell.text)
        return None if cell.format.is_date or number >= TOO_MUCH[kind] else number
    stored = _stored_number(cell)
    if stored is None and cell.is_text:
        stored = number_in(cell.text)
        if stored is None and units is not None:
            stored = number_in(units.sub("", half_width(cell.text).strip()))
    if stored is None or cell.format.is_date or abs(stored) >= TOO_MUCH[kind]:
        return None
    return plain_number(stored)


def _wrong(problem: Problem, item: Item, source: Source, cell: RawCell, *, shown: str = "",
           expected: str | None = None) -> Finding:
    found = tidy(shown or cell.text).replace("\n", " ")
    found = found if len(found) <= 40 else f"{found[:40]}…"
    return problem.finding(f"{source}（{item.caption}）写的是“{found}”：{problem.title}", source,
                           expected=expected, actual=found)


def _amount(cell: RawCell, item: Item, source: Source, context: Context) -> Reading:
    text, kind, formula, look = cell
    if kind == "n" and look is PLAIN and "[" not in formula and _PLAIN_AMOUNT[context.unit].fullmatch(text):
        return _made(Amount, (to_wan(Decimal(text), context.unit), (source,))), None
    return _unusual_amount(cell, item, source, context)


def _unusual_amount(cell: RawCell, item: Item, source: Source, context: Context) -> Reading:
    unit, look = context.unit, cell.format
    written, text = look.unit, cell.text
    if cell.is_text:
        bare = half_width(text).strip()
        match = _MONEY_UNIT.search(bare)
        written = (MoneyUnit.WAN if match[1].startswith("万") else MoneyUnit.YUAN) if match else None
        cell = cell._replace(text=bare[:match.start()] if match else bare)
    number = _number(cell, Kind.MONEY)
    if number is None:
        return None, _wrong(problems.BAD_AMOUNT, item, source, cell, shown=shown_text(cell, context) if look.is_date and not cell.is_text else text, expected="数字")
    if look.percent_places is not None and not cell.is_text:
        return None, _wrong(problems.PERCENT_FORMAT, item, source, cell, shown=f"{plain_number(number * 100):f}%", expected="数字")
    finding = None
    if written not in (None, unit) and not look.scaled:
        shown = text if cell.is_text else f"{number:f}{written}"
        finding = _wrong(problems.OTHER_UNIT, item, source, cell, shown=shown, expected=f"以{unit.value}为单位的数字")
        unit = written or unit
    elif number != number.quantize(CENT_IN[unit]):
        finding = _wrong(problems.BELOW_CENT, item, source, cell, shown=f"{number:f}")
    elif look.scaled and not cell.is_text:
        finding = _wrong(problems.SCALED_FORMAT, item, source, cell, shown=f"{number:f}")
    elif "[" in cell.formula and "]" in cell.formula:
        finding = _wrong(problems.OTHER_FILE, item, source, cell, shown=f"={cell.formula}")
    return Amount(to_wan(number, unit), (source,)), finding


def _count(cell: RawCell, item: Item, source: Source, context: Context) -> Reading:
    if cell.kind == "n" and cell.format is PLAIN and _PLAIN_COUNT.fullmatch(cell.text):
        return _made(Count, (Decimal(cell.text), source)), None
    number = _number(cell, Kind.COUNT, _COUNT_UNIT)
    if number is None or number < 0 or number != number.to_integral_value() or _is_percent(cell):
        problem, wanted = (problems.BAD_YEAR, "四位年份") if item.key == YEAR_KEY else (problems.BAD_COUNT, "不小于 0 的整数")
        return None, _wrong(problem, item, source, cell, shown=shown_text(cell, context) if cell.format.is_date else "", expected=wanted)
    return Count(number, source), None


def _score(cell: RawCell, item: Item, source: Source, context: Context) -> Reading:
    if cell.kind == "n" and cell.format is PLAIN and _PLAIN_SCORE.fullmatch(cell.text):
        return _made(Count, (Decimal(cell.text), source)), None
    number = _number(cell, Kind.SCORE, _COUNT_UNIT)
    if number is None or _is_percent(cell):
        return None, _wrong(problems.BAD_SCORE, item, source, cell, expected="数字")
    return Count(number, source), None


def _is_percent(cell: RawCell) -> bool:
    return cell.format.percent_places is not None and not cell.is_text


def _day(cell: RawCell, item: Item, source: Source, context: Context) -> Reading:
    found = _day_in(cell, context)
    if found is None or not FIRST_DAY <= found <= LAST_DAY:
        return None, _wrong(problems.BAD_DATE, item, source, cell, expected="日期")
    return Day(found, source), None


def _day_in(cell: RawCell, context: Context) -> date | None:
    bare = "".join(half_width(cell.text).split()) if cell.kind != "d" else cell.text[:10]
    if re.fullmatch(r"(19|20)\d{6}", bare, re.ASCII):
        bare = f"{bare[:4]}-{bare[4:6]}-{bare[6:]}"
    if match := _DAY.fullmatch(bare):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
    number = _stored_number(cell)
    return context.book.day(int(number)) if number is not None and 1 <= number < 100_000 and not _is_percent(cell) else None


@lru_cache(maxsize=256)
def _compared(choices: tuple[str, ...]) -> dict[str, str]:
    """The choices by the form in which they are compared, and as they are."""
    found = {compact(choice): choice for choice in reversed(choices)}
    return {choice: found[compact(choice)] for choice in choices} | found


def _choice(cell: RawCell, item: Item, source: Source, context: Context) -> Reading:
    choices = _compared(item.choices)
    choice = (choices.get(cell.text) if cell.kind == "s" else None) or choices.get(compact(shown_text(cell, context)))
    if choice is not None:
        return Text(choice, source), None
    options, written = "、".join(item.choices), tidy(cell.text).replace("\n", " ")[:40]
    return None, problems.BAD_CHOICE.finding(
        f"{source}（{item.caption}）写的是“{written}”：{problems.BAD_CHOICE.title}", source,
        hint=f"请从下拉列表中选择：{options}", expected=options, actual=written)


def digits_of(cell: RawCell) -> str:
    """The code in the cell without blanks and separators: `201 29 01`, `201.29.01` and 2012901 are the same."""
    if cell.kind == "s" and cell.text.isascii() and cell.text.isdigit():
        return cell.text
    number = _stored_number(cell)
    text = cell.text if number is None else f"{plain_number(number):f}"
    return _SEPARATORS.sub("", half_width(text))


def _code(cell: RawCell, item: Item, source: Source, context: Context) -> Reading:
    digits = digits_of(cell)
    if not _SUBJECT_CODE.fullmatch(digits):
        return None, _wrong(problems.BAD_CODE, item, source, cell, expected="3、5 或 7 位数字")
    return Text(digits, source), None


_READERS: dict[Kind, Callable[[RawCell, Item, Source, Context], Reading]] = {
    Kind.MONEY: _amount, Kind.COUNT: _count, Kind.SCORE: _score, Kind.DATE: _day, Kind.CHOICE: _choice,
    Kind.CODE: _code,
}
