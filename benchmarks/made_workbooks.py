"""Made-up departments: random, but every identity of the accounts holds to the 分.

`made(seed, …)` gives the content of a standard workbook, `write_many(folder, …)` writes files. The same seed gives the
same workbook. Amounts are in 元.
"""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from generator.subjects import ECONOMIC, FUNCTIONAL, catalogue
from generator.workbook.template import Content, write_workbook

YEAR = 2024
CENT = Decimal("0.01")
Row = dict[str, object]


def made(seed: int, *, items: int = 20, projects: int = 7, indicators: int = 12) -> Content:
    """A department with `items` 项 and `projects` projects of `indicators` indicators each."""
    random = Random(seed)
    codes = _codes(random, items)
    general, budgets = _spending(random, codes), Decimal(0)
    basic = sum((row["基本支出"] for row in general), Decimal(0))  # type: ignore[misc]
    project = sum((row["项目支出"] for row in general), Decimal(0))  # type: ignore[misc]
    budgets = sum((row["年初预算数"] for row in general), Decimal(0))  # type: ignore[misc]
    spent = basic + project
    opening, closing = _amount(random, 50_000), _amount(random, 50_000)
    income = _income(general, closing - opening)
    received = sum((row["财政拨款收入"] for row in income), Decimal(0))  # type: ignore[misc]
    economic, reception = _economic(random, basic)
    shares = _split(random, project, projects)
    fields = {
        **_basics(seed), **_prior(random, received, spent, received + opening, basic, project),
        "结转结余.年初结转和结余": opening, "结转结余.年末结转和结余": closing,
        "结转结余.一般公共预算财政拨款.年初结转和结余": opening, "结转结余.一般公共预算财政拨款.年末结转和结余": closing,
        "三公经费.公务接待费.预算数": reception, "三公经费.公务接待费.决算数": reception, "三公经费.公务接待费.上年决算数": reception,
        "三公经费.公务接待批次": 12, "三公经费.公务接待人次": 96, "机关运行经费.年初预算数": _public(economic) + 1000,
        "机关运行经费.变动原因": "落实过紧日子要求，压减一般性支出", "国有资产.其他用车.数量": 0, "国有资产.百万元设备": 0,
        "政府采购.货物支出": _amount(random, 90_000), "政府采购.中小企业": 0, "政府采购.小微企业": 0,
        "绩效概况.评价情况": "各项目按计划完成，资金使用合规",
        "绩效概况.结果应用": "结果与下一年度预算安排挂钩\n对执行率偏低的项目核减预算"}
    assert budgets >= 0
    return Content(fields, {
        "主要职责": [{"内容": f"承担第{n}项工作的组织、协调和监督检查，拟订有关规划并组织实施。"} for n in range(1, 8)],
        "机构与单位": [{"单位名称": _name(seed), "层级": "本级", "单位性质": "行政单位"}],
        "收入": income, "支出": [{key: row[key] for key in ("科目编码", "基本支出", "项目支出")} for row in general],
        "一般公共预算": general, "基本支出经济分类": economic,
        "各类用途": [{"科目编码": code, "主要用途": "人员经费和专项工作"} for code in sorted({code[:3] for code in codes})],
        **_projects(random, shares, indicators),
        "重点工作概述": [{"类型": "正文", "内容": f"第{n}项重点工作按计划推进，完成年度任务。"} for n in range(1, 6)],
        "重点工作事项": [{"重要事项": f"事项{n}", "工作内容及目标": "完成年度任务", "完成情况": "已完成"} for n in range(1, 6)]})


