"""Subject tables added 项 by 项. Pasted subtotals are never added: only what has nothing below it in its column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.merging import problems
from generator.merging.texts import Part, listed, parts_of
from generator.merging.units import short_name
from generator.model import Accounts, Amount, Finding, Line, Row, Source, SubjectTable, Text, Value, total_of
from generator.money import ZERO, MoneyUnit, rounding_slack, shown
from generator.subjects import parent_code
from generator.tables.books import make_books
from generator.workbook.schema import SHEET_BY_NAME, Item, Kind, Table

PARTS = 2  # addends of a row as a rule: 基本支出 and 项目支出
Cells = dict[str, dict[str, Amount]]  # code -> column -> amount


def table_of(sheet: str) -> Table:
    """The table of a sheet that is one."""
    table = SHEET_BY_NAME[sheet].table
    assert table is not None, sheet
    return table


def without_subtotals(unit: Accounts) -> Accounts:
    """The unit with the details of its subject tables alone: no pasted 类, 款 and 合计, no 总表印数."""
    tables = {name: SubjectTable(name, table.columns, () if name == "总表印数" else tuple(_details(table, unit.unit)))
              for name, table in unit.tables.items()}
    return replace(unit, tables=tables)


def above(code: str) -> Iterator[str]:
    """款, 类 and 合计 of a code."""
    while code:
        code = parent_code(code)
        yield code


def _details(table: SubjectTable, unit: MoneyUnit) -> Iterator[Line]:
    """Column by column the rows with nothing below them; a budget may be given by 类, spending by 项."""
    cells: Cells = {}
    lines: dict[str, Line] = {}
    for line in table:
        kept = lines.setdefault(line.code, line)
        if kept is not line:  # a code that stands twice: amounts are added, texts of the first row count
            lines[line.code] = replace(kept, row=Row(kept.row.source, {**line.row.values, **kept.row.values}))
        row = cells.setdefault(line.code, {})
        for key, amount in line.amounts.items():
            summed = total_of([row.get(key), amount])
            assert summed is not None
            row[key] = summed
    covered = _covered(cells, table_of(table.sheet))
    for code, line in lines.items():
        amounts = {key: amount for key, amount in cells[code].items() if code not in covered[key]}
        amounts = _without_row_sums(amounts, table_of(table.sheet), rounding_slack(PARTS, unit))
        texts = {key: value for key, value in line.row.values.items() if isinstance(value, Text) and not _is_label(key)}
        if amounts or texts:
            yield Line(code, line.name, amounts, Row(line.row.source, {**texts, **amounts}))


def _covered(cells: Cells, table: Table) -> dict[str, set[str]]:
    """By column the codes that have something below them in it; parts of a total below count as the total."""
    covered: dict[str, set[str]] = {item.key: set() for item in table.columns}
    for code, row in cells.items():
        for item in table.columns:
            if item.key in row or (item.parts and row_sum(row, item, table) is not None):
                covered[item.key].update(above(code))
    return covered


def _is_label(key: str) -> bool:
    return key in ("科目编码", "科目名称")


def row_sum(amounts: Mapping[str, Amount], item: Item, table: Table) -> Amount | None:
    """What a computed column comes to in a row; a total without parts is what was typed."""
    computed = {one.key: one for one in table.columns if one.parts}
    found = []
    for part in item.parts:
        key, sign = part.lstrip("-"), -1 if part.startswith("-") else 1
        amount = amounts.get(key)
        if amount is None and key in computed:
            amount = row_sum(amounts, computed[key], table)
        if amount is not None:
            found.append(Amount(sign * amount.value, amount.sources))
    return total_of(found)


def _without_row_sums(amounts: Mapping[str, Amount], table: Table, slack: Decimal) -> dict[str, Amount]:
    """Without the totals across a row that are their parts' sum but for 尾差 (万元): they are computed anew."""
    kept = dict(amounts)
    for item in table.columns:
        if item.parts and item.key in amounts:
            summed = row_sum(amounts, item, table)
            if summed is not None and abs(summed.value - amounts[item.key].value) <= slack:
                del kept[item.key]
    return kept


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged table and what there is to say about it."""

    table: SubjectTable
    findings: tuple[Finding, ...]


def merged_tables(units: Sequence[Accounts], taken: Mapping[str, Mapping[tuple[str, str], Decimal]]) -> dict[str, Merged]:
    """Every subject table of the units (without subtotals) added up, less what is `taken` by sheet, code and column (万元)."""
    found = {name: _merged(name, [unit.tables[name] for unit in units], units, taken.get(name, {}))
             for name in units[0].tables if name != "支出"}
    found["支出"] = _merged("支出", _spending(units), units, taken.get("支出", {}))
    return found


def _spending(units: Sequence[Accounts]) -> list[SubjectTable]:
    """支出 of each unit; a unit that left it to be derived from its three funds is derived where another did not."""
    tables = [unit.tables["支出"] for unit in units]
    if not any(tables):
        return tables
    return [table if table else _derived_spending(unit) for table, unit in zip(tables, units, strict=True)]


def _derived_spending(unit: Accounts) -> SubjectTable:
    lines = (Line(line.code, line.name, _without_row_sums(line.amounts, table_of("支出"), rounding_slack(PARTS, unit.unit)), Row(line.row.source, {}))
             for line in make_books(unit).t3.leaves())
    return SubjectTable("支出", unit.tables["支出"].columns, tuple(lines))


def _merged(sheet: str, tables: Sequence[SubjectTable], units: Sequence[Accounts],
            taken: Mapping[tuple[str, str], Decimal]) -> Merged:
    columns = [item for item in table_of(sheet).columns if item.kind is Kind.MONEY]
    findings: list[Finding] = []
    cells: Cells = {}
    added: Mapping[str, Amount]
    for item in columns:
        added = _computed_column(item, tables) if item.parts else _column(item.key, tables)
        for code, amount in _on_one_level(sheet, item, _less(added, item.key, taken), tables, units, findings).items():
            cells.setdefault(code, {})[item.key] = amount
    if sheet != "支出" or any(tables):
        findings.extend(_incomplete(sheet, tables, units))
    names = _names(sheet, tables, units, findings)
    texts = _texts(sheet, tables, units, findings)
    lines = [_line(code, names.get(code, ""), _without_row_sums(cells.get(code, {}), table_of(sheet), ZERO), texts.get(code, {}))
             for code in sorted({*cells, *texts})]
    return Merged(SubjectTable(sheet, tables[0].columns, tuple(lines)), tuple(findings))


def _line(code: str, name: str, amounts: Mapping[str, Amount], texts: Mapping[str, Value]) -> Line:
    sources = [source for amount in amounts.values() for source in amount.sources]
    return Line(code, name, amounts, Row(sources[0] if sources else Source("", "A1"), {**amounts, **texts}))


def _less(added: Mapping[str, Amount], key: str, taken: Mapping[tuple[str, str], Decimal]) -> dict[str, Amount]:
    """The column less what is taken out of it; what is taken out altogether leaves a blank."""
    return {code: Amount(amount.value - taken.get((code, key), ZERO), amount.sources) for code, amount in added.items()
            if amount.value != taken.get((code, key), ZERO) or (code, key) not in taken}


def _column(key: str, tables: Sequence[SubjectTable]) -> dict[str, Amount]:
    found: dict[str, list[Amount]] = {}
    for table in tables:
        for line in table:
            if key in line.amounts:
                found.setdefault(line.code, []).append(line.amounts[key])
    return {code: amount for code, same in found.items() if (amount := total_of(same)) is not None}


def _computed_column(item: Item, tables: Sequence[SubjectTable]) -> dict[str, Amount]:
    """A total across the row is written only where some unit's is not the sum of its parts; then in full."""
    typed = {line.code for table in tables for line in table if item.key in line.amounts}
    found: dict[str, list[Amount | None]] = {}
    for table in tables:
        for line in table:
            if line.code in typed:
                own = line.amounts.get(item.key)
                summed = row_sum(line.amounts, item, table_of(table.sheet))
                found.setdefault(line.code, []).append(own if own is not None else summed)
    return {code: amount for code, same in found.items() if (amount := total_of(same)) is not None}


