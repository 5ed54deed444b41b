"""Part `word`: 200 Word files in one process, CPU seconds per report, against the plain script over the same workbooks."""

import statistics
from collections.abc import Iterator

from batch_ground import Ground, Spent, slices
from measure import Told, at_least

WORD_ONLY = ("--no-pdf", "--word-only")
IMAGE, NATIVE, PARALLEL = 2.5, 15.0, 1.7


def word(ground: Ground) -> Iterator[Told]:
    """Rounds of: a slice of the plain script's one run, then whole runs of ours.

    Ours starts anew in every round and its start counts; the plain script starts once, and only its first slice has the
    start with it. So pairing burdens ours alone.
    """
    workbooks, rounds = ground.workbooks(ground.amounts.word), ground.amounts.rounds
    kinds = {"image": ("-j", "1", *WORD_ONLY, "--charts", "image"), "native": ("-j", "1", *WORD_ONLY, "--charts", "native"),
             "two": ("-j", "2", *WORD_ONLY, "--charts", "image")}
    for options in kinds.values():
        ground.batch(workbooks[:2], *options)  # compiled modules and caches, not counted
    with ground.plain() as warm:
        warm.slice(workbooks[:1])
    ours: dict[str, list[Spent]] = {name: [] for name in kinds}
    plain: list[float] = []
    with ground.plain() as script:
        for part in slices(workbooks, rounds):
            plain.append(script.slice(part).cpu / len(part))
            for name, options in kinds.items():
                ours[name].append(ground.batch(workbooks, *options))
    full = ground.batch(workbooks, "-j", "1", "--no-pdf")
    count, other = len(workbooks), statistics.median(plain)
    cpu = {name: statistics.median(one.cpu for one in runs) / count for name, runs in ours.items()}
    wall = {name: statistics.median(one.wall for one in runs) for name, runs in ours.items()}
    unit = "CPU 秒/份"
    yield at_least(f"{count} 份 Word，-j 1，图片", cpu["image"], other, "普通脚本", unit, IMAGE)
    yield at_least(f"{count} 份 Word，-j 1，可编辑的图（native）", cpu["native"], other, "普通脚本", unit, NATIVE)
    yield at_least(f"{count} 份全部文件（Word、公开表、图、数据，无 PDF），-j 1，图片", full.cpu / count, other, "普通脚本（只有 Word）", unit)
    yield at_least(f"{count} 份 Word，图片，-j 2 比 -j 1", wall["two"], wall["image"], "-j 1", "钟表秒", PARALLEL)
