"""Made-up departments: random, but every identity of the accounts holds to the 分.

`made(seed, …)` gives the content of a standard workbook, `write_many(folder, …)` writes files, in several processes. The
same seed and size give the same workbook. Without a size it is of the samples' size: about a dozen 项 in four 类, five
to nine projects with a dozen indicators each, 整体自评, a report of some forty pages; no two share their texts.
Amounts are in 万元, to two decimals.

    python benchmarks/made_workbooks.py FOLDER COUNT [ITEMS PROJECTS]
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [place for place in (str(HERE), str(HERE.parent)) if place not in sys.path]

import made_accounts as accounts  # noqa: E402
import made_results as results  # noqa: E402
from made_accounts import CENT, YEAR, ZERO, Row, amount, share, split, total  # noqa: E402
from made_texts import clause, passage  # noqa: E402

from generator.workbook.template import Content, write_workbook  # noqa: E402

LAYOUT = "wuhan-2023"


def made(seed: int, *, items: int | None = None, projects: int | None = None, indicators: int = 12) -> Content:
    """A department with `items` 项 of 一般公共预算 and `projects` projects of `indicators` indicators each."""
    random = Random(seed)
    items = items or random.randint(9, 15)
    projects = projects or random.randint(5, 9)
    general = accounts.spending(random, accounts.functional_codes(random, items), basic=True)
    next(iter(general.values())).update({"基本支出": amount(random, 300) + 50, "项目支出": amount(random, 300) + projects})
    funds = accounts.spending(random, accounts.fund_codes(random), basic=False) if random.random() < 0.3 else {}
    economic = accounts.economic(random, _sum(general, "基本支出"), most=30)
    unit = _name(seed)
    return Content(_fields(random, seed, general, funds, economic), {
        "机构与单位": [{"单位名称": unit, "层级": "本级", "单位性质": "行政单位", "单位简称": "本局"}],
        **_tables(random, general, funds, economic),
        "各类用途": [{"科目编码": code, "主要用途": clause(random)} for code in sorted({code[:3] for code in general})],
        **results.projects(random, split(random, _sum(general, "项目支出"), projects), indicators, unit),
        **results.overall(random, unit, _sum(general, "基本支出"), _sum(general, funds, "项目支出"), 2 * indicators),
        **results.work(random)})


def _sum(*given: dict[str, dict[str, Decimal]] | str) -> Decimal:
    """The sum of one column (the last argument) over tables."""
    *tables, key = given
    return total(amounts.get(str(key), ZERO) for table in tables if isinstance(table, dict) for amounts in table.values())


def _tables(random: Random, general: dict[str, dict[str, Decimal]], funds: dict[str, dict[str, Decimal]],
            economic: dict[str, Decimal]) -> dict[str, Sequence[Row]]:
    """The tables by 科目. What was spent was received."""
    kinds = ("基本支出", "项目支出")
    planned = accounts.budgets(random, general)
    income = {code: {"财政拨款收入": total(amounts.values())} for code, amounts in (general | funds).items()}
    budgeted = {code: {**amounts, "年初预算数": planned[code]} for code, amounts in general.items()}
    fund = {code: {"本年收入": total(amounts.values()), **amounts} for code, amounts in funds.items()}
    return {
        "收入": accounts.printed(income, "本年收入合计", ("财政拨款收入",)),
        "支出": accounts.printed(general | funds, "本年支出合计", kinds),
        "一般公共预算": accounts.with_reasons(random, accounts.printed(budgeted, "小计", kinds)),
        "政府性基金": accounts.with_uses(random, accounts.printed(fund, "小计", kinds)),
        "基本支出经济分类": accounts.economic_rows(economic),
    }


def _fields(random: Random, seed: int, general: dict[str, dict[str, Decimal]], funds: dict[str, dict[str, Decimal]],
            economic: dict[str, Decimal]) -> dict[str, object]:
    carried = amount(random, 200)
    granted, fund = _sum(general, "基本支出") + _sum(general, "项目支出"), _sum(funds, "项目支出")
    reception, office = economic[accounts.ENTERTAINING], accounts.office(economic)
    before = share(reception, random.randint(80, 95)) + CENT
    goods = amount(random, 40)
    return {
        "基本信息.单位全称": _name(seed), "基本信息.单位简称": "本局", "基本信息.汇总": "否", "基本信息.决算年度": YEAR,
        "基本信息.金额单位": "万元", "基本信息.版式": LAYOUT, "基本信息.单位性质": "行政单位",
        "基本信息.公开日期": date(YEAR + 1, 9, 12), "基本信息.联系电话": f"0000-{seed:08}", "基本信息.本级财政": "区级财政",
        **_prior(random, granted, fund, carried, _sum(general, "基本支出")),
        "结转结余.年初结转和结余": carried, "结转结余.年末结转和结余": carried,
        "结转结余.一般公共预算财政拨款.年初结转和结余": carried, "结转结余.一般公共预算财政拨款.年末结转和结余": carried,
        "三公经费.公务接待费.预算数": share(reception, 110), "三公经费.公务接待费.决算数": reception,
        "三公经费.公务接待费.上年决算数": before, "三公经费.公务接待费.与预算差异原因": clause(random),
        "三公经费.公务接待费.与上年差异原因": clause(random), "三公经费.公务接待批次": int(reception * 10_000 / 1_500) + 1,
        "三公经费.公务接待人次": int(reception * 10_000 / random.randint(80, 150)) + 1, "三公经费.公务接待内容": clause(random),
        "机关运行经费.年初预算数": share(office, 108), "机关运行经费.上年决算数": share(office, 95),
        "机关运行经费.变动原因": clause(random), "国有资产.其他用车.数量": 0, "国有资产.百万元设备": 0,
        "政府采购.货物支出": goods, "政府采购.中小企业": share(goods, 60), "政府采购.小微企业": share(goods, 40),
        "绩效概况.评价情况": passage(random, 200), "绩效概况.结果应用": f"{passage(random, 90)}\n{passage(random, 90)}"}


def _prior(random: Random, granted: Decimal, fund: Decimal, carried: Decimal, basic: Decimal) -> dict[str, object]:
    """Last year's figures near this year's, as consistent as these, and why they differ."""
    part = random.choice([*range(80, 99), *range(102, 120)])
    general, other, own = share(granted, part), share(fund, part), share(basic, part)
    spent, whole = general + other, general + other + carried  # what was left of it is this year's opening balance
    amounts = {"收入总计": whole, "本年收入合计": spent, "本年支出合计": spent, "财政拨款总计": whole,
               "一般公共预算财政拨款收入": general, "一般公共预算财政拨款支出": general, "政府性基金预算财政拨款收入": other,
               "政府性基金预算财政拨款支出": other, "基本支出": own, "项目支出": spent - own}
    reasons = ["收支总计", "本年收入", "本年支出", "财政拨款总计", "一般公共预算财政拨款收入", "一般公共预算财政拨款支出"]
    reasons += ["政府性基金预算财政拨款收入", "政府性基金预算财政拨款支出"] if fund else []
    return {f"上年数.{key}": value for key, value in amounts.items()} | {
        f"变动原因.{key}": f"{clause(random)}，{clause(random)}" for key in reasons}


def _name(seed: int) -> str:
    return f"样例市第{seed}局"


def file_name(seed: int) -> str:
    """The name of the workbook of a seed."""
    return f"{seed:04}-{_name(seed)}.xlsx"


def write_one(folder: Path, seed: int, **size: int) -> Path:
    """Write one workbook; its path."""
    path = folder / file_name(seed)
    write_workbook(path, layout=LAYOUT, year=YEAR, name=_name(seed), content=made(seed, **size))
    return path


def write_many(folder: Path, count: int, *, first: int = 1, jobs: int = 1, **size: int) -> list[Path]:
    """Write `count` workbooks into `folder`, in `jobs` processes (0.3 s of CPU each); those that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {seed: folder / file_name(seed) for seed in range(first, first + count)}
    missing = [seed for seed, path in paths.items() if not path.exists()]
    if jobs == 1 or len(missing) < 4:
        _write(folder, missing, size)
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            parts = [missing[start::jobs * 4] for start in range(jobs * 4)]
            list(pool.map(_write, [folder] * len(parts), parts, [size] * len(parts)))
    return list(paths.values())


def _write(folder: Path, seeds: Iterable[int], size: dict[str, int]) -> None:
    """Some workbooks; garbage is looked for once a workbook only, which saves a fifth."""
    gc.disable()
    try:
        for seed in seeds:
            write_one(folder, seed, **size)
            gc.collect()
    finally:
        gc.enable()


if __name__ == "__main__":
    wanted = {"items": int(sys.argv[3]), "projects": int(sys.argv[4])} if len(sys.argv) > 4 else {}
    write_many(Path(sys.argv[1]), int(sys.argv[2]), jobs=2, **wanted)
