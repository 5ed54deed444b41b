"""Words that the layout chooses and templates print: the department's name for itself, words of its own, the unit."""

from __future__ import annotations

from collections.abc import Mapping

from generator.figures.registry import Desk, figure
from generator.layouts.terms import fill_places

GROUP = "单位情况"


@figure("自称", GROUP, "部门怎样称呼自己：layout.toml 用语中的“自称”，如 本部门、我单位")
def own_name(desk: Desk) -> str:
    """本部门, 本单位, 我部门（单位） …, as the layout has it."""
    return fill_places(desk.layout.words.自称, _places(desk))


@figure("词", GROUP, "版式自己的词：layout.toml “词”一节里的每个键，如 {{ 词.比上年 }}；几个版式共用的段落用它写各不相同的字")
def terms(desk: Desk) -> dict[str, str]:
    """The section 词 of layout.toml."""
    places = _places(desk)
    return {name: fill_places(text, places) for name, text in desk.layout.terms.items()}


@figure("金额单位", GROUP, "表格中金额的单位：万元 或 元（表格数字的“单位”）")
def table_unit(desk: Desk) -> str:
    """The unit of the tables."""
    return str(desk.layout.tables.unit)


def _places(desk: Desk) -> Mapping[str, str]:
    full = desk.accounts.text("基本信息.单位全称")
    return {"全称": full, "简称": desk.accounts.text("基本信息.单位简称") or full, "年度": str(desk.accounts.year),
            "上年": str(desk.accounts.year - 1)}
