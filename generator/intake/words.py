"""The words of the official tables: titles, column heads, row labels, in the forms that accounting systems print."""

from __future__ import annotations

import re
from functools import cache

from generator.intake.model import OPERATION, T1, T2, T3, T4, T5, T6, T7, T8, T9
from generator.workbook.cells import compact
from generator.workbook.schema.money_sheets import FUNDS, THREE_PUBLIC_ITEMS

GENERAL, FUND, CAPITAL = FUNDS
ABROAD, PURCHASE, RUNNING, RECEPTION = THREE_PUBLIC_ITEMS
VEHICLES = "公务用车购置及运行维护费"

# what a header cell can be besides a column of amounts
CODE, NAME, LABEL, ROW_NUMBER, COLUMN_NUMBER, REMARK = "编码", "名称", "项目", "行次", "栏次", "备注"
INCOME_SIDE, SPENDING_SIDE, SUM, RESULT, BUDGET, PRIOR = "收入", "支出", "合计", "决算数", "预算数", "上年决算数"
OPENING_BUDGET, STAFF, OFFICE = "年初预算数", "人员经费", "公用经费"
OPENING, CLOSING, RECEIVED, SPENT = "年初结转和结余", "年末结转和结余", "本年收入", "本年支出"

_QUOTES = re.compile(r"[“”\"'‘’「」]")
_UNIT_IN_BRACKETS = re.compile(r"\((?:单位:?)?(?:人民币)?(?:万元|元)\)")

#: Header text -> its word. The first pattern that matches the whole text decides.
_HEADER_WORDS: tuple[tuple[str, str], ...] = (
    (r"(?:(?:支出)?(?:功能|经济)?分类)?(?:支出)?(?:功能|经济)?(?:分类)?科目(?:编码|代码)|(?:科目)?(?:编码|代码)|类|款|项|类款项", CODE),
    (r"(?:(?:支出)?(?:功能|经济)?分类)?科目(?:名称)?|(?:科目|项目)名称", NAME),
    (r"(?:收入|支出)?项目(?:\(.*\))?", LABEL),
    (r"行次|序号", ROW_NUMBER), (r"栏次(?:合计)?", COLUMN_NUMBER), (r"备注|说明", REMARK),
    (r"(?:本年)?收入合计", "本年收入合计"), (r"(?:本年)?支出合计", "本年支出合计"),
    (r"本年收入(?:\(.*\))?", RECEIVED), (r"本年支出(?:\(.*\))?", SPENT),
    (r"财政拨款(?:预算)?(?:收入)?", "财政拨款收入"), (r"上级补助(?:收入)?", "上级补助收入"), (r"事业收入", "事业收入"),
    (r"经营收入|事业单位经营收入", "经营收入"), (r"附属单位(?:上缴|缴款)(?:收入)?", "附属单位上缴收入"), (r"其他收入", "其他收入"),
    (r"基本支出", "基本支出"), (r"项目支出", "项目支出"), (r"上缴上级(?:支出)?", "上缴上级支出"), (r"经营支出|事业单位经营支出", "经营支出"),
    (r"对附属单位(?:的)?补助(?:支出)?", "对附属单位补助支出"),
    (r"(?:年初|上年)(?:财政拨款)?结转(?:和|及)?(?:结余)?", OPENING), (r"(?:年末|结转下年|年末财政拨款)(?:财政拨款)?结转(?:和|及)?(?:结余)?", CLOSING),
    (r"小计|合计|总计", SUM), (r"收入(?:数)?", INCOME_SIDE), (r"支出(?:数)?", SPENDING_SIDE),
    (r"人员经费", STAFF), (r"(?:日常)?公用经费", OFFICE),
    (r"(?:\d{4}年度?|本年度?)?年初预算(?:数)?", OPENING_BUDGET), (r"(?:\d{4}年度?|本年度?)?(?:全年|调整)?预算(?:数)?", BUDGET),
    (r"上年(?:度)?决算(?:数)?|上年数", PRIOR),
    (r"(?:\d{4}年度?|本年度?)?决算(?:数)?|金额|拟公开数|统计数|本年数|(?:\d{4}年度?)?执行数", RESULT),
    (r"一般公共预算(?:财政拨款)?(?:收入|支出)?", GENERAL), (r"政府性基金(?:预算)?(?:财政拨款)?(?:收入|支出)?", FUND),
    (r"国有资本经营(?:预算)?(?:财政拨款)?(?:收入|支出)?", CAPITAL),
    (r"因公出国\(境\)(?:费用?|经费)?", ABROAD), (r"公务用车购置(?:费|支出)?", PURCHASE), (r"公务用车运行(?:维护)?(?:费|支出)?", RUNNING),
    (r"公务用车购置(?:及|和)运行(?:维护)?(?:费|支出)?|公务用车(?:费|经费)?", VEHICLES), (r"公务接待(?:费|支出)?", RECEPTION),
)
_COMPILED = tuple((re.compile(pattern), word) for pattern, word in _HEADER_WORDS)
#: A row with one of these (and another word) begins a header.
STRONG = frozenset({CODE, NAME, LABEL, ROW_NUMBER, STAFF, OFFICE, ABROAD, VEHICLES, BUDGET, RESULT, INCOME_SIDE, SPENDING_SIDE})

