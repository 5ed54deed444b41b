"""Everything that can be wrong with 单位名单, with its code."""

from __future__ import annotations

from generator.model import Severity
from generator.workbook.problems import Problem


def _error(code: str, title: str, remedy: str) -> Problem:
    return Problem(code, Severity.ERROR, title, remedy)


NO_HEADER = _error("D001", "没有找到表头", "名单要有一行表头，至少有“单位编码”和“单位名称”；空白名单用 juesuan distribute --form 单位名单.xlsx 生成")
NO_COLUMN = _error("D002", "缺少列", "请加上这一列；空白名单用 juesuan distribute --form 单位名单.xlsx 生成")
COLUMN_TWICE = _error("D003", "列重复", "请只保留一列")
NO_UNITS = _error("D004", "名单中没有单位", "请一行填一个单位")
BLANK = _error("D010", "必填的没有填", "请补填")
BAD_CODE = _error("D011", "单位编码不对", "单位编码只用字母、数字、“-”“_”“.”，不超过 40 个字符")
NOT_A_CHOICE = _error("D012", "不在可选项中", "请从可选项中选择")
BAD_YEAR = _error("D013", "决算年度不对", "请填四位年份，如 2024")
NO_LAYOUT = _error("D014", "没有这个版式", "请用 juesuan layout list 查看现有版式")
CODE_TWICE = _error("D015", "单位编码重复", "一个单位一行；请改正编码或删去重复的行")
NAME_TWICE = _error("D016", "单位名称重复", "一个单位一行；同名的本级和汇总，汇总的一行“是否汇总”填“是”；确是两个单位的，写公章上的全称（如名称前加主管部门）")
ERROR_CELL = _error("D017", "单元格是错误值或没有算出的公式", "请改为文字或数字")
LOST_ZEROS = _error("D018", "单位编码可能丢了开头的 0", "请把这一列设为文本格式，重新输入编码；编码确实这样短的，也要设为文本格式")
MERGED_NAME = _error("D019", "名称与是否汇总不符", "部门汇总公开的，“是否汇总”填“是”；不是的，名称中不写“（汇总）”")

PROBLEMS = (NO_HEADER, NO_COLUMN, COLUMN_TWICE, NO_UNITS, BLANK, BAD_CODE, NOT_A_CHOICE, BAD_YEAR, NO_LAYOUT, CODE_TWICE,
            NAME_TWICE, ERROR_CELL, LOST_ZEROS, MERGED_NAME)
