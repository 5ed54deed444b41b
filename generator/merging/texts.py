"""Texts cannot be added: they are listed unit by unit and marked, for the clerk to make one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.merging import problems
from generator.model import Finding, Text
from generator.workbook.marks import REVIEW_MARK

LONGEST = 32_000  # characters; a cell holds 32,767


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit writes in a cell."""

    unit: str
    text: Text


def listed(parts: Sequence[Part], place: str, findings: list[Finding]) -> Text | None:
    """`【待核】甲：……` and a line for each further unit; one text where all say the same. None where nobody wrote anything.

    A text that does not fit into a cell is listed as far as it does, which is reported.
    """
    filled = [(part.unit, part.text.value.removeprefix(REVIEW_MARK).strip(), part.text.source) for part in parts if part.text]
    if not filled:
        return None
    source = filled[0][2]
    if len({text for _, text, _ in filled}) == 1:
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
