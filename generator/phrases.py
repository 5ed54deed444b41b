"""Turns of phrase: figures into the words around them.

One phrase, one function, one tag in the Word template (`{{ 收支总计|增减 }}`), so that no template has to decide
which branch applies. The handbook's "How the sentences behave" is the rule for each. Words that differ between
cities come from the layout (`Words`); what is missing in a draft is printed as 【待填】.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.figures.values import Money, NumberStyle, Percent

PENDING = "【待填】"
_END = re.compile(r"[。；;，,、．.\s]+$")
_STOPS = "。；;，,、：:"
_LEAD = re.compile(r"^(?:其?主要)?原因(?:是|为)?[：:，,]?")
_NUMBER = re.compile(r"^(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]{1,3}、)\s*")
DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a layout chooses (layout.toml, 用语)."""

    更多: str = "增加"
    更少: str = "减少"
    增长: str = "增长"
    下降: str = "下降"
    持平: str = "持平"
    无变化: str = "没有变化"
    原因引导: str = "主要原因是"
    大于预算: str = "支出决算数大于{预算}数"
    小于预算: str = "支出决算数小于{预算}数"
    等于预算: str = "决算数与{预算}数持平"
    预算原因间隔: str = "，"
    零基数: str = ""
    零预算: str = ""
    幅度: str = "，{增长}{率}"
    完成预算: str = "，完成{预算}的{率}"
    占比: str = "，占{总数}{率}"
    自称: str = "本部门"
    汇总后缀: str = "（汇总）"


#: What may stand in braces in a word of the layout, by its name.
PLACES_IN_WORDS: Mapping[str, tuple[str, ...]] = {
    "大于预算": ("预算",), "小于预算": ("预算",), "等于预算": ("预算",), "零预算": ("预算",), "幅度": ("增长", "率"),
    "完成预算": ("预算", "率"), "占比": ("总数", "率"), "自称": ("全称", "简称")}


def chinese_number(number: int) -> str:
    """1 -> 一, 11 -> 十一, 26 -> 二十六, 100 -> 100 (beyond 99 digits are kept)."""
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else DIGITS[tens] + "十")
    return head + (DIGITS[ones] if ones or not tens else "")


def numbered(number: int, style: str = "一") -> str:
    """A number as the example `style` shows the first one: 一, （一）, 1., （1）, ①, 第一部分.

    Raises WrongUse for an example without 一, 1 or ①. Circled numbers end at ⑳; those beyond are written （21）.
    """
    for first, write in _FIRSTS.items():
        if first in style:
            return style.replace(first, write(number), 1)
    from generator.document.mistakes import WrongUse

    raise WrongUse(f"编号的样子“{style}”里要有 一、1 或 ①，如 \"（一）\"、\"1.\"、\"①\"")


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else f"（{number}）"


_FIRSTS: Mapping[str, Callable[[int], str]] = {"一": chinese_number, "1": str, "①": _circled}


