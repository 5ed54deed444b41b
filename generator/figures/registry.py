"""The vocabulary of the Word templates: every name, one function.

`@figure` registers a function of the `Desk` under the Chinese name that templates use; the page
docs/模板词汇.md is generated from this registry, and `compile_layout` knows the names from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from generator.figures.values import Money, Number, NumberStyle, Percent
from generator.layouts import Layout
from generator.model import Accounts, Amount
from generator.tables.books import Books


@dataclass(frozen=True, slots=True)
class Desk:
    """What a figure is computed from: the books, the layout, and whether this is a draft."""

    books: Books
    layout: Layout
    draft: bool = False

    @property
    def accounts(self) -> Accounts:
        """The workbook."""
        return self.books.accounts

    @property
    def text(self) -> NumberStyle:
        """How the sentences print numbers."""
        return self.layout.text

    def money(self, name: str, amount: Amount | None, *, prior: Amount | None = None, budget: Amount | None = None,
              whole: Money | None = None, reason: str = "", budget_reason: str = "") -> Money:
        """An amount for the text, with what it is compared with."""
        style = self.text
        return Money(
            name, amount, style,
            Money(f"{name}.上年", prior, style) if prior is not None else None,
            Money(f"{name}.预算", budget, style) if budget is not None else None,
            whole, reason, budget_reason)


Maker = Callable[[Desk], Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of the vocabulary: group and description for the documentation."""

    name: str
    group: str
    about: str
    make: Maker


_ENTRIES: dict[str, Entry] = {}


def figure(name: str, group: str, about: str) -> Callable[[Maker], Maker]:
    """Register the function below under `name`."""
    def register(make: Maker) -> Maker:
        if name in _ENTRIES:
            raise ValueError(f"figure {name} is registered twice")
        _ENTRIES[name] = Entry(name, group, about, make)
        return make
    return register


def entries() -> Mapping[str, Entry]:
    """The whole vocabulary, in the order of registration."""
    import generator.figures.department
    import generator.figures.performance
    import generator.figures.reports
    import generator.figures.results
    import generator.figures.spending
    import generator.figures.statements
    import generator.figures.terms
    import generator.figures.totals  # noqa: F401  (each registers its figures)

    return _ENTRIES


def vocabulary(desk: Desk) -> dict[str, Any]:
    """Every name of the vocabulary with its value for this department."""
    return {name: entry.make(desk) for name, entry in entries().items()}


def printed_figures(context: Mapping[str, Any]) -> Iterator[tuple[str, Money | Percent | Number]]:
    """Every figure in the vocabulary with a name of its own, for figures.json; a blank is not a figure."""
    for name, value in context.items():
        yield from _walk(name, value)


DERIVED = ("上年", "预算", "增减额", "增减率", "差额", "差额率", "完成率", "占比")


def _walk(path: str, value: Any) -> Iterator[tuple[str, Money | Percent | Number]]:
    if isinstance(value, Money):
        if value.known:
            yield path, value
        for attribute in DERIVED:
            derived = getattr(value, attribute)
            if derived is not None and getattr(derived, "known", True):
                yield f"{path}.{attribute}", derived
    elif isinstance(value, Number):
        if value.value is not None:
            yield path, value
    elif isinstance(value, Percent):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _walk(f"{path}.{key}", item)
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value, 1):
            yield from _walk(f"{path}.{number}", item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _walk(f"{path}.{field.name}", getattr(value, field.name))
