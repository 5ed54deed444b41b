"""The sheet 校验结果 of an annotated copy: what was found, with links to the cells, and how every rule ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape

from generator.cell_names import cell_name
from generator.checking.examination import Examination, Verdict
from generator.checking.styles import Looks
from generator.checking.text import ADVICE, rule_titles, what_and_remedy
from generator.checks import Result
from generator.checks.wording import cells
from generator.escaping import escape_text
from generator.model import Finding, Severity, Source
from generator.money import from_wan
from generator.workbook.writing import TALLEST_ROW, lines_needed

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WIDTHS = (7.0, 9.0, 18.0, 60.0, 40.0, 26.0, 16.0, 16.0, 14.0)
CAPTIONS = ("序号", "级别", "规则", "问题", "怎么办", "单元格（点击打开）", "应为", "实为", "差额")
RULE_CAPTIONS = ("序号", "结果", "规则", "名称和内容", "说明", "核对处数")
MOST_LINKS = 8
FOLLOWS = "↳"
FILLS = {Severity.ERROR: "FFC7CE", Severity.WARNING: "FFEB9C", Severity.NOTE: "DDEBF7"}
RESULT_FILLS = {Result.FAILED: "FFC7CE", Result.NOT_CHECKABLE: "FFEB9C", Result.PASSED: "E2EFDA", Result.NOT_APPLICABLE: "EDEDED"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
_LONGEST = 32_000
_MONEY_FORMAT = 4  # #,##0.00


@dataclass(slots=True)
class _Sheet:
    """The rows as XML, and the links."""

    rows: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)

    @property
    def next_row(self) -> int:
        return len(self.rows) + 1

    def add(self, values: Sequence[str | Decimal | None], looks: Sequence[int], height: float = 0.0) -> int:
        """A row; as high as its texts need unless told."""
        row = self.next_row
        written = "".join(_cell(cell_name(row, column), value, look)
                          for column, (value, look) in enumerate(zip(values, looks, strict=True), 1))
        tall = height or self.height(values)
        self.rows.append(f'<row r="{row}" ht="{tall}" customHeight="1">{written}</row>')
        return row

    def height(self, values: Sequence[str | Decimal | None]) -> float:
        """The height in points that the texts of a row need."""
        lines = max(lines_needed(value, WIDTHS[column]) for column, value in enumerate(values))
        return min(15.0 * lines + 3, TALLEST_ROW)

    def link(self, row: int, place: str, shown: str) -> None:
        """Lead from column F of the row to a place of the workbook."""
        self.links.append(f'<hyperlink ref="F{row}" location="{escape(place)}" display="{escape(shown)}"/>')


def _cell(name: str, value: str | Decimal | None, look: int) -> str:
    if value is None or value == "":
        return f'<c r="{name}" s="{look}"/>'
    if isinstance(value, Decimal):
        return f'<c r="{name}" s="{look}"><v>{value:f}</v></c>'
    text = _ESCAPE.sub(r"_x005F_\1", _FORBIDDEN.sub("", value))[:_LONGEST]
    return f'<c r="{name}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{escape_text(text)}</t></is></c>'


def result_sheet(examination: Examination, looks: Looks, sheets: frozenset[str]) -> bytes:
    """The worksheet part. `sheets`: those of the workbook, which can be linked to."""
    sheet = _Sheet()
    plain, head = looks.cell(border=False), looks.cell(bold=True, fill="D9E1F2")
    title = looks.cell(bold=True, size=16, border=False)
    for text, look, height in ((f"校验结果：{examination.verdict}", title, 28.0), (_about(examination), plain, 18.0),
                               (_summary(examination), plain, 18.0), (_legend(), plain, 18.0)):
        row = sheet.add([text], [look], height)
        sheet.merged.append(f"A{row}:I{row}")
    header = sheet.add(CAPTIONS, [head] * len(CAPTIONS), 22)
    _write_findings(sheet, examination, looks, sheets)
    _write_rules(sheet, examination, looks, head, title)
    return _part(sheet, header)


def _about(examination: Examination) -> str:
    accounts = examination.accounts
    if accounts is None:
        return f"文件：{examination.path.name}"
    return (f"文件：{examination.path.name}；{accounts.text('基本信息.单位全称')}；{accounts.year} 年度；版式 {accounts.layout}；"
            f"金额单位 {accounts.unit}")


def _summary(examination: Examination) -> str:
    counts = "，".join(f"{severity} {examination.count(severity)} 条" for severity in Severity)
    if examination.verdict is Verdict.RIGHT and not examination.groups:
        counts = "没有发现问题"
    return f"{counts}；{ADVICE[examination.verdict]}。错误不改正，不生成正式报告；警告和提示请核对。"


def _legend() -> str:
    return "红色为错误，黄色为警告，蓝色为提示。改正后保存，再核对一次，标记会自动更新；本表和批注不影响填报内容。"


def _write_findings(sheet: _Sheet, examination: Examination, looks: Looks, sheets: frozenset[str]) -> None:
    titles = {code: title for code, (title, _) in rule_titles().items()}
    for number, group in enumerate(examination.groups, 1):
        for finding in (group.finding, *group.follow_ons):
            name = "\n".join(part for part in (finding.code, titles.get(finding.code, "")) if part)
            _write_finding(sheet, examination, looks, sheets, finding, str(number) if finding is group.finding else FOLLOWS, name)
    if not examination.groups:
        sheet.add(["", "", "", "没有发现问题", "", "", "", "", ""], [looks.cell()] * len(CAPTIONS))


def _write_finding(sheet: _Sheet, examination: Examination, looks: Looks, sheets: frozenset[str], finding: Finding,
                   number: str, name: str) -> None:
    """One row for each place to go to; what is said stands over all of them."""
    text, money, link = looks.cell(), looks.cell(right=True, number=_MONEY_FORMAT), looks.cell(colour="0563C1", underlined=True)
    what, remedy = what_and_remedy(finding)
    if number == FOLLOWS:
        what, remedy = f"由上一条引起：{what}", "改正上一条后再核对"
    amounts = [_amount(value, examination) for value in (finding.expected, finding.actual, finding.difference)]
    values = [number, str(finding.severity), name, what, remedy]
    formats = [text, looks.cell(fill=FILLS[finding.severity]), text, text, text, link,
               *(money if isinstance(one, Decimal) else text for one in amounts)]
    places = _places(finding.sources) or [""]
    needed = sheet.height([*values, "", *amounts])
    first = sheet.next_row
    for offset, place in enumerate(places):
        height = max(needed - 18.0 * (len(places) - 1), 18.0) if offset == 0 else 18.0
        shown = [*values, place, *amounts] if offset == 0 else [*[""] * len(values), place, "", "", ""]
        row = sheet.add(shown, formats, height)
        sheet_name, _, reference = place.rpartition("!")
        if sheet_name in sheets:
            quoted = sheet_name.replace("'", "''")
            sheet.link(row, f"'{quoted}'!{reference}", place)
    if len(places) > 1:
        sheet.merged += [f"{letter}{first}:{letter}{first + len(places) - 1}" for letter in "ABCDEGHI"]


def _places(sources: Sequence[Source]) -> list[str]:
    """Ranges to link to, the sheet before each: `支出!D13:D16`."""
    by_sheet: dict[str, list[Source]] = {}
    for source in sources:
        if source.sheet and source.cell:
            by_sheet.setdefault(source.sheet, []).append(source)
    found = [place if "!" in place else f"{sheet}!{place}" for sheet, listed in by_sheet.items()
             for place in cells(listed, sheet).split("、")]
    return found[:MOST_LINKS]


def _amount(value: Decimal | str | None, examination: Examination) -> Decimal | str | None:
    return from_wan(value, examination.unit) if isinstance(value, Decimal) else value


def _write_rules(sheet: _Sheet, examination: Examination, looks: Looks, head: int, title: int) -> None:
    text = looks.cell()
    sheet.add([""], [looks.cell(border=False)], 15)
    counts = "，".join(f"{result} {sum(1 for _ in examination.ended(result))}" for result in Result)
    row = sheet.add([f"各条规则（共 {len(examination.outcomes)} 条：{counts}）"], [title], 28)
    sheet.merged.append(f"A{row}:I{row}")
    sheet.add(RULE_CAPTIONS, [head] * len(RULE_CAPTIONS), 22)
    ranked = sorted(examination.outcomes, key=lambda outcome: list(RESULT_FILLS).index(outcome.result))
    for number, outcome in enumerate(ranked, 1):
        rule = outcome.rule
        found = f"{len(outcome.findings)} 处不符" if outcome.findings else outcome.reason
        sheet.add([str(number), str(outcome.result), rule.code, f"{rule.title}：{rule.statement}", found, str(outcome.compared)],
                  [text, looks.cell(fill=RESULT_FILLS[outcome.result]), text, text, text, text])


def _part(sheet: _Sheet, header: int) -> bytes:
    columns = "".join(f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
                      for number, width in enumerate(WIDTHS, 1))
    merged = f'<mergeCells count="{len(sheet.merged)}">' + "".join(f'<mergeCell ref="{ref}"/>' for ref in sheet.merged) + "</mergeCells>"
    links = f"<hyperlinks>{''.join(sheet.links)}</hyperlinks>" if sheet.links else ""
    return (f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
            '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
            '<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
            f'<pane ySplit="{header}" topLeftCell="A{header + 1}" activePane="bottomLeft" state="frozen"/>'
            f'<selection pane="bottomLeft" activeCell="A{header + 1}" sqref="A{header + 1}"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{"".join(sheet.rows)}</sheetData>'
            f'{merged}{links}<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>').encode()
