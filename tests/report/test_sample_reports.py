"""The samples from workbook to report: text, figures, table of contents, files."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from report_text import report_text

from generator.layouts import load_layout
from generator.pdf import find_office
from generator.pipeline import Options, Outcome, build
from generator.workbook.read import read_workbook

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "input_samples").glob("*.xlsx"))
GOLDEN = ROOT / "tests" / "golden"
PLACEHOLDERS = re.compile(r"【待填|增加（减少）|增长（下降）|\{\{|\{%|None|Undefined|nan")


@dataclass(frozen=True)
class Built:
    sample: str
    outcome: Outcome
    text: str
    charts: tuple[str, ...]  # those that its layout draws


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda path: path.stem)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    folder = tmp_path_factory.mktemp("output")
    outcome = build(request.param, Options(folder, pdf=find_office() is not None))
    assert not outcome.errors and outcome.folder is not None
    accounts, _ = read_workbook(request.param)
    assert accounts is not None
    charts = ("图1", "图2", "图3", "图4") if load_layout(accounts.layout).charts else ()
    yield Built(request.param.stem, outcome, report_text(outcome.files["报告"]), charts)


def without_page_numbers(text: str) -> str:
    return re.sub(r"(?m)\t\d+$", "", text)


def test_text_is_the_reviewed_one(built: Built) -> None:
    golden = (GOLDEN / f"{built.sample}.txt").read_text("utf-8")
    assert without_page_numbers(built.text) == golden


def test_nothing_is_left_to_fill(built: Built) -> None:
    own_braces = built.text.replace("{{ 巡查日期 }}", "").replace("{{ 河段名称 }}", "").replace("{{ 在线率 }}", "")
    assert PLACEHOLDERS.search(own_braces) is None


def test_folder_holds_the_promised_files_and_no_other(built: Built) -> None:
    assert built.outcome.folder is not None
    names = {path.name for path in built.outcome.folder.iterdir()}
    pictures = {f"{chart}.png" for chart in built.charts}
    assert {"公开表.xlsx", "figures.json"} <= names and {name for name in names if name.endswith(".png")} == pictures
    endings = sorted(Path(name).suffix for name in names - {"公开表.xlsx"})
    assert endings.count(".docx") == 1 and len(names) == len(pictures) + (4 if "PDF" in built.outcome.files else 3)
    beside = [path.name for path in built.outcome.folder.parent.iterdir()]
    assert beside == [built.outcome.folder.name], "a temporary folder was left"


def test_every_figure_is_traced_to_cells(built: Built) -> None:
    figures = json.loads(built.outcome.files["数据"].read_text("utf-8"))
    names = [figure["名称"] for figure in figures]
    assert len(names) == len(set(names)) and "收支总计" in names and "收支总计.增减率" in names
    cell = re.compile(r"^[^!]+![A-Z]+[1-9]\d*$")
    for figure in figures:
        Decimal(figure["准确值"])
        assert all(cell.match(source) for source in figure["来源"]), figure
        if Decimal(figure["准确值"]):
            assert figure["来源"], f"{figure['名称']} comes from nowhere"


def test_printed_totals_are_the_tables(built: Built) -> None:
    """The number in a sentence is the number in the table."""
    shown = {figure["名称"]: figure["显示值"] for figure in json.loads(built.outcome.files["数据"].read_text("utf-8"))}
    plain = built.text.replace(",", "")
    assert f"收、支总计{shown['收支总计']}万元" in plain
    rows = max(int(found[1]) for name in shown if (found := re.fullmatch(r"表1\.(\d+)行", name)))
    for last in (rows // 2, rows):  # the last row of either side is its 总计; how many there are the layout says
        assert shown[f"表1.{last}行"].replace(",", "") == shown["收支总计"]
    assert shown["表5.合计.小计"].replace(",", "") == shown["一般公共预算支出"]
    assert shown["表6.人员经费合计"].replace(",", "") == shown["人员经费"]


def test_contents_name_every_heading_with_its_page(built: Built) -> None:
    contents = re.findall(r"(?m)^(.+)\t(\d+)$", built.text)
    pages = [int(page) for _, page in contents]
    assert len(contents) >= 30 and pages == sorted(pages) and pages[0] == 1
    body = built.text[built.text.rindex(f"{contents[-1][0]}\t"):]
    for heading, _ in contents:
        assert f"\n{heading}\n" in body


@pytest.mark.skipif(find_office() is None, reason="no LibreOffice: no PDF to compare with")
def test_contents_print_the_pages_that_the_pdf_has(built: Built) -> None:
    from pypdf import PdfReader

    contents = re.findall(r"(?m)^(.+)\t(\d+)$", built.text)
    pages = [page.extract_text() for page in PdfReader(built.outcome.files["PDF"]).pages]
    squeezed = [re.sub(r"\s", "", page) for page in pages]
    first = next(i for i, page in enumerate(squeezed) if "—1—" in page)
    for heading, number in contents:
        wanted = re.sub(r"\s", "", heading)
        assert wanted in squeezed[first + int(number) - 1], (heading, number)
    fronts = "".join(squeezed[:first])
    for heading, number in contents:
        assert re.search(re.escape(re.sub(r"\s", "", heading)) + rf"\.*{number}(?:(?!\d)|(?=20\d\d年))", fronts), (heading, number)


def test_no_prompt_and_no_empty_field(built: Built) -> None:
    with zipfile.ZipFile(built.outcome.files["报告"]) as archive:
        assert b"updateFields" not in archive.read("word/settings.xml")
        document = archive.read("word/document.xml").decode("utf-8")
    assert 'TOC \\o "1-2"' in document and "dirty" not in document
    assert document.count("<wp:docPr ") == len(built.charts) and document.count('descr="') >= len(built.charts)


def test_word_headings_language_and_properties(built: Built) -> None:
    import docx

    document = docx.Document(str(built.outcome.files["报告"]))
    levels = {p.style.name for p in document.paragraphs if p.style and p.style.name.startswith("Heading")}
    assert {"Heading 1", "Heading 2", "Heading 3"} <= levels
    assert document.core_properties.title.endswith("部门决算公开") and document.core_properties.author
    assert document.core_properties.language == "zh-CN"


def test_wide_tables_are_on_landscape_pages(built: Built) -> None:
    import docx

    sections = docx.Document(str(built.outcome.files["报告"])).sections
    assert sum(section.orientation == 1 for section in sections) == 4


def test_tables_repeat_their_headers_and_do_not_split_rows(built: Built) -> None:
    import docx

    tables = docx.Document(str(built.outcome.files["报告"])).tables[:9]
    for table in tables:
        rows = table._tbl.tr_lst
        assert rows[0].find(".//{*}tblHeader") is not None
        assert all(row.find(".//{*}cantSplit") is not None for row in rows)


def test_same_workbook_same_bytes(built: Built, tmp_path: Path) -> None:
    workbook = next(path for path in SAMPLES if path.stem == built.sample)
    first = build(workbook, Options(tmp_path / "a", pdf=False))
    second = build(workbook, Options(tmp_path / "b", pdf=False))
    for kind, path in first.files.items():
        assert path.read_bytes() == second.files[kind].read_bytes(), kind


def test_pictures_have_their_resolution(built: Built) -> None:
    from PIL import Image

    for name in built.charts:
        with Image.open(io.BytesIO(built.outcome.files[name].read_bytes())) as picture:
            assert round(picture.info["dpi"][0]) == 300 and picture.width > 1200
