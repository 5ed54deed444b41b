"""One part, compiled: context in, WordprocessingML out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import NamedTuple

from jinja2 import Environment, Template, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateRuntimeError

from generator.document.grid import fit_grids
from generator.document.merge import drop_empty_tables, fill_empty_cells, merge_groups, split_paragraphs
from generator.document.mistakes import TemplateError, TemplateMistake, WrongUse
from generator.document.names import MARK, w
from generator.document.pieces import Pieces
from generator.document.prepare import PreparedPart, Tag
from generator.document.source import jinja_source

# What wrong use of a value inside a tag raises in Python: adding text to a number, looping over a number …
BLAMABLE = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


class Rendered(NamedTuple):
    """The pieces of a part's XML, and whether it had marks in it."""

    pieces: list[str]
    marked: bool


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """A part ready to be filled; ``blanks`` are its empty cells for 并组, ``places`` its tags in order."""

    file: str
    template: Template
    places: tuple[Tag, ...]
    blanks: tuple[str, ...]
    may_lose_paragraphs: bool  # of table cells
    has_cell_tags: bool

    def render(self, context: dict[str, object], known: Pieces) -> Rendered:
        """The part's XML. TemplateError when a tag cannot be filled."""
        try:
            pieces = list(self.template.root_render_func(self.template.new_context(context)))
        except (TemplateRuntimeError, WrongUse, *BLAMABLE) as error:
            self._blame(error)
            raise
        xml = "".join(pieces)
        if "\n" in xml:
            pieces = split_paragraphs(pieces, known)
        if self.blanks:
            pieces = merge_groups(pieces, self.blanks, known)
        if self.has_cell_tags:
            pieces = _changed(pieces, fit_grids, known)
        if self.may_lose_paragraphs:
            pieces = _changed(pieces, _completed, known)
        return Rendered(pieces, MARK in xml)

    def _blame(self, error: BaseException) -> None:
        """Raise TemplateError if the template is at fault; else leave a note where it happened."""
        line, inside_filter = line_of_error(error.__traceback__, self.template)
        if not 0 < line <= len(self.places):
            return
        tag = self.places[line - 1]
        if isinstance(error, (TemplateRuntimeError, WrongUse)):
            message = str(error)
        elif inside_filter:
            error.add_note(f"发生在模板 {tag.file} {tag.place} 的标签 {tag.written}")
            return
        else:
            message = wrong_value(error)
        raise TemplateError([TemplateMistake(tag.file, tag.place, tag.written, message)]) from error


def _completed(xml: str) -> str:
    return fill_empty_cells(drop_empty_tables(xml))


def _changed(pieces: list[str], change: Callable[[str], str], known: Pieces) -> list[str]:
    """The pieces of what `change` makes of the XML."""
    before = "".join(pieces)
    after = change(before)
    return pieces if after == before else known.cut(after)


def line_of_error(trace: TracebackType | None, template: Template) -> tuple[int, bool]:
    """The ordinal of the tag being filled (0: none), and whether the error arose in code that is neither ours nor jinja2's."""
    line, inside_filter = 0, False
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == template.filename:
            line, inside_filter = template.get_corresponding_lineno(trace.tb_lineno), False
        elif not _is_ours(trace):
            inside_filter = True
        trace = trace.tb_next
    return line, inside_filter


def wrong_value(error: BaseException) -> str:
    """What is said of a value that cannot be used as the tag uses it."""
    return f"这里的值不能这样用（{type(error).__name__}: {error}）"


def _is_ours(trace: TracebackType) -> bool:
    name = str(trace.tb_frame.f_globals.get("__name__", ""))
    return name.startswith(("jinja2", "markupsafe", "generator.document"))


def _may_empty_cell(tag: Tag) -> bool:
    """A statement for paragraphs in a cell, or for rows of a table in a cell."""
    if tag.scope == "p":
        return tag.container.tag == w("tc")
    return tag.scope == "tr" and next(tag.container.iterancestors(w("tc")), None) is not None


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part as jinja read it: once, for the check and for compiling. ``tree`` is None where jinja could not read it."""

    prepared: PreparedPart
    xml: str
    tags: tuple[Tag, ...]
    tree: nodes.Template | None


def read_part(part: PreparedPart, xml: str, environment: Environment, known: Pieces) -> ReadPart:
    """Read XML with tokens."""
    source, tags = jinja_source(part, xml)
    try:
        tree = None if part.mistakes else environment.parse(known.bounded(source))
    except TemplateSyntaxError:  # the check reads tag by tag then, to say which
        tree = None
    return ReadPart(part, xml, tuple(tags), tree)


def compile_tree(tree: nodes.Template, file: str, environment: Environment) -> Template:
    """The template of what jinja read."""
    code = environment.compile(tree, file, f"<模板 {file}>")
    return Template.from_code(environment, code, dict(environment.globals))


def compile_part(part: ReadPart, environment: Environment) -> CompiledPart:
    """Compile a part without mistakes."""
    file, tags = part.prepared.file, part.tags
    if part.tree is None:
        raise ValueError(f"{file} was not checked")
    return CompiledPart(
        file,
        compile_tree(part.tree, file, environment),
        tags,
        tuple(part.prepared.blanks),
        any(_may_empty_cell(tag) for tag in tags),
        any(tag.scope == "tc" for tag in tags),
    )
