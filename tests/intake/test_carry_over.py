"""The workbook of the next year, begun from last year's."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from accounts_builder import accounts, base, books
from booklet import booklet
from exports import save

from generator.intake.carry import CarryOver, carry_over
from generator.intake.command import Refused, begin_year
from generator.intake.importing import Wishes, import_tables
from generator.model import Accounts
from generator.money import MoneyUnit
from generator.tables.books import make_books
from generator.workbook.read import read_workbook

SAMPLES = Path(__file__).resolve().parents[2] / "input_samples"
SAMPLE = SAMPLES / "示例-江城市水务局-2024.xlsx"


@pytest.fixture(scope="module")
def last() -> Accounts:
    found, _ = read_workbook(SAMPLE)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def carried(last: Accounts) -> CarryOver:
    return carry_over(last, year=2025, layout=last.layout)


def test_last_years_results_become_the_prior_figures(last: Accounts, carried: CarryOver) -> None:
    old, fields = make_books(last), carried.content.fields
    for key, amount in (("收入总计", old.t1.income_grand), ("本年收入合计", old.t1.income_total), ("本年支出合计", old.t1.expenditure_total),
                        ("财政拨款总计", old.t4.income_grand), ("基本支出", old.t3.total.amount("基本支出")),
                        ("政府性基金预算财政拨款支出", old.t7.total.amount("小计"))):
        assert amount is not None and fields[f"上年数.{key}"] == amount.value * 10_000, key
    assert fields["三公经费.公务接待费.上年决算数"] == Decimal("38652")
    assert fields["机关运行经费.上年决算数"] == Decimal("3913010.53")
    assert old.t1.closing is not None and fields["结转结余.年初结转和结余"] == old.t1.closing.value * 10_000


def test_what_does_not_change_stays_and_what_is_of_one_year_does_not(last: Accounts, carried: CarryOver) -> None:
    fields, rows = carried.content.fields, carried.content.rows
    for key in ("单位全称", "金额单位", "单位性质", "本级财政"):
        assert fields[f"基本信息.{key}"] == last.text(f"基本信息.{key}")
    assert not {"基本信息.公开日期", "机构与单位.在职人数", "三公经费.公务用车保有量", "三公经费.公务接待费.决算数"} & set(fields)
    assert not any(key.startswith(("变动原因", "政府采购", "国有资产", "绩效")) for key in fields)
    assert [row["内容"] for row in rows["主要职责"]] == [row.text("内容") for row in last.rows["主要职责"]]
    assert {"机构与单位", "各类用途", "名词解释"} <= set(rows) and not {"项目支出", "项目绩效自评"} & set(rows)


def test_subjects_stay_without_amounts(last: Accounts, carried: CarryOver) -> None:
    for sheet in ("收入", "支出", "一般公共预算", "国有资本经营"):
        rows = carried.content.rows[sheet]
        assert all(set(row) <= {"科目编码", "科目名称", "主要用途"} for row in rows)
        assert {row["科目编码"] for row in rows} <= {line.code for line in last.tables[sheet]}
    fund = {row["科目编码"]: row for row in carried.content.rows["政府性基金"]}
    assert fund["2121401"]["年初结转和结余"] == Decimal("1720000") and "年初结转和结余" not in fund["2136601"]


def test_a_unit_without_a_fund_had_none_of_it_last_year() -> None:
    content = carry_over(accounts(tables={"收入": {"2012901": {"财政拨款收入": "12.5"}}}, fields={"基本信息.金额单位": "万元"}),
                         year=2024, layout="样式").content
    assert content.fields["上年数.本年收入合计"] == Decimal("12.5")
    assert content.fields["上年数.政府性基金预算财政拨款收入"] == 0
    assert "三公经费.公务接待费.上年决算数" not in content.fields


def test_an_empty_year_gives_no_zeros() -> None:
    content = carry_over(accounts(fields={"基本信息.单位全称": "某某局"}), year=2024, layout="样式").content
    assert dict(content.fields) == {"基本信息.单位全称": "某某局", "基本信息.金额单位": "万元"} and not content.rows
    assert not books().t2


def test_the_workbook_that_is_written_reads_well(tmp_path: Path) -> None:
    begun = begin_year(SAMPLE)
    begun.write(tmp_path / "2025.xlsx")
    new, findings = read_workbook(tmp_path / "2025.xlsx")
    assert new is not None and not findings
    assert (new.year, new.unit, new.layout) == (2025, MoneyUnit.YUAN, begun.layout)
    told = "\n".join(begun.lines())
    assert "2024 年度 → 2025 年度" in told and "上年数" in told and "还要填" in told
    assert not any(make_books(new).t2.total.amounts.values())


def test_another_year_is_refused() -> None:
    with pytest.raises(Refused, match="只能带入 2025 年度"):
        begin_year(SAMPLE, year=2026)
    with pytest.raises(Refused, match="读不出来"):
        begin_year(Path(__file__))


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_every_sample_can_begin_a_new_year(sample: Path, tmp_path: Path) -> None:
    begun = begin_year(sample)
    begun.write(tmp_path / "新.xlsx")
    new, findings = read_workbook(tmp_path / "新.xlsx")
    assert new is not None and not findings
    assert new.amount("上年数.收入总计") is not None and begun.previous.errors == 0


def test_official_tables_go_before_last_year(last: Accounts, tmp_path: Path) -> None:
    tables = save(tmp_path / "导出.xlsx", booklet(books(**base())))
    done = import_tables(tables, Wishes(last.layout, 2025, unit=MoneyUnit.WAN), last)
    assert done.content is not None and done.carried is not None
    fields, rows = done.content.fields, done.content.rows
    assert fields["基本信息.金额单位"] == "万元" and fields["三公经费.公务接待费.上年决算数"] == Decimal("3.8652")
    assert fields.get("结转结余.年初结转和结余") != Decimal("406.509406")
    assert {row.get("科目编码") for row in rows["收入"]} & {"2121401"} == set()
    told = [finding.message for finding in done.findings if finding.code == "I019"]
    assert "表4!B29（财政拨款收入支出决算总表 一般公共预算财政拨款 年初数）印 30.00，上年年末数为 110.49，相差 -80.49（万元）" in told
    assert len(told) == 3
    assert fields["基本信息.单位全称"] == last.text("基本信息.单位全称") and rows["主要职责"]
