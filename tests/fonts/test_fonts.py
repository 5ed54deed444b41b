from __future__ import annotations

from pathlib import Path

import pytest

from generator.font_table import FANGSONG, HEITI, KAITI, SONGTI, TIMES, WANTED, XIAOBIAOSONG
from generator.fonts import (
    FontShelf,
    chart_font,
    fallback_font,
    glyph_warning,
    glyphs_missing,
    read_fc_list,
    resolve,
    scan_folders,
)

DEBIAN = read_fc_list(
    "0\t/f/FandolFang-Regular.otf\t0\t80\tFandolFang,FandolFang R\n"
    "0\t/f/FandolKai-Regular.otf\t0\t80\tFandolKai\n"
    "0\t/f/NotoSansCJK-Bold.ttc\t2\t200\tNoto Sans CJK SC\n"
    "0\t/f/NotoSansCJK-Regular.ttc\t0\t80\tNoto Sans CJK JP\n"
    "0\t/f/NotoSansCJK-Regular.ttc\t2\t80\tNoto Sans CJK SC\n"
    "0\t/f/NotoSerifCJK-Bold.ttc\t2\t200\tNoto Serif CJK SC\n"
    "0\t/f/NotoSerifCJK-Regular.ttc\t2\t80\tNoto Serif CJK SC\n"
    "100\t/f/LiberationSerif-Italic.ttf\t0\t80\tLiberation Serif\n"
    "0\t/f/LiberationSerif-Regular.ttf\t0\t80\tLiberation Serif\n"
)


def chosen(shelf: FontShelf) -> dict[str, str]:
    return {choice.asked: choice.found.path.name if choice.found else "" for choice in resolve(shelf)}


def folder_of(tmp_path: Path, *names: str) -> FontShelf:
    for name in names:
        (tmp_path / name).touch()
    return scan_folders([tmp_path, tmp_path / "not there"])


def test_on_debian_each_font_has_its_stand_in() -> None:
    assert chosen(DEBIAN) == {
        FANGSONG: "FandolFang-Regular.otf",
        KAITI: "FandolKai-Regular.otf",
        HEITI: "NotoSansCJK-Regular.ttc",
        XIAOBIAOSONG: "NotoSerifCJK-Bold.ttc",
        SONGTI: "NotoSerifCJK-Regular.ttc",
        TIMES: "LiberationSerif-Regular.ttf",
    }
    assert not any(choice.exact for choice in resolve(DEBIAN))


def test_windows_fonts_are_found_by_file_name_and_are_the_real_ones(tmp_path: Path) -> None:
    shelf = folder_of(tmp_path, "SIMFANG.TTF", "simkai.ttf", "simhei.ttf", "FZXBSJW.TTF", "simsun.ttc", "times.ttf")
    assert all(choice.exact for choice in resolve(shelf))
    assert chosen(shelf)[FANGSONG] == "SIMFANG.TTF"


def test_the_real_font_comes_before_a_stand_in(tmp_path: Path) -> None:
    shelf = folder_of(tmp_path, "simfang.ttf", "FandolFang-Regular.otf")
    choice = resolve(shelf)[0]
    assert choice.exact
    assert choice.found is not None
    assert choice.found.family == "仿宋"


def test_a_missing_font_is_none_and_never_another_font() -> None:
    only_latin = read_fc_list("0\t/f/DejaVuSans.ttf\t0\t80\tDejaVu Sans\n")
    assert [choice.found for choice in resolve(only_latin)] == [None] * len(WANTED)
    assert chart_font(only_latin) is None
    assert fallback_font(only_latin) is None


def test_charts_get_the_simplified_face_of_a_collection() -> None:
    font = chart_font(DEBIAN)
    assert font is not None
    assert (font.family, font.face) == ("Noto Sans CJK SC", 2)


def test_a_variable_font_is_both_regular_and_bold() -> None:
    shelf = read_fc_list("0\t/f/NotoSerifCJK-VF.ttc\t65538\t[40 210]\tNoto Serif CJK SC\n")
    assert chosen(shelf)[SONGTI] == chosen(shelf)[XIAOBIAOSONG] == "NotoSerifCJK-VF.ttc"
    assert resolve(shelf)[4].found.face == 2  # type: ignore[union-attr]


def test_a_line_that_fc_list_broke_is_passed_over() -> None:
    assert read_fc_list("\n0\nnonsense\n") == FontShelf()


def test_without_fonts_every_character_is_missing() -> None:
    assert glyphs_missing("收 A\n", shelf=FontShelf()) == {"收", "A"}


def test_this_machine_shows_rare_characters_and_names_those_it_cannot() -> None:
    if any(choice.found is None for choice in resolve()):
        pytest.skip("本机缺少报告字体（.ci/setup-system pdf 会安装）")
    # 䶮 is not in GB2312, so not in FandolFang: it comes from the fallback.
    assert glyph_warning("李䶮，决算 12.34 万元；“引号”―") is None
    message = glyph_warning("决算\U0001f697")
    assert message is not None
    assert "\U0001f697（U+1F697）" in message


def test_no_font_is_listed_under_two_names_that_documents_use() -> None:
    names = [name for wanted in WANTED for name in (wanted.asked, *wanted.also_asked)]
    assert len(names) == len(set(names))
