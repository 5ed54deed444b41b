"""A typer application whose help and usage errors are Chinese.

typer 0.29 has its English texts in its code (few of them go through gettext, so that a message catalogue would reach
only half), but everything that prints them can be replaced through its public classes: groups and commands write their
own help here, and the group's `main` prints usage errors itself. Columns are counted as a terminal shows them:
a Chinese character takes two.
"""

from __future__ import annotations

import inspect
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from generator.__main__ import INTERRUPTED, STOPPED
from generator.text_columns import columns_of

WIDEST = 100
_GAP = 2
_FIRST_COLUMN = 30
_NO_LINE_START = "，。；：、！？）】”’》％%,.;:!?)]"

#: What typer says, and what is said instead; the first pattern that fits the whole message counts.
_MESSAGES: tuple[tuple[str, str], ...] = (
    (r"Missing (?:argument|option) '(.*?)'\. Choose from:\s*(?P<many>.*)", "缺少 {0}，可以是：{many}。"),
    (r"Missing (?:argument|option|parameter):? '?(.*?)'?\.?", "缺少 {0}。"),
    (r"Missing command\.", "缺少命令。"),
    (r"No such command '(.*)'\. Did you mean (?P<many>.*)\?", "没有命令 {0}。是不是要用 {many}？"),
    (r"No such command '(.*)'\.", "没有命令 {0}。"),
    (r"No such option: (.+?) \(Possible options: (?P<many>.*)\)", "没有选项 {0}。相近的有：{many}。"),
    (r"No such option: (.+)", "没有选项 {0}。"),
    (r"Got unexpected extra argument(?:\(s\)|s)? \((.*)\)", "多出的内容：{0}。文件名中有空格时要加引号。"),
    (r"Option '(.*)' requires an argument\.", "选项 {0} 后面要写一个值。"),
    (r"Option '(.*)' requires (\d+) arguments\.", "选项 {0} 后面要写 {1} 个值。"),
    (r"Option '(.*)' does not take a value\.", "选项 {0} 后面不写值。"),
    (r"Argument '(.*)' takes (\d+) values\.", "{0} 要写 {1} 个值。"),
    (r"Input should be a valid integer.*", "要填整数"),
    (r"Input should be a valid number.*", "要填数字"),
    (r"Input should be a valid boolean.*", "要填是或否"),
    (r"Input should be greater than or equal to (\S+)", "不能小于 {0}"),
    (r"Input should be less than or equal to (\S+)", "不能大于 {0}"),
    (r"Input should be greater than (\S+)", "要大于 {0}"),
    (r"Input should be less than (\S+)", "要小于 {0}"),
    (r"'(.*)' is not one of (?P<many>.*)\.", "没有 {0}，可以是：{many}"),
    (r"Value '?(.*?)'? is not a valid .*\.", "不能是 {0}"),
    (r"(?:File|Directory|Path) '(.*)' does not exist\.", "找不到 {0}"),
    (r"(?:File|Directory|Path) '(.*)' is a file\.", "{0} 是文件，这里要文件夹"),
    (r"(?:File|Directory|Path) '(.*)' is a directory\.", "{0} 是文件夹，这里要文件"),
    (r"(?:File|Directory|Path) '(.*)' is not (?:readable|writable)\.", "没有读写 {0} 的权限"),
    (r"Could not open file '(.*)': .*", "不能打开文件 {0}。"),
)
_INVALID = re.compile(r"Invalid value(?: for (?P<hint>.*?))?: (?P<reason>.*)", re.DOTALL)


class ChineseTyper(typer.Typer):
    """`typer.Typer` without shell completion and decorations, and with Chinese help and usage errors."""

    def __init__(self, **settings: Any) -> None:
        defaults = {"cls": ChineseGroup, "add_completion": False, "rich_markup_mode": None,
                    "pretty_exceptions_enable": False, "subcommand_metavar": "命令 …", "options_metavar": "[选项]"}
        super().__init__(**{**defaults, **settings})

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        """Register a command, as `typer.Typer.command` does."""
        return super().command(name, **{"cls": ChineseCommand, "options_metavar": "[选项]", **settings})


class ChineseCommand(TyperCommand):
    """A command that writes its own help."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, explanation, arguments, options."""
        formatter.write(help_text(self, ctx))

    def get_usage(self, ctx: Any) -> str:
        """The usage line alone."""
        return usage_line(self, ctx)


