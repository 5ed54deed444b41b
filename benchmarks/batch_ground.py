"""What the comparisons of batches stand on: made workbooks and the two programs."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from made_workbooks import LAYOUT, write_many
from measure import environment, run
from one_template import write_one_template

from generator.fonts import chart_font
from generator.layouts import load_layout

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SUBJECTS = ROOT / "generator" / "subjects" / "functional.csv"


@dataclass(frozen=True)
class Amounts:
    """How many reports and rounds each part takes."""

    word: int = 200
    pdf: int = 40
    memory: tuple[int, int] = (50, 500)
    growth: tuple[int, ...] = (50, 100, 200, 400)
    sizes: tuple[tuple[int, int], ...] = ((100, 20), (250, 50), (500, 100), (1000, 200))
    profile: int = 37
    saved: int = 12
    rounds: int = 3
    large_pdf: bool = True


QUICK = Amounts(word=4, pdf=2, memory=(12, 24), growth=(2, 4), sizes=((20, 4), (40, 8)), profile=4, saved=2, rounds=1, large_pdf=False)


@dataclass(frozen=True)
class Spent:
    """CPU seconds (user + system, with children) and seconds of the clock."""

    cpu: float
    wall: float


@dataclass
class Ground:
    """A temporary folder, the workbooks made in it, and the environment of the measured processes."""

    folder: Path
    amounts: Amounts
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        font = chart_font()
        if font is None:
            raise SystemExit("没有可用的中文字体，图画不出来。运行 juesuan doctor 查看要安装什么。")
        self.font, self.template = str(font.path), self.folder / "模板.docx"
        write_one_template(load_layout(LAYOUT), self.template)
        paths = f"{ROOT}{';' if sys.platform == 'win32' else ':'}{HERE}"
        self.settings = {**environment(self.folder / "pycache"), "PYTHONPATH": paths}

    def workbooks(self, count: int, **size: int) -> list[Path]:
        """The first `count` made workbooks; those that an earlier part wrote are not written again."""
        name = "-".join(map(str, size.values())) or "样例大小"
        return write_many(self.folder / "工作簿" / name, count, jobs=2, **size)

    def listed(self, workbooks: Sequence[Path]) -> str:
        """A list file that names them, for `juesuan batch`."""
        file = self.folder / "名单.txt"
        file.write_text("\n".join(map(str, workbooks)), encoding="utf-8")
        return str(file)

    def batch(self, workbooks: Sequence[Path], *options: str, keep: Path | None = None) -> Spent:
        """One run of `juesuan batch`, a fresh process; its results go to `keep`, or nowhere."""
        output = keep or self.folder / "输出"
        shutil.rmtree(output, ignore_errors=True)
        spent = self.timed("-c", "from generator.cli import main; main()", "batch", self.listed(workbooks), "-o", str(output),
                           *options)
        made = len(list(output.glob("*/*.docx")))
        if made != len(workbooks):
            raise SystemExit(f"juesuan batch 只写出 {made} 份，应有 {len(workbooks)} 份。")
        if keep is None:
            shutil.rmtree(output)
        return spent

    def timed(self, *arguments: str) -> Spent:
        """A run of Python, measured."""
        begin = time.perf_counter()
        cpu = run([sys.executable, *arguments], self.settings)
        return Spent(cpu, time.perf_counter() - begin)

    @contextmanager
    def plain(self, *options: str) -> "Iterator[Plain]":
        """The plain script, one process for as long as the block."""
        output = self.folder / "普通脚本"
        output.mkdir(exist_ok=True)
        command = [sys.executable, str(HERE / "plain_batch.py"), str(self.template), str(SUBJECTS), self.font, str(output)]
        with subprocess.Popen([*command, *options], env=self.settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              encoding="utf-8") as process:
            yield Plain(process)
            assert process.stdin is not None
            process.stdin.close()
        shutil.rmtree(output)


@dataclass
class Plain:
    """The plain script at work: it waits between two slices of the workbooks."""

    process: "subprocess.Popen[str]"
    cpu: float = 0.0

    def slice(self, workbooks: Sequence[Path]) -> Spent:
        """What these workbooks took; the first slice has the start and the imports with it."""
        assert self.process.stdin is not None and self.process.stdout is not None
        begin, before = time.perf_counter(), self.cpu
        for path in workbooks:
            print(path, file=self.process.stdin, flush=True)
            said = self.process.stdout.readline()
            if not said:
                raise SystemExit("普通脚本失败（见上）。")
            self.cpu = float(said)
        return Spent(self.cpu - before, time.perf_counter() - begin)


def slices(workbooks: Sequence[Path], rounds: int) -> Iterator[Sequence[Path]]:
    """The workbooks in as many parts as there are rounds."""
    size = -(-len(workbooks) // rounds)
    for start in range(0, len(workbooks), size):
        yield workbooks[start:start + size]
