"""The sheets of 绩效, 重点工作 and 名词解释."""

from __future__ import annotations

from generator.workbook.schema.kinds import Form, Item, Kind, Sheet, Table
from generator.workbook.schema.money_sheets import SPENDING, money
from generator.workbook.schema.text_sheets import choice, count, long, score, text

SOME = "部分版式使用，可不填"
#: 按收入性质分, of 整体绩效自评.
FUND_KINDS = ("一般公共预算", "政府性基金", "专户非税收入", "其他资金")
#: What is not 当年财政拨款 in 项目绩效自评, and the amounts of each.
OTHER_SOURCES = ("上年结转", "其他资金")
SOURCE_COLUMNS = (("年初数", "年初预算数"), ("预算数", "全年预算数"), ("执行数", "全年执行数"))
USUAL_WEIGHT = "一般 20"
FIRST_LEVEL = ("成本指标", "产出指标", "效益指标", "满意度指标")
PERFORMANCE = Sheet(
    "绩效概况", "情况说明第十三部分的文字。项目个数、资金、占比和得分由程序根据项目支出和自评表计算。", group="项目和绩效",
    blocks=(Form("预算绩效情况", (
        long("评价情况", help="从绩效评价情况来看……：只写冒号后的内容"),
        long("整体评价情况", help="整体支出自评的文字结论，可不填"),
        long("存在问题", help="自评发现的问题和原因，一段一条；部分版式使用，可不填"),
        long("结果应用", help="绩效自评结果应用情况，一段一条"),
        long("部门评价", help="部门评价结果，部分版式使用，可不填"),
    )),),
)
#: The clerk's paragraphs of an 自评结果 written as text; its numbers are computed.
REPORT_TEXTS = (
    long("产出分析", label="产出指标完成情况分析", help=SOME, width=30),
    long("效益分析", label="效益指标完成情况分析", help=SOME, width=30),
    long("满意度分析", label="满意度指标完成情况分析", help=SOME, width=30),
    long("预算结合情况", label="拟与预算安排相结合情况", help=SOME, width=30),
)
OVERALL = Sheet(
    "整体绩效自评", "一行一个单位的整体绩效自评表；执行率、得分、总分由程序计算。", group="项目和绩效",
    blocks=(Table("整体绩效自评", (
        text("单位名称", required=True, width=40), Item("填报日期", Kind.DATE, width=14),
        money("基本支出总额"), money("项目支出总额"), money("预算数", label="整体支出预算数（A）"),
        money("执行数", label="整体支出执行数（B）"), score("执行分值", help=f"预算执行情况的分值，{USUAL_WEIGHT}；不计分的留空"),
        long("年度目标", width=50),
        score("成本分值"), score("成本得分"),
        score("产出分值", help="指标逐项打分的可不填"), score("产出得分", help="指标逐项打分的不填，由程序相加"),
        score("效益分值"), score("效益得分"), score("满意度分值"), score("满意度得分"),
        long("偏差原因", label="偏差大或目标未完成原因分析", width=40), long("改进措施", label="改进措施及结果应用方案", width=40),
        long("完成情况", label="年度目标实际完成情况", width=50, help=SOME),
        money("年初预算数", label="整体支出年初预算数", help=SOME),
        *(money(f"来源{fund}", label=f"其中：{fund}", help=f"预算数（A）中的{fund}；{SOME}") for fund in FUND_KINDS),
        *(money(f"{kind}预算数", label=f"其中：{kind}", help=f"预算数（A）中的{kind}；{SOME}") for kind in SPENDING),
        long("预算差异分析", help=f"执行数与预算数差异的原因，一段一条；{SOME}", width=40), *REPORT_TEXTS,
    ), blank_rows=15),),
)
INDICATORS = (
    long("年度目标", label="年度绩效目标", help="分多个目标打分时填写，可不填", width=30),
    score("目标分值", help="分多个目标打分时填写"),
    choice("一级指标", FIRST_LEVEL, required=True), text("二级指标", width=20, help="如：数量指标、质量指标、社会效益指标"),
    long("三级指标", required=True, width=40),
    text("年初目标值", label="年初目标值（A）", width=18), text("实际完成值", label="实际完成值（B）", width=18),
    score("分值"), score("得分"), long("备注", width=24),
)
OVERALL_INDICATORS = Sheet(
    "整体绩效指标", "一行一个三级指标；“单位名称”与整体绩效自评表一致。", group="项目和绩效",
    blocks=(Table("整体绩效指标", (text("单位名称", required=True, width=34), *INDICATORS), blank_rows=80),),
)
EVALUATIONS = Sheet(
    "项目绩效自评", "一行一个项目的绩效自评表，项目数不限；执行率、得分、总分由程序计算。", group="项目和绩效",
    blocks=(Table("项目绩效自评", (
        text("项目名称", required=True, width=34), text("填报单位", width=30), Item("填报日期", Kind.DATE, width=14),
        text("主管部门", width=26), text("实施单位", width=26),
        choice("项目类别", ("部门预算项目", "财政专项资金")), choice("项目属性", ("持续性项目", "新增性项目")),
        choice("项目类型", ("常年性项目", "延续性项目", "一次性项目")),
        money("预算数", label="年度财政资金总额预算数（A）"), money("执行数", label="年度财政资金总额执行数（B）"),
        score("执行分值", help=f"预算执行情况的分值，{USUAL_WEIGHT}；不计分的留空"), long("年度目标", width=40),
        score("成本分值"), score("成本得分"), score("产出分值"), score("产出得分", help="指标逐项打分的不填，由程序相加"),
        score("效益分值"), score("效益得分"), score("满意度分值"), score("满意度得分"),
        long("偏差原因", label="偏差大或目标未完成原因分析", width=40), long("改进措施", label="改进措施及结果应用方案", width=40),
        long("完成情况", label="年度目标实际完成情况", width=40, help=SOME),
        money("年初预算数", label="年度资金总额年初预算数", help=SOME),
        *(money(f"{source}{key}", label=f"其中：{source}{label}", help=f"资金总额减去它和另一项，就是当年财政拨款；{SOME}")
          for source in OTHER_SOURCES for key, label in SOURCE_COLUMNS),
        text("项目简称", help=f"自评结果的标题用；{SOME}", width=20), *REPORT_TEXTS,
    ), blank_rows=30),),
)
PROJECT_INDICATORS = Sheet(
    "项目绩效指标", "一行一个三级指标；“项目名称”与项目绩效自评表一致。", group="项目和绩效",
    blocks=(Table("项目绩效指标", (text("项目名称", required=True, width=34), *INDICATORS), blank_rows=200),),
)
PERFORMANCE_BASE = Sheet(
    "绩效基础数据", "整体支出绩效评价基础数据表；只有部分版式使用。人员数取自“机构与单位”，“三公”经费取自“三公经费”，控制率由程序计算。",
    group="项目和绩效", optional=True,
    blocks=(
        Form("楼堂馆所和措施", (
            count("批复规模", label="楼堂馆所批复规模（平方米）", help="当年完工的项目，取整数；没有的填 0"),
            count("实际规模", label="楼堂馆所实际规模（平方米）"),
            money("预算投资", label="楼堂馆所预算投资"), money("实际投资", label="楼堂馆所实际投资"),
            long("厉行节约措施", label="厉行节约保障措施"),
        )),
        Table("经费控制情况", (
            text("项目", required=True, width=44, help="“三公”经费不填，自动列在前面"),
            choice("级次", ("一级", "二级", "三级"), width=10, help="决定缩进，不填为一级"),
            money("上年决算数"), money("预算数", label="本年预算数"), money("决算数", label="本年决算数"),
        ), blank_rows=30),
    ),
)
REPORT_LEVELS = ("正文", "一级标题", "二级标题", "三级标题")
REPORTS = Sheet(
    "自评报告", "作为附件公开的绩效自评报告：一行一个自然段或标题，标题自带序号；只有部分版式使用。", group="项目和绩效", optional=True,
    blocks=(Table("自评报告", (
        text("报告名称", width=34, help="整体支出的自评报告可不填；有几份报告的，填报告或项目名称，与上一行相同的可不填"),
        choice("类型", REPORT_LEVELS, width=12, help="不填为正文"), long("内容", required=True, width=110),
    ), blank_rows=60),),
)
KEY_WORK = Sheet(
    "重点工作概述", "重点工作完成情况的文字部分：一行一个自然段或小标题。", group="重点工作和名词",
    blocks=(Table("重点工作概述", (
        choice("类型", ("正文", "小标题"), width=10, help="不填为正文"), long("内容", required=True, width=110),
    ), blank_rows=30),),
)
KEY_ITEMS = Sheet(
    "重点工作事项", "重点工作完成情况表。同一重要事项占多行时，重要事项重复填写，报告中自动合并单元格。", group="重点工作和名词",
    blocks=(Table("重点工作事项", (
        text("重要事项", required=True, width=30), long("工作内容及目标", required=True, width=50),
        long("完成情况", required=True, width=60),
    ), blank_rows=20),),
)
TERMS = Sheet(
    "名词解释", "在固定名词之外需要解释的名词；与固定名词同名的，以这里的解释为准。", group="重点工作和名词",
    blocks=(Table("名词解释补充", (text("名词", required=True, width=30), long("解释", required=True, width=100)), blank_rows=20),),
)
