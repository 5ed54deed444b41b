"""Damage to single cells and rows, at random."""

from __future__ import annotations

import copy
from dataclasses import replace
from random import Random

from damaged import MAIN, Damage, cell_element, rows_of, set_value, shift
from lxml import etree
from outcome import Harm, Kind

from generator.cell_names import cell_name
from generator.workbook.schema import SHEETS
from generator.workbook.xlsx import RawCell

NAMES = tuple(sheet.name for sheet in SHEETS)
SUBJECTS = ("收入", "支出", "一般公共预算", "政府性基金", "国有资本经营", "基本支出经济分类")
GARBAGE = ("待核", "约3", "1,2,3", "12.3.4", "#REF!", "１２①", "见附件", "1/2", "--", "3 4", "０x1F", "{{ 收入 }}", "<b>", "无数据", "1e99", "12亿")
Spot = tuple[str, int, int, RawCell]


def spots(damage: Damage, *, numbers: bool = True) -> list[Spot]:
    """The constant cells of the sheets that are read: numbers, or all."""
    return [(name, row, column, cell) for name in NAMES for row, cells in damage.sample.sheets[name].cells.items()
            for column, cell in cells.items() if not cell.formula and (not numbers or cell.kind == "n")]


def _harm(name: str, kind: Kind, *places: tuple[str, int, int]) -> Harm:
    return Harm(name, kind, tuple(f"{sheet}!{cell_name(row, column)}" for sheet, row, column in places),
                tuple(dict.fromkeys(sheet for sheet, _, _ in places)), frozenset((sheet, row) for sheet, row, _ in places))


def _element(damage: Damage, spot: Spot) -> etree._Element:
    return cell_element(damage.tree(spot[0]), spot[1], spot[2])


def spelled(random: Random, damage: Damage) -> Harm:
    """An amount written as a text in one of the ways that mean the same."""
    money = [spot for spot in spots(damage) if spot[0] in (*SUBJECTS, "结转结余", "上年数", "政府采购") and spot[2] > 1]
    spot = random.choice(money)
    number = f"{float(spot[3].text):.2f}"
    wide = number.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789."})
    value = random.choice([number, f"{float(number):,.2f}", wide, f" {number} ", f"￥{number}", f"　{float(number):,.2f}　", f"+{number}"])
    set_value(_element(damage, spot), value)
    return _harm("spelled", Kind.SAME, spot[:3])


def computed(random: Random, damage: Damage) -> Harm:
    """A number as the result of a formula."""
    spot = random.choice([spot for spot in spots(damage) if spot[1] > 5 and spot[0] in NAMES[3:11]])
    leaf = len(damage.sample.sheets[spot[0]].cells[spot[1]].get(1, RawCell("", "n")).text) in (5, 7)
    if spot[0] in SUBJECTS and not (leaf and spot[2] > 3):
        return spelled(random, damage)
    set_value(_element(damage, spot), spot[3].text, formula="1+1")
    return _harm("computed", Kind.SAME, spot[:3])


def garbage(random: Random, damage: Damage) -> Harm:
    """Something that is no number where a number stood."""
    spot = random.choice(spots(damage))
    set_value(_element(damage, spot), random.choice(GARBAGE))
    # dashes are nothing, as accounts print it; a number in a text column may become any text
    return _harm("garbage", Kind.EDIT, spot[:3])


def error_value(random: Random, damage: Damage) -> Harm:
    spot = random.choice(spots(damage))
    set_value(_element(damage, spot), random.choice(["#REF!", "#N/A", "#DIV/0!"]), formula="X9", kind="e")
    return _harm("error value", Kind.BROKEN, spot[:3])


def not_calculated(random: Random, damage: Damage) -> Harm:
    """A formula without a result. In a total row or column it is the workbook's own, which is computed anyway."""
    spot = random.choice(spots(damage))
    set_value(_element(damage, spot), "", formula="A1+1")
    return _harm("not calculated", Kind.BROKEN, spot[:3])


def other_number(random: Random, damage: Damage) -> Harm:
    """Another number: a slip of the pen or of the unit."""
    spot = random.choice(spots(damage))
    number = float(spot[3].text)
    value = random.choice([number + 1, number - 1, number * 10, number / 10, number * 10_000, -number, number + 0.01, 0, 123456.78])
    set_value(_element(damage, spot), f"{value:.10g}" if abs(value) < 1e8 else f"{value:.2f}")
    return _harm("other number", Kind.EDIT, spot[:3])


def emptied(random: Random, damage: Damage) -> Harm:
    spot = random.choice(spots(damage, numbers=random.random() < 0.8))
    set_value(_element(damage, spot), "")
    return _harm("emptied", Kind.EDIT if spot[3].kind == "n" or not _is_label(damage, spot) else Kind.BROKEN, spot[:3])


def _is_label(damage: Damage, spot: Spot) -> bool:
    """Whether the cell may be a heading or a label rather than an answer."""
    return spot[1] <= 4 or spot[2] == 1


def swapped(random: Random, damage: Damage) -> Harm:
    """Two cells of a sheet exchanged."""
    first = random.choice(spots(damage, numbers=False))
    second = random.choice([spot for spot in spots(damage, numbers=False) if spot[0] == first[0]])
    one, two = _element(damage, first), _element(damage, second)
    content = (list(one), one.get("t")), (list(two), two.get("t"))
    for element, (children, kind) in ((one, content[1]), (two, content[0])):
        element[:] = [copy.deepcopy(child) for child in children]
        element.attrib.pop("t", None)
        if kind:
            element.set("t", kind)
    if first[1] == second[1] <= 5:  # two headings: the columns have changed places
        harm = _harm("headings swapped", Kind.EDIT, first[:3], second[:3])
        return replace(harm, rows=frozenset((first[0], row) for row in damage.sample.sheets[first[0]].cells))
    return _harm("swapped", Kind.EDIT, first[:3], second[:3])


