"""Every branch of the handbook's "How the sentences behave"."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.document import WrongUse
from generator.figures.values import Money, NumberStyle
from generator.model import Amount
from generator.money import MoneyUnit, rounded
from generator.phrases import (
    PENDING,
    Counter,
    Phrases,
    Words,
    chinese_number,
    clean_reason,
    listed,
    numbered,
    paragraphs,
    sentence_end,
    unnumbered,
)

STYLE = NumberStyle()
FINAL, DRAFT = Phrases(Words(), draft=False), Phrases(Words(), draft=True)


def money(value: str | None, *, prior: str | None = None, budget: str | None = None, whole: str | None = None,
          reason: str = "", style: NumberStyle = STYLE) -> Money:
    def plain(text: str | None) -> Money | None:
        return None if text is None else Money("比", Amount(Decimal(text)), style)

    amount = None if value is None else Amount(Decimal(value))
    return Money("数", amount, style, plain(prior), plain(budget), plain(whole), reason, reason)


# ---- this year and last year -------------------------------------------------------------------------------------

@pytest.mark.parametrize(("this", "last", "change", "growth"), [
    ("2467.98", "2356.21", "增加111.77万元，增长4.74%", "增长4.74%"),
    ("2356.21", "2467.98", "减少111.77万元，下降4.53%", "下降4.53%"),
    ("5", "5", "持平", "持平"),
    ("0", "5", "减少5.00万元，下降100.00%", "下降100.00%"),
    ("5", "0", "增加5.00万元", ""),                      # a base of zero allows no percentage
    ("0", "0", "持平", ""),
    ("5.004", "5.000", "持平", "持平"),                   # would print 增加0.00万元
    ("5.005", "5.000", "增加0.01万元，增长0.10%", "增长0.10%"),
    ("0.004", "0", "持平", ""),
    ("10000.01", "10000", "增加0.01万元", ""),             # 增长0.00% beside an increase reads as a mistake
    ("-3", "2", "减少5.00万元，下降250.00%", "下降250.00%"),
    ("-3", "-2", "减少1.00万元，下降50.00%", "下降50.00%"),
    ("-1", "-2", "增加1.00万元，增长50.00%", "增长50.00%"),
])
def test_a_change_follows_the_sign(this: str, last: str, change: str, growth: str) -> None:
    assert FINAL.change(money(this, prior=last)) == change
    assert FINAL.growth(money(this, prior=last)) == growth
    assert FINAL.against_budget(money(this, budget=last)) == change


def test_each_stands_before_the_word_but_not_before_level() -> None:
    assert FINAL.change(money("3", prior="2"), "各") == "各增加1.00万元，增长50.00%"
    assert FINAL.change(money("2", prior="2"), "各") == "持平"


@pytest.mark.parametrize(("typed", "told"), [
    ("人员增加\n项目增加", "人员增加；项目增加"), ("1.人员增加；\n 2.项目增加。\n", "1.人员增加；2.项目增加"), ("一是增人。\r\n\n二是增资", "一是增人。二是增资")])
def test_the_lines_of_a_reason_do_not_run_into_each_other(typed: str, told: str) -> None:
    assert clean_reason(typed) == told


def test_level_has_words_of_its_own_where_the_sentence_says_more_than() -> None:
    up, level = money("3", prior="2", budget="2"), money("2", prior="2", budget="2")
    assert FINAL.change(up, "比上年", "与上年持平") == "比上年增加1.00万元，增长50.00%"
    assert FINAL.change(level, "比上年", "与上年持平") == "与上年持平"
    assert FINAL.against_budget(up, "比预算", "与预算持平") == "比预算增加1.00万元，增长50.00%"
    assert FINAL.against_budget(level, "比预算", "与预算持平") == "与预算持平"
    assert FINAL.change_amount(up, "与上年相同", "比上年") == "比上年增加1.00万元"
    assert FINAL.change_amount(level, "与上年相同", "比上年") == "与上年相同"


@pytest.mark.parametrize(("this", "last", "expected"), [
    ("3", "2", "增加1.00万元"), ("2", "3", "减少1.00万元"), ("2", "2", "没有变化"), ("2.001", "2", "没有变化")])
def test_a_change_without_percentage(this: str, last: str, expected: str) -> None:
    assert FINAL.change_amount(money(this, prior=last)) == expected


def test_a_template_may_name_its_own_word_for_level() -> None:
    assert FINAL.change_amount(money("2", prior="2"), "与上年一致") == "与上年一致"


@pytest.mark.parametrize("phrases", [FINAL, DRAFT])
def test_last_year_unknown_is_pending_and_never_a_figure(phrases: Phrases) -> None:
    unknown = money("5")
    assert phrases.change(unknown) == phrases.change_amount(unknown) == phrases.against_budget(unknown) == PENDING
    assert phrases.growth(unknown) == phrases.completion(unknown) == phrases.share(unknown, "本年收入") == ""


def test_a_blank_of_this_year_is_not_compared_as_zero() -> None:
    blank = money(None, prior="5", budget="5")
    assert FINAL.change(blank) == PENDING and FINAL.growth(blank) == "" and FINAL.completion(blank) == ""


# ---- reasons -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("this", "reason", "final", "draft"), [
    ("6", "人员增加。", "，主要原因是人员增加", "，主要原因是人员增加"),
    ("4", "主要原因是：项目减少；", "，主要原因是项目减少", "，主要原因是项目减少"),
    ("6", "", "", "，主要原因是【待填】"),
    ("6", " \n ", "", "，主要原因是【待填】"),
    ("5", "人员增加", "", ""),
    ("5.001", "人员增加", "", ""),
])
def test_a_reason_is_told_where_there_is_a_change(this: str, reason: str, final: str, draft: str) -> None:
    compared = money(this, prior="5", budget="5", reason=reason)
    assert (FINAL.reason(compared), DRAFT.reason(compared)) == (final, draft)
    assert (FINAL.budget_reason(compared), DRAFT.budget_reason(compared)) == (final, draft)


def test_the_words_before_the_reason_are_the_templates() -> None:
    assert FINAL.reason(money("6", prior="5", reason="人员增加"), "。") == "。主要原因是人员增加"


@pytest.mark.parametrize(("typed", "clean"), [
    ("主要原因是人员增加。", "人员增加"), ("其主要原因为：人员增加", "人员增加"), ("原因是，人员增加；", "人员增加"), ("原因：人员增加", "人员增加"),
    ("一是人员增加；\n二是调资。。", "一是人员增加；二是调资"), ("人员增加 .", "人员增加"), ("", ""), ("。", "")])
def test_a_reason_loses_what_the_sentence_already_has(typed: str, clean: str) -> None:
    assert clean_reason(typed) == clean


# ---- budget ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("spent", "budget", "reason", "final", "draft"), [
    ("110", "100", "追加", "，完成年初预算的110.00%，支出决算数大于年初预算数的主要原因是追加", None),
    ("90", "100", "节约", "，完成年初预算的90.00%，支出决算数小于年初预算数的主要原因是节约", None),
    ("90", "100", "", "，完成年初预算的90.00%", "，完成年初预算的90.00%，支出决算数小于年初预算数的主要原因是【待填】"),
    ("100", "100", "节约", "，完成年初预算的100.00%，决算数与年初预算数持平", None),
    ("100.001", "100", "节约", "，完成年初预算的100.00%，决算数与年初预算数持平", None),
    ("5", "0", "追加", "，支出决算数大于年初预算数的主要原因是追加", None),          # a zero budget allows no percentage
    ("5", "0", "", "", "，支出决算数大于年初预算数的主要原因是【待填】"),
    ("0", "5", "未发生", "，完成年初预算的0.00%，支出决算数小于年初预算数的主要原因是未发生", None),
    ("0", "0", "未发生", "", None),
    ("0.001", "0", "未发生", "", None),
    ("5", None, "追加", "", None),
    (None, "5", "追加", "", None),
    ("5", "-2", "冲回", "，支出决算数大于年初预算数的主要原因是冲回", None),          # no percentage without a budget above zero
    ("-5", "100", "冲回", "，支出决算数小于年初预算数的主要原因是冲回", None),
])
def test_the_story_of_the_budget(spent: str | None, budget: str | None, reason: str, final: str, draft: str | None) -> None:
    compared = money(spent, budget=budget, reason=reason)
    assert FINAL.budget_story(compared) == final
    assert DRAFT.budget_story(compared) == (final if draft is None else draft)


def test_the_budget_has_the_templates_name_and_the_layouts_words() -> None:
    words = replace(Words(), 大于预算="决算大于{预算}", 预算原因间隔="。", 原因引导="原因：")
    assert Phrases(words, draft=False).budget_story(money("110", budget="100", reason="追加"), "全年预算") == (
        "，完成全年预算的110.00%。决算大于全年预算的原因：追加")


@pytest.mark.parametrize(("spent", "budget", "expected"), [
    ("99.82", "100", "，完成年初预算的99.82%"), ("5", "0", ""), ("5", None, ""), ("5", "-1", ""), ("100", "100", "，完成年初预算的100.00%")])
def test_completion_needs_a_budget_above_zero(spent: str, budget: str | None, expected: str) -> None:
    assert FINAL.completion(money(spent, budget=budget)) == expected


# ---- shares and amounts ------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("part", "whole", "expected"), [
    ("1", "3", "，占本年收入33.33%"), ("3", "3", "，占本年收入100.00%"), ("0", "3", "，占本年收入0.00%"), ("3", "0", ""), ("3", None, "")])
def test_a_share_names_its_total(part: str, whole: str | None, expected: str) -> None:
    assert FINAL.share(money(part, whole=whole), "本年收入") == expected


@pytest.mark.parametrize(("value", "expected"), [("2467.975", "2467.98万元"), ("0", "0万元"), (None, "0万元"), ("-1.5", "-1.50万元")])
def test_an_amount_with_its_unit(value: str | None, expected: str) -> None:
    assert FINAL.money(money(value)) == expected


@pytest.mark.parametrize(("value", "expected"), [(0, "0元"), (None, "0元"), ("", "0元"), (Decimal("1.5"), "15,000.0元")])
def test_what_is_no_amount_of_the_workbook_has_the_layouts_unit_too(value: Decimal | int | None, expected: str) -> None:
    phrases = Phrases(Words(), draft=False, style=NumberStyle(places=1, thousands=True, unit=MoneyUnit.YUAN))
    assert phrases.money(value) == expected


def test_the_layouts_decimals_words_and_unit() -> None:
    style = NumberStyle(places=0, thousands=True, percent_places=1, unit=MoneyUnit.YUAN)
    words = Words(更多="多", 更少="少", 增长="升", 下降="降", 持平="一样")
    phrases = Phrases(words, draft=False)
    assert phrases.change(money("2", prior="1.5", style=style)) == "多5,000元，升33.3%"
    assert phrases.change(money("1.5", prior="2", style=style)) == "少5,000元，降25.0%"
    assert phrases.change(money("1.00004", prior="1", style=style)) == "一样"
    assert phrases.change(money("1.00006", prior="1", style=style)) == "多1元"


def test_the_layouts_words_for_a_base_of_zero_and_an_equal_budget() -> None:
    plain, words = FINAL, Words(零基数="（上年无此项）", 零预算="，因{预算}为0不计算完成率", 等于预算="", 幅度="（{增长}{率}）",
                                完成预算="，为{预算}的{率}", 占比="，{总数}的{率}")
    phrases = Phrases(words, draft=False)
    assert plain.change(money("12.5", prior="0")) == "增加12.50万元"
    assert phrases.change(money("12.5", prior="0")) == "增加12.50万元（上年无此项）"
    assert phrases.change(money("3", prior="2")) == "增加1.00万元（增长50.00%）"
    assert phrases.completion(money("3", budget="0")) == "，因年初预算为0不计算完成率"
    assert phrases.completion(money("3", budget="2"), "预算") == "，为预算的150.00%"
    assert [phrases.completion(amount) for amount in (money("3"), money("0", budget="0"))] == ["", ""]
    assert phrases.budget_story(money("3", budget="3")) == "，为年初预算的100.00%"
    assert phrases.share(money("1", whole="2"), "支出") == "，支出的50.00%"


@pytest.mark.parametrize(("style", "number", "expected"), [
    ("一", 11, "十一"), ("（一）", 2, "（二）"), ("1", 3, "3"), ("（1）", 10, "（10）"), ("1.", 2, "2."), ("①", 20, "⑳"), ("①", 21, "（21）"),
    ("第一部分", 3, "第三部分")])
def test_a_number_is_written_like_the_example(style: str, number: int, expected: str) -> None:
    assert numbered(number, style) == expected


def test_an_example_without_a_number_is_wrong_use() -> None:
    with pytest.raises(WrongUse, match="编号的样子"):
        numbered(1, "甲")


# ---- small words -------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("number", "expected"), [
    (0, "零"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (26, "二十六"), (99, "九十九"), (100, "100"), (-1, "-1")])
def test_chinese_numbers(number: int, expected: str) -> None:
    assert chinese_number(number) == expected


@pytest.mark.parametrize(("typed", "expected"), [
    ("1. 加强宣传", "加强宣传"), ("（一）加强宣传", "加强宣传"), ("(2)加强宣传", "加强宣传"), ("十一、加强宣传", "加强宣传"), ("3、加强", "加强"),
    ("1.5万元用于宣传", "1.5万元用于宣传"), ("2023年加强宣传", "2023年加强宣传"), ("一是加强宣传", "一是加强宣传")])
def test_a_number_at_the_start_is_the_templates(typed: str, expected: str) -> None:
    assert unnumbered(typed) == expected


def test_texts_end_part_and_list() -> None:
    assert sentence_end(" 办公楼维修。； ") == "办公楼维修"
    assert paragraphs("一\n\n 二 \n") == ["一", "二"] and paragraphs(None) == []
    assert listed(["甲", "乙"]) == "甲、乙" and listed([]) == ""


def test_a_counter_counts_each_list_by_itself() -> None:
    count = Counter()
    assert [count("名词"), count("名词"), count("其他"), count("名词", "1")] == ["一", "二", "一", "3"]


def test_every_filter_that_templates_use_is_there() -> None:
    assert {"万元", "增减", "增长率", "增减额", "比预算", "原因", "预算原因", "完成预算", "完成情况", "占比", "顿号", "分段", "句末", "去序号",
            "中文数字"} <= set(FINAL.filters())


# ---- properties: the words agree with the figures ------------------------------------------------------------------

AMOUNTS = st.integers(-(10**10), 10**10).map(lambda fen: Decimal(fen) / 10**6)
BIG = st.integers(1, 10**12).map(lambda fen: Decimal(fen) / 10**6)


def both(this: Decimal, base: Decimal) -> Money:
    return money(str(this), prior=str(base), budget=str(base), whole=str(base), reason="某因")


@given(AMOUNTS, AMOUNTS)
def test_the_number_in_the_sentence_is_the_difference(this: Decimal, last: Decimal) -> None:
    text, difference = FINAL.change(both(this, last)), rounded(this - last)
    if not difference:
        assert text == "持平"
        return
    match = re.fullmatch(r"(增加|减少)(\d+\.\d\d)万元(?:，(增长|下降)(\d+\.\d\d)%)?", text)
    assert match is not None
    assert Decimal(match[2]) * (1 if match[1] == "增加" else -1) == difference
    assert (match[3] is None) == (last == 0)
    if match[3]:
        assert (match[3] == "增长") == (match[1] == "增加")
        assert abs(Decimal(match[4]) / 100 * abs(last) - abs(this - last)) <= abs(last) / 20000 + Decimal("1e-9")


@given(AMOUNTS, AMOUNTS)
def test_no_reason_without_a_difference_and_no_placeholder_in_a_finished_report(this: Decimal, last: Decimal) -> None:
    compared = both(this, last)
    assert bool(FINAL.reason(compared)) == bool(rounded(this - last))
    for text in (FINAL.change(compared), FINAL.reason(compared), FINAL.budget_story(compared)):
        assert PENDING not in text
        assert re.search(r"(增加|减少)0\.00万元", text) is None


@given(BIG, BIG)
def test_the_story_of_the_budget_follows_the_sign(spent: Decimal, budget: Decimal) -> None:
    text, difference = FINAL.budget_story(both(spent, budget)), rounded(spent - budget)
    assert text.startswith("，完成年初预算的")
    assert ("大于年初预算数" in text) == (difference > 0)
    assert ("小于年初预算数" in text) == (difference < 0)
    assert ("持平" in text) == (difference == 0)


@given(st.lists(st.integers(0, 10**10), min_size=1, max_size=12).filter(any))
def test_shares_sum_to_a_hundred_but_for_their_rounding(fen: list[int]) -> None:
    parts = [Decimal(one) / 10**6 for one in fen]
    whole = str(sum(parts))
    texts = [FINAL.share(money(str(part), whole=whole), "") for part in parts]
    shares = [Decimal(text.removeprefix("，占").removesuffix("%")) for text in texts]
    assert abs(sum(shares) - 100) <= Decimal("0.005") * len(shares)
    assert all(0 <= share <= 100 for share in shares)
