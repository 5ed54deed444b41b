"""Everything that typer prints is Chinese, but for the names of commands, options and file formats."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main
from typer.core import TyperGroup
from typer.testing import CliRunner

from generator.chinese_cli import help_text, translated, wrapped
from generator.cli import app
from generator.text_columns import columns_of

ROOT = typer.main.get_command(app)
NOT_WORDS = {"juesuan", "Word", "PDF", "LibreOffice", "JSON", "xlsx", "output", "WPS", "image", "native", "templates"}
RUNNER = CliRunner()


def paths(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, TyperGroup):
        for name, child in command.commands.items():
            yield from paths(child, (*path, name))


def command_at(path: tuple[str, ...]) -> Any:
    command: Any = ROOT
    for name in path:
        command = command.commands[name]
    return command


PATHS = list(paths(ROOT))
NAMES = {name for path in PATHS for name in path}


def english_words(text: str) -> set[str]:
    without_options = re.sub(r"(?<![\w-])--?[a-z][a-z-]*", "", text)
    return set(re.findall(r"[A-Za-z]{2,}", without_options)) - NOT_WORDS - NAMES


def run(*arguments: str) -> Any:
    return RUNNER.invoke(app, list(arguments), prog_name="juesuan")


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_is_chinese(path):
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("用法：juesuan")
    assert english_words(result.stdout) == set()


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_names_every_parameter_and_fits_the_terminal(path):
    text = run(*path, "--help").stdout
    for parameter in command_at(path).params:
        assert (parameter.metavar or parameter.opts[0]) in text
        assert "".join(parameter.help.split()) in "".join(text.split())
    assert max(map(columns_of, text.splitlines())) <= 80


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
@pytest.mark.parametrize("wrong", [["--no-such-option"], ["-Z"]], ids=["long", "short"])
def test_unknown_option_is_named_in_chinese(path, wrong):
    result = run(*path, *wrong)
    assert result.exit_code == 2
    assert f"错误：没有选项 {wrong[0]}。" in result.stderr
    assert f"详细说明：{' '.join(['juesuan', *path])} --help" in result.stderr
    assert english_words(result.stderr.replace(wrong[0], "")) == set()


@pytest.mark.parametrize(("arguments", "message"), [
    (["build"], "缺少 工作簿。"),
    (["build", "甲.xlsx", "乙 丙.xlsx"], "多出的内容：乙 丙.xlsx。文件名中有空格时要加引号。"),
    (["bild"], "没有命令 bild。是不是要用 build？"),
    (["layout", "别的"], "没有命令 别的。"),
    (["build", "--pfd"], "没有选项 --pfd。相近的有：--no-pdf、--pdf。"),
    (["build", "甲.xlsx", "-o"], "选项 -o 后面要写一个值。"),
    (["build", "甲.xlsx", "--draft=1"], "选项 --draft 后面不写值。"),
    (["template", "--year", "今年"], "--year 的值不对：要填整数。"),
    (["template", "--year", "1990"], "--year 的值不对：不能小于 2000。"),
    (["template", "--year", "2500"], "--year 的值不对：不能大于 2100。"),
    (["layout", "text"], "缺少 版式。"),
], ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_wrong_use_is_explained(arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[0] == f"错误：{message}"
    assert result.stdout == ""


@pytest.mark.parametrize("path", [path for path in PATHS if isinstance(command_at(path), TyperGroup)], ids=" ".join)
def test_a_group_alone_shows_its_help(path):
    result = run(*path)
    assert result.exit_code == 2
    assert "命令：" in result.stdout + result.stderr


def test_a_message_that_is_not_known_stays_readable():
    assert translated("Invalid value for '--year': something new") == "--year 的值不对：something new。"
    assert translated("something new") == "something new"


def test_chinese_text_is_wrapped_by_columns():
    lines = list(wrapped("核对工作簿，生成报告（Word、PDF）、公开表、四张图和全部数据。", 20))
    assert "".join(lines) == "核对工作簿，生成报告（Word、PDF）、公开表、四张图和全部数据。"
    # a closing sign may stand beyond the edge, but never at the beginning of a line
    assert all(columns_of(line) <= 22 for line in lines)
    assert not any(line[0] in "，。、）" for line in lines)


def test_a_narrow_terminal_is_respected(monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")
    assert max(map(columns_of, run("build", "--help").stdout.splitlines())) <= 52


def test_help_needs_no_heavy_module():
    heavy = {"openpyxl", "matplotlib", "docx", "lxml", "jinja2", "pypdf", "numpy", "rich", "PIL"}
    code = ("import sys, generator.cli as cli\ntry:\n cli.app(['--help'])\nexcept SystemExit: pass\n"
            f"print(sorted(set(sys.modules) & {heavy!r}), file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.strip() == "[]"


def test_help_text_of_a_command_needs_no_runner():
    context = ROOT.make_context("juesuan", [], resilient_parsing=True)
    assert help_text(ROOT, context).startswith("用法：juesuan [选项] 命令 …\n")
