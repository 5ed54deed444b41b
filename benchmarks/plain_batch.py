"""The plain script over many workbooks in one process, as its author would run it over a folder: imports once, then a
loop; with --pdf one `soffice` for each file.

Paths of workbooks come in on standard input, one a line; after each report a line goes out with the CPU seconds that
the process has used so far, its start and imports too. So whoever measures can stop it between two workbooks.

    python plain_batch.py TEMPLATE SUBJECTS FONT FOLDER [--pdf]
"""

import subprocess
import sys
import time
from pathlib import Path

from plain_context import build_context, explanations
from plain_report import charts, fill
from plain_words import FILTERS


def main():
    template, subjects, font, folder = sys.argv[1:5]
    explained = explanations(subjects)
    for line in sys.stdin:
        workbook = Path(line.strip())
        context = build_context(workbook, explained)
        output = Path(folder, f"{workbook.stem}.docx")
        fill(template, context, charts(context, font), FILTERS).save(output)
        if "--pdf" in sys.argv:
            subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(output)], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        print(time.process_time(), flush=True)


if __name__ == "__main__":
    main()
