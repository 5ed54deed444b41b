"""The commands of a unit: build, check, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.chinese_cli import ChineseTyper
from generator.commands.common import (
    ENVIRONMENT,
    FINDINGS,
    WRONG_USE,
    Progress,
    fail,
    finding_lines,
    need_file,
    write_json,
)

if TYPE_CHECKING:
    from generator.pipeline import Outcome


def add_to(app: ChineseTyper) -> None:
    """Register the commands of this module."""
    for command in (build, check, doctor):
        app.command()(command)


def build(
    workbook: Annotated[Path, typer.Argument(help="填好的标准工作簿（.xlsx）", metavar="工作簿")],
    output: Annotated[Path, typer.Option("-o", "--output", help="输出文件夹；每份报告在其中有自己的文件夹", metavar="文件夹")]
        = Path("output"),
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="是否同时生成 PDF（需要 LibreOffice）")] = True,
    draft: Annotated[bool, typer.Option("--draft", help="草稿：有错误也生成，标明“草稿”，缺少的原因印【待填】")] = False,
    charts: Annotated[str, typer.Option("--charts", help="image：图片；native：可以在 Word、WPS 中编辑的图",
                                        metavar="方式")] = "image",
    word_only: Annotated[bool, typer.Option("--word-only", help="只写 Word 文件，不要 PDF、公开表、图片和数据")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="用 JSON 输出结果，供其他程序读取")] = False,
) -> None:
    """核对工作簿，生成报告（Word、PDF）、公开表、四张图和全部数据。

    退出码：0 完成；1 有错误，没有生成；2 用法不对；3 缺少生成 PDF 的环境。
    """
    from generator.document.mistakes import TemplateError
    from generator.layouts import LayoutError
    from generator.model import Charts
    from generator.pipeline import Options, OutputError
    from generator.pipeline import build as build_report

    need_file(workbook)
    if charts not in tuple(Charts):
        raise fail(f"--charts 只能是 {' 或 '.join(Charts)}，不能是 {charts}。", WRONG_USE)
    try:
        with Progress(quiet=as_json) as step:
            outcome = build_report(workbook, Options(output, pdf, draft, Charts(charts), word_only), step)
    except (LayoutError, TemplateError, OutputError) as error:
        raise fail(str(error), WRONG_USE) from error
    if as_json:
        _print_json(outcome)
    else:
        _print_outcome(workbook, outcome, draft=draft)
    if outcome.folder is None:
        raise typer.Exit(FINDINGS)
    if outcome.environment_failed:
        raise typer.Exit(ENVIRONMENT)


def _print_outcome(workbook: Path, outcome: Outcome, *, draft: bool) -> None:
    for line in finding_lines(outcome.findings):
        typer.echo(line)
    if outcome.folder is None:
        count = len(outcome.errors)
        advice = ("改正后重新运行。" if not outcome.readable else "要先补上这些，才能生成草稿。" if draft
                  else "改正后重新运行；要先看样子，加 --draft 生成草稿。")
        typer.secho(f"{workbook.name}：有 {count} 处错误，报告没有生成。{advice}", fg=typer.colors.RED, err=True)
        return
    typer.secho(f"已生成：{outcome.folder}", fg=typer.colors.GREEN)
    for path in outcome.files.values():
        typer.echo(f"  {path}")
    for note in outcome.notes:
        typer.secho(note, fg=typer.colors.YELLOW, err=True)


def _print_json(outcome: Outcome) -> None:
    findings = [{
        "规则": finding.code, "级别": str(finding.severity), "说明": finding.message, "怎么办": finding.hint,
        "位置": [str(source) for source in finding.sources],
        "应为": None if finding.expected is None else str(finding.expected),
        "实为": None if finding.actual is None else str(finding.actual)} for finding in outcome.findings]
    result = {"完成": outcome.folder is not None, "文件夹": str(outcome.folder) if outcome.folder else None,
              "文件": {kind: str(path) for kind, path in outcome.files.items()}, "问题": findings,
              "提示": list(outcome.notes)}
    write_json(result)


def check(
    workbooks: Annotated[list[Path], typer.Argument(help="一个或多个标准工作簿（.xlsx），可用 *.xlsx", metavar="工作簿...")],
    annotate: Annotated[bool, typer.Option("--annotate", help="另存一份“（校验）”副本：有问题的单元格着色、加批注，并附校验结果表")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="用 JSON 输出结果，供其他程序读取")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="有警告也算不通过")] = False,
) -> None:
    """核对工作簿：逐条规则写明通过、未通过、不适用或无法核对，指出有问题的单元格。原工作簿不改动。

    退出码：0 全部通过（不加 --strict 时可以有警告）；1 有错误（加 --strict 时有错误或警告）；2 用法不对。
    """
    from generator.checking.command import check_files, expanded

    paths = expanded(workbooks)
    for path in paths:
        need_file(path)
    checked = check_files(paths, annotate=annotate, strict=strict)
    if as_json:
        write_json(checked.record())
    else:
        for line in checked.lines():
            typer.echo(line)
    for problem in checked.problems:
        typer.secho(problem, fg=typer.colors.RED, err=True)
    if checked.problems:
        raise typer.Exit(WRONG_USE)
    if checked.failed:
        raise typer.Exit(FINDINGS)


def doctor(
    output: Annotated[Path, typer.Option("-o", "--output", help="准备写报告的文件夹", metavar="文件夹")] = Path("output"),
) -> None:
    """检查本机环境：LibreOffice 在不在，哪些字体由什么替代，还要装什么。"""
    from generator.doctor import examine

    report = examine(output)
    for line in report.to_lines():
        typer.echo(line)
    raise typer.Exit(report.exit_code)

