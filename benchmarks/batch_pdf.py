"""Part `pdf`: 40 reports with their PDF, -j 2, seconds of the clock; against the plain script and against the floor.

The floor is `soffice --headless --convert-to pdf` given the .docx files that the batch made, half of them to each of two
processes, each with a profile of its own that has been used before; everything else as LibreOffice comes.
"""

import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from batch_ground import Ground, Spent, slices
from measure import Told, at_least, at_most, children_seconds

PLAIN, FLOOR = 4.0, 1.15


def pdf(ground: Ground) -> Iterator[Told]:
    """Rounds of: a slice of the plain script's one run, ours, the floor."""
    workbooks, rounds = ground.workbooks(ground.amounts.pdf), ground.amounts.rounds
    made = ground.folder / "输出-PDF"
    ground.batch(workbooks[:2], "-j", "2", keep=made)
    _floor(ground, sorted(made.glob("*/*.docx")))  # sets up the profiles
    with ground.plain("--pdf") as warm:
        warm.slice(workbooks[:1])
    ours: list[Spent] = []
    plain: list[float] = []
    floor: list[Spent] = []
    with ground.plain("--pdf") as script:
        for part in slices(workbooks, rounds):
            plain.append(script.slice(part).wall / len(part))
            ours.append(ground.batch(workbooks, "-j", "2", keep=made))
            if len(list(made.glob("*/*.pdf"))) != len(workbooks):
                raise SystemExit("juesuan batch 没有写出全部 PDF。")
            floor.append(_floor(ground, sorted(made.glob("*/*.docx"))))
    shutil.rmtree(made)
    count, own = len(workbooks), statistics.median(one.wall for one in ours)
    bottom = statistics.median(one.wall for one in floor)
    cpu, bottom_cpu = (statistics.median(one.cpu for one in runs) / count for runs in (ours, floor))
    yield at_least(f"{count} 份 Word 和 PDF（及公开表、图、数据），-j 2", own, statistics.median(plain) * count, "普通脚本", "钟表秒", PLAIN)
    yield at_most(f"{count} 份 PDF，与 soffice 只转换同样的 Word 文件（两个进程）比", own, bottom, "soffice", "钟表秒", FLOOR)
    yield Told(f"    CPU 秒/份：juesuan {cpu:.3f}（连同读表、校验、填写和画图），soffice {bottom_cpu:.3f}")


def _floor(ground: Ground, documents: Sequence[Path]) -> Spent:
    """Two processes for all documents."""
    output = ground.folder / "下限"
    shutil.rmtree(output, ignore_errors=True)
    begin, before, running = time.perf_counter(), children_seconds(), []
    for number in (0, 1):
        profile = (ground.folder / f"配置{number}").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(output)]
        running.append(subprocess.Popen([*command, *map(str, documents[number::2])], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL))
    for process in running:
        process.wait()
    spent = Spent(children_seconds() - before, time.perf_counter() - begin)
    made = len(list(output.glob("*.pdf"))) if output.exists() else 0
    if made != len(documents):
        raise SystemExit(f"soffice 只转换了 {made} 份，应有 {len(documents)} 份。")
    return spent
