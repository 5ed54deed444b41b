"""What a merge can find, with its codes."""

from __future__ import annotations

from generator.model import Severity
from generator.workbook.problems import Problem

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

UNREADABLE = Problem("M001", ERROR, "单位的工作簿读不出", "请先改正该工作簿，再汇总")
TOO_FEW = Problem("M002", ERROR, "不足两个单位", "请给出本级和至少一个下属单位的工作簿")
TWICE = Problem("M003", ERROR, "同一个单位有两个工作簿", "请只留一个；确是两个单位的，请在“基本信息”中写明各自的全称")
COUNTED_TWICE = Problem("M004", ERROR, "汇总的工作簿已经包含该单位", "请只给出其中之一，否则重复相加")
OTHER_YEAR = Problem("M005", ERROR, "决算年度不同", "只能汇总同一年度的工作簿")
OTHER_LAYOUT = Problem("M006", ERROR, "版式不同", "请用同一版式的工作簿填报后再汇总")
UNIT_MIXED = Problem("M007", WARNING, "金额单位不同", "汇总工作簿用万元，元的数换算后保留全部小数；最好请各单位都填元")
HAS_ERRORS = Problem("M008", WARNING, "单位的工作簿没有通过校验", "请先运行 juesuan check 改正，再汇总")
SAME_FIGURES = Problem("M009", WARNING, "两个单位的数完全相同", "可能是同一个工作簿改了名称；请核对，重复的只留一个")

UNIT_NOT_GIVEN = Problem("M010", WARNING, "单位名单中的单位没有工作簿", "请补上它的工作簿；不纳入汇总的，不必处理")
UNIT_NOT_LISTED = Problem("M011", NOTE, "本级的单位名单中没有该单位", "已加入汇总工作簿的单位名单；请核对名称")
HEAD_GUESSED = Problem("M012", WARNING, "不知道哪个是本级", "部门的名称、职责等取自本级；不对的，请把本级的工作簿写在最前")
SHORT_TWICE = Problem("M013", NOTE, "几个单位的简称相同", "请把各单位的简称改成不同的")
LEVELS_MIXED = Problem("M020", WARNING, "科目级次不同", "请各单位都填到最末一级，否则只能合并在上一级")
NAMES_DIFFER = Problem("M021", NOTE, "同一科目编码的名称不同", "请核对科目编码和名称")
ROW_INCOMPLETE = Problem("M022", WARNING, "合计与分栏不等", "请该单位补齐分栏数")
PRINTED_DROPPED = Problem("M023", NOTE, "总表印数没有合并", "汇总的印数以汇总报表为准；有尾差的，请照抄汇总的官方报表")
BLANK_UNKNOWN = Problem("M024", WARNING, "有单位没有填", "请该单位补填；确实没有的填 0")
PRIOR_TRANSFERS = Problem("M025", WARNING, "上年数没有抵销上年的内部往来", "请与上年汇总公开的报表核对")

RENAMED = Problem("M030", NOTE, "不同单位的项目或事项同名", "请核对加注的名称是否合适")
TO_REVIEW = Problem("M031", WARNING, "文字待核", "请改写成部门的文字，删去“【待核】”")
FROM_HEAD = Problem("M032", NOTE, "文字取自本级", "请核对是否适用于整个部门")
TEXT_CUT = Problem("M033", WARNING, "文字太长，没有全部列出", "请到各单位的工作簿中查看")
TERMS_DIFFER = Problem("M034", NOTE, "同一名词的解释不同", "取了排在前面的单位的解释；请核对")

OFFSET_FILE = Problem("M040", ERROR, "内部往来表有错", "请改正该行；空表可用 juesuan merge --offset-form 生成")
OFFSET_UNIT = Problem("M041", ERROR, "内部往来表中的单位不在汇总之列", "请按“基本信息”中的单位全称或简称填写；几个单位简称相同的，写全称")
OFFSET_SUBJECT = Problem("M042", ERROR, "内部往来的科目不明", "请填科目编码")
OFFSET_TOO_MUCH = Problem("M043", ERROR, "内部往来大于单位的决算数", "请双方核对金额和科目")
OFFSET_EMPTY = Problem("M046", WARNING, "内部往来表是空的", "请核对是不是没有保存，或给错了文件；没有内部往来的，不必给 --offset")
OFFSET_MISSING = Problem("M044", WARNING, "可能还有没有抵销的内部往来", "是本部门单位之间的，请填入内部往来表后重新汇总")
OFFSET_ONE_SIDED = Problem("M045", NOTE, "内部往来只有一方有数", "对方是本部门以外的单位，不必处理；是参加汇总的单位，请核对它的栏目和金额")
