"""Projects, evaluations and reported work of a made-up department. Amounts are in 万元."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random

from made_accounts import CENT, YEAR, Row, share
from made_texts import THINGS, clause, indicator, passage

WEIGHT = 20  # 执行分值
LEVELS = (("产出指标", ("数量指标", "质量指标", "时效指标")), ("效益指标", ("社会效益指标", "经济效益指标")),
          ("满意度指标", ("服务对象满意度指标",)))  # fmt: skip
POINTS = {"产出指标": 40, "效益指标": 30, "满意度指标": 10}


def projects(random: Random, shares: Sequence[Decimal], indicators: int, unit: str) -> dict[str, list[Row]]:
    """项目支出 with their 自评 and 指标; `shares` is what each spent."""
    listed: list[Row] = []
    evaluated: list[Row] = []
    measured: list[Row] = []
    for number, spent in enumerate(shares, 1):
        name, budget = f"{random.choice(THINGS)}专项{number}", share(spent, 105) + CENT
        listed.append({"项目名称": name, "资金来源": "一般公共预算", "全年预算数": budget, "决算数": spent, "自评": "是",
                       "支出内容": clause(random), "主要成效": passage(random, 90)})
        evaluated.append({"项目名称": name, "填报单位": unit, "填报日期": date(YEAR + 1, 4, 20), "主管部门": unit, "实施单位": unit,
                          "项目类别": "部门预算项目", "项目属性": "持续性项目", "项目类型": "常年性项目", "预算数": budget,
                          "执行数": spent, "执行分值": WEIGHT, "偏差原因": passage(random, 40), "改进措施": passage(random, 50)})
        measured += [{"项目名称": name, **row} for row in _indicators(random, indicators)]
    return {"项目支出": listed, "项目绩效自评": evaluated, "项目绩效指标": measured}


def overall(random: Random, unit: str, basic: Decimal, project: Decimal, indicators: int) -> dict[str, list[Row]]:
    """整体绩效自评 of the department itself."""
    spent = basic + project
    row: Row = {"单位名称": unit, "填报日期": date(YEAR + 1, 4, 26), "基本支出总额": basic, "项目支出总额": project,
                "预算数": share(spent, 104), "执行数": spent, "执行分值": WEIGHT, "偏差原因": passage(random, 80),
                "改进措施": passage(random, 60)}
    return {"整体绩效自评": [row],
            "整体绩效指标": [{"单位名称": unit, **one} for one in _indicators(random, indicators)]}


def _indicators(random: Random, count: int) -> list[Row]:
    """Indicators whose points add up: 40 for 产出, 30 for 效益, 10 for 满意度."""
    rows: list[Row] = []
    for level, kinds in LEVELS:
        here = max(1, count - 3) if level == "产出指标" else 2 if level == "效益指标" else 1
        points = _points(POINTS[level], here)
        for place in range(here):
            aim = random.randint(80, 99)
            rows.append({"一级指标": level, "二级指标": kinds[place * len(kinds) // here], "三级指标": indicator(random),
                         "年初目标值": f"≥{aim}%", "实际完成值": f"{random.randint(aim, 100)}%", "分值": points[place],
                         "得分": points[place]})
    return rows


def _points(whole: int, count: int) -> list[Decimal]:
    each = Decimal(whole) / count // CENT * CENT
    return [*[each] * (count - 1), whole - each * (count - 1)]


def work(random: Random) -> dict[str, list[Row]]:
    """What the department reports of its work."""
    told: list[Row] = []
    for number in range(1, random.randint(5, 7)):
        told.append({"类型": "小标题", "内容": f"（{'一二三四五六'[number - 1]}）{clause(random)}"})
        told += [{"类型": "正文", "内容": passage(random, 110)} for _ in range(random.randint(1, 3))]
    done = [{"重要事项": f"{random.choice(THINGS)}行动", "工作内容及目标": clause(random),
             "完成情况": "\n".join(f"{place}. {clause(random)}；" for place in range(1, 4))} for _ in range(random.randint(4, 6))]
    return {"重点工作概述": told, "重点工作事项": done,
            "主要职责": [{"内容": passage(random, random.randint(60, 160))} for _ in range(random.randint(5, 8))],
            "名词解释": [{"名词": f"{random.choice(THINGS)}经费", "解释": passage(random, 60)}]}
