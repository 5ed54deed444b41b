"""The sheets of 绩效, 重点工作 and 名词解释."""

from __future__ import annotations

from generator.workbook.schema.kinds import Form, Item, Kind, Sheet, Table
from generator.workbook.schema.money_sheets import money
from generator.workbook.schema.text_sheets import choice, long, score, text

FIRST_LEVEL = ("成本指标", "产出指标", "效益指标", "满意度指标")
PERFORMANCE = Sheet(
    "绩效概况", "情况说明第十三部分的文字。项目个数、资金、占比和得分由程序根据项目支出和自评表计算。", group="项目和绩效",
    blocks=(Form("预算绩效情况", (
        long("评价情况", help="从绩效评价情况来看……：只写冒号后的内容"),
        long("整体评价情况", help="整体支出自评的文字结论，可不填"),
        long("结果应用", help="绩效自评结果应用情况，一段一条"),
        long("部门评价", help="部门评价结果，部分版式使用，可不填"),
    )),),
)
OVERALL = Sheet(
    "整体绩效自评", "一行一个单位的整体绩效自评表；执行率、得分、总分由程序计算。", group="项目和绩效",
    blocks=(Table("整体绩效自评", (
        text("单位名称", required=True, width=40), Item("填报日期", Kind.DATE, width=14),
        money("基本支出总额"), money("项目支出总额"), money("预算数", label="整体支出预算数（A）"),
        money("执行数", label="整体支出执行数（B）"), score("执行分值", help="预算执行情况的分值，一般 20；不计分的留空"),
        long("年度目标", width=50),
        score("成本分值"), score("成本得分"),
        score("产出分值", help="指标逐项打分的可不填"), score("产出得分", help="指标逐项打分的不填，由程序相加"),
        score("效益分值"), score("效益得分"), score("满意度分值"), score("满意度得分"),
        long("偏差原因", label="偏差大或目标未完成原因分析", width=40), long("改进措施", label="改进措施及结果应用方案", width=40),
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
        score("执行分值", help="预算执行情况的分值，一般 20；不计分的留空"), long("年度目标", width=40),
        score("成本分值"), score("成本得分"), score("产出分值"), score("产出得分", help="指标逐项打分的不填，由程序相加"),
        score("效益分值"), score("效益得分"), score("满意度分值"), score("满意度得分"),
        long("偏差原因", label="偏差大或目标未完成原因分析", width=40), long("改进措施", label="改进措施及结果应用方案", width=40),
    ), blank_rows=30),),
)
PROJECT_INDICATORS = Sheet(
    "项目绩效指标", "一行一个三级指标；“项目名称”与项目绩效自评表一致。", group="项目和绩效",
    blocks=(Table("项目绩效指标", (text("项目名称", required=True, width=34), *INDICATORS), blank_rows=200),),
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
