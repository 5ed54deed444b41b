"""Everything that reading a workbook can find, with its code: the one list that the documentation prints."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.model import Finding, Severity, Source


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of finding: stable code, severity, what it is, what the clerk should do."""

    code: str
    severity: Severity
    title: str
    remedy: str

    def finding(self, message: str, *sources: Source, hint: str = "", expected: Decimal | str | None = None,
                actual: Decimal | str | None = None) -> Finding:
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
LOCK_FILE = _error("R009", "不是工作簿，是打开工作簿时产生的临时文件", "请关闭 Excel 或 WPS，选择不以 ~$ 开头的工作簿")
FILE_OPEN = _note("R016", "文件正在别处打开", "读取的是上次保存的内容；刚改的数请先保存，再重新运行")
VERSION_DIFFERS = _warning("R008", "工作簿版本不同", "请核对读取结果；需要时用当前版本的标准工作簿重新填报")

SHEET_MISSING = _error("R010", "缺少工作表", "请从空白标准工作簿复制该工作表；没有数据的，保留空表即可")
SHEET_UNKNOWN = _note("R011", "不认识的工作表", "该表不会读取；表名被改动的，请改回原名")
HEADER_MISSING = _error("R012", "找不到表头", "请恢复该表的表头文字，或从空白标准工作簿复制该工作表")
COLUMN_MISSING = _error("R013", "缺少必填列", "请恢复该列的表头文字")
COLUMN_ABSENT = _warning("R014", "缺少列", "该列按未填处理；需要填列的，请恢复表头文字")
LABEL_MISSING = _warning("R015", "缺少项目", "该项按未填处理；需要填列的，请恢复项目名称")

SHEET_ABSENT = _note("R069", "没有可选的工作表", "该表按没有数据处理；有数据的，请从空白标准工作簿复制该工作表后填写")
SHEET_DAMAGED = _error("R017", "工作表已损坏", "请用 Excel 或 WPS 打开该文件，按提示修复后核对这张表，再另存")
SHEET_TWICE = _error("R018", "工作表重名", "请只保留一张，其余的改名或删除")
SHEET_RENAMED = _error("R019", "工作表改了名", "请把表名改回原名")

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

PERCENT_FORMAT = _error("R060", "金额单元格是百分比格式", "请把单元格格式改为“数值”，再核对填写的数")
SCALED_FORMAT = _warning("R061", "单元格格式缩小了显示的数", "已按单元格中实际的数读取；请把单元格格式改为“数值”，再核对")
OTHER_FILE = _note("R062", "公式引用了其他文件", "已按上次的计算结果读取；请核对后改为数值")
MERGED_AMOUNT = _warning("R063", "数字单元格被合并", "合并的单元格只有左上角一格的数；请取消合并，逐格填写")
LABEL_TWICE = _error("R064", "项目重复", "只读取了前面的一处；请删除重复的项目")
COLUMN_TWICE = _error("R065", "列重复", "只读取了前面的一列；请删除重复的列")
ABOVE_HEADER = _error("R066", "表头上方有数据", "表头上方的行不会读取；请把表头移回各行数据的上方")
TOTAL_TWICE = _error("R067", "合计行重复且数不同", "请核对，只保留一行合计")
TOTAL_ROW = _error("R068", "合计行与各行之和不符", "请核对各行；合计由程序计算，合计行可以删除")

TEXT_ABOVE = _note("R070", "表头上方的文字没有读取", "是填写的内容的，请移到表头下方；是说明的不用管")
WRONG_SHEET = _error("R071", "工作表的标题是另一张表的", "请核对表名和内容：表名被互换的，请改回原名；内容贴错的，请重新填写")
HIDDEN = _note("R072", "隐藏的行、列或工作表中有数", "请取消隐藏（筛选的，取消筛选）后核对；不应计入的，请删除")

CODE_MISSING = _error("R030", "缺少科目编码", "请填科目编码；不是数据的行请删除，说明文字请以“注：”开头")
NAME_UNKNOWN = _error("R031", "科目编码不在科目表中", "请核对编码；确有该科目的，请在“科目名称”栏填写名称")

FIELD_MISSING = _error("R040", "必填项未填", "请补填")
CELL_MISSING = _error("R041", "行内必填项未填", "请补填；多余的行请清除")
BAD_YEAR = _error("R042", "决算年度不对", "请填四位年份，如 2023")

#: The file as a whole could not be read: there is nothing to mark in a copy of it.
UNOPENED = frozenset(problem.code for problem in (
    FILE_MISSING, FILE_IN_USE, NOT_XLSX, ENCRYPTED, DAMAGED, TOO_LARGE, LOCK_FILE, SHEET_DAMAGED))

PROBLEMS: tuple[Problem, ...] = tuple(sorted((
    FILE_MISSING, FILE_IN_USE, NOT_XLSX, ENCRYPTED, DAMAGED, TOO_LARGE, NOT_OURS, VERSION_DIFFERS, LOCK_FILE,
    SHEET_MISSING, SHEET_UNKNOWN, HEADER_MISSING, COLUMN_MISSING, COLUMN_ABSENT, LABEL_MISSING, FILE_OPEN,
    SHEET_ABSENT, SHEET_DAMAGED, SHEET_TWICE, SHEET_RENAMED,
    BAD_AMOUNT, BAD_COUNT, BAD_SCORE, BAD_DATE, BAD_CHOICE, BAD_CODE, ERROR_VALUE, NOT_CALCULATED,
    BELOW_CENT, OTHER_UNIT, CODE_MISSING, NAME_UNKNOWN, FIELD_MISSING, CELL_MISSING, BAD_YEAR,
    PERCENT_FORMAT, SCALED_FORMAT, OTHER_FILE, MERGED_AMOUNT, LABEL_TWICE, COLUMN_TWICE, ABOVE_HEADER, TOTAL_TWICE, TOTAL_ROW,
    TEXT_ABOVE, WRONG_SHEET, HIDDEN,
), key=lambda problem: problem.code))
