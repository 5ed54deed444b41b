"""The commands `import` and `template --previous` as a user types them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typed import run, said

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "intake"))
from exports import Sheet, sample_books, save
from stacked import stacked

from generator.workbook.read import read_workbook

SAMPLE = Path(__file__).parents[2] / "input_samples" / "示例-江城市水务局-2024.xlsx"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sheets = stacked(sample_books())
    for row in sheets[0].rows:
        for index, cell in enumerate(row):
            if cell == "2024年度":
                row[index] = None
    sheets[0].rows[1][2] = "2023年度收入支出决算总表"
    return save(tmp_path_factory.mktemp("导出") / "公开表.xlsx", sheets)


def test_import_tells_what_was_found_and_what_is_to_fill(export: Path, tmp_path: Path) -> None:
    result = run("import", export, "-o", tmp_path / "工作簿.xlsx", "--layout", "wuhan-2023")
    text = said(result)
    assert result.exit_code == 0, text
    assert "认出 9 张表：江城市水务局，2023 年度，工作簿金额单位 元" in text
    assert "公开02表 收入决算表" in text and "本年收入合计 6,583.78 万元" in text and "还要填：" in text
    accounts, _ = read_workbook(tmp_path / "工作簿.xlsx")
    assert accounts is not None and accounts.year == 2023


def test_import_as_json(export: Path, tmp_path: Path) -> None:
    output = tmp_path / "工作簿.xlsx"
    record = json.loads(said(run("import", export, "-o", output, "--layout", "wuhan-2023", "--year", 2024, "--json")))
    assert record["完成"] is True and record["工作簿"] == str(output) and record["年度"] == 2024
    assert [table["表"] for table in record["找到"]] == [f"公开0{number}表" for number in range(1, 10)]
    assert record["找到"][2]["合计"] == {"本年支出合计": "7020.207977"} and record["找到"][2]["单位"] == "元"
    assert [problem["规则"] for problem in record["问题"]] == ["I015"] and record["还要填"]


def test_import_with_last_years_workbook(export: Path, tmp_path: Path) -> None:
    last = run("import", export, "-o", tmp_path / "a.xlsx", "--layout", "wuhan-2023", "--previous", SAMPLE)
    assert last.exit_code == 2 and "要用 2022 年度的" in said(last)
    result = run("import", export, "-o", tmp_path / "b.xlsx", "--layout", "wuhan-2023", "--year", 2025, "--previous", SAMPLE)
    assert result.exit_code == 0, said(result)
    accounts, _ = read_workbook(tmp_path / "b.xlsx")
    assert accounts is not None and accounts.text("基本信息.单位性质") and accounts.rows["主要职责"]
    assert accounts.amount("上年数.收入总计") is not None and accounts.tables["收入"].lines[0].amounts
    assert any(line.row.text("主要用途") for line in accounts.tables["政府性基金"])


def test_import_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    sheet = Sheet("通讯录")
    sheet.add("姓名", "电话")
    source = save(tmp_path / "x.xlsx", [sheet])
    result = run("import", source, "-o", tmp_path / "工作簿.xlsx", "--layout", "wuhan-2023")
    assert result.exit_code == 1 and "没有认出任何一张公开表" in said(result)
    assert not (tmp_path / "工作簿.xlsx").exists()


@pytest.mark.parametrize(("words", "told"), [
    ([], "缺少 --layout"), (["--layout", "没有"], "没有"), (["--layout", "wuhan-2023", "--unit", "亿元"], "--unit 只能是"),
])
def test_import_wrong_use(words: list[str], told: str, export: Path, tmp_path: Path) -> None:
    result = run("import", export, "-o", tmp_path / "工作簿.xlsx", *words)
    assert result.exit_code == 2 and told in said(result)


def test_import_overwrites_nothing_unless_told(export: Path, tmp_path: Path) -> None:
    output = tmp_path / "工作簿.xlsx"
    output.write_text("我的", encoding="utf-8")
    result = run("import", export, "-o", output, "--layout", "wuhan-2023")
    assert result.exit_code == 2 and "已存在" in said(result) and output.read_text(encoding="utf-8") == "我的"


def test_template_from_last_year(tmp_path: Path) -> None:
    result = run("template", "--previous", SAMPLE, "-o", tmp_path / "2025.xlsx")
    assert result.exit_code == 0 and "从上年工作簿带入" in said(result)
    wrong = run("template", "--previous", SAMPLE, "-o", tmp_path / "2027.xlsx", "--year", 2027)
    assert wrong.exit_code == 2 and "只能带入 2025 年度" in said(wrong) and not (tmp_path / "2027.xlsx").exists()
    none = run("template", "--previous", __file__, "-o", tmp_path / "没有.xlsx")
    assert none.exit_code == 1 and not (tmp_path / "没有.xlsx").exists()
