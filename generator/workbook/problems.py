"""Everything that reading a workbook can find, with its code: the one list that the documentation prints."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import Finding, Severity, Source


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of finding: stable code, severity, what it is, what the clerk should do."""

    code: str
    severity: Severity
    title: str
    remedy: str

    def finding(self, message: str, *sources: Source, hint: str = "", expected: str | None = None,
                actual: str | None = None) -> Finding:
        """This problem at a place."""
        return Finding(self.code, self.severity, message, hint or self.remedy, sources, expected, actual)


def _error(code: str, title: str, remedy: str) -> Problem:
    return Problem(code, Severity.ERROR, title, remedy)


def _warning(code: str, title: str, remedy: str) -> Problem:
    return Problem(code, Severity.WARNING, title, remedy)


def _note(code: str, title: str, remedy: str) -> Problem:
    return Problem(code, Severity.NOTE, title, remedy)


FILE_MISSING = _error("R001", "找不到文件", "请检查文件名和所在文件夹")
FILE_IN_USE = _error("R002", "文件无法打开", "请先在 Excel 或 WPS 中关闭该文件，并检查是否有读取权限")
NOT_XLSX = _error("R003", "不是 .xlsx 文件", "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后重试")
ENCRYPTED = _error("R004", "文件已加密", "请用 Excel 或 WPS 打开，取消打开密码后保存")
DAMAGED = _error("R005", "文件已损坏", "请用 Excel 或 WPS 打开并另存为新文件；打不开的，请使用备份")
TOO_LARGE = _error("R006", "文件过大", "请删除与决算无关的工作表、图片和多余格式后另存")
NOT_OURS = _error("R007", "不是标准工作簿", "请使用财政部门下发的标准工作簿，或用 juesuan template 生成")
VERSION_DIFFERS = _warning("R008", "工作簿版本不同", "请核对读取结果；需要时用当前版本的标准工作簿重新填报")

SHEET_MISSING = _error("R010", "缺少工作表", "请从空白标准工作簿复制该工作表；没有数据的，保留空表即可")
SHEET_UNKNOWN = _note("R011", "不认识的工作表", "该表不会读取；表名被改动的，请改回原名")
HEADER_MISSING = _error("R012", "找不到表头", "请恢复该表的表头文字，或从空白标准工作簿复制该工作表")
COLUMN_MISSING = _error("R013", "缺少必填列", "请恢复该列的表头文字")
COLUMN_ABSENT = _warning("R014", "缺少列", "该列按未填处理；需要填列的，请恢复表头文字")
LABEL_MISSING = _warning("R015", "缺少项目", "该项按未填处理；需要填列的，请恢复项目名称")

BAD_AMOUNT = _error("R020", "金额不是数字", "请只填数字，如 1234.56；没有数的留空")
BAD_COUNT = _error("R021", "个数不是整数", "请填不小于 0 的整数；没有数的留空")
BAD_SCORE = _error("R022", "分值不是数字", "请只填数字；不计分的留空")
BAD_DATE = _error("R023", "日期不对", "请按 2024-10-30 或 2024年10月30日 填写")
BAD_CHOICE = _error("R024", "不在可选项中", "请从下拉列表中选择")
BAD_CODE = _error("R025", "科目编码不对", "请填 3 位（类）、5 位（款）或 7 位（项）编码")
ERROR_VALUE = _error("R026", "单元格是错误值", "请改正该单元格的公式，或直接填写")
NOT_CALCULATED = _error("R027", "公式没有计算结果", "请用 Excel 或 WPS 打开该工作簿并保存一次，或直接填写数值")
BELOW_CENT = _warning("R028", "金额小于 1 分的尾数", "请核对；由公式算出的，请先按分四舍五入")
OTHER_UNIT = _warning("R029", "写明的单位与金额单位不同", "已按单元格写明的单位换算；请核对后只填数字")

CODE_MISSING = _error("R030", "缺少科目编码", "请填科目编码；不是数据的行请删除，说明文字请以“注：”开头")
NAME_UNKNOWN = _error("R031", "科目编码不在科目表中", "请核对编码；确有该科目的，请在“科目名称”栏填写名称")

FIELD_MISSING = _error("R040", "必填项未填", "请补填")
CELL_MISSING = _error("R041", "行内必填项未填", "请补填；多余的行请清除")
BAD_YEAR = _error("R042", "决算年度不对", "请填四位年份，如 2023")

PROBLEMS: tuple[Problem, ...] = (
    FILE_MISSING, FILE_IN_USE, NOT_XLSX, ENCRYPTED, DAMAGED, TOO_LARGE, NOT_OURS, VERSION_DIFFERS,
    SHEET_MISSING, SHEET_UNKNOWN, HEADER_MISSING, COLUMN_MISSING, COLUMN_ABSENT, LABEL_MISSING,
    BAD_AMOUNT, BAD_COUNT, BAD_SCORE, BAD_DATE, BAD_CHOICE, BAD_CODE, ERROR_VALUE, NOT_CALCULATED,
    BELOW_CENT, OTHER_UNIT, CODE_MISSING, NAME_UNKNOWN, FIELD_MISSING, CELL_MISSING, BAD_YEAR,
)
