"""Try a layout out: every mistake of its tags at once, also those that only filling shows.

Each part is filled with samples. A tag that cannot be filled is noted, put out of action, and the part is filled
again, until nothing is left. Then every branch is gone through, whatever its condition says, so that a wrong name
in a sentence about something rare is found as well.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Final

from jinja2 import ChainableUndefined, Environment, Template, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateRuntimeError
from jinja2.visitor import NodeTransformer

from generator.document.compiled import BLAMABLE, ReadPart, compile_tree, line_of_error, wrong_value
from generator.document.environment import WordEnvironment, missing_item, word_environment
from generator.document.layout import read_files
from generator.document.mistakes import TemplateError, TemplateMistake, WrongUse
from generator.document.prepare import Tag
from generator.document.source import jinja_source, tag_source

_EACH: Final = "每一项，空的也走一遍"
_KEYWORD = re.compile(r"\w*")
_TARGET = re.compile(r"for\s+([\w\s,]+?)\s+in\s")
_ASSIGNED = re.compile(r"set\s+(\w+)\s*=")
Note = Callable[[str, str | None], None]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it: mistakes of the templates, hints for who edits them, and every tag of every part."""

    mistakes: tuple[TemplateMistake, ...]
    notes: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()


def try_layout(
    base: Path,
    parts: Sequence[Path],
    *,
    filters: Mapping[str, Callable[..., Any]],
    names: Collection[str],
    contexts: Iterable[Mapping[str, object]],
    everything: Mapping[str, object],
    folders: Sequence[Path] = (),
) -> Trial:
    """Fill the parts with each of `contexts`, and with `everything` through every branch; nothing is raised."""
    try:
        read = read_files(base, parts, filters=filters, names=names, folders=folders)
    except TemplateError as error:
        return Trial(error.mistakes)
    found = dict.fromkeys(read.mistakes)
    samples = list(contexts)
    doubts = _Doubts()
    for part in (*read.parts, *read.headers):
        attempt = _Attempt(part, read.environment, read.mistakes, doubts)
        for context in samples:
            attempt.fill(context)
        attempt.every_branch(filters, everything)
        found |= dict.fromkeys(attempt.mistakes)
    found |= dict.fromkeys(doubts.mistakes())
    tags = tuple(tag for part in (*read.parts, *read.headers) for tag in part.tags)
    return Trial(_in_order(found, tags), read.notes, tags)


def _in_order(mistakes: Iterable[TemplateMistake], tags: Sequence[Tag]) -> tuple[TemplateMistake, ...]:
    """File by file as they come, in each as the tags stand; what is no tag's fault goes first."""
    places: dict[tuple[str, str, str], int] = {}
    files: dict[str, int] = {}
    for tag in tags:
        places.setdefault((tag.file, tag.place, tag.written), len(places))
        files.setdefault(tag.file, len(files))

    def order(mistake: TemplateMistake) -> tuple[int, int]:
        return files.get(mistake.file, -1), places.get((mistake.file, mistake.paragraph, mistake.tag), -1)

    return tuple(sorted(mistakes, key=order))


class _Doubts:
    """What was wrong in a branch that no condition had let through.

    One file may be inserted for things of different kinds, with conditions that tell them apart: what is there for
    one of them is no mistake.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str, str], TemplateMistake] = {}
        self._right: set[tuple[str, str, str, str]] = set()

    def note(self, tag: Tag, name: str, message: str | None) -> None:
        """`name` was asked for by the tag: there (None), or a mistake."""
        key = (tag.file, tag.place, tag.written, name)
        if message is None:
            self._right.add(key)
        else:
            self._found.setdefault(key, TemplateMistake(tag.file, tag.place, tag.written, message))

    def mistakes(self) -> list[TemplateMistake]:
        """What was right for nothing."""
        return [mistake for key, mistake in self._found.items() if key not in self._right]


class _Attempt:
    """One part, filled again and again with ever more tags out of action (`silent`, by ordinal)."""

    def __init__(
        self, part: ReadPart, environment: WordEnvironment, known: Collection[TemplateMistake], doubts: _Doubts
    ) -> None:
        self.part, self.environment, self.doubts = part, environment, doubts
        self.mistakes: list[TemplateMistake] = []
        places = {(mistake.file, mistake.paragraph, mistake.tag) for mistake in known}
        self.silent = {number for number, tag in enumerate(part.tags, 1) if (tag.file, tag.place, tag.written) in places}

    def fill(self, context: Mapping[str, object]) -> None:
        """Fill, noting what cannot be filled."""
        while (template := self._template(self.environment)) is not None:
            try:
                _render(template, context)
                return
            except (TemplateRuntimeError, WrongUse, *BLAMABLE) as error:
                line, _ = line_of_error(error.__traceback__, template)
                self._put_out(line, error)
                plain = isinstance(error, TemplateRuntimeError | WrongUse)
                self._blame(line, str(error) if plain else wrong_value(error))

    def every_branch(self, filters: Mapping[str, Callable[..., Any]], context: Mapping[str, object]) -> None:
        """Go through every branch; what only this branch's condition makes right is left alone."""
        environment = _trying_environment(filters, self._note)
        while (template := self._template(environment, everywhere=True)) is not None:
            self.template = template
            try:
                _render(template, context)
                return
            except (TemplateRuntimeError, WrongUse, *BLAMABLE) as error:
                self._put_out(line_of_error(error.__traceback__, template)[0], error)

    def _put_out(self, line: int, error: BaseException) -> None:
        if not 0 < line <= len(self.part.tags) or line in self.silent:
            raise error  # not the template's fault
        self.silent.add(line)

    def _blame(self, line: int, message: str) -> None:
        tag = self.part.tags[line - 1]
        self.mistakes.append(TemplateMistake(tag.file, tag.place, tag.written, message))

    def _note(self, name: str, message: str | None) -> None:
        """Something was asked for by the tag being filled just now."""
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename != self.template.filename:
            frame = frame.f_back  # type: ignore[assignment]
        if frame is not None:
            line = self.template.get_corresponding_lineno(frame.f_lineno)
            if 0 < line <= len(self.part.tags) and line not in self.silent:
                self.doubts.note(self.part.tags[line - 1], name, message)

    def _template(self, environment: Environment, *, everywhere: bool = False) -> Template | None:
        """The part with its silent tags out of action; None where its statements do not pair."""
        file = self.part.prepared.file
        source, _ = jinja_source(self.part.prepared, self.part.xml, self._written)
        try:
            tree = environment.parse(source)
        except TemplateSyntaxError:
            return None
        if everywhere:
            _Everywhere().visit(tree)
        return compile_tree(tree, file, environment)

    def _written(self, tag: Tag, number: int) -> str:
        return silent_source(tag) if number in self.silent else tag_source(tag)


