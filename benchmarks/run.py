"""How fast juesuan is, against a plain script that does the same with the usual libraries (`plain_report.py`).

    python benchmarks/run.py            five rounds of each comparison, about half a minute
    python benchmarks/run.py --quick    one round: does everything run, are the ratios near
    python benchmarks/run.py --pdf      also the PDF: a report with PDF against the script with one soffice

Ratios of CPU seconds of whole processes; what each comparison means and what was last measured: docs/performance.md.
Exit code 1 where a bound is not kept.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import Told, at_most, environment, paired, rounds, run
from one_template import write_one_template

from generator.fonts import chart_font
from generator.layouts import load_layout

ROOT = Path(__file__).resolve().parent.parent
WORKBOOK = ROOT / "input_samples" / "武汉经开区总工会-2023.xlsx"
LAYOUT = "wuhan-2023"
SUBJECTS = ROOT / "generator" / "subjects" / "functional.csv"
HERE = Path(__file__).resolve().parent
UNIT = "CPU 秒"


class Bench:
    """A temporary folder with what the comparisons need."""

    def __init__(self, folder: Path, rounds: int) -> None:
        font = chart_font()
        if font is None:
            raise SystemExit("没有可用的中文字体，图画不出来。运行 juesuan doctor 查看要安装什么。")
        self.folder, self.rounds, self.font = folder, rounds, str(font.path)
        self.template = folder / "模板.docx"
        write_one_template(load_layout(LAYOUT), self.template)
        self.settings = {**environment(folder / "pycache"), "PYTHONPATH": str(ROOT)}

    def juesuan(self, *arguments: str) -> float:
        # as the console script does it: `-m` would compile cli.py each time
        return run([sys.executable, "-c", "from generator.cli import main; main()", *arguments], self.settings)

    def plain(self, *options: str) -> float:
        target = str(self.folder / "普通脚本.docx")
        return run([sys.executable, str(HERE / "plain_report.py"), str(WORKBOOK), str(self.template), str(SUBJECTS),
                    self.font, target, *options], self.settings)

    def word_cold(self) -> Told:
        """One Word file with its four charts, each time a fresh process."""
        ours, other = paired(lambda: self.juesuan("build", str(WORKBOOK), "--no-pdf", "-o", str(self.folder)),
                             self.plain, self.rounds)
        return at_most("一份 Word（含四张图），冷启动", ours, other, "普通脚本", UNIT, 0.75)

    def pdf_cold(self) -> Told:
        """The same with its PDF."""
        ours, other = paired(lambda: self.juesuan("build", str(WORKBOOK), "-o", str(self.folder)),
                             lambda: self.plain("--pdf"), self.rounds)
        return at_most("一份 Word 和 PDF，冷启动", ours, other, "普通脚本 + soffice", UNIT)

    def filling_warm(self) -> Told:
        """Context in, .docx bytes out, in one process."""
        target = self.folder / "warm.json"
        run([sys.executable, str(HERE / "warm.py"), str(WORKBOOK), str(self.template), str(self.rounds), str(target)],
            self.settings)
        runs = json.loads(target.read_text(encoding="utf-8"))
        return at_most("填写 Word 模板，热（数据进，.docx 出）", statistics.median(runs["ours"]),
                       statistics.median(runs["other"]), "docxtpl 渲染并保存", UNIT, 0.2)

    def help_text(self) -> Told:
        """`juesuan --help` against what its library costs alone."""
        ours, other = paired(lambda: self.juesuan("--help"),
                             lambda: run([sys.executable, "-c", "import typer"], self.settings), self.rounds)
        return at_most("juesuan --help", ours, other, 'python -c "import typer"', UNIT, 2.0)


def main() -> int:
    parser = argparse.ArgumentParser(description="测量速度，与普通脚本成对比较（CPU 秒，取中位数）")
    parser.add_argument("--quick", action="store_true", help="每项只比一轮")
    parser.add_argument("--pdf", action="store_true", help="也比较生成 PDF")
    parser.add_argument("--rounds", type=rounds, default=5, help="每项比几轮，默认 5")
    options = parser.parse_args()
    count = 1 if options.quick else options.rounds
    print(f"CPU 秒（用户 + 系统，含子进程），两边交替运行，各 {count} 轮取中位数；比值越小越快。")
    kept = True
    with tempfile.TemporaryDirectory(prefix="juesuan-bench-") as folder:
        for told in _results(Bench(Path(folder), count), options.pdf):
            print(f"\n{told.text}", flush=True)
            kept = kept and told.kept
    print("\n单份：全部合格。" if kept else "\n单份：有不合格的项目，见上。")
    return 0 if kept else 1


def _results(bench: Bench, pdf: bool) -> Iterator[Told]:
    yield bench.word_cold()
    yield bench.filling_warm()
    yield bench.help_text()
    if pdf:
        yield bench.pdf_cold()


if __name__ == "__main__":
    raise SystemExit(main())
