"""Native charts: what the embedded workbook holds is what the chart caches and what the labels print."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from ooxml import assert_valid, require_validator
from openpyxl import load_workbook

from generator.charts.model import Chart, ChartStyle, Series, Slice, Structure, TwoYears
from generator.charts.native import C, NativeChart
from generator.model import Charts
from generator.pipeline import Options, build

ROOT = Path(__file__).resolve().parents[2]
NS = {"c": C}


def two_years(*pairs: tuple[str | None, str]) -> TwoYears:
    series = tuple(
        Series(f"收入{n}", (None if a is None else Decimal(a.replace(",", "")), Decimal(b.replace(",", ""))),
               (a or "", b), "增长1.00%" if a else "") for n, (a, b) in enumerate(pairs))
    return TwoYears("变动 <A&B>", "万元", ("2022年度", "2023年度"), series)


def structure(*amounts: str) -> Structure:
    slices = tuple(Slice(f"来源{n}", Decimal(a.replace(",", "")), a, "1.00%") for n, a in enumerate(amounts))
    return Structure("结构", "万元", slices, "100.00", "收入合计")


CASES = [
    two_years(("2356.21", "2467.98"), ("2356.21", "2467.98")), two_years((None, "1,234,567.80")),
    two_years(("-20.00", "5.00")), structure("2467.98"), structure("610.79", "1857.20"),
    structure("6341.83", "60.00", "126.00", "48.63", "7.32"), structure("-3.00", "8.00"), structure(*["1.00"] * 12),
]


def parsed(chart: Chart) -> tuple[etree._Element, object]:
    first, book = NativeChart("图1", chart, ChartStyle()).parts()
    sheet = load_workbook(io.BytesIO(book.data)).active
    return etree.fromstring(first.data), sheet


@pytest.mark.parametrize("chart", CASES)
def test_cells_caches_and_labels_agree(chart: Chart) -> None:
    xml, sheet = parsed(chart)
    seen = 0
    for reference in xml.iter(f"{{{C}}}strRef", f"{{{C}}}numRef"):
        place = reference.findtext("c:f", "", NS).replace("Sheet1!", "").replace("$", "")
        cells = sheet[place] if ":" in place else ((sheet[place],),)
        column = [row[0].value for row in cells]
        for point in reference.iter(f"{{{C}}}pt"):
            cached, cell = point.findtext("c:v", "", NS), column[int(point.get("idx", "0"))]
            assert Decimal(cached) == Decimal(str(cell)) if reference.tag.endswith("numRef") else cached == cell
            seen += 1
    labels = [label for one in chart.series for label in one.labels if label] if isinstance(chart, TwoYears) \
        else [part.label for part in chart.shown]
    numbers = [Decimal(v.text or "") for v in xml.iterfind(".//c:numCache/c:pt/c:v", NS)]
    assert sorted(numbers) == sorted(Decimal(label.replace(",", "")) for label in labels) and seen


def test_the_number_format_prints_what_the_labels_print() -> None:
    xml, _ = parsed(two_years((None, "1,234,567.80")))
    assert xml.findtext(".//c:numCache/c:formatCode", "", NS) == '#,##0.00"万元"'
    assert parsed(structure("5"))[0].findtext(".//c:numCache/c:formatCode", "", NS) == '0"万元"'


def test_bars_start_at_zero_unless_there_is_a_negative() -> None:
    assert parsed(CASES[0])[0].find(".//c:valAx/c:scaling/c:min", NS).get("val") == "0"
    assert parsed(CASES[2])[0].find(".//c:valAx/c:scaling/c:min", NS) is None


@pytest.mark.parametrize(("case", "kind"), [(3, "pieChart"), (4, "pieChart"), (5, "barChart"), (6, "barChart"),
                                            (7, "barChart")])
def test_a_pie_only_where_its_labels_can_be_read(case: int, kind: str) -> None:
    assert parsed(CASES[case])[0].find(f".//c:{kind}", NS) is not None


@pytest.mark.parametrize("amounts", [("500.00", "500.00"), ("499.00", "501.00"), ("25", "50", "25"), ("1", "1", "1"),
                                     ("1", "1", "1", "1"), ("66.5", "33.5"), ("10", "90"), ("2467.98",)])
def test_no_label_of_a_pie_stands_under_its_title(amounts: tuple[str, ...]) -> None:
    sizes = [float(amount) for amount in amounts]
    first = int(parsed(structure(*amounts))[0].find(".//c:firstSliceAng", NS).get("val"))
    assert 0 <= first < 360
    middles = [(first + (sum(sizes[:n]) + size / 2) / sum(sizes) * 360) % 360 for n, size in enumerate(sizes)]
    assert all(min(middle, 360 - middle, abs(middle - 180)) > 19 for middle in middles), middles
    assert 225 <= middles[sizes.index(max(sizes))] <= 315, "the largest on the left, as in the picture"


def test_axis_ids_fit_and_the_picture_says_itself_in_words() -> None:
    native = NativeChart("图1", CASES[0], ChartStyle())
    xml = etree.fromstring(native.parts()[0].data)
    assert all(0 < int(axis.get("val", "0")) < 2**31 for axis in xml.iter(f"{{{C}}}axId"))
    assert "2022年度2356.21万元" in native.__html__() and "&lt;A&amp;B&gt;" in native.__html__()


def test_a_report_with_native_charts_needs_no_matplotlib(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from generator.pipeline import Options, build; from generator.model import Charts\n"
        f"done = build(Path({str(ROOT / 'input_samples' / '示例-江城市水务局-2024.xlsx')!r}), "
        f"Options(Path({str(tmp_path)!r}), pdf=False, charts=Charts.NATIVE))\n"
        "assert done.folder, done.findings\nassert 'matplotlib' not in sys.modules and 'numpy' not in sys.modules")
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120, cwd=ROOT)


def test_same_charts_same_bytes(tmp_path: Path) -> None:
    sample = ROOT / "input_samples" / "示例-江城市水务局-2024.xlsx"
    made = [build(sample, Options(tmp_path / name, pdf=False, charts=Charts.NATIVE)).files["报告"].read_bytes()
            for name in "ab"]
    assert made[0] == made[1]


def test_word_opens_the_report_and_excel_the_data_of_its_charts(tmp_path: Path) -> None:
    require_validator()
    sample = ROOT / "input_samples" / "武汉经开区总工会-2023.xlsx"
    report = build(sample, Options(tmp_path, charts=Charts.NATIVE, word_only=True)).files["报告"]
    with zipfile.ZipFile(report) as archive:
        books = [name for name in archive.namelist() if name.startswith("word/embeddings/")]
        archive.extractall(tmp_path, books)
    assert len(books) == 4
    assert_valid(report, *(tmp_path / name for name in books))
