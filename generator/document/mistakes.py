"""What can be wrong with a template, in words for the officer who edits it in Word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TemplateMistake:
    """One mistake: file name, place (``第12段“…”`` or ``第2个表格第3行“…”``), the tag as written, what is wrong with it."""

    file: str
    paragraph: str
    tag: str
    message: str

    def __str__(self) -> str:
        tag = f"：{self.tag}" if self.tag else ""
        return f"{self.file} {self.paragraph}{tag}：{self.message}"


class TemplateError(Exception):
    """The templates cannot be used; ``mistakes`` holds all that was found."""

    def __init__(self, mistakes: Iterable[TemplateMistake]) -> None:
        self.mistakes = tuple(mistakes)
        lines = "\n".join(f"  {mistake}" for mistake in self.mistakes)
        super().__init__(f"Word 模板有 {len(self.mistakes)} 处错误：\n{lines}")


class WrongUse(Exception):
    """Raised by a filter to say (in Chinese) that a template called it wrongly."""
