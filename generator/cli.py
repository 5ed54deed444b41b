"""The commands: parse, call, print, exit code. Heavy modules are imported by the command that needs them."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.chinese_cli import ChineseTyper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model import Finding
    from generator.pipeline import Outcome

DONE, FINDINGS, WRONG_USE, ENVIRONMENT = 0, 1, 2, 3

app = ChineseTyper(
    name="juesuan", no_args_is_help=True,
    help="部门决算公开：填一个工作簿，核对全部数据，生成 Word、PDF、公开表和图表。")
layouts = ChineseTyper(no_args_is_help=True, help="版式：列出现有版式，打印 Word 模板的文字。")
app.add_typer(layouts, name="layout")


def main() -> None:
    """The console script."""
    gc.set_threshold(200_000, 20, 20)  # what a report allocates is in use: looking for garbage took a tenth of the time
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app()
    finally:
        gc.freeze()  # nor at the end: the memory goes back at once


def _fail(message: str, code: int) -> typer.Exit:
    typer.secho(message, fg=typer.colors.RED, err=True)
    return typer.Exit(code)


@app.command()
def build(
    workbook: Annotated[Path, typer.Argument(help="填好的标准工作簿（.xlsx）", metavar="工作簿")],
    output: Annotated[Path, typer.Option("-o", "--output", help="输出文件夹；每份报告在其中有自己的文件夹", metavar="文件夹")]
        = Path("output"),
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="是否同时生成 PDF（需要 LibreOffice）")] = True,
    draft: Annotated[bool, typer.Option("--draft", help="草稿：有错误也生成，标明“草稿”，缺少的原因印【待填】")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="用 JSON 输出结果，供其他程序读取")] = False,
) -> None:
    """核对工作簿，生成报告（Word、PDF）、公开表、四张图和全部数据。

    退出码：0 完成；1 有错误，没有生成；2 用法不对；3 缺少生成 PDF 的环境。
    """
    from generator.document.mistakes import TemplateError
    from generator.layouts import LayoutError
    from generator.pipeline import Options, OutputError
    from generator.pipeline import build as build_report

    _need_file(workbook)
    try:
        with _progress(quiet=as_json) as step:
            outcome = build_report(workbook, Options(output, pdf, draft), step)
    except (LayoutError, TemplateError, OutputError) as error:
        raise _fail(str(error), WRONG_USE) from error
    if as_json:
        _print_json(outcome)
    else:
        _print_outcome(workbook, outcome, draft=draft)
    if outcome.folder is None:
        raise typer.Exit(FINDINGS)
    if outcome.environment_failed:
        raise typer.Exit(ENVIRONMENT)


def _need_file(path: Path) -> None:
    if path.is_dir():
        raise _fail(f"{path} 是文件夹，请给出一个工作簿文件（.xlsx）。", WRONG_USE)
    if not path.is_file():
        raise _fail(f"找不到文件 {path}。请核对路径；文件名中有空格时要加引号。", WRONG_USE)


class _progress:
    """Shows the stage that is running, where somebody watches; silent otherwise."""

    def __init__(self, *, quiet: bool) -> None:
        self.live = not quiet and sys.stderr.isatty()

    def __enter__(self) -> _progress:
        if self.live:
            from rich.console import Console

            self.status = Console(stderr=True).status("准备")
            self.status.start()
        return self

    def __call__(self, stage: str) -> None:
        if self.live:
            self.status.update(f"{stage}……")

    def __exit__(self, *exception: object) -> None:
        if self.live:
            self.status.stop()


def _print_outcome(workbook: Path, outcome: Outcome, *, draft: bool) -> None:
    for line in _finding_lines(outcome.findings):
        typer.echo(line)
    if outcome.folder is None:
        count = len(outcome.errors)
        advice = "要先补上这些，才能生成草稿。" if draft else "改正后重新运行；要先看样子，加 --draft 生成草稿。"
        typer.secho(f"{workbook.name}：有 {count} 处错误，报告没有生成。{advice}", fg=typer.colors.RED, err=True)
        return
    typer.secho(f"已生成：{outcome.folder}", fg=typer.colors.GREEN)
    for path in outcome.files.values():
        typer.echo(f"  {path}")
    for note in outcome.notes:
        typer.secho(note, fg=typer.colors.YELLOW, err=True)


def _finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    from generator.model import Severity

    for severity in Severity:
        chosen = [finding for finding in findings if finding.severity is severity]
        if chosen:
            yield typer.style(f"{severity} {len(chosen)} 条", bold=True)
        for finding in chosen:
            yield f"  [{finding.code}] {finding.message}"
            if finding.hint:
                yield f"         {finding.hint}"


def _print_json(outcome: Outcome) -> None:
    import json

    findings = [{
        "规则": finding.code, "级别": str(finding.severity), "说明": finding.message, "怎么办": finding.hint,
        "位置": [str(source) for source in finding.sources],
        "应为": None if finding.expected is None else str(finding.expected),
        "实为": None if finding.actual is None else str(finding.actual)} for finding in outcome.findings]
    result = {"完成": outcome.folder is not None, "文件夹": str(outcome.folder) if outcome.folder else None,
              "文件": {kind: str(path) for kind, path in outcome.files.items()}, "问题": findings,
              "提示": list(outcome.notes)}
    text = json.dumps(result, ensure_ascii=False, indent=1)
    sys.stdout.buffer.write(text.encode("utf-8") + b"\n")


@app.command()
def template(
    output: Annotated[Path, typer.Option("-o", "--output", help="写到哪个文件", metavar="文件")] = Path("决算工作簿.xlsx"),
    layout: Annotated[str, typer.Option("--layout", help="版式名称，见 juesuan layout list", metavar="版式")] = "",
    year: Annotated[int | None, typer.Option("--year", help="决算年度，如 2024", min=2000, max=2100, metavar="年度")] = None,
    name: Annotated[str, typer.Option("--name", help="单位全称", metavar="名称")] = "",
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖")] = False,
) -> None:
    """写出空白的标准工作簿，供单位填写。"""
    from generator.layouts import LayoutError, layout_names, load_layout
    from generator.workbook.template import write_workbook

    missing = "、".join(text for text, given in (("--layout 版式", layout), ("--year 年度", year)) if not given)
    try:
        if not layout or year is None:
            raise _fail(f"缺少 {missing}。现有版式：{'、'.join(layout_names())}。", WRONG_USE)
        load_layout(layout)
    except LayoutError as error:
        raise _fail(str(error), WRONG_USE) from error
    if output.suffix.lower() != ".xlsx":
        raise _fail(f"文件名 {output} 要以 .xlsx 结尾。", WRONG_USE)
    if output.exists() and not force:
        raise _fail(f"文件 {output} 已存在，没有覆盖。换一个文件名，或加 --force。", WRONG_USE)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(output, layout=layout, year=year, name=name)
    except OSError as error:
        raise _fail(f"不能写入 {output}：{error.strerror or error}。如果文件正在 Excel 或 WPS 中打开，请先关闭。", WRONG_USE) from error
    typer.echo(f"已写出 {output}。填好后运行：juesuan build {output}")


@app.command()
def doctor(
    output: Annotated[Path, typer.Option("-o", "--output", help="准备写报告的文件夹", metavar="文件夹")] = Path("output"),
) -> None:
    """检查本机环境：LibreOffice 在不在，哪些字体由什么替代，还要安装什么。"""
    from generator.doctor import examine

    report = examine(output)
    for line in report.to_lines():
        typer.echo(line)
    raise typer.Exit(report.exit_code)


@layouts.command("list")
def list_layouts() -> None:
    """列出现有版式。"""
    from generator.layouts import LayoutError, layout_names, load_layout

    try:
        for name in layout_names():
            typer.echo(f"{name}\t{load_layout(name).title}")
    except LayoutError as error:
        raise _fail(str(error), WRONG_USE) from error


@layouts.command("text")
def layout_text(
    name: Annotated[str, typer.Argument(help="版式名称", metavar="版式")],
    part: Annotated[str, typer.Argument(help="只打印这一部分，如 第三部分", metavar="部分")] = "",
) -> None:
    """打印 Word 模板的文字和标签，便于审阅和比对两个版本。"""
    from generator.document import template_text
    from generator.layouts import LayoutError, load_layout

    try:
        layout = load_layout(name)
    except LayoutError as error:
        raise _fail(str(error), WRONG_USE) from error
    chosen = [path for path in layout.parts if part in path.stem]
    if not chosen:
        raise _fail(f"版式 {name} 没有“{part}”。现有：{'、'.join(path.stem for path in layout.parts)}。", WRONG_USE)
    for path in chosen:
        typer.secho(f"==== {path.name} ====", bold=True)
        typer.echo(template_text(path))


if __name__ == "__main__":
    main()
