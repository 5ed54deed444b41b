"""One cell of the workbook: from what the clerk typed to a value, or a finding that says what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Context as DecimalContext
from decimal import Decimal, InvalidOperation

from generator.model import Amount, Count, Day, Finding, Source, Text, Value
from generator.money import MoneyUnit, to_wan
from generator.workbook import problems
from generator.workbook.problems import Problem
from generator.workbook.schema import Item, Kind
from generator.workbook.xlsx import RawBook, RawCell

DASHES = frozenset("-‐‑‒–—―−─")
NOISE_PLACES = Decimal("0.00000001")  # sums of binary fractions leave noise beyond 8 decimals
STORED_DIGITS = DecimalContext(prec=15)  # Excel stores 163.81 as 163.80999999999997: only 15 digits are meant
CENT_IN = {MoneyUnit.YUAN: Decimal("0.01"), MoneyUnit.WAN: Decimal("0.000001")}
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[T ]?\d{1,2}:\d{2}.*)?")
_MONEY_UNIT = re.compile(r"(万元|万|元|圆)$")
_COUNT_UNIT = re.compile(r"(人次|批次|[年辆个批人次台套件项名场分])$")

Reading = tuple[Value | None, Finding | None]


@dataclass(frozen=True, slots=True)
class Context:
    """What a cell's meaning depends on besides itself."""

    book: RawBook
    file: str
    unit: MoneyUnit = MoneyUnit.WAN


def tidy(text: str) -> str:
    """Line breaks as \\n, no control characters, no blanks around any line's end or the whole."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip(" \t\n\u3000")


def compact(text: str) -> str:
    """Full width made half width and all blanks dropped: the form in which labels and choices are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_blank(cell: RawCell | None) -> bool:
    """Nothing there: no cell, an empty text, blanks, or dashes, which accounts print for nothing."""
    if cell is None or cell.lacks_value:
        return cell is None
    return cell.is_text and not (set(compact(cell.text)) - DASHES)


def number_in(text: str) -> Decimal | None:
    """The number that a text stands for: thousands separators, full width, (1,234.50) for a negative one."""
    bare = compact(text).replace(",", "").replace("，", "").lstrip("¥$￥")
    bare = "".join("-" if character in DASHES else character for character in bare)
    negative = bare.startswith("(") and bare.endswith(")")
    if negative:
        bare = bare[1:-1]
    if not _NUMBER.fullmatch(bare):
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
    if cell.kind == "e":
        return None, _wrong(problems.ERROR_VALUE, item, source, cell)
    if cell.lacks_value:
        return None, _wrong(problems.NOT_CALCULATED, item, source, cell, shown=f"={cell.formula}")
    if item.kind in (Kind.TEXT, Kind.LONG):
        text = tidy(shown_text(cell, context))
        return (Text(text, source) if text else None), None
    if is_blank(cell):
        return None, None
    return _READERS[item.kind](cell, item, source, context)


def shown_text(cell: RawCell, context: Context) -> str:
    """The cell as the clerk sees it, when a text is wanted: 0.95 formatted as percent is `95%`."""
    if cell.is_text:
        return cell.text
    if cell.kind == "b":
        return "是" if cell.text in ("1", "true") else "否"
    number = _stored_number(cell)
    if number is None:
        return cell.text
    if cell.format.is_date and number >= 1:
        day = context.book.day(int(number))
        return f"{day.year}年{day.month}月{day.day}日"
    if cell.format.percent_places is not None:
        return f"{plain_number(number * 100):f}%"
    return f"{plain_number(number):f}"


def _stored_number(cell: RawCell) -> Decimal | None:
    if cell.is_text or cell.kind in ("b", "d"):
        return None
    try:
        return STORED_DIGITS.create_decimal(cell.text)
    except InvalidOperation:
        return None


def _number(cell: RawCell) -> Decimal | None:
    number = _stored_number(cell)
    if number is None and cell.is_text:
        number = number_in(cell.text)
    return None if number is None or not number.is_finite() else plain_number(number)


def _wrong(problem: Problem, item: Item, source: Source, cell: RawCell, *, shown: str = "",
           expected: str | None = None) -> Finding:
    found = shown or tidy(cell.text)
    found = found if len(found) <= 40 else f"{found[:40]}…"
    return problem.finding(f"{source}（{item.caption}）写的是“{found}”：{problem.title}", source,
                           expected=expected, actual=found)


