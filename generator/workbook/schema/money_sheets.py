"""The sheets that hold the figures of 公开01表 to 公开09表."""

from __future__ import annotations

from generator.workbook.schema.kinds import Form, Item, Kind, Matrix, Sheet, Table

CODE = Item("科目编码", Kind.CODE, required=True, width=12,
            help="类 3 位、款 5 位、项 7 位；只需填到项级。粘贴官方报表时，类、款小计行和“合计”行可以保留")
NAME = Item("科目名称", Kind.TEXT, width=36, help="填编码后自动显示；与当年科目不一致时可直接改写，以改写的为准")


def money(key: str, *, label: str = "", help: str = "", parts: tuple[str, ...] = ()) -> Item:
    """A money column or field; computed where `parts` says from what."""
    return Item(key, Kind.MONEY, label=label, computed=bool(parts), help=help, width=16, parts=parts)


INCOME_COLUMNS = ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
EXPENDITURE_COLUMNS = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
SPENDING = ("基本支出", "项目支出")
FUNDS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")

INCOME = Sheet(
    "收入", "按公开02表（收入决算表）逐项填列：一行一个项级科目。", group="决算数",
    blocks=(Table("收入决算", (CODE, NAME, money("本年收入合计", parts=INCOME_COLUMNS), *map(money, INCOME_COLUMNS)),
                  catalogue="功能分类", total=True),),
)
EXPENDITURE = Sheet(
    "支出", "按公开03表（支出决算表）逐项填列。全部支出都是财政拨款的单位可以不填，由下面三张财政拨款表汇总。", group="决算数",
    blocks=(Table("支出决算", (CODE, NAME, money("本年支出合计", parts=EXPENDITURE_COLUMNS), *map(money, EXPENDITURE_COLUMNS)),
                  catalogue="功能分类", total=True),),
)
GENERAL = Sheet(
    "一般公共预算", "按公开05表逐项填列；年初预算数和差异原因用于情况说明第五部分（三）。", group="决算数",
    blocks=(Table("一般公共预算财政拨款支出", (
        CODE, NAME, money("小计", label="本年支出小计", parts=SPENDING), money("基本支出"), money("项目支出"),
        money("年初预算数", help="没有年初预算填 0"),
        Item("差异原因", Kind.LONG, width=44, help="决算数与年初预算数不一致的主要原因；只写原因，不写“主要原因是”"),
    ), catalogue="功能分类", total=True),),
)
FUND = Sheet(
    "政府性基金", "按公开07表逐项填列；没有政府性基金收支的不填。", group="决算数", optional=True,
    blocks=(Table("政府性基金预算财政拨款收支", (
        CODE, NAME, money("年初结转和结余"), money("本年收入"), money("小计", label="本年支出小计", parts=SPENDING),
        money("基本支出"), money("项目支出"), money("年末结转和结余", parts=("年初结转和结余", "本年收入", "-小计")),
        Item("主要用途", Kind.LONG, width=36),
    ), catalogue="功能分类", total=True),),
)
CAPITAL = Sheet(
    "国有资本经营", "按公开08表逐项填列；没有国有资本经营预算支出的不填。", group="决算数", optional=True,
    blocks=(Table("国有资本经营预算财政拨款支出", (
        CODE, NAME, money("合计", label="本年支出合计", parts=SPENDING), money("基本支出"), money("项目支出"),
        Item("主要用途", Kind.LONG, width=36),
    ), catalogue="功能分类", total=True),),
)
BALANCES = Sheet(
    "结转结余", "取自公开01表、公开04表。没有的项目留空。", group="决算数",
    blocks=(
        Form("全部资金（公开01表）", (
            money("使用非财政拨款结余", help="公开01表收入方“使用非财政拨款结余（含专用结余）”"),
            money("年初结转和结余", help="全部资金，含财政拨款"),
            money("结余分配"),
            money("年末结转和结余", help="全部资金，含财政拨款"),
        )),
        Matrix("财政拨款（公开04表）", FUNDS, (
            money("年初结转和结余"),
            money("本年收入", help="一般公共预算、政府性基金可不填，由收入表和政府性基金表推算；填了则核对"),
            money("年末结转和结余"),
        ), row_header="资金"),
    ),
)
ECONOMIC = Sheet(
    "基本支出经济分类", "按公开06表填列一般公共预算财政拨款基本支出；类级自动合计。没有列出的款可在表尾补充。", group="决算数",
    blocks=(Table("基本支出明细", (
        Item("科目编码", Kind.CODE, required=True, width=12, help="类 3 位、款 5 位；只需填款级"),
        NAME, money("决算数"),
    ), catalogue="经济分类", prefilled=True, blank_rows=10),),
)
THREE_PUBLIC_ITEMS = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
RECEPTION_KINDS = ("国际访问", "大型活动", "外省市交流接待", "其他接待")
PEOPLE = (Item("批次", Kind.COUNT), Item("人次", Kind.COUNT))
THREE_PUBLIC = Sheet(
    "三公经费", "取自公开09表和“三公”经费统计。没有“三公”经费的金额留空或填 0。", group="决算数",
    blocks=(
        Matrix("金额", THREE_PUBLIC_ITEMS, (
            money("预算数", label="全年预算数"), money("决算数"), money("上年决算数"),
            Item("与预算差异原因", Kind.LONG, width=36), Item("与上年差异原因", Kind.LONG, width=36),
        )),
        Form("实物量", (
            Item("因公出国（境）团组数", Kind.COUNT), Item("因公出国（境）人次", Kind.COUNT),
            Item("因公出国（境）内容", Kind.LONG, help="团组去向、任务，可不填"),
            Item("公务用车购置数", Kind.COUNT, label="公务用车购置（更新）数（辆）"),
            Item("公务用车保有量", Kind.COUNT, label="年末公务用车保有量（辆）", help="开支财政拨款的公务用车"),
            Item("公务用车运行内容", Kind.LONG, label="公务用车运行维护费用途"),
            Item("公务接待批次", Kind.COUNT, label="国内公务接待批次"), Item("公务接待人次", Kind.COUNT, label="国内公务接待人次"),
            Item("外事接待费", Kind.MONEY, label="其中：外事接待费"),
            Item("外事接待批次", Kind.COUNT, label="外事接待批次"), Item("外事接待人次", Kind.COUNT, label="外事接待人次"),
            Item("公务接待内容", Kind.LONG, label="公务接待用途"),
        )),
        Matrix("公务接待分类（部分版式使用）", RECEPTION_KINDS, (money("金额"), *PEOPLE)),
    ),
)
PRINTED_TOTALS = Sheet(
    "总表印数", "只有万元数、且官方总表（公开01表、公开04表）所印的类级数与明细合计有尾差时才填：照抄官方报表。", group="决算数", optional=True,
    blocks=(Table("公开01表、公开04表支出方类级印数", (
        CODE, NAME, money("公开01表"), money("公开04表一般公共预算", label="公开04表：一般公共预算"),
        money("公开04表政府性基金", label="公开04表：政府性基金"), money("公开04表国有资本经营", label="公开04表：国有资本经营"),
    ), catalogue="功能分类", blank_rows=10),),
)

MONEY_SHEETS = (INCOME, EXPENDITURE, GENERAL, FUND, CAPITAL, BALANCES, ECONOMIC, THREE_PUBLIC)
