"""The jinja2 environment of Word templates: strict, escaping, and closed to what a template has no business with.

Templates come by mail from many hands. What they may name is checked when they are compiled (``check.py``), so that
rendering needs no sandbox: no name may begin with an underscore, no statement but those listed, no filter but those here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from jinja2 import Environment, StrictUndefined, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.sandbox import safe_range
from jinja2.utils import Namespace, missing
from markupsafe import Markup

from generator.document.names import KEY, mark
from generator.document.pieces import BOUNDARY
from generator.document.prepare import GROUP
from generator.document.values import clean_text, xml_text

# Each could print unescaped text, reach Python's insides, or give another result the next time.
_WITHHELD_FILTERS: Final = (
    "safe",
    "attr",
    "random",
    "pprint",
    "tojson",
    "urlize",
    "xmlattr",
    "forceescape",
    "striptags",
)
_GLOBALS: Final[dict[str, Any]] = {"range": safe_range, "namespace": Namespace}


class ChineseUndefined(StrictUndefined):
    """A missing name says so in Chinese."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is missing:
            return f"没有“{self._undefined_name}”这个名称"
        return missing_item(self._undefined_obj, self._undefined_name)

    __slots__ = ()


def missing_item(thing: object, name: object) -> str:
    """What is said of a thing that has no such item."""
    known = "、".join(map(str, thing)) if isinstance(thing, dict) else ""
    return f"没有“{name}”这一项{f'，可用的有：{known}' if known else ''}"


class PieceGenerator(CodeGenerator):
    """Yields the plain text of a template piece by piece (see ``pieces.py``), and values without calling ``str`` again on
    what ``finalize`` has made a text.
    """

    environment: WordEnvironment

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """``{{ … }}`` and the text between tags."""
        if frame.buffer is not None or frame.require_output_check:
            super().visit_Output(node, frame)
            return
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                pieces = [piece for piece in child.data.split(BOUNDARY) if piece]
                self.environment.pieces.update(pieces)
                for piece in pieces:
                    self.writeline(f"yield {piece!r}")
            else:
                self.writeline("yield shown if type(shown := ", child)  # most values are plain words or figures
                self.visit(child, frame)
                self.write(") is str and shown.isalnum() else environment.finalize(shown)")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """``行.名称``: an item of a dict as a rule, which is then taken without any call."""
        if node.attr.isascii() or type(self.environment) is not WordEnvironment:
            super().visit_Getattr(node, frame)
            return
        self.write(f"(of[{node.attr!r}] if type(of := ")
        self.visit(node.node, frame)
        self.write(f") is dict and {node.attr!r} in of else environment.getattr(of, {node.attr!r}))")

    def _output_const_repr(self, group: Iterable[Any]) -> str:
        return super()._output_const_repr(group).replace(repr(BOUNDARY)[1:-1], "")


class WordEnvironment(Environment):
    """Attributes by name only, never Python's own. ``pieces`` are those of all templates compiled."""

    code_generator_class = PieceGenerator

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.pieces: set[str] = set()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``obj.attribute``. Most are items of a dict with Chinese keys, which no method of a dict is called: those are
        taken at once, without an AttributeError raised and caught for each.
        """
        if type(obj) is dict and not attribute.isascii():
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """``obj[argument]``; a name that begins with an underscore is refused."""
        if isinstance(argument, str) and argument.startswith("_"):
            raise SecurityError(f"不能使用以下划线开头的名称“{argument}”")
        return super().getitem(obj, argument)


def group_mark(value: object, *keys: object) -> Markup:
    """The filter 并组: the value, with its key marked for ``merge.py``."""
    if not keys and type(value) is str:
        key: str = value
    else:
        if isinstance(value, Undefined):
            str(value)  # raises
        key = "".join([str(part) for part in (*keys, value)])
    if not key.isprintable():
        key = clean_text(key).replace("\n", " ")
    return Markup(mark(KEY, key.replace("<", " ")) + xml_text(value))


def word_environment(
    filters: Mapping[str, Callable[..., Any]],
    kind: type[WordEnvironment] = WordEnvironment,
    undefined: type[Undefined] = ChineseUndefined,
) -> WordEnvironment:
    """The environment with the caller's filters. ``kind`` and ``undefined`` are others for trying a layout out."""
    environment = kind(
        # xml_text escapes: whatever a tag prints goes through it
        autoescape=False,
        undefined=undefined,
        finalize=xml_text,
        keep_trailing_newline=True,
        optimized=False,  # folding constants takes longer than it saves
    )
    for name in _WITHHELD_FILTERS:
        environment.filters.pop(name, None)
    environment.filters.update(filters)
    environment.filters[GROUP] = group_mark
    environment.globals.clear()
    environment.globals.update(_GLOBALS)
    return environment
