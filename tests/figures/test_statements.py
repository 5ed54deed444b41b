"""公开01表 to 公开09表 as rows to print, in the layout of templates/wuhan-2023."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from accounts_builder import base, desk

from generator.figures.registry import Desk, vocabulary

PARTS = base()
MADE = vocabulary(desk(**PARTS))
INCOME = ("一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "国有资本经营预算财政拨款收入", "上级补助收入", "事业收入", "经营收入",
          "附属单位上缴收入", "其他收入")


def shown(row: dict[str, Any], *keys: str) -> tuple[str, ...]:
    return tuple(str(row[key]) for key in keys)


# ---- 公开01表 -----------------------------------------------------------------------------------------------------

def test_t1_numbers_the_income_side_then_the_spending_side() -> None:
    rows = MADE["表1"]["行"]
    assert [row["收入行次"] for row in rows] == list(range(1, 32))
    assert [row["支出行次"] for row in rows] == list(range(32, 63))


def test_t1_income_side() -> None:
    rows = MADE["表1"]["行"]
    assert [row["收入项目"] for row in rows[:8]] == [f"{number}、{name}" for number, name in zip("一二三四五六七八", INCOME, strict=True)]
    assert [str(row["收入数"]) for row in rows[:8]] == ["580.00", "100.00", "40.00", "", "50.00", "", "", "20.00"]
    assert all(row["收入项目"] == "" and str(row["收入数"]) == "" for row in rows[8:26])
    assert [shown(row, "收入项目", "收入数") for row in rows[26:]] == [
        ("本年收入合计", "790.00"), ("使用非财政拨款结余", "10.00"), ("年初结转和结余", "60.00"), ("", ""), ("总　　计", "860.00")]


def test_t1_spending_side_has_all_26_classes() -> None:
    rows = MADE["表1"]["行"]
    classes = [row["支出项目"] for row in rows[:26]]
    assert len(set(classes)) == 26 and all("、" in name for name in classes)
    assert classes[0] == "一、一般公共服务支出" and classes[25] == "二十六、抗疫特别国债安排的支出"
    spent = {row["支出项目"].split("、")[1]: str(row["支出数"]) for row in rows[:26] if str(row["支出数"])}
    assert spent == {"一般公共服务支出": "555.00", "社会保障和就业支出": "100.00", "城乡社区支出": "90.00", "国有资本经营预算支出": "40.00"}
    assert [shown(row, "支出项目", "支出数") for row in rows[26:]] == [
        ("本年支出合计", "785.00"), ("结余分配", "5.00"), ("年末结转和结余", "70.00"), ("", ""), ("总　　计", "860.00")]


def test_t1_and_t4_mark_the_rows_of_sums() -> None:
    assert [row["收入行次"] for row in MADE["表1"]["行"] if row["合计行"]] == [27, 31]
    assert [row["收入行次"] for row in MADE["表4"]["行"] if row["合计行"]] == [27, 32]


# ---- 公开04表 -----------------------------------------------------------------------------------------------------

def test_t4_numbers_the_income_side_then_the_spending_side() -> None:
    rows = MADE["表4"]["行"]
    assert [row["收入行次"] for row in rows] == list(range(1, 33))
    assert [row["支出行次"] for row in rows] == list(range(33, 65))


def test_t4_income_side() -> None:
    rows = MADE["表4"]["行"]
    assert [shown(row, "收入项目", "收入数") for row in rows[:4]] == [
        ("一、一般公共预算财政拨款", "580.00"), ("二、政府性基金预算财政拨款", "100.00"), ("三、国有资本经营预算财政拨款", "40.00"), ("", "")]
    assert [shown(row, "收入项目", "收入数") for row in rows[26:]] == [
        ("本年收入合计", "720.00"), ("年初财政拨款结转和结余", "50.00"), ("一般公共预算财政拨款", "30.00"),
        ("政府性基金预算财政拨款", "20.00"), ("国有资本经营预算财政拨款", ""), ("总　　计", "770.00")]


def test_t4_spending_side_adds_up_across_the_funds() -> None:
    rows, columns = MADE["表4"]["行"], ("小计", "一般公共预算", "政府性基金", "国有资本")
    assert len({row["支出项目"] for row in rows[:26]}) == 26
    filled = {row["支出行次"]: shown(row, *columns) for row in rows if str(row["小计"])}
    assert filled == {
        33: ("490.00", "490.00", "", ""), 40: ("80.00", "80.00", "", ""), 43: ("90.00", "", "90.00", ""), 53: ("40.00", "", "", "40.00"),
        59: ("700.00", "570.00", "90.00", "40.00"), 60: ("70.00", "40.00", "30.00", ""),
        64: ("770.00", "610.00", "120.00", "40.00")}


def test_t4_last_row_is_the_same_on_both_sides() -> None:
    last = MADE["表4"]["行"][-1]
    assert str(last["收入数"]) == str(last["小计"]) and last["收入行次"] == 32 and last["支出行次"] == 64


# ---- subject tables ----------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "column", "total"), [
    ("表2", "本年收入合计", "790.00"), ("表3", "本年支出合计", "785.00"), ("表5", "小计", "570.00"), ("表7", "小计", "90.00"),
    ("表8", "合计", "40.00")])
def test_a_subject_table_has_its_levels_and_total(name: str, column: str, total: str) -> None:
    table = MADE[name]
    assert table["有"] and str(table["合计"][column]) == total
    assert {row["级次"] for row in table["行"]} == {1, 2, 3}
    classes = sum(row[column].value for row in table["行"] if row["级次"] == 1)
    assert classes == table["合计"][column].value
    assert [row["编码"] for row in table["行"]] == sorted(row["编码"] for row in table["行"])


def test_a_subject_row_splits_its_code() -> None:
    row = MADE["表5"]["行"][2]
    assert shown(row, "编码", "类", "款", "项", "名称", "级次") == ("2012901", "201", "29", "01", "行政运行", "3")
    assert shown(row, "小计", "基本支出", "项目支出") == ("300.00", "300.00", "")


def test_a_budget_without_spending_makes_no_row_in_t5() -> None:
    table = vocabulary(desk(tables={"一般公共预算": {"2012901": {"年初预算数": "5"}}}))["表5"]
    assert table["有"] is False and table["行"] == []


def test_thousands_are_parted_in_tables_and_not_in_sentences() -> None:
    made = vocabulary(desk(tables={"收入": {"2012901": {"财政拨款收入": "12345.678"}}}))
    assert str(made["表2"]["合计"]["财政拨款收入"]) == "12,345.68" and str(made["收入合计"]) == "12345.68"


def test_a_zero_is_printed_and_a_blank_is_not() -> None:
    row = vocabulary(desk(tables={"收入": {"2012901": {"财政拨款收入": "0"}}}))["表2"]["合计"]
    assert str(row["财政拨款收入"]) == "0.00" and str(row["事业收入"]) == ""


LEVELS = dict.fromkeys(("表2", "表3", "表5", "表7", "表8"), (1, 2, 3))


def changed_layout(**changes: Any) -> Desk:
    made = desk(**PARTS)
    return replace(made, layout=replace(made.layout, statements=replace(made.layout.statements, **changes)))


def test_the_layout_chooses_levels_and_padding() -> None:
    only_items = vocabulary(changed_layout(levels=LEVELS | {"表2": (3,)}, padded_codes=("表5",)))
    assert {row["级次"] for row in only_items["表2"]["行"]} == {3}
    assert {row["级次"] for row in only_items["表3"]["行"]} == {1, 2, 3}
    every = vocabulary(changed_layout(padded_codes=("表5",)))
    assert [row["编码"] for row in every["表5"]["行"]][:3] == ["2010000", "2012900", "2012901"]
    assert [row["编码"] for row in every["表2"]["行"]][:2] == ["201", "20129"]


UNSORTED = {"收入": {code: {"财政拨款收入": "1"} for code in ("2080505", "2012902", "2120101", "2080599", "2012901")}}


@pytest.mark.parametrize(("levels", "codes"), [
    ((3,), ["2080505", "2012902", "2120101", "2080599", "2012901"]),
    ((1, 3), ["208", "2080505", "2080599", "201", "2012902", "2012901", "212", "2120101"])])
def test_subjects_stand_as_the_workbook_has_them_where_the_layout_says_so(levels: tuple[int, ...], codes: list[str]) -> None:
    made = desk(tables=UNSORTED)
    spec = replace(made.layout.statements, levels=LEVELS | {"表2": levels}, as_typed=("表2",))
    table = vocabulary(replace(made, layout=replace(made.layout, statements=spec)))["表2"]
    assert [row["编码"] for row in table["行"]] == codes


def test_an_amount_given_above_the_printed_level_is_not_lost() -> None:
    made = desk(tables={"收入": {"20129": {"财政拨款收入": "5"}}})
    spec = replace(made.layout.statements, levels=LEVELS | {"表2": (3,)})
    table = vocabulary(replace(made, layout=replace(made.layout, statements=spec)))["表2"]
    assert [row["编码"] for row in table["行"]] == ["20129"]


def test_a_layout_with_fewer_classes_numbers_what_it_has() -> None:
    four = (("201", "一般公共服务支出"), ("208", "社会保障和就业支出"), ("212", "城乡社区支出"), ("223", "国有资本经营预算支出"))
    rows = vocabulary(changed_layout(classes=four))["表1"]["行"]
    assert [row["支出项目"] for row in rows[:4]] == [f"{number}、{name}" for number, (_, name) in zip("一二三四", four, strict=True)]
    assert rows[-1]["支出行次"] == 2 * len(rows) and len(rows) == 13  # 8 sources and 5 rows of sums


@pytest.mark.parametrize("name", ["表1", "表4"])
def test_a_class_that_the_layout_does_not_list_is_added_so_that_the_sum_is_right(name: str) -> None:
    rows = vocabulary(changed_layout(classes=(("201", "一般公共服务支出"), ("202", "外交支出"))))[name]["行"]
    column = "支出数" if name == "表1" else "小计"
    total = next(row for row in rows if row["支出项目"] == "本年支出合计")
    classes = [row for row in rows if "、" in row["支出项目"]]
    assert [row["支出项目"] for row in classes] == [
        "一、一般公共服务支出", "二、外交支出", "三、社会保障和就业支出", "四、城乡社区支出", "五、国有资本经营预算支出"]
    assert sum(row[column].value for row in classes) == total[column].value


# ---- 公开06表 and 公开09表 ---------------------------------------------------------------------------------------------

def test_t6_prints_the_whole_list_with_the_amounts_there_are() -> None:
    rows = MADE["表6"]["行"]
    columns = [[row[f"编码{number}"] for row in rows] for number in (1, 2, 3)]
    assert columns[0][:2] == ["301", "30101"] and "303" in columns[0] and "30399" in columns[0]
    assert columns[1][0] == "302" and "30299" in columns[1]
    assert [code for code in columns[2] if code] == ["310", "31002", "31003", "31007", "31013", "31021", "31022", "31099"]
    codes = [code for column in columns for code in column if code]
    assert len(codes) == len(set(codes))
    first = rows[0]
    assert shown(first, "名称1", "数1", "数2", "数3") == ("工资福利支出", "300.00", "65.00", "15.00")
    assert str(MADE["表6"]["人员经费合计"]) == "300.00" and str(MADE["表6"]["公用经费合计"]) == "80.00"


@pytest.mark.parametrize("code", ["31019", "30702", "31299", "39999"])
def test_t6_adds_a_code_that_no_list_of_the_layout_has(code: str) -> None:
    table = vocabulary(desk(tables={"基本支出经济分类": {"30101": {"决算数": "1"}, code: {"决算数": "7"}}}))["表6"]
    found = {row[f"编码{number}"]: str(row[f"数{number}"]) for row in table["行"] for number in (1, 2, 3) if row[f"编码{number}"]}
    assert found[code] == "7.00" and found[code[:3]] == "7.00"
    printed = sum(Decimal(amount) for key, amount in found.items() if len(key) == 5 and amount)
    assert printed == Decimal(str(table["人员经费合计"])) + Decimal(str(table["公用经费合计"]))


def test_t6_of_nothing_keeps_its_list() -> None:
    table = vocabulary(desk())["表6"]
    assert table["有"] is False and len(table["行"]) > 20 and str(table["公用经费合计"]) == ""


def test_t9_has_budget_and_result_of_each_item() -> None:
    t9, items = MADE["表9"], ("合计", "出国", "车辆", "购置", "运行", "接待")
    assert [str(t9[f"预算{item}"]) for item in items] == ["40.00", "", "34.00", "20.00", "14.00", "6.00"]
    assert [str(t9[f"决算{item}"]) for item in items] == ["36.00", "", "30.00", "18.00", "12.00", "6.00"]


def test_the_number_in_the_sentence_is_the_number_in_the_table() -> None:
    tables = {"收支总计": MADE["表1"]["行"][-1]["收入数"], "收入合计": MADE["表2"]["合计"]["本年收入合计"],
              "支出合计": MADE["表3"]["合计"]["本年支出合计"], "财政拨款总计": MADE["表4"]["行"][-1]["收入数"],
              "一般公共预算支出": MADE["表5"]["合计"]["小计"]}
    for name, cell in tables.items():
        assert MADE[name].amount == cell.amount, name
    assert MADE["三公"]["合计"].amount == MADE["表9"]["决算合计"].amount
    assert MADE["政府性基金预算"]["支出"].amount == MADE["表7"]["合计"]["小计"].amount
    assert MADE["国有资本经营预算"]["支出"].amount == MADE["表8"]["合计"]["合计"].amount
