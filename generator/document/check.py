"""All mistakes of a template's tags that can be found without data, at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes

from generator.document.mistakes import TemplateMistake
from generator.document.prepare import GROUP, Tag

_WORD = re.compile(r"\w*")
_OPENERS: Final = {"if": "endif", "for": "endfor", "with": "endwith"}
_MIDDLES: Final = {"elif": ("if",), "else": ("if", "for")}
_CLOSERS: Final = {closer: opener for opener, closer in _OPENERS.items()}
# Ways into Python's insides, and ways to change the data.
_REFUSED = """
    mro format format_map gi_frame gi_code gi_yieldfrom cr_frame cr_code cr_await ag_frame ag_code func_globals
    append clear extend insert pop remove sort reverse update setdefault popitem add discard
"""
_REFUSED_NAMES: Final = frozenset(_REFUSED.split())
_ENGLISH: Final = (
    (re.compile(r"unexpected '(.*)'"), r"这里不该有 \1"),
    (re.compile(r"unexpected char (.*) at \d+"), r"看不懂的字符 \1"),
    (re.compile(r"expected token '(.*)', got '(.*)'"), r"这里应是 \1，却是 \2"),
    (re.compile(r"[Uu]nexpected end of .*|Expected an expression, got .*"), "缺少表达式或没有写完"),
)


@dataclass(slots=True)
class Facts:
    """What one tag names, as jinja read it."""

    loaded: set[str] = field(default_factory=set)
    assigned: set[str] = field(default_factory=set)
    filters: list[nodes.Filter] = field(default_factory=list)
    tests: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    printed: nodes.Expr | None = None  # by {{ … }}

    def note(self, node: nodes.Node) -> None:
        """Take in one node of the tag."""
        if isinstance(node, nodes.Name):
            (self.loaded if node.ctx == "load" else self.assigned).add(node.name)
        elif isinstance(node, nodes.Filter):
            self.filters.append(node)
        elif isinstance(node, nodes.Test):
            self.tests.add(node.name)
        elif isinstance(node, nodes.Getattr):
            self.attributes.add(node.attr)


def read_facts(tree: nodes.Template) -> dict[int, Facts]:
    """The facts of every tag of a part by its line, which is the tag's ordinal."""
    found: dict[int, Facts] = {}
    for node in _walk(tree):
        if isinstance(node, nodes.Output):
            for shown in node.nodes:
                if not isinstance(shown, nodes.TemplateData):
                    found.setdefault(shown.lineno, Facts()).printed = shown
        else:
            found.setdefault(node.lineno, Facts()).note(node)
    return found


def _walk(tree: nodes.Node) -> Iterator[nodes.Node]:
    """Every node but plain text, children after their parent. (nodes.find_all goes round once for each kind.)"""
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for name in node.fields:
            value = getattr(node, name, None)
            if isinstance(value, nodes.Node):
                waiting.append(value)
            elif isinstance(value, list | tuple):
                waiting += [item for item in value if isinstance(item, nodes.Node) and type(item) is not nodes.TemplateData]


@dataclass(slots=True)
class _Open:
    keyword: str
    tag: Tag
    names: set[str] = field(default_factory=set)


