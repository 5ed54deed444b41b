"""Which amounts of the nine tables a layout prints: each is watched, and says when it is made into text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from generator.figures.values import Money

ROWS: Final = "行"
TABLES: Final[Mapping[str, str]] = {
    "表1": "收入支出决算总表", "表2": "收入决算表", "表3": "支出决算表", "表4": "财政拨款收入支出决算总表",
    "表5": "一般公共预算财政拨款支出决算表", "表6": "基本支出决算明细表", "表7": "政府性基金预算财政拨款收入支出决算表",
    "表8": "国有资本经营预算财政拨款支出决算表", "表9": "“三公”经费支出决算表"}


class Watch:
    """`watched` puts watched amounts into the tables; afterwards `missing` says which were never printed."""

    def __init__(self) -> None:
        self._expected: dict[str, dict[str, None]] = {}
        self._seen: dict[str, set[str]] = {}

    def watched(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """The tables of the vocabulary, watched."""
        return {table: self._thing(table, "", context[table]) for table in TABLES if table in context}

    def _thing(self, table: str, path: str, value: Any) -> Any:
        if isinstance(value, Money):
            self._expected.setdefault(table, {})[path] = None
            watched = _WatchedMoney(*(getattr(value, field.name) for field in fields(Money)))
            object.__setattr__(watched, "seen", (self._seen.setdefault(table, set()), path))
            return watched
        if isinstance(value, Mapping):
            return {key: self._thing(table, f"{path}.{key}" if path else key, item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._thing(table, path, item) for item in value]
        return value

    def printed(self, table: str) -> bool:
        """Whether any amount of the table's rows was printed (of the table itself, where it has no rows)."""
        seen, rows = self._seen.get(table, set()), [path for path in self._expected.get(table, ()) if path.startswith(ROWS)]
        return any(path.startswith(ROWS) for path in seen) if rows else bool(seen)

    def missing(self, table: str) -> tuple[str, ...]:
        """The amounts that were never printed, by their path (`行.小计`)."""
        return tuple(path for path in self._expected.get(table, ()) if path not in self._seen.get(table, set()))


class _WatchedMoney(Money):
    """An amount that notes when it is printed."""

    __slots__ = ("seen",)
    seen: tuple[set[str], str]

    def __str__(self) -> str:
        paths, path = self.seen
        paths.add(path)
        return Money.__str__(self)
