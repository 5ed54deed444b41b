"""The sheets that hold what is not in 公开01表 to 公开09表: the department, reasons, projects, 绩效, terms."""

from __future__ import annotations

from generator.workbook.schema.kinds import Form, Item, Kind, Matrix, Sheet, Table
from generator.workbook.schema.money_sheets import money


def text(key: str, *, label: str = "", required: bool = False, help: str = "", width: float = 24) -> Item:
    """A short text."""
    return Item(key, Kind.TEXT, label=label, required=required, help=help, width=width)


def long(key: str, *, label: str = "", required: bool = False, help: str = "", width: float = 60) -> Item:
    """A text of one or more paragraphs (Alt+Enter parts paragraphs)."""
    return Item(key, Kind.LONG, label=label, required=required, help=help, width=width)


def count(key: str, *, label: str = "", help: str = "") -> Item:
    """A whole number."""
    return Item(key, Kind.COUNT, label=label, help=help, width=10)


def score(key: str, *, label: str = "", help: str = "") -> Item:
    """A score or weight in 分."""
    return Item(key, Kind.SCORE, label=label, help=help, width=10)


def choice(key: str, choices: tuple[str, ...], *, label: str = "", required: bool = False, help: str = "",
           width: float = 16) -> Item:
    """One of a closed list."""
    return Item(key, Kind.CHOICE, label=label, required=required, help=help, choices=choices, width=width)


YES_NO = ("是", "否")
UNIT_KINDS = ("行政单位", "参照公务员法管理的事业单位", "公益一类事业单位", "公益二类事业单位", "其他")

