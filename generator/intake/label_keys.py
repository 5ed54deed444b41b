"""What the labels of rows mean: sources of income, 类 of expenditure, 三公 items, the figures of 机构运行信息表."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from generator.intake import words
from generator.intake.words import plain, row_label
from generator.subjects import FUNCTIONAL, catalogue
from generator.workbook.schema.money_sheets import FUNDS, INCOME_COLUMNS

INCOME_GRAND, SPENDING_GRAND = "收入总计", "支出总计"
ALL_VEHICLES, ALL_PROCUREMENT = "车辆合计", "政府采购合计"
SURPLUS, DISTRIBUTED = "使用非财政拨款结余", "结余分配"
_INCOME: tuple[tuple[str, str], ...] = (
    (r"一般公共预算(?:财政拨款)?(?:收入)?", f"{words.GENERAL}收入"), (r"政府性基金(?:预算)?(?:财政拨款)?(?:收入)?", f"{words.FUND}收入"),
    (r"国有资本经营(?:预算)?(?:财政拨款)?(?:收入)?", f"{words.CAPITAL}收入"), (r"财政拨款(?:收入)?", "财政拨款收入"),
    (r"上级补助(?:收入)?", "上级补助收入"), (r"事业收入", "事业收入"), (r"经营收入|事业单位经营收入", "经营收入"),
    (r"附属单位(?:上缴|缴款)(?:收入)?", "附属单位上缴收入"), (r"其他收入", "其他收入"),
    (r"(?:本年)?收入合计", "本年收入合计"),
    (r"使用(?:专用结余和)?非财政拨款结余(?:\(.*\))?|用事业基金弥补收支差额", SURPLUS),
    (r"(?:年初|上年)(?:财政拨款)?结转(?:和|及)?(?:结余)?", words.OPENING), (r"(?:收入)?总计", INCOME_GRAND),
)
_SPENDING: tuple[tuple[str, str], ...] = (
    (r"(?:本年)?支出合计", "本年支出合计"), (r"结余分配", DISTRIBUTED),
    (r"(?:年末|结转下年)(?:财政拨款)?(?:结转)?(?:和|及)?(?:结余)?", words.CLOSING), (r"(?:支出)?总计", SPENDING_GRAND),
)
_ITEMS: tuple[tuple[str, str], ...] = (
    (r"因公出国\(境\)(?:费用?|经费|支出)?", words.ABROAD), (r"公务用车购置(?:费|支出)?", words.PURCHASE),
    (r"公务用车运行(?:维护)?(?:费|支出)?", words.RUNNING),
    (r"公务用车购置(?:及|和)运行(?:维护)?(?:费|支出)?|公务用车(?:费|经费)", words.VEHICLES), (r"公务接待(?:费|支出)?", words.RECEPTION),
    (r"(?:三公经费)?(?:支出)?合计|三公经费(?:支出)?", words.SUM),
)


def _match(patterns: tuple[tuple[str, str], ...], bare: str) -> str:
    return next((key for pattern, key in patterns if re.fullmatch(pattern, bare)), "")


@cache
def income_key(label: str, section: str) -> str:
    """What a row of the income side is; empty where unknown. Below 年初结转和结余 the sources are parts of it."""
    key = _match(_INCOME, row_label(label))
    return "" if section == words.OPENING and key in {*INCOME_COLUMNS, *(f"{fund}收入" for fund in FUNDS)} else key


@cache
def spending_key(label: str) -> str:
    """The code of a 类, or which total a row of the expenditure side is; empty where unknown."""
    bare = row_label(label)
    return class_code(bare) or _match(_SPENDING, bare)


def class_code(name: str) -> str:
    """The code of the 类 of that name, by today's and by earlier names; empty where there is none."""
    return _class_codes().get(_class_name(name), "")


def _class_name(name: str) -> str:
    return re.sub(r"(?:等?支出|等)$", "", re.sub(r"^[0-9]{3}", "", plain(name)))


@cache
def _class_codes() -> Mapping[str, str]:
    codes = {_class_name(subject.name): code for code, subject in catalogue(FUNCTIONAL).items() if len(code) == 3}
    for code, names in _OLDER_NAMES.items():
        for name in names:
            codes.setdefault(_class_name(name), code)
    return codes


