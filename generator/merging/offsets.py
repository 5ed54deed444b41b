"""Transfers between the units of a department: income of one, spending of another, and nothing to the whole.

Checked against both sides before they are taken out: no unit can have received or paid less than what is taken out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from generator.merging import problems
from generator.merging.fields import merged_unit
from generator.merging.units import name_of, plain_name, short_name
from generator.model import Accounts, Amount, Finding, Source, SubjectTable
from generator.money import ZERO, MoneyUnit, from_wan

INCOME, SPENDING = "收入", "支出"
INCOME_TOTAL, SPENDING_TOTAL = "本年收入合计", "本年支出合计"
TABLE = Source("内部往来", "A1")
SHOWN = 5  # units in a message


class Transfer(StrEnum):
    """What is transferred, as the clerk chooses it."""

    GRANT = "上级补助"
    REMITTANCE = "附属上缴"


#: kind -> the payer's column of 支出, the payee's column of 收入
COLUMNS: Mapping[Transfer, tuple[str, str]] = {
    Transfer.GRANT: ("对附属单位补助支出", "上级补助收入"),
    Transfer.REMITTANCE: ("上缴上级支出", "附属单位上缴收入"),
}


@dataclass(frozen=True, slots=True)
class Offset:
    """One transfer: `amount` in 万元; a blank code is the payer's or payee's only subject with such an amount."""

    payer: str
    payee: str
    kind: Transfer
    amount: Decimal
    payer_code: str = ""
    payee_code: str = ""
    source: Source = TABLE


@dataclass(frozen=True, slots=True)
class Side:
    """An amount of one unit that may be one side of a transfer, in 万元."""

    unit: str
    sheet: str
    column: str
    code: str
    amount: Decimal
    kind: Transfer


def sides(units: Sequence[Accounts]) -> Iterator[Side]:
    """Whatever the units (without pasted subtotals) have in the four columns of transfers."""
    for kind, pair in COLUMNS.items():
        for sheet, column in zip((SPENDING, INCOME), pair, strict=True):
            for unit in units:
                for line in unit.tables[sheet]:
                    amount = line.amounts.get(column)
                    if amount:
                        yield Side(name_of(unit), sheet, column, line.code, amount.value, kind)


#: sheet -> (code, column) -> 万元 to take out of the sum of the units
Taken = dict[str, dict[tuple[str, str], Decimal]]


def settled(offsets: Sequence[Offset], units: Sequence[Accounts]) -> tuple[tuple[Offset, ...], list[Finding]]:
    """The offsets with the units' short names and all codes, and what is wrong with them, before anything is taken out."""
    found: list[Offset] = []
    findings: list[Finding] = []
    for offset in offsets:
        one = _settled(offset, units, findings)
        if one is not None:
            found.append(one)
    findings.extend(_too_much(found, units))
    return tuple(found), findings


def _settled(offset: Offset, units: Sequence[Accounts], findings: list[Finding]) -> Offset | None:
    payer, payee = (_unit(name, units) for name in (offset.payer, offset.payee))
    for name, unit in ((offset.payer, payer), (offset.payee, payee)):
        if unit is None:
            findings.append(problems.OFFSET_UNIT.finding(f"{offset.source}：“{name}”不是汇总的单位", offset.source))
    if payer is None or payee is None:
        return None
    if payer is payee:
        findings.append(problems.OFFSET_UNIT.finding(f"{offset.source}：付款和收款都是“{offset.payer}”", offset.source))
        return None
    paid, received = COLUMNS[offset.kind]
    codes = [_code(code, unit, sheet, column, offset, findings) for code, unit, sheet, column in (
        (offset.payer_code, payer, SPENDING, paid), (offset.payee_code, payee, INCOME, received))]
    if not all(codes):
        return None
    return replace(offset, payer=short_name(payer), payee=short_name(payee), payer_code=codes[0], payee_code=codes[1])


def _unit(name: str, units: Sequence[Accounts]) -> Accounts | None:
    full = [unit for unit in units if plain_name(unit.text("基本信息.单位全称")) == plain_name(name)]
    short = [unit for unit in units if plain_name(short_name(unit)) == plain_name(name)]
    return full[0] if full else short[0] if len(short) == 1 else None


def _code(code: str, unit: Accounts, sheet: str, column: str, offset: Offset, findings: list[Finding]) -> str:
    if code:
        return code
    known = [line.code for line in unit.tables[sheet] if line.amounts.get(column)]
    if len(known) == 1:
        return known[0]
    said = f"有 {len(known)} 个科目，请写明是哪一个：{'、'.join(known)}" if known else "没有这一栏的数"
    findings.append(problems.OFFSET_SUBJECT.finding(
        f"{offset.source}：“{short_name(unit)}”的{sheet}表“{column}”{said}", offset.source))
    return ""