def copied(random: Random, damage: Damage) -> Harm:
    """A cell copied over another, or into an empty one."""
    first = random.choice(spots(damage, numbers=False))
    row, column = first[1] + random.randint(-3, 9), first[2] + random.randint(-2, 4)
    row, column = max(row, 1), max(column, 1)
    target = cell_element(damage.tree(first[0]), row, column)
    set_value(target, float(first[3].text) if first[3].kind == "n" else first[3].text)
    return _harm("copied", Kind.EDIT, (first[0], row, column))


def retyped(random: Random, damage: Damage) -> Harm:
    """Another type on the cell, as a careless program writes it."""
    spot = random.choice(spots(damage, numbers=False))
    element = _element(damage, spot)
    kind = random.choice(["n", "s", "b", "e", "str", "d", "inlineStr", "x", ""])
    element.attrib.pop("t", None)
    if kind:
        element.set("t", kind)
    return _harm("retyped", Kind.EDIT, spot[:3])


def restyled(random: Random, damage: Damage) -> Harm:
    """Another style of the workbook, or one that shows the number otherwise."""
    spot = random.choice(spots(damage))
    code = random.choice(["0%", "yyyy-mm-dd", "0.00,", '0.00"万元"', "h:mm", "@", "General", "0.00"])
    _element(damage, spot).set("s", str(damage.style(code) if random.random() < 0.7 else random.randint(0, 60)))
    return _harm("restyled", Kind.EDIT, spot[:3])


def row_deleted(random: Random, damage: Damage) -> Harm:
    name = random.choice(NAMES)
    number = random.choice(sorted(damage.sample.sheets[name].cells))
    tree = damage.tree(name)
    for row in rows_of(tree):
        if row.get("r") == str(number):
            row.getparent().remove(row)
    shift(tree, number + 1, -1)
    return Harm("row deleted", Kind.EDIT, tuple(f"{name}!{cell_name(number, column)}" for column in range(1, 9)), (name,),
                frozenset({(name, number)}))


def row_doubled(random: Random, damage: Damage) -> Harm:
    name = random.choice(NAMES)
    number = random.choice(sorted(damage.sample.sheets[name].cells))
    tree = damage.tree(name)
    shift(tree, number + 1, 1)
    row = next(row for row in rows_of(tree) if row.get("r") == str(number))
    again = copy.deepcopy(row)
    again.set("r", str(number + 1))
    for cell in again:
        cell.set("r", cell.get("r", "").rstrip("0123456789") + str(number + 1))
    row.addnext(again)
    places = [(name, line, column) for line in (number, number + 1) for column in range(1, 9)]
    return _harm("row doubled", Kind.EDIT, *places)


def rows_swapped(random: Random, damage: Damage) -> Harm:
    name = random.choice(NAMES)
    rows = [row for row in rows_of(damage.tree(name)) if int(row.get("r", "0")) in damage.sample.sheets[name].cells]
    if len(rows) < 2:
        return blank_rows(random, damage)
    first, second = random.sample(rows, 2)
    one, two = list(first), list(second)
    numbers = int(first.get("r", "0")), int(second.get("r", "0"))
    first[:], second[:] = two, one
    for row in (first, second):
        for cell in row:
            cell.set("r", cell.get("r", "").rstrip("0123456789") + row.get("r", ""))
    return _harm("rows swapped", Kind.EDIT, *((name, number, column) for number in numbers for column in range(1, 9)))


def blank_rows(random: Random, damage: Damage) -> Harm:
    name = random.choice(NAMES)
    shift(damage.tree(name), random.choice(sorted(damage.sample.sheets[name].cells)), random.randint(1, 5))
    return Harm("blank rows", Kind.SAME, sheets=(name,))


def misnumbered(random: Random, damage: Damage) -> Harm:
    """A row or cell whose number says something else: no program writes it."""
    name = random.choice(NAMES)
    row = random.choice([row for row in rows_of(damage.tree(name)) if int(row.get("r", "0")) in damage.sample.sheets[name].cells])
    number = int(row.get("r", "0"))
    if random.random() < 0.5:
        row.set("r", str(random.choice([0, number + 1, number - 1, 99, 10**9])))
    else:
        cell = random.choice(list(row))
        cell.set("r", random.choice(["A1", "", "1", f"ZZZZ{number}", f"B{number}", "甲5"]))
    return Harm("misnumbered", Kind.EDIT, (), (name,), frozenset({(name, number), (name, number + 1), (name, number - 1), (name, 99)}))


def notes(random: Random, damage: Damage) -> Harm:
    """A remark beside or below the table."""
    name = random.choice([name for name in NAMES if name not in ("主要职责",)])
    cells = damage.sample.sheets[name].cells
    right = max(column for row in cells.values() for column in row) + 2
    if random.random() < 0.5:
        set_value(cell_element(damage.tree(name), random.choice(sorted(cells)), right), random.choice(["已核", "✓", "财政已批", 12.5]))
    else:
        set_value(cell_element(damage.tree(name), max(cells) + 300, 1), random.choice(["注：金额单位为元", "备注：见附件"]))
    return Harm("notes", Kind.SAME, sheets=(name,))


CELL_DAMAGE = (spelled, computed, garbage, error_value, not_calculated, other_number, other_number, emptied, swapped, copied, retyped, restyled,
               row_deleted, row_doubled, rows_swapped, blank_rows, misnumbered, notes)
__all__ = ["CELL_DAMAGE", "MAIN", "NAMES"]
