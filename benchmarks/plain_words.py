"""Amounts and turns of phrase of the plain script: what the template's tags and filters need, written anew.

Part of `plain_report.py`; nothing of generator/ is used.
"""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def rounded(value):
    return value.quantize(CENT, ROUND_HALF_UP)


def short(value):
    """20 -> 20, 19.376 -> 19.38, blank for None."""
    if value is None:
        return ""
    text = f"{rounded(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(ratio):
    return f"{rounded(ratio * 100)}%"


def cell(value):
    """An amount in a table."""
    return "" if value is None else f"{rounded(value):,}"


class Number:
    """A count or score; what the workbook leaves blank prints as 0."""

    def __init__(self, value):
        self.value, self.已填 = value, value is not None

    def __str__(self):
        return short(self.value) if self.已填 else "0"

    def __bool__(self):
        return bool(self.value)


class Money:
    """An amount of 万元 with last year's, the budget, and the total it is a part of."""

    def __init__(self, value, prior=None, budget=None, whole=None, reason="", budget_reason="", blank="0"):
        self.given, self.value = value, value if value is not None else Decimal(0)
        self.已填 = value is not None
        self.prior, self.budget, self.whole = prior, budget, whole
        self.reason, self.budget_reason, self.blank = reason, budget_reason, blank

    def __str__(self):
        return f"{rounded(self.value)}" if self.value else "0" if self.已填 else self.blank

    def __bool__(self):
        return bool(self.value)

    @property
    def 上年(self):
        return None if self.prior is None else Money(self.prior)

    @property
    def 预算(self):
        return None if self.budget is None else Money(self.budget)

    @property
    def 占比(self):
        return percent(self.value / self.whole) if self.whole else ""

    @property
    def 完成率(self):
        return percent(self.value / self.budget) if self.已填 and self.budget and self.budget > 0 else ""


def end(text):
    return str(text).strip().rstrip("。；;，,、．. \n")


def change(difference, base, each, level):
    if not rounded(difference):
        return level
    up = difference > 0
    text = f"{each}{'增加' if up else '减少'}{rounded(abs(difference))}万元"
    if not base or not rounded(abs(difference) / abs(base) * 100):
        return text
    return f"{text}，{'增长' if up else '下降'}{percent(abs(difference) / abs(base))}"


def against_last_year(money, each="", level="持平"):
    return "【待填】" if money.prior is None else change(money.value - money.prior, money.prior, each, level)


def against_budget(money, each="", level="持平"):
    return "【待填】" if money.budget is None else change(money.value - money.budget, money.budget, each, level)


def last_year_story(money, lead):
    known = money.prior is not None and (money.value or money.prior)
    return f"{lead}{against_last_year(money)}{reason(money)}" if known else ""


def because(text, lead):
    return f"{lead}主要原因是{end(text)}" if end(text) else ""


def reason(money, lead="，"):
    same = money.prior is not None and not rounded(money.value - money.prior)
    return "" if same else because(money.reason, lead)


def budget_reason(money, lead="，"):
    same = money.budget is not None and not rounded(money.value - money.budget)
    return "" if same else because(money.budget_reason, lead)


def completion(money, name="年初预算"):
    return f"，完成{name}的{money.完成率}" if money.完成率 else ""


def budget_story(money, name="年初预算"):
    text = completion(money, name)
    if money.budget is None:
        return text
    difference = money.value - money.budget
    if not rounded(difference):
        return f"{text}，决算数与{name}数持平" if money.budget else ""
    if not end(money.budget_reason):
        return text
    side = "大于" if difference > 0 else "小于"
    return f"{text}。支出决算数{side}{name}数的主要原因是{end(money.budget_reason)}"


def paragraphs(text):
    return [part.strip() for part in str(text or "").splitlines() if part.strip()]


def unnumbered(text):
    head, mark, rest = text.partition(".")
    return rest.strip() if mark and head.isdigit() and not rest[:1].isdigit() else text


class Counter:
    """编号('名词') -> 一, 二, 三."""

    def __init__(self):
        self.last = {}

    def __call__(self, name, style="一"):
        self.last[name] = self.last.get(name, 0) + 1
        first = "一" if "一" in style else "1"
        return style.replace(first, chinese(self.last[name]) if first == "一" else str(self.last[name]), 1)


def chinese(number):
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("" if tens == 1 else digits[tens]) + "十"
    return head + (digits[ones] if ones or not tens else "")


FILTERS = {
    "万元": lambda money: f"{money or 0}万元",
    "增减": against_last_year,
    "比预算": against_budget,
    "比上年": last_year_story,
    "原因": reason,
    "预算原因": budget_reason,
    "完成预算": completion,
    "完成情况": budget_story,
    "占比": lambda money, of: f"，占{of}{money.占比}" if money.占比 else "",
    "顿号": "、".join,
    "分段": paragraphs,
    "句末": end,
    "去序号": unnumbered,
    "中文数字": chinese,
    "并组": lambda value, *keys: value,
}
