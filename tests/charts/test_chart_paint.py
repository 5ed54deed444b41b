"""The PNG: its size, its bytes, its font."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from chart_cases import HARD, structure, two_years

from generator.charts import Chart, ChartStyle, draw, lay_out
from generator.charts.shapes import Label
from generator.fonts import chart_font

FONT = chart_font()
pytestmark = pytest.mark.skipif(FONT is None, reason="no Chinese font for charts on this machine")
PATH, FACE = (FONT.path, FONT.face) if FONT else (Path(), 0)
SEED = two_years("2356.21", "2467.98", "增长4.74%")


def test_size_and_resolution() -> None:
    from PIL import Image

    png = draw(SEED, ChartStyle(width_mm=140, height_mm=80, dpi=300), PATH, FACE).png
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    with Image.open(BytesIO(png)) as picture:
        assert picture.size == (1654, 945)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert len(png) < 80_000


def test_same_chart_same_bytes_and_no_program_in_them() -> None:
    chart = structure(("基本支出", "1480.33"), ("项目支出", "987.65"))
    first = draw(chart, ChartStyle(), PATH, FACE).png
    assert first == draw(chart, ChartStyle(), PATH, FACE).png
    assert b"Software" not in first and b"tEXt" not in first and b"tIME" not in first


@pytest.mark.parametrize("chart", HARD.values(), ids=HARD.keys())
def test_labels_of_the_real_font_do_not_overlap(chart: Chart) -> None:
    from generator.charts.paint import open_face

    labels = lay_out(chart, ChartStyle(), open_face(PATH, FACE).measure).labels

    def apart(one: Label, other: Label) -> bool:
        beside = one.right <= other.left or other.right <= one.left
        return beside or one.bottom >= other.top - 0.01 or other.bottom >= one.top - 0.01

    assert [(a.text, b.text) for a in labels for b in labels if a is not b and not apart(a, b)] == []
    assert all(label.left >= 0 and label.right <= 140 for label in labels)


def test_text_is_painted_inside_the_box_it_was_given() -> None:
    from PIL import Image, ImageChops

    from generator.charts.paint import open_face

    opened = open_face(PATH, FACE)
    drawing = lay_out(SEED, ChartStyle(), opened.measure)
    with Image.open(BytesIO(draw(SEED, ChartStyle(), PATH, FACE).png)) as picture:
        sheet = picture.convert("RGB")
    name = next(label for label in drawing.labels if label.text == "单位：万元")
    scale = 300 / 25.4
    middle = sheet.height - (name.bottom + name.height / 2) * scale
    around = (name.left - 1) * scale, middle - 2.6 * scale, (name.right + 1) * scale, middle + 2.6 * scale
    region = sheet.crop(tuple(round(edge) for edge in around))
    left, _, right, _ = ImageChops.difference(region, Image.new("RGB", region.size, "white")).getbbox()
    assert left >= 0.8 * scale and right <= region.width - 0.8 * scale
    assert right - left > 0.9 * name.width * scale


def test_a_collection_gives_its_simplified_chinese_face() -> None:
    if PATH.suffix.lower() != ".ttc" or "CJK" not in PATH.name:
        pytest.skip("the chart font is no pan-CJK collection")
    assert draw(SEED, ChartStyle(), PATH).png == draw(SEED, ChartStyle(), PATH, FACE).png
    assert draw(SEED, ChartStyle(), PATH).png != draw(SEED, ChartStyle(), PATH, 0).png


def test_a_missing_glyph_is_a_note() -> None:
    picture = draw(structure(("收入😀", "300"), ("其他\n收入", "100")), ChartStyle(), PATH, FACE)
    assert picture.missing_glyphs == "😀"
    assert picture.notes == ("图表字体缺少字形：“😀”(U+1F600)，图中以“〓”代替；请安装字形更全的中文字体。",)
    assert draw(SEED, ChartStyle(), PATH, FACE).notes == ()


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    with pytest.raises((OSError, RuntimeError)):
        draw(SEED, ChartStyle(), tmp_path / "none.ttf")


def test_drawing_changes_no_setting_and_needs_no_pyplot() -> None:
    script = (
        "import sys, generator.charts as c\n"
        "assert 'matplotlib' not in sys.modules\n"
        "from pathlib import Path\n"
        "import matplotlib\n"
        "settings = sorted(set(matplotlib.rcParams) - {'backend'})  # to look at the backend imports pyplot\n"
        "before = [matplotlib.rcParams[name] for name in settings]\n"
        f"c.draw(c.TwoYears('图', '元', ('甲', '乙'), ()), c.ChartStyle(), Path({str(PATH)!r}), {FACE})\n"
        "assert not {'matplotlib.pyplot', 'matplotlib.figure', 'matplotlib.axes'} & set(sys.modules)\n"
        "assert [matplotlib.rcParams[name] for name in settings] == before\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
