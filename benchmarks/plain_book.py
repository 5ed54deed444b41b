"""The plain script's workbook: openpyxl's cells as rows and dicts.

Part of `plain_report.py`; nothing of generator/ is used.
"""

from datetime import datetime
from decimal import Decimal

from openpyxl import load_workbook


def number(value):
    return Decimal(str(value)) if isinstance(value, int | float) else None


def total(values):
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def text(value):
    return "" if value is None else str(value).strip()


def label(value):
    """A heading or a row's name, without the mark that it must be filled."""
    return text(value).removesuffix("*").strip()


def day(value):
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, datetime) else ""


class Sheets(dict):
    """Name of a sheet -> its rows; a sheet is read when it is first asked for, those that nobody asks for never."""

    def __init__(self, path):
        self.book = load_workbook(path, read_only=True, data_only=True)  # the faster of the two

    def __missing__(self, name):
        self[name] = [list(row) for row in self.book[name].iter_rows(values_only=True)]
        return self[name]


class Book:
    """The workbook's sheets as forms, grids and tables."""

    def __init__(self, path):
        self.sheets = Sheets(path)
        known = self.sheets["科目表"][1:]
        self.functional = {text(row[0]): text(row[1]) for row in known if row[0] is not None}
        self.economic = {text(row[3]): text(row[4]) for row in known if row[3] is not None}

    def form(self, name):
        """First column -> second column."""
        return {label(row[0]): row[1] for row in self.sheets[name] if row[0] is not None and len(row) > 1}

    def grid(self, name):
        """First column -> all other columns."""
        return {label(row[0]): row[1:] for row in self.sheets[name] if row[0] is not None}

    def table(self, name, start=4):
        """The rows below the header row `start`, as dicts."""
        heads = [label(head) for head in self.sheets[name][start - 1]]
        rows = [dict(zip(heads, row, strict=True)) for row in self.sheets[name][start:]]
        return [row for row in rows if row[heads[0]] is not None]

    def subjects(self, name, columns):
        """A table by 科目: total and the lines that have an amount, code shortened to its level."""
        rows = [dict(zip(self._heads(name), row, strict=True)) for row in self.sheets[name][4:]]
        lines, sums = [], {}
        for row in rows:
            amounts = {column: number(row[column]) for column in columns}
            code = text(row["科目编码"])
            while len(code) > 3 and code.endswith("00"):
                code = code[:-2]
            if code and any(amounts.values()):
                lines.append({**row, "编码": code, "名称": text(row["科目名称"]), "数": amounts})
            elif text(row["科目名称"]) == "合计" and any(amounts.values()):
                sums = amounts
        leaves = [line for line in lines if len(line["编码"]) == 7]
        return sums or {column: total(line["数"][column] for line in leaves) for column in columns}, lines

    def _heads(self, name):
        return [label(head) for head in self.sheets[name][3]]
