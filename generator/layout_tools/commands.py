"""The commands `juesuan layout …`: parse, call, print, exit code. What a command needs, it imports itself."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from generator.chinese_cli import ChineseTyper

FINDINGS, WRONG_USE = 1, 2
layouts = ChineseTyper(no_args_is_help=True, help="版式：列出、查看、新建、检查，打印 Word 模板的文字。")

NAME = Annotated[str, typer.Argument(help="版式名称，见 juesuan layout list", metavar="版式")]


def _fail(error: Exception) -> typer.Exit:
    typer.secho(str(error), fg=typer.colors.RED, err=True)
    return typer.Exit(WRONG_USE)


@layouts.command("list")
def list_layouts() -> None:
    """列出现有版式。"""
    from generator.layouts import LayoutError, layout_names, load_layout

    try:
        names = layout_names()
    except LayoutError as error:
        raise _fail(error) from error
    for name in names:
        try:
            typer.echo(f"{name}\t{load_layout(name).title}")
        except LayoutError:
            typer.echo(f"{name}\t（有错误，运行 juesuan layout check {name} 查看）")


@layouts.command("show")
def show_layout(name: NAME) -> None:
    """打印版式的内容：继承、各部分和插入的文件各在哪个文件夹、数字写法、公开表、与所继承版式不同的用语。"""
    from generator.layout_tools.show import show_layout as lines
    from generator.layouts import LayoutError

    try:
        for line in lines(name):
            typer.echo(line)
    except LayoutError as error:
        raise _fail(error) from error


@layouts.command("new")
def new_layout(
    name: Annotated[str, typer.Argument(help="新版式的名称，也是它在 templates 中的文件夹名", metavar="版式")],
    parent: Annotated[str, typer.Option("--from", help="在哪个版式上修改", metavar="版式")],
    title: Annotated[str, typer.Option("--title", help="版式的全名；不写则同名称", metavar="全名")] = "",
    copy: Annotated[list[str] | None, typer.Option("--copy", help="同时复制这个 Word 文件来改，可以写几次", metavar="部分")] = None,
) -> None:
    """建立一个新版式：只写它和另一个版式不同的地方。"""
    from generator.layout_tools.new import new_layout as make
    from generator.layouts import LayoutError

    try:
        files = make(name, parent, title=title, copy=copy or ())
    except LayoutError as error:
        raise _fail(error) from error
    for path in files:
        typer.echo(f"已写出 {path}")
    typer.echo(f"现在它和 {parent} 一样。改好后运行：juesuan layout check {name}")


@layouts.command("check")
def check_layout(
    name: NAME,
    as_json: Annotated[bool, typer.Option("--json", help="用 JSON 输出结果，供其他程序读取")] = False,
) -> None:
    """检查版式：用样例数据填写每一部分、走遍每一个条件，一次列出全部错误。

    退出码：0 没有错误；1 有错误；2 用法不对。
    """
    from generator.layout_tools.check import check_layout as check
    from generator.layouts import LayoutError
    from generator.model import Severity

    try:
        problems = check(name)
    except LayoutError as error:
        raise _fail(error) from error
    wrong = any(problem.severity is Severity.ERROR for problem in problems)
    if as_json:
        import json

        result = {"版式": name, "通过": not wrong, "问题": [
            {"级别": str(one.severity), "文件": one.file, "位置": one.place, "说明": one.message} for one in problems]}
        sys.stdout.buffer.write(json.dumps(result, ensure_ascii=False, indent=1).encode("utf-8") + b"\n")
    else:
        for severity in Severity:
            chosen = [problem for problem in problems if problem.severity is severity]
            if chosen:
                typer.secho(f"{severity} {len(chosen)} 条", bold=True)
            for problem in chosen:
                typer.echo(f"  {problem}")
        if not wrong:
            typer.secho(f"版式 {name} 没有错误。", fg=typer.colors.GREEN)
    if wrong:
        raise typer.Exit(FINDINGS)


@layouts.command("text")
def layout_text(
    name: NAME,
    part: Annotated[str, typer.Argument(help="只打印名称中有这几个字的文件，如 第三部分", metavar="部分")] = "",
) -> None:
    """打印 Word 模板的文字和标签，便于审阅和比对两个版本。"""
    from generator.layout_tools.texts import layout_texts
    from generator.layouts import LayoutError

    try:
        for title, text in layout_texts(name, part):
            typer.secho(f"==== {title} ====", bold=True)
            typer.echo(text)
    except LayoutError as error:
        raise _fail(error) from error