#: Names of 类 in tables of earlier and later years than subjects/functional.csv (names as of 2023).
_OLDER_NAMES: Mapping[str, tuple[str, ...]] = {
    "207": ("文化体育与传媒支出", "文化旅游体育与传媒支出"), "210": ("医疗卫生与计划生育支出", "卫生健康支出", "医疗卫生支出"),
    "215": ("资源勘探信息等支出", "资源勘探工业信息等支出", "资源勘探电力信息等支出"),
    "220": ("国土海洋气象等支出", "自然资源海洋气象等支出", "国土资源气象等支出"), "234": ("抗疫特别国债安排的支出", "抗疫特别国债安排支出"),
}


def item_key(label: str) -> str:
    """Which 三公 item a row is (合计 for their sum); empty where it is none."""
    return _match(_ITEMS, row_label(label))


@dataclass(frozen=True, slots=True)
class OperationField:
    """A row of 机构运行信息表: the field of the standard workbook, its label, and the section that it stands in."""

    key: str
    pattern: str
    section: str = ""
    is_money: bool = False

    def matches(self, bare: str, section: str) -> bool:
        """Whether the label `bare` in `section` is this row."""
        return re.fullmatch(self.pattern, bare) is not None and (not self.section or self.section == section)


_UNIT = r"(?:\((?:个|人|辆|批次|人次|次|台,?套?|台\(套\)|台、套)\))?"
_VEHICLES = ("副部(?:\\(省\\))?级及以上领导用车", "主要(?:领导干部|负责人)用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车",
             "离退休干部(?:服务)?用车", "其他用车")
_VEHICLE_KEYS = ("副部（省）级及以上领导用车", "主要领导干部用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "离退休干部服务用车",
                 "其他用车")
OPERATION_FIELDS: tuple[OperationField, ...] = (
    OperationField("三公经费.因公出国（境）团组数", rf"因公出国\(境\)团组数?{_UNIT}"), OperationField("三公经费.因公出国（境）人次", rf"因公出国\(境\)人次数?{_UNIT}"),
    OperationField("三公经费.公务用车购置数", rf"公务用车购置(?:\(更新\))?(?:数|数量|辆数){_UNIT}"),
    OperationField("三公经费.公务用车保有量", rf"(?:年末)?公务用车保有量{_UNIT}"),
    OperationField("三公经费.公务接待批次", rf"(?:国内)?公务接待批次数?{_UNIT}"), OperationField("三公经费.公务接待人次", rf"(?:国内)?公务接待人次数?{_UNIT}"),
    OperationField("三公经费.外事接待批次", rf"外事接待批次数?{_UNIT}"), OperationField("三公经费.外事接待人次", rf"外事接待人次数?{_UNIT}"),
    OperationField("三公经费.外事接待费", "外事接待费", is_money=True),
    OperationField("机关运行经费.决算数", "机关运行经费(?:支出)?(?:合计)?", is_money=True),
    OperationField("政府采购.货物支出", "(?:政府采购)?货物支出", is_money=True), OperationField("政府采购.工程支出", "(?:政府采购)?工程支出", is_money=True),
    OperationField("政府采购.服务支出", "(?:政府采购)?服务支出", is_money=True),
    OperationField("政府采购.中小企业", "(?:政府采购)?授予中小企业合同金额", is_money=True),
    OperationField("政府采购.小微企业", "(?:政府采购)?授予小微企业合同金额", is_money=True),
    OperationField(ALL_PROCUREMENT, "政府采购支出合计", is_money=True), OperationField(ALL_VEHICLES, rf"车辆数?合计{_UNIT}|车辆数量合计{_UNIT}"),
    *(OperationField(f"国有资产.{key}.数量", rf"{pattern}{_UNIT}") for key, pattern in zip(_VEHICLE_KEYS, _VEHICLES, strict=True)),
    OperationField("国有资产.百万元设备", rf"单(?:位)?价(?:值)?100万元(?:\(含\))?以上(?:的)?设备(?:\(不含车辆\))?{_UNIT}"),
    OperationField("国有资产.五十万元通用设备", rf"单(?:位)?价(?:值)?50万元(?:\(含\))?以上(?:的)?通用设备{_UNIT}"),
    OperationField("国有资产.百万元专用设备", rf"单(?:位)?价(?:值)?100万元(?:\(含\))?以上(?:的)?专用设备{_UNIT}"),
)
