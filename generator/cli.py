"""The commands: parse, call, print, exit code. Heavy modules are imported by the command that needs them."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.chinese_cli import ChineseTyper
from generator.layout_tools.commands import layouts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model import Finding
    from generator.pipeline import Outcome

DONE, FINDINGS, WRONG_USE, ENVIRONMENT = 0, 1, 2, 3

app = ChineseTyper(
    name="juesuan", no_args_is_help=True,
    help="部门决算公开：填一个工作簿，核对全部数据，生成 Word、PDF、公开表和图表。")
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
    charts: Annotated[str, typer.Option("--charts", help="image：图片；native：可以在 Word、WPS 中编辑的图",
                                        metavar="方式")] = "image",
    as_json: Annotated[bool, typer.Option("--json", help="用 JSON 输出结果，供其他程序读取")] = False,
) -> None:
    """核对工作簿，生成报告（Word、PDF）、公开表、四张图和全部数据。

    退出码：0 完成；1 有错误，没有生成；2 用法不对；3 缺少生成 PDF 的环境。
    """
    from generator.document.mistakes import TemplateError
    from generator.layouts import LayoutError
    from generator.pipeline import Options, OutputError
    from generator.pipeline import build as build_report
    from generator.report import Charts

    _need_file(workbook)
    if charts not in tuple(Charts):
        raise _fail(f"--charts 只能是 {' 或 '.join(Charts)}，不能是 {charts}。", WRONG_USE)
    try:
        with _progress(quiet=as_json) as step:
            outcome = build_report(workbook, Options(output, pdf, draft, Charts(charts)), step)
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
    findings = [{
        "规则": finding.code, "级别": str(finding.severity), "说明": finding.message, "怎么办": finding.hint,
        "位置": [str(source) for source in finding.sources],
        "应为": None if finding.expected is None else str(finding.expected),
        "实为": None if finding.actual is None else str(finding.actual)} for finding in outcome.findings]
    result = {"完成": outcome.folder is not None, "文件夹": str(outcome.folder) if outcome.folder else None,
              "文件": {kind: str(path) for kind, path in outcome.files.items()}, "问题": findings,
              "提示": list(outcome.notes)}
    _write_json(result)


def _write_json(result: object) -> None:
    import json

    sys.stdout.buffer.write(json.dumps(result, ensure_ascii=False, indent=1).encode("utf-8") + b"\n")


@app.command()
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
        _need_file(path)
    checked = check_files(paths, annotate=annotate, strict=strict)
    if as_json:
        _write_json(checked.record())
    else:
        for line in checked.lines():
            typer.echo(line)
    for problem in checked.problems:
        typer.secho(problem, fg=typer.colors.RED, err=True)
    if checked.problems:
        raise typer.Exit(WRONG_USE)
    if checked.failed:
        raise typer.Exit(FINDINGS)


@app.command()
def batch(
    places: Annotated[list[Path], typer.Argument(help="放工作簿的文件夹、单个工作簿，或写有路径的名单（文本文件，一行一个）", metavar="位置")],
    output: Annotated[Path, typer.Option("-o", "--output", help="输出文件夹", metavar="文件夹")] = Path("output"),
    jobs: Annotated[int, typer.Option("-j", "--jobs", help="进程个数；0 为处理器个数", min=0, max=64, metavar="个数")] = 0,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="是否同时生成 PDF（需要 LibreOffice）")] = True,
    resume: Annotated[bool, typer.Option("--resume", help="只生成缺少的和有变化的")] = False,
    charts: Annotated[str, typer.Option("--charts", help="image：图片；native：可以在 Word、WPS 中编辑的图",
                                        metavar="方式")] = "image",
) -> None:
    """成批生成文件夹里的全部工作簿，有错的只影响自己，最后写出汇总情况。

    退出码：0 全部完成；1 有的工作簿有错误或没有生成；2 用法不对。
    """
    import os

    from generator.batch.command import NothingToDo
    from generator.batch.command import batch as build_all
    from generator.batch.work import Settings
    from generator.layouts import LayoutError
    from generator.report import Charts

    for place in places:
        if not place.exists():
            raise _fail(f"找不到 {place}。请核对路径；名称中有空格时要加引号。", WRONG_USE)
    if charts not in tuple(Charts):
        raise _fail(f"--charts 只能是 {' 或 '.join(Charts)}，不能是 {charts}。", WRONG_USE)
    try:
        results, text = build_all(places, output, Settings(pdf=pdf, charts=charts), jobs=jobs or os.cpu_count() or 1,
                                  resume=resume)
    except (NothingToDo, LayoutError) as error:
        raise _fail(str(error), WRONG_USE) from error
    except OSError as error:
        raise _fail(f"不能写入 {output}：{error.strerror or error}。", WRONG_USE) from error
    typer.echo(text)
    if not all(done.good for done in results):
        raise typer.Exit(FINDINGS)


@app.command()
def merge(
    workbooks: Annotated[list[Path] | None, typer.Argument(help="本级的工作簿在前，下属单位的在后，可用 *.xlsx", metavar="工作簿...")] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="写到哪个文件", metavar="文件")] = Path("汇总.xlsx"),
    offset: Annotated[Path | None, typer.Option("--offset", help="填好的内部往来表：单位之间的补助和上缴，汇总时抵销", metavar="文件")] = None,
    offset_form: Annotated[Path | None, typer.Option("--offset-form", help="只写出空白的内部往来表", metavar="文件")] = None,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖")] = False,
) -> None:
    """汇总：把本级和下属单位的工作簿合并成部门的工作簿，附汇总核对表。

    退出码：0 已写出（可以有警告）；1 有错误，没有写出；2 用法不对。
    """
    from generator.checking.command import expanded
    from generator.layouts import LayoutError
    from generator.merging.command import merge_files, write_form

    paths = expanded(workbooks or [])
    given = [*paths, *([offset] if offset else [])]
    for path in given:
        _need_file(path)
    if offset_form is None and not paths:
        raise _fail("缺少 工作簿...：请给出本级和下属单位的工作簿。", WRONG_USE)
    target = offset_form or output
    if target.suffix.lower() != ".xlsx":
        raise _fail(f"文件名 {target} 要以 .xlsx 结尾。", WRONG_USE)
    if target.exists() and target.resolve() in {path.resolve() for path in given}:
        raise _fail(f"{target} 是要读取的文件，不能覆盖。换一个文件名。", WRONG_USE)
    if target.exists() and not force:
        raise _fail(f"文件 {target} 已存在，没有覆盖。换一个文件名，或加 --force。", WRONG_USE)
    try:
        outcome = merge_files(paths, output, offset) if offset_form is None else write_form(offset_form, paths)
    except LayoutError as error:
        raise _fail(str(error), WRONG_USE) from error
    except OSError as error:
        raise _fail(f"不能写入 {target}：{error.strerror or error}。如果文件正在 Excel 或 WPS 中打开，请先关闭。", WRONG_USE) from error
    for line in _finding_lines(outcome.findings):
        typer.echo(line)
    if not outcome.written:
        raise _fail(f"有错误，没有写出 {target}。", FINDINGS)
    typer.secho(f"已写出 {target}。", fg=typer.colors.GREEN)
    for line in outcome.lines:
        typer.echo(line)


@app.command()
def distribute(
    listed: Annotated[Path | None, typer.Argument(help="单位名单（.xlsx）", metavar="名单")] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="工作簿写到哪个文件夹", metavar="文件夹")] = Path("下发"),
    previous: Annotated[Path | None, typer.Option("--previous", help="放上年工作簿的文件夹：带入上年数和不变的内容", metavar="文件夹")] = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", help="同时使用几个进程；0 为处理器个数", min=0, max=64, metavar="个数")] = 0,
    missing: Annotated[bool, typer.Option("--missing", help="只补发文件夹中还没有的单位，已有的不动")] = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
    form: Annotated[Path | None, typer.Option("--form", help="写出一份空白的单位名单", metavar="文件")] = None,
) -> None:
    """下发：按单位名单给每个单位生成一个工作簿，并写出清单。

    退出码：0 完成；1 名单有错误，没有写出；2 用法不对或不能写入。
    """
    import os

    from generator.bureau.command import ListWrong, Wanted, hand_out, hand_out_lines
    from generator.layouts import LayoutError

    if form is not None:
        _write_list_form(form, force=force)
        return
    if listed is None:
        raise _fail("缺少 单位名单。空白名单用 juesuan distribute --form 单位名单.xlsx 生成。", WRONG_USE)
    _need_file(listed)
    if previous is not None:
        _need_folder(previous)

    from generator.bureau.distribute import DistributeError
    from generator.bureau.pool import NoProcesses

    try:
        with _progress(quiet=False) as step:
            done = hand_out(Wanted(listed, output, previous, force, missing, jobs or os.cpu_count() or 1), step)
    except ListWrong as error:
        raise _fail("\n".join([*_finding_lines(error.findings), str(error)]), FINDINGS) from error
    except (DistributeError, NoProcesses, LayoutError) as error:
        raise _fail(str(error), WRONG_USE) from error
    except OSError as error:
        raise _fail(f"不能读取 {previous}：{error.strerror or error}。", WRONG_USE) from error
    for line in hand_out_lines(done, output, with_previous=previous is not None):
        typer.echo(line)


def _write_list_form(form: Path, *, force: bool) -> None:
    from generator.bureau.form import write_form
    from generator.layouts import LayoutError

    _need_new_workbook(form, force=force)
    try:
        write_form(form)
    except LayoutError as error:
        raise _fail(str(error), WRONG_USE) from error
    except OSError as error:
        raise _cannot_write(form, error) from error
    typer.echo(f"已写出 {form}。填好后运行：juesuan distribute {form} -o 下发")


def _need_folder(path: Path) -> None:
    if not path.is_dir():
        raise _fail(f"找不到文件夹 {path}。请核对路径；名称中有空格时要加引号。", WRONG_USE)


@app.command()
def status(
    folder: Annotated[Path, typer.Argument(help="放回收的工作簿的文件夹", metavar="文件夹")],
    listed: Annotated[Path, typer.Option("--list", help="单位名单（.xlsx）", metavar="名单")],
    deadline: Annotated[str, typer.Option("--deadline", help="截止日期，如 2025-09-20", metavar="日期")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="同时写出回收情况表（.xlsx）", metavar="文件")] = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", help="同时使用几个进程；0 为处理器个数", min=0, max=64, metavar="个数")] = 0,
    force: Annotated[bool, typer.Option("--force", help="回收情况表已存在时覆盖")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="用 JSON 输出结果，供其他程序读取")] = False,
) -> None:
    """回收：核对收到的工作簿，列出谁没交、谁有错误、谁交了两份。

    退出码：0 全部交齐、没有错误；1 有未交、有错误或要核实的；2 用法不对或名单有错误。
    """
    import os
    from datetime import date

    from generator.bureau.command import ListWrong, day_of, look_through, status_lines
    from generator.bureau.pool import NoProcesses
    from generator.layouts import LayoutError

    _need_folder(folder)
    _need_file(listed)
    last = day_of(deadline) if deadline else None
    if deadline and last is None:
        raise _fail(f"--deadline 要写成 2025-09-20 的样子，不能是 {deadline}。", WRONG_USE)
    if output is not None:
        _need_new_workbook(output, force=force)
    try:
        with _progress(quiet=as_json) as step:
            state = look_through(folder, listed, today=date.today(), deadline=last, report=output,
                                 jobs=jobs or os.cpu_count() or 1, progress=step)
    except ListWrong as error:
        raise _fail("\n".join([*_finding_lines(error.findings), str(error)]), WRONG_USE) from error
    except (LayoutError, NoProcesses) as error:
        raise _fail(str(error), WRONG_USE) from error
    except OSError as error:
        raise _fail(f"不能读写 {error.filename or folder}：{error.strerror or error}。", WRONG_USE) from error
    if as_json:
        from generator.bureau.status_text import record

        _write_json(record(state))
    else:
        for line in status_lines(state):
            typer.echo(line)
        if output is not None:
            typer.echo(f"回收情况表：{output}")
    if not state.complete:
        raise typer.Exit(FINDINGS)


@app.command()
def template(
    output: Annotated[Path, typer.Option("-o", "--output", help="写到哪个文件", metavar="文件")] = Path("决算工作簿.xlsx"),
    layout: Annotated[str, typer.Option("--layout", help="版式名称，见 juesuan layout list", metavar="版式")] = "",
    year: Annotated[int | None, typer.Option("--year", help="决算年度，如 2024", min=2000, max=2100, metavar="年度")] = None,
    name: Annotated[str, typer.Option("--name", help="单位全称", metavar="名称")] = "",
    previous: Annotated[Path | None, typer.Option("--previous", help="上年填好的工作簿：带入不变的内容和上年数；版式、年度、名称可不再给",
                                                  metavar="工作簿")] = None,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖")] = False,
) -> None:
    """写出空白的标准工作簿；给出上年的工作簿时，带入上年数。"""
    from generator.layouts import LayoutError, layout_names, load_layout
    from generator.workbook.template import write_workbook

    missing = "、".join(text for text, given in (("--layout 版式", layout), ("--year 年度", year)) if not given)
    try:
        if previous is not None:
            _new_year(previous, output, year, layout, name, force=force)
            return
        if not layout or year is None:
            raise _fail(f"缺少 {missing}。现有版式：{'、'.join(layout_names())}。", WRONG_USE)
        weight = load_layout(layout).execution_weight
    except LayoutError as error:
        raise _fail(str(error), WRONG_USE) from error
    _need_new_workbook(output, force=force)
    try:
        write_workbook(output, layout=layout, year=year, name=name, execution_weight=weight)
    except OSError as error:
        raise _cannot_write(output, error) from error
    typer.echo(f"已写出 {output}。填好后运行：juesuan build {output}")


def _need_new_workbook(output: Path, *, force: bool) -> None:
    if output.suffix.lower() != ".xlsx":
        raise _fail(f"文件名 {output} 要以 .xlsx 结尾。", WRONG_USE)
    if output.exists() and not force:
        raise _fail(f"文件 {output} 已存在，没有覆盖。换一个文件名，或加 --force。", WRONG_USE)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(output, error) from error


def _cannot_write(output: Path, error: OSError) -> typer.Exit:
    return _fail(f"不能写入 {output}：{error.strerror or error}。如果文件正在 Excel 或 WPS 中打开，请先关闭。", WRONG_USE)


def _new_year(previous: Path, output: Path, year: int | None, layout: str, name: str, *, force: bool) -> None:
    from generator.intake.command import Refused, begin_year

    _need_file(previous)
    _need_new_workbook(output, force=force)
    try:
        begun = begin_year(previous, year=year, layout=layout, name=name)
        begun.write(output)
    except Refused as error:
        for line in _finding_lines(error.findings):
            typer.echo(line)
        raise _fail(str(error), FINDINGS if error.findings else WRONG_USE) from error
    except OSError as error:
        raise _cannot_write(output, error) from error
    for line in begun.lines():
        typer.echo(line)
    if begun.previous.warning:
        typer.secho(begun.previous.warning, fg=typer.colors.YELLOW, err=True)
    typer.echo(f"已写出 {output}。填好后运行：juesuan check {output}")


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(help="财务系统导出的公开表（.xlsx），一表一页或九表同页均可", metavar="公开表")],
    output: Annotated[Path, typer.Option("-o", "--output", help="写到哪个文件", metavar="文件")] = Path("决算工作簿.xlsx"),
    layout: Annotated[str, typer.Option("--layout", help="版式名称，见 juesuan layout list", metavar="版式")] = "",
    year: Annotated[int | None, typer.Option("--year", help="决算年度；表题写明年度的不用给", min=2000, max=2100, metavar="年度")] = None,
    name: Annotated[str, typer.Option("--name", help="单位全称；不给的取表上的部门名称", metavar="名称")] = "",
    unit: Annotated[str, typer.Option("--unit", help="表上没有写金额单位时给出", metavar="元|万元")] = "",
    previous: Annotated[Path | None, typer.Option("--previous", help="上年填好的工作簿：同时带入上年数和不变的内容", metavar="工作簿")] = None,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="用 JSON 输出结果，供其他程序读取")] = False,
) -> None:
    """把导出的公开01表至公开09表带入标准工作簿，列出带入和没有带入的数。

    退出码：0 完成；1 没有认出公开表，没有写出；2 用法不对。
    """
    from generator.intake.command import Refused, import_file
    from generator.intake.importing import Wishes
    from generator.layouts import LayoutError, layout_names
    from generator.money import MoneyUnit

    for path in (source, *([previous] if previous is not None else [])):
        _need_file(path)
    _need_new_workbook(output, force=force)
    try:
        if not layout:
            raise _fail(f"缺少 --layout 版式。现有版式：{'、'.join(layout_names())}。", WRONG_USE)
        if unit and unit not in tuple(MoneyUnit):
            raise _fail(f"--unit 只能是 元 或 万元，不能是 {unit}。", WRONG_USE)
        done = import_file(source, output, Wishes(layout, year, name, MoneyUnit(unit) if unit else None), previous)
    except LayoutError as error:
        raise _fail(str(error), WRONG_USE) from error
    except Refused as error:
        raise _fail("\n".join([*_finding_lines(error.findings), str(error)]), FINDINGS if error.findings else WRONG_USE) from error
    except OSError as error:
        raise _cannot_write(output, error) from error
    if as_json:
        _write_json(done.record())
    else:
        for line in (*done.lines(), *_finding_lines(done.imported.findings), *done.fill_lines()):
            typer.echo(line)
        if done.warning:
            typer.secho(done.warning, fg=typer.colors.YELLOW, err=True)
        if done.output is not None:
            typer.echo(f"已写出 {output}。填好后运行：juesuan check {output}")
    if done.output is None:
        raise typer.Exit(FINDINGS)


@app.command()
def doctor(
    output: Annotated[Path, typer.Option("-o", "--output", help="准备写报告的文件夹", metavar="文件夹")] = Path("output"),
) -> None:
    """检查本机环境：LibreOffice 在不在，哪些字体由什么替代，还要装什么。"""
    from generator.doctor import examine

    report = examine(output)
    for line in report.to_lines():
        typer.echo(line)
    raise typer.Exit(report.exit_code)


if __name__ == "__main__":
    main()
