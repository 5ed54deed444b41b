"""Commands as a user types them."""

from __future__ import annotations

import re

from typer.testing import CliRunner, Result

from generator.cli import app


def run(*words: object) -> Result:
    """`juesuan` with these words."""
    return CliRunner().invoke(app, [str(word) for word in words])


def said(result: Result) -> str:
    """What was printed, stdout and stderr, without colours. An exception that nobody caught is a bug: it is raised."""
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return re.sub(r"\x1b\[[0-9;]*m", "", result.output)


def answered(*words: object) -> tuple[int, str]:
    """The exit code of `juesuan` with these words, and what it said."""
    result = run(*words)
    return result.exit_code, said(result)
