"""Charts that are hard to draw, and plain measuring for the tests that need no font."""

from dataclasses import replace
from decimal import Decimal

from generator.charts import Chart, Series, Slice, Structure, TwoYears

YEARS = ("2022年度", "2023年度")
INCOMES = (
    "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "使用非财政拨款结余", "其他收入",
)  # fmt: skip
LONG = "一般公共预算财政拨款结转结余资金收入决算"  # 20 characters


def plain_measure(text: str, size: float) -> float:
    """Full-width characters are one em wide, others 0.6: a little wider than in any font we use."""
    return sum(1.0 if ord(character) > 0x2E7F else 0.6 for character in text) * size * 25.4 / 72


def structure(*parts: tuple[str, str]) -> Structure:
    """A structure of (name, amount) with labels and shares as the report prints them."""
    total = sum((Decimal(amount) for _, amount in parts), Decimal(0))
    slices = tuple(
        Slice(name, Decimal(amount), f"{Decimal(amount):,.2f}", f"{Decimal(amount) / (total or 1) * 100:.2f}%")
        for name, amount in parts
    )
    return Structure("收入决算结构", "万元", slices, f"{total:,.2f}", "收入合计")


def two_years(before: str | None, after: str | None, change: str = "") -> TwoYears:
    """收入总计 and 支出总计 with the same amounts, as they usually are."""
    values = tuple(None if text is None else Decimal(text) for text in (before, after))
    labels = tuple("" if value is None else f"{value:,.2f}" for value in values)
    series = tuple(
        Series(name, (values[0], values[1]), (labels[0], labels[1]), change) for name in ("收入总计", "支出总计")
    )
    return TwoYears("收、支决算总计变动情况", "万元", YEARS, series)


TINY = tuple(zip(INCOMES[1:6], ("12.5", "8.88", "0.01", "3.2", "90"), strict=True))
WIDE = ("99999999.99", "1234567.89", "23456789.01", "345678.9", "4567.89", "98765.4", "0.01")

HARD: dict[str, Chart] = {
    "the seed: one slice": structure(("财政拨款收入", "2467.98")),
    "99.7 and 0.3": structure(("财政拨款收入", "997"), ("其他收入", "3")),
    "five tiny slices": structure(("财政拨款收入", "98756.12"), *TINY),
    "tiny slices between halves": structure(("财政拨款收入", "5000"), *TINY, ("其他收入", "4900")),
    "seven kinds, 0.01 to 99999999.99": structure(*zip(INCOMES, WIDE, strict=True)),
    "seven equal kinds": structure(*((name, "100") for name in INCOMES)),
    "long names": structure((LONG, "2000"), (LONG[::-1], "300"), (LONG + "（含结转）", "150"), ("其他", "0.5")),
    "twelve slices": structure(*((f"{LONG[:10]}{n}", str(n * n)) for n in range(1, 13))),
    "twenty-six slices": structure(*((f"第{n}类支出", str(n)) for n in range(1, 27))),
    "below zero": structure(("财政拨款收入", "300"), (LONG, "-12.5"), ("其他收入", "20")),
    "all below zero": structure(("财政拨款收入", "-300"), ("其他收入", "-20")),
    "two years": two_years("2356.21", "2467.98", "增长4.74%"),
    "two years, level": two_years("2467.98", "2467.98", "与上年持平"),
    "two years, 0.01 to 99999999.99": two_years("0.01", "99999999.99", "增长999,999,999,800.00%"),
    "two years, fall": two_years("99999999.99", "0.01", "下降100.00%"),
    "two years, trillions in 元": two_years("999999999999.99", "999999999999.98", "下降0.00%"),
    "two years, below zero": two_years("-120.5", "300", "增加420.50万元"),
    "two years, zeros": two_years("0", "0", "与上年持平"),
    "no last year": two_years(None, "2467.98"),
    "two years, long title and years": replace(two_years("1", "2"), title=LONG * 3, years=("2022年度（调整后口径）", "2023年度（调整后口径）")),
    "below zero, long title": replace(structure(("财政拨款收入", "300"), ("其他收入", "-20")), title=LONG * 3),
}
