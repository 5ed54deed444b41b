"""Drop-downs, number rules and the hints that appear beside a cell to fill."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation

from generator.workbook.schema import Item, Kind

HINTS = {
    Kind.MONEY: "填数字，单位见表头右上方；没有数的留空",
    Kind.COUNT: "填整数；没有的留空",
    Kind.SCORE: "填分值；不计分的留空",
    Kind.DATE: "如 2024-10-30 或 2024年10月30日",
    Kind.LONG: "Alt+Enter 分段",
}
LARGEST = "1000000000000"


def validation(item: Item) -> DataValidation | None:
    """The rule for the cells of an item: a closed list refuses anything else, numbers and dates only warn."""
    rule = _rule(item)
    hint = "。".join(part for part in (item.help, HINTS.get(item.kind, "")) if part)
    if item.computed:
        hint = "自动计算；粘贴官方报表时可以直接覆盖，程序会核对"
    if rule is None and not hint:
        return None
    rule = rule or DataValidation()
    rule.allow_blank = True
    if hint:
        rule.showInputMessage, rule.promptTitle, rule.prompt = True, item.caption[:32], hint[:255]
    return rule


def _rule(item: Item) -> DataValidation | None:
    match item.kind:
        case Kind.CHOICE:
            rule = DataValidation("list", formula1=f'"{",".join(item.choices)}"', showErrorMessage=True)
            rule.errorTitle, rule.error = "不在可选项中", "请从下拉列表中选择"
        case Kind.MONEY:
            rule = _warns(DataValidation("decimal", operator="between", formula1=f"-{LARGEST}", formula2=LARGEST),
                          "金额应为数字", "请只填数字，不写单位和文字")
        case Kind.COUNT:
            rule = _warns(DataValidation("whole", operator="greaterThanOrEqual", formula1="0"), "应为整数",
                          "请填不小于 0 的整数")
        case Kind.SCORE:
            rule = _warns(DataValidation("decimal", operator="between", formula1="0", formula2="1000"), "应为分值",
                          "请填数字")
        case Kind.DATE:
            rule = _warns(DataValidation("date", operator="between", formula1="32874", formula2="73050"), "应为日期",
                          "请按 2024-10-30 填写")
        case _:
            return None
    return rule


def _warns(rule: DataValidation, title: str, message: str) -> DataValidation:
    rule.errorStyle, rule.showErrorMessage, rule.errorTitle, rule.error = "warning", True, title, message
    return rule
