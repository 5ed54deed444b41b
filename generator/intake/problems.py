"""Everything that taking over official tables can find, with its code."""

from __future__ import annotations

from generator.model import Severity
from generator.workbook.problems import Problem


def _problem(code: str, severity: Severity, title: str, remedy: str) -> Problem:
    return Problem(code, severity, title, remedy)


NOTHING_FOUND = _problem("I001", Severity.ERROR, "没有认出公开表",
                         "请给出含公开01表至公开09表的工作簿；表题（如“收入支出决算总表”）和表头文字要保留")
OURS_ALREADY = _problem("I002", Severity.ERROR, "这已经是标准工作簿",
                        "不用导入：请直接用 juesuan check、juesuan build；做下一年的，用 juesuan template --previous")
NO_UNIT = _problem("I003", Severity.ERROR, "不知道金额单位", "表上没有写“单位：元”或“单位：万元”；请加 --unit 元 或 --unit 万元")
NO_YEAR = _problem("I004", Severity.ERROR, "不知道决算年度", "表题中没有年度；请加 --year，如 --year 2024")

NOT_TAKEN = _problem("I010", Severity.WARNING, "没有带入", "请核对原表；需要的，在标准工作簿中手工填写")
DIFFERENT = _problem("I011", Severity.WARNING, "与明细对不上", "请核对原表；明细已照原样带入，小计和合计也保留在工作簿中，运行 juesuan check 会再次指出")
ROUNDING = _problem("I012", Severity.NOTE, "尾差", "标准工作簿按明细相加，报告中印相加得到的数")
NO_HOME = _problem("I013", Severity.WARNING, "缺少明细表", "标准工作簿的总表由明细表汇总；请补上缺少的表再导入，或手工填写明细")
UNCLEAR = _problem("I014", Severity.WARNING, "分不清是哪张表", "请在表格上方写明表题，如“一般公共预算财政拨款支出决算表”，再导入")
OPTION_WINS = _problem("I015", Severity.WARNING, "与表上所写的不同", "已按命令行给出的办理；不对的，去掉该选项重新导入")
MIXED = _problem("I016", Severity.NOTE, "各表所写不一致", "请核对")
KEPT_AS_PRINTED = _problem("I017", Severity.NOTE, "总表所印的类级数与明细合计不同", "已照抄到“总表印数”表；尾差以内的照印数公开，超过的 juesuan check 会指出")
UNKNOWN_SHEET = _problem("I018", Severity.NOTE, "没有认出公开表的工作表", "其中有要公开的表时，请在表格上方写明表题再导入")
OPENING_CHANGED = _problem("I019", Severity.WARNING, "年初数与上年年末数不同", "请核对；年初作过调整的，请在说明中写明")

PROBLEMS = (NOTHING_FOUND, OURS_ALREADY, NO_UNIT, NO_YEAR, NOT_TAKEN, DIFFERENT, ROUNDING, NO_HOME, UNCLEAR, OPTION_WINS,
            MIXED, KEPT_AS_PRINTED, UNKNOWN_SHEET, OPENING_CHANGED)
