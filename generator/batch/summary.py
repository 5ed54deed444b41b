"""汇总情况.xlsx: what became of every workbook of a batch, and every finding, for the bureau to pass on."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from generator.batch.plan import SUMMARY
from generator.batch.record import COMPLETE, FAILED, NO_PDF, OPEN, STATUSES, STOPPED, UNCHANGED, Done
from generator.batch.sheet_xml import Cell, Look, Page, Value, workbook
from generator.batch.work import KEY_FIGURES
from generator.delivery import PUBLIC_TABLES

NAME = f"{SUMMARY}.xlsx"
_COLOURS = {COMPLETE: Look.GREEN, UNCHANGED: Look.GREY, NO_PDF: Look.YELLOW, STOPPED: Look.ORANGE, FAILED: Look.RED, OPEN: Look.YELLOW}
_LEVELS = {"错误": Look.RED, "警告": Look.YELLOW, "提示": Look.GREY}
_MOST_LINKED, _MOST_FINDINGS = 13_000, 1_000_000  # Excel takes 65,530 links and 1,048,576 rows a sheet
_UNSAFE = re.compile(r'[\x00-\x20"#%<>?\\^`{|}]')


def summary(results: Sequence[Done], folder: Path) -> bytes:
    """The workbook, to stand in `folder`: its links are relative to it, so that both can be moved together."""
    return workbook([_results(results, folder), _findings(results)], "juesuan batch 汇总情况")


def headline(results: Sequence[Done]) -> str:
    """`共 200 份：完成 190，有错误 9，失败 1`."""
    counts = [(status, sum(done.status == status for done in results)) for status in STATUSES]
    return f"共 {len(results)} 份：" + "，".join(f"{status} {count}" for status, count in counts if count)


def _results(results: Sequence[Done], folder: Path) -> Page:
    columns = (
        ("序号", 6.0), ("工作簿", 30.0), ("单位", 30.0), ("结果", 9.0), ("错误", 6.0), ("警告", 6.0), ("第一处错误或原因", 52.0),
        *((f"{name}\n（万元）", 14.0) for name in KEY_FIGURES), ("Word", 7.0), ("PDF", 7.0), ("公开表", 8.0), ("文件夹", 8.0),
        ("说明", 40.0), ("用时\n（秒）", 7.0))
    looks = (Look.CENTRE, Look.WRAPPED, Look.WRAPPED, Look.CENTRE, Look.CENTRE, Look.CENTRE, Look.WRAPPED,
             *(Look.MONEY for _ in KEY_FIGURES), *(Look.CENTRE for _ in range(4)), Look.WRAPPED, Look.SECONDS)
    common = _common_notes(results)
    rows = [_result(number, done, folder, common) for number, done in enumerate(results, 1)]
    last: list[Value] = [Cell(None, Look.TOTAL) for _ in columns]
    last[1], last[2] = Cell(f"合计 {len(results)} 份", Look.TOTAL), Cell(headline(results).partition("：")[2], Look.TOTAL)
    last[4] = Cell(sum(done.errors for done in results), Look.TOTAL)
    last[5] = Cell(sum(done.warnings for done in results), Look.TOTAL)
    for place, name in enumerate(KEY_FIGURES, 7):
        amounts = [value for done in results if isinstance(value := _number(done.figures.get(name, "")), float)]
        last[place] = Cell(round(sum(amounts), 2) if amounts else None, Look.TOTAL_MONEY)
    last[-1] = Cell(round(sum(done.seconds for done in results), 1), Look.TOTAL)
    titles = ("决算公开报告批量生成情况", headline(results), *(f"各份报告：{note}" for note in common))
    return Page(SUMMARY, titles, columns, rows, looks, frozen=3, printed=7 + len(KEY_FIGURES), last=last)


def _common_notes(results: Sequence[Done]) -> tuple[str, ...]:
    """What is to be said of every report is said once."""
    made = [done for done in results if done.folder]
    return tuple(note for note in made[0].notes if all(note in done.notes for done in made)) if len(made) > 1 else ()


def _result(number: int, done: Done, folder: Path, common: Sequence[str]) -> list[Value]:
    files = [Path(file) for file in done.files]
    word = next((file for file in files if file.suffix == ".docx"), None)
    pdf = next((file for file in files if file.suffix == ".pdf"), None)
    tables = next((file for file in files if file.name == PUBLIC_TABLES), None)
    workbook_link = _link(Path(done.workbook), folder) if number <= _MOST_LINKED else ""
    return [
        number, Cell(Path(done.workbook).name, Look.FOLDED_LINK, workbook_link), done.unit,
        Cell(done.status, _COLOURS[done.status]), done.errors, done.warnings, done.first_error,
        *(_number(done.figures.get(name, "")) for name in KEY_FIGURES),
        *(Cell("打开", Look.LINK, _link(path, folder)) if path and workbook_link else None
          for path in (word, pdf, tables, Path(done.folder) if done.folder else None)),
        "；".join(note for note in done.notes if note not in common), done.seconds]


def _findings(results: Sequence[Done]) -> Page:
    columns = (("序号", 6.0), ("工作簿", 30.0), ("单位", 30.0), ("级别", 8.0), ("规则", 8.0), ("位置", 18.0), ("问题", 70.0), ("怎么办", 50.0))
    looks = (Look.CENTRE, Look.WRAPPED, Look.WRAPPED, Look.CENTRE, Look.CENTRE, Look.WRAPPED, Look.WRAPPED, Look.WRAPPED)
    rows: list[list[Value]] = []
    for done in results:
        name = Path(done.workbook).name
        if done.status in (FAILED, OPEN):
            rows.append([len(rows) + 1, name, done.unit, Cell(done.status, _COLOURS[done.status]), "", "", done.first_error, ""])
        for one in sorted(done.remarks, key=lambda remark: [*_LEVELS, remark.level].index(remark.level)):
            rows.append([len(rows) + 1, name, done.unit, Cell(one.level, _LEVELS.get(one.level, Look.CENTRE)), one.code, one.place,
                         one.message, one.hint])
    counts = {level: sum(one.level == level for done in results for one in done.remarks) for level in _LEVELS}
    told = "，".join(f"{level} {count} 条" for level, count in counts.items() if count) or "没有问题"
    if len(rows) > _MOST_FINDINGS:
        told += f"；只列出前 {_MOST_FINDINGS} 条"
    return Page("问题清单", ("全部问题", told), columns, rows[:_MOST_FINDINGS], looks, frozen=2)


def _link(path: Path, folder: Path) -> str:
    """From the summary to a file, as Excel writes it: Chinese as it is, blanks and signs as %20. Another drive has no relative way."""
    try:
        relative = Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()
    except ValueError:
        return path.absolute().as_uri()
    return _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", relative)


def _number(text: str) -> float | str | None:
    try:
        return float(text.replace(",", "")) if text else None
    except ValueError:
        return text