def silent_source(tag: Tag) -> str:
    """The tag as something that cannot fail and keeps statements paired."""
    if tag.opener == "{{":
        return "{{ ''\n}}"
    keyword = _KEYWORD.match(tag.code)[0]  # type: ignore[index]
    target, assigned = _TARGET.match(tag.code), _ASSIGNED.match(tag.code)
    sources = {
        "if": "{% if true\n%}", "elif": "{% elif true\n%}", "with": "{% with\n%}",
        "for": f"{{% for {target[1] if target else '项'} in ()\n%}}",
        "set": f"{{% set {assigned[1] if assigned else '无'} = none\n%}}"}
    return sources.get(keyword) or (tag_source(tag) if keyword in ("else", "endif", "endfor", "endwith") else "{# \n#}")


def _render(template: Template, context: Mapping[str, object]) -> None:
    for _ in template.root_render_func(template.new_context(dict(context))):
        pass


class _Unknown(ChainableUndefined):
    """Stands for what is not there while every branch is gone through: any use of it gives nothing."""

    __slots__ = ()

    def _nothing(self, *_: Any, **__: Any) -> Any:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _nothing
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __neg__ = __pos__ = __call__ = _nothing

    def _no(self, *_: Any) -> Any:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _no


class _TryingEnvironment(WordEnvironment):
    """Attributes that are not there are noted, unless the thing itself may be missing in this branch."""

    note: Note

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``obj.attribute``."""
        return self._noted(obj, attribute, super().getattr(obj, attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """``obj[argument]``."""
        return self._noted(obj, argument, super().getitem(obj, argument))

    def _noted(self, obj: Any, name: Any, found: Any) -> Any:
        may_miss = obj is None or isinstance(obj, list | tuple | _Unknown) or (isinstance(obj, str) and not obj)
        if not may_miss and isinstance(name, str):
            self.note(name, missing_item(obj, name) if isinstance(found, _Unknown) else None)
        return found


def _trying_environment(filters: Mapping[str, Callable[..., Any]], note: Note) -> WordEnvironment:
    environment = word_environment(filters, _TryingEnvironment, _Unknown)
    environment.note = note  # type: ignore[attr-defined]
    for name, function in environment.filters.items():
        environment.filters[name] = _guarded(name, function, note)
    environment.filters[_EACH] = _each
    return environment


def _guarded(name: str, function: Callable[..., Any], note: Note) -> Callable[..., Any]:
    """The filter, giving nothing for nothing; wrong use of something is noted."""
    @wraps(function)
    def guarded(*values: Any, **named: Any) -> Any:
        try:
            result = function(*values, **named)
        except (TemplateRuntimeError, WrongUse, *BLAMABLE) as error:
            missing = any(value is None or isinstance(value, _Unknown) or value == "" for value in values)
            if not missing:
                plain = isinstance(error, TemplateRuntimeError | WrongUse)
                note(name, str(error) if plain else wrong_value(error))
            return _Unknown()
        note(name, None)
        return result

    return guarded


def _each(values: Any) -> Iterable[Any]:
    try:
        return list(values) or [_Unknown()]
    except TypeError:
        return [_Unknown()]


class _Everywhere(NodeTransformer):
    """All branches of an ``if`` one after the other; every loop at least once, and its ``else`` too."""

    def visit_If(self, node: nodes.If) -> list[nodes.Node]:
        """The condition is evaluated and left."""
        self.generic_visit(node)
        return [nodes.ExprStmt(node.test, lineno=node.lineno), *node.body, *node.elif_, *node.else_]

    def visit_For(self, node: nodes.For) -> list[nodes.Node]:
        """A condition of the loop is evaluated inside it."""
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, _EACH, [], [], None, None, lineno=node.lineno)
        if node.test is not None:
            node.body.insert(0, nodes.ExprStmt(node.test, lineno=node.lineno))
            node.test = None
        after, node.else_ = list(node.else_), []
        return [node, *after]