def write_many(folder: Path, count: int, *, first: int = 1, **size: int) -> list[Path]:
    """Write `count` workbooks into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for seed in range(first, first + count):
        path = folder / f"{seed:04}-{_name(seed)}.xlsx"
        write_workbook(path, layout="wuhan-2023", year=YEAR, name=_name(seed), content=made(seed, **size))
        paths.append(path)
    return paths


def _name(seed: int) -> str:
    return f"样例市第{seed}局"


def _basics(seed: int) -> dict[str, object]:
    return {"基本信息.单位全称": _name(seed), "基本信息.汇总": "否", "基本信息.决算年度": YEAR, "基本信息.金额单位": "元",
            "基本信息.版式": "wuhan-2023", "基本信息.单位性质": "行政单位", "基本信息.公开日期": date(YEAR + 1, 9, 12),
            "基本信息.联系电话": "0000-00000000"}


def _amount(random: Random, most: int) -> Decimal:
    return Decimal(random.randint(1000, most * 100)) * CENT


def _codes(random: Random, items: int) -> list[str]:
    known = [code for code, subject in catalogue(FUNCTIONAL).items()
             if len(code) == 7 and subject.valid_in(YEAR) and subject.certainty == "high"
             and code[:3] in ("201", "205", "206", "207", "208", "210", "211", "213", "221", "224")]
    return sorted(random.sample(known, min(items, len(known))))


def _spending(random: Random, codes: list[str]) -> list[Row]:
    rows: list[Row] = []
    for code in codes:
        basic, project = _amount(random, 900_000), _amount(random, 900_000)
        rows.append({"科目编码": code, "基本支出": basic, "项目支出": project,
                     "年初预算数": (basic + project) * random.randint(90, 110) / 100 // CENT * CENT,
                     "差异原因": "据实结算"})
    return rows


def _income(general: list[Row], more: Decimal) -> list[Row]:
    rows: list[Row] = [{"科目编码": row["科目编码"], "财政拨款收入": row["基本支出"] + row["项目支出"]}  # type: ignore[operator]
                       for row in general]
    largest = max(rows, key=lambda row: row["财政拨款收入"])  # type: ignore[arg-type,return-value]
    largest["财政拨款收入"] += more  # type: ignore[operator]
    return rows


def _split(random: Random, total: Decimal, parts: int) -> list[Decimal]:
    cuts = sorted(Decimal(random.randint(1, int(total * 100) - 1)) * CENT for _ in range(parts - 1))
    return [after - before for before, after in zip([Decimal(0), *cuts], [*cuts, total], strict=True)]


def _economic(random: Random, basic: Decimal) -> tuple[list[Row], Decimal]:
    chosen = [code for code in catalogue(ECONOMIC) if len(code) == 5 and code[:3] in ("301", "302", "303")
              and code not in ("30212", "30231")]
    amounts = dict(zip(chosen, _split(random, basic, len(chosen)), strict=True))
    return [{"科目编码": code, "决算数": amount} for code, amount in amounts.items()], amounts["30217"]


def _public(economic: list[Row]) -> Decimal:
    return sum((row["决算数"] for row in economic if str(row["科目编码"]).startswith("302")), Decimal(0))  # type: ignore[misc]


def _prior(random: Random, received: Decimal, spent: Decimal, total: Decimal, basic: Decimal,
           project: Decimal) -> dict[str, object]:
    def before(amount: Decimal) -> Decimal:
        return amount * random.randint(80, 120) / 100 // CENT * CENT + 1

    amounts = {"收入总计": total, "本年收入合计": received, "本年支出合计": spent, "财政拨款总计": total,
               "一般公共预算财政拨款收入": received, "一般公共预算财政拨款支出": spent, "基本支出": basic, "项目支出": project}
    reasons = ("收支总计", "本年收入", "本年支出", "财政拨款总计", "一般公共预算财政拨款收入", "一般公共预算财政拨款支出")
    return {f"上年数.{key}": before(amount) for key, amount in amounts.items()} | {
        f"变动原因.{key}": "人员变动和项目安排调整" for key in reasons}


def _projects(random: Random, shares: list[Decimal], indicators: int) -> dict[str, list[Row]]:
    projects: list[Row] = []
    evaluations: list[Row] = []
    rows: list[Row] = []
    for number, amount in enumerate(shares, 1):
        name, budget = f"专项工作{number}", amount * 105 / 100 // CENT * CENT
        projects.append({"项目名称": name, "全年预算数": budget, "决算数": amount, "自评": "是", "主要成效": "完成年度目标任务"})
        evaluations.append({"项目名称": name, "填报日期": date(YEAR + 1, 4, 20), "主管部门": "样例市", "实施单位": "样例市",
                            "项目类别": "部门预算项目", "项目属性": "持续性项目", "项目类型": "常年性项目", "预算数": budget,
                            "执行数": amount, "执行分值": 20, "偏差原因": "无", "改进措施": "无"})
        kinds = ["产出指标"] * (indicators - 2) + ["效益指标", "满意度指标"]
        points = [Decimal(50) / (indicators - 2) // CENT * CENT] * (indicators - 2)
        points = [*points[:-1], 50 - sum(points[:-1]), Decimal(20), Decimal(10)]
        rows += [{"项目名称": name, "一级指标": kind, "二级指标": "数量指标" if kind == "产出指标" else kind,
                  "三级指标": f"指标{place}", "年初目标值": "≥90%", "实际完成值": f"{random.randint(90, 100)}%",
                  "分值": point, "得分": point} for place, (kind, point) in enumerate(zip(kinds, points, strict=True), 1)]
    return {"项目支出": projects, "项目绩效自评": evaluations, "项目绩效指标": rows}


if __name__ == "__main__":
    write_many(Path(sys.argv[1]), int(sys.argv[2]))
