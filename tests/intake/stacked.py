"""Style A: all nine tables on one sheet, one below the other, in 元 as text, codes split in three cells, nothing merged."""

from __future__ import annotations

from exports import (
    CLASSES,
    ITEMS,
    NAME,
    YEAR,
    Cell,
    Sheet,
    economic_lists,
    fund_income_rows,
    fund_spending_rows,
    income_rows,
    lines_of,
    nine,
    side_by_side,
    spending_rows,
    yuan,
    yuan_text,
)

from generator.tables.books import Books

HEADS = {"小计": "本年支出", "合计": "本年支出"}


def stacked(books: Books) -> list[Sheet]:
    """The tables as one sheet."""
    sheet = Sheet("部门决算公开表")
    _balance(sheet, books)
    for number, (title, table, columns) in zip((2, 3, 5, 7, 8), nine(books), strict=True):
        if number == 5:
            _appropriation(sheet, books)
        if number == 7:
            _economic(sheet, books)
        _title(sheet, title, number)
        _subjects(sheet, lines_of(table, columns), table.total, columns)
    _title(sheet, "财政拨款“三公”经费支出决算表", 9)
    sheet.add("预算数", *[None] * 5, "决算数")
    sheet.add(*["合计", "因公出国（境）费", "公务用车购置及运行维护费", None, None, "公务接待费"] * 2)
    sheet.add(*[None, None, "小计", "公务用车购置费", "公务用车运行维护费", None] * 2)
    sheet.add(*range(1, 13))
    sheet.add(*(yuan(books.t9.amount(item, column)) for column in ("预算数", "决算数") for item in ITEMS))
    sheet.add("注：本表反映部门本年度“三公”经费支出预决算情况。")
    return [sheet]


def _title(sheet: Sheet, title: str, number: int) -> None:
    sheet.add()
    sheet.add(None, None, title)
    sheet.add(None, None, None, None, None, f"公开0{number}表")
    sheet.add(f"编制单位：{NAME}", None, f"{YEAR}年度", None, None, "单位：元")


def _balance(sheet: Sheet, books: Books) -> None:
    _title(sheet, "收入支出决算总表", 1)
    sheet.add("收     入", None, None, "支     出", None, None)
    sheet.add("项    目", "行次", "金额", "项    目", "行次", "金额")
    sheet.add("栏    次", None, 1, "栏    次", None, 2)
    rows = side_by_side([[label, amount] for label, amount in income_rows(books, yuan_text)],
                        [[label, amount] for label, amount in spending_rows(books, yuan_text, CLASSES)])
    for number, (one, amount, other, spent) in enumerate(rows, 1):
        sheet.add(one, number, amount, other, len(rows) + number, spent)
    sheet.add("注：1. 本表反映部门本年度的总收支和年末结转结余情况。")


def _appropriation(sheet: Sheet, books: Books) -> None:
    _title(sheet, "财政拨款收入支出决算总表", 4)
    sheet.add("收     入", None, None, "支     出")
    sheet.add("项目", "行次", "金额", "项目", "行次", "合计", "一般公共预算\n财政拨款", "政府性基金\n预算财政拨款", "国有资本\n经营预算财政拨款")
    sheet.add("栏次", None, 1, "栏次", None, 2, 3, 4, 5)
    rows = side_by_side([[label, amount] for label, amount in fund_income_rows(books, yuan)],
                        [[label, *amounts] for label, amounts in fund_spending_rows(books, yuan, CLASSES)])
    for number, (one, amount, other, *spent) in enumerate(rows, 1):
        sheet.add(one, number, amount, other, len(rows) + number, *spent)


def _subjects(sheet: Sheet, lines: list, total: object, columns: tuple[str, ...]) -> None:
    """类 20|129|01 with numbers that lost their zeros, the columns of amounts from right to left."""
    turned = columns[::-1]
    grouped = "本年支出" if columns[0] in HEADS else None
    sheet.add("项目", None, None, None, *(column if column not in ("小计", "合计", "基本支出", "项目支出") or grouped is None else None
                                       for column in turned))
    if grouped:
        sheet.rows[-1][4 + turned.index("项目支出")] = grouped
    if "小计" in columns and "本年收入" in columns:
        sheet.rows[-1][4 + turned.index("项目支出")] = "本年支出"
    own = [column if column in ("小计", "合计", "基本支出", "项目支出") and (grouped or "小计" in columns) else None for column in turned]
    sheet.add("支出功能分类科目编码", None, None, "科目名称", *own)
    sheet.add("类", "款", "项", "栏次", *range(1, len(columns) + 1))
    sheet.add(None, None, None, "合计", *(yuan(total.amount(column)) for column in turned))  # type: ignore[attr-defined]
    for line in lines:
        code: list[Cell] = [int(line.code[:3]), *(int(line.code[start:start + 2]) for start in (3, 5) if len(line.code) > start)]
        sheet.add(*code, *[None] * (3 - len(code)), f"{'  ' * line.level}{line.name}", *(yuan(line.amount(c)) for c in turned))
    sheet.add("注：本表反映部门本年度情况。")


def _economic(sheet: Sheet, books: Books) -> None:
    _title(sheet, "一般公共预算财政拨款基本支出决算明细表", 6)
    lists = economic_lists(books, yuan)
    sheet.add("人员经费", None, None, "公用经费")
    sheet.add(*["经济分类科目编码", "科目名称", "金额"] * 3)
    for index in range(max(map(len, lists))):
        sheet.add(*(cell for some in lists for cell in (some[index] if index < len(some) else [None] * 3)))
    sheet.add("人员经费合计", None, yuan(books.t6.personnel), "公用经费合计", None, None, None, None, yuan(books.t6.public))
