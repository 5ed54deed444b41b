"""Parts `memory`, `growth` and `size`: what many reports, and large ones, cost."""

import json
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from batch_ground import HERE, Ground
from measure import Told, verdict

MEMORY, GROWTH, SIZE = 1.2, 1.2, 1.3


def memory(ground: Ground) -> Iterator[Told]:
    """The peak of one worker process (its own ru_maxrss) after few and after many reports, all different."""
    few, many = ground.amounts.memory
    target = in_a_worker(ground, "memory", ground.workbooks(many))
    peaks = {int(count): value for count, value in target["peaks"]}
    if not peaks:
        yield Told("工作进程的内存：本系统不能测")
        return
    near = min(count for count in peaks if count >= few)
    last = max(peaks)
    ratio = peaks[last] / peaks[near]
    course = "　".join(f"{count} 份 {peaks[count]:.0f}" for count in sorted(peaks) if count in _steps(near, last))
    yield Told(f"一个工作进程的内存峰值（MB，图片，全部文件，无 PDF）\n    {course}　比值 {ratio:.3f}　"
               f"{verdict(ratio <= MEMORY, f'限 {MEMORY:g}')}", ratio <= MEMORY)


def _steps(first: int, last: int) -> set[int]:
    return {first, last, *(first + (last - first) * part // 4 // 12 * 12 for part in (1, 2, 3))}


def growth(ground: Ground) -> Iterator[Told]:
    """CPU seconds of whole runs with more and more reports."""
    counts = ground.amounts.growth
    workbooks = ground.workbooks(max(counts))
    options = ("-j", "1", "--no-pdf", "--word-only", "--charts", "native")
    ground.batch(workbooks[:2], *options)
    each: list[float] = []
    lines: list[str] = []
    for count in counts:
        spent = ground.batch(workbooks[:count], *options)
        each.append(spent.cpu / count)
        lines.append(f"    {count:4} 份　CPU {spent.cpu:7.2f} 秒　每份 {each[-1]:.4f}　钟表 {spent.wall:7.2f} 秒")
    ratio = each[-1] / min(each)
    said = f"    最多的一次每份是最省的 {ratio:.2f} 倍　{verdict(ratio <= GROWTH, f'限 {GROWTH:g}')}"
    yield Told("\n".join(["份数增加时（Word，native，-j 1）", *lines, said]), ratio <= GROWTH)


def size(ground: Ground) -> Iterator[Told]:
    """Larger and larger workbooks, each several times in one warm process; the largest once with its PDF."""
    each: list[float] = []
    lines: list[str] = []
    for items, projects in ground.amounts.sizes:
        path = ground.workbooks(1, items=items, projects=projects)[0]
        spent = statistics.median(in_a_worker(ground, "size", [path])["seconds"])
        each.append(spent / items * 100)
        lines.append(f"    {items:5} 项 {projects:4} 个项目　CPU {spent:7.3f} 秒　每百项 {each[-1]:.3f}")
    ratio = each[-1] / min(each)
    said = f"    最大的每百项是最省的 {ratio:.2f} 倍　{verdict(ratio <= SIZE, f'限 {SIZE:g}')}"
    yield Told("\n".join(["工作簿变大时（全部文件，native，无 PDF，热）", *lines, said]), ratio <= SIZE)
    if ground.amounts.large_pdf:
        made = in_a_worker(ground, "large", [path])
        yield Told(f"最大的一份连同 PDF\n    {made['pages']} 页　钟表 {made['wall']:.1f} 秒")


def in_a_worker(ground: Ground, task: str, workbooks: Sequence[Path]) -> dict:
    """Run `worker.py` in a process of its own; what it found."""
    target = ground.folder / "结果.json"
    ground.timed(str(HERE / "worker.py"), task, ground.listed(workbooks), str(target))
    return json.loads(target.read_text(encoding="utf-8"))
