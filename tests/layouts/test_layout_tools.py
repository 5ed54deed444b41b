"""`juesuan layout show | new | check | text`: layouts made and broken in a templates folder of the test's own."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import typed
from docx.document import Document
from typed import said
from typer.testing import Result

from generator.checks import run_checks
from generator.layout_tools.check import check_layout
from generator.layout_tools.sample_accounts import full_sample, samples
from generator.layouts import load_layout
from generator.model import Amount, Severity
from generator.tables.books import make_books
from generator.workbook.schema import SHEETS

REAL = Path(__file__).parents[2] / "templates"
BASE = "wuhan-2023"


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the delivered layout that the others stand on, and of what they share."""
    for name in (BASE, "共用"):
        shutil.copytree(REAL / name, tmp_path / name)
    monkeypatch.setenv("JUESUAN_TEMPLATES", str(tmp_path))
    return tmp_path


def run(*words: object) -> Result:
    return typed.run("layout", *words)


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# ---- new ---------------------------------------------------------------------------------------------------------

def test_a_new_layout_is_one_file_of_few_lines_and_like_its_parent(templates: Path) -> None:
    result = run("new", "某市2024", "--from", BASE, "--title", "某市 2024 年度部门决算公开")
    assert result.exit_code == 0 and "juesuan layout check 某市2024" in said(result)
    assert files(templates / "某市2024") == ["layout.toml"]
    text = (templates / "某市2024" / "layout.toml").read_text("utf-8")
    assert tomllib.loads(text) == {"版式": {"名称": "某市 2024 年度部门决算公开", "继承": BASE}}
    assert all(f'# "{key}" = ' in text for key in ("样式", "部分", "目录级数", "百分比小数", "下降"))  # what can be changed, as it is
    made, parent = load_layout("某市2024"), load_layout(BASE)
    assert (made.parts, made.words, made.tables, made.statements) == (parent.parts, parent.words, parent.tables, parent.statements)


def test_every_hint_is_right_when_its_sign_is_taken_away(templates: Path) -> None:
    run("new", "某市2024", "--from", BASE)
    file = templates / "某市2024" / "layout.toml"
    lines = file.read_text("utf-8").splitlines()
    bare = [line.removeprefix("# ") if re.match(r'# (\["|"|\]|    ")', line) else line for line in lines]
    file.write_text("\n".join(bare), encoding="utf-8")
    made, parent = load_layout("某市2024"), load_layout(BASE)
    for name in ("parts", "words", "text", "tables", "statements", "terms", "toc_levels", "charts"):
        assert getattr(made, name) == getattr(parent, name), name


def test_files_to_change_are_copied_with_their_folders(templates: Path) -> None:
    result = run("new", "某市2024", "--from", BASE, "--copy", "第三部分.docx", "--copy", "表/表2", "--copy", "样式", "--copy", "样式.docx")
    assert result.exit_code == 0, said(result)
    assert files(templates / "某市2024") == ["layout.toml", "样式.docx", "第三部分.docx", "表/表2.docx"]
    layout = load_layout("某市2024")
    assert layout.base == templates / "某市2024" / "样式.docx" and templates / "某市2024" / "第三部分.docx" in layout.parts


@pytest.mark.parametrize("name", ["", "a/b", "a\\b", "..", ".甲", "甲:乙", "甲?", "con", "LPT1", "共用", "甲 ", "~$甲"])
def test_a_bad_name_is_refused(templates: Path, name: str) -> None:
    before = files(templates)
    result = run("new", name, "--from", BASE)
    assert result.exit_code == 2 and "不能作版式名称" in said(result)
    assert files(templates) == before


def test_an_existing_folder_is_left_alone(templates: Path) -> None:
    before = files(templates)
    result = run("new", BASE, "--from", BASE)
    assert result.exit_code == 2 and "已经存在，没有改动" in said(result)
    assert files(templates) == before


def test_a_file_or_a_parent_that_is_not_there_is_named_and_nothing_is_made(templates: Path) -> None:
    result = run("new", "某市2024", "--from", BASE, "--copy", "第九部分")
    assert result.exit_code == 2 and "没有 Word 文件“第九部分”" in said(result) and "第三部分.docx" in said(result)
    assert run("new", "某市2024", "--from", "外市").exit_code == 2
    assert not (templates / "某市2024").exists()


