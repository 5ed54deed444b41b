"""The plain script's way from the workbook to what the template prints: openpyxl, dicts and Decimal.

Part of `plain_report.py`; nothing of generator/ is used. It follows the one layout and trusts the workbook: no checks,
no sources of figures.
"""

import csv
from collections import defaultdict
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path

from plain_book import Book, day, number, text, total
from plain_results import evaluations, other_sections, three_public
from plain_words import Counter, Money, cell, chinese, end, paragraphs, rounded

INCOME = ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
KINDS = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
FUND_COLUMNS = ("年初结转和结余", "本年收入", "本年支出小计", "基本支出", "项目支出", "年末结转和结余")
CAPITAL_COLUMNS = ("本年支出合计", "基本支出", "项目支出")
CARRY = ("使用非财政拨款结余", "年初结转和结余", "结余分配", "年末结转和结余")
FUNDS = {"一般公共预算": "一般公共预算财政拨款", "政府性基金": "政府性基金预算财政拨款", "国有资本": "国有资本经营预算财政拨款"}
CLASSES = {
    "201": "一般公共服务支出", "202": "外交支出", "203": "国防支出", "204": "公共安全支出", "205": "教育支出",
    "206": "科学技术支出", "207": "文化旅游体育与传媒支出", "208": "社会保障和就业支出", "210": "卫生健康支出",
    "211": "节能环保支出", "212": "城乡社区支出", "213": "农林水支出", "214": "交通运输支出",
    "215": "资源勘探工业信息等支出", "216": "商业服务业等支出", "217": "金融支出", "219": "援助其他地区支出",
    "220": "自然资源海洋气象等支出", "221": "住房保障支出", "222": "粮油物资储备支出", "223": "国有资本经营预算支出",
    "224": "灾害防治及应急管理支出", "229": "其他支出", "231": "债务还本支出", "232": "债务付息支出",
    "234": "抗疫特别国债安排的支出",
}  # fmt: skip


def printed_table(sums, lines, columns, names=None):
    """A table by 科目 as it is printed."""
    names = names or columns
    view = [{"编码": line["编码"], "名称": line["名称"],
             **{name: cell(line["数"][column]) for name, column in zip(names, columns, strict=True)}} for line in lines]
    sums = {name: cell(sums[column]) for name, column in zip(names, columns, strict=True)}
    return {"有": bool(lines), "合计": sums, "行": view}


WORDS = {"公开表号": "公开", "单位栏": "金额单位", "金额栏": "决算数", "项目自评后缀": "", "名词编号": "一、", "电话名称": "决算公开联系电话"}

FORMULA_1 = "27行=（1+2+3+4+5+6+7+8）行；31行=（27+28+29）行；58行=（32+33+…+57）行；62行=（58+59+60）行"
FORMULA_4 = "27行=（1+2+3）行；28行=（29+30+31）行；32行=（27+28）行；59行=（33+34+…+58）行；64行=（59+60）行"


def explanations(subjects):
    """Code of a subject -> what the CSV of 功能分类 says about it; read once, however many reports follow."""
    with Path(subjects).open(encoding="utf-8") as stream:
        return {row["code"]: row["description"] for row in csv.DictReader(stream)}


def build_context(path, explained):
    """Everything that the template names."""
    book = Book(path)
    info, prior, why = book.form("基本信息"), book.form("上年数"), book.form("变动原因")
    context = {"草稿": False, "编号": Counter(), "词": WORDS, "自称": "我部门", "金额单位": "万元", **department(book, info)}
    context |= accounts(book, prior, why, explained) | three_public(book)
    return context | other_sections(book, context, info) | evaluations(book, context)


def department(book, info):
    year, name = int(info["决算年度"]), text(info["单位全称"])
    name += "（汇总）" if info["是否汇总"] == "是" else ""
    unit = {"名称": name, "表名": text(info["公开表所印名称"]) or name, "年度": year, "上年度": year - 1,
            "公开日期": day(info["公开日期"]), "联系电话": text(info["联系电话"]), "本级财政": text(info["本级财政"]),
            "全称": text(info["单位全称"]), "简称": text(info["单位简称"]), "汇总": info["是否汇总"] == "是"}
    start = next(i for i, row in enumerate(book.sheets["机构与单位"], 1) if text(row[0]).startswith("单位名称"))
    units = book.table("机构与单位", start)
    below = [text(row["单位名称"]) for row in units if row["层级"] == "下属单位"]
    own = [text(row["单位名称"]) for row in units if row["层级"] != "下属单位"]
    items, last, count = [], None, 0
    for row in book.table("重点工作事项"):
        count += row["重要事项"] != last
        last = row["重要事项"]
        items.append({"序号": count, **{key: text(value) for key, value in row.items() if key}})
    return {
        "单位": unit, "本级单位": own, "下属单位": below, "内设机构": paragraphs(book.form("机构与单位")["内设机构"]),
        "决算单位": [f"{one.removesuffix('（本级）')}（本级）" if below else one for one in own] + below,
        "简称表": {text(row["单位名称"]): text(row["单位简称"]) for row in units},
        "主要职责": [part for row in book.table("主要职责") for part in paragraphs(row["内容"])],
        "重点工作概述": [{"内容": part, "小标题": row[0] == "小标题"}
                   for row in book.sheets["重点工作概述"][4:] for part in paragraphs(row[1])],
        "重点工作事项": items,
    }


