"""How fast a batch is, against the plain script over the same made workbooks, and what it costs as it grows.

    python benchmarks/batch.py                          everything, three rounds, about a quarter of an hour
    python benchmarks/batch.py --rounds 1               everything, about ten minutes (`make bench`)
    python benchmarks/batch.py --part word --part pdf   parts: word pdf memory growth size saved profile
    python benchmarks/batch.py --quick                  few reports, one round: does everything run

Both sides run in turn, in one run on one machine; printed are medians and their ratios. What each comparison means and
what was last measured: docs/performance.md. Exit code 1 where a bound is not kept (with --quick the bounds say nothing).
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from batch_ground import QUICK, Amounts, Ground
from batch_growth import growth, memory, size
from batch_pdf import pdf
from batch_profile import profile
from batch_saved import saved
from batch_word import word
from measure import rounds

PARTS = {"word": word, "pdf": pdf, "memory": memory, "growth": growth, "size": size, "saved": saved, "profile": profile}
ABOUT = """各部分：
  word     200 份 Word，每份 CPU 秒，与普通脚本比；-j 2 与 -j 1 比
  pdf      40 份连同 PDF，钟表秒，与普通脚本比，与 soffice 只转换比
  memory   一个工作进程的内存峰值，50 份与 500 份比
  growth   份数增加时每份的 CPU 秒
  size     工作簿变大时的 CPU 秒
  saved    经 LibreOffice 另存的工作簿，与普通脚本比，不判断
  profile  时间花在哪里，不判断

退出码 0：全部合格；1：有不合格的项目（--quick 时不判断），或不能测量。"""
BUSY = 0.7  # processes that want a processor when the benchmark begins


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="测量成批生成的速度，与普通脚本成对比较", epilog=ABOUT,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="只用几份工作簿，看是否都能运行，不判断快慢")
    parser.add_argument("--part", action="append", choices=PARTS, help="只测这一部分，可以重复")
    parser.add_argument("--rounds", type=rounds, help="每项比几轮，默认 3")
    options = parser.parse_args(arguments)
    parts = options.part or list(PARTS)
    if {"pdf", "saved"} & set(parts) and shutil.which("soffice") is None:
        raise SystemExit("没有 soffice，不能测 pdf、saved。装好 LibreOffice，或用 --part 选别的部分。")
    amounts = QUICK if options.quick else Amounts()
    amounts = replace(amounts, rounds=options.rounds) if options.rounds else amounts
    print(f"两边交替运行，各 {amounts.rounds} 轮取中位数。{_busy()}", flush=True)
    kept, begin = True, time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="juesuan-bench-", ignore_cleanup_errors=True) as folder:
        ground = Ground(Path(folder), amounts)
        for name in parts:
            for told in PARTS[name](ground):
                print(f"\n{told.text}", flush=True)
                kept = kept and told.kept
    said = "都能运行（--quick 不判断快慢）" if options.quick else "全部合格" if kept else "有不合格的项目，见上"
    print(f"\n成批：{said}。用时 {(time.perf_counter() - begin) / 60:.1f} 分钟。")
    return 0 if kept or options.quick else 1


def _busy() -> str:
    """A warning where other programs are at work: seconds of the clock then say little."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return f"\n机器正忙（负载 {load:.1f}），钟表秒不可靠。" if load > BUSY else ""


if __name__ == "__main__":
    raise SystemExit(main())
