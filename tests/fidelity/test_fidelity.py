"""The sample reports held against the published ones: measured by ../shared/fidelity/compare.py, explained in a
document each under docs/. The project stands without ../shared: where it is not beside the project, these tests are
skipped."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator.pipeline import Options, build

PROJECT = Path(__file__).resolve().parents[2]
SHARED = PROJECT.parent / "shared"
COMPARE = SHARED / "fidelity" / "compare.py"
ROWS, SENTENCES = 0.97, 0.85  # shares that must be found


@dataclass(frozen=True, slots=True)
class Case:
    """A sample, the report it was made from, the document that explains the differences, and the headings that the
    published contents has but no report can have."""

    sample: str
    published: str
    document: str
    lost_headings: tuple[str, ...] = ()

    @property
    def seed(self) -> Path:
        """The text of the published report."""
        return SHARED / "seeds" / self.published


CASES = (
    # The published 目录 has another order of 七–九 than the published body; the report follows the body.
    Case("武汉经开区总工会-2023", "000_c29ec3ae1493be6c.txt", "fidelity.md", (
        '七、一般公共预算财政拨款"三公"经费支出决算情况说明',
        "八、政府性基金预算财政拨款收入支出决算情况说明",
        "九、国有资本经营预算财政拨款支出决算情况说明",
    )),
    Case("武汉市汉阳区总工会-2022", "001_26eecacb94f69307.txt", "fidelity-wuhan-2022.md"),
    Case("武汉经开区职工服务中心-2020", "003_49a51559c5ef3db0.txt", "fidelity-wuhan-2020.md"),
    Case("株洲市天元区总工会-2023", "004_52168a6d5cc201e6.txt", "fidelity-zhuzhou-2023.md"),
)

pytestmark = pytest.mark.skipif(
    not (COMPARE.is_file() and all(case.seed.is_file() for case in CASES)),
    reason="../shared (compare.py and the published reports) is not beside the project",
)


@dataclass(frozen=True, slots=True)
class Explained:
    """One numbered row of the document's tables: | number | published | in our report | why |."""

    number: int
    published: str
    ours: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What compare.py said, its way to normalise a text, the normalised report and the document."""

    case: Case
    result: dict[str, Any]
    normal: Callable[[str], str]
    report: str
    document: str

    @property
    def summary(self) -> str:
        """The last line that compare.py prints."""
        heads, rows, said = (self.result[name] for name in ("headings", "table_rows", "sentences"))
        return (f"headings {heads['found']}/{heads['asked']}  table rows {rows['found']}/{rows['asked']}  "
                f"sentences same {said['same']} + numbers {said['numbers']} of {said['asked']}")

    @property
    def explained(self) -> tuple[Explained, ...]:
        """The numbered rows of the document."""
        rows = re.findall(r"(?m)^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|$", self.document)
        return tuple(Explained(int(number), published, tuple(p for p in ours.split("……") if p not in ("", "—")), why)
                     for number, published, ours, why in rows)


@pytest.fixture(scope="session", params=CASES, ids=lambda case: case.sample)
def measured(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    case: Case = request.param
    workbook = PROJECT / "input_samples" / f"{case.sample}.xlsx"
    outcome = build(workbook, Options(output=tmp_path_factory.mktemp("fidelity"), pdf=False))
    assert not outcome.errors
    tool = runpy.run_path(str(COMPARE))  # unlike an import it leaves no compiled file beside compare.py
    text = tool["docx_text"](outcome.files["报告"])
    result = tool["compare"](text, case.seed.read_text(encoding="utf-8"))
    document = (PROJECT / "docs" / case.document).read_text(encoding="utf-8")
    return Measured(case, result, tool["normal"], tool["normal"](text), document)


def test_all_headings_but_those_that_no_report_can_have(measured: Measured) -> None:
    assert measured.result["headings"]["lost"] == list(measured.case.lost_headings)


def test_table_rows_are_found(measured: Measured) -> None:
    rows = measured.result["table_rows"]
    assert rows["asked"] > 80
    assert rows["found"] / rows["asked"] >= ROWS, rows["lost"]


def test_sentences_bear_the_published_numbers(measured: Measured) -> None:
    said = measured.result["sentences"]
    assert said["asked"] > 30
    assert (said["same"] + said["numbers"]) / said["asked"] >= SENTENCES


def test_every_difference_is_explained_and_nothing_else(measured: Measured) -> None:
    explained = measured.explained
    quoted = [measured.normal(row.published) for row in explained]
    differing = [item["published"] for item in measured.result["sentences"]["differing"]]
    assert [s for s in differing if s not in quoted] == [], "differs, but the document does not quote it"
    assert [s for s in quoted if s not in differing] == [], "the document quotes it, but it no longer differs"
    assert [row.number for row in explained] == sorted({row.number for row in explained})
    assert all(row.why.strip() for row in explained)


def test_lost_rows_and_headings_are_explained(measured: Measured) -> None:
    said, lost = measured.normal(measured.document), measured.result["table_rows"]["lost"]
    assert [heading for heading in measured.case.lost_headings if heading not in said] == []
    assert [row for row in lost if measured.normal(row.split(" x")[0]) not in said] == []


def test_our_sentences_in_the_document_stand_in_the_report(measured: Measured) -> None:
    wrong = [(row.number, piece) for row in measured.explained for piece in row.ours
             if measured.normal(piece) not in measured.report]
    assert wrong == [], "the document says that the report has this"


def test_the_summary_line_is_the_measured_one(measured: Measured) -> None:
    assert measured.summary in measured.document
