"""勾稽核对: the identities of the tables as pairs of formulas. The command `check` says the same with more care."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.workbook.live.codes import Codes
from generator.workbook.live.refs import Places, Ref, Value, basics_cell, combined, plain
from generator.workbook.live.totals import FUND_KEYS, SPENT, Grid, closing_of, fund_spending, opening_of
from generator.workbook.schema.money_sheets import (
    EXPENDITURE_COLUMNS,
    FUNDS,
    INCOME_COLUMNS,
    RECEPTION_KINDS,
    SPENDING,
    THREE_PUBLIC_ITEMS,
)
from generator.workbook.schema.result_sheets import FIRST_LEVEL
from generator.workbook.schema.text_sheets import UNIT_KINDS, VEHICLE_KINDS

EQUAL, AT_MOST = "=", "≤"
GENERAL, FUND, CAPITAL = FUNDS
ABROAD, PURCHASE, RUNNING, RECEPTION = THREE_PUBLIC_ITEMS
ECONOMIC_ITEMS = {"30212": ABROAD, "31013": PURCHASE, "30231": RUNNING, "30217": RECEPTION}
PROJECT_FUNDS = {"一般公共预算": ("一般公共预算", "="), "政府性基金预算": ("政府性基金", "≤"), "国有资本经营预算": ("国有资本经营", "≤")}
EVALUATIONS = (("整体绩效自评", "整体绩效指标", "单位名称"), ("项目绩效自评", "项目绩效指标", "项目名称"))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides of a rule.

    `when` is a condition under which it applies. `loose` marks a rule that may have good reasons not to hold (请核对),
    `partial` one whose one side may be left blank for good, `counted` one that counts rows instead of adding amounts.
    """

    left: Value
    right: Value
    when: str = ""
    loose: bool = False
    partial: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in words, how its sides compare, the sheet to mend it in, and its formulas."""

    text: str
    relation: str
    sheet: str
    build: Callable[[Grid], Comparison]


def _across(sheet: str, whole: str, label: str, parts: tuple[str, ...]) -> Rule:
    words = "各项之和" if len(parts) > 3 else " + ".join(parts)
    return Rule(f"{sheet}表：{label} = {words}", EQUAL, sheet, lambda grid: Comparison(
        plain(grid.total(sheet, whole)), combined([grid.total(sheet, part) for part in parts])))


def _within_expenditure(key: str, label: str) -> Rule:
    def build(grid: Grid) -> Comparison:
        funds = fund_spending(grid) if key == "本年支出合计" else [grid.total(sheet, key) for sheet in SPENT]
        whole, any_of_it = grid.total("支出", key), grid.total("支出", "本年支出合计")
        return Comparison(combined(funds), Value(f'IF(COUNT({any_of_it.address})=0,"",N({whole.address}))', whole.count), partial=True)

    return Rule(f"三张财政拨款表{label}之和 ≤ 支出表{label}（支出表不填的不核对）", AT_MOST, "支出", build)


def _fund_balance(fund: str, sheet: str) -> Rule:
    return Rule(f"{fund}：年初结转和结余 + 本年收入 = 本年支出 + 年末结转和结余", EQUAL, "结转结余", lambda grid: Comparison(
        combined([opening_of(grid, fund), grid.derived(f"{fund}本年收入")]),
        combined([grid.total(sheet, SPENT[sheet]), closing_of(grid, fund)])))


def _typed_fund(key: str) -> Rule:
    return Rule(f"结转结余表政府性基金{key} = 政府性基金表合计（结转结余表不填的不核对）", EQUAL, "结转结余", lambda grid: Comparison(
        plain(grid.cell(f"结转结余.{FUND}.{key}")), plain(grid.total("政府性基金", key)), partial=True))


def _fiscal_part(key: str, of: Callable[[Grid, str], Ref]) -> Rule:
    return Rule(f"三项财政拨款{key}之和 ≤ 全部资金{key}", AT_MOST, "结转结余", lambda grid: Comparison(
        combined([of(grid, fund) for fund in FUNDS]), plain(grid.cell(f"结转结余.{key}"))))


def _economic(code: str, item: str) -> Rule:
    def build(grid: Grid) -> Comparison:
        sheet = "基本支出经济分类"
        values = grid.places.column(sheet, "决算数")
        chosen = f'(SUBSTITUTE({grid.codes(sheet).codes}," ","")="{code}")'
        count = f"SUMPRODUCT({chosen}*ISNUMBER({values}))"
        return Comparison(Value(f'IF({count}=0,"",SUMPRODUCT({chosen}*1,{values}))', count),
                          plain(grid.cell(f"三公经费.{item}.决算数")))

    return Rule(f"公开06表 {code} ≤ “三公”经费 {item}决算数", AT_MOST, "三公经费", build)


def _budget(item: str) -> Rule:
    return Rule(f"{item}：决算数 ≤ 全年预算数（超出的写明原因）", AT_MOST, "三公经费", lambda grid: Comparison(
        plain(grid.cell(f"三公经费.{item}.决算数")), plain(grid.cell(f"三公经费.{item}.预算数")), loose=True))


def _operating(grid: Grid) -> Comparison:
    return Comparison(plain(grid.cell("机关运行经费.决算数")), plain(Ref(grid.places.office_total)), partial=True,
                      when=administrative())


def administrative() -> str:
    """The condition that the unit is a 行政 or 参公 unit."""
    kinds = ",".join(f'{basics_cell("单位性质")}="{name}"' for name in UNIT_KINDS[:2])
    return f"OR({kinds})"


def _purchases(*keys: str) -> Callable[[Grid], Value]:
    return lambda grid: combined([grid.cell(f"政府采购.{key}") for key in keys])


def _procurement(text: str, relation: str, left: Callable[[Grid], Value], right: Callable[[Grid], Value], *,
                 partial: bool = False) -> Rule:
    return Rule(text, relation, "政府采购", lambda grid: Comparison(left(grid), right(grid), partial=partial, loose=partial))


def _projects(fund: str, sheet: str, relation: str) -> Rule:
    def build(grid: Grid) -> Comparison:
        funds, values = (grid.places.column("项目支出", key) for key in ("资金来源", "决算数"))
        chosen = f'({funds}="{fund}")' + (f'+({funds}="")' if sheet == fund else "")
        count = f"SUMPRODUCT(({chosen})*ISNUMBER({values}))"
        return Comparison(Value(f'IF({count}=0,"",SUMPRODUCT(({chosen})*1,{values}))', count),
                          plain(grid.total(sheet, "项目支出")), loose=True, partial=relation == AT_MOST)

    return Rule(f"项目支出清单（{fund}）执行数之和 {relation} {sheet}表项目支出合计", relation, "项目支出", build)


def _nothing_but(text: str, sheet: str, there: Callable[[Places], str], wrong: Callable[[Grid], str], *,
                 loose: bool = False) -> Rule:
    """A rule that counts what is wrong: there should be none."""
    def build(grid: Grid) -> Comparison:
        present = f"SUMPRODUCT((LEN({there(grid.places)})>0)*1)"
        return Comparison(Value(f'IF({present}=0,"",SUMPRODUCT({wrong(grid)}))', "0"),
                          Value(f'IF({present}=0,"",0)', "0"), counted=True, loose=loose)

    return Rule(text, EQUAL, sheet, build)


def _code_rule(sheet: str) -> Rule:
    def wrong(grid: Grid) -> str:
        codes: Codes = grid.codes(sheet)
        return f"(({codes.repeated})+({codes.misshapen})>0)*1"

    def there(places: Places) -> str:
        return places.column(sheet, "决算数" if places.table(sheet).prefilled else "科目编码")

    return _nothing_but(f"{sheet}表：科目编码重复或位数不对的行数", sheet, there, wrong)


def _weights(sheet: str, indicators: str, name: str) -> Rule:
    """执行分值 + the weights of the groups (or of the indicators) is 100; those scored by goals are left out."""
    def wrong(grid: Grid) -> str:
        column = grid.places.column
        names, listed = column(sheet, name), column(indicators, name)
        given = [column(sheet, key) for key in group_weights()]
        grouped = "+".join(f"ISNUMBER({cells})" for cells in given)
        summed = "+".join([column(sheet, "执行分值"), *given])
        single = f"SUMIF({listed},{names},{column(indicators, '分值')})"
        goals = f"SUMIF({listed},{names},{column(indicators, '目标分值')})"
        unknown = f"COUNTIF({listed},{names})-COUNTIFS({listed},{names},{column(indicators, '分值')},\">=0\")"
        total = f"({summed})+(({grouped})=0)*{single}"
        known = f"((({grouped})>0)+(({unknown})=0)>0)"
        return f"(LEN({names})>0)*({goals}=0)*{known}*(({total})<>0)*(ABS({total}-100)>0.001)"

    return _nothing_but(f"{sheet}：分值合计（含执行分值）不是 100 的张数", sheet, lambda places: places.column(sheet, name), wrong,
                        loose=True)


def group_weights() -> tuple[str, ...]:
    """The columns of the weights by group of indicators."""
    return tuple(f"{group.removesuffix('指标')}分值" for group in FIRST_LEVEL)


def _scores(sheet: str, name: str) -> Rule:
    def wrong(grid: Grid) -> str:
        score, weight = grid.places.column(sheet, "得分"), grid.places.column(sheet, "分值")
        return f"ISNUMBER({score})*ISNUMBER({weight})*({score}>{weight})"

    return _nothing_but(f"{sheet}：得分大于分值的行数", sheet, lambda places: places.column(sheet, name), wrong)


def _unmatched(sheet: str, indicators: str, name: str) -> Rule:
    def wrong(grid: Grid) -> str:
        listed, names = grid.places.column(indicators, name), grid.places.column(sheet, name)
        return f"(LEN({listed})>0)*ISNA(MATCH({listed},{names},0))"

    return _nothing_but(f"{indicators}：{name}不在{sheet}表中的行数", indicators, lambda places: places.column(indicators, name), wrong)


def _balance(left: str, right: str) -> Callable[[Grid], Comparison]:
    return lambda grid: Comparison(plain(grid.derived(left)), plain(grid.derived(right)))


def _fiscal_income(grid: Grid) -> Comparison:
    """Only where 一般公共预算本年收入 was typed: else it follows from 收入 and nothing is compared."""
    typed = grid.cell(f"结转结余.{GENERAL}.本年收入")
    funds = combined([typed, grid.derived(f"{FUND}本年收入"), grid.derived(f"{CAPITAL}本年收入")])
    return Comparison(plain(grid.total("收入", INCOME_COLUMNS[0])),
                      Value(f'IF(COUNT({typed.address})=0,"",{funds.formula})', funds.figures), when=f"COUNT({typed.address})>0")


def _fund_identity(grid: Grid) -> Comparison:
    opening, income, closing = (grid.total("政府性基金", key) for key in FUND_KEYS)
    return Comparison(combined([opening, income], [grid.total("政府性基金", "小计")]), plain(closing))


def _three_public(grid: Grid) -> Comparison:
    return Comparison(combined([grid.cell(f"三公经费.{item}.决算数") for item in THREE_PUBLIC_ITEMS]),
                      plain(grid.total("一般公共预算", "小计")))


KINDS = ("货物", "工程", "服务")
_ALL = _purchases(*(f"{kind}支出" for kind in KINDS))
CODE_SHEETS = ("收入", "支出", "一般公共预算", "政府性基金", "国有资本经营", "基本支出经济分类")

SECTIONS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("一、收支平衡和各表之间", (
        Rule("公开01表：本年收入 + 使用非财政拨款结余 + 年初结转和结余 = 本年支出 + 结余分配 + 年末结转和结余", EQUAL, "结转结余",
             _balance("收入总计", "支出总计")),
        Rule("公开04表：三项财政拨款收入总计 = 支出总计", EQUAL, "结转结余", _balance("财政拨款收入总计", "财政拨款支出总计")),
        *(_fund_balance(fund, sheet) for fund, sheet in zip(FUNDS, SPENT, strict=True)),
        Rule("收入表财政拨款收入 = 一般公共预算 + 政府性基金 + 国有资本经营本年收入（一般公共预算不填的，由收入表推算）", EQUAL, "收入", _fiscal_income),
        *(_within_expenditure(key, label) for key, label in
          (("基本支出", "基本支出"), ("项目支出", "项目支出"), ("本年支出合计", "支出合计"))),
        Rule("公开06表人员经费 + 公用经费 = 公开05表基本支出", EQUAL, "基本支出经济分类", lambda grid: Comparison(
            plain(grid.total("基本支出经济分类", "决算数")), plain(grid.total("一般公共预算", "基本支出")))),
        Rule("公开07表：年初结转和结余 + 本年收入 − 本年支出 = 年末结转和结余", EQUAL, "政府性基金", _fund_identity),
        *map(_typed_fund, FUND_KEYS),
        _fiscal_part("年初结转和结余", opening_of), _fiscal_part("年末结转和结余", closing_of),
    )),
    ("二、各表之内", (
        _across("收入", "本年收入合计", "本年收入合计", INCOME_COLUMNS),
        _across("支出", "本年支出合计", "本年支出合计", EXPENDITURE_COLUMNS),
        *(_across(sheet, key, "本年支出", SPENDING) for sheet, key in SPENT.items()),
        *map(_code_rule, CODE_SHEETS),
    )),
    ("三、“三公”经费、机关运行经费和政府采购", (
        *(_economic(code, item) for code, item in ECONOMIC_ITEMS.items()),
        Rule("“三公”经费决算数合计 ≤ 一般公共预算财政拨款支出", AT_MOST, "三公经费", _three_public),
        *map(_budget, THREE_PUBLIC_ITEMS),
        Rule("外事接待费 ≤ 公务接待费", AT_MOST, "三公经费", lambda grid: Comparison(
            plain(grid.cell("三公经费.外事接待费")), plain(grid.cell(f"三公经费.{RECEPTION}.决算数")))),
        Rule("公务接待分类金额之和 = 公务接待费（不填分类的不核对）", EQUAL, "三公经费", lambda grid: Comparison(
            combined([grid.cell(f"三公经费.{kind}.金额") for kind in RECEPTION_KINDS]),
            plain(grid.cell(f"三公经费.{RECEPTION}.决算数")), partial=True)),
        Rule("公务用车保有量 ≤ 国有资产中的车辆数", AT_MOST, "国有资产", lambda grid: Comparison(
            plain(grid.cell("三公经费.公务用车保有量")), combined([grid.cell(f"国有资产.{kind}.数量") for kind in VEHICLE_KINDS]),
            loose=True, counted=True)),
        Rule("机关运行经费决算数 = 公用经费（行政和参公单位；不填的取公用经费）", EQUAL, "机关运行经费", _operating),
        _procurement("授予小微企业 ≤ 授予中小企业合同金额", AT_MOST, _purchases("小微企业"), _purchases("中小企业")),
        _procurement("授予中小企业合同金额 ≤ 政府采购支出（货物 + 工程 + 服务）", AT_MOST, _purchases("中小企业"), _ALL),
        _procurement("三类授予中小企业之和 = 授予中小企业合同金额（不填分类的不核对）", EQUAL,
                     _purchases(*(f"{kind}中小企业" for kind in KINDS)), _purchases("中小企业"), partial=True),
        *(_procurement(f"{kind}采购授予中小企业 ≤ {kind}支出", AT_MOST, _purchases(f"{kind}中小企业"), _purchases(f"{kind}支出"))
          for kind in KINDS),
    )),
    ("四、项目和绩效", (
        *(_projects(fund, sheet, relation) for fund, (sheet, relation) in PROJECT_FUNDS.items()),
        *(_weights(*names) for names in EVALUATIONS),
        *(_scores(indicators, name) for _, indicators, name in EVALUATIONS),
        *(_unmatched(*names) for names in EVALUATIONS),
    )),
)
