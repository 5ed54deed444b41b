"""Style B: nine sheets in another order, in 万元, padded codes, merged cells, 24 类, a header on every page, 三公 as 表7."""

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
    wan,
)

from generator.tables.books import Books

CLASSES_24 = [(code, name) for code, name in CLASSES if code not in ("231", "234")]
ROWS_ON_A_PAGE = 20


def booklet(books: Books) -> list[Sheet]:
    """The tables as sheets 表1 … 表9 from the last to the first, after a page of contents."""
    sheets = [_balance(books), *_subject_sheets(books), _appropriation(books), _economic(books), _three_public(books)]
    contents = Sheet("目录")
    for number, sheet in enumerate(sheets, 1):
        contents.add(f"{sheet.rows[0][0]}", number)
    return [contents, *sheets[::-1]]


def _sheet(number: int, title: str, width: int) -> Sheet:
    sheet = Sheet(f"表{number}")
    last = chr(64 + width)
    sheet.add(f"{YEAR}年度{title}（表{number}）")
    sheet.add(f"部门：{NAME}（汇总）", *[None] * (width - 2), "金额单位：万元")
    sheet.merge(f"A1:{last}1")
    return sheet


def _balance(books: Books) -> Sheet:
    sheet = _sheet(1, "收支决算总表", 4)
    sheet.add("收入", None, "支出")
    sheet.add("项目", f"{YEAR}年度决算数", "项目（按功能分类）", f"{YEAR}年度决算数")
    sheet.merge("A3:B3", "C3:D3")
    for row in side_by_side([[label, amount] for label, amount in income_rows(books, wan)],
                            [[label, amount] for label, amount in spending_rows(books, wan, CLASSES_24)]):
        sheet.add(*row)
    return sheet


def _appropriation(books: Books) -> Sheet:
    sheet = _sheet(4, "财政拨款收入支出决算总表", 7)
    sheet.add("收入", None, "支出")
    sheet.add("项目", "决算数", "项目", "决算数")
    sheet.add(None, None, None, "小计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    sheet.merge("A3:B3", "C3:G3", "A4:A5", "B4:B5", "C4:C5", "D4:G4")
    for row in side_by_side([[label, amount] for label, amount in fund_income_rows(books, wan)],
                            [[label, *amounts] for label, amounts in fund_spending_rows(books, wan, CLASSES_24)]):
        sheet.add(*row)
    return sheet


def _subject_sheets(books: Books) -> list[Sheet]:
    sheets = []
    for number, (title, table, columns) in zip((2, 3, 5, 8, 9), nine(books), strict=True):
        sheet = _sheet(number, title, 2 + len(columns))
        body: list[list[Cell]] = [["合  计", None, *(wan(table.total.amount(column)) for column in columns)]]
        body += [[line.code.ljust(7, "0"), line.name, *(wan(line.amount(column)) for column in columns)]
                 for line in lines_of(table, columns)]
        for index, row in enumerate(body):
            if index % ROWS_ON_A_PAGE == 0:
                sheet.add("功能分类科目编码", "科目名称", *columns)
            sheet.add(*row)
        if not body:
            sheet.add("功能分类科目编码", "科目名称", *columns)
        sheet.add("注：本表反映部门本年度情况。")
        sheets.append(sheet)
    return sheets


def _economic(books: Books) -> Sheet:
    """One list: 科目编码, 科目名称, 合计, 人员经费, 公用经费."""
    sheet = _sheet(6, "一般公共预算财政拨款基本支出决算表", 5)
    sheet.add("经济分类科目编码", "科目名称", "合计", "人员经费", "公用经费")
    sheet.add("合计", None, wan(books.t6.total), wan(books.t6.personnel), wan(books.t6.public))
    people, goods, rest = economic_lists(books, wan)
    for code, name, amount in people:
        sheet.add(code, name, amount, amount, None)
    for code, name, amount in (*goods, *rest):
        sheet.add(code, name, amount, None, amount)
    return sheet


def _three_public(books: Books) -> Sheet:
    sheet = _sheet(7, "一般公共预算财政拨款“三公”经费支出决算表", 12)
    sheet.add("预算数", *[None] * 5, "决算数")
    sheet.add(*["合计", "因公出国(境)费用", "公务用车购置及运行费", None, None, "公务接待费"] * 2)
    sheet.add(*[None, None, "小计", "公务用车购置费", "公务用车运行费", None] * 2)
    sheet.merge("A3:F3", "G3:L3", *(f"{first}4:{last}4" for first, last in (("C", "E"), ("I", "K"))),
                *(f"{column}4:{column}5" for column in "ABFGHL"))
    sheet.add(*(wan(books.t9.amount(item, column)) for column in ("预算数", "决算数") for item in ITEMS))
    return sheet
