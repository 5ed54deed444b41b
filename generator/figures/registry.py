"""The vocabulary of the Word templates: every name, one function.

`@figure` registers a function of the `Desk` under the Chinese name that templates use; the page
docs/模板词汇.md is generated from this registry, and `compile_layout` knows the names from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from generator.figures.values import Money, Number, NumberStyle, Percent, styled
from generator.layouts import Layout
from generator.model import Accounts, Amount
from generator.tables.books import Books


@dataclass(frozen=True, slots=True)
class Desk:
    """What a figure is computed from: the books, the layout, and whether this is a draft.

    `quiet` is how the forms of 绩效 print amounts: a blank stays blank, a zero is 0.
    """

    books: Books
    layout: Layout
    draft: bool = False
    quiet: NumberStyle = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "quiet", styled(self.layout.text, "", "0"))

    @property
    def accounts(self) -> Accounts:
        """The workbook."""
        return self.books.accounts

    @property
    def text(self) -> NumberStyle:
        """How the sentences print numbers."""
        return self.layout.text

    def money(self, name: str, amount: Amount | None, *, prior: Amount | None = None, budget: Amount | None = None,
              whole: Money | None = None, reason: str = "", budget_reason: str = "", own: NumberStyle | None = None) -> Money:
        """An amount for the text, with what it is compared with; `own` is its style where it is not that of the text."""
        style = self.layout.text
        if prior is None and budget is None:
            return Money(name, amount, own or style, None, None, whole, reason, budget_reason)
        return Money(
            name, amount, own or style,
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


Figure = Money | Percent | Number
DERIVED = ("上年", "预算", "增减额", "增减率", "差额", "差额率", "完成率", "占比")
_PLAIN = frozenset({str, int, bool, type(None)})  # most of the vocabulary; nothing to be found in them


def printed_figures(context: Mapping[str, Any]) -> list[tuple[str, Figure]]:
    """Every figure in the vocabulary with the path that leads to it, for figures.json; a blank is not a figure."""
    found: list[tuple[str, Figure]] = []
    for name, value in context.items():
        _collect(name, value, found)
    return found


def _collect(path: str, value: Any, found: list[tuple[str, Figure]]) -> None:
    if isinstance(value, Money):
        if value.known:
            found.append((path, value))
        if value.prior is not None or value.budget is not None or value.whole is not None:
            _collect_derived(path, value, found)
    elif isinstance(value, Number):
        if value.value is not None:
            found.append((path, value))
    elif isinstance(value, Percent):
        found.append((path, value))
    else:
        for key, item in _items(value):
            if type(item) not in _PLAIN:
                _collect(f"{path}.{key}", item, found)


def _collect_derived(path: str, money: Money, found: list[tuple[str, Figure]]) -> None:
    for attribute in DERIVED:
        derived = getattr(money, attribute)
        if derived is not None and getattr(derived, "known", True):
            found.append((f"{path}.{attribute}", derived))


def _items(value: Any) -> Iterable[tuple[object, Any]]:
    """What is inside a value, each with its key, number (from 1) or name."""
    if isinstance(value, dict | Mapping):  # dict first: asking an abstract class takes ten times as long
        return value.items()
    if isinstance(value, list | tuple):
        return enumerate(value, 1)
    if is_dataclass(value) and not isinstance(value, type):
        return [(field.name, getattr(value, field.name)) for field in fields(value)]
    return ()
