"""Texts cannot be added: they are listed unit by unit and marked, for the clerk to make one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.merging import problems
from generator.merging.units import LIST, is_merged, short_name
from generator.model import Accounts, Finding, Text
from generator.workbook.marks import REVIEW_MARK

LONGEST = 32_000  # characters; a cell holds 32,767


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit writes in a cell."""

    unit: str
    text: Text


def parts_of(unit: Accounts, text: Text) -> list[Part]:
    """What a unit writes; of a workbook that is itself merged and still to be reviewed, what each of its units writes.

    So that merging in groups lists the same as merging all at once.
    """
    own = Part(short_name(unit), text)
    if not is_merged(unit) or not text.value.startswith(REVIEW_MARK):
        return [own]
    names = [row.text("单位简称") or row.text("单位名称") for row in unit.rows.get(LIST, ())]
    body = text.value.removeprefix(REVIEW_MARK)
    start = re.compile(f"^({'|'.join(re.escape(name) for name in sorted(filter(None, names), key=len, reverse=True))})：", re.MULTILINE)
    pieces = start.split(body)
    if len(pieces) < 3 or pieces[0].strip():
        return [own]
    return [Part(name, Text(said.removesuffix("\n"), text.source)) for name, said in zip(pieces[1::2], pieces[2::2], strict=True)]


def listed(parts: Sequence[Part], place: str, findings: list[Finding]) -> Text | None:
    """`【待核】甲：……` and a line for each further unit; one text where several say the same. None where nobody wrote anything.

    A text that does not fit into a cell is listed as far as it does, which is reported.
    """
    filled = [(part.unit, part.text.value.removeprefix(REVIEW_MARK).strip(), part.text.source) for part in parts if part.text]
    if not filled:
        return None
    source = filled[0][2]
    if len(filled) > 1 and len({text for _, text, _ in filled}) == 1:
        return Text(f"{REVIEW_MARK}{filled[0][1]}"[:LONGEST], source)
    lines: list[str] = []
    for number, (unit, text, _) in enumerate(filled):
        line = f"{unit}：{text}"
        if sum(map(len, lines)) + len(line) + len(lines) > LONGEST:
            left = len(filled) - number
            lines.append(f"（还有 {left} 个单位的文字没有列出）")
            findings.append(problems.TEXT_CUT.finding(f"{place}：有 {left} 个单位的文字放不下", *([source] if source else [])))
            break
        lines.append(line)
    return Text(REVIEW_MARK + "\n".join(lines), source)