def in_one_line(text: str) -> str:
    """The lines of a cell as one, parted by ； where a line does not end with a mark of its own."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "".join(line if line[-1] in _STOPS else f"{line}；" for line in lines[:-1]) + "".join(lines[-1:])


def clean_reason(text: str) -> str:
    """A reason without the words that the sentence already has and without the closing stop, in one line."""
    return _LEAD.sub("", _END.sub("", in_one_line(text)))


def sentence_end(text: str) -> str:
    """A text without its closing punctuation: the template sets the full stop."""
    return _END.sub("", str(text).strip())


def unnumbered(text: object) -> str:
    """A paragraph without the number it starts with (`1.`, `（一）`, `二、`): the template numbers."""
    return _NUMBER.sub("", str(text).strip())


def paragraphs(text: object) -> list[str]:
    """The paragraphs of a cell (Alt+Enter parts them), without blank ones."""
    return [part.strip() for part in str(text or "").splitlines() if part.strip()]


def listed(items: Iterable[object]) -> str:
    """甲、乙、丙."""
    return "、".join(str(item) for item in items)


class Phrases:
    """The filters of a layout. `draft` prints 【待填】 where a reason is missing; `style` is that of the text."""

    def __init__(self, words: Words, *, draft: bool, style: NumberStyle | None = None) -> None:
        self.words = words
        self.draft = draft
        self.style = style or NumberStyle()

    def money(self, money: Money | Decimal | int | None) -> str:
        """`2467.98万元`, in the unit of the number; a plain number is an amount in 万元, None (or "") a blank."""
        if isinstance(money, Money):
            return f"{money}{money.style.unit}"
        value = Decimal(money) if isinstance(money, Decimal | int) else None
        return f"{self.style.money(value)}{self.style.unit}"

    def change(self, money: Money, each: str = "", level: str = "") -> str:
        """`增加111.77万元，增长4.74%` / `减少…，下降…` / `持平`; no percentage on a base of zero or where it would print as zero.

        `each` goes before 增加 and 减少, `level` stands in place of 持平: `比上年`增加…, but `与上年持平`.
        """
        return self._change(money.增减额, money.增减率, each, level or self.words.持平, self.words.零基数)

    def against_prior(self, money: Money, lead: str) -> str:
        """`。与2022年度相比，支出增加5.00万元，增长10.00%，主要原因是…`; nothing where last year is unknown
        or where there was nothing in both years. `lead` is what goes before 增加.
        """
        if money.prior is None:
            return f"{lead}{PENDING}" if self.draft and money else ""
        if not (money or money.prior):
            return ""
        return f"{lead}{self.change(money)}{self.reason(money)}"

    def change_amount(self, money: Money, level: str = "", each: str = "") -> str:
        """`增加111.77万元` / `没有变化`: without a percentage; `each` and `level` as in `change`."""
        return self._change(money.增减额, None, each, level or self.words.无变化)

    def against_budget(self, money: Money, each: str = "", level: str = "") -> str:
        """`减少5.43万元，下降11.06%` against the budget; `each` and `level` as in `change`."""
        return self._change(money.差额, money.差额率, each, level or self.words.持平)

    def _change(self, difference: Money | None, rate: Percent | None, each: str, level: str, no_base: str = "") -> str:
        if difference is None:
            return PENDING
        if difference.prints_zero:
            return level
        up = difference.value > 0
        words = self.words
        size = difference.style.money(abs(difference.value))
        text = f"{each}{words.更多 if up else words.更少}{size}{difference.style.unit}"
        if rate is None:
            return text + no_base
        if rate.prints_zero:  # 增加0.01万元，增长0.00% reads as a mistake
            return text
        return text + words.幅度.format(增长=words.增长 if up else words.下降, 率=rate.style.percent(abs(rate.ratio)))

    def growth(self, money: Money) -> str:
        """`增长4.74%` / `下降…` / `持平`; empty on a base of zero and where it would print 增长0.00%."""
        difference, rate = money.增减额, money.增减率
        if difference is None or rate is None:
            return ""
        if difference.prints_zero:
            return self.words.持平
        if rate.prints_zero:
            return ""
        word = self.words.增长 if difference.value > 0 else self.words.下降
        return f"{word}{rate.style.percent(abs(rate.ratio))}"

    def reason(self, money: Money, lead: str = "，") -> str:
        """`，主要原因是…` after a change; nothing where there is none."""
        difference = money.增减额
        return "" if difference is not None and difference.prints_zero else self._because(money.reason, lead)

    def budget_reason(self, money: Money, lead: str = "，") -> str:
        """`，主要原因是…` after a difference from the budget; nothing where both are equal."""
        difference = money.差额
        if difference is not None and difference.prints_zero:
            return ""
        return self._because(money.budget_reason, lead)

    def _because(self, text: str, lead: str) -> str:
        cleaned = clean_reason(text)
        if cleaned:
            return f"{lead}{self.words.原因引导}{cleaned}"
        return f"{lead}{self.words.原因引导}{PENDING}" if self.draft else ""

    def completion(self, money: Money, name: str = "年初预算") -> str:
        """`，完成年初预算的99.82%`; the layout's words (as a rule none) for a budget of zero, nothing for an unknown one."""
        rate = money.完成率
        if rate is not None:
            return self.words.完成预算.format(预算=name, 率=rate)
        no_budget = money.budget is not None and money.budget.known and not money.budget
        return self.words.零预算.format(预算=name) if no_budget and money else ""

    def budget_story(self, money: Money, name: str = "年初预算") -> str:
        """What follows `支出决算为…万元`: completion and the reason that fits the sign.

        A zero budget has no percentage; equal amounts have no reason.
        """
        text, difference = self.completion(money, name), money.差额
        if difference is None:
            return text
        if difference.prints_zero:
            level = self.words.等于预算.format(预算=name)
            return f"{text}，{level}" if money.budget and level else text
        side = (self.words.大于预算 if difference.value > 0 else self.words.小于预算).format(预算=name)
        reason = clean_reason(money.budget_reason)
        if not reason and not self.draft:
            return text
        return f"{text}{self.words.预算原因间隔}{side}的{self.words.原因引导}{reason or PENDING}"

    def share(self, money: Money, of: str) -> str:
        """`，占本年收入100.00%`; nothing where the total is zero."""
        rate = money.占比
        return "" if rate is None else self.words.占比.format(总数=of, 率=rate)

    def filters(self) -> Mapping[str, Callable[..., object]]:
        """The filters by the names that templates use."""
        return {
            "万元": self.money, "金额": self.money, "增减": self.change, "增长率": self.growth, "增减额": self.change_amount, "比预算": self.against_budget, "比上年": self.against_prior,
            "原因": self.reason, "预算原因": self.budget_reason, "完成预算": self.completion,
            "完成情况": self.budget_story,
            "占比": self.share, "顿号": listed, "分段": paragraphs, "句末": sentence_end, "去序号": unnumbered,
            "中文数字": chinese_number, "序号": numbered,
        }


class Counter:
    """编号('名词') -> 一, 二, 三 … each time it is printed: for lists whose entries come and go."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def __call__(self, name: str, style: str = "一") -> str:
        """The next number of the list `name`, written like `style` (see `numbered`)."""
        self._last[name] = self._last.get(name, 0) + 1
        return numbered(self._last[name], style)