BASICS = Sheet(
    "基本信息", "单位名称、年度、金额单位和版式。", group="单位情况",
    blocks=(Form("基本信息", (
        text("单位全称", required=True, help="公章上的名称，不含“（汇总）”", width=44),
        text("单位简称", help="情况说明中使用的简称，可不填"),
        text("公开表所印名称", help="公开表“部门：”后所印的名称；不填则用单位全称", width=44),
        choice("汇总", YES_NO, label="是否汇总", required=True, help="部门汇总公开填“是”，名称后加“（汇总）”；单位单独公开填“否”"),
        Item("决算年度", Kind.COUNT, required=True, help="如 2023"),
        choice("金额单位", ("元", "万元"), required=True, help="本工作簿全部金额的单位；有元的填元，由程序统一换算、只舍入一次"),
        text("版式", required=True, help="财政部门下发时已填好，不要改"),
        choice("单位性质", UNIT_KINDS, required=True, help="行政单位和参公单位的公用经费即机关运行经费"),
        Item("公开日期", Kind.DATE, help="封面日期"),
        text("联系电话", help="决算公开联系电话"),
        text("本级财政", help="名词解释用，如：区级财政、市级财政"),
    )),),
)
DUTIES = Sheet(
    "主要职责", "一行一个自然段；也可以在一格里用 Alt+Enter 分段。", group="单位情况",
    blocks=(Table("部门主要职责", (long("内容", required=True, width=110),), blank_rows=20),),
)
UNITS = Sheet(
    "机构与单位", "纳入本次决算的单位：第一行是本级，以下是下属单位。人员情况只有部分版式使用。", group="单位情况",
    blocks=(
        Form("机构和人员", (
            long("内设机构", help="内设机构情况，可不填"),
            count("编制人数"), count("在职人数", label="在职实有人数"), count("行政人数", label="其中：行政"),
            count("参公人数", label="其中：参照公务员法管理"), count("事业人数", label="其中：事业"),
            count("离休人数"), count("退休人数"), long("人员说明", help="可不填"),
        )),
        Table("决算单位", (
            text("单位名称", required=True, width=48), choice("层级", ("本级", "下属单位"), required=True),
            choice("单位性质", UNIT_KINDS, width=30), text("单位简称", width=24, help="项目支出按单位列示时使用"),
        ), blank_rows=30),
    ),
)
PRIOR_YEAR = Sheet(
    "上年数", "上年决算数，取自上年公开表。上年没有的填 0；不知道的留空。", group="上年数和原因",
    blocks=(Form("上年决算数", (
        money("收入总计", label="收、支总计（公开01表总计）"),
        money("本年收入合计", label="收入合计（公开01表）"),
        money("本年支出合计", label="支出合计（公开01表）"),
        money("财政拨款总计", label="财政拨款收、支总计（公开04表总计）"),
        money("一般公共预算财政拨款收入"), money("政府性基金预算财政拨款收入"), money("国有资本经营预算财政拨款收入"),
        money("一般公共预算财政拨款支出"), money("政府性基金预算财政拨款支出"), money("国有资本经营预算财政拨款支出"),
        money("基本支出"), money("项目支出"),
    )),),
)
REASONS = Sheet(
    "变动原因", "与上年相比增减的主要原因。只写原因，不写“主要原因是”，末尾不加句号。", group="上年数和原因",
    blocks=(Form("比上年增减的主要原因", (
        long("收支总计", label="收、支总计"), long("本年收入", label="本年收入合计"), long("本年支出", label="本年支出合计"),
        long("财政拨款总计", label="财政拨款收、支总计"),
        long("一般公共预算财政拨款收入"), long("政府性基金预算财政拨款收入"), long("国有资本经营预算财政拨款收入"),
        long("一般公共预算财政拨款支出"), long("政府性基金预算财政拨款支出"), long("国有资本经营预算财政拨款支出"),
    )),),
)
USES = Sheet(
    "各类用途", "一般公共预算财政拨款支出各类的主要用途（情况说明第五部分（二））。", group="上年数和原因",
    blocks=(Table("各类支出主要用途", (
        Item("科目编码", Kind.TEXT, required=True, width=12, help="类级编码，3 位"), text("科目名称", width=30),
        long("主要用途", help="只写用途，不写“主要用于”", width=80),
    ), blank_rows=15),),
)
PROJECTS = Sheet(
    "项目支出", "项目支出的用途和成效；纳入绩效自评的项目在情况说明第十三部分逐个列示。", group="项目和绩效",
    blocks=(Table("项目支出", (
        text("项目名称", required=True, width=36), text("实施单位", width=28, help="填“机构与单位”中的单位名称或简称"),
        Item("科目编码", Kind.TEXT, label="支出功能科目", width=12, help="项级编码，可不填"),
        choice("资金来源", ("一般公共预算", "政府性基金预算", "国有资本经营预算", "其他资金"), help="不填为一般公共预算"),
        money("全年预算数", help="调整后的全年预算数，含上年结转"), money("决算数", label="执行数（决算数）"),
        choice("自评", YES_NO, label="纳入绩效自评", width=10, help="不填为“是”"),
        long("支出内容", help="主要支出内容，可不填", width=36), long("主要成效", width=50),
        long("产出和效益", label="自评：主要产出和效益", help="不填则用“主要成效”", width=50),
        long("存在问题", label="自评：发现的问题及原因", width=36), long("整改措施", label="自评：下一步改进措施", width=36),
    ), blank_rows=30),),
)
OPERATING = Sheet(
    "机关运行经费", "行政单位和参公单位填列。", group="其他说明",
    blocks=(Form("机关运行经费", (
        money("决算数", help="不填则取公开06表公用经费合计"), money("年初预算数"), money("上年决算数"),
        long("变动原因", help="与比较基数相比增减的主要原因"), long("说明", help="无机关运行经费等情况的说明，可不填"),
    )),),
)
PROCUREMENT = Sheet(
    "政府采购", "当年政府采购支出和授予中小企业合同金额。没有政府采购的留空。", group="其他说明",
    blocks=(Form("政府采购支出", (
        money("货物支出"), money("工程支出"), money("服务支出"),
        text("货物说明", help="括注在货物支出后，可不填", width=30),
        text("工程说明", width=30), text("服务说明", width=30),
        money("中小企业", label="授予中小企业合同金额"), money("小微企业", label="其中：授予小微企业合同金额"),
        money("货物中小企业", label="货物采购授予中小企业合同金额"), money("工程中小企业", label="工程采购授予中小企业合同金额"),
        money("服务中小企业", label="服务采购授予中小企业合同金额"),
    )),),
)
VEHICLE_KINDS = ("副部（省）级及以上领导用车", "主要领导干部用车", "机要通信用车", "应急保障用车", "执法执勤用车",
                 "特种专业技术用车", "离退休干部服务用车", "其他用车")
ASSETS = Sheet(
    "国有资产", "年末国有资产占用情况。没有的填 0。", group="其他说明",
    blocks=(
        Matrix("车辆", VEHICLE_KINDS, (count("数量", label="数量（辆）"),), row_header="车辆类别"),
        Form("设备和其他", (
            text("其他用车说明", label="其他用车主要是", help="有其他用车时填写", width=36),
            count("百万元设备", label="单价100万元（含）以上设备（台、套）"),
            count("五十万元通用设备", label="单价50万元（含）以上通用设备（台、套）", help="部分版式使用"),
            count("百万元专用设备", label="单价100万元（含）以上专用设备（台、套）", help="部分版式使用"),
            long("资产说明", label="其他说明", help="如：实行车改后本部门无公务用车；可不填"),
        )),
    ),
)
GENERAL_SPENDING = Sheet(
    "一般性支出", "会议费、培训费、节庆等活动支出；只有部分版式使用。", group="其他说明", optional=True,
    blocks=(Form("一般性支出", (
        money("会议费"), count("会议人数"), long("会议内容"), money("培训费"), count("培训人数"), long("培训内容"),
        money("活动费", label="节庆、晚会、论坛、赛事等活动支出"), long("活动内容"),
    )),),
)
OTHER_MATTERS = Sheet(
    "其他事项", "情况说明最后的“其他”；只有部分版式使用。", group="其他说明", optional=True,
    blocks=(Form("其他需要说明的事项", (long("其他事项", help="一段一条，如：在何处公开"),)),),
)
