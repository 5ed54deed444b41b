"""Filling the same Word template in one process, warm: juesuan's engine and docxtpl in turn.

Context in, .docx bytes out; both get the same context, the same filters and the same four pictures. juesuan's template
was compiled once, as it is for each layout and process; docxtpl compiles at each render, which is how it works.

    python warm.py WORKBOOK TEMPLATE ROUNDS RESULT      writes JSON: CPU seconds of each run
"""

import json
import sys
import time
from io import BytesIO
from pathlib import Path

from plain_report import fill as fill_plain

from generator.document import fill
from generator.figures.charting import CHART_NAMES
from generator.figures.registry import Desk, vocabulary
from generator.layouts import load_layout
from generator.phrases import Counter, Phrases
from generator.report import CHART_WIDTH_MM, compiled, make_report, properties_of
from generator.tables.books import make_books
from generator.workbook.read import read_workbook


def main() -> None:
    workbook, template, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    accounts, findings = read_workbook(workbook)
    if accounts is None:
        raise SystemExit("\n".join(finding.message for finding in findings))
    layout, books = load_layout(accounts.layout), make_books(accounts)
    report = make_report(books, layout)
    context = vocabulary(Desk(books, layout))
    numbers = {heading.bookmark: 1 for heading in report.document.headings}
    ready, properties = compiled(layout.name, draft=False), properties_of(Desk(books, layout))
    filters = {**Phrases(layout.words, draft=False).filters(), "并组": lambda value, *keys: value}

    def ours() -> bytes:
        given = {**context, **dict.fromkeys(CHART_NAMES), **report.pictures, "编号": Counter()}
        document = fill(ready, given, properties, embedded=tuple(report.pictures.values()))
        return document.docx(page_numbers=numbers)

    def other() -> bytes:
        streams = {name: BytesIO(picture.png) for name, picture in report.pictures.items()}
        given = {**dict.fromkeys(CHART_NAMES), **context, "编号": Counter()}
        target = BytesIO()
        fill_plain(template, given, streams, filters, CHART_WIDTH_MM).save(target)
        return target.getvalue()

    runs = {"ours": [], "other": []}
    ours(), other()
    for _ in range(rounds):
        for name, work in (("ours", ours), ("other", other)):
            begin = time.process_time()
            work()
            runs[name].append(time.process_time() - begin)
    Path(sys.argv[4]).write_text(json.dumps(runs), encoding="utf-8")


if __name__ == "__main__":
    main()