def _on_one_level(sheet: str, item: Item, added: Mapping[str, Amount], tables: Sequence[SubjectTable],
                  units: Sequence[Accounts], findings: list[Finding]) -> dict[str, Amount]:
    """Where one unit gives a 款 and another its 项, both count at the 款: a 款 beside its own 项 would be no sum of them."""
    found: dict[str, list[Amount]] = {}
    coarse: set[str] = set()
    for code, amount in added.items():
        top = next((one for one in reversed([code, *above(code)]) if one in added), code)
        found.setdefault(top, []).append(amount)
        if top != code:
            coarse.add(top)
    for top in sorted(coarse):
        blamed = [(line.row.source_of(item.key), unit) for table, unit in zip(tables, units, strict=True)
                  for line in table if line.code == top and item.key in line.amounts]
        said = "、".join(f"“{short_name(unit)}”（{unit.file} 的 {place}）" for place, unit in blamed)
        findings.append(problems.LEVELS_MIXED.finding(
            f"{sheet}表 {item.caption}：{said} 只填到 {top or '合计'}，其他单位填到下级；汇总数合并在 {top or '合计'}",
            *(place for place, _ in blamed)))
    return {code: summed for code, same in found.items() if (summed := total_of(same)) is not None}


def _incomplete(sheet: str, tables: Sequence[SubjectTable], units: Sequence[Accounts]) -> Iterator[Finding]:
    for table, unit in zip(tables, units, strict=True):
        for line in table:
            for item in table_of(sheet).columns:
                typed = line.amounts.get(item.key) if item.parts else None
                if typed is not None:
                    summed = row_sum(line.amounts, item, table_of(sheet))
                    place = line.row.source_of(item.key)
                    yield problems.ROW_INCOMPLETE.finding(
                        f"“{short_name(unit)}”{unit.file} 的 {place}：{line.code} {item.caption} {shown(typed.value)}，"
                        f"各栏之和 {shown(summed.value if summed else ZERO)}（万元）", place)