def taken(offsets: Sequence[Offset]) -> Taken:
    """What the offsets take out of the sums of 收入 and 支出."""
    found: Taken = {INCOME: {}, SPENDING: {}}
    for offset in offsets:
        paid, received = COLUMNS[offset.kind]
        for sheet, code, columns in ((SPENDING, offset.payer_code, (paid, SPENDING_TOTAL)),
                                     (INCOME, offset.payee_code, (received, INCOME_TOTAL))):
            for column in columns:
                found[sheet][code, column] = found[sheet].get((code, column), ZERO) + offset.amount
    return found


def _too_much(offsets: Sequence[Offset], units: Sequence[Accounts]) -> Iterator[Finding]:
    sides: dict[tuple[str, str, str, str], list[Offset]] = {}
    for offset in offsets:
        paid, received = COLUMNS[offset.kind]
        sides.setdefault((offset.payer, SPENDING, offset.payer_code, paid), []).append(offset)
        sides.setdefault((offset.payee, INCOME, offset.payee_code, received), []).append(offset)
    by_name = {short_name(unit): unit for unit in units}
    for (name, sheet, code, column), same in sides.items():
        unit = by_name[name]
        given = amount_of(unit.tables[sheet], code, column)
        wanted = sum((offset.amount for offset in same), ZERO)
        value = given.value if given is not None else ZERO
        if wanted > value:
            shown = [f"{from_wan(amount, unit.unit):,.2f}" for amount in (wanted, value)]
            yield Finding(
                problems.OFFSET_TOO_MUCH.code, problems.OFFSET_TOO_MUCH.severity,
                f"内部往来表中“{name}”{sheet}表 {code} {column} 共 {shown[0]}（{unit.unit}），该单位（{unit.file}）只有 {shown[1]}；"
                f"相差 {from_wan(wanted - value, unit.unit):,.2f}{_elsewhere(unit, sheet, column) if given is None else ''}", problems.OFFSET_TOO_MUCH.remedy,
                (*(offset.source for offset in same), *(given.sources if given is not None else ())), value, wanted)


def _elsewhere(unit: Accounts, sheet: str, column: str) -> str:
    """The subjects that do have an amount in the column."""
    codes = [line.code for line in unit.tables[sheet] if line.amounts.get(column)]
    return f"。这一栏有数的科目是 {'、'.join(codes)}" if codes else "。这一栏没有数"


def amount_of(table: SubjectTable, code: str, column: str) -> Amount | None:
    """The amount of a subject in a column."""
    return next((line.amounts[column] for line in table if line.code == code and column in line.amounts), None)


def left_over(units: Sequence[Accounts], offsets: Sequence[Offset]) -> Iterator[Finding]:
    """What is left of transfers: on both sides, probably one between these units; on one side, perhaps the other is missing."""
    money = merged_unit(units)
    for kind, (paid, received) in COLUMNS.items():
        sides = [[(unit, rest) for unit in units if (rest := _rest(unit, sheet, column, kind, offsets))]
                 for sheet, column in ((SPENDING, paid), (INCOME, received))]
        told = [f"{column} {from_wan(sum((rest for _, rest in side), ZERO), money):,.2f}（{_who(side, money)}）" if side else f"{column} 没有数"
                for column, side in zip((paid, received), sides, strict=True)]
        if any(sides):
            problem = problems.OFFSET_MISSING if all(sides) else problems.OFFSET_ONE_SIDED
            yield problem.finding(f"汇总后{'还有' if all(sides) else '只有一方有数：'}{'、'.join(told)}（{money}）",
                                  *(Source(sheet, "A1", unit.file) for sheet, side in zip((SPENDING, INCOME), sides, strict=True) for unit, _ in side))


def _rest(unit: Accounts, sheet: str, column: str, kind: Transfer, offsets: Sequence[Offset]) -> Decimal:
    """What a unit has in a column less what is taken out of it, in 万元."""
    name = short_name(unit)
    own = sum((line.amounts[column].value for line in unit.tables[sheet] if column in line.amounts), ZERO)
    return own - sum((offset.amount for offset in offsets
                      if offset.kind is kind and (offset.payer if sheet == SPENDING else offset.payee) == name), ZERO)


def _who(side: Sequence[tuple[Accounts, Decimal]], money: MoneyUnit) -> str:
    largest = sorted(side, key=lambda pair: -abs(pair[1]))
    texts = [f"{short_name(unit)} {from_wan(rest, money):,.2f}" for unit, rest in largest[:SHOWN]]
    return "、".join(texts) + (f" 等 {len(side)} 个单位" if len(side) > SHOWN else "")