def _amount(cell: RawCell, item: Item, source: Source, context: Context) -> Reading:
    unit = context.unit
    if cell.is_text:
        bare = compact(cell.text)
        if match := _MONEY_UNIT.search(bare):
            written = MoneyUnit.WAN if match[1].startswith("万") else MoneyUnit.YUAN
            number = number_in(bare[:match.start()])
            if number is None:
                return None, _wrong(problems.BAD_AMOUNT, item, source, cell, expected="数字")
            finding = None if written is unit else _wrong(
                problems.OTHER_UNIT, item, source, cell, expected=f"以{unit.value}为单位的数字")
            return Amount(to_wan(plain_number(number), written), (source,)), finding
    number = None if cell.format.is_date else _number(cell)
    if number is None or abs(number) >= Decimal(10) ** 15:
        return None, _wrong(problems.BAD_AMOUNT, item, source, cell, expected="数字")
    finding = None
    if number != number.quantize(CENT_IN[unit]):
        finding = _wrong(problems.BELOW_CENT, item, source, cell, shown=f"{number:f}")
    return Amount(to_wan(number, unit), (source,)), finding


def _count(cell: RawCell, item: Item, source: Source, context: Context) -> Reading:
    number = _number(cell)
    if number is None and cell.is_text:
        number = number_in(_COUNT_UNIT.sub("", compact(cell.text)))
    if number is None or cell.format.is_date or number < 0 or number != number.to_integral_value():
        return None, _wrong(problems.BAD_COUNT, item, source, cell, expected="不小于 0 的整数")
    return Count(number, source), None


def _score(cell: RawCell, item: Item, source: Source, context: Context) -> Reading:
    number = _number(cell)
    if number is None and cell.is_text:
        number = number_in(_COUNT_UNIT.sub("", compact(cell.text)))
    if number is None or cell.format.is_date:
        return None, _wrong(problems.BAD_SCORE, item, source, cell, expected="数字")
    return Count(number, source), None


def _day(cell: RawCell, item: Item, source: Source, context: Context) -> Reading:
    found = _day_in(cell, context)
    if found is None or not FIRST_DAY <= found <= LAST_DAY:
        return None, _wrong(problems.BAD_DATE, item, source, cell, expected="日期")
    return Day(found, source), None


def _day_in(cell: RawCell, context: Context) -> date | None:
    bare = compact(cell.text) if cell.kind != "d" else cell.text[:10]
    if re.fullmatch(r"(19|20)\d{6}", bare):
        bare = f"{bare[:4]}-{bare[4:6]}-{bare[6:]}"
    if match := _DAY.fullmatch(bare):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
    number = _stored_number(cell)
    return context.book.day(int(number)) if number is not None and 1 <= number < 100_000 else None


def _choice(cell: RawCell, item: Item, source: Source, context: Context) -> Reading:
    found = compact(shown_text(cell, context))
    for choice in item.choices:
        if compact(choice) == found:
            return Text(choice, source), None
    options = "、".join(item.choices)
    return None, problems.BAD_CHOICE.finding(
        f"{source}（{item.caption}）写的是“{tidy(cell.text)[:40]}”：{problems.BAD_CHOICE.title}", source,
        hint=f"请从下拉列表中选择：{options}", expected=options, actual=tidy(cell.text)[:40])


def digits_of(cell: RawCell) -> str:
    """The code in the cell without blanks and separators: `201 29 01`, `201.29.01` and 2012901 are the same."""
    number = _stored_number(cell)
    text = cell.text if number is None else f"{plain_number(number):f}"
    return re.sub(r"[.\-_/]", "", compact(text))


def _code(cell: RawCell, item: Item, source: Source, context: Context) -> Reading:
    digits = digits_of(cell)
    if not re.fullmatch(r"[0-9]{3}|[0-9]{5}|[0-9]{7}", digits):
        return None, _wrong(problems.BAD_CODE, item, source, cell, expected="3、5 或 7 位数字")
    return Text(digits, source), None


_READERS: dict[Kind, Callable[[RawCell, Item, Source, Context], Reading]] = {
    Kind.MONEY: _amount, Kind.COUNT: _count, Kind.SCORE: _score, Kind.DATE: _day, Kind.CHOICE: _choice,
    Kind.CODE: _code,
}
