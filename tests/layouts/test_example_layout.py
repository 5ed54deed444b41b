"""templates/示例省-2024: the layout that docs/新版式.md makes step by step, for a province that does not exist.

Nothing like it was published: tables last, “三公” before the funds, amounts in 元 without decimals or separators.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from damaged import Damage
from report_text import report_text
from typer.testing import CliRunner

from generator.cli import app
from generator.layout_tools.check import check_layout
from generator.layouts import load_layout
from generator.pipeline import Options, build
from generator.tables.books import make_books
from generator.workbook.read import read_workbook

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
EXAMPLE, SAMPLE = "示例省-2024", "示例-江城市水务局-2024"
GUIDE = (ROOT / "docs" / "新版式.md").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Built:
    """The water bureau's report in the example's layout: its text, its 公开表 as text, its figures."""

    workbook: Path
    text: str
    figures: tuple[dict[str, str], ...]

    @property
    def headings(self) -> list[str]:
        """What stands in the contents, in order."""
        return re.findall(r"(?m)^(.+)\t\d+$", self.text)

    @property
    def tables(self) -> str:
        """The last part of the report."""
        return self.text[self.text.rindex("\n第六部分 "):]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    folder = tmp_path_factory.mktemp("example")
    copy = Damage(SAMPLE)
    copy.set("基本信息", "版式", "填写内容", EXAMPLE)
    workbook = copy.write(folder / "样例.xlsx")
    outcome = build(workbook, Options(folder, pdf=False))
    assert not outcome.errors
    figures = json.loads(outcome.files["数据"].read_text("utf-8"))
    yield Built(workbook, report_text(outcome.files["报告"]), tuple(figures))


# ---- the report ----------------------------------------------------------------------------------------------------

def test_the_text_is_the_reviewed_one(built: Built) -> None:
    golden = (ROOT / "tests" / "golden" / f"{EXAMPLE}.txt").read_text("utf-8")
    assert re.sub(r"(?m)\t\d+$", "", built.text) == golden


def test_the_parts_stand_in_the_layouts_order_with_the_tables_last(built: Built) -> None:
    parts = [heading for heading in built.headings if heading.startswith("第")]
    assert [re.sub(r"江城市水务局|2024年度?|部门", "", part) for part in parts] == [
        "第一部分 概况", "第二部分 决算情况说明", "第三部分 重点工作完成情况", "第四部分 名词解释",
        "第五部分 绩效自评表", "第六部分 决算表",
    ]
    last = built.headings[built.headings.index(parts[-1]) + 1:]
    assert len(last) == 9 and all(f"（表{number}）" in heading for number, heading in enumerate(last, 1))


def test_three_public_expenses_stand_before_the_funds(built: Built) -> None:
    sections = [heading for heading in built.headings if re.match("[七八九]、.*(说明|决算表（)", heading)]
    assert sections == [
        "七、财政拨款“三公”经费支出决算情况说明", "八、政府性基金预算财政拨款收入支出决算情况说明",
        "九、国有资本经营预算财政拨款支出决算情况说明", "七、一般公共预算财政拨款“三公”经费支出决算表（表7）",
        "八、政府性基金预算财政拨款收入支出决算表（表8）", "九、国有资本经营预算财政拨款支出决算表（表9）",
    ]
    for first, later in (sections[:2], sections[3:5]):
        assert 0 < built.text.rindex(f"\n{first}\n") < built.text.rindex(f"\n{later}\n")


def test_every_amount_is_the_exact_one_rounded_once_to_yuan(built: Built) -> None:
    amounts = [figure for figure in built.figures if figure["单位"] == "元"]
    assert len(amounts) > 500 and not any(figure["单位"] == "万元" for figure in built.figures)
    wrong = [figure for figure in amounts
             if figure["显示值"] != f"{Decimal(figure['准确值']).quantize(Decimal(1), ROUND_HALF_UP):f}"]
    assert wrong == []


def test_the_grand_total_is_the_workbooks(built: Built) -> None:
    accounts, _ = read_workbook(built.workbook)
    assert accounts is not None
    total = make_books(accounts).t1.income_grand
    assert total is not None
    yuan = (total.value * 10000).quantize(Decimal(1), ROUND_HALF_UP)
    assert f"2024年度收入总计{yuan}元，支出总计{yuan}元。" in built.text
    assert re.search(rf"(?m)^总　　计 \| 31 \| {yuan} \| 总　　计 \| 62 \| {yuan}$", built.tables)


def test_no_decimals_no_separators_and_no_other_unit_are_printed(built: Built) -> None:
    assert "金额单位：元" in built.tables and "万元" not in built.text.replace("100万元（含）以上设备", "")
    assert re.findall(r"\d[.,]\d", re.sub(r"(?m)^(注：)?\d\..*$", "", built.tables)) == []
    assert re.findall(r"[\d.,]*[.,]\d+元", built.text) == []


def test_no_place_is_named(built: Built) -> None:
    layout = load_layout(EXAMPLE)
    words = [*layout.terms.values(), layout.title, *built.headings]
    others = {found[0] for name in ("wuhan-2023", "zhuzhou-2023") if (found := re.match("..(?=市)", load_layout(name).title))}
    assert len(others) == 2
    assert [word for word in words if any(place in word for place in others)] == []
    assert [place for place in others if place in built.text] == []


# ---- the layout and its guide --------------------------------------------------------------------------------------

def test_the_layout_is_right() -> None:
    assert check_layout(EXAMPLE) == ()


def test_the_guide_shows_the_file_as_it_is() -> None:
    """layout.toml stands in the guide word for word, but for its comments."""
    shown = next(block for block in re.findall(r"(?s)```toml\n(.*?)```", GUIDE) if "示例省 2024" in block)
    assert tomllib.loads(shown) == tomllib.loads((TEMPLATES / EXAMPLE / "layout.toml").read_text("utf-8"))


def test_the_guides_pictures_are_there() -> None:
    pictures = re.findall(r"!\[.+?\]\((图/.+?\.png)\)", GUIDE)
    assert pictures and all((ROOT / "docs" / picture).is_file() for picture in pictures)


def test_next_years_layout_is_a_few_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guide's first example: a year later in the same city."""
    for name in ("wuhan-2023", "共用"):
        shutil.copytree(TEMPLATES / name, tmp_path / name)
    monkeypatch.setenv("JUESUAN_TEMPLATES", str(tmp_path))
    command = next(line for line in GUIDE.splitlines() if line.startswith("juesuan layout new wuhan-2024"))
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', command)[1:]]
    assert CliRunner().invoke(app, words).exit_code == 0
    made = tmp_path / "wuhan-2024"
    assert [path.name for path in made.iterdir()] == ["layout.toml"]
    lines = (made / "layout.toml").read_text("utf-8").splitlines()
    assert len([line for line in lines if line and not line.startswith("#")]) == 3
    assert check_layout("wuhan-2024") == ()
    assert (tmp_path / "甲").mkdir() is None
    copy = Damage(SAMPLE)
    copy.set("基本信息", "版式", "填写内容", "wuhan-2024")
    outcome = build(copy.write(tmp_path / "甲" / "样例.xlsx"), Options(tmp_path / "甲", pdf=False))
    golden = (ROOT / "tests" / "golden" / f"{SAMPLE}.txt").read_text("utf-8")
    assert not outcome.errors and re.sub(r"(?m)\t\d+$", "", report_text(outcome.files["报告"])) == golden