def accounts(book, prior, why, explained):
    """Sections 一 to 八 and the tables 1 to 8."""
    income, income_lines = book.subjects("收入", ("本年收入合计", *INCOME))
    spent, spent_lines = book.subjects("支出", ("本年支出合计", *KINDS))
    general, general_lines = book.subjects("一般公共预算", ("本年支出小计", "基本支出", "项目支出", "年初预算数"))
    fund, fund_lines = book.subjects("政府性基金", FUND_COLUMNS)
    capital, capital_lines = book.subjects("国有资本经营", CAPITAL_COLUMNS)
    got, before, after, by_fund = fund_amounts(book, general, fund, capital)
    carry = {name: Money(number(book.grid("结转结余")[name][0])) for name in CARRY}
    income_all = total([income["本年收入合计"], carry["使用非财政拨款结余"].given, carry["年初结转和结余"].given])
    granted = total([*got.values(), *before.values()])
    shown = number_by_class(book)
    split = {key: of_classes(lines, column) for key, lines, column in zip(
        FUNDS, (general_lines, fund_lines, capital_lines), ("本年支出小计", "本年支出小计", "本年支出合计"), strict=True)}
    split["一般公共预算"] |= {code: amounts[1] for code, amounts in shown.items() if amounts[1] is not None}
    classes = of_classes(spent_lines, "本年支出合计") | {code: amounts[0] for code, amounts in shown.items() if amounts[0] is not None}
    full = full_names(book, [*income_lines, *spent_lines, *general_lines])
    return {
        **carry, **totals(income, spent, income_all, granted, prior, why), **fund_sections(got, before, after, by_fund, prior, why),
        **general_budget(book, general, general_lines, spent, full, prior, why, shown), **terms(book, spent_lines, full, explained),
        "各来源项目支出": [general["项目支出"], fund["项目支出"], capital["项目支出"], None],
        "基金项支出": fund_items(fund_lines, "本年支出小计", full), "国资项支出": fund_items(capital_lines, "本年支出合计", full),
        "表1": table_1(income, got, classes, spent, carry, income_all),
        "表2": printed_table(income, income_lines, ("本年收入合计", *INCOME)),
        "表3": printed_table(spent, spent_lines, ("本年支出合计", *KINDS)),
        "表4": table_4(got, before, after, by_fund, split, granted),
        "表5": printed_table(general, [line for line in general_lines if line["数"]["本年支出小计"]],
                           ("本年支出小计", "基本支出", "项目支出"), ("小计", "基本支出", "项目支出")),
        "表7": printed_table(fund, fund_lines, FUND_COLUMNS, ("年初结转和结余", "本年收入", "小计", *FUND_COLUMNS[3:])),
        "表8": printed_table(capital, capital_lines, CAPITAL_COLUMNS, ("合计", "基本支出", "项目支出")),
    }


def fund_amounts(book, general, fund, capital):
    """By fund: what was received, brought forward, left at the end, and spent."""
    rest = book.grid("结转结余")
    by_fund = {"一般公共预算": general["本年支出小计"], "政府性基金": fund["本年支出小计"], "国有资本": capital["本年支出合计"]}
    got, before, after = {}, {}, {}
    for key, name in FUNDS.items():
        before[key], got[key], after[key] = (number(rest[name][column]) for column in range(3))
    before["政府性基金"] = before["政府性基金"] or fund["年初结转和结余"]
    after["政府性基金"] = after["政府性基金"] or fund["年末结转和结余"]
    got["政府性基金"] = got["政府性基金"] or fund["本年收入"]
    for key in FUNDS:  # what was spent and not brought forward was received
        if got[key] is None and by_fund[key] is not None:
            got[key] = by_fund[key] + (after[key] or 0) - (before[key] or 0)
    return got, before, after, by_fund


