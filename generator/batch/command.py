"""The command `batch`: progress while it runs, a summary at the end, also after Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.batch.plan import STATE_FOLDER, SUMMARY, find_workbooks
from generator.batch.progress import Bar, duration
from generator.batch.record import FAILED, NO_PDF, OPEN, STOPPED, Done
from generator.batch.run import Workers, local_workers, run_batch
from generator.batch.summary import NAME, headline, summary
from generator.batch.work import Settings
from generator.delivery import reason

GOOD, NOT_ALL, INTERRUPTED = 0, 1, 130
_MOST_TOLD, _MOST_NAMES = 20, 20


class NothingToDo(Exception):
    """No workbook was found; the message (Chinese) says where was looked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch: the results, the lines to print, the exit code."""

    results: list[Done]
    text: str
    code: int


def batch(places: Sequence[Path], output: Path, settings: Settings, *, jobs: int, resume: bool,
          workers: Workers | None = None) -> Outcome:
    """Build all workbooks of the folders and lists.

    Raises NothingToDo, UnreadableList, Busy; OSError where nothing can be read or written there.
    """
    start = time.monotonic()
    workbooks = find_workbooks(places, output)
    if not workbooks:
        raise NothingToDo(f"在 {'、'.join(map(str, places))} 中没有找到工作簿（.xlsx）。")
    with Bar(len(workbooks)) as bar:
        results = run_batch(workbooks, output, settings, workers or local_workers(), jobs=jobs, resume=resume, report=bar)
    stopped = any(done.status == OPEN for done in results)
    written, place = _write_summary(results, output)
    lines = [f"{headline(results)}；用时 {duration(time.monotonic() - start)}。", *_bad_lines(results), place]
    lines += _advice(results, stopped=stopped)
    good = written and all(done.good for done in results)
    return Outcome(results, "\n".join(lines), INTERRUPTED if stopped else GOOD if good else NOT_ALL)


def _write_summary(results: Sequence[Done], output: Path) -> tuple[bool, str]:
    """Whether the summary was written, and where it is or why not. One that is open in Excel is left, ours stands beside it."""
    data = summary(results, output)
    beside = output / STATE_FOLDER / f"{SUMMARY}.tmp"
    try:
        beside.write_bytes(data)
        for number in range(1, _MOST_NAMES):
            file = output / (NAME if number == 1 else f"{SUMMARY}（{number}）.xlsx")
            try:
                beside.replace(file)
            except PermissionError:
                continue
            told = f"{NAME} 正在 Excel 或 WPS 中打开，没有覆盖；这次的写在 {file}" if number > 1 else f"逐份情况和全部问题见 {file}"
            return True, told
    except OSError as error:
        beside.unlink(missing_ok=True)
        return False, f"{NAME} 没有写出：{reason(error)}。报告都在，处理后加 --resume 再运行，就会写出。"
    beside.unlink(missing_ok=True)
    return False, f"{NAME} 没有写出：{output} 中的同名文件都不能覆盖。请关闭后加 --resume 再运行，就会写出。"


def _bad_lines(results: Sequence[Done]) -> list[str]:
    bad = [done for done in results if done.status in (STOPPED, FAILED)]
    lines = [f"  {done.status}　{Path(done.workbook).name}：{_indented(done.first_error)}" for done in bad[:_MOST_TOLD]]
    return lines + ([f"  …… 其余 {len(bad) - _MOST_TOLD} 份见 {NAME}"] if len(bad) > _MOST_TOLD else [])


def _indented(text: str) -> str:
    return text.replace("\n", "\n      ")


def _advice(results: Sequence[Done], *, stopped: bool) -> list[str]:
    """What to do next."""
    statuses = {done.status for done in results}
    if stopped:
        return ["已按 Ctrl+C 停止，没有留下半份文件。用同样的命令加 --resume 再运行，就从这里接着做。"]
    lines = []
    if NO_PDF in statuses:
        why = next((note for done in results if done.status == NO_PDF for note in done.notes), "")
        lines.append(f"有的报告只有 Word，没有 PDF：{why} 运行 juesuan doctor 查看，处理后加 --resume 补做；不要 PDF 的，加 --no-pdf。")
    if statuses & {STOPPED, FAILED}:
        lines.append("改正有错误和失败的工作簿（全部问题在“问题清单”表），再用同样的命令加 --resume 运行，只做缺少的和有变化的。")
    return lines