class TagCheck:
    """Checks the tags of one part, in order. ``tree`` is the part as jinja read it; without it each tag is read alone."""

    def __init__(
        self, environment: Environment, file: str, names: Collection[str], tree: nodes.Template | None = None
    ) -> None:
        self._environment, self._file = environment, file
        self._facts = None if tree is None else read_facts(tree)
        self._line = 0
        self._names = frozenset(names) | environment.globals.keys()
        self._open: list[_Open] = [_Open("", Tag("", "", "", "", "", None, ""))]  # type: ignore[arg-type]
        self.mistakes: list[TemplateMistake] = []

    def run(self, tags: Collection[Tag]) -> list[TemplateMistake]:
        """Every mistake in the tags of one part."""
        for self._line, tag in enumerate(tags, 1):
            if tag.opener == "{{":
                self._expression(tag)
            else:
                self._statement(tag)
        for left in self._open[1:]:
            self._blame(left.tag, f"没有与它成对的 {{% {_OPENERS[left.keyword]} %}}")
        return self.mistakes

    def _blame(self, tag: Tag, message: str) -> None:
        mistake = TemplateMistake(tag.file or self._file, tag.place, tag.written, message)
        if mistake not in self.mistakes:
            self.mistakes.append(mistake)

    def _expression(self, tag: Tag) -> None:
        facts = self._parse(tag, f"{{{{ {tag.code}\n}}}}")
        if facts is None:
            return
        self._look(tag, facts, set())
        groups = [node for node in facts.filters if node.name == GROUP]
        if groups and (len(groups) > 1 or groups[0] is not facts.printed):
            self._blame(tag, f"“{GROUP}”要写在标签的最后，而且只写一次")

    def _statement(self, tag: Tag) -> None:
        keyword = _WORD.match(tag.code)[0]  # type: ignore[index]
        if keyword in _OPENERS:
            self._opening(tag, keyword)
        elif keyword in _MIDDLES:
            self._middle(tag, keyword)
        elif keyword in _CLOSERS:
            self._closing(tag, keyword)
        elif keyword == "set":
            facts = self._parse(tag, f"{{% {tag.code}\n%}}")
            if facts is not None:
                self._look(tag, facts, set())
                self._scope().update(facts.assigned)
        else:
            self._blame(tag, f"不认识的语句“{keyword}”，可用的有 if、elif、else、for、set、with 和它们的结束语句")

    def _scope(self) -> set[str]:
        """Where ``set`` puts its name: ``if`` opens no scope of its own."""
        return next(level for level in reversed(self._open) if level.keyword != "if").names

    def _opening(self, tag: Tag, keyword: str) -> None:
        level = _Open(keyword, tag)
        facts = self._parse(tag, f"{{% {tag.code}\n%}}{{% {_OPENERS[keyword]} %}}")
        if facts is not None:
            level.names |= facts.assigned
            if keyword == "for":
                self._look(tag, facts, {*level.names, "loop"})
                level.names.add("loop")
            else:
                self._look(tag, facts, level.names)
        elif keyword == "for":  # one mistake is enough: take the words before "in" as known
            level.names |= {"loop", *re.findall(r"\w+", tag.code.partition(" in ")[0])}
        self._open.append(level)

    def _middle(self, tag: Tag, keyword: str) -> None:
        level = self._open[-1]
        if level.keyword not in _MIDDLES[keyword]:
            self._blame(tag, f"{{% {keyword} %}} 前面没有与它成对的 {' 或 '.join(_MIDDLES[keyword])}")
            return
        self._same_container(tag, level.tag)
        before = "{% for x in () %}" if level.keyword == "for" else "{% if true %}"
        facts = self._parse(tag, f"{before}{{% {tag.code}\n%}}{{% {_OPENERS[level.keyword]} %}}")
        if facts is not None:
            self._look(tag, facts, set())

    def _closing(self, tag: Tag, keyword: str) -> None:
        opener = _CLOSERS[keyword]
        if not any(level.keyword == opener for level in self._open):
            self._blame(tag, f"前面没有与它成对的 {{% {opener} %}}")
            return
        if tag.code != keyword:
            self._blame(tag, f"{keyword} 后面不该再有内容")
        while self._open[-1].keyword != opener:
            left = self._open.pop()
            self._blame(left.tag, f"没有与它成对的 {{% {_OPENERS[left.keyword]} %}}")
        self._same_container(tag, self._open.pop().tag)

    def _same_container(self, tag: Tag, opening: Tag) -> None:
        place = opening.place if opening.file == tag.file else f"{opening.file} {opening.place}"
        if tag.scope != opening.scope:
            self._blame(tag, f"与它成对的 {opening.written}（{place}）不是同一种标签，p、tr、tc 要写得一样")
        elif tag.container is not opening.container:
            remedy = "不在同一张表格、同一单元格或同一层" if tag.scope else "不在同一段，跨段请用 {%p … %}"
            self._blame(tag, f"与它成对的 {opening.written}（{place}）{remedy}")

    def _parse(self, tag: Tag, source: str) -> Facts | None:
        """What the tag names; None where it is no jinja."""
        if self._facts is not None:
            return self._facts.get(self._line) or Facts()
        try:
            found = read_facts(self._environment.parse(source))
        except TemplateSyntaxError as error:
            self._blame(tag, f"语法错误：{chinese(error.message or '')}")
            return None
        return found.get(1) or Facts()

    def _look(self, tag: Tag, facts: Facts, local: set[str]) -> None:
        """Names, filters, tests and attributes of one tag."""
        local = local.union(*(level.names for level in self._open))
        for name in sorted(facts.loaded - local - self._names):
            self._blame(tag, f"没有“{name}”这个名称")
        for node in facts.filters:
            if node.name not in self._environment.filters:
                self._blame(tag, f"没有“{node.name}”这个过滤器")
            elif node.name == GROUP and tag.opener == "{%":
                self._blame(tag, f"“{GROUP}”只能写在 {{{{ … }}}} 里")
        for test in sorted(facts.tests - self._environment.tests.keys()):
            self._blame(tag, f"没有“{test}”这个判断")
        for attribute in sorted(facts.attributes):
            if attribute.startswith("_") or attribute in _REFUSED_NAMES:
                self._blame(tag, f"模板里不能使用“{attribute}”")


def chinese(message: str) -> str:
    """jinja2's commonest complaints in Chinese; others as they are."""
    for pattern, text in _ENGLISH:
        if pattern.match(message):
            return pattern.sub(text, message)
    return message
