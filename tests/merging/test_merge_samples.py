"""Made-up units whose sum is a published department give that department's figures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from merging_units import added_figures, figures, split

from generator.merging.merge import merge
from generator.merging.subjects import without_subtotals
from generator.model import Amount
from generator.tables.books import make_books
from generator.workbook.read import read_workbook

SAMPLES = Path(__file__).resolve().parents[2] / "input_samples"
FEDERATION = SAMPLES / "武汉经开区总工会-2023.xlsx"
read = cache(read_workbook)
NAMES = ("总工会（本级）", "工人文化宫", "职工服务中心")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_units_add_up_to_the_sample(path, seed):
    whole, _ = read(path)
    merged, _ = merge(split(whole, NAMES, seed))
    assert figures(make_books(merged.accounts)) == figures(make_books(without_subtotals(whole)))
    office = "机关运行经费.决算数"  # explicit in the sum: a later change of 公开06表 must not move it unseen
    assert {**added_figures(whole), office: 0} == {**added_figures(merged.accounts), office: 0}


def test_the_published_totals_of_the_federation():
    whole, _ = read(FEDERATION)
    merged, _ = merge(split(whole, NAMES, 7))
    published, ours = make_books(whole), make_books(merged.accounts)
    details = figures(make_books(without_subtotals(whole)))
    shown = figures(published)
    assert len(details) > 150
    for key, value in figures(ours).items():
        if value != shown.get(key):  # the sample's pasted subtotals miss the sum of their details by 尾差
            assert key in details and abs(value - shown[key]) < 0.05
    for table in ("t2", "t3", "t5"):
        ours_leaves = {line.code: {key: amount.value for key, amount in line.amounts.items() if amount.value} for line in getattr(ours, table).leaves()}
        theirs = {line.code: {key: amount.value for key, amount in line.amounts.items() if amount.value} for line in getattr(published, table).leaves()}
        assert ours_leaves == theirs
    assert {item: amount.value for item, amount in ours.t1.expenditure.items()}.keys() == published.t1.expenditure.keys()


def test_projects_and_indicators_of_the_sample_stay():
    whole, _ = read(FEDERATION)
    merged, _ = merge(split(whole, NAMES, 1))
    for sheet in ("项目支出", "项目绩效自评", "项目绩效指标", "整体绩效自评", "整体绩效指标"):
        ours, theirs = merged.accounts.rows[sheet], whole.rows[sheet]
        assert [row.text("项目名称") for row in ours] == [row.text("项目名称") for row in theirs]
        assert [{key: value for key, value in row.values.items() if isinstance(value, Amount)} for row in ours] \
            == [{key: value for key, value in row.values.items() if isinstance(value, Amount)} for row in theirs]