class ChineseGroup(TyperGroup):
    """A group of commands that writes its own help and says in Chinese how it was used wrongly."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, explanation, options, commands."""
        formatter.write(help_text(self, ctx))

    def get_usage(self, ctx: Any) -> str:
        """The usage line alone."""
        return usage_line(self, ctx)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; Ctrl-C ends it with one line and 130 (typer would say nothing)."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            typer.echo(STOPPED, err=True)
            raise typer.Exit(INTERRUPTED) from None

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, complete_var: str | None = None,
             standalone_mode: bool = True, windows_expand_args: bool = True, **extra: Any) -> Any:
        """Run, and exit with the command's code; 2 after wrong use, 130 after Ctrl-C."""
        def run() -> Any:
            # standalone_mode hands errors over instead of printing them
            return super(ChineseGroup, self).main(args, prog_name, complete_var, False, windows_expand_args, **extra)

        if not standalone_mode:
            return run()
        try:
            code = run()
        except typer.TyperException as error:
            typer.echo(error_text(error), err=True)
            sys.exit(error.exit_code)
        except typer.Abort:
            typer.echo("已中止。", err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def error_text(error: typer.TyperException) -> str:
    """What is printed for a usage error: what is wrong, how the command is called, where more is said."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.format_message().rstrip()
    lines = [f"错误：{translated(error.format_message())}"]
    if context is not None:
        lines += [context.get_usage(), f"详细说明：{context.command_path} --help"]
    else:
        lines.append("各命令的用法：juesuan 命令 --help")
    return "\n".join(lines)


def translated(message: str) -> str:
    """A message of typer's in Chinese; one that is not known stays as it is."""
    found = _INVALID.fullmatch(message)
    if found:
        hint = (found["hint"] or "").replace("'", "")
        reason = translated(found["reason"])
        return f"{hint} 的值不对：{reason}。" if hint else f"值不对：{reason}。"
    for pattern, text in _MESSAGES:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            many = "、".join(re.findall(r"[^\s,']+", match.groupdict().get("many") or ""))
            return text.format(*match.groups(), many=many)
    return message


def usage_line(command: Any, ctx: Any) -> str:
    """`用法：juesuan build [选项] 工作簿`."""
    pieces = [ctx.command_path, command.options_metavar or ""]
    for parameter in command.get_params(ctx):
        if isinstance(parameter, TyperArgument):
            pieces.append(_name(parameter) if parameter.required else f"[{_name(parameter)}]")
    if isinstance(command, TyperGroup):
        pieces.append(command.subcommand_metavar)
    return "用法：" + " ".join(piece for piece in pieces if piece)


def help_text(command: Any, ctx: Any) -> str:
    """The whole help of a command or group, wrapped to the width of the terminal."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    shown = [parameter for parameter in command.get_params(ctx) if not parameter.hidden]
    lines = [usage_line(command, ctx)]
    for paragraph in filter(None, inspect.cleandoc(command.help or "").split("\n\n")):
        lines += ["", *(f"  {line}" for line in wrapped(paragraph.replace("\n", ""), width - _GAP))]
    sections = (
        ("参数", [(_name(parameter), parameter.help or "") for parameter in shown
                  if isinstance(parameter, TyperArgument)]),
        ("选项", [_option(parameter, ctx) for parameter in shown if isinstance(parameter, TyperOption)]),
        ("命令", list(_commands(command, ctx))))
    for title, rows in sections:
        if rows:
            lines += ["", f"{title}：", *_table(rows, width)]
    return "\n".join(lines) + "\n"


def _name(parameter: TyperArgument) -> str:
    return str(parameter.metavar or parameter.name)


def _option(option: TyperOption, ctx: Any) -> tuple[str, str]:
    names = ", ".join(sorted(option.opts, key=len))
    if option.secondary_opts:
        names += f" / {', '.join(option.secondary_opts)}"
    if not option.is_flag:
        names += f" {option.metavar or '值'}"
    if option.name == "help" and option.is_flag:
        return names, "显示本说明"
    notes = []
    value = option.get_default(ctx, call=False)
    if option.is_flag and option.secondary_opts:
        notes.append(f"默认 {(option.opts if value else option.secondary_opts)[0]}")
    elif value and not option.is_flag:
        notes.append(f"默认 {value}")
    if option.min is not None and option.max is not None:
        notes.append(f"{option.min} 至 {option.max}")
    text = option.help or ""
    return names, f"{text}（{'，'.join(notes)}）" if notes else text


def _commands(command: Any, ctx: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(command, TyperGroup):
        return
    for name in command.list_commands(ctx):
        found = command.get_command(ctx, name)
        if found is not None and not found.hidden:
            yield name, inspect.cleandoc(found.help or "").split("\n")[0]


def _table(rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    first = min(max(columns_of(name) for name, _ in rows), _FIRST_COLUMN)
    for name, text in rows:
        lines = list(wrapped(text, max(width - first - 2 * _GAP, 20))) or [""]
        if columns_of(name) > first:
            yield f"  {name}"
            name = ""
        yield f"  {name}{' ' * (first - columns_of(name) + _GAP)}{lines[0]}".rstrip()
        for line in lines[1:]:
            yield " " * (first + 2 * _GAP) + line


def wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` columns: broken between Chinese characters, or at blanks between other words."""
    line = ""
    for piece in re.findall(r"[!-~]+ ?|.", text):
        fits = columns_of(line + piece.rstrip()) <= width
        if line and not fits and piece[0] not in _NO_LINE_START:
            yield line.rstrip()
            line = ""
        line += piece if line or piece != " " else ""
    if line.strip():
        yield line.rstrip()
