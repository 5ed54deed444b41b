"""Codes and names of subjects, and the sign of their amounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from generator.checks.registry import Checked, Problem, check
from generator.model import Line, Severity, Source
from generator.subjects import ECONOMIC, FUNCTIONAL, Subject, catalogue, name_in
from generator.tables.books import Books, once

FUNCTIONAL_SHEETS = ("收入", "支出", "一般公共预算", "政府性基金", "国有资本经营")
ECONOMIC_SHEET = "基本支出经济分类"
WARNING, NOTE = Severity.WARNING, Severity.NOTE
BASIS = "政府收支分类科目"


@once
def _coded(books: Books) -> Iterator[tuple[str, Line]]:
    """(sheet, line) of every line with a code; the prefilled economic sheet without its blank lines."""
    tables = books.accounts.tables
    for sheet in FUNCTIONAL_SHEETS:
        yield from [(sheet, line) for line in tables[sheet].lines if line.code]
    yield from [(ECONOMIC_SHEET, line) for line in tables[ECONOMIC_SHEET].lines if line.code and line.amounts]


def _known(sheet: str, code: str) -> Subject | None:
    return catalogue(ECONOMIC if sheet == ECONOMIC_SHEET else FUNCTIONAL).get(code)


def _at(line: Line, key: str = "科目编码") -> Source:
    return line.row.source_of(key)


@check("K101", "科目编码位数", "功能分类科目编码为 3 位（类）、5 位（款）或 7 位（项）数字，经济分类为 3 位（类）或 5 位（款）数字。", BASIS, absent="没有填列科目")
def codes_have_the_right_length(books: Books) -> Iterator[Checked]:
    """类 3, 款 5, 项 7 digits; the economic classification has no 项."""
    for sheet, line in _coded(books):
        lengths = (3, 5) if sheet == ECONOMIC_SHEET else (3, 5, 7)
        right = len(line.code) in lengths and line.code.isascii() and line.code.isdigit()
        yield None if right else Problem(
            f"{_at(line)} 的科目编码“{line.code}”不对，应为 {'、'.join(map(str, lengths))} 位数字；请核对。", (_at(line),))


@check("K102", "科目编码重复", "一张表中一个科目只填一行。", BASIS, absent="没有填列科目")
def no_code_stands_twice(books: Books) -> Iterator[Checked]:
    """Each code once in each table; the amounts of both rows would be added up."""
    seen: dict[tuple[str, str], Line] = {}
    for sheet, line in _coded(books):
        first = seen.setdefault((sheet, line.code), line)
        yield None if first is line else Problem(
            f"{_at(line)} 的科目 {line.code} 与 {_at(first)} 重复；请合并为一行或改正编码。", (_at(first), _at(line)))


@check("K103", "不认识的科目", "科目编码应在政府收支分类科目中；科目表没有的，按工作簿所填名称公开。类级编码必须存在。", BASIS, WARNING, absent="没有填列科目")
def codes_are_in_the_catalogue(books: Books) -> Iterator[Checked]:
    """Every code is in the catalogue; an unknown 类 has no row in 公开01表 and is an error."""
    for sheet, line in _coded(books):
        if _known(sheet, line.code) is not None:
            yield None
        elif _known(sheet, line.code[:3]) is None:
            yield Problem(f"{_at(line)} 的科目 {line.code} 所属的类 {line.code[:3]} 不存在；请核对编码。", (_at(line),),
                          severity=Severity.ERROR)
        else:
            yield Problem(f"{_at(line)} 的科目 {line.code}（{line.name or '没有名称'}）不在科目表中；请核对编码，"
                          "确有该科目的，保留所填名称即可。", (_at(line),))


@check("K104", "科目名称", "科目名称应与政府收支分类科目一致；不一致的以工作簿所填为准。写的是另一科目名称的为警告。", BASIS, NOTE, absent="没有填科目名称")
def names_are_those_of_the_catalogue(books: Books) -> Iterator[Checked]:
    """The name in the workbook is that of the catalogue, in the year of the accounts; where they differ the workbook's is printed."""
    for sheet, line in _coded(books):
        known = _known(sheet, line.code)
        if known is None or not line.name:
            continue
        official = name_in(known, books.accounts.year)
        if line.name == official:
            yield None
            continue
        if _bare(line.name) in (_bare(official), _bare(known.name)):
            yield None
            continue
        other = _named(ECONOMIC if sheet == ECONOMIC_SHEET else FUNCTIONAL).get(_bare(line.name))
        advice = f"它是 {other} 的名称；请核对编码和名称" if other else "公开时以所填名称为准，请核对"
        yield Problem(
            f"{_at(line, '科目名称')} 的科目名称“{line.name}”与 {line.code} 的标准名称“{official}”不一致；{advice}。",
            (_at(line, "科目名称"), _at(line)), "", official, line.name, WARNING if other else None)


@cache
def _named(kind: str) -> Mapping[str, str]:
    """The code of each name; a name of several codes with the last of them."""
    return {_bare(subject.name): code for code, subject in catalogue(kind).items()}


def _bare(name: str) -> str:
    return "".join(name.split()).replace("(", "（").replace(")", "）")


@check("K105", "科目年度", "科目编码应在决算年度有效。", BASIS, WARNING, absent="没有填列科目")
def codes_are_valid_in_the_year(books: Books) -> Iterator[Checked]:
    """The code was in force in the year of the accounts, as far as is known."""
    year = books.accounts.year
    for sheet, line in _coded(books):
        known = _known(sheet, line.code)
        if known is None:
            continue
        if known.valid_in(year):
            yield None
            continue
        limits = "、".join([f"{limit} 年{word}" for limit, word in ((known.first_year, "启用"), (known.last_year, "后停用")) if limit])
        yield Problem(
            f"{_at(line)} 的科目 {line.code} {known.name}在 {year} 年无效（{limits}）；请核对编码。", (_at(line),),
            severity=WARNING if known.certainty == "high" else NOTE)
