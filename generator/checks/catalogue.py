"""The page for users: every rule with code, statement, basis, severity and an example of what it says."""

from __future__ import annotations

from generator.checks.examples import EXAMPLES
from generator.checks.registry import Rule, all_rules

GROUPS = (
    ("T1", "公开01表 收入支出决算总表"), ("T2", "公开02表 收入决算表"), ("T3", "公开03表 支出决算表"),
    ("T4", "公开04表 财政拨款收入支出决算总表"), ("T5", "公开05表 一般公共预算财政拨款支出决算表"),
    ("T6", "公开06表 一般公共预算财政拨款基本支出决算明细表"), ("T7", "公开07表 政府性基金预算财政拨款收入支出决算表"),
    ("T8", "公开08表 国有资本经营预算财政拨款支出决算表"), ("T9", "公开09表 “三公”经费支出决算表"),
    ("K", "科目和符号"), ("Y", "上年数和原因"), ("F", "机关运行经费、政府采购、国有资产、一般性支出"), ("P", "项目支出"), ("J", "绩效"),
    ("D", "日期、单位和人员"), ("W", "完整性：应公开的都有"), ("H", "合理性：金额单位、照抄、用语"), ("L", "版式"),
)
HEAD = """# 校验规则

<!-- 本页由程序生成（generator/checks/catalogue.py），请勿手工修改。 -->

`juesuan check 工作簿.xlsx` 逐条核对，`juesuan build` 生成报告前也核对。**错误**：不改正不生成正式报告（`--draft` 可以出草稿）；
**警告**、**提示**：不影响生成，请核对（`juesuan check --strict` 有警告也算不通过）。

每条规则有一个结果：**通过**、**未通过**、**不适用**（写明为什么）或**无法核对**（写明缺什么）。没有核对过的不算通过；单元格读不出的，
用到该表的规则都算无法核对。

**尾差**：金额以元填列的，合计必须与各数之和分文不差。以万元填列的，每个数都可能因四舍五入差末位的一半（0.005 万元），
所以允许的差额 = 0.005 万元 ×（参加计算的数的个数，合计数也算一个）；超过的就是错误，不按比例放宽。

**空着不等于 0**：两边都空着的不核对；一边有数、一边空着的，空着的一边按 0 核对，并提示补填。

**一个原因只报一次**：一个数填错，常使几条关系同时不符。同一单元格、同一差额的，涉及单元格最少的一条在前，其余的列在它下面；
单元格、行、表读不出的，由此不符的关系列在它下面。

粘贴官方报表时保留的类、款小计和合计，与明细之和只差尾差的，按所粘贴的数公开；超过尾差的报错误，报告按明细之和计算。

## 按版式设定

版式可以在 layout.toml 中调整级别和界限，没有写的按默认：

```toml
["校验"]
"变动幅度" = 50      # 变动达到百分之几算变动大（Y107）
"变动金额" = 10      # 变动不到多少万元的不算大（Y107）
"原因字数" = 4       # 变动大的，原因至少几个字（Y107）
"单位倍数" = 1000    # 相差多少倍疑为元、万元填错（H101、H102）
"单位金额" = 100     # 较大的数不到多少万元的不查（H101、H102）

["校验"."级别"]       # 错误、警告、提示，或 不核对
Y103 = "提示"
J108 = "不核对"
```
"""


# Amounts of 公开01表 to 09表 that may be wrong without any other figure of the workbook saying so.
UNCONFIRMED = (
    ("三公经费", "预算数、决算数、上年决算数、外事接待费：只能核对相加、大小和实物量，不能核对数额本身；请对照公开09表和上年公开表"),
    ("一般公共预算 年初预算数", "没有粘贴小计和合计行的，没有其他数可以印证；请对照批复的部门预算"),
    ("基本支出经济分类 科目编码", "没有粘贴类级小计的，一款的编码写成同为人员经费或同为公用经费的另一款，合计不变；请对照公开06表"),
    ("政府性基金 年初结转和结余", "年末结转和结余由程序推算、结转结余表又没有填政府性基金的，填错后年末数随之变动；请填公开04表的年初、年末数"),
)


def document() -> str:
    """The page `docs/校验规则.md` (Markdown)."""
    rules = all_rules()
    parts = [HEAD, f"共 {len(rules)} 条。读取工作簿时的问题（代码 R…）见[标准工作簿](工作簿.md)；C001 为版式不存在或 layout.toml 有错误。\n"]
    for prefix, title in GROUPS:
        members = [rule for rule in rules if rule.code.startswith(prefix)]
        parts.append(f"## {title}\n\n| 代码 | 名称 | 规则 | 依据 | 级别 | 例 |\n|---|---|---|---|---|---|\n"
                     + "".join(_row(rule) for rule in members))
    parts.append("## 没有其他数可以印证的金额\n\n其他金额改动任何一个，都有规则不符；下列金额请自行核对。\n\n"
                 + "".join(f"- **{name}**：{why}。\n" for name, why in UNCONFIRMED))
    return "\n".join(parts)


def _row(rule: Rule) -> str:
    example = EXAMPLES.get(rule.code, "由程序计算，总是相等")
    cells = (rule.code, rule.title, rule.statement, rule.basis, rule.severity.value, example)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"


if __name__ == "__main__":
    from pathlib import Path

    Path("docs/校验规则.md").write_text(document(), encoding="utf-8", newline="\n")
