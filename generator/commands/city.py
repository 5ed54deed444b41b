"""The commands of a parent department and of the bureau: batch, merge, distribute, status."""

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
    cannot_write,
    fail,
    finding_lines,
    need_file,
    need_folder,
    need_new_workbook,
    write_json,
)

if TYPE_CHECKING:
    from generator.batch.command import Outcome
    from generator.batch.work import Settings

MOST_PROCESSES = 64  # on one machine


def add_to(app: ChineseTyper) -> None:
    """Register the commands of this module."""
    for command in (batch, merge, distribute, status):
        app.command()(command)


def batch(
    places: Annotated[list[Path], typer.Argument(help="放工作簿的文件夹、单个工作簿，或写有路径的名单（文本文件，一行一个）", metavar="位置")],
    output: Annotated[Path, typer.Option("-o", "--output", help="输出文件夹", metavar="文件夹")] = Path("output"),
    jobs: Annotated[int, typer.Option("-j", "--jobs", help="进程个数；0 为全部处理器或工作进程", min=0, max=1000,
                                        metavar="个数")] = 0,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="是否同时生成 PDF（需要 LibreOffice）")] = True,
    resume: Annotated[bool, typer.Option("--resume", help="只生成缺少的和有变化的")] = False,
    charts: Annotated[str, typer.Option("--charts", help="image：图片；native：可以在 Word、WPS 中编辑的图",
                                        metavar="方式")] = "image",
    word_only: Annotated[bool, typer.Option("--word-only", help="只写 Word 文件，不要 PDF、公开表、图片和数据")] = False,
    scheduler: Annotated[str, typer.Option("--scheduler", help="在集群上生成：调度器的地址，如 10.0.0.5:8786",
                                           metavar="地址")] = "",
) -> None:
    """成批生成文件夹里的全部工作簿，有错的只影响自己，最后写出汇总情况。

    退出码：0 全部完成；1 有的工作簿有错误或没有生成；2 用法不对；3 集群不能用；130 中途停止。
    """
    from generator.batch.command import NothingToDo
    from generator.batch.journal import Busy
    from generator.batch.plan import UnreadableList
    from generator.batch.work import Settings
    from generator.delivery import reason
    from generator.layouts import LayoutError
    from generator.model import Charts

    for place in places:
        if not place.exists():
            raise fail(f"找不到 {place}。请核对路径；名称中有空格时要加引号。", WRONG_USE)
    if charts not in tuple(Charts):
        raise fail(f"--charts 只能是 {' 或 '.join(Charts)}，不能是 {charts}。", WRONG_USE)
    try:
        settings = Settings(pdf=pdf, charts=charts, word_only=word_only)
        outcome = _build_all(places, output, settings, jobs, scheduler=scheduler, resume=resume)
    except (NothingToDo, UnreadableList, Busy, LayoutError) as error:
        raise fail(str(error), WRONG_USE) from error
    except OSError as error:
        raise fail(f"不能写入 {output}：{reason(error)}。请核对，或换一个输出文件夹（-o）。", WRONG_USE) from error
    typer.echo(outcome.text)
    if outcome.code:
        raise typer.Exit(outcome.code)


def _build_all(places: list[Path], output: Path, settings: Settings, jobs: int, *, scheduler: str,
               resume: bool) -> Outcome:
    """On this machine, or on the cluster whose scheduler is named."""
    import os

    from generator.batch.command import batch as build_all

    if not scheduler:
        return build_all(places, output, settings, jobs=min(jobs or os.cpu_count() or 1, MOST_PROCESSES), resume=resume)
    from generator.batch.cluster import ClusterError, connect

    try:
        with connect(scheduler, pdf=settings.wants_pdf) as cluster:
            for line in (f"集群：{cluster.slots} 个工作进程。", *cluster.notes):
                typer.echo(line, err=True)
            return build_all(places, output, settings, jobs=jobs or cluster.slots, resume=resume, workers=cluster.workers)
    except ClusterError as error:
        raise fail(str(error), ENVIRONMENT) from error


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
        need_file(path)
    if offset_form is None and not paths:
        raise fail("缺少 工作簿...：请给出本级和下属单位的工作簿。", WRONG_USE)
    target = offset_form or output
    if target.suffix.lower() != ".xlsx":
        raise fail(f"文件名 {target} 要以 .xlsx 结尾。", WRONG_USE)
    if target.exists() and target.resolve() in {path.resolve() for path in given}:
        raise fail(f"{target} 是要读取的文件，不能覆盖。换一个文件名。", WRONG_USE)
    if target.exists() and not force:
        raise fail(f"文件 {target} 已存在，没有覆盖。换一个文件名，或加 --force。", WRONG_USE)
    try:
        outcome = merge_files(paths, output, offset) if offset_form is None else write_form(offset_form, paths)
    except LayoutError as error:
        raise fail(str(error), WRONG_USE) from error
    except OSError as error:
        raise cannot_write(target, error) from error
    for line in finding_lines(outcome.findings):
        typer.echo(line)
    if not outcome.written:
        raise fail(f"有错误，没有写出 {target}。", FINDINGS)
    typer.secho(f"已写出 {target}。", fg=typer.colors.GREEN)
    for line in outcome.lines:
        typer.echo(line)


