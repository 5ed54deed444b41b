"""The fixed words that the writer puts into a workbook and the reader looks for."""

from __future__ import annotations

CATALOGUE_SHEET = "科目表"
CHECK_SHEET = "校验结果"  # of an annotated copy; not read
PROOF_SHEET = "汇总核对"  # of a merged workbook; not read
REVIEW_MARK = "【待核】"  # before a text that a merge put together: somebody has to read it
VERSION_PROPERTY, LAYOUT_PROPERTY = "juesuan.version", "juesuan.layout"
VERSION_LABEL, LAYOUT_LABEL = "工作簿版本", "版式"
FORM_HEADER, VALUE_HEADER, HELP_HEADER = "项目", "填写内容", "填写说明"
REQUIRED_MARK = "*"
CODE_KEY, NAME_KEY, YEAR_KEY = "科目编码", "科目名称", "决算年度"
NAME_LOOKUP = "VLOOKUP"
AUTO_TOTAL = "合计（自动）"  # the workbook's own sum, beside a pasted 合计 row
TOTAL, STAFF_TOTAL, OFFICE_TOTAL = "合计", "人员经费合计", "公用经费合计"
STAFF_CLASSES = ("301", "303")

TOTAL_LABELS = frozenset({TOTAL, "合计(自动)", "总计", "本年收入合计", "本年支出合计", "支出合计", "收入合计", "小计"})
SKIPPED_LABELS = frozenset({
    STAFF_TOTAL, OFFICE_TOTAL, "人员经费", "公用经费", "栏次", "项目", "类款项", "类", "款", "项",
    CODE_KEY, NAME_KEY, "科目代码", "功能分类科目编码", "支出功能分类科目编码", "经济分类科目编码",
})
NOTE_STARTS = ("注:", "注1", "说明:", "备注:", "附注:", "单位:", "部门:", "编制单位:")
