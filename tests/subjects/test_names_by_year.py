"""Subjects are called as in the year of the accounts."""

from __future__ import annotations

import pytest

from generator.subjects import FUNCTIONAL, catalogue, name_in


@pytest.mark.parametrize(("code", "year", "name"), [
    ("21305", 2020, "扶贫"), ("21305", 2022, "巩固脱贫衔接乡村振兴"), ("21305", 2023, "巩固脱贫攻坚成果衔接乡村振兴"),
    ("21305", 2025, "巩固脱贫攻坚成果衔接乡村振兴"), ("2130599", 2021, "其他扶贫支出"), ("2130335", 2023, "农村人畜饮水"),
    ("2130335", 2024, "农村供水"), ("2012901", 2020, "行政运行")])
def test_name_in_a_year(code: str, year: int, name: str) -> None:
    assert name_in(catalogue(FUNCTIONAL)[code], year) == name