# ---- show, list, text ----------------------------------------------------------------------------------------------

def test_show_tells_where_each_thing_comes_from(templates: Path) -> None:
    run("new", "某市2024", "--from", BASE, "--copy", "第三部分")
    file = templates / "某市2024" / "layout.toml"
    file.write_text(file.read_text("utf-8") + '\n["用语"]\n"下降" = "降低"\n["表"]\n"科目级次" = { "表2" = [3] }\n["词"]\n"甲" = "乙"\n', encoding="utf-8")
    text = said(run("show", "某市2024"))
    assert f"某市2024 → {BASE}" in text
    assert re.search(r"第三部分\.docx　［本版式］", text) and re.search(rf"第四部分\.docx　［{BASE}］", text)
    assert re.search(r"插入 \S+\.docx　［共用］", text)
    assert f"下降　降低　［{BASE}：下降］" in text and "  甲　乙" in text
    assert "表2　项，按编码顺序" in text and "表3　类、款、项，按编码顺序" in text


def test_list_names_a_wrong_layout_and_goes_on(templates: Path) -> None:
    run("new", "坏", "--from", BASE)
    (templates / "坏" / "layout.toml").write_text('["版式"]\n"继承" = "没有"\n', encoding="utf-8")
    result = run("list")
    assert result.exit_code == 0
    assert "juesuan layout check 坏" in said(result) and load_layout(BASE).title in said(result)


def test_text_prints_inserted_files_too(templates: Path) -> None:
    text = said(run("text", BASE, "表/表2"))
    assert text.startswith("==== 表/表2.docx［共用］ ====") and "｛" not in text and "{%tr for" in text
    assert run("text", BASE, "第九部分").exit_code == 2
    whole = said(run("text", BASE)).splitlines()
    parts = [line for line in whole if line.startswith("====")]
    assert len(parts) == len(load_layout(BASE).parts)
    below = whole[next(number for number, line in enumerate(whole) if line.endswith("［插入 表/表2.docx］")) + 1]
    assert below.startswith("    ")


# ---- check ---------------------------------------------------------------------------------------------------------

def change(path: Path, edit: Callable[[Document], None]) -> None:
    document = docx.Document(str(path))
    edit(document)
    document.save(str(path))


def add(*lines: str) -> Callable[[Document], None]:
    def edit(document: Document) -> None:
        for line in lines:
            document.add_paragraph(line)
    return edit


def test_the_delivered_layout_and_a_new_one_are_right(templates: Path) -> None:
    assert [problem for problem in check_layout(BASE) if problem.severity is Severity.ERROR] == []
    run("new", "某市2024", "--from", BASE)
    result = run("check", "某市2024")
    assert result.exit_code == 0 and "没有错误" in said(result)


