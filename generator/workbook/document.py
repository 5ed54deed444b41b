"""The documentation page of the standard workbook (docs/工作簿.md), written from the schema."""

from __future__ import annotations

from collections.abc import Iterator

from generator.workbook.guide import LEGEND, STEPS
from generator.workbook.live.rules import SECTIONS
from generator.workbook.problems import PROBLEMS
from generator.workbook.schema import (
    BALANCE_SHEET,
    GUIDE_SHEET,
    PROGRESS_SHEET,
    SHEETS,
    VERSION,
    Form,
    Item,
    Kind,
    Matrix,
    Sheet,
    Table,
)

KIND_NOTES = {
    Kind.MONEY: "数字，单位为基本信息所选的元或万元；可带千分位、全角数字、括号负数；空白、“-”、“—”为没有数，0 为零",
    Kind.COUNT: "不小于 0 的整数，可带“辆”“人次”等单位",
    Kind.SCORE: "数字，可带“分”",
    Kind.TEXT: "短文字",
    Kind.LONG: "一段或多段文字，Alt+Enter 分段",
    Kind.DATE: "日期格式，或 2024-10-30、2024.10.30、2024年10月30日、20241030",
    Kind.CHOICE: "下拉列表中的一项",
    Kind.CODE: "3、5 或 7 位科目编码，文字或数字均可；补零的 2010000 视为 201，中间可有空格",
}


def document() -> str:
    """The page as Markdown: steps, kinds of cell, every sheet with every field, what reading can find."""
    lines = [
        "# 标准工作簿", "",
        "<!-- 本页由 generator/workbook/document.py 根据工作簿定义生成，请勿手工修改。 -->", "",
        f"版本 {VERSION}。用 `juesuan template -o 决算工作簿.xlsx --layout 版式 --year 年度 --name 单位名称` 生成空白工作簿。", "",
        "## 怎样填", "", *(f"{number}. {step}" for number, step in enumerate(STEPS, 1)), "",
        "## 单元格颜色", "", *(f"- {text}：{meaning}" for _, text, meaning in LEGEND), "",
        *_help(), "## 单元格内容", "", "| 类型 | 可以填什么 |", "|---|---|",
        *(f"| {kind.value} | {note} |" for kind, note in KIND_NOTES.items()), "",
        "## 工作表", "", f"第一张表“{GUIDE_SHEET}”是说明和目录，其后是“{PROGRESS_SHEET}”和“{BALANCE_SHEET}”（见上）。其余各表：", "",
        *(line for sheet in SHEETS for line in _sheet(sheet)), *_reading(),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _help() -> Iterator[str]:
    yield from (
        f"## {PROGRESS_SHEET}", "",
        "每张工作表、每个应填项目一行：应填、已填、还缺的个数，完成比例，状态和先补什么，点击表名直接打开。应填的随已填的数变化：有财政拨款以外收入的才要填支出表，"
        "有决算数的“三公”经费才要填预算数、批次和人次，与上年、与预算不等的才要写原因。只有部分版式使用的内容不计入。", "",
        f"## {BALANCE_SHEET}", "",
        "下列关系随填随算：左边、右边、差额、允许尾差、结果。结果：平、符合（已相等或在范围内，差额在尾差以内的写“平（尾差）”）；差 n、超 n（要改）；"
        "请核对（可能有正当理由）；左边未填、右边未填；未填（还没有数）；不适用。金额单位为万元时允许尾差：每个加数和合计各 0.005；单位为元时为 0。"
        "粘贴进来的类、款小计行和合计行不会重复相加，分别与所属项级之和比较。", "",
        "两张表由公式组成，已锁定，程序不读取；更细的核对用 `juesuan check`。", "",
        "| 核对关系 | 关系 | 到哪张表改 |", "|---|---|---|",
        *(f"| {rule.text} | {rule.relation} | {rule.sheet} |" for _, rules in SECTIONS for rule in rules), "",
    )


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield from (f"### {sheet.name}{'（可选）' if sheet.optional else ''}", "", f"{sheet.group}。{sheet.guide}", "")
    for block in sheet.blocks:
        if isinstance(block, Form):
            yield f"**{block.title}**：每项一格，字段名 `{sheet.name}.键`。"
            items = block.items
        elif isinstance(block, Matrix):
            yield f"**{block.title}**：行为{'、'.join(block.rows)}；字段名 `{sheet.name}.行.键`。"
            items = block.columns
        else:
            yield f"**{block.title}**：一行一条，行数不限。{_table_note(block)}"
            items = block.columns
        yield from ("", "| 名称 | 键 | 类型 | 必填 | 说明 |", "|---|---|---|---|---|")
        yield from (_item(item) for item in items)
        yield ""


def _table_note(table: Table) -> str:
    notes = []
    if table.catalogue:
        notes.append(f"科目编码属于支出{table.catalogue}科目。" if table.catalogue != "经济分类"
                     else "科目编码属于部门预算支出经济分类科目。")
    if table.prefilled:
        notes.append("科目已全部列出，只填有数的款。")
    if table.total:
        notes.append("表头下的合计行只加项级科目。")
    return "".join(notes)


def _item(item: Item) -> str:
    notes = [f"自动计算：{_sum(item)}"] if item.parts else []
    notes += [f"可选：{'、'.join(item.choices)}"] if item.choices else []
    notes += [item.help] if item.help else []
    key = "" if item.key == item.caption else f"`{item.key}`"
    return f"| {item.caption} | {key} | {item.kind.value} | {'是' if item.required else ''} | {'；'.join(notes)} |"


def _sum(item: Item) -> str:
    words = [part.replace("-", " − ", 1) if part.startswith("-") else f" + {part}" for part in item.parts]
    return "".join(words).removeprefix(" + ")


def _reading() -> Iterator[str]:
    yield from ("## 读取时的提示", "", "每条提示写明工作表、单元格、所填内容和处理办法。", "",
                "| 代码 | 级别 | 内容 | 处理办法 |", "|---|---|---|---|")
    yield from (f"| {item.code} | {item.severity.value} | {item.title} | {item.remedy} |" for item in PROBLEMS)
    yield from (
        "", "## 读取规则", "",
        "- 各表按表头文字和项目名称查找，可以插入行列、移动列；表名前后的空格不影响。",
        "- 3、5 位编码的行是类、款小计，“合计”“总计”行是合计；它们与明细不同之处按尾差规则核对。",
        "- 自动计算的列如果是公式，不读取其结果；如果粘贴了数字，读取并核对。",
        "- 科目名称空白或为公式时，按科目表取名；改写过的，以改写的为准。",
        "- 填写区可以用公式引用自己的其他表，但须在 Excel 或 WPS 中保存过，使公式有结果。",
        "- 向下合并的文字单元格，其内容视为该组每一行都填写。",
        "- 隐藏的行、列和工作表同样读取；其中有数的，提示一次（R072）。",
        "- “注：”开头的行和“人员经费合计”“公用经费合计”“栏次”行不读取。",
    )


if __name__ == "__main__":
    from pathlib import Path

    Path("docs/工作簿.md").write_text(document(), encoding="utf-8", newline="\n")
