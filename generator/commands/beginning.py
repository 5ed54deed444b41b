"""The commands that begin a workbook: template, import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.chinese_cli import ChineseTyper
from generator.commands.common import (
    FINDINGS,
    WRONG_USE,
    cannot_write,
    fail,
    finding_lines,
    need_file,
    need_new_workbook,
    write_json,
)


def add_to(app: ChineseTyper) -> None:
    """Register the commands of this module."""
    app.command()(template)
    app.command("import")(import_)


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
            raise fail(f"缺少 {missing}。现有版式：{'、'.join(layout_names())}。", WRONG_USE)
        weight = load_layout(layout).execution_weight
    except LayoutError as error:
        raise fail(str(error), WRONG_USE) from error
    need_new_workbook(output, force=force)
    try:
        write_workbook(output, layout=layout, year=year, name=name, execution_weight=weight)
    except OSError as error:
        raise cannot_write(output, error) from error
    typer.echo(f"已写出 {output}。填好后运行：juesuan build {output}")


def _new_year(previous: Path, output: Path, year: int | None, layout: str, name: str, *, force: bool) -> None:
    from generator.intake.command import Refused, begin_year

    need_file(previous)
    need_new_workbook(output, force=force)
    try:
        begun = begin_year(previous, year=year, layout=layout, name=name)
        begun.write(output)
    except Refused as error:
        for line in finding_lines(error.findings):
            typer.echo(line)
        raise fail(str(error), FINDINGS if error.findings else WRONG_USE) from error
    except OSError as error:
        raise cannot_write(output, error) from error
    for line in begun.lines():
        typer.echo(line)
    if begun.previous.warning:
        typer.secho(begun.previous.warning, fg=typer.colors.YELLOW, err=True)
    typer.echo(f"已写出 {output}。填好后运行：juesuan check {output}")


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
        need_file(path)
    need_new_workbook(output, force=force)
    try:
        if not layout:
            raise fail(f"缺少 --layout 版式。现有版式：{'、'.join(layout_names())}。", WRONG_USE)
        if unit and unit not in tuple(MoneyUnit):
            raise fail(f"--unit 只能是 元 或 万元，不能是 {unit}。", WRONG_USE)
        done = import_file(source, output, Wishes(layout, year, name, MoneyUnit(unit) if unit else None), previous)
    except LayoutError as error:
        raise fail(str(error), WRONG_USE) from error
    except Refused as error:
        raise fail("\n".join([*finding_lines(error.findings), str(error)]), FINDINGS if error.findings else WRONG_USE) from error
    except OSError as error:
        raise cannot_write(output, error) from error
    if as_json:
        write_json(done.record())
    else:
        for line in (*done.lines(), *finding_lines(done.imported.findings), *done.fill_lines()):
            typer.echo(line)
        if done.warning:
            typer.secho(done.warning, fg=typer.colors.YELLOW, err=True)
        if done.output is not None:
            typer.echo(f"已写出 {output}。填好后运行：juesuan check {output}")
    if done.output is None:
        raise typer.Exit(FINDINGS)
