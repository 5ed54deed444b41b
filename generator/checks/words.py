"""Words that no report should hold: left-over placeholders, misspelt terms, wrong names, figures unlike the table's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.checks.registry import Checked, Problem, Right, Skip, check
from generator.checks.texts import places_of, shortened, texts
from generator.checks.wording import money
from generator.model import Severity
from generator.money import HALF_CENT, ZERO, MoneyUnit, to_wan
from generator.tables.books import Books
from generator.workbook.schema.money_sheets import EXPENDITURE_COLUMNS, FUNDS, INCOME_COLUMNS

WARNING, NOTE = Severity.WARNING, Severity.NOTE
MISTAKES = "已公开报告中的常见错误"
_LEFT = re.compile(
    r"(?:增加|减少|增长|下降|上升|大于|小于|高于|低于|多于|少于)[（(／/](?:增加|减少|增长|下降|上升|大于|小于|高于|低于|多于|少于)[）)]?"
    r"|【待[填补核][^】]*】|[xX×]{2,}(?=[万元年月日个%％局项])|[_＿]{3,}|（(?:请)?填写[^）]*）|#REF!|#N/A|#VALUE!|#DIV/0!")
_SIGN = re.compile("[（(／/【xX×_＿#]")  # one of these is in all that is left open, and in few texts
_MISSPELT = {"经英": "经营", "占半年收入": "占本年收入", "占半年支出": "占本年支出", "决箅": "决算", "预箅": "预算", "帐户": "账户", "公务结待": "公务接待", "财政拔款": "财政拨款",
             "拔款": "拨款", "机关运转经费": "机关运行经费", "因公出图": "因公出国", "结佘": "结余"}
TERMS = (*INCOME_COLUMNS, *EXPENDITURE_COLUMNS, *FUNDS, "使用非财政拨款结余", "年初结转和结余", "年末结转和结余", "结余分配",
         "机关运行经费", "因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费", "政府采购")
_MONEY = re.compile(r"(\d[\d,，]*(?:\.\d+)?)\s*(万元|元)")


@check("H301", "文字中留有占位", "文字中不应留有“增加（减少）”“【待填】”“XX”等没有选定或没有填写的内容；留有“【待核】”的为错误。", MISTAKES, WARNING)
def nothing_is_left_open(books: Books) -> Iterator[Checked]:
    """No placeholder is left in any text."""
    found, search = texts(books), _SIGN.search
    signed = [text for _, text in found if search(text.value)]
    for text in signed:
        match = _LEFT.search(text.value)
        yield None if match is None else Problem(
            f"{text.source}写“{shortened(text.value, match.start())}”，其中“{match[0]}”没有选定或填写；请改正。", places_of(text),
            severity=Severity.ERROR if match[0].startswith("【待核") else None)
    yield Right(len(found) - len(signed)) if found else Skip("没有填写文字")


@check("H302", "用语错字", "固定用语不应有错字，如“经英收入”“占半年收入”“财政拔款”。", MISTAKES, NOTE)
def terms_are_spelt_right(books: Books) -> Iterator[Checked]:
    """No known misspelling in any text; no 名词 that differs from a fixed term in one character."""
    found = texts(books)
    everything = "\n".join([text.value for _, text in found])
    misspelt = [word for word in _MISSPELT if word in everything]  # as a rule none: asked once, not of every text
    for _, text in found if misspelt else ():
        wrong = next((word for word in misspelt if word in text.value), None)
        meant = _MISSPELT[wrong] if wrong else ""
        yield None if wrong is None else Problem(
            f"{text.source}写“{shortened(text.value, text.value.index(wrong))}”，其中“{wrong}”疑为“{meant}”；请核对。", places_of(text))
    for row in books.accounts.rows.get("名词解释", ()):
        name = row.text("名词").strip()
        near = next((term for term in TERMS if _one_apart(name, term)), None)
        if near is not None and not any(word in name for word in _MISSPELT):
            place = row.source_of("名词")
            yield Problem(f"{place}（名词）写“{name}”，疑为“{near}”；请核对。", (place,))
    if not misspelt:
        yield Right(len(found)) if found else Skip("没有填写文字")


def _one_apart(name: str, term: str) -> bool:
    if len(name) != len(term) or len(name) < 4 or name in TERMS:
        return False
    apart = [(ours, theirs) for ours, theirs in zip(name, term, strict=True) if ours != theirs]
    return len(apart) == 1 and set(apart[0]) not in ({"收", "支"}, {"初", "末"})


def _bare(name: str) -> str:
    return re.sub(r"[（(][^）)]*[）)]|\s", "", name)


def known_names(books: Books) -> frozenset[str]:
    """The names of the department and its units, long and short, without what stands in brackets."""
    accounts = books.accounts
    names = [accounts.text(f"基本信息.{key}") for key in ("单位全称", "单位简称", "公开表所印名称")]
    names += [row.text(key) for row in accounts.rows.get("机构与单位", ()) for key in ("单位名称", "单位简称")]
    return frozenset(bare for name in names if (bare := _bare(name)))


def _is_ours(name: str, known: frozenset[str], in_one: str) -> bool:
    """Whether the name is part of a known name (all of them `in_one`, a line each), or a known name part of it."""
    bare = _bare(name)
    return bare in in_one or any(
        bare[start:end] in known for start in range(len(bare)) for end in range(start + 1, len(bare) + 1))


@check("H303", "单位名称", "绩效自评表的单位名称、项目的实施单位，应为基本信息或机构与单位表中的名称或简称。", MISTAKES, WARNING, absent="没有填单位名称")
def names_are_those_of_the_units(books: Books) -> Iterator[Checked]:
    """单位名称 of 整体绩效自评 and 实施单位 of projects are known names."""
    known = known_names(books)
    in_one = "\n".join(sorted(known))
    if not known:
        yield Skip("没有填列单位名称", missing=True)
        return
    for sheet, key, severity in (("整体绩效自评", "单位名称", WARNING), ("项目支出", "实施单位", NOTE)):
        for row in books.accounts.rows.get(sheet, ()):
            name = row.text(key).strip()
            if not name:
                continue
            place = row.source_of(key)
            yield None if _is_ours(name, known, in_one) else Problem(
                f"{place}（{key}）写“{name}”，基本信息和机构与单位表中没有这个名称；请核对。", (place,), severity=severity)


@check("H304", "用途中的金额", "各类用途文字中写了金额的，各金额之和应为该类支出，或每个金额是该类下科目的支出。", "文字中的数就是表中的数", NOTE, absent="各类用途没有写金额")
def amounts_in_uses_are_those_of_the_table(books: Books) -> Iterator[Checked]:
    """The amounts written into a use add up to the 类, or are amounts of its rows."""
    for row in books.accounts.rows.get("各类用途", ()):
        line = books.t5.at(row.text("科目编码")[:3])
        written = [to_wan(Decimal(number.replace(",", "").replace("，", "")), MoneyUnit(unit))
                   for number, unit in _MONEY.findall(row.text("主要用途"))]
        total = line.amount("小计") if line is not None else None
        if not written or total is None:
            continue
        below = [amount for one in books.t5.lines if one.code.startswith(line.code if line else "") for amount in one.amounts.values()]
        single = all(any(abs(value - amount.value) <= HALF_CENT * 2 for amount in below) for value in written)
        summed = abs(sum(written, ZERO) - total.value) <= HALF_CENT * (len(written) + 1)
        place, unit = row.source_of("主要用途"), books.accounts.unit
        yield None if single or summed else Problem(
            f"{place}（主要用途）所写金额合计 {money(sum(written, ZERO), unit)}，该类支出 {money(total.value, unit)}（{unit}）；请核对文字中的金额。",
            (place, *total.sources))
