"""三公, 机关运行经费, 政府采购 and 国有资产: sections 九 to 十二 of the explanation."""

from __future__ import annotations

from typing import Any

from generator.figures.department import count
from generator.figures.registry import Desk, figure
from generator.figures.values import Money, Number
from generator.model import Amount, total_of
from generator.money import ZERO, add_up, rounded
from generator.phrases import paragraphs, sentence_end
from generator.tables.three_public import ABROAD, COLUMNS, PURCHASE, RECEPTION, RUNNING, TOTAL, VEHICLES
from generator.workbook.schema.money_sheets import RECEPTION_KINDS
from generator.workbook.schema.text_sheets import VEHICLE_KINDS

GROUP = "三公、运行、采购、资产"
OPERATING_KINDS = ("行政单位", "参照公务员法管理的事业单位")


def _item(desk: Desk, label: str, item: str, parts: tuple[str, ...]) -> Money:
    table, accounts = desk.books.t9, desk.accounts
    budget, spent, prior = (table.amount(item, column) for column in COLUMNS)
    if spent is None and (budget is not None or prior is not None):
        # The sentence says 支出决算为0万元, so it compares that 0 as well.
        spent = Amount(ZERO, tuple(accounts.place(f"三公经费.{name}.决算数") for name in parts))
    return desk.money(f"三公.{label}", spent, budget=budget, prior=prior, reason=_reasons(desk, item, parts, COLUMNS[2]),
                      budget_reason=_reasons(desk, item, parts, COLUMNS[0]))


def _reasons(desk: Desk, item: str, parts: tuple[str, ...], base: str) -> str:
    """The reasons of those `parts` that went the same way as `item` itself, against last year or the budget."""
    kind = "与预算差异原因" if base == COLUMNS[0] else "与上年差异原因"
    way = _way(desk, item, base)
    found = (sentence_end(desk.accounts.text(f"三公经费.{name}.{kind}")) for name in parts
             if name == item or _way(desk, name, base) == way)
    return "；".join(text for text in found if text)


def _way(desk: Desk, item: str, base: str) -> int:
    """1 above `base` (a column of 公开09表), -1 below, 0 level as printed; a blank counts as zero."""
    spent, other = (amount.value if amount else ZERO for amount in
                    (desk.books.t9.amount(item, COLUMNS[1]), desk.books.t9.amount(item, base)))
    difference = rounded(spent - other)
    return (difference > 0) - (difference < 0)


@figure("三公", GROUP, "“三公”经费（公开09表）：有（真：有预算或决算）、有决算、合计、出国、车辆、购置、运行、接待（各有预算、上年、完成率、原因、占合计的占比）、"
        "出国团组、出国人次、出国内容、购置数、保有量、运行内容、接待批次、接待人次、外事接待、外事批次、外事人次、接待内容、"
        "接待分类（名称、金额、批次、人次）")
def three_public(desk: Desk) -> dict[str, Any]:
    """公开09表 and its counts."""
    accounts, sheet = desk.accounts, "三公经费"
    items = {"合计": (TOTAL, (ABROAD, PURCHASE, RUNNING, RECEPTION)), "出国": (ABROAD, (ABROAD,)),
             "车辆": (VEHICLES, (PURCHASE, RUNNING)), "购置": (PURCHASE, (PURCHASE,)), "运行": (RUNNING, (RUNNING,)),
             "接待": (RECEPTION, (RECEPTION,))}
    counts = {"出国团组": "因公出国（境）团组数", "出国人次": "因公出国（境）人次", "购置数": "公务用车购置数",
              "保有量": "公务用车保有量", "接待批次": "公务接待批次", "接待人次": "公务接待人次",
              "外事批次": "外事接待批次", "外事人次": "外事接待人次"}
    texts = {"出国内容": "因公出国（境）内容", "运行内容": "公务用车运行内容", "接待内容": "公务接待内容"}
    kinds = [{"名称": kind, "金额": desk.money(f"三公.接待.{kind}", accounts.amount(f"{sheet}.{kind}.金额")),
              "批次": count(desk, f"{sheet}.{kind}.批次", f"三公.接待.{kind}.批次"),
              "人次": count(desk, f"{sheet}.{kind}.人次", f"三公.接待.{kind}.人次")} for kind in RECEPTION_KINDS]
    made = {label: _item(desk, label, *spec) for label, spec in items.items()}
    found: dict[str, Any] = {label: money.share_of(made["合计"]) for label, money in made.items()}
    found |= {label: count(desk, f"{sheet}.{key}", f"三公.{label}") for label, key in counts.items()}
    found |= {label: sentence_end(accounts.text(f"{sheet}.{key}")) for label, key in texts.items()}
    return {"有": bool(desk.books.t9), "有决算": bool(found["合计"]), **found,
            "外事接待": desk.money("三公.外事接待", accounts.amount(f"{sheet}.外事接待费")), "接待分类": kinds}


