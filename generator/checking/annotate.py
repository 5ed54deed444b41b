"""A copy of the workbook with the findings in it: cells coloured, a comment in each, and the sheet 校验结果."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from generator.checking.examination import Examination
from generator.checking.naming import SEAL, name_of_copy
from generator.checking.notes import add_notes, remove_notes
from generator.checking.parts import Parts, read_parts
from generator.checking.result_sheet import result_sheet
from generator.checking.sheets import insert_first, remove_sheet, sheet_parts
from generator.checking.styles import Looks
from generator.checking.worksheet import colour_cells, uncolour
from generator.delivery import reason
from generator.model import Finding, Severity, Source
from generator.workbook.marks import CHECK_SHEET
from generator.workbook.package import write_whole
from generator.workbook.problems import UNOPENED

COLOURS: Mapping[Severity, str] = {Severity.ERROR: "FF9999", Severity.WARNING: "FFD966", Severity.NOTE: "BDD7EE"}
MOST_NOTES, MOST_IN_A_NOTE, LONGEST_NOTE = 12, 4, 1_500
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d*)")


class CopyError(Exception):
    """The copy was not written; the message (Chinese) says why and what to do."""


def can_be_marked(examination: Examination) -> bool:
    """Whether the file could be opened as a workbook at all."""
    return not any(finding.code in UNOPENED for finding in examination.findings)


def write_copy(examination: Examination) -> Path:
    """Write the marked copy beside the workbook; its path. Raises CopyError. The workbook itself is only read."""
    path = examination.path
    if not can_be_marked(examination):
        raise CopyError(f"{path.name}：文件读不出，没有写批注副本。")
    target = name_of_copy(path)
    try:
        data = annotated(examination)
    except (etree.XMLSyntaxError, KeyError, zipfile.BadZipFile) as error:  # parts that reading did not need
        raise CopyError(f"{path.name}：文件有损坏，没有写批注副本；请用 Excel 或 WPS 打开并另存后再试。") from error
    try:
        write_whole(target, data)
    except OSError as error:
        raise CopyError(f"不能写入 {target}：{reason(error)}。如果该文件正在 Excel 或 WPS 中打开，请先关闭。") from error
    return target


def annotated(examination: Examination) -> bytes:
    """The marked copy as a file. Marks of an earlier check are taken out first."""
    parts = read_parts(examination.path)
    remove_marks(parts)
    places = sheet_parts(parts)
    looks = Looks(parts)
    numbers = {severity: looks.marked(colour) for severity, colour in COLOURS.items()}
    for sheet, cells in _marks(examination).items():
        if sheet in places:
            _mark(parts, places[sheet], cells, numbers)
    insert_first(parts, CHECK_SHEET, result_sheet(examination, looks, frozenset(places)))
    return parts.package(SEAL)


def remove_marks(parts: Parts) -> None:
    """Take out what an earlier check put in: sheet, colours, comments."""
    remove_sheet(parts, CHECK_SHEET)
    for part in sheet_parts(parts).values():
        uncolour(parts.tree(part))
        remove_notes(parts, part)


Marks = dict[str, list[tuple[Finding, bool]]]


def _marks(examination: Examination) -> dict[str, Marks]:
    """By sheet and cell the findings about it, and whether it gets a comment for each: not every addend does."""
    found: dict[str, Marks] = {}
    for finding in examination.findings:
        named = list(_noted(finding.sources))
        for source in finding.sources:
            if _CELL.fullmatch(source.cell):
                cells = found.setdefault(source.sheet, {})
                cells.setdefault(source.cell, []).append((finding, source in named))
    return found


def _noted(sources: tuple[Source, ...]) -> Iterator[Source]:
    """All cells, or where there are many only the first of each run of neighbours."""
    before: tuple[str, str, int] | None = None
    for source in sources:
        match = _CELL.fullmatch(source.cell)
        here = (source.sheet, match[1], int(match[2])) if match else None
        follows = before is not None and here is not None and before[:2] == here[:2] and here[2] - before[2] in (1, 2)
        if len(sources) <= MOST_NOTES or not follows:
            yield source
        before = here


def _mark(parts: Parts, part: str, cells: Marks, numbers: Mapping[Severity, int]) -> None:
    listed: dict[int, list[str]] = {number: [] for number in numbers.values()}
    notes: dict[str, str] = {}
    for cell, about in cells.items():
        strongest = next(severity for severity in Severity if any(one.severity is severity for one, _ in about))
        listed[numbers[strongest]].append(cell)
        wanted = [finding for finding, noted in about if noted]
        if wanted:
            notes[cell] = _note(wanted)
    colour_cells(parts.tree(part), listed, {number: str(severity) for severity, number in numbers.items()})
    add_notes(parts, part, notes)


def _note(findings: list[Finding]) -> str:
    texts = [f"{finding.severity} {finding.code}：{finding.message}" + (f"\n{finding.hint}" if finding.hint else "")
             for finding in findings[:MOST_IN_A_NOTE]]
    if len(findings) > MOST_IN_A_NOTE:
        texts.append(f"还有 {len(findings) - MOST_IN_A_NOTE} 条，见“{CHECK_SHEET}”表。")
    text = "\n".join(texts)
    return text if len(text) <= LONGEST_NOTE else f"{text[:LONGEST_NOTE]}……（全文见“{CHECK_SHEET}”表）"