def _names(sheet: str, tables: Sequence[SubjectTable], units: Sequence[Accounts], findings: list[Finding]) -> dict[str, str]:
    names: dict[str, str] = {}
    for table, unit in zip(tables, units, strict=True):
        for line in table:
            first = names.setdefault(line.code, line.name) or line.name
            if line.name and line.name != first:
                findings.append(problems.NAMES_DIFFER.finding(
                    f"{sheet}表 {line.code}：“{short_name(unit)}”写“{line.name}”，其他单位写“{first}”；取“{first}”", line.row.source))
            names[line.code] = first
    return names


def _texts(sheet: str, tables: Sequence[SubjectTable], units: Sequence[Accounts],
           findings: list[Finding]) -> dict[str, dict[str, Value]]:
    """Reasons and uses by code: listed unit by unit."""
    parts: dict[tuple[str, str], list[Part]] = {}
    for table, unit in zip(tables, units, strict=True):
        for line in table:
            for key, value in line.row.values.items():
                if isinstance(value, Text) and not _is_label(key):
                    parts.setdefault((line.code, key), []).extend(parts_of(unit, value))
    found: dict[str, dict[str, Value]] = {}
    for (code, key), same in parts.items():
        text = listed(same, f"{sheet}表 {code} {key}", findings)
        if text is not None:
            found.setdefault(code, {})[key] = text
    return found