def totals(income, spent, income_all, granted, prior, why):
    """Sections 一 to 四."""
    def against(amount, before, reason):
        return Money(amount, number(prior[before]), reason=text(why[reason]))

    return {
        "收支总计": against(income_all, "收、支总计（公开01表总计）", "收、支总计"),
        "收入合计": against(income["本年收入合计"], "收入合计（公开01表）", "本年收入合计"),
        "支出合计": against(spent["本年支出合计"], "支出合计（公开01表）", "本年支出合计"),
        "财政拨款总计": against(granted, "财政拨款收、支总计（公开04表总计）", "财政拨款收、支总计"),
        "收入构成": [{"名称": name, "金额": Money(income[name], whole=income["本年收入合计"])} for name in INCOME if income[name]],
        "支出构成": [{"名称": name, "金额": Money(spent[name], whole=spent["本年支出合计"])} for name in KINDS if spent[name]],
        "项目支出": Money(spent["项目支出"]),
    }


def fund_sections(got, before, after, by_fund, prior, why):
    """What the sentences say of each fund."""
    made = {}
    for key, entry in zip(FUNDS, ("一般公共预算", "政府性基金预算", "国有资本经营预算"), strict=True):
        money = Money(got[key], number(prior[f"{FUNDS[key]}收入"]), reason=text(why[f"{FUNDS[key]}收入"]))
        made[entry] = {"收入": money, "支出": Money(by_fund[key]), "年初结转": Money(before[key]),
                       "年末结转": Money(after[key]), "有": bool(money or by_fund[key] or before[key] or after[key]),
                       "有支出": bool(by_fund[key])}
    return made


def full_names(book, lines):
    """A function: a line's 类, 款 and 项 by their names."""
    names = book.functional | {line["编码"]: line["名称"] for line in lines}

    def full(line):
        code = line["编码"]
        return f"{names.get(code[:3], code[:3])}（类）{names.get(code[:5], code[:5])}（款）{line['名称']}（项）"

    return full


def fund_items(lines, column, full):
    """The 项 of a fund that have an amount."""
    return [{"名称": full(line), "金额": Money(line["数"][column]), "用途": end(text(line["主要用途"]))}
            for line in lines if len(line["编码"]) == 7 and line["数"][column]]


def of_classes(lines, column):
    """Code of a 类 -> its amount."""
    return {line["编码"]: line["数"][column] for line in lines if len(line["编码"]) == 3}


def terms(book, spent_lines, full, explained):
    """第五部分."""
    own = {text(row["名词"]): end(text(row["解释"])) for row in book.table("名词解释")}
    return {
        "固定名词": lambda name: name not in own,
        "补充名词": [{"名词": name, "解释": meaning} for name, meaning in own.items()],
        "科目名词": [
            {"名称": full(line), "解释": end(explained.get(line["编码"], "")) or f"反映{line['名称']}方面的支出"}
            for line in spent_lines if len(line["编码"]) == 7 and line["名称"] not in own],
    }


def number_by_class(book):
    """What the official tables print for a 类, where it differs: code -> (公开01表, 公开04表 一般公共预算)."""
    return {text(row[0]): (number(row[2]), number(row[3])) for row in book.sheets["总表印数"][4:] if row[0] is not None}


def table_1(income, got, classes, spent, carry, grand):
    names = [*(f"{name}收入" for name in FUNDS.values()), *INCOME[1:]]
    amounts = [*got.values(), *(income[name] for name in INCOME[1:])]
    left = [(f"{chinese(i)}、{name}", amount) for i, (name, amount) in enumerate(zip(names, amounts, strict=True), 1)]
    left += [("", None)] * (26 - len(left))
    left += [("本年收入合计", income["本年收入合计"]), ("使用非财政拨款结余", carry["使用非财政拨款结余"].given),
             ("年初结转和结余", carry["年初结转和结余"].given), ("", None), ("总　　计", grand)]
    right = [(f"{chinese(i)}、{name}", classes.get(code)) for i, (code, name) in enumerate(CLASSES.items(), 1)]
    used = total([spent["本年支出合计"], carry["结余分配"].given, carry["年末结转和结余"].given])
    right += [("本年支出合计", spent["本年支出合计"]), ("结余分配", carry["结余分配"].given),
              ("年末结转和结余", carry["年末结转和结余"].given), ("", None), ("总　　计", used)]
    return {"公式": FORMULA_1, "行": [{"收入项目": a, "收入行次": i, "收入数": cell(x), "支出项目": b, "支出行次": 31 + i, "支出数": cell(y)}
                  for i, ((a, x), (b, y)) in enumerate(zip(left, right, strict=True), 1)]}