def distribute(
    listed: Annotated[Path | None, typer.Argument(help="单位名单（.xlsx）", metavar="名单")] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="工作簿写到哪个文件夹", metavar="文件夹")] = Path("下发"),
    previous: Annotated[Path | None, typer.Option("--previous", help="放上年工作簿的文件夹：带入上年数和不变的内容", metavar="文件夹")] = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", help="同时使用几个进程；0 为处理器个数", min=0, max=64, metavar="个数")] = 0,
    missing: Annotated[bool, typer.Option("--missing", help="只补发文件夹中还没有的单位，已有的不动；不能与 --force 同用")] = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件；不能与 --missing 同用")] = False,
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
        raise fail("缺少 单位名单。空白名单用 juesuan distribute --form 单位名单.xlsx 生成。", WRONG_USE)
    need_file(listed)
    if previous is not None:
        need_folder(previous)

    from generator.bureau.distribute import DistributeError
    from generator.bureau.pool import NoProcesses
    from generator.delivery import reason

    try:
        with Progress(quiet=False) as step:
            done = hand_out(Wanted(listed, output, previous, force, missing, jobs or os.cpu_count() or 1), step)
    except ListWrong as error:
        raise fail("\n".join([*finding_lines(error.findings), str(error)]), FINDINGS) from error
    except (DistributeError, NoProcesses, LayoutError) as error:
        raise fail(str(error), WRONG_USE) from error
    except OSError as error:
        raise fail(f"不能读取 {previous}：{reason(error)}。", WRONG_USE) from error
    for line in hand_out_lines(done, output, with_previous=previous is not None):
        typer.echo(line)


def _write_list_form(form: Path, *, force: bool) -> None:
    from generator.bureau.form import write_form
    from generator.layouts import LayoutError

    need_new_workbook(form, force=force)
    try:
        write_form(form)
    except LayoutError as error:
        raise fail(str(error), WRONG_USE) from error
    except OSError as error:
        raise cannot_write(form, error) from error
    typer.echo(f"已写出 {form}。填好后运行：juesuan distribute {form} -o 下发")


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
    from generator.delivery import reason
    from generator.layouts import LayoutError

    need_folder(folder)
    need_file(listed)
    last = day_of(deadline) if deadline else None
    if deadline and last is None:
        raise fail(f"--deadline 要写成 2025-09-20 的样子，不能是 {deadline}。", WRONG_USE)
    if output is not None:
        need_new_workbook(output, force=force)
    try:
        with Progress(quiet=as_json) as step:
            state = look_through(folder, listed, today=date.today(), deadline=last, report=output,
                                 jobs=jobs or os.cpu_count() or 1, progress=step)
    except ListWrong as error:
        raise fail("\n".join([*finding_lines(error.findings), str(error)]), WRONG_USE) from error
    except (LayoutError, NoProcesses) as error:
        raise fail(str(error), WRONG_USE) from error
    except OSError as error:
        raise fail(f"不能读写 {error.filename or folder}：{reason(error)}。", WRONG_USE) from error
    if as_json:
        from generator.bureau.status_text import record

        write_json(record(state))
    else:
        for line in status_lines(state):
            typer.echo(line)
        if output is not None:
            typer.echo(f"回收情况表：{output}")
    if not state.complete:
        raise typer.Exit(FINDINGS)