def test_every_kind_of_mistake_is_told_at_once_with_file_and_place(templates: Path) -> None:
    run("new", "坏", "--from", BASE, "--copy", "第一部分", "--copy", "第四部分", "--copy", "表/表2")
    own = templates / "坏"
    parts = list(tomllib.loads((templates / BASE / "layout.toml").read_text("utf-8"))["版式"]["部分"])
    (own / "layout.toml").write_text(
        f'["版式"]\n"名称" = "坏"\n"继承" = "{BASE}"\n"部分" = {json.dumps([*parts, "没有.docx"], ensure_ascii=False)}\n"目录级树" = 2\n'
        '["用语"]\n"更多" = 5\n', encoding="utf-8")
    change(own / "第一部分.docx", add("{{ 没有的名称 }}", "{% if 草稿 and not 草稿 %}{{ 单位.没有的项 }}{% endif %}", "{{ 自称|没有的 }}"))
    change(own / "第四部分.docx", add("［插入 没有的块.docx］", "{{ 编号('甲', '乙') }}"))

    def without_rows(document: Document) -> None:
        for row in list(document.tables[0].rows):
            if "{%tr" in row.cells[0].text or "行." in "".join(cell.text for cell in row.cells):
                row._tr.getparent().remove(row._tr)

    change(own / "表" / "表2.docx", without_rows)
    shutil.copy(own / "第一部分.docx", own / "多余.docx")
    result = run("check", "坏", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1 and told["通过"] is False
    problems = {(one["级别"], Path(one["文件"]).name, one["位置"].partition("“")[0][:1], one["说明"]) for one in told["问题"]}

    def has(level: str, file: str, place: str, message: str) -> bool:
        return any((level, file, place) == found[:3] and message in found[3] for found in problems)

    assert has("错误", "layout.toml", "", "没有.docx") and has("错误", "layout.toml", "", "目录级树") and has("错误", "layout.toml", "", "用语.更多")
    assert has("错误", "第一部分.docx", "第", "没有“没有的名称”这个名称") and has("错误", "第一部分.docx", "第", "没有“没有的项”这一项")
    assert has("错误", "第一部分.docx", "第", "没有“没有的”这个过滤器")
    assert has("错误", "第四部分.docx", "第", "找不到这个文件") and has("错误", "第四部分.docx", "第", "编号的样子")
    assert any(found[0] == "错误" and "没有印出“表2”" in found[3] for found in problems)
    assert has("提示", "多余.docx", "", "没有用到")


def test_a_column_that_is_printed_nowhere_is_told(templates: Path) -> None:
    def without_column(document: Document) -> None:
        for row in document.tables[0].rows:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    if "经营收入" in paragraph.text and "{{" in paragraph.text:
                        paragraph.text = ""

    change(templates / "共用" / "表" / "表2.docx", without_column)
    found = [str(problem) for problem in check_layout(BASE)]
    assert any("“表2”（收入决算表）的这些数没有印出" in text and "行.经营收入" in text for text in found), found


def test_a_layout_without_headings_has_no_contents(templates: Path) -> None:
    def plain(document: Document) -> None:
        for paragraph in document.paragraphs:
            if paragraph.style is not None and paragraph.style.name.lower().startswith("heading"):
                paragraph.style = document.styles["Normal"]

    for path in templates.rglob("*.docx"):
        if path.name != "样式.docx":
            change(path, plain)
    assert any("级标题" in str(problem) and problem.severity is Severity.ERROR for problem in check_layout(BASE))


def test_a_toml_that_cannot_be_read_is_the_only_mistake(templates: Path) -> None:
    (templates / BASE / "layout.toml").write_text("[版式]\n", encoding="utf-8")
    result = run("check", BASE)
    assert result.exit_code == 1 and "不是合规的 TOML 文件" in said(result)


def test_a_layout_that_is_not_there_is_wrong_use(templates: Path) -> None:
    result = run("check", "外市")
    assert result.exit_code == 2 and "没有版式“外市”" in said(result)


# ---- the samples ---------------------------------------------------------------------------------------------------

def test_the_full_sample_fills_every_cell_and_is_right() -> None:
    accounts = full_sample(2024)
    texts = {key for sheet in SHEETS for key, item in sheet.fields() if item.kind.value in ("文字", "长文字", "选项")}
    assert texts <= accounts.fields.keys() | {"基本信息.版式"}
    assert all(accounts.rows[sheet.name] for sheet in SHEETS if sheet.table is not None and not sheet.table.catalogue)
    assert all(accounts.tables[sheet.name] for sheet in SHEETS if sheet.table is not None and sheet.table.catalogue)
    assert [finding.message for finding in run_checks(make_books(accounts)) if finding.severity is Severity.ERROR] == []


def test_the_samples_differ_in_what_they_have() -> None:
    made = {sample.name: sample.accounts for sample in samples(2024)}
    assert len(made) == 6
    zero = [value for value in made["全是零"].fields.values() if isinstance(value, Amount)]
    assert zero and not any(zero)
    assert not any(made["什么都没有"].tables.values()) and made["什么都没有"].text("基本信息.单位全称")
    assert all(len(rows) == 1 for rows in made["各有一项"].rows.values())
    fewer = make_books(made["比上年和预算少"]).t1.income_grand
    prior = made["比上年和预算少"].amount("上年数.收入总计")
    assert fewer is not None and prior is not None and fewer.value < prior.value
