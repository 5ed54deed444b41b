"""Turns of phrase: figures into the words around them.

One phrase, one function, one tag in the Word template (`{{ 收支总计|增减 }}`), so that no template has to decide
which branch applies. The handbook's "How the sentences behave" is the rule for each. Words that differ between
cities come from the layout (`Words`); what is missing in a draft is printed as 【待填】.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from generator.figures.values import Money, Percent

PENDING = "【待填】"
_END = re.compile(r"[。；;，,、．.\s]+$")
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
    单位: str = "万元"


def chinese_number(number: int) -> str:
    """1 -> 一, 11 -> 十一, 26 -> 二十六, 100 -> 100 (beyond 99 digits are kept)."""
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else DIGITS[tens] + "十")
    return head + (DIGITS[ones] if ones or not tens else "")


def clean_reason(text: str) -> str:
    """A reason without the words that the sentence already has and without the closing stop."""
    return _LEAD.sub("", _END.sub("", text.strip().replace("\n", "")))


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
    """The filters of a layout. `draft` prints 【待填】 where a reason is missing."""

    def __init__(self, words: Words, *, draft: bool) -> None:
        self.words = words
        self.draft = draft

    def money(self, money: Money) -> str:
        """`2467.98万元`."""
        return f"{money}{self.words.单位}"

    def change(self, money: Money, each: str = "") -> str:
        """`增加111.77万元，增长4.74%` / `减少…，下降…` / `持平`; no percentage on a base of zero."""
        return self._change(money.增减额, money.增减率, each, self.words.持平)

    def against_prior(self, money: Money, lead: str) -> str:
        """`。与2022年度相比，支出增加5.00万元，增长10.00%，主要原因是…`; nothing where last year is unknown
        or where there was nothing in both years. `lead` is what goes before 增加.
        """
        if money.prior is None:
            return f"{lead}{PENDING}" if self.draft and money else ""
        if not (money or money.prior):
            return ""
        return f"{lead}{self.change(money)}{self.reason(money)}"

    def change_amount(self, money: Money, level: str = "") -> str:
        """`增加111.77万元` / `没有变化`: without a percentage."""
        return self._change(money.增减额, None, "", level or self.words.无变化)

    def against_budget(self, money: Money, each: str = "") -> str:
        """`减少5.43万元，下降11.06%` against the budget."""
        return self._change(money.差额, money.差额率, each, self.words.持平)

    def _change(self, difference: Money | None, rate: Percent | None, each: str, level: str) -> str:
        if difference is None:
            return PENDING
        if difference.prints_zero:
            return level
        up = difference.value > 0
        words = self.words
        size = difference.style.money(abs(difference.value))
        text = f"{each}{words.更多 if up else words.更少}{size}{words.单位}"
        if rate is None:
            return text
        return f"{text}，{words.增长 if up else words.下降}{rate.style.percent(abs(rate.ratio))}"

    def growth(self, money: Money) -> str:
        """`增长4.74%` / `下降…` / `持平`; empty on a base of zero."""
        difference, rate = money.增减额, money.增减率
        if difference is None or rate is None:
            return ""
        if difference.prints_zero:
            return self.words.持平
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
        """`，完成年初预算的99.82%`; nothing where the budget is zero or unknown."""
        rate = money.完成率
        return "" if rate is None else f"，完成{name}的{rate}"

    def budget_story(self, money: Money, name: str = "年初预算") -> str:
        """What follows `支出决算为…万元`: completion and the reason that fits the sign.

        A zero budget has no percentage; equal amounts have no reason.
        """
        text, difference = self.completion(money, name), money.差额
        if difference is None:
            return text
        if difference.prints_zero:
            return f"{text}，{self.words.等于预算.format(预算=name)}" if money.budget else ""
        side = (self.words.大于预算 if difference.value > 0 else self.words.小于预算).format(预算=name)
        reason = clean_reason(money.budget_reason)
        if not reason and not self.draft:
            return text
        return f"{text}{self.words.预算原因间隔}{side}的{self.words.原因引导}{reason or PENDING}"

    def share(self, money: Money, of: str) -> str:
        """`，占本年收入100.00%`; nothing where the total is zero."""
        rate = money.占比
        return "" if rate is None else f"，占{of}{rate}"

    def filters(self) -> Mapping[str, Callable[..., object]]:
        """The filters by the names that templates use."""
        return {
            "万元": self.money, "增减": self.change, "增长率": self.growth, "增减额": self.change_amount, "比预算": self.against_budget, "比上年": self.against_prior,
            "原因": self.reason, "预算原因": self.budget_reason, "完成预算": self.completion,
            "完成情况": self.budget_story,
            "占比": self.share, "顿号": listed, "分段": paragraphs, "句末": sentence_end, "去序号": unnumbered,
            "中文数字": chinese_number,
        }


class Counter:
    """编号('名词') -> 一, 二, 三 … each time it is printed: for lists whose entries come and go."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def __call__(self, name: str, style: str = "一") -> str:
        """The next number of the list `name`, 一 or 1 as `style` shows."""
        self._last[name] = self._last.get(name, 0) + 1
        return chinese_number(self._last[name]) if style == "一" else str(self._last[name])
