from __future__ import annotations

import html
import io
import zipfile
from xml.etree import ElementTree

import pytest

from generator.escaping import escape_text, quote_attribute
from generator.text_columns import columns_of
from generator.zip_entries import entry_of

TEXTS = ("", "决算", "a & b", "<甲>", "a &amp; b", "“引”", "5 > 3 \"是\" 'x'")


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_back_from_between_tags_and_from_an_attribute(text: str) -> None:
    assert escape_text(text) == html.escape(text, quote=False)
    element = ElementTree.fromstring(f"<a b={quote_attribute(text)}>{escape_text(text)}</a>")
    assert (element.text or "", element.get("b")) == (text, text)


def test_an_attribute_keeps_its_line_breaks_and_tabs() -> None:
    text = "一\n二\t三"
    assert ElementTree.fromstring(f"<a b={quote_attribute(text)}/>").get("b") == text


@pytest.mark.parametrize(("text", "columns"), [("", 0), ("juesuan", 7), ("决算", 4), ("2024年，", 8), ("“引”", 6), ("ｱ", 1), ("Ａ", 2)])
def test_chinese_takes_two_columns(text: str, columns: int) -> None:
    assert columns_of(text) == columns


def test_a_package_is_the_same_whenever_and_wherever_it_is_written() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr(entry_of("甲.xml"), b"x" * 1000)
    [entry] = zipfile.ZipFile(target).infolist()
    assert (entry.date_time, entry.create_system, entry.compress_type) == ((1980, 1, 1, 0, 0, 0), 0, zipfile.ZIP_DEFLATED)
