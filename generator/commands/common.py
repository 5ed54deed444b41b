"""What the commands share: exit codes, complaints, and looking at paths before anything is done."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model import Finding

DONE, FINDINGS, WRONG_USE, ENVIRONMENT = 0, 1, 2, 3


def fail(message: str, code: int) -> typer.Exit:
    """Print a message in red; the exception to raise."""
    typer.secho(message, fg=typer.colors.RED, err=True)
    return typer.Exit(code)


def need_file(path: Path) -> None:
    """Complain (exit 2) where `path` is no file."""
    if path.is_dir():
        raise fail(f"{path} 是文件夹，请给出一个工作簿文件（.xlsx）。", WRONG_USE)
    if not path.is_file():
        raise fail(f"找不到文件 {path}。请核对路径；文件名中有空格时要加引号。", WRONG_USE)


def need_folder(path: Path) -> None:
    """Complain (exit 2) where `path` is no folder."""
    if path.is_file():
        raise fail(f"{path} 是文件，请给出一个文件夹。", WRONG_USE)
    if not path.is_dir():
        raise fail(f"找不到文件夹 {path}。请核对路径；名称中有空格时要加引号。", WRONG_USE)


def need_new_workbook(output: Path, *, force: bool) -> None:
    """Complain (exit 2) where `output` is no .xlsx or is there already and not to be overwritten."""
    if output.suffix.lower() != ".xlsx":
        raise fail(f"文件名 {output} 要以 .xlsx 结尾。", WRONG_USE)
    if output.exists() and not force:
        raise fail(f"文件 {output} 已存在，没有覆盖。换一个文件名，或加 --force。", WRONG_USE)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(output, error) from error


def cannot_write(output: Path, error: OSError) -> typer.Exit:
    """The exception to raise where a file cannot be written."""
    from generator.delivery import reason

    return fail(f"不能写入 {output}：{reason(error)}。如果文件正在 Excel 或 WPS 中打开，请先关闭。", WRONG_USE)


def write_json(result: object) -> None:
    """Print a result for another program, in UTF-8 whatever the console has."""
    import json

    sys.stdout.buffer.write(json.dumps(result, ensure_ascii=False, indent=1).encode("utf-8") + b"\n")


class Progress:
    """Shows the stage that is running, where somebody watches; silent otherwise."""

    def __init__(self, *, quiet: bool) -> None:
        self.live = not quiet and sys.stderr.isatty()

    def __enter__(self) -> Progress:
        if self.live:
            from rich.console import Console

            self.status = Console(stderr=True).status("准备")
            self.status.start()
        return self

    def __call__(self, stage: str) -> None:
        """Say which stage is running."""
        if self.live:
            self.status.update(f"{stage}……")

    def __exit__(self, *exception: object) -> None:
        if self.live:
            self.status.stop()


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """The findings as a list to read, by severity."""
    from generator.model import Severity

    for severity in Severity:
        chosen = [finding for finding in findings if finding.severity is severity]
        if chosen:
            yield typer.style(f"{severity} {len(chosen)} 条", bold=True)
        for finding in chosen:
            yield f"  [{finding.code}] {finding.message}"
            if finding.hint:
                yield f"         {finding.hint}"