@figure("机关运行经费", GROUP, "机关运行经费：适用（行政和参公单位为真）、金额（有预算、上年，|比预算、|预算原因、|增减、|原因）、说明")
def operating(desk: Desk) -> dict[str, Any]:
    """机关运行经费: what the clerk gave, else 公开06表 公用经费 for 行政 and 参公 units."""
    accounts, sheet = desk.accounts, "机关运行经费"
    given = accounts.amount(f"{sheet}.决算数")
    applies = accounts.text("基本信息.单位性质") in OPERATING_KINDS or bool(given)
    reason = accounts.text(f"{sheet}.变动原因")
    money = desk.money(sheet, given or (desk.books.t6.public if applies else None),
                       budget=accounts.amount(f"{sheet}.年初预算数"), prior=accounts.amount(f"{sheet}.上年决算数"),
                       reason=reason, budget_reason=reason)
    return {"适用": applies and bool(money or money.budget), "金额": money,
            "说明": paragraphs(accounts.text(f"{sheet}.说明"))}


@figure("政府采购", GROUP, "政府采购：有、总额、货物、工程、服务（各有占比）、货物说明、工程说明、服务说明、中小企业（占总额的占比）、"
        "小微企业（占中小企业的占比）、小微占总额、货物中小、工程中小、服务中小（各占本类采购的占比）")
def procurement(desk: Desk) -> dict[str, Any]:
    """政府采购 = 货物 + 工程 + 服务, and what went to 中小企业."""
    accounts, sheet = desk.accounts, "政府采购"
    parts = {key: accounts.amount(f"{sheet}.{key}支出") for key in ("货物", "工程", "服务")}
    total = desk.money("政府采购.总额", total_of(parts.values()))
    money = {key: desk.money(f"政府采购.{key}", amount, whole=total) for key, amount in parts.items()}
    medium = desk.money("政府采购.中小企业", accounts.amount(f"{sheet}.中小企业"), whole=total)
    small = accounts.amount(f"{sheet}.小微企业")
    shares = {f"{key}中小": desk.money(f"政府采购.{key}中小", accounts.amount(f"{sheet}.{key}中小企业"), whole=money[key])
              for key in parts}
    return {"有": bool(total), "总额": total, **money, **{f"{key}说明": accounts.text(f"{sheet}.{key}说明") for key in parts},
            "中小企业": medium, "小微企业": desk.money("政府采购.小微企业", small, whole=medium),
            "小微占总额": desk.money("政府采购.小微占总额", small, whole=total), **shares}


@figure("国有资产", GROUP, "年末国有资产：车辆总数、车辆（有数的各类：名称、数量）、全部车辆（含零）、其他用车说明、百万元设备、五十万元通用设备、"
        "百万元专用设备、说明（各段）")
def assets(desk: Desk) -> dict[str, Any]:
    """国有资产 at the end of the year."""
    accounts, sheet = desk.accounts, "国有资产"
    counts = [count(desk, f"{sheet}.{kind}.数量", f"国有资产.{kind}") for kind in VEHICLE_KINDS]
    vehicles = [{"名称": kind, "数量": number} for kind, number in zip(VEHICLE_KINDS, counts, strict=True)]
    total = Number("国有资产.车辆总数", add_up(number.value for number in counts),
                   tuple(source for number in counts for source in number.inputs))
    equipment = {key: count(desk, f"{sheet}.{key}", f"国有资产.{key}")
                 for key in ("百万元设备", "五十万元通用设备", "百万元专用设备")}
    return {"车辆总数": total, "车辆": [item for item in vehicles if item["数量"]], "全部车辆": vehicles,
            "其他用车说明": sentence_end(accounts.text(f"{sheet}.其他用车说明")), **equipment,
            "说明": paragraphs(accounts.text(f"{sheet}.资产说明"))}


@figure("一般性支出", GROUP, "会议费、培训费、活动费（金额），会议人数、会议内容、培训人数、培训内容、活动内容")
def general_spending(desk: Desk) -> dict[str, Any]:
    """一般性支出 of the layouts that tell it."""
    accounts, sheet = desk.accounts, "一般性支出"
    found: dict[str, Any] = {key: desk.money(f"{sheet}.{key}", accounts.amount(f"{sheet}.{key}"))
                             for key in ("会议费", "培训费", "活动费")}
    found |= {key: count(desk, f"{sheet}.{key}", f"{sheet}.{key}") for key in ("会议人数", "培训人数")}
    return found | {key: sentence_end(accounts.text(f"{sheet}.{key}")) for key in ("会议内容", "培训内容", "活动内容")}
