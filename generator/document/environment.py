"""The jinja2 environment of Word templates: strict, escaping, and closed to what a template has no business with.

Templates come by mail from many hands. What they may name is checked when they are compiled (``check.py``), so that
rendering needs no sandbox: no name may begin with an underscore, no statement but those listed, no filter but those here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from jinja2 import Environment, StrictUndefined, Undefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import safe_range
from jinja2.utils import Namespace, missing
from markupsafe import Markup

from generator.document.names import KEY, mark
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


class WordEnvironment(Environment):
    """Attributes by name only, never Python's own."""

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