#: Words of a title -> table; the first that matches decides.
_TITLE_WORDS: tuple[tuple[str, str], ...] = (
    (r"机构运行信息表|三公经费.*机关运行经费情况表", OPERATION),
    (r"三公经费", T9), (r"(?:财政拨款|一般公共预算).*基本支出(?:决算)?(?:经济分类)?(?:明细)?表", T6),
    (r"财政拨款(?:收入支出|收支)(?:决算)?总表", T4),
    (r"政府性基金.*(?:收入支出|收支|支出)决算(?:总)?表", T7), (r"国有资本经营.*(?:收入支出|收支|支出)决算(?:总)?表", T8),
    (r"一般公共预算(?:财政拨款)?(?:收入支出|收支|支出)决算(?:总)?表|财政拨款支出决算表", T5),
    (r"(?:收入支出|收支)(?:决算)?总表", T1), (r"(?<!财政拨款)(?<!支)收入决算(?:总)?表", T2), (r"(?<!收入)(?<!基本)(?<!项目)(?<!经营)支出决算(?:总)?表", T3),
)
_TITLES = tuple((re.compile(pattern), table) for pattern, table in _TITLE_WORDS)
_BRACKETS_AT_END = re.compile(r"\([^()]*\)$")
_NOTE = re.compile(r"(?:注|说明|备注|附注)[\d一二三:、.]|本表|本套")
MOST_IN_A_TITLE = 60
_NUMBERED = re.compile(r"(?:公开|GK|Z)0?(\d)(?:表|\b|_)|表0?(\d)(?!\d)|0?(\d)表$", re.IGNORECASE)


def plain(text: str) -> str:
    """A text as it is compared: half width, no blanks, no quotation marks."""
    return _QUOTES.sub("", compact(text))


@cache
def header_word(text: str) -> str:
    """The word that a header cell stands for; empty where it is not one of ours."""
    bare = _UNIT_IN_BRACKETS.sub("", plain(text)).rstrip(":*")
    return next((word for pattern, word in _COMPILED if pattern.fullmatch(bare)), "")


def is_note(text: str) -> bool:
    """Whether the text is a note below a table."""
    return bool(_NOTE.match(plain(text)))


def table_in_title(text: str) -> str:
    """The table whose title the text is; empty where it is none."""
    bare = plain(text)
    if len(bare) > MOST_IN_A_TITLE or is_note(bare):
        return ""
    while match := _BRACKETS_AT_END.search(bare):
        bare = bare[:match.start()]
    if not bare.endswith("表"):
        return ""
    return next((table for pattern, table in _TITLES if pattern.search(bare)), "")


def number_in_title(text: str) -> int:
    """N of 公开0N表, 表N or GK0N; 0 where there is none."""
    bare = plain(text)
    match = None if len(bare) > MOST_IN_A_TITLE or is_note(bare) else _NUMBERED.search(bare)
    return int(next(group for group in match.groups() if group)) if match else 0


_NUMBERING = re.compile(r"^(?:其中:?|[#*—-]+|[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)[、.]?|\d{1,2}[、.)])+")


@cache
def row_label(text: str) -> str:
    """The label of a row without its numbering: 一、, （二）, 1., 其中：."""
    return _NUMBERING.sub("", plain(text)).rstrip(":")


def is_part(text: str) -> bool:
    """Whether the label says that the row is a part of one above it (其中：)."""
    return plain(text).startswith("其中")
