"""What a clerk may type into a cell, and what each mistake says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Amount, Count, Day, Source, Text
from generator.money import MoneyUnit
from generator.workbook.cells import Context, compact, number_in, plain_number, read_cell, tidy
from generator.workbook.formats import PLAIN, format_of
from generator.workbook.schema import Item, Kind
from generator.workbook.xlsx import Format, RawBook, RawCell, unescaped


def _no_sheet(name: str) -> None:
    raise KeyError(name)


BOOK = RawBook((), {}, date(1899, 12, 30), _no_sheet)  # type: ignore[arg-type]
WAN, YUAN = Context(BOOK, "f", MoneyUnit.WAN), Context(BOOK, "f", MoneyUnit.YUAN)
PLACE = Source("表", "B2", "f")
CHOICES = ("参照公务员法管理的事业单位", "其他（说明）")


def cell(value: object, *, look: Format | None = None) -> RawCell:
    kind = "s" if isinstance(value, str) else "n"
    return RawCell(str(value), kind, format=look or Format())


def reading(value: object, kind: Kind, context: Context = WAN, look: Format | None = None) -> tuple[object, str]:
    item = Item("键", kind, choices=CHOICES)
    value, finding = read_cell(cell(value, look=look), item, PLACE, context)
    match value:
        case Amount(content) | Count(content) | Text(content) | Day(content):
            return content, finding.code if finding else ""
    return None, finding.code if finding else ""


@pytest.mark.parametrize(("typed", "wan"), [
    ("163.80999999999997", "163.81"), ("1,234.50", "1234.5"), ("１２３．４５", "123.45"), (" 12 345.6 ", "12345.6"),
    ("12.5万元", "12.5"), ("(45.10)", "-45.1"), ("（45.10）", "-45.1"), ("-3", "-3"), ("－3.2", "-3.2"), ("￥8", "8"),
    (0, "0"), ("0", "0"), (12, "12"), ("1.2E3", "1200"), ("1，234", "1234"),
])
def test_amounts_as_typed(typed: object, wan: str) -> None:
    assert reading(typed, Kind.MONEY) == (Decimal(wan), "")


@pytest.mark.parametrize(("stored", "meant"), [
    ("163.80999999999997", "163.81"), ("856287180.8099999", "856287180.81"), ("0.30000000000000004", "0.3"),
    ("1.6380999999999997E2", "163.81"), ("-5.5511151231257827E-17", "0"),
])
def test_stored_binary_noise_is_dropped(stored: str, meant: str) -> None:
    value, finding = read_cell(RawCell(stored, "n"), Item("键", Kind.MONEY), PLACE, YUAN)
    assert isinstance(value, Amount) and value.value * 10_000 == Decimal(meant)
    assert finding is None


def test_a_long_number_typed_as_text_is_exact() -> None:
    assert reading("12345678901234.56", Kind.MONEY) == (Decimal("12345678901234.56"), "")


def test_amounts_in_yuan_come_out_in_wan() -> None:
    assert reading("1638100.55", Kind.MONEY, YUAN) == (Decimal("163.810055"), "")


def test_a_unit_written_in_the_cell_wins_and_is_said() -> None:
    assert reading("12.5万元", Kind.MONEY, YUAN) == (Decimal("12.5"), "R029")
    assert reading("125000元", Kind.MONEY, WAN) == (Decimal("12.5"), "R029")


@pytest.mark.parametrize("blank", ["", "  ", "-", "—", "——", "－", "\u3000"])
@pytest.mark.parametrize("kind", [Kind.MONEY, Kind.COUNT, Kind.SCORE, Kind.DATE, Kind.CHOICE, Kind.CODE])
def test_blanks_and_dashes_are_nothing(blank: str, kind: Kind) -> None:
    assert reading(blank, kind) == (None, "")


@pytest.mark.parametrize(("typed", "kind", "code"), [
    ("无", Kind.MONEY, "R020"), ("12..5", Kind.MONEY, "R020"), ("12元5角", Kind.MONEY, "R020"), (1e16, Kind.MONEY, "R020"),
    ("nan", Kind.MONEY, "R020"),
    ("1.5", Kind.COUNT, "R021"), (-1, Kind.COUNT, "R021"), ("若干", Kind.COUNT, "R021"), ("优", Kind.SCORE, "R022"),
    ("2023年13月1日", Kind.DATE, "R023"), ("2023年2月30日", Kind.DATE, "R023"), (2024, Kind.DATE, "R023"),
    ("十月", Kind.DATE, "R023"), ("事业单位", Kind.CHOICE, "R024"), ("20129O1", Kind.CODE, "R025"),
    ("2012", Kind.CODE, "R025"), ("行政运行", Kind.CODE, "R025"),
])
def test_mistakes(typed: object, kind: Kind, code: str) -> None:
    assert reading(typed, kind) == (None, code)


def test_a_finding_tells_place_content_and_remedy() -> None:
    _, finding = read_cell(cell("约30"), Item("决算数", Kind.MONEY), PLACE, WAN)
    assert finding is not None
    assert finding.message == "表!B2（决算数）写的是“约30”：金额不是数字"
    assert (finding.expected, finding.actual, finding.sources) == ("数字", "约30", (PLACE,))
    assert "只填数字" in finding.hint


def test_fractions_of_a_cent_are_kept_but_said() -> None:
    assert reading("33.333", Kind.MONEY, YUAN) == (Decimal("0.0033333"), "R028")
    assert reading("33.333", Kind.MONEY, WAN) == (Decimal("33.333"), "")
    assert reading("33.33333333", Kind.MONEY, WAN)[1] == "R028"


def test_error_values_and_uncalculated_formulas() -> None:
    for kind in Kind:
        item = Item("键", kind)
        assert read_cell(RawCell("#REF!", "e", "Sheet9!A1"), item, PLACE, WAN)[1].code == "R026"  # type: ignore[union-attr]
        assert read_cell(RawCell("", "n", "A1+1"), item, PLACE, WAN)[1].code == "R027"  # type: ignore[union-attr]


@pytest.mark.parametrize(("typed", "count"), [("3", 3), ("12人次", 12), ("2辆", 2), ("2023年", 2023), (5, 5), ("1,200", 1200)])
def test_counts(typed: object, count: int) -> None:
    assert reading(typed, Kind.COUNT) == (Decimal(count), "")


def test_scores() -> None:
    assert reading("19.6分", Kind.SCORE) == (Decimal("19.6"), "")
    assert reading(0.1 + 0.2, Kind.SCORE) == (Decimal("0.3"), "")


@pytest.mark.parametrize("typed", [
    "2024-10-30", "2024.10.30", "2024/10/30", "2024年10月30日", "２０２４年１０月３０日", "20241030", 45595, "45595",
    "2024-10-30 00:00:00", 45595.5,
])
def test_dates(typed: object) -> None:
    expected = (None, "R023") if typed == "45595" else (date(2024, 10, 30), "")
    assert reading(typed, Kind.DATE) == expected


def test_choices_ignore_width_and_blanks() -> None:
    assert reading(" 其他(说明) ", Kind.CHOICE) == ("其他（说明）", "")


@pytest.mark.parametrize("typed", ["2012901", 2012901, "201 29 01", "２０１２９０１", "201.29.01", 2012901.0])
def test_codes(typed: object) -> None:
    assert reading(typed, Kind.CODE) == ("2012901", "")


@pytest.mark.parametrize(("typed", "look", "text"), [
    (0.95, Format(percent_places=0), "95%"), (0.955, Format(percent_places=1), "95.5%"), (1, Format(percent_places=0), "100%"),
    (1001, Format(digits=6), "001001"), (1234567, Format(digits=6), "1234567"), (0, Format(digits=3), "000"), (-5, Format(digits=3), "-5"),
    (1.5, Format(digits=3), "1.5"), ("7", Format(digits=3), "7"), (45595, Format(is_date=True), "2024年10月30日"),
    (95, Format(), "95"), (0.1, Format(), "0.1"), (2784892345, Format(), "2784892345"),
    ("第一段\r\n第二段_", Format(), "第一段\n第二段_"), ("a\x07b\xa0", Format(), "ab"),
])
def test_texts_as_the_clerk_sees_them(typed: object, look: Format, text: str) -> None:
    assert reading(typed, Kind.LONG, look=look) == (text, "")


@given(st.decimals(min_value=-10**12, max_value=10**12, places=2))
def test_any_amount_survives_every_spelling(amount: Decimal) -> None:
    spellings = (f"{amount:,}", f"{amount} ", f"{amount:f}".translate(str.maketrans("0123456789.", "０１２３４５６７８９．")))
    for spelling in spellings:
        assert number_in(spelling) == amount
    assert plain_number(amount) == amount


@given(st.text(max_size=80))
def test_tidy_text_stays_tidy_and_loses_no_word(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert [c for c in compact(once) if c.isalnum()] == [c for c in compact(text) if c.isalnum()]


def test_escapes() -> None:
    assert unescaped("a_x000D_b_x005F_x000D_") == "a\rb_x000D_"


@pytest.mark.parametrize(("code", "digits"), [("000", 3), ('0000"号"', 4), ("0", 0), ("General", 0), ("0.00", 0), ("000.0", 0), ("#,##0", 0)])
def test_formats_that_show_leading_zeros(code: str, digits: int) -> None:
    """And the usual ones are PLAIN itself, which is read at once."""
    assert format_of(200, {200: code}).digits == digits
    assert digits or format_of(200, {200: code}) is PLAIN
