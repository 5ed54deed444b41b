"""The plain script's sections 九 to 十三 and the tables of 第六部分.

Part of `plain_report.py`; nothing of generator/ is used.
"""

from decimal import Decimal

from plain_book import day, number, text, total
from plain_words import Money, Number, end, paragraphs, percent, rounded, short

CHOICES = {
    "类别": ("部门预算项目", "财政专项资金"), "属性": ("持续性项目", "新增性项目"),
    "类型": ("常年性项目", "延续性项目", "一次性项目"),
}  # fmt: skip
SOURCES = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "其他资金")
LEVELS = ("成本指标", "产出指标", "效益指标", "满意度指标")
VEHICLES = (
    "副部（省）级及以上领导用车", "主要领导干部用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车",
    "离退休干部服务用车", "其他用车",
)  # fmt: skip


def three_public(book):
    """Section 九 and table 9."""
    grid, form = book.grid("三公经费"), book.form("三公经费")
    rows = {"出国": ("因公出国（境）费",), "购置": ("公务用车购置费",), "运行": ("公务用车运行维护费",), "接待": ("公务接待费",)}
    rows |= {"车辆": rows["购置"] + rows["运行"], "合计": ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")}
    items, table = {}, {}
    for label, names in rows.items():
        budget, spent, prior = (total(number(grid[name][column]) for name in names) for column in range(3))
        why = ["；".join(end(text(grid[name][column])) for name in names if grid[name][column]) for column in (3, 4)]
        items[label] = Money(spent, prior, budget, reason=why[1], budget_reason=why[0])
        table |= {f"预算{label}": cell_of(budget), f"决算{label}": cell_of(spent)}
    counts = {"出国团组": "因公出国（境）团组数", "出国人次": "因公出国（境）人次", "购置数": "公务用车购置（更新）数（辆）",
              "保有量": "年末公务用车保有量（辆）", "接待批次": "国内公务接待批次", "接待人次": "国内公务接待人次",
              "外事批次": "外事接待批次", "外事人次": "外事接待人次"}
    texts = {"出国内容": "因公出国（境）内容", "运行内容": "公务用车运行维护费用途", "接待内容": "公务接待用途"}
    items |= {key: Number(number(form[name])) for key, name in counts.items()}
    items |= {key: end(text(form[name])) for key, name in texts.items()}
    items |= {"外事接待": Money(number(form["其中：外事接待费"])), "有": bool(items["合计"] or items["合计"].budget)}
    return {"三公": items, "表9": {"有": items["有"], **table}}


def cell_of(value):
    return "" if value is None else f"{rounded(value):,}"


def other_sections(book, context, info):
    """机关运行经费, 政府采购, 国有资产, 绩效 and the projects."""
    running, bought, assets = book.form("机关运行经费"), book.form("政府采购"), book.form("国有资产")
    applies = info["单位性质"] in ("行政单位", "参照公务员法管理的事业单位") or bool(running["决算数"])
    spent = number(running["决算数"]) or (context["公用经费"]["金额"].given if applies else None)
    why = text(running["变动原因"])
    money = Money(spent, number(running["上年决算数"]), number(running["年初预算数"]), reason=why, budget_reason=why)
    operating = {"适用": applies and bool(money or money.budget), "金额": money, "说明": paragraphs(running["说明"])}
    vehicles = [{"名称": name, "数量": Number(number(assets[name]))} for name in VEHICLES]
    owned = {
        "车辆": [vehicle for vehicle in vehicles if vehicle["数量"]],
        "车辆总数": Number(total(vehicle["数量"].value for vehicle in vehicles)),
        "其他用车说明": end(text(assets["其他用车主要是"])), "说明": paragraphs(assets["其他说明"]),
        "百万元设备": Number(next(number(value) for key, value in assets.items() if key.startswith("单价100万元（含）以上设备"))),
    }
    return {"机关运行经费": operating, "政府采购": procurement(bought), "国有资产": owned, **projects(book, context)}


def procurement(form):
    parts = {key: number(form[f"{key}支出"]) for key in ("货物", "工程", "服务")}
    whole = total(parts.values())
    medium, small = number(form["授予中小企业合同金额"]), number(form["其中：授予小微企业合同金额"])
    return {
        "有": bool(whole), "总额": Money(whole), **{key: Money(value) for key, value in parts.items()},
        **{f"{key}说明": text(form[f"{key}说明"]) for key in parts},
        **{f"{key}中小": Money(number(form[f"{key}采购授予中小企业合同金额"]), whole=parts[key]) for key in parts},
        "中小企业": Money(medium, whole=whole), "小微企业": Money(small, whole=medium),
    }


def projects(book, context):
    found, groups = [], {}
    for row in book.table("项目支出"):
        effect = end("".join(paragraphs(row["主要成效"])))
        view = {"名称": text(row["项目名称"]), "金额": Money(number(row["执行数（决算数）"]), budget=number(row["全年预算数"])),
                "支出内容": end("".join(paragraphs(row["支出内容"]))), "成效": effect,
                "产出和效益": end("".join(paragraphs(row["自评：主要产出和效益"]))) or effect,
                "存在问题": end("".join(paragraphs(row["自评：发现的问题及原因"]))),
                "整改措施": end("".join(paragraphs(row["自评：下一步改进措施"])))}
        general = row["资金来源"] in (None, "一般公共预算")
        if general and view["金额"]:
            groups.setdefault(text(row["实施单位"]), []).append(view)
        if row["纳入绩效自评"] != "否":
            found.append((text(row["资金来源"]) or SOURCES[0], view))
    form, short_names = book.form("绩效概况"), context["简称表"]
    sources = []
    for name, spent in zip(SOURCES, context["各来源项目支出"], strict=True):
        own = [view["金额"].given for source, view in found if source == name]
        if own:
            funds = Money(total(own), whole=spent)
            complete = spent is not None and abs(funds.value - spent) <= Decimal("0.005") * (len(own) + 1)
            sources.append({"名称": name, "个数": len(own), "资金": funds, "全部": complete})
    units = book.table("整体绩效自评")
    return {
        "项目分组": [{"单位": short_names.get(unit) or unit, "金额": Money(total(view["金额"].given for view in views)),
                  "项目": views} for unit, views in groups.items()],
        "绩效": {"项目个数": len(found), "资金来源": sources,
               "整体单位数": len(units), "整体资金": Money(total(number(row["整体支出执行数（B）"]) for row in units)),
               "评价情况": end("".join(paragraphs(form["评价情况"]))),
               "整体评价情况": end("".join(paragraphs(form["整体评价情况"]))),
               "结果应用": paragraphs(form["结果应用"]), "项目": [view for _, view in found]},
    }


def evaluations(book, context):
    """整体自评 and 项目自评: 执行率, 得分, 总分."""
    overall, single = [], []
    rows = by_first(book.table("整体绩效指标"), "单位名称")
    for row in book.table("整体绩效自评"):
        budget, spent = (number(row[f"整体支出{key}"]) for key in ("预算数（A）", "执行数（B）"))
        overall.append({"单位": text(row["单位名称"]), **{key: Money(number(row[key]), blank="") for key in
                                                  ("基本支出总额", "项目支出总额")},
                        **scores(row, budget, spent, rows.get(row["单位名称"], []))})
    rows = by_first(book.table("项目绩效指标"), "项目名称")
    for row in book.table("项目绩效自评"):
        budget, spent = (number(row[f"年度财政资金总额{key}"]) for key in ("预算数（A）", "执行数（B）"))
        boxes = {f"{key}框": "  ".join(f"{i}.{name}{'√' if row[f'项目{key}'] == name else '□'}"
                                      for i, name in enumerate(names, 1)) for key, names in CHOICES.items()}
        single.append({"项目": text(row["项目名称"]), "填报单位": text(row["填报单位"]) or context["单位"]["全称"],
                       "主管部门": text(row["主管部门"]), "实施单位": text(row["实施单位"]), **boxes,
                       **scores(row, budget, spent, rows.get(row["项目名称"], []))})
    return {"整体自评": overall, "项目自评": single}


def by_first(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return groups


def scores(head, budget, spent, rows):
    weight = number(head["执行分值"])
    ratio = spent / budget if budget and spent is not None else None
    done = rounded(weight * min(ratio, Decimal(1))) if weight is not None and ratio is not None else None
    got, worth = {}, {}
    for level in LEVELS:
        name = level.removesuffix("指标")
        mine = [row for row in rows if row["一级指标"] == level]
        for key, into in (("分值", worth), ("得分", got)):
            given = number(head[f"{name}{key}"])
            into[name] = given if given is not None else total(number(row[key]) for row in mine)
    points, aim = total(got.values()), total(worth.values())
    if aim is None and weight is not None:
        aim = 100 - weight
    grand = None if points is None else points + (done or 0)
    both = total([got["效益"], got["满意度"]])
    return {
        "填报日期": day(head["填报日期"]), "预算数": "" if budget is None else Money(budget), "执行数": Money(spent, blank=""),
        "执行率": "" if ratio is None else percent(ratio), "执行分值": short(weight), "执行得分数": short(done),
        "指标分值": short(aim), "指标得分": Number(points), "总分数": short(grand), "计分": grand is not None,
        "得分": {name: short(value) for name, value in got.items()}, "效益满意度得分": short(both),
        "指标": [indicator(row, got, worth) for same in by_first(rows, "一级指标").values() for row in same],
        "年度目标": paragraphs(head["年度目标"]), "偏差原因": text(head["偏差大或目标未完成原因分析"]),
        "改进措施": text(head["改进措施及结果应用方案"]),
    }


def indicator(row, got, worth):
    name = row["一级指标"].removesuffix("指标")
    label = "，".join(part for part in (worth[name] and f"{short(worth[name])}分", got[name] and f"得分{short(got[name])}分") if part)
    printed = {key: value if isinstance(value, str) else short(number(value)) for key, value in row.items() if key}
    return {"一级指标": f"{row['一级指标']}（{label}）" if label else row["一级指标"], "二级指标": printed["二级指标"],
            "三级指标": printed["三级指标"], "年初目标值": printed["年初目标值（A）"], "实际完成值": printed["实际完成值（B）"],
            "得分": printed["得分"]}
