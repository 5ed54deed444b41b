"""One worker of a batch: `do_chunk` on chunk after chunk, as the pool calls it.

    python worker.py memory LIST RESULT     peak memory (MB, ru_maxrss of the worker) after each chunk of 12
    python worker.py size LIST RESULT       CPU seconds of each of three runs over the workbooks, after one not counted
    python worker.py word LIST RESULT       CPU seconds for the Word files of the second half, after the first half
    python worker.py large LIST RESULT      the workbooks with their PDF: pages and seconds of the clock

For `memory` the worker is one of the batch's own pool, which is told not to replace it; the others run in this process.
RESULT is JSON.
"""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from generator.batch import local
from generator.batch.run import CHUNK
from generator.batch.work import Result, Settings, Task, do_chunk

try:
    import resource
except ImportError:  # Windows
    resource = None

FULL = Settings(pdf=False, charts="image")
NATIVE = Settings(pdf=False, charts="native")
WORD = Settings(pdf=False, charts="native", word_only=True)


def chunks(paths: Sequence[Path]) -> Iterator[list[Task]]:
    for start in range(0, len(paths), CHUNK):
        yield [Task(number, path.name, path.read_bytes()) for number, path in enumerate(paths[start:start + CHUNK], start)]


def done(tasks: Sequence[Task], settings: Settings) -> list[Result]:
    """The results, all good."""
    results = do_chunk(tasks, settings)
    for result in results:
        if not result.files:
            raise SystemExit(result.problem or "\n".join(error.message for error in result.errors))
    return results


def chunk_and_peak(tasks: Sequence[Task]) -> tuple[list[Result], float]:
    """Work of the pool's process: the results, which travel back, and its peak so far in MB."""
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    results = done(tasks, FULL)
    return results, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def memory(paths: Sequence[Path]) -> dict:
    if resource is None:
        return {"peaks": []}
    local.RECYCLE = len(paths) + 1
    peaks, count = [], 0
    with local.LocalPool(1) as pool:
        for tasks in chunks(paths):
            _, peak = pool.submit(chunk_and_peak, tasks).result()
            count += len(tasks)
            peaks.append((count, peak))
    return {"peaks": peaks}


def size(paths: Sequence[Path]) -> dict:
    seconds = []
    for _ in range(4):
        begin = time.process_time()
        for tasks in chunks(paths):
            done(tasks, NATIVE)
        seconds.append(time.process_time() - begin)
    return {"seconds": seconds[1:]}


def word(paths: Sequence[Path]) -> dict:
    half = len(paths) // 2
    for tasks in chunks(paths[:half]):
        done(tasks, WORD)
    begin = time.process_time()
    for tasks in chunks(paths[half:]):
        done(tasks, WORD)
    return {"seconds": time.process_time() - begin}


def large(paths: Sequence[Path]) -> dict:
    from pypdf import PdfReader

    begin, pages = time.perf_counter(), 0
    for tasks in chunks(paths):
        for result in done(tasks, Settings(pdf=True, charts="native")):
            if "PDF" not in result.files:
                raise SystemExit("\n".join(result.notes))
            pages += len(PdfReader(BytesIO(result.files["PDF"][1])).pages)
    return {"pages": pages, "wall": time.perf_counter() - begin}


def main() -> None:
    task, listed, target = sys.argv[1:]
    paths = [Path(line) for line in Path(listed).read_text(encoding="utf-8").splitlines()]
    found = {"memory": memory, "size": size, "word": word, "large": large}[task](paths)
    Path(target).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
