"""A small layout that is right, to be read as it is or with something wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.layouts import Layout, LayoutError, load_layout

REAL = Path(__file__).parents[2] / "templates" / "共用"
GOOD = """
["版式"]
"名称" = "某市"
"样式" = "样式.docx"
"部分" = ["正文.docx"]
["表"]
"支出类" = ["201 一般公共服务支出", "202 外交支出"]
"表1收入" = ["事业收入"]
"表1收入末" = ["本年收入合计", "", "总　计 = 总计"]
"表1支出末" = ["本年支出合计"]
"表4收入" = ["一般公共预算财政拨款"]
"表4收入末" = ["本年收入合计"]
"表4支出末" = ["本年支出合计"]
"表6栏" = [["301", "303"], ["310: 02 03"]]
"""


def read(folder: Path, text: str = GOOD) -> Layout:
    (folder / "某市" / "layout.toml").write_text(text, encoding="utf-8")
    return load_layout("某市")


def mistake(folder: Path, text: str) -> str:
    with pytest.raises(LayoutError) as caught:
        read(folder, text)
    message = str(caught.value)
    assert str(folder / "某市" / "layout.toml") in message
    return message


def without(key: str) -> str:
    return "\n".join(line for line in GOOD.splitlines() if not line.startswith(f'"{key}"'))
