"""Everything that disclosure asks for is there (预算法, its 实施条例 and 《地方预决算公开操作规程》)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.registry import Checked, Problem, Skip, check
from generator.checks.wording import money, subject
from generator.model import Row, Severity, Source
from generator.tables.books import Books, value_of
from generator.tables.three_public import COLUMNS, TOTAL
from generator.workbook.schema.money_sheets import THREE_PUBLIC_ITEMS
from generator.workbook.schema.text_sheets import UNIT_KINDS, VEHICLE_KINDS

WARNING, NOTE = Severity.WARNING, Severity.NOTE
BASIS = "《地方预决算公开操作规程》"
ADMINISTRATIVE = frozenset(UNIT_KINDS[:2])
ASSETS = ("百万元设备", "五十万元通用设备", "百万元专用设备")


def _sheet(books: Books, name: str) -> Source:
    return Source(name, "A1", books.accounts.file)


def _rows(books: Books, sheet: str) -> tuple[Row, ...]:
    return books.accounts.rows.get(sheet, ())


@check("W101", "部门职责", "公开部门主要职责。", f"{BASIS}：部门职责")
def duties_are_given(books: Books) -> Iterator[Checked]:
    """主要职责 has at least one paragraph."""
    place = _sheet(books, "主要职责")
    yield None if _rows(books, "主要职责") else Problem("主要职责表没有填；请按“三定”规定填写部门的主要职责。", (place,))


@check("W102", "机构设置", "公开机构设置和纳入决算的单位，至少列出本级。", f"{BASIS}：机构设置", WARNING)
def units_are_given(books: Books) -> Iterator[Checked]:
    """At least the 本级 is listed; neither a list nor a text is an error."""
    if _rows(books, "机构与单位"):
        yield None
        return
    written = books.accounts.text("机构与单位.内设机构").strip()
    place = books.accounts.place("机构与单位.内设机构")
    yield Problem("机构与单位表没有列出决算单位；请至少填列本级。", (_sheet(books, "机构与单位"), place),
                  severity=None if written else Severity.ERROR)


@check("W103", "收入和支出", "公开02表、公开03表有数；没有收支的部门不公开决算。", f"{BASIS}：部门收支总表、收入表、支出表")
def there_are_accounts(books: Books) -> Iterator[Checked]:
    """Income and expenditure are filled in."""
    for name, total, sheet in (("收入", books.t1.income_total, "收入"), ("支出", books.t1.expenditure_total, "支出")):
        yield None if total is not None else Problem(f"{sheet}表没有数，报告没有{name}决算；请按官方公开表填列。",
                                                     (_sheet(books, sheet),))


@check("W104", "“三公”经费填列", "公开“三公”经费预算数和决算数，没有的填 0；有数的项目，预算数、决算数和上年决算数都应填列。", f"{BASIS}：“三公”经费", WARNING,
       absent="没有“三公”经费")
def three_public_is_filled(books: Books) -> Iterator[Checked]:
    """Items with any amount have budget, result and last year; nothing at all is worth a note."""
    accounts = books.accounts
    if books.t9.amount(TOTAL, "决算数") is None:
        yield Problem("三公经费表没有填决算数；确实没有“三公”经费的，请填 0。",
                      tuple(accounts.place(f"三公经费.{item}.决算数") for item in THREE_PUBLIC_ITEMS), severity=NOTE)
        return
    for item in THREE_PUBLIC_ITEMS:
        keys = [f"三公经费.{item}.{column}" for column in COLUMNS]
        blank = [key for key in keys if accounts.amount(key) is None]
        if not any(value_of(accounts.amount(key)) for key in keys):
            continue
        for key in blank:
            place = accounts.place(key)
            yield Problem(f"{place}（{item}{key.rpartition('.')[2]}）没有填，{item}有其他数；没有的填 0。", (place,))
        if not blank:
            yield None


@check("W105", "机关运行经费填列", "行政单位和参公单位公开机关运行经费；没有的写明。", f"{BASIS}：机关运行经费", WARNING)
def operating_cost_is_given(books: Books) -> Iterator[Checked]:
    """An administrative unit has 公用经费, 机关运行经费 or a sentence on why not."""
    accounts = books.accounts
    if accounts.text("基本信息.单位性质") not in ADMINISTRATIVE:
        yield Skip("不是行政单位或参公单位")
        return
    given = accounts.amount("机关运行经费.决算数") is not None or books.t6.public is not None
    place = accounts.place("机关运行经费.决算数")
    yield None if given or accounts.text("机关运行经费.说明").strip() else Problem(
        f"{place}（机关运行经费决算数）没有填，公开06表也没有公用经费；请填列，没有的在“说明”中写明。",
        (place, accounts.place("机关运行经费.说明")))


@check("W106", "政府采购填列", "公开政府采购支出总额（货物、工程、服务）；没有的填 0。", f"{BASIS}：政府采购", NOTE)
def procurement_is_given(books: Books) -> Iterator[Checked]:
    """货物, 工程 or 服务 is filled in, if only with zeros."""
    accounts = books.accounts
    places = tuple(accounts.place(f"政府采购.{kind}支出") for kind in ("货物", "工程", "服务"))
    given = any(accounts.amount(f"政府采购.{kind}支出") is not None for kind in ("货物", "工程", "服务"))
    yield None if given else Problem("政府采购表没有填；确实没有政府采购的，请填 0。", places)


@check("W107", "国有资产填列", "公开车辆和大型设备等国有资产占用情况；没有的填 0。", f"{BASIS}：国有资产占用情况", WARNING)
def assets_are_given(books: Books) -> Iterator[Checked]:
    """Vehicles are filled in, or said in words; equipment by at least one of its lines, as the layout has it."""
    accounts = books.accounts
    kinds = [f"国有资产.{kind}.数量" for kind in VEHICLE_KINDS]
    if any(accounts.count(key) is not None for key in kinds):
        yield None
    else:
        yield Problem("国有资产表没有填车辆数；没有车辆的填 0。", (accounts.place(kinds[0]),))


@check("W108", "绩效情况", "公开预算绩效情况：评价情况和绩效自评结果。", f"{BASIS}：预算绩效情况", WARNING)
def performance_is_given(books: Books) -> Iterator[Checked]:
    """There is a text on 绩效 or a self-evaluation."""
    sheets = ("整体绩效自评", "项目绩效自评", "自评报告")
    texts = ("评价情况", "整体评价情况", "部门评价")
    given = any(_rows(books, sheet) for sheet in sheets) or any(books.accounts.text(f"绩效概况.{key}") for key in texts)
    yield None if given else Problem("绩效概况、整体绩效自评和项目绩效自评都没有填；请填列。",
                                     (books.accounts.place("绩效概况.评价情况"), _sheet(books, "整体绩效自评")))


@check("W109", "绩效结果应用", "有绩效自评的，写明结果应用情况或存在的问题。", f"{BASIS}：预算绩效情况", NOTE)
def results_are_used(books: Books) -> Iterator[Checked]:
    """Where there is a self-evaluation, 结果应用 or 存在问题 is written."""
    if not any(_rows(books, sheet) for sheet in ("整体绩效自评", "项目绩效自评")):
        yield Skip("没有填列绩效自评")
        return
    keys = ("绩效概况.结果应用", "绩效概况.存在问题")
    place = books.accounts.place(keys[0])
    yield None if any(books.accounts.text(key).strip() for key in keys) else Problem(
        f"{place}（绩效结果应用）没有填；请写明自评结果怎样应用。", (place,))


@check("W110", "项目自评表", "项目支出清单中纳入绩效自评的项目，应有同名的项目绩效自评表。", "预算绩效自评", WARNING)
def evaluated_projects_have_a_table(books: Books) -> Iterator[Checked]:
    """A project with 自评 = 是 stands in 项目绩效自评; where no project does, one note for all."""
    listed = [row for row in _rows(books, "项目支出") if row.text("自评") == "是"]
    tables = {"".join(row.text("项目名称").split()) for row in _rows(books, "项目绩效自评")}
    if not listed:
        yield Skip("项目支出清单没有标明纳入自评的项目")
        return
    if not tables:
        yield Problem(f"项目支出清单有 {len(listed)} 个项目纳入绩效自评，项目绩效自评表没有填；版式附有项目自评表的，请填列。",
                      tuple(row.source_of("自评") for row in listed), severity=NOTE)
        return
    for row in listed:
        name, place = row.text("项目名称"), row.source_of("自评")
        yield None if "".join(name.split()) in tables else Problem(
            f"{place}（纳入绩效自评）填“是”，项目绩效自评表没有“{name}”；请补填自评表，或改为“否”。",
            (place, row.source_of("项目名称")))


@check("W111", "各类用途", "填写各类支出主要用途的，一般公共预算财政拨款每一类支出都应有用途。", "情况说明：一般公共预算财政拨款支出结构", WARNING, absent="没有一般公共预算支出")
def every_class_has_a_use(books: Books) -> Iterator[Checked]:
    """Where the uses of any 类 are given, those of each 类 with general spending are."""
    uses = {row.text("科目编码")[:3]: row for row in _rows(books, "各类用途")}
    if not uses:
        yield Skip("没有填列各类用途")
        return
    for line in books.t5.level(1):
        amount = line.amount("小计")
        if not amount:
            continue
        row = uses.get(line.code)
        yield None if row is not None and row.text("主要用途") else Problem(
            f"各类用途表没有 {subject(line)}的主要用途，该类支出 {money(amount.value, books.accounts.unit)}（{books.accounts.unit}）；请填写。",
            (row.source_of("主要用途") if row is not None else _sheet(books, "各类用途"), *amount.sources))


@check("W112", "自评表指标", "绩效自评表应有指标，或填了产出、效益、满意度的分值。", "预算绩效自评表", WARNING, absent="没有填列绩效自评")
def evaluations_have_indicators(books: Books) -> Iterator[Checked]:
    """Each self-evaluation has indicators or scores by group."""
    for sheet, indicators, key in (("整体绩效自评", "整体绩效指标", "单位名称"), ("项目绩效自评", "项目绩效指标", "项目名称")):
        named = {row.text(key) for row in _rows(books, indicators)}
        for row in _rows(books, sheet):
            scored = any(row.count(f"{group}{part}") for group in ("成本", "产出", "效益", "满意度") for part in ("分值", "得分"))
            place = row.source_of(key)
            yield None if scored or row.text(key) in named else Problem(
                f"{place}（{row.text(key)}）没有绩效指标，也没有填分值；请在{indicators}表填列。", (place,))
