"""Style C: titles only as names of sheets, codes and names in one cell, 决算数（元）in the heads, budgets beside, 三公 upright."""

from __future__ import annotations

from exports import (
    CLASSES,
    NAME,
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
)

from generator.model import Count
from generator.tables.books import Books
from generator.tables.three_public import ABROAD, PURCHASE, RECEPTION, RUNNING, TOTAL, VEHICLES


def register(books: Books) -> list[Sheet]:
    """The tables; the sheets have numbers as accounting systems give them."""
    return [_operation(books), _balance(books), *_subject_sheets(books), _appropriation(books), _economic(books)]


def _balance(books: Books) -> Sheet:
    sheet = Sheet("Z01 收入支出决算总表")
    sheet.add("公开部门：" + NAME)
    sheet.add("收入", None, None, "支出")
    sheet.add("项目", "年初预算数（元）", "决算数（元）", "项目", "年初预算数（元）", "决算数（元）")
    for one, amount, other, spent in side_by_side([[label, amount] for label, amount in income_rows(books, yuan)],
                                                  [[label, amount] for label, amount in spending_rows(books, yuan, CLASSES)]):
        sheet.add(one, 1_000 if one and "一般公共" in str(one) else None, amount, other, None, spent)
    return sheet


def _appropriation(books: Books) -> Sheet:
    sheet = Sheet("Z01_1 财政拨款收入支出决算总表")
    sheet.add("收入", None, "支出")
    sheet.add("项目", "决算数（元）", "项目", "小计", "一般公共预算", "政府性基金预算", "国有资本经营预算")
    for row in side_by_side([[label, amount] for label, amount in fund_income_rows(books, yuan)],
                            [[label, *amounts] for label, amounts in fund_spending_rows(books, yuan, CLASSES)]):
        sheet.add(*row)
    return sheet


def _subject_sheets(books: Books) -> list[Sheet]:
    """Codes of three levels in three columns, merged down over what belongs to them; 公开08表 with codes and names in one cell."""
    sheets = []
    for (title, table, columns), number in zip(nine(books), ("Z03", "Z04", "Z07", "Z09", "Z11"), strict=True):
        sheet = Sheet(f"{number} {title}"[:31])
        joined = number == "Z11"
        sheet.add("单位：元")
        sheet.add(*(["科目编码及名称（项目）"] if joined else ["类", "款", "项", "科目名称"]), *columns)
        if joined:
            sheet.rows[-1][0] = "项目"
        lines = [line for line in lines_of(table, columns) if line.level == 3]
        for index, line in enumerate(lines):
            code: list[Cell] = [f"{line.code} {line.name}"] if joined else [*_levels(line.code, lines[index - 1].code if index else ""), line.name]
            sheet.add(*code, *(yuan(line.amount(column)) for column in columns))
        sheet.add(*(["合计"] if joined else [None, None, None, "合计"]), *(yuan(table.total.amount(column)) for column in columns))
        sheets.append(sheet)
    return sheets


def _levels(code: str, before: str) -> list[Cell]:
    """类, 款, 项; a 类 or 款 that is the one above is not printed again."""
    parts: list[Cell] = [code[:3], code[3:5], code[5:]]
    if before[:3] == code[:3]:
        parts[0] = None
        if before[:5] == code[:5]:
            parts[1] = None
    return parts


def _economic(books: Books) -> Sheet:
    sheet = Sheet("Z08_1 一般公共预算财政拨款基本支出决算明细表"[:31])
    sheet.add("科目代码", "科目名称", "金额", "科目代码", "科目名称", "金额", "科目代码", "科目名称", "金额")
    lists = economic_lists(books, yuan)
    for index in range(max(map(len, lists))):
        sheet.add(*(cell for some in lists for cell in (some[index] if index < len(some) else [None] * 3)))
    return sheet


def _operation(books: Books) -> Sheet:
    """机构运行信息表: 三公, counts, vehicles, procurement."""
    t9, fields = books.t9, books.accounts.fields

    def count(key: str) -> Cell:
        value = fields.get(key)
        return int(value.value) if isinstance(value, Count) else None

    def row(label: str, item: str) -> None:
        sheet.add(label, yuan(t9.amount(item, "预算数")), yuan(t9.amount(item, "决算数")))

    sheet = Sheet("F03 机构运行信息表")
    sheet.add("单位：元")
    sheet.add("项目", "预算数", "统计数")
    sheet.add("一、“三公”经费支出")
    row("（一）支出合计", TOTAL)
    row("1．因公出国（境）费", ABROAD)
    row("2．公务用车购置及运行维护费", VEHICLES)
    row("（1）公务用车购置费", PURCHASE)
    row("（2）公务用车运行维护费", RUNNING)
    row("3．公务接待费", RECEPTION)
    sheet.add("（二）相关统计数")
    for label, key in (("1．因公出国（境）团组数（个）", "因公出国（境）团组数"), ("2．因公出国（境）人次数（人）", "因公出国（境）人次"),
                       ("3．公务用车购置数（辆）", "公务用车购置数"), ("4．公务用车保有量（辆）", "公务用车保有量"),
                       ("5．国内公务接待批次（个）", "公务接待批次"), ("6．国内公务接待人次（人）", "公务接待人次")):
        sheet.add(label, None, count(f"三公经费.{key}"))
    sheet.add("四、政府采购支出信息")
    parts = [books.accounts.amount(f"政府采购.{key}支出") for key in ("货物", "工程", "服务")]
    sheet.add("（一）政府采购支出合计", None, sum(yuan(part) or 0 for part in parts))  # type: ignore[misc]
    for label, part in zip(("1．政府采购货物支出", "2．政府采购工程支出", "3．政府采购服务支出"), parts, strict=True):
        sheet.add(label, None, yuan(part))
    return sheet
