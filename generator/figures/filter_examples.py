"""Examples for docs/模板词汇.md: what each filter is for, and tags that are filled to show what it prints.

Nothing printed is typed here: `printed` runs the tag through the Word engine's environment with the filters of a
layout that chooses no words of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.document.environment import word_environment
from generator.figures.values import Money, NumberStyle
from generator.model import Amount
from generator.phrases import Counter, Phrases, Words

STYLE = NumberStyle()


@dataclass(frozen=True, slots=True)
class Case:
    """One example: the situation in words, the tag, whether the report is a draft."""

    situation: str
    tag: str
    draft: bool = False


@dataclass(frozen=True, slots=True)
class FilterAbout:
    """A filter for the page: what it is put after, its parameters in words, its use, its examples."""

    name: str
    after: str
    parameters: str
    about: str
    cases: tuple[Case, ...]


def _money(value: str | None, *, prior: str | None = None, budget: str | None = None, whole: str | None = None,
           reason: str = "", budget_reason: str = "") -> Money:
    """An amount in 万元 with what it is compared with."""
    def other(name: str, text: str | None) -> Money | None:
        return None if text is None else Money(name, Amount(Decimal(text)), STYLE)

    return Money("例", None if value is None else Amount(Decimal(value)), STYLE, other("上年", prior),
                 other("预算", budget), other("合计", whole), reason, budget_reason)


WHY = "人员增加"
#: The amounts of the examples, by the name that the tags use.
SAMPLES: Mapping[str, object] = {
    "多": _money("2467.98", prior="2356.21", budget="2452.36", whole="2467.98", reason="主要原因是人员增加。",
                budget_reason="年中追加经费"),
    "少": _money("43.67", prior="49.1", budget="49.1", whole="2467.98", reason="厉行节约", budget_reason="厉行节约"),
    "平": _money("100", prior="100", budget="100", whole="400", reason=WHY, budget_reason=WHY),
    "微": _money("100.003", prior="100", budget="100", reason=WHY),
    "新": _money("12.5", prior="0", budget="0", whole="0", reason=WHY, budget_reason="年中追加经费"),
    "无上年": _money("12.5", reason=WHY),
    "无原因": _money("12.5", prior="10", budget="10"),
    "零": _money("0", prior="0", budget="0"),
    "空": _money(None, prior="10"),
    "清单": ["工资津贴", "社会保障缴费", "住房公积金"],
    "一段": "1. 加强预算管理。",
    "两段": "第一段。\n第二段。",
    "个数": 12,
}

_CHANGES = (("增加", "多"), ("减少", "少"), ("与上年相同", "平"), ("相差不到印出的末位", "微"), ("上年为零", "新"))


def _cases(filter_name: str, *situations: tuple[str, str], argument: str = "") -> tuple[Case, ...]:
    call = f"{filter_name}({argument})" if argument else filter_name
    return tuple(Case(situation, f"{name}|{call}") for situation, name in situations)


FILTERS: tuple[FilterAbout, ...] = (
    FilterAbout("万元", "金额", "", "金额和单位", _cases("万元", ("有数", "多"), ("零", "零"), ("没有填", "空"))),
    FilterAbout("金额", "金额", "", "同 |万元；单位由 layout.toml 决定，不印万元的版式用这个名称", _cases("金额", ("有数", "多"))),
    FilterAbout(
        "增减", "金额", "各：写在“增加”“减少”前面的字；平：相同时印的话，代替“持平”", "与上年相比的变动和幅度；上年为零时没有幅度，上年没有填时印【待填】（正式报告在核对时已拦下）", (
            *_cases("增减", *_CHANGES), Case("收、支两个总计", '多|增减("各")'),
            Case("相同时改用别的话", '平|增减("比上年", "与上年持平")'), Case("上年没有填", "无上年|增减"))),
    FilterAbout("比上年", "金额", "引导：“增加”“减少”前面的话（必写）", "一整句与上年的比较：变动、幅度和原因；上年没有填，或两年都没有数时不印", (
        *_cases("比上年", ("增加", "多"), ("减少", "少"), ("与上年相同", "平"), ("上年为零", "新"), ("两年都没有", "零"),
                ("上年没有填", "无上年"), argument='"；与上年相比"'),)),
    FilterAbout("增减额", "金额", "平：相同时印的话；各：写在“增加”“减少”前面的字", "与上年相比的变动，不带幅度", (
        *_cases("增减额", *_CHANGES[:3]), Case("相同时改用别的话", '平|增减额("与上年持平")'))),
    FilterAbout("增长率", "金额", "", "与上年相比的幅度；上年为零、幅度印出来是零时不印", _cases("增长率", *_CHANGES)),
    FilterAbout(
        "比预算", "金额", "各：写在“增加”“减少”前面的字；平：相等时印的话，代替“持平”", "与预算数相比的变动和幅度；预算为零时没有幅度", (
            *_cases("比预算", ("大于预算", "多"), ("小于预算", "少"), ("等于预算", "平"), ("预算为零", "新")),
            Case("相等时改用别的话", '平|比预算("比年初预算数", "与年初预算数持平")'))),
    FilterAbout("原因", "金额", "引导：原因前的标点，默认“，”", "与上年相比变动的原因；没有变动时不印，工作簿里多写的“主要原因是”和句号去掉", (
        *_cases("原因", ("有变动", "多"), ("没有变动", "平"), ("没有填原因", "无原因")),
        Case("没有填原因，草稿", "无原因|原因", draft=True), Case("前面用句号", '少|原因("。")'))),
    FilterAbout("预算原因", "金额", "引导：原因前的标点，默认“，”", "与预算数差异的原因；两数相等时不印", (
        *_cases("预算原因", ("有差异", "多"), ("两数相等", "平"), ("没有填原因", "无原因")),
        Case("没有填原因，草稿", "无原因|预算原因", draft=True))),
    FilterAbout("完成预算", "金额", "名称：预算的叫法，默认“年初预算”", "完成预算的百分比；预算为零或没有填时不印", (
        *_cases("完成预算", ("有预算", "多"), ("预算为零", "新"), ("没有预算数", "无上年")),
        Case("另一种叫法", '少|完成预算("全年预算")'))),
    FilterAbout(
        "完成情况", "金额", "名称：预算的叫法，默认“年初预算”", "接在“支出决算为…万元”后面：完成百分比，以及与决算数大于或小于预算数相符的原因", (
            *_cases("完成情况", ("大于预算", "多"), ("小于预算", "少"), ("等于预算", "平"), ("预算为零", "新"),
                    ("预算、决算都是零", "零"), ("没有填原因", "无原因")),
            Case("没有填原因，草稿", "无原因|完成情况", draft=True), Case("另一种叫法", '少|完成情况("预算")'))),
    FilterAbout("占比", "金额", "总数：句子里对总数的叫法（必写）", "占总数的比重；总数为零时不印。是谁的比重由名称决定，见各名称的说明", (
        *_cases("占比", ("有数", "少"), ("全部", "多"), ("总数为零", "新"), argument='"本年收入"'),
        Case("不写总数", '少|占比("")'))),
    FilterAbout("顿号", "清单", "", "各项用顿号连接", (Case("三项", "清单|顿号"),)),
    FilterAbout("分段", "文字", "", "把一格文字按换行分成几段，与 for 合用", (Case("两段", "两段|分段|length"),)),
    FilterAbout("句末", "文字", "", "去掉末尾的标点，由模板自己写句号", (Case("带句号", "一段|句末"),)),
    FilterAbout("去序号", "文字", "", "去掉段首的序号，由模板自己编号", (Case("带序号", "一段|去序号"),)),
    FilterAbout("中文数字", "整数", "", "阿拉伯数字变成中文数字（0 至 99）", (Case("两位数", "个数|中文数字"),)),
    FilterAbout("序号", "整数", "样子：第一个写成什么样，里面要有 一、1 或 ①，默认“一”", "按样子编号，如 `{{ loop.index|序号(\"（一）\") }}`", (
        Case("带括号", '个数|序号("（一）")'), Case("带点", '个数|序号("1.")'), Case("带圈", '个数|序号("①")'))),
)

#: A tag for each attribute of an amount that is a figure of its own.
ATTRIBUTES: tuple[tuple[str, str], ...] = (
    ("上年", "上年决算数"), ("预算", "年初预算数（绩效、“三公”经费为全年预算数）"), ("增减额", "本年减上年，带正负号"),
    ("增减率", "增减额 ÷ 上年数；上年没有填或为零时没有"), ("差额", "决算数减预算数，带正负号"),
    ("差额率", "差额 ÷ 预算数；预算没有填或为零时没有"), ("完成率", "决算数 ÷ 预算数；预算没有填或为零、决算数是负数时没有"),
    ("占比", "占总数的比重；总数为零时没有"), ("known", "真：填有这个数（空着不等于零），用在条件里"),
)

COUNTER_CASES = (
    Case("汉字", "{{ 编号('甲') }}、{{ 编号('甲') }}、{{ 编号('甲') }}"),
    Case("数字", "{{ 编号('乙', '1') }}、{{ 编号('乙', '1') }}"),
    Case("别的样子", "{{ 编号('丙', '（1）') }}、{{ 编号('丙', '（1）') }}"))


def printed(case: Case) -> str:
    """What the tag of an example (or a text with several) prints."""
    environment = word_environment(Phrases(Words(), draft=case.draft).filters())
    text = case.tag if "{{" in case.tag else f"{{{{{case.tag}}}}}"
    return environment.from_string(text).render({**SAMPLES, "编号": Counter()})