def table_4(got, before, after, by_fund, split, granted):
    left = [(f"{chinese(i)}、{name}", got[key]) for i, (key, name) in enumerate(FUNDS.items(), 1)]
    left += [("", None)] * 23
    left += [("本年收入合计", total(got.values())), ("年初财政拨款结转和结余", total(before.values()))]
    left += [(f"　{name}", before[key]) for key, name in FUNDS.items()] + [("总　　计", granted)]
    right = [(f"{chinese(i)}、{name}", [split[key].get(code) for key in FUNDS])
             for i, (code, name) in enumerate(CLASSES.items(), 1)]
    right += [("本年支出合计", list(by_fund.values())), ("年末财政拨款结转和结余", list(after.values()))]
    right += [("", [None] * 3)] * 3 + [("总　　计", [total([by_fund[key], after[key]]) for key in FUNDS])]
    return {"公式": FORMULA_4, "行": [{"收入项目": a, "收入行次": i, "收入数": cell(x), "支出项目": b, "支出行次": 32 + i, "小计": cell(total(y)),
                   **dict(zip(FUNDS, map(cell, y), strict=True))}
                  for i, ((a, x), (b, y)) in enumerate(zip(left, right, strict=True), 1)]}


def general_budget(book, general, lines, spent, full, prior, why, shown):
    """Sections 五 and 六 and table 6."""
    whole, name = general["本年支出小计"], "一般公共预算财政拨款支出"
    uses = {text(row["科目编码"]): end(text(row["主要用途"])) for row in book.table("各类用途")}
    leaves = [line for line in lines if len(line["编码"]) == 7]
    budget = general["年初预算数"] or total(line["数"]["年初预算数"] for line in leaves)
    amounts = of_classes(lines, "本年支出小计") | {code: values[1] for code, values in shown.items() if values[1] is not None}
    return {
        "一般公共预算支出": Money(whole, number(prior[name]), budget, spent["本年支出合计"], text(why[name])),
        "一般公共预算基本支出": Money(general["基本支出"]),
        "一般公共预算项目支出": Money(general["项目支出"]),
        "类支出": [{"短名": line["名称"].removesuffix("支出"), "金额": Money(amounts[line["编码"]], whole=whole),
                  "用途": uses.get(line["编码"], "")} for line in lines if len(line["编码"]) == 3],
        "项支出": [{"名称": full(line), "金额": Money(line["数"]["本年支出小计"] or Decimal(0), budget=line["数"]["年初预算数"],
                                             budget_reason=text(line["差异原因"]))} for line in leaves],
        **basic_spending(book),
    }


def basic_spending(book):
    """Section 六 and table 6."""
    economic = {text(row[0]): (book.economic.get(text(row[0])) or text(row[1]), number(row[2]))
                for row in book.sheets["基本支出经济分类"][4:] if row[0]}
    sums = defaultdict(Decimal)
    for code, (_, amount) in economic.items():
        if len(code) == 5 and amount:
            sums[code[:3]] += amount
    for code in list(sums):
        sums[code] = economic.get(code, ("", None))[1] or sums[code]
    people = sum(sums[code] for code in ("301", "303"))
    rest = sum(sums.values()) - people

    def listed(mine):
        return [f"{label}{rounded(amount)}万元" for code, (label, amount) in economic.items()
                if len(code) == 5 and amount and (code[:3] in ("301", "303")) is mine]

    return {
        "基本支出合计": Money(people + rest),
        "人员经费": {"金额": Money(people), "清单": listed(True)},
        "公用经费": {"金额": Money(rest), "清单": listed(False)},
        "表6": {"行": table_6(economic, sums), "人员经费合计": cell(people), "公用经费合计": cell(rest)},
    }


def table_6(economic, sums):
    columns = [[c for c in economic if c[:3] == "301"] + [c for c in economic if c[:3] == "303"],
               [c for c in economic if c[:3] == "302"],
               [f"310{part}" for part in ("", "02", "03", "07", "13", "21", "22", "99")]]
    rows = []
    for codes in zip_longest(*columns, fillvalue=""):
        row = {}
        for i, code in enumerate(codes, 1):
            label, amount = economic.get(code, ("", None))
            row |= {f"编码{i}": code, f"名称{i}": label, f"数{i}": cell(sums.get(code) if len(code) == 3 else amount)}
        rows.append(row)
    return rows
